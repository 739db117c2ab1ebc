"""Brings a database to the newest version: ordered steps, each in one transaction.

Order (design: reliability 2): exclusive lock, verified backup, foreign keys off, steps, checks,
foreign keys on. A newer file is refused; there is no way down but the backup.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from storage.engine.backup import verified_copy
from storage.engine.connect import APPLICATION_ID, connect
from storage.engine.lock import writer_queue
from storage.errors import StorageFault
from storage.migrations import (
    v0001_initial,
    v0002_committee,
    v0003_method,
    v0004_value,
    v0005_stages,
    v0006_reports,
    v0007_calendar,
    v0008_feedback,
    v0009_tickets,
    v0010_touchpoints,
    v0011_dealings,
    v0012_playbooks,
    v0013_identity,
    v0014_sealed,
    v0015_duplicates,
    v0016_parting,
    v0017_audit,
    v0018_campaigns,
    v0019_orders,
    v0020_words,
    v0021_sorting,
    v0022_texts,
    v0023_deals,
)

Step = Callable[[driver.Connection], None]
STEPS: tuple[Step, ...] = (
    v0001_initial.apply,
    v0002_committee.apply,
    v0003_method.apply,
    v0004_value.apply,
    v0005_stages.apply,
    v0006_reports.apply,
    v0007_calendar.apply,
    v0008_feedback.apply,
    v0009_tickets.apply,
    v0010_touchpoints.apply,
    v0011_dealings.apply,
    v0012_playbooks.apply,
    v0013_identity.apply,
    v0014_sealed.apply,
    v0015_duplicates.apply,
    v0016_parting.apply,
    v0017_audit.apply,
    v0018_campaigns.apply,
    v0019_orders.apply,
    v0020_words.apply,
    v0021_sorting.apply,
    v0022_texts.apply,
    v0023_deals.apply,
)
NEWEST = len(STEPS)


def version_of(connection: driver.Connection, path: Path) -> int:
    """Schema version of a database; `fault.foreign` where it is not one of ours."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise StorageFault("fault.foreign", path=str(path))
    return int(version)


def check_version(connection: driver.Connection, path: Path) -> int:
    """As `version_of`; `fault.newer` where this program is too old for the file."""
    version = version_of(connection, path)
    if version > NEWEST:
        raise StorageFault("fault.newer", path=str(path), version=version, known=NEWEST)
    return version


def create(path: Path, key: bytes | None) -> None:
    """Makes a new, current database file; never touches an existing one."""
    if path.exists():
        raise StorageFault("fault.exists", path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    connection = connect(path, key, create=True)
    try:
        _run(connection, 0)
    finally:
        connection.close()


def migrate(path: Path, key: bytes | None, backups: Path) -> Path | None:
    """Brings an older file up to date; returns the backup made before, None if it was current."""
    connection = connect(path, key)
    try:
        if check_version(connection, path) == NEWEST:
            return None
        with writer_queue(path):
            version = check_version(connection, path)
            if version == NEWEST:
                return None
            copy = verified_copy(path, backups / f"{path.stem}-before-v{NEWEST}.db", key)
            _run(connection, version)
            return copy
    finally:
        connection.close()


def _run(connection: driver.Connection, version: int) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    for number in range(version + 1, NEWEST + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            STEPS[number - 1](connection)
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            if broken:
                raise StorageFault("fault.migration", version=number, table=broken[0])
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    connection.execute("PRAGMA foreign_keys = ON")
