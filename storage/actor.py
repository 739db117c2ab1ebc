"""Who is at the keyboard: the operating-system account, never what an environment may say."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from models.enums import Role
from models.rules.rights import Who

if sys.platform != "win32":
    import pwd

# Shells of accounts that nobody logs into.
_NO_LOGIN = frozenset(
    {"/usr/sbin/nologin", "/sbin/nologin", "/usr/bin/nologin", "/bin/false", "/usr/bin/false"}
)


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


def account(service: str = "", home: Path | None = None) -> tuple[str, str]:
    """(login, full name) of the account this process runs for.

    Taken from the process's own user id: an environment variable such as USER can be forged. Under
    the `service` account of a team, which owns the data in `home` and into which nobody logs in,
    it is who called `sudo`: there SUDO_UID was set by sudo, not by the caller. Anywhere else that
    variable means nothing.
    """
    if sys.platform == "win32":
        name = os.getlogin()
        return name, name
    caller = os.environ.get("SUDO_UID", "")
    if caller.isascii() and caller.isdigit() and is_service(service, home):
        return _named(int(caller))
    return _named(os.getuid())


def service_account() -> str:
    """The login of this process where it is one that nobody logs into, else ""."""
    if sys.platform == "win32":
        return ""
    try:
        entry = pwd.getpwuid(os.getuid())
    except KeyError:
        return ""
    return entry.pw_name if entry.pw_shell in _NO_LOGIN else ""


def origin_of(program: str, environ: Mapping[str, str] | None = None) -> str:
    """From where somebody works, for the log (11.4): the program, and over SSH the address."""
    values = os.environ if environ is None else environ
    address = (values.get("SSH_CONNECTION") or values.get("SSH_CLIENT") or "").split(" ")[0]
    try:
        return f"{program} {ip_address(address)}".strip()
    except ValueError:
        return program


def is_service(service: str, home: Path | None) -> bool:
    """Does this process run as the `service` account of a team, which owns `home`."""
    if not service or home is None or service != service_account():
        return False
    try:
        return home.stat().st_uid == os.getuid()
    except OSError:
        return False


def _named(uid: int) -> tuple[str, str]:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return f"uid{uid}", f"uid{uid}"
    full_name = entry.pw_gecos.split(",")[0].strip()
    return entry.pw_name, full_name or entry.pw_name
