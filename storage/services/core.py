"""What all services of one open database share. Services import this, never each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from models.enums import Profile, Role
from models.rules.rights import NOBODYS, Action, Cell, Whose, authorize, reach, sees_all
from storage.actor import Actor
from storage.clock import Clock, stamp
from storage.crypto import DEMO_KEY
from storage.engine.database import Database
from storage.errors import Refused
from storage.ids import IdSource
from storage.locations import Locations, private_folder
from storage.queries.context import ListContext
from storage.queries.scope import SEE_CLOSED, Scope, scope_of
from storage.sealing import document_digests, phone_digest

if TYPE_CHECKING:
    from storage.engine.reading import DriverReader
    from storage.work import Units, Work

T = TypeVar("T")
_ACTOR_HOLDS = 5.0  # seconds: who lost a right meanwhile does not read on by it for longer

_USER = (
    "SELECT id, login, name, roles FROM user"
    " WHERE login = :login AND active = 1 AND deleted_at IS NULL"
)
# The users of the same team, and those of the teams that the user leads.
_TEAM = (
    "SELECT u.id FROM user u JOIN team t ON t.id = u.team_id AND t.deleted_at IS NULL"
    " WHERE u.deleted_at IS NULL AND (t.manager_id = :id"
    " OR t.id = (SELECT team_id FROM user WHERE id = :id))"
)


class Core:
    """What all services of one open database share: doors, clock, ids, actor."""

    def __init__(
        self,
        database: Database,
        locations: Locations,
        clock: Clock,
        ids: IdSource,
        *,
        origin: str,
        login: str,
    ) -> None:
        self.database = database
        self.locations = locations
        self.clock = clock
        self.ids = ids
        self.origin = origin
        self.login = login
        self.is_demo = False
        self.is_served = False  # through the service account of a team
        self.profile = Profile.SINGLE
        self._actor: Actor | None = None
        self._actor_read = 0.0

    @property
    def key(self) -> bytes:
        """The database key; a stand-in for the plain demo."""
        return self.database.key or DEMO_KEY

    def read(self, fn: Callable[[DriverReader], T], group: str = "") -> T:
        """Runs `fn` on a consistent snapshot of what the user may see (requirements 11.3)."""
        return self.database.read(fn, group, self._scope())

    def _scope(self) -> Scope | None:
        if self.profile is Profile.SINGLE:
            return None
        return scope_of(self.actor().who)

    def sees_closed(self) -> bool:
        """May the user see more than name and status of terminated customers (9.5)."""
        return self.profile is Profile.SINGLE or bool(self.actor().roles & SEE_CLOSED)

    @cached_property
    def units(self) -> Units:
        """The write door; SQLAlchemy is loaded here, not before."""
        from storage.effects import permits
        from storage.effects.saving import refreshed
        from storage.effects.settling import settle
        from storage.work import Units

        return Units(
            self.database,
            self.clock,
            self.ids,
            actor=self._actor_now,
            settle=settle,
            refreshed=refreshed,
            guard=permits,
            origin=self.origin,
        )

    def write(self, label: str, params: dict[str, object], fn: Callable[[Work], T]) -> T:
        """One labelled, undoable change."""
        return self.units.write(label, params, fn)

    def actor(self) -> Actor:
        """The user of this process; Refused where the account is not known to the database."""
        now = monotonic()
        known = self._actor
        if known is None or known.login != self.login or now - self._actor_read > _ACTOR_HOLDS:
            known = self._actor = self._read_actor()
            self._actor_read = now
        return known

    def _actor_now(self) -> Actor:
        """As `actor`, read anew: who lost a right meanwhile writes nothing by it."""
        self._actor = self._read_actor()
        return self._actor

    def _read_actor(self) -> Actor:
        def read(reader: DriverReader) -> Actor | None:
            row = reader.one(_USER, {"login": self.login})
            if row is None:
                return None
            team = frozenset(one for (one,) in reader.rows(_TEAM, {"id": row[0]}))
            roles = frozenset(Role(role) for role in (row[3] or "").split(",") if role)
            return Actor(row[0], row[1], row[2], roles, team, self.profile is Profile.SINGLE)

        # A group of its own: list reads ask for the actor while they read.
        found = self.database.read(read, "actor")
        if found is None:
            raise Refused("refused.unknown_account", account=self.login)
        return found

    def require(self, action: Action, whose: Whose = NOBODYS, **told: object) -> None:
        """Refused, and kept in the log, where the user may not do something (11.3)."""
        actor = self._actor_now()
        reasons = authorize(actor.who, action, whose)
        if reasons:
            from storage.effects import permits

            error = permits.refused(actor, action, reasons)
            self.units.log_refused(error, "", told)
            raise error

    def may_begin(self, label: str, entity: str = "") -> None:
        """Refused where no role of the user has the right to a change of that label at all (11.3).

        Asked before somebody fills in a form for it; nothing was tried, so nothing is logged.
        """
        from storage.effects.permit_tables import begins_by

        actor = self.actor()
        wanted = begins_by(label, entity)
        if wanted and not any(reach(actor.who, right) for right in wanted):
            from storage.effects import permits

            raise permits.refused(actor, wanted[0], authorize(actor.who, wanted[0]))

    def audited(self) -> frozenset[int] | None:
        """Users whose acts the actor may look at; None for everybody's (11.3 "Audit log").

        Refused where there is no such right at all.
        """
        who = self.actor().who
        if not who.alone and not reach(who, Action.AUDIT):
            self.require(Action.AUDIT)
        return self._told_of()

    def _told_of(self) -> frozenset[int] | None:
        """As `audited`; who has no such right is told of the own acts, to take them back."""
        who = self.actor().who
        cells = reach(who, Action.AUDIT)
        if who.alone or Cell.ALL in cells:
            return None
        return who.team | {who.id} if Cell.TEAM in cells else frozenset({who.id})

    @property
    def folder(self) -> Path:
        """Where files of the user come in and go out: their home, or alone the team's for them."""
        if self.is_served:
            return self.locations.data / "exchange" / self.login
        return Path("~")

    def at(self, path: Path) -> Path:
        """A path that the user named; Refused where it is none that they may name.

        Under the service account of a team the process may read and write what its users may not:
        its key above all. There files come in and go out by the user's own folder alone, which a
        bare name means too.
        """
        if not self.is_served:
            return path
        folder = private_folder(self.folder).resolve()
        found = (folder / path.expanduser()).resolve()
        if not found.is_relative_to(folder) or found == folder:
            raise Refused("path.outside", path=str(path), folder=str(folder))
        return found

    def context(self) -> ListContext:
        """What list reads need to know besides the query: today, now, zone, who asks."""
        key = self.key
        return ListContext(
            today=self.clock.today(),
            now=stamp(self.clock.now()),
            zone=self.clock.zone,
            user_id=self.actor().id,
            limited=self._limited(),
            closed=not self.sees_closed(),
            actors=self._told_of(),
            mobile_digest=lambda number: phone_digest(key, number),
            document_digests=partial(document_digests, key),
        )

    def _limited(self) -> bool:
        return not sees_all(self.actor().who)
