"""What keeps a database well: change of date, backup, restore, doctor."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from models.policy_defaults import policy_from
from models.rules.rights import Action
from storage import anchors
from storage.clock import stamp
from storage.crypto import Key
from storage.effects import number_digests, search_text
from storage.effects.examining import Check, Examined, examine
from storage.effects.over_time import tell
from storage.effects.recomputing import recompute
from storage.effects.surveys import plan_due
from storage.engine import chain
from storage.engine.backup import integrity_problems, verified_copy
from storage.engine.connect import connect
from storage.engine.lock import writer_queue
from storage.engine.rekeying import change_key, next_of, refuse_in_use
from storage.errors import Refused, ServiceError, StorageFault
from storage.migrations.runner import check_version, migrate
from storage.progress import Progress, Silent
from storage.queries import figures, history
from storage.search import index
from storage.search.names import Index
from storage.services.core import Core
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Drill:
    """A restore that was tried on a copy: what came back, and whether it is of this database."""

    counts: Mapping[str, int]
    links: int
    whole: bool  # the audit chain of the backup
    belongs: bool  # it ends where the chain of this database passed
    behind: int  # links written since
    seconds: int


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
        return self._core.write("change.over_time", {}, lambda work: tell(work, now))

    def backup(self, target: Path) -> Path:
        """A checked online copy under the same key; raises StorageFault where a check fails.

        The log tells of it beforehand, so that the copy has that line too.
        """
        self._core.require(Action.BACKUP)
        backups = self._core.database.path.parent / "backups"
        if target.parent.resolve() != backups.resolve():
            target = self._core.at(target)
        if target.exists():
            raise StorageFault("fault.exists", path=str(target))
        self.note("access.backup", target.name)
        return verified_copy(self._core.database.path, target, self._core.database.key)

    def note(self, label: str, file: str) -> None:
        """One line of the log for an act on the file as a whole; none where it takes no writing."""
        with suppress(ServiceError):
            self._core.units.log(label, {"file": file})

    def rehearse(self, backup: Path, key: bytes | None = None) -> dict[str, int]:
        """Looks whether a backup could be restored: its record counts, or a StorageFault."""
        connection = connect(backup, key or self._core.database.key, readonly=True)
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

    def drill(self, backup: Path, key: Key | None = None) -> Drill:
        """Restores a backup into a copy and looks at it as one would after a loss (11.11).

        The copy is brought up to date, checked, counted; its audit chain is walked, and its end
        must be a place where the chain of this database passed. StorageFault where it does not
        open or is damaged. `key`: of a backup made before the key was changed (`keys.key_for`).
        """
        began = self._core.clock.now()
        opens = key or self._core.database.key
        with TemporaryDirectory(prefix="drill-", dir=self._core.database.path.parent) as folder:
            copy = Path(folder) / "copy.db"
            verified_copy(backup, copy, opens)
            migrate(copy, opens, Path(folder))
            counts = self.rehearse(copy, opens)
            connection = connect(copy, opens)
            try:
                found = chain.verify(connection, chain.codes_of(self._core.key))
            finally:
                connection.close()
        end = found.head.link if found.head else 0
        here = self._core.database.read(
            lambda reader: (chain.mac_at(reader.connection, end), chain.head(reader.connection))
        )
        belongs = found.head is not None and here[0] == found.head.mac
        behind = here[1].link - end if here[1] is not None else 0
        took = int((self._core.clock.now() - began).total_seconds())
        return Drill(counts, found.links, found.whole, belongs, behind, took)

    def doctor(self) -> list[Check]:
        """Looks at library, file, key, schema, contents, journal and backups."""
        return examine(self._examined())

    def _examined(self) -> Examined:
        core = self._core
        policy = policy_from(core.database.read(figures.figures))
        return Examined(
            core.database,
            core.locations.key_file(core.database.path),
            core.is_demo,
            core.clock.now(),
            policy.trust.backup_days,
        )

    def rebuild_search(self) -> int:
        """Makes the search index anew from the records; returns how many rows it has."""

        def unit(work: Work) -> int:
            work.execute("DELETE FROM search_source")
            connection = index.ThroughSqlAlchemy(work.session.connection())
            for which in Index:
                index.rebuild(connection, which, ())
            return search_text.refresh_all(work)

        return self._core.units.write("change.reindex", {}, unit, settle=False)

    def rebuild_digests(self) -> int:
        """Makes anew the digests by which sealed numbers are found; returns how many were wrong."""
        return self._core.units.write("change.reindex", {}, number_digests.mend, settle=False)


def restore(
    backup: Path,
    target: Path,
    key: bytes | None,
    kept: Path,
    *,
    present: Key | None = None,
    noted: Path | None = None,
) -> Path | None:
    """Puts a checked backup in the place of a database; the old file is kept at `kept`.

    A backup under an older `key` comes back under the `present` one. `noted` is where ends of the
    audit chain are: from now on they are those of this file. Returns where the old file went.
    Refused: the database itself as its own backup. `fault.in_use` where somebody has it open.
    """
    if target.exists() and backup.samefile(target):
        raise Refused("restore.itself", path=str(backup))
    connection = connect(backup, key, readonly=True)
    try:
        check_version(connection, backup)
        problems = integrity_problems(connection, keyed=key is not None)
        end = chain.head(connection) if not problems else None
    finally:
        connection.close()
    if problems:
        raise StorageFault("fault.backup_broken", path=str(backup), problem=problems[0])
    with writer_queue(target):
        if target.exists() and kept.exists():
            raise StorageFault("fault.exists", path=str(kept))
        # Whole before anything is moved: a full disk leaves the database where it is.
        fresh = verified_copy(backup, next_of(target), key)
        try:
            if isinstance(key, Key) and present is not None and key != present:
                change_key(fresh, key, present)
            if target.exists():
                refuse_in_use(target, present or key)
            moved = _set_aside(target, kept)
            os.replace(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
    if end is not None and noted is not None:
        with suppress(OSError):
            anchors.note(noted, end, stamp(datetime.now(UTC)), restored=True)
    return moved


def _set_aside(target: Path, kept: Path) -> Path | None:
    """Moves a database away with what was not yet brought into its file; None: there is none."""
    if not target.exists():
        return None
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for suffix in ("", "-wal", "-shm"):
        part = target.with_name(target.name + suffix)
        if part.exists():
            os.replace(part, kept.with_name(kept.name + suffix))
    return kept
