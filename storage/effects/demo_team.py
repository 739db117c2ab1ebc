"""Makes a team of the demo: roles, a second team, what its people did (requirements 11.3, 11.4).

Every line of the log is written as its user, judged by the same rights as any other.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from models.content_team import DemoTeam, TeamAct, TeamChange, TeamUser
from models.enums import Profile, Role
from models.fields.registry import entity
from models.records.setting import Setting
from models.records.user import Team, User
from storage.actor import Actor
from storage.clock import Clock, FixedClock
from storage.crypto import DEMO_KEY
from storage.effects import permits
from storage.effects.changing import change
from storage.effects.saving import find_id
from storage.effects.settling import settle
from storage.engine.database import Database
from storage.ids import IdSource
from storage.queries.reader import ReadConnection
from storage.work import Units, Work, encode_params

_BETWEEN = timedelta(seconds=47)  # from one line of the log to the next
# Contacts of the user's own customers, or all for who may see all; those that have a number.
_CONTACTS = (
    "SELECT k.code FROM contact k JOIN customer c ON c.id = k.customer_id"
    " WHERE k.mobile IS NOT NULL AND (:own = 0 OR c.owner_id = :user) ORDER BY k.id LIMIT :count"
)
_ROWS = {
    "customers": "SELECT count(*) FROM customer WHERE owner_id = :user",
    "contacts": "SELECT count(*) FROM contact r JOIN customer c ON c.id = r.customer_id"
    " WHERE c.owner_id = :user",
    "interactions": "SELECT count(*) FROM interaction r JOIN customer c ON c.id = r.customer_id"
    " WHERE c.owner_id = :user",
    "orders": "SELECT count(*) FROM sales_order r JOIN customer c ON c.id = r.customer_id"
    " WHERE c.owner_id = :user",
}


def join(work: Work, team: DemoTeam) -> None:
    """The users with their roles and teams; from now on rights divide them."""
    (near,) = work.all(Team)
    lead = _user(work, team.lead)
    near.manager_id = lead.id
    far = work.add(Team, name=f"{team.south.zh} {team.south.en}", manager_id=lead.id)
    work.session.flush()
    for told in team.users:
        user = next(iter(work.all(User, login=told.login)), None) or _joins(work, told, near)
        user.roles = frozenset(told.roles)
        if told.south:
            user.team_id = far.id
    for row in work.all(Setting, key="profile"):
        row.value = Profile.TEAM.value


def act(database: Database, clock: Clock, ids: IdSource, team: DemoTeam) -> None:
    """What they did: first what was looked at, taken out and refused, then what was changed."""
    zone = ZoneInfo(clock.zone)
    for told in team.acts:
        moment = FixedClock(told.at.at(clock.now(), zone), clock.zone)
        units = _units(database, moment, ids, told.who, told.origin)
        for params in _told(database, told):
            units.log(told.label, params)
            moment.advance(_BETWEEN)
    for made in team.changes:
        units = _units(database, FixedClock(clock.now(), clock.zone), ids, made.who, "workspace")
        label, entity_name = _LABELS.get(made.kind, "change.set"), {"entity": made.kind}
        units.write(label, entity_name, partial(_changed, made=made))


_LABELS = {"user": "change.users", "setting": "change.settings"}


def _units(database: Database, clock: Clock, ids: IdSource, login: str, origin: str) -> Units:
    actor = _actor(database, login)
    return Units(
        database, clock, ids, actor=lambda: actor, settle=settle, guard=permits, origin=origin
    )


def _told(database: Database, told: TeamAct) -> list[dict[str, object]]:
    """The parameters of each line, as the services write them."""
    actor, why = _actor(database, told.who), {"reason": told.reason}
    if told.field:
        params = {"own": actor.roles == {Role.SALES}, "user": actor.id, "count": told.count}
        codes = database.read(lambda reader: list(reader.rows(_CONTACTS, params)))
        return [
            {"entity": "contact", "record": code, "field": told.field, **why} for (code,) in codes
        ]
    if not told.kinds:
        return [{"act": told.act, "action": told.action, "record": told.record}]
    found: list[dict[str, object]] = []
    for kind in told.kinds:
        counted = database.read(partial(_count, kind=kind, user_id=actor.id))
        line: dict[str, object] = {"kind": kind, "query": "", "file": f"{kind}.csv"}
        digest = hashlib.sha256(kind.encode()).hexdigest()
        found.append({**line, **why, "rows": counted, "sha256": digest, "format": "csv"})
    return found


def _count(reader: ReadConnection, kind: str, user_id: int) -> int:
    row = reader.one(_ROWS[kind], {"user": user_id})
    return int(row[0]) if row else 0


def _changed(work: Work, made: TeamChange) -> None:
    if made.kind == "setting":
        params = {"key": made.record, "value": made.texts["value"]}
        work.add(Setting, key=made.record, value=made.texts["value"])
    else:
        record_id = find_id(work, made.kind, made.record, actor=work.actor)
        record = change(work, entity(made.kind), record_id, made.texts, DEMO_KEY)
        if not isinstance(record, User):
            return
        params = {"user": record.login, "roles": ", ".join(sorted(record.roles))}
    assert work.change is not None
    work.change.params = encode_params(params)


def _actor(database: Database, login: str) -> Actor:
    row = database.read(
        lambda reader: reader.one("SELECT id, name, roles FROM user WHERE login = :l", {"l": login})
    )
    assert row is not None
    return Actor(row[0], login, row[1], frozenset(Role(one) for one in row[2].split(",")))


def _user(work: Work, login: str) -> User:
    (found,) = work.all(User, login=login)
    return found


def _joins(work: Work, told: TeamUser, team: Team) -> User:
    return work.add(
        User,
        login=told.login,
        name=told.name,
        roles=frozenset(told.roles),
        locale=told.locale,
        team_id=team.id,
    )
