"""Who may do what (requirements 11.3), as far as a rule asks for it. Pure."""

from __future__ import annotations

from collections.abc import Collection

from models.enums import Role


def may_edit_customer(roles: Collection[Role], *, own: bool) -> bool:
    """May customer and deals be changed: a manager all, sales their own (11.3)."""
    return Role.MANAGER in roles or (own and Role.SALES in roles)


def may_approve_jump(roles: Collection[Role], *, own: bool, alone: bool) -> bool:
    """May a stage be jumped to by a reason: a manager, but not on one's own request (11.3).

    `alone`: the single-user profile, where one person holds every role (D-28).
    """
    return Role.MANAGER in roles and (alone or not own)


def may_handle_ticket(roles: Collection[Role], *, own: bool) -> bool:
    """May a ticket be led through its steps: service and managers all, sales their own (11.3)."""
    return Role.MANAGER in roles or Role.SERVICE in roles or (own and Role.SALES in roles)
