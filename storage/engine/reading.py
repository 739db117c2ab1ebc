"""Read connections: one a group, kept open, interruptible by the group's next read.

Knows nothing of SQLAlchemy: what the screen shows is read as SQL text by the driver.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlcipher3 import dbapi2 as driver

from storage.crypto import DEMO_KEY
from storage.engine.connect import connect
from storage.engine.faults import translate

ONCE = ".count"
"""The end of the name of a group that goes through the file from end to end: it keeps no pages."""

_FEW_PAGES = "PRAGMA cache_size = -256"  # kilobytes; else it is 8,000

T = TypeVar("T")
Parameters = Mapping[str, object] | Sequence[object]


class Scope(Protocol):
    """What one user sees, laid over a connection."""

    def prepare(self, connection: driver.Connection, key: bytes) -> None:
        """Lays it over a fresh connection."""

    def refresh(self, connection: driver.Connection) -> None:
        """Looks again after somebody wrote."""

    def worded(self, sql: str) -> str:
        """A query as it is to be asked."""


class DriverReader:
    """Runs SQL text with parameters on one connection."""

    def __init__(self, connection: driver.Connection, scope: Scope | None = None) -> None:
        self.connection = connection
        self._scope = scope

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, as they are asked for inside the same read."""
        return iter(self.execute(sql, parameters))

    def one(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """The first row of a query, None where there is none."""
        return self.execute(sql, parameters).fetchone()  # type: ignore[no-any-return]

    def execute(self, sql: str, parameters: Parameters = ()) -> driver.Cursor:
        """The driver's own door, for what needs a cursor."""
        scope = self._scope
        return self.connection.execute(sql if scope is None else scope.worded(sql), parameters)


class _Group:
    def __init__(self, connection: driver.Connection, scope: Scope | None) -> None:
        self.connection = connection
        self.scope = scope
        self.lock = threading.Lock()
        self.seen = -1  # the state of the file for which the scope holds

    def look_again(self) -> None:
        """Puts the scope right where somebody wrote since."""
        if self.scope is not None:
            (now,) = self.connection.execute("PRAGMA data_version").fetchone()
            if now != self.seen:
                self.scope.refresh(self.connection)
                self.seen = now


class Readers:
    """The read door: consistent snapshots, closed before control returns."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._path = path
        self._key = key
        self._groups: dict[tuple[str, Scope | None], _Group] = {}
        self._lock = threading.Lock()

    def open(self) -> None:
        """Connects before the first read asks for it; StorageFault where that fails."""
        self._group("", None)

    def read(
        self, fn: Callable[[DriverReader], T], group: str = "", scope: Scope | None = None
    ) -> T:
        """Runs `fn` in one read transaction of its group; Interrupted where a newer read came.

        With a `scope` it sees what that lets through.
        """
        place = self._group(group, scope)
        with place.lock:
            connection = place.connection
            try:
                place.look_again()
                connection.execute("BEGIN")
                try:
                    return fn(DriverReader(connection, scope))
                finally:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
            except driver.Error as error:
                fault = translate(error, self._path)
                if fault is None:
                    raise
                raise fault from error

    def interrupt(self, group: str) -> None:
        """Breaks off what the group is reading now, if anything."""
        for (name, _scope), place in list(self._groups.items()):
            if name == group and place.lock.locked():
                place.connection.interrupt()

    def close(self) -> None:
        """Closes all connections; a read still running is broken off first."""
        with self._lock:
            groups, self._groups = list(self._groups.values()), {}
        for place in groups:
            if place.lock.locked():
                place.connection.interrupt()
            with place.lock:
                place.connection.close()

    def _group(self, name: str, scope: Scope | None) -> _Group:
        with self._lock:
            place = self._groups.get((name, scope))
            if place is None:
                connection = connect(self._path, self._key)
                if name.endswith(ONCE):
                    connection.execute(_FEW_PAGES)
                if scope is not None:
                    connection.execute("PRAGMA query_only = OFF")  # its own schema, not the file's
                    scope.prepare(connection, self._key or DEMO_KEY)
                connection.execute("PRAGMA query_only = ON")
                place = self._groups[name, scope] = _Group(connection, scope)
            return place
