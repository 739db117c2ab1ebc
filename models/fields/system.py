"""Field tables of users, settings and saved views (requirements 13)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

TEAM = EntitySpec(
    "team",
    "teams",
    "",
    (
        FieldSpec("name", required=True, max_length=80),
        FieldSpec("manager", K.LINK, target="user"),
    ),
)

USER = EntitySpec(
    "user",
    "users",
    "",
    (
        FieldSpec("login", required=True, max_length=64),
        FieldSpec("name", required=True, max_length=80, searchable=True),
        FieldSpec("roles", K.CHOICES, choices=enums.Role, required=True),
        FieldSpec("locale", K.CHOICE, choices=enums.Language, default="en"),
        FieldSpec("team", K.LINK, target="team"),
        FieldSpec("active", K.BOOLEAN, default=True),
        FieldSpec("ssh_key_fp", max_length=100),
    ),
)

SETTING = EntitySpec(
    "setting",
    "settings",
    "",
    (
        FieldSpec("key", required=True, max_length=80, editable=False),
        FieldSpec("value", required=True, max_length=400),
    ),
    title="key",
)

SAVED_VIEW = EntitySpec(
    "saved_view",
    "views",
    "",
    (
        FieldSpec("name", required=True, max_length=60),
        FieldSpec("kind", required=True, max_length=40, editable=False),
        FieldSpec("query", max_length=1000),
        FieldSpec("columns", max_length=400),
        FieldSpec("slot", max_length=1),
        FieldSpec("owner", K.LINK, target="user", editable=False),
        FieldSpec("shared", K.BOOLEAN, default=False),
    ),
)
