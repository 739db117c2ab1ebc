"""`users`: who works with this database, by which roles, in which team (requirements 11.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import Profile, Role
from models.fields.registry import entity as entity_named
from tui import labels
from tui.cli.options import UsageError
from tui.i18n import N_, yes_no

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.views.rows import UserRow
    from tui.cli.call import Call


def run(call: Call) -> int:
    """The first word says what to do; none at all lists the users."""
    name = call.words.pop(0) if call.words else "list"
    known: Mapping[str, Callable[[Call, str], int]] = {
        "list": _list,
        "add": _add,
        "set": _set,
        "on": _switch,
        "off": _switch,
        "profile": _profile,
    }
    if name not in known:
        message = N_("{word} is no word of the users. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join(known))
    return known[name](call, name)


def _list(call: Call, _name: str) -> int:
    call.finish()
    return _show(call, list(call.services.users.rows()))


def _add(call: Call, _name: str) -> int:
    """LOGIN NAME, the roles and the team as options; without roles somebody who only looks."""
    login, name = call.take("LOGIN", "NAME")
    call.finish()
    texts = {"login": login, "name": name, "roles": call.value("roles") or Role.VIEWER.value}
    return _saved(call, None, texts)


def _set(call: Call, _name: str) -> int:
    (login,) = call.take("LOGIN")
    user_id = call.find(login, "user")[1]
    texts = call.assignments(entity_named("user")) if call.words else {}
    roles = call.value("roles")
    if roles is not None:
        texts["roles"] = roles
    return _saved(call, user_id, texts)


def _switch(call: Call, name: str) -> int:
    (login,) = call.take("LOGIN")
    call.finish()
    return _saved(call, call.find(login, "user")[1], {"active": "yes" if name == "on" else "no"})


def _saved(call: Call, user_id: int | None, texts: dict[str, str]) -> int:
    team = call.value("team")
    saved = call.services.users.save(user_id, texts, team=team, words=call.vocabulary)
    return _show(call, [one for one in call.services.users.rows() if one.id == saved.id])


def _profile(call: Call, _name: str) -> int:
    """Shows the profile; `team` begins one."""
    wanted = call.words.pop(0) if call.words else ""
    call.finish()
    if wanted not in ("", *Profile):
        message = N_("{word} is no profile. Write one of: {allowed}.")
        raise UsageError(message, word=wanted, allowed=", ".join(Profile))
    if wanted == Profile.TEAM and call.services.users.profile is not Profile.TEAM:
        call.services.users.begin_team()
    elif wanted == Profile.SINGLE and call.services.users.profile is not Profile.SINGLE:
        raise UsageError(N_("A team does not become a single user again."))
    now = call.services.users.profile
    if call.options.json:
        call.out.data({"profile": now})
    else:
        call.out.line(labels.label(now))
    return 0


def _show(call: Call, rows: list[UserRow]) -> int:
    if call.options.json:
        call.out.data([_data(row) for row in rows])
        return 0
    names = ("login", "name", "roles", "team", "active")
    call.out.table(
        [labels.field_label("user", name) for name in names],
        [
            [
                row.login,
                row.name,
                ", ".join(labels.choice_label(Role, role) for role in row.roles),
                row.team_name or "",
                yes_no(row.active),
            ]
            for row in rows
        ],
    )
    return 0


def _data(row: UserRow) -> dict[str, Any]:
    return {
        "login": row.login,
        "name": row.name,
        "roles": list(row.roles),
        "team": row.team_name,
        "active": row.active,
    }
