"""Who may do what: the matrix of requirements 11.3 as data, and one question to it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.enums import Role
from models.explanation import Reason


class Action(StrEnum):
    """What the matrix speaks of, a row or a part of one."""

    SEE = "SEE"  # customers and all that belongs to them
    SEE_NUMBERS = "SEE_NUMBERS"  # mobile and home phone without a mask
    EDIT = "EDIT"  # customer and deal
    EDIT_CONTACT = "EDIT_CONTACT"  # contact data only
    CASE = "CASE"  # feedback and tickets
    TOUCH = "TOUCH"  # touches, follow-ups, playbooks
    IMPORT = "IMPORT"
    MERGE = "MERGE"
    REASSIGN = "REASSIGN"
    HANDOVER = "HANDOVER"
    ACCEPT = "ACCEPT"  # a handover
    ERASE = "ERASE"
    RETENTION = "RETENTION"  # read the retention list
    REVEAL = "REVEAL"  # with a reason
    EXPORT = "EXPORT"
    EXPORT_TICKETS = "EXPORT_TICKETS"
    EXPORT_AUDIT = "EXPORT_AUDIT"
    BACKUP = "BACKUP"
    APPROVE = "APPROVE"  # terminations, gifts, stage jumps, do-not-contact exceptions
    IDENTIFY = "IDENTIFY"
    IDENTIFY_SERVICE = "IDENTIFY_SERVICE"  # scope "service"
    IDENTITY_LOG = "IDENTITY_LOG"
    SYSTEMS = "SYSTEMS"  # register requesting systems
    SETTINGS = "SETTINGS"
    USERS = "USERS"
    AUDIT = "AUDIT"
    KNOWLEDGE = "KNOWLEDGE"  # rivals, segments, library, audits, improvements [ours]
    CATALOGUE = "CATALOGUE"  # products, parts, technicians, touchpoints, surveys [ours]
    OWN_VIEWS = "OWN_VIEWS"  # saved views [ours]
    UNDO = "UNDO"  # what one did oneself [ours]


class Cell(StrEnum):
    """How far a right reaches; the order is that of what it covers."""

    OWN = "OWN"
    TEAM = "TEAM"  # one's own and those of the team
    OTHERS = "OTHERS"  # not one's own request
    ALL = "ALL"


_V, _S, _C, _M, _U, _A = (
    Role.VIEWER, Role.SALES, Role.SERVICE, Role.MANAGER, Role.AUDITOR, Role.ADMIN
)  # fmt: skip
_OWN, _TEAM, _OTHERS, _ALL = Cell.OWN, Cell.TEAM, Cell.OTHERS, Cell.ALL

# What is not named is not allowed.
MATRIX: Mapping[Action, Mapping[Role, Cell]] = {
    Action.SEE: {_V: _ALL, _S: _TEAM, _C: _ALL, _M: _ALL, _U: _ALL, _A: _ALL},
    Action.SEE_NUMBERS: {_S: _OWN, _M: _ALL},
    Action.EDIT: {_S: _OWN, _M: _ALL},
    Action.EDIT_CONTACT: {_S: _OWN, _C: _ALL, _M: _ALL},
    Action.CASE: {_S: _OWN, _C: _ALL, _M: _ALL},
    Action.TOUCH: {_S: _TEAM, _C: _ALL, _M: _ALL},
    Action.IMPORT: {_S: _OWN, _M: _ALL},
    Action.MERGE: {_S: _OWN, _M: _ALL},
    Action.REASSIGN: {_M: _ALL},
    Action.HANDOVER: {_M: _ALL},
    Action.ACCEPT: {_S: _OWN, _M: _ALL},
    Action.ERASE: {_M: _ALL},
    Action.RETENTION: {_M: _ALL, _U: _ALL},
    Action.REVEAL: {_S: _OWN, _C: _ALL, _M: _ALL, _U: _ALL},
    Action.EXPORT: {_S: _OWN, _M: _ALL},
    Action.EXPORT_TICKETS: {_S: _OWN, _C: _ALL, _M: _ALL},
    Action.EXPORT_AUDIT: {_M: _ALL, _U: _ALL},
    Action.BACKUP: {_M: _ALL, _A: _ALL},
    Action.APPROVE: {_M: _OTHERS},
    Action.IDENTIFY: {_M: _ALL},
    Action.IDENTIFY_SERVICE: {_C: _ALL, _M: _ALL},
    Action.IDENTITY_LOG: {_M: _ALL, _U: _ALL},
    Action.SYSTEMS: {_A: _ALL},
    Action.SETTINGS: {_M: _ALL, _A: _ALL},
    Action.USERS: {_M: _TEAM, _A: _ALL},
    Action.AUDIT: {_S: _OWN, _C: _OWN, _M: _TEAM, _U: _ALL, _A: _ALL},
    Action.KNOWLEDGE: {_S: _ALL, _C: _ALL, _M: _ALL},
    Action.CATALOGUE: {_C: _ALL, _M: _ALL},
    Action.OWN_VIEWS: dict.fromkeys(Role, _OWN),
    Action.UNDO: {**dict.fromkeys(Role, _OWN), _M: _ALL},
}


@dataclass(frozen=True, slots=True)
class Who:
    """The user who asks: `team` are the users of the same team; `alone` the single-user profile."""

    id: int
    roles: frozenset[Role]
    team: frozenset[int] = frozenset()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom a record belongs to: owners, assignees, makers, or who asked for it.

    What belongs to nobody is anyone's.
    """

    owners: frozenset[int] = frozenset()


NOBODYS = Whose()


def reach(who: Who, action: Action) -> frozenset[Cell]:
    """How far the roles of a user reach together; empty for no right at all."""
    row = MATRIX[action]
    return frozenset(row[role] for role in who.roles if role in row)


def sees_all(who: Who) -> bool:
    """Does no owner filter stand before this user; alone everything is visible (D-28)."""
    return who.alone or Cell.ALL in reach(who, Action.SEE)


def authorize(who: Who, action: Action, whose: Whose = NOBODYS) -> tuple[Reason, ...]:
    """Why a user may not do something with a record (11.3); empty where it is allowed.

    Several roles add up. `refused.role`: no role of the user has the right at all;
    `refused.right`: only for other records (one's own, those of the team);
    `refused.own_request`: nobody answers for a request of their own, but for the single-user
    profile (D-28).
    """
    cells = reach(who, action)
    if not cells:
        return (Reason("refused.role", {"action": action, "ask": _who_may(action)}),)
    if Cell.ALL in cells:
        return ()
    own = not whose.owners or who.id in whose.owners
    if Cell.OTHERS in cells and (who.alone or not (whose.owners and own)):
        return ()
    if Cell.OTHERS not in cells and (own or (Cell.TEAM in cells and whose.owners & who.team)):
        return ()
    if cells == {Cell.OTHERS}:
        return (Reason("refused.own_request", {"action": action}),)
    return (Reason("refused.right", {"action": action}),)


def may(who: Who, action: Action, whose: Whose = NOBODYS) -> bool:
    """Is something allowed; see `authorize`."""
    return not authorize(who, action, whose)


def _who_may(action: Action) -> Role:
    """Whom to ask for what one's own roles do not have: a manager, else the administrator."""
    return Role.MANAGER if Role.MANAGER in MATRIX[action] else Role.ADMIN
