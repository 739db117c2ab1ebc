"""Where a page of a list begins, and what a page holds. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
Key = tuple[str | int | float | None, ...]  # sort values of a row as stored, its id last


@dataclass(frozen=True, slots=True)
class Start:
    """The first page."""


@dataclass(frozen=True, slots=True)
class End:
    """The last page."""


@dataclass(frozen=True, slots=True)
class After:
    """The page behind the row with this key; the row itself need not exist any more."""

    key: Key


@dataclass(frozen=True, slots=True)
class Before:
    """The page in front of the row with this key."""

    key: Key


Edge = Start | End | After | Before


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in list order with their keys, and whether the list goes on at either end.

    `more_before` and `more_after` are certain at the end that was asked for; at the other end
    they say that the page was asked from a key.
    """

    rows: tuple[Row, ...]
    keys: tuple[Key, ...]
    more_before: bool
    more_after: bool

    @property
    def first(self) -> Key | None:
        """Key of the first row, None where the page is empty."""
        return self.keys[0] if self.keys else None

    @property
    def last(self) -> Key | None:
        """Key of the last row, None where the page is empty."""
        return self.keys[-1] if self.keys else None
