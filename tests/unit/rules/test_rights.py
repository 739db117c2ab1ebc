"""Who may do what (requirements 11.3): the whole matrix, roles that add up, alone and in a team."""

from __future__ import annotations

from itertools import product

import pytest

from models.enums import Role
from models.rules.rights import MATRIX, Action, Who, Whose, authorize, may, reach, sees_all

V, S, C, M, U, A = (
    Role.VIEWER, Role.SALES, Role.SERVICE, Role.MANAGER, Role.AUDITOR, Role.ADMIN
)  # fmt: skip
ME, MATE, STRANGER = 1, 2, 3

# As the table of 11.3 has it, by hand: "-" none, o own, t own and team, n not one's own, a all.
TABLE = """
                 VIEWER SALES SERVICE MANAGER AUDITOR ADMIN
SEE              a      t     a       a       a       a
SEE_NUMBERS      -      o     -       a       -       -
EDIT             -      o     -       a       -       -
EDIT_CONTACT     -      o     a       a       -       -
CASE             -      o     a       a       -       -
TOUCH            -      t     a       a       -       -
IMPORT           -      o     -       a       -       -
MERGE            -      o     -       a       -       -
REASSIGN         -      -     -       a       -       -
HANDOVER         -      -     -       a       -       -
ACCEPT           -      o     -       a       -       -
ERASE            -      -     -       a       -       -
RETENTION        -      -     -       a       a       -
REVEAL           -      o     a       a       a       -
EXPORT           -      o     -       a       -       -
EXPORT_TICKETS   -      o     a       a       -       -
EXPORT_AUDIT     -      -     -       a       a       -
BACKUP           -      -     -       a       -       a
APPROVE          -      -     -       n       -       -
IDENTIFY         -      -     -       a       -       -
IDENTIFY_SERVICE -      -     a       a       -       -
IDENTITY_LOG     -      -     -       a       a       -
SYSTEMS          -      -     -       -       -       a
SETTINGS         -      -     -       a       -       a
USERS            -      -     -       t       -       a
AUDIT            -      o     o       t       a       a
KNOWLEDGE        -      a     a       a       -       -
CATALOGUE        -      -     a       a       -       -
OWN_VIEWS        o      o     o       o       o       o
UNDO             o      o     o       a       o       o
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]
ROLES = [Role(name) for name in TABLE.split()[:6]]
# What each cell allows: of one's own, of a team mate, of a stranger.
ALLOWS = {
    "-": (False, False, False),
    "o": (True, False, False),
    "t": (True, True, False),
    "n": (False, True, True),
    "a": (True, True, True),
}


def who(*roles: Role, alone: bool = False) -> Who:
    return Who(ME, frozenset(roles), frozenset({ME, MATE}), alone)


def of(*owners: int) -> Whose:
    return Whose(frozenset(owners))


def test_the_table_names_every_row_and_every_role() -> None:
    assert [row[0] for row in ROWS] == list(Action)
    assert list(Role) == ROLES
    assert set(MATRIX) == set(Action)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_cell_of_the_matrix(row: list[str]) -> None:
    for role, cell in zip(ROLES, row[1:], strict=True):
        action = Action(row[0])
        found = tuple(may(who(role), action, of(one)) for one in (ME, MATE, STRANGER))
        assert found == ALLOWS[cell], (role, action)


def test_what_belongs_to_nobody_is_anyones() -> None:
    assert may(who(S), Action.EDIT)
    assert not may(who(V), Action.EDIT)
    assert may(who(M), Action.APPROVE)


def test_of_several_owners_one_is_enough() -> None:
    assert may(who(S), Action.CASE, of(STRANGER, ME))
    assert may(who(S), Action.TOUCH, of(STRANGER, MATE))
    assert not may(who(S), Action.CASE, of(STRANGER, MATE))


@pytest.mark.parametrize(("first", "second"), [*product(Role, Role)])
def test_roles_add_up(first: Role, second: Role) -> None:
    for action, owner in product(Action, (ME, MATE, STRANGER)):
        each = may(who(first), action, of(owner)) or may(who(second), action, of(owner))
        assert may(who(first, second), action, of(owner)) is each, action


def test_without_a_role_nothing_is_allowed() -> None:
    assert not any(may(who(), action) for action in Action)
    assert not any(reach(who(), action) for action in Action)


@pytest.mark.parametrize(
    ("role", "action", "owner", "code"),
    [
        (V, Action.EDIT, ME, "refused.role"),
        (S, Action.EDIT, MATE, "refused.right"),
        (S, Action.TOUCH, STRANGER, "refused.right"),
        (M, Action.APPROVE, ME, "refused.own_request"),
    ],
)
def test_a_refusal_says_what_it_lacks(role: Role, action: Action, owner: int, code: str) -> None:
    (reason,) = authorize(who(role), action, of(owner))
    assert (reason.code, reason.params["action"]) == (code, action)


def test_a_refusal_names_whom_to_ask() -> None:
    asked = {
        action: authorize(who(V), action)[0].params["ask"]
        for action in (Action.EDIT, Action.SYSTEMS)
    }
    assert asked == {Action.EDIT: M, Action.SYSTEMS: A}


def test_alone_one_approves_oneself_and_sees_everything() -> None:
    assert may(who(M, alone=True), Action.APPROVE, of(ME))
    assert not may(who(S, alone=True), Action.APPROVE, of(ME))
    assert sees_all(who(S, alone=True))
    assert [role for role in Role if sees_all(who(role))] == [V, C, M, U, A]
