"""What keeps a database well: change of date, backup, restore, doctor."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.explanation import Reason
from storage.clock import stamp
from storage.effects import search_text
from storage.effects.over_time import tell
from storage.effects.recomputing import recompute
from storage.effects.surveys import plan_due
from storage.engine.backup import integrity_problems, verified_copy
from storage.engine.connect import connect, file_system, library_is_fixed, library_version
from storage.engine.lock import writer_queue
from storage.errors import StorageFault
from storage.migrations.runner import NEWEST, check_version
from storage.progress import Progress, Silent
from storage.queries import history, over_time
from storage.search import index
from storage.search.names import Index
from storage.services.core import Core
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor: what was looked at, whether it is well, what was seen."""

    name: str
    well: bool
    seen: Reason


class Maintenance:
    """Work on the file as a whole."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def new_day(self, progress: Progress | None = None) -> int:
        """Recomputes figures that a change of date moves; returns for how many customers.

        Survey calls that fall due soon are planned, too (R-SURVEY).

        Runs once a day for a database, as one change without an entry per row (R-GRADE, R-SEG3);
        also backwards, after a session whose clock was set to a later day. Stopped by
        `progress`, the next start does the rest.
        """
        stored = self._core.read(history.computed_on)
        if stored == self._core.clock.today().isoformat():
            return 0
        since = date.fromisoformat(stored) if stored else None
        done = recompute(self._core.database, self._core.units, since, progress or Silent())
        plan_due(self._core.database.read, self._core.write, self._core.context())
        return done

    def tell_managers(self) -> int:
        """Puts what is over time into the calendar of a manager, once each; how many (R-SLA).

        `cards.over_time` asks beforehand whether there is something to tell.
        """
        now = stamp(self._core.clock.now())
        found = self._core.read(lambda reader: over_time.untold(reader, now), "over time")
        if not found:
            return 0
        return self._core.write("change.over_time", {}, lambda work: tell(work, found, now))

    def backup(self, target: Path) -> Path:
        """A checked online copy under the same key; raises StorageFault where a check fails."""
        if target.exists():
            raise StorageFault("fault.exists", path=str(target))
        return verified_copy(self._core.database.path, target, self._core.database.key)

    def rehearse(self, backup: Path) -> dict[str, int]:
        """Looks whether a backup could be restored: its record counts, or a StorageFault."""
        connection = connect(backup, self._core.database.key, readonly=True)
        try:
            check_version(connection, backup)
            problems = integrity_problems(connection, keyed=self._core.database.key is not None)
            if problems:
                raise StorageFault("fault.backup_broken", path=str(backup), problem=problems[0])
            return {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in ("customer", "contact", "opportunity", "interaction", "change_set")
            }
        finally:
            connection.close()

    def doctor(self) -> list[Check]:
        """Looks at library, file, key, schema, integrity, search index and permissions."""
        path = self._core.database.path
        keyed = self._core.database.key is not None
        version = ".".join(str(part) for part in library_version())
        checks = [
            Check(
                "library",
                library_is_fixed(library_version()),
                Reason("doctor.library", {"version": version}),
            ),
            Check("place", True, Reason("doctor.place", {"filesystem": file_system(path)})),
            Check(
                "encryption",
                keyed or self._core.is_demo,
                Reason("doctor.encrypted" if keyed else "doctor.plain"),
            ),
            self._modes(path),
        ]
        connection = connect(path, self._core.database.key)
        try:
            schema = check_version(connection, path)
            seen = Reason("doctor.schema", {"version": schema, "known": NEWEST})
            checks.append(Check("schema", schema == NEWEST, seen))
            problems = integrity_problems(connection, keyed=keyed)
            first = problems[0] if problems else ""
            seen = Reason("doctor.integrity", {"count": len(problems), "first": first})
            checks.append(Check("integrity", not problems, seen))
            for which in Index:
                well = not problems and (
                    index.is_current(connection, which) and index.is_sound(connection, which)
                )
                checks.append(
                    Check("search", well, Reason("doctor.search", {"index": which.value}))
                )
            if not problems:  # a damaged file cannot be asked further
                stuck = connection.execute(
                    "SELECT count(*) FROM change_set WHERE state = 'RUNNING'"
                ).fetchone()[0]
                checks.append(
                    Check("journal", not stuck, Reason("doctor.journal", {"count": stuck}))
                )
        finally:
            connection.close()
        return checks

    def rebuild_search(self) -> int:
        """Makes the search index anew from the records; returns how many rows it has."""

        def unit(work: Work) -> int:
            work.execute("DELETE FROM search_source")
            connection = index.ThroughSqlAlchemy(work.session.connection())
            for which in Index:
                index.rebuild(connection, which, ())
            customers = [row[0] for row in work.rows("SELECT id FROM customer")]
            notes = [row[0] for row in work.rows("SELECT id FROM interaction")]
            search_text.refresh_customers(work, customers)
            solutions = [row[0] for row in work.rows("SELECT id FROM solution_note")]
            search_text.refresh_notes(work, notes)
            search_text.refresh_solutions(work, solutions)
            return len(customers) + len(notes) + len(solutions)

        return self._core.units.write("change.reindex", {}, unit, settle=False)

    @staticmethod
    def _modes(path: Path) -> Check:
        mode = path.stat().st_mode & 0o777
        private = not mode & 0o077
        return Check("permissions", private, Reason("doctor.mode", {"mode": f"{mode:04o}"}))


def restore(backup: Path, target: Path, key: bytes | None, kept: Path) -> Path | None:
    """Puts a checked backup in the place of a database; the old file is kept at `kept`.

    Nobody may have the database open for writing meanwhile. Returns where the old file went.
    """
    connection = connect(backup, key, readonly=True)
    try:
        check_version(connection, backup)
        problems = integrity_problems(connection, keyed=key is not None)
    finally:
        connection.close()
    if problems:
        raise StorageFault("fault.backup_broken", path=str(backup), problem=problems[0])
    with writer_queue(target):
        moved = None
        if target.exists():
            if kept.exists():
                raise StorageFault("fault.exists", path=str(kept))
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            for suffix in ("", "-wal", "-shm"):
                part = target.with_name(target.name + suffix)
                if part.exists():
                    os.replace(part, kept.with_name(kept.name + suffix))
            moved = kept
        verified_copy(backup, target, key)
    return moved
