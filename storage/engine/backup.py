"""Copies of a live database by the backup interface, checked before they are trusted."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from storage.engine.connect import connect
from storage.engine.faults import translate
from storage.errors import StorageFault

_PAGES = 256
# An index of a million rows is looked at in another order than it lies in the file: with the
# usual eight megabytes a page was decrypted again for nearly every row.
_CHECK_CACHE = 256 * 1024  # KiB, at most what the file has


def integrity_problems(connection: driver.Connection, *, keyed: bool) -> list[str]:
    """What page, integrity and foreign-key checks say; empty where all is well.

    A file so damaged that a check cannot run through is a finding too, not an error.
    """
    problems: list[str] = []
    (usual,) = connection.execute("PRAGMA cache_size").fetchone()
    connection.execute(f"PRAGMA cache_size = -{_CHECK_CACHE}")
    try:
        if keyed:
            problems += [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        checked = connection.execute("PRAGMA integrity_check(20)")
        problems += [row[0] for row in checked if row[0] != "ok"]
        problems += [
            f"foreign key {row[0]} {row[1]}"
            for row in connection.execute("PRAGMA foreign_key_check")
        ]
    except driver.DatabaseError as error:
        problems.append(str(error))
    finally:
        connection.execute(f"PRAGMA cache_size = {int(usual)}")
    return problems


def verified_copy(source: Path, target: Path, key: bytes | None) -> Path:
    """An online copy of `source` under the same key, checked; returns its path.

    Written beside the target and renamed when it is whole, so that a copy with the final name is
    always good. Raises StorageFault `fault.backup_broken` where a check fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    reader = writer = None
    try:
        reader = connect(source, key, readonly=True)
        writer = connect(partial, key, create=True)
        # It is not trusted before it is checked: no log beside it, which would be written twice.
        writer.execute("PRAGMA journal_mode = OFF")
        writer.execute("PRAGMA synchronous = OFF")
        reader.backup(writer, pages=_PAGES)
        problems = integrity_problems(writer, keyed=key is not None)
        if problems:
            raise StorageFault("fault.backup_broken", path=str(target), problem=problems[0])
        writer.execute("PRAGMA journal_mode = DELETE")
    except driver.Error as error:
        fault = translate(error, target)
        if fault is None:
            raise
        raise fault from error
    finally:
        for connection in (reader, writer):
            if connection is not None:
                connection.close()
    _sync(partial)
    partial.replace(target)
    for suffix in ("-wal", "-shm"):
        partial.with_name(partial.name + suffix).unlink(missing_ok=True)
    return target


def newest_backup(database: Path) -> datetime | None:
    """When the newest backup in the usual place was made; None where there is none."""
    times = [file.stat().st_mtime for file in (database.parent / "backups").glob("*.db")]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
