"""Gives a database another key; killed at any point, either the old or the new one opens it.

A whole copy under the new key is made beside each file. The rename of the database is the point
from which the new key holds; what was left undone around it is finished, or taken back, by the
next start (design: reliability 3).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from storage.crypto import Key
from storage.engine.backup import integrity_problems, verified_copy
from storage.engine.connect import connect
from storage.engine.lock import writer_queue
from storage.errors import StorageFault

_ALONE_MS = 1_000  # how long others may take to close the file


def next_of(path: Path) -> Path:
    """Where the successor of a file is made."""
    return path.with_name(path.name + ".next")


def change_key(path: Path, old: Key, new: Key) -> None:
    """Encrypts a file that nobody has open under another key, on the disk when it returns."""
    connection = connect(path, old)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
        problems = integrity_problems(connection, keyed=True)
    finally:
        connection.close()
    if problems:
        raise StorageFault("fault.backup_broken", path=str(path), problem=problems[0])
    sync(path)


def rekey(files: list[Path], key_file: Path, old: Key, write_key: Callable[[Path], Key]) -> None:
    """Puts all files under the key that `write_key` writes; the first is the database itself.

    Nobody else may have it open (`fault.in_use`). `key_file` gets the new key at the end.
    """
    database = files[0]
    with writer_queue(database):
        _alone(database, old).close()
        new = write_key(next_of(key_file))
        for path in files:
            if path.exists():
                copy = verified_copy(path, next_of(path), old)
                change_key(copy, old, new)
        held = _alone(database, old)
        try:
            held.execute("BEGIN EXCLUSIVE")
            next_of(database).replace(database)  # from here on the new key holds
        finally:
            with contextlib.suppress(driver.Error):
                held.close()
        _finish(files, key_file)


def settle(files: list[Path], key_file: Path, read_key: Callable[[Path], Key]) -> None:
    """Finishes or takes back a change of the key that was broken off."""
    if not next_of(key_file).exists():
        return
    with writer_queue(files[0]):  # one that is still running is waited for
        if not next_of(key_file).exists():
            return
        if _opens(files[0], read_key(next_of(key_file))):
            _finish(files, key_file)
            return
        for path in files:
            for suffix in ("", "-wal", "-shm", "-journal", ".part"):
                following = next_of(path)
                following.with_name(following.name + suffix).unlink(missing_ok=True)
        next_of(key_file).unlink()


def _finish(files: list[Path], key_file: Path) -> None:
    for path in files[1:]:
        if next_of(path).exists():
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            next_of(path).replace(path)
    sync(files[0].parent)
    next_of(key_file).replace(key_file)
    sync(key_file.parent)


def refuse_in_use(path: Path, key: bytes | None) -> None:
    """`fault.in_use` where somebody has a database open; one that does not open has nobody in it.

    Who has it open would go on in the file that is moved away, and what they save would be lost.
    """
    try:
        _alone(path, key).close()
    except StorageFault as error:
        if error.code == "fault.in_use":
            raise


def _alone(path: Path, key: bytes | None) -> driver.Connection:
    """A connection that is the only one: no file besides the database holds anything of it."""
    connection = connect(path, key)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_ALONE_MS}")
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except driver.OperationalError:
        mode = "wal"
    if mode != "delete":
        connection.close()
        raise StorageFault("fault.in_use", path=str(path))
    return connection


def _opens(path: Path, key: Key) -> bool:
    try:
        connect(path, key, readonly=True).close()
    except StorageFault:
        return False
    return True


def sync(path: Path) -> None:
    """What was written to a file or folder is on the disk when it returns."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
