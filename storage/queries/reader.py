"""The read door that page reads go through; any connection that can run SQL text fits.

Standard library only: nothing here opens, locks or changes a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

Params = Mapping[str, Any]


class ReadConnection(Protocol):
    """A connection for reading; a newer request may interrupt it."""

    def rows(self, sql: str, params: Params = ...) -> list[tuple[Any, ...]]:
        """All rows of a statement with :name parameters."""

    def each(self, sql: str, params: Params = ...) -> Iterator[tuple[Any, ...]]:
        """The same one by one: of a million the ids alone may be kept."""

    def one(self, sql: str, params: Params = ...) -> tuple[Any, ...] | None:
        """Its first row, None where there is none."""
