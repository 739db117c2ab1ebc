"""Users in columns: login, name, roles, team (requirements 11.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import Role
from tui import i18n
from tui.labels import choice_label, column_head
from tui.rows.layout import Column

if TYPE_CHECKING:
    from models.views.rows import UserRow


def roles_text(row: UserRow) -> str:
    """The roles in words, in their order."""
    return i18n.listed([choice_label(Role, role) for role in row.roles])


USER_COLUMNS: tuple[Column[UserRow], ...] = (
    Column("sign", lambda: "", lambda row, _now: " " if row.active else "-", 1, lambda *_: "muted"),
    Column("login", lambda: column_head("user", "login"), lambda row, _now: row.login, 10),
    Column(
        "name", lambda: column_head("user", "name"), lambda row, _now: row.name, 12, flexible=True
    ),
    Column("roles", lambda: column_head("user", "roles"), lambda row, _now: roles_text(row), 22),
    Column(
        "team",
        lambda: column_head("user", "team"),
        lambda row, _now: row.team_name or "",
        20,
        rank=2,
    ),
    Column(
        "active",
        lambda: column_head("user", "active"),
        lambda row, _now: i18n.yes_no(row.active),
        6,
        rank=1,
    ),
)
