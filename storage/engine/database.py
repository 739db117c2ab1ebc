"""The two doors of one database file: `read` for snapshots, `write` for units of work.

A unit of work is a function, because only a function can be run again; nothing else retries.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from storage.engine.connect import check_place, connect
from storage.engine.faults import is_busy, translate
from storage.engine.feed import Feed
from storage.engine.lock import writer_queue
from storage.engine.reading import DriverReader, Readers, Scope
from storage.errors import ServiceError, StorageFault

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

T = TypeVar("T")
_ATTEMPTS = 5


class Database:
    """One open file. Cheap to make; SQLAlchemy is loaded by the first write."""

    def __init__(self, path: Path, key: bytes | None = None, *, readonly: bool = False) -> None:
        """Opens an existing file; StorageFault with the code of what is wrong with it."""
        check_place(path)
        self.path = path
        self.key = key
        self.readonly = readonly
        self._readers = Readers(path, key)
        self._readers.open()
        self._engine: Engine | None = None
        self.has_written = False

    def read(
        self, fn: Callable[[DriverReader], T], group: str = "", scope: Scope | None = None
    ) -> T:
        """Runs `fn` on a consistent snapshot; the next read of a named group may break it off.

        A `scope` says what is seen of it; without one everything is, as the program itself needs.
        """
        return self._readers.read(fn, group, scope)

    def interrupt(self, group: str) -> None:
        """Breaks off the running read of a group."""
        self._readers.interrupt(group)

    def write(self, fn: Callable[[Session], T]) -> T:
        """Runs `fn` in one IMMEDIATE transaction and commits it durably.

        Run again where somebody else held the lock; a stale version goes back to the caller.
        """
        if self.readonly:
            raise StorageFault("fault.opened_readonly", path=str(self.path))
        for attempt in range(_ATTEMPTS):
            try:
                with writer_queue(self.path):
                    return self._transaction(fn)
            except ServiceError:
                raise
            except Exception as error:
                self._judge(error, last=attempt == _ATTEMPTS - 1)
                time.sleep(0.01 * (attempt + 1) * (0.5 + random.random()))
        raise StorageFault("fault.busy", path=str(self.path))

    def checkpoint(self) -> None:
        """Brings what was written into the file and empties the log beside it, if nobody reads."""
        connection = connect(self.path, self.key)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()

    def feed(self) -> Feed:
        """A new change feed on this file."""
        return Feed(self.path, self.key)

    def close(self) -> None:
        """Closes every connection."""
        self._readers.close()
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _transaction(self, fn: Callable[[Session], T]) -> T:
        from storage.engine.sessions import make_engine, make_session

        if self._engine is None:
            self._engine = make_engine(self.path, self.key)
        with make_session(self._engine) as session, session.begin():
            answer = fn(session)
        self.has_written = True
        return answer

    def _judge(self, error: Exception, *, last: bool) -> None:
        """Returns where the unit may run again; else raises the typed fault, or the defect."""
        from storage.engine.sessions import driver_error

        cause: Any = driver_error(error)
        if is_busy(cause) and not last:
            return
        fault = translate(cause, self.path)
        if fault is None:
            raise error
        raise fault from error
