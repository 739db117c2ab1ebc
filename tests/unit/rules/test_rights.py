"""Who may do what (requirements 11.3): every role, own and other, alone and in a team."""

from __future__ import annotations

from itertools import product

import pytest

from models.enums import Role
from models.rules.rights import may_approve_jump, may_edit_customer, may_handle_ticket

# (own, other)
EDIT = {Role.MANAGER: (True, True), Role.SALES: (True, False)}
TICKETS = {**EDIT, Role.SERVICE: (True, True)}


@pytest.mark.parametrize("role", Role)
def test_each_role_alone(role: Role) -> None:
    own, other = EDIT.get(role, (False, False))
    assert may_edit_customer({role}, own=True) is own
    assert may_edit_customer({role}, own=False) is other
    own, other = TICKETS.get(role, (False, False))
    assert may_handle_ticket({role}, own=True) is own
    assert may_handle_ticket({role}, own=False) is other


@pytest.mark.parametrize(("role", "own", "alone"), product(Role, (True, False), (True, False)))
def test_a_manager_approves_what_another_asks_for(role: Role, *, own: bool, alone: bool) -> None:
    wanted = role is Role.MANAGER and (alone or not own)
    assert may_approve_jump({role}, own=own, alone=alone) is wanted


def test_without_any_role_nothing_is_allowed_and_roles_add_up() -> None:
    assert not may_edit_customer((), own=True)
    assert not may_handle_ticket((), own=True)
    assert not may_approve_jump((), own=False, alone=True)
    both = (Role.SALES, Role.MANAGER)
    assert may_edit_customer(both, own=False)
    assert may_handle_ticket((Role.VIEWER, Role.SERVICE), own=False)
