"""What all services of one open database share. Services import this, never each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from models.enums import Profile, Role
from storage.actor import Actor
from storage.clock import Clock, stamp
from storage.crypto import DEMO_KEY
from storage.engine.database import Database
from storage.errors import Refused
from storage.ids import IdSource
from storage.locations import Locations
from storage.queries.context import ListContext
from storage.sealing import phone_digest

if TYPE_CHECKING:
    from storage.engine.reading import DriverReader
    from storage.work import Units, Work

T = TypeVar("T")


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
        self.profile = Profile.SINGLE
        self._actor: Actor | None = None

    @property
    def key(self) -> bytes:
        """The database key; a stand-in for the plain demo."""
        return self.database.key or DEMO_KEY

    def read(self, fn: Callable[[DriverReader], T], group: str = "") -> T:
        """Runs `fn` on a consistent snapshot."""
        return self.database.read(fn, group)

    @cached_property
    def units(self) -> Units:
        """The write door; SQLAlchemy is loaded here, not before."""
        from storage.effects.saving import refreshed
        from storage.effects.settling import settle
        from storage.work import Units

        return Units(
            self.database,
            self.clock,
            self.ids,
            actor=self.actor,
            settle=settle,
            refreshed=refreshed,
            origin=self.origin,
        )

    def write(self, label: str, params: dict[str, object], fn: Callable[[Work], T]) -> T:
        """One labelled, undoable change."""
        return self.units.write(label, params, fn)

    def actor(self) -> Actor:
        """The user of this process; Refused where the account is not known to the database."""
        if self._actor is None:
            row = self.read(
                lambda reader: reader.one(
                    "SELECT id, login, name, roles FROM user"
                    " WHERE login = :login AND active = 1 AND deleted_at IS NULL",
                    {"login": self.login},
                ),
                "actor",  # a group of its own: list reads ask for the actor while they read
            )
            if row is None:
                raise Refused("refused.unknown_account", account=self.login)
            roles = frozenset(Role(role) for role in (row[3] or "").split(",") if role)
            self._actor = Actor(row[0], row[1], row[2], roles)
        return self._actor

    def context(self) -> ListContext:
        """What list reads need to know besides the query: today, now, zone, who asks."""
        key = self.key
        return ListContext(
            today=self.clock.today(),
            now=stamp(self.clock.now()),
            zone=self.clock.zone,
            user_id=self.actor().id,
            mobile_digest=lambda number: phone_digest(key, number),
        )
