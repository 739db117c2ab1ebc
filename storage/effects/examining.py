"""What the doctor looks at: each check with what was seen, in a code that leads to the way out.

Writes nothing. A damaged file cannot be asked further than its own integrity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.explanation import Reason
from models.fields.registry import ENTITIES
from storage import anchors
from storage.clock import stamp
from storage.crypto import DEMO_KEY, is_protected
from storage.effects import number_digests, search_text
from storage.engine import chain
from storage.engine.backup import integrity_problems, newest_backup
from storage.engine.connect import connect, file_system, library_is_fixed, library_version
from storage.engine.database import Database
from storage.engine.reading import DriverReader
from storage.errors import StorageFault
from storage.migrations.runner import NEWEST, check_version
from storage.queries import identities, trail
from storage.sealing import unseal
from storage.search import index
from storage.search.names import Index

_OPEN = 0o077  # what a file may not allow


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor: what was looked at, whether it is well, what was seen."""

    name: str
    well: bool
    seen: Reason


@dataclass(frozen=True, slots=True)
class Examined:
    """One database with what lies around it."""

    database: Database
    key_file: Path
    is_demo: bool
    now: datetime
    backup_days: int  # a backup is due after so many; 0: never asked for


def examine(one: Examined) -> list[Check]:
    """Every check of requirements 11: library, file, key, schema, contents, journal, backup."""
    checks = [*_around(one)]
    connection = connect(one.database.path, one.database.key)
    try:
        schema = check_version(connection, one.database.path)
        seen = {"version": schema, "known": NEWEST}
        checks.append(_check("schema", schema == NEWEST, "doctor.schema", seen))
        problems = integrity_problems(connection, keyed=one.database.key is not None)
        keys = [problem for problem in problems if problem.startswith("foreign key")]
        pages = [problem for problem in problems if problem not in keys]
        for name, found in (("integrity", pages), ("references", keys)):
            first = found[0] if found else ""
            params = {"count": len(found), "first": first}
            checks.append(_check(name, not found, f"doctor.{name}", params))
        for which in Index:
            well = not pages and (
                index.is_current(connection, which) and index.is_sound(connection, which)
            )
            checks.append(_check("search", well, "doctor.search", {"index": which.value}))
        if not pages:
            checks += _contents(one, DriverReader(connection))
    finally:
        connection.close()
    return checks


def _check(name: str, well: bool, code: str, params: Mapping[str, object]) -> Check:
    """`code` says what was seen; where it is not well, its twin with `_bad` says what to do."""
    return Check(name, well, Reason(code if well else f"{code}_bad", params))


def _around(one: Examined) -> Iterator[Check]:
    path, keyed = one.database.path, one.database.key is not None
    version = ".".join(str(part) for part in library_version())
    fixed = library_is_fixed(library_version())
    yield _check("library", fixed, "doctor.library", {"version": version})
    yield _check("place", True, "doctor.place", {"filesystem": file_system(path)})
    code = "doctor.encrypted" if keyed else "doctor.plain"
    yield _check("encryption", keyed or one.is_demo, code, {})
    yield _mode("permissions", "doctor.mode", path)
    if keyed and one.key_file.exists():
        yield _mode("key", "doctor.key_mode", one.key_file)
        code = "doctor.key_protected" if is_protected(one.key_file) else "doctor.key"
        apart = path.parent not in one.key_file.parents
        yield _check("key", apart, code if apart else "doctor.key", {"path": str(one.key_file)})


def _mode(name: str, code: str, path: Path) -> Check:
    mode = path.stat().st_mode & 0o777
    return _check(name, not mode & _OPEN, code, {"mode": f"{mode:04o}", "path": str(path)})


def _contents(one: Examined, reader: DriverReader) -> Iterator[Check]:
    stale = search_text.outdated(reader)
    yield _check("search", not stale, "doctor.search_rows", {"count": stale})
    stuck = reader.rows("SELECT count(*) FROM change_set WHERE state = 'RUNNING'")[0][0]
    yield _check("journal", not stuck, "doctor.journal", {"count": stuck})
    yield from _chain(one, reader)
    broken = list(_sealed(reader, one.database.key or DEMO_KEY))
    params: dict[str, object] = {"count": len(broken), "first": broken[0] if broken else ""}
    yield _check("sealed", not broken, "doctor.sealed", params)
    wrong = sum(1 for _one in number_digests.wrong(reader, one.database.key or DEMO_KEY))
    yield _check("blind", not wrong, "doctor.blind", {"count": wrong})
    if not one.is_demo and one.backup_days:
        yield _backup(one, reader)


def _chain(one: Examined, reader: DriverReader) -> Iterator[Check]:
    noted = () if one.is_demo else anchors.read(anchors.anchors_of(one.key_file))
    codes = chain.codes_of(one.database.key or DEMO_KEY)
    found = chain.verify(reader.connection, codes, noted)
    params: dict[str, object] = {"links": found.links, "count": found.broken}
    yield _check("chain", found.whole, "doctor.chain", params)
    asked, unfit = identities.vouched(reader, one.database.key or DEMO_KEY)
    params = {"lines": asked, "count": len(unfit)}
    yield _check("requests", not unfit, "doctor.requests", params)


def _sealed(reader: DriverReader, key: bytes) -> Iterator[str]:
    """Sealed values that do not open."""
    for spec in ENTITIES:
        for field in spec.fields:
            if not field.sealed:
                continue
            place = f"{spec.name}.{field.column}"
            rows = reader.rows(
                f"SELECT id, {field.column} FROM {spec.name} WHERE {field.column} IS NOT NULL"  # noqa: S608 - names of the registry
            )
            for row_id, value in rows:
                try:
                    unseal(key, place, row_id, value)
                except StorageFault:
                    yield f"{place} {row_id}"


def _backup(one: Examined, reader: DriverReader) -> Check:
    """Whether a backup was made in time; a database younger than that owes none."""
    last = newest_backup(one.database.path)
    days = trail.days_without_backup(reader, last, one.now)
    params: dict[str, object] = {"days": days, "at": stamp(last) if last else None}
    code = "doctor.backup" if last else "doctor.no_backup"
    return _check("backup", days < one.backup_days, code, params)
