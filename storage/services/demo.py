"""Makes the throw-away demo database from the stories, reproducibly and relative to the clock.

Never touches real data; grades, odds, urgency and tracking items come from the rules alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from models.content import Demo
from models.content_team import DemoTeam
from models.enums import Role
from models.records.base import RecordBase
from storage.clock import Clock
from storage.content.loader import load_demo, load_team
from storage.effects import demo_team
from storage.effects.demo_experience import plan_surveys
from storage.effects.demo_records import sow
from storage.effects.settling import settle
from storage.engine.database import Database
from storage.errors import ServiceError, StorageFault
from storage.ids import CountingIds, IdSource
from storage.locations import Locations, private_folder
from storage.migrations.runner import create
from storage.work import Units, Work

_SUFFIXES = ("", "-wal", "-shm", "-journal")


def make_demo(
    locations: Locations, clock: Clock, *, ids: IdSource | None = None, team: bool = False
) -> Path:
    """A fresh demo database in place of an older one, drafts included; returns its path.

    It is built beside the old one and moved over it at the end, so that a broken-off start
    leaves no half demo. `team` makes the one that several users look at. The same clock gives the
    same ids, codes and dates. Raises StorageFault where the folder cannot be written (product 1).
    """
    target = locations.demo(team=team)
    fresh = target.with_name(target.name + "-new")
    private_folder(target.parent)
    _remove(fresh)
    create(fresh, None)
    database = Database(fresh)
    try:
        build(database, clock, ids=ids, team=load_team() if team else None)
    finally:
        database.close()
    _remove(target)
    fresh.replace(target)
    _remove(fresh)
    return target


def build(
    database: Database, clock: Clock, *, ids: IdSource | None = None, team: DemoTeam | None = None
) -> None:
    """Writes every story into a new, empty database as one change, then lets the rules settle it.

    A `team` joins in the same change and then does what is told of it. The user of the demo is
    the setting `demo_login`; the day it was built for `demo_day`.
    Raises ValueError where a story breaks its shape (a defect of the content, not of the user).
    """
    demo = load_demo()
    ids = ids or CountingIds()
    units = Units(database, clock, ids, actor=lambda: None, settle=settle)
    units.write("change.demo", {"count": len(demo.stories)}, lambda work: _sow(work, demo, team))
    if team is not None:
        demo_team.act(database, clock, ids, team)


def _sow(work: Work, demo: Demo, team: DemoTeam | None) -> list[RecordBase]:
    made = sow(work, demo)
    plan_surveys(work)
    if team is not None:
        demo_team.join(work, team)
    return made


def logins(path: Path) -> Sequence[tuple[str, str, frozenset[Role]]]:
    """(login, name, roles) of the users of a demo file that are active, by login."""
    database = Database(path)
    try:
        rows = database.read(
            lambda reader: reader.rows(
                "SELECT login, name, roles FROM user"
                " WHERE active = 1 AND deleted_at IS NULL ORDER BY login"
            )
        )
    finally:
        database.close()
    return [(login, name, frozenset(map(Role, roles.split(",")))) for login, name, roles in rows]


def built_for(path: Path) -> date | None:
    """The day a demo file was built for; None where there is none, or it cannot be read."""
    if not path.exists():
        return None
    try:
        database = Database(path)
    except StorageFault:
        return None
    try:
        return demo_day(database)
    except ServiceError:
        return None
    finally:
        database.close()


def demo_day(database: Database) -> date | None:
    """The day a demo database was built for; None where the database is no demo."""
    row = database.read(
        lambda reader: reader.one(
            "SELECT value FROM setting WHERE key = 'demo_day' AND deleted_at IS NULL"
        )
    )
    return date.fromisoformat(row[0]) if row else None


def _remove(path: Path) -> None:
    """The database and what lies beside it under its name: log, lock, desk with its own."""
    desk = path.name + "-desk"
    locks = [name + lock for name in (path.name, desk) for lock in ("-lock", "-turn")]
    for name in (path.name, desk, *locks):
        for suffix in _SUFFIXES:
            path.with_name(name + suffix).unlink(missing_ok=True)
