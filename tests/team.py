"""A team of one user a role, with colleagues: for tests of rights (requirements 11.3)."""

from __future__ import annotations

from models.enums import Profile, Role
from storage.effects.saving import Saved
from storage.services import Services
from tests.factories import a_customer

MATE, STRANGER = "mate", "stranger"  # sales of the same team, and of another
OWNERS = ("own", MATE, STRANGER)


def a_team(services: Services) -> dict[str, Saved]:
    """Users by login, the login being the name of the role in small letters.

    All but the stranger are in one team. The founder stays administrator and manager.
    """
    near = services.records.create("team", {"name": "华东"})
    far = services.records.create("team", {"name": "华南"})
    made = {
        role.value.lower(): services.records.create(
            "user",
            {
                "login": role.value.lower(),
                "name": role.value.title(),
                "roles": role.value,
                "team": f"teams/{near.id}",
            },
        )
        for role in Role
    }
    for login, team in ((MATE, near), (STRANGER, far)):
        made[login] = services.records.create(
            "user",
            {"login": login, "name": login, "roles": "SALES", "team": f"teams/{team.id}"},
        )
    services.core.profile = Profile.TEAM
    return made


def become(services: Services, login: str) -> Services:
    """The same services, used by another account from now on."""
    services.core.login = login
    return services


def customers_of(services: Services, login: str) -> dict[str, Saved]:
    """A customer of the user, of the team mate and of the stranger."""
    owners = {"own": login, MATE: MATE, STRANGER: STRANGER}
    return {whose: a_customer(services, owner=owner) for whose, owner in owners.items()}
