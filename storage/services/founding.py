"""Makes a new database with its first user and settings."""

from __future__ import annotations

from pathlib import Path

from models.enums import Language, Profile, Role
from models.records.setting import Setting
from models.records.user import User
from storage.actor import account, service_account
from storage.clock import Clock
from storage.engine.database import Database
from storage.ids import IdSource
from storage.migrations.runner import create
from storage.work import Units, Work

_ALL_ROLES = frozenset({Role.SALES, Role.SERVICE, Role.MANAGER, Role.AUDITOR, Role.ADMIN})
_FIRST_OF_TEAM = frozenset({Role.MANAGER, Role.ADMIN})


def _nothing(_work: Work) -> None:
    """A new file has nothing to settle."""


def found(
    path: Path,
    key: bytes | None,
    clock: Clock,
    ids: IdSource,
    *,
    profile: Profile,
    language: str,
) -> None:
    """Creates the file; the account that does so becomes its first user (D-28)."""
    create(path, key)
    database = Database(path, key)
    service = service_account()  # who founds a team's database works through sudo
    login, name = account(service, path.parent)

    def unit(work: Work) -> None:
        roles = _ALL_ROLES if profile is Profile.SINGLE else _FIRST_OF_TEAM
        work.add(User, login=login, name=name, roles=roles, locale=Language(language))
        work.add(Setting, key="profile", value=profile.value)
        work.add(Setting, key="zone", value=clock.zone)
        if service and service != login:
            work.add(Setting, key="service_account", value=service)

    try:
        units = Units(database, clock, ids, actor=lambda: None, settle=_nothing)
        units.write("change.init", {"profile": profile.value}, unit)
    finally:
        database.close()
