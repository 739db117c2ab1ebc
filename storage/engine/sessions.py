"""The write door's half that needs SQLAlchemy: engine and session. Imported at the first write."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as driver
from sqlmodel import Session

import models.tables  # noqa: F401 - maps all records before the first session
from storage.engine.connect import connect

gc.freeze()  # the record layer stays: no collection need look through it at every save


def make_engine(path: Path, key: bytes | None) -> Engine:
    """An engine whose every transaction takes the write lock at its start."""

    def creator() -> Any:
        return connect(path, key)

    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        module=driver,
        creator=creator,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=4,
        hide_parameters=True,  # an error text must not carry a customer's values
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def make_session(engine: Engine) -> Session:
    """A session for one unit of work; its records are not used after it."""
    return Session(engine, expire_on_commit=False)


def driver_error(error: BaseException) -> BaseException:
    """The driver's own error inside SQLAlchemy's wrapping."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig
    return error
