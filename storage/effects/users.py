"""Users are kept so that nobody lifts themselves or locks all out (requirements 11.3)."""

from __future__ import annotations

import json

from models.enums import ChangeAction, Role
from models.explanation import Reason
from models.rules.rights import Action
from storage.work import Work

# What a manager gives and takes in the own team; the others are the administrator's to give.
OF_A_TEAM = frozenset({Role.VIEWER, Role.SALES, Role.SERVICE})
_ROLES = "SELECT id, roles FROM user WHERE id IN (SELECT value FROM json_each(:ids))"
_ADMIN = (
    "SELECT 1 FROM user WHERE active = 1 AND deleted_at IS NULL"
    " AND ',' || roles || ',' LIKE '%,ADMIN,%' LIMIT 1"
)


def objection(work: Work) -> Reason | None:
    """What speaks against what a unit did to users, by whatever way, an undo too."""
    touched = {key[1]: one for key, one in work.journal.entries.items() if key[0] == "user"}
    if not touched or work.actor is None:
        return None
    if Role.ADMIN not in work.actor.roles:
        for user_id, roles in work.rows(_ROLES, {"ids": json.dumps(list(touched))}):
            entry = touched[user_id]
            made = entry.action is ChangeAction.CREATE
            before = "" if made else entry.changed.get("roles", [roles])[0]
            if (_roles(before) ^ _roles(roles)) - OF_A_TEAM:
                return Reason("refused.role", {"action": Action.USERS, "ask": Role.ADMIN})
    if work.one(_ADMIN) is None:
        return Reason("users.last_admin")
    return None


def _roles(text: object) -> frozenset[str]:
    return frozenset(str(text or "").split(",")) - {""}
