"""Read connections: one a group, kept open, interruptible by the group's next read.

Knows nothing of SQLAlchemy: what the screen shows is read as SQL text by the driver.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2 as driver

from storage.engine.connect import connect
from storage.engine.faults import translate

T = TypeVar("T")
Parameters = Mapping[str, object] | Sequence[object]


class DriverReader:
    """Runs SQL text with parameters on one connection."""

    def __init__(self, connection: driver.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]

    def one(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """The first row of a query, None where there is none."""
        return self.connection.execute(sql, parameters).fetchone()  # type: ignore[no-any-return]

    def execute(self, sql: str, parameters: Parameters = ()) -> driver.Cursor:
        """The driver's own door, for what needs a cursor."""
        return self.connection.execute(sql, parameters)


class _Group:
    def __init__(self, connection: driver.Connection) -> None:
        self.connection = connection
        self.lock = threading.Lock()


class Readers:
    """The read door: consistent snapshots, closed before control returns."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._path = path
        self._key = key
        self._groups: dict[str, _Group] = {}
        self._lock = threading.Lock()

    def read(self, fn: Callable[[DriverReader], T], group: str = "") -> T:
        """Runs `fn` in one read transaction of its group; Interrupted where a newer read came."""
        place = self._group(group)
        with place.lock:
            connection = place.connection
            try:
                connection.execute("BEGIN")
                try:
                    return fn(DriverReader(connection))
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
        place = self._groups.get(group)
        if place is not None and place.lock.locked():
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

    def _group(self, name: str) -> _Group:
        with self._lock:
            place = self._groups.get(name)
            if place is None:
                connection = connect(self._path, self._key)
                connection.execute("PRAGMA query_only = ON")
                place = self._groups[name] = _Group(connection)
            return place
