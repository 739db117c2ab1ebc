"""Who is at the keyboard: the operating-system account, never an environment variable."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from models.enums import Role
from models.rules.rights import Who

if sys.platform != "win32":
    import pwd


@dataclass(frozen=True, slots=True)
class Actor:
    """The user on whose behalf a unit of work runs."""

    id: int
    login: str
    name: str
    roles: frozenset[Role]
    team: frozenset[int] = frozenset()  # users of the same team
    alone: bool = False  # the single-user profile

    @property
    def who(self) -> Who:
        """The user as the matrix of rights asks for them."""
        return Who(self.id, self.roles, self.team, self.alone)


def account() -> tuple[str, str]:
    """(login, full name) of the account this process runs for.

    Taken from the process's own user id: an environment variable such as USER can be forged.
    """
    if sys.platform == "win32":
        name = os.getlogin()
        return name, name
    uid = os.getuid()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return f"uid{uid}", f"uid{uid}"
    full_name = entry.pw_gecos.split(",")[0].strip()
    return entry.pw_name, full_name or entry.pw_name
