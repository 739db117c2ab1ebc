"""Saved views: the user's own and those that colleagues share, by slot and name."""

from __future__ import annotations

from models.views.rows import SavedViewRow
from storage.queries.reader import ReadConnection

_COLUMNS = "v.id, v.version, v.name, v.query, v.columns, v.slot, v.shared, v.owner_id, u.name"
_IS_SEEN = "(v.owner_id = :user OR v.shared = 1)"
_ONE = f"SELECT 1 FROM saved_view v WHERE v.id = :id AND {_IS_SEEN}"
_SEEN = f"""
SELECT {_COLUMNS} FROM saved_view v LEFT JOIN user u ON u.id = v.owner_id
WHERE v.deleted_at IS NULL AND v.kind = :kind AND {_IS_SEEN}
ORDER BY v.owner_id IS NOT :user, v.slot IS NULL, v.slot, v.name, v.id
"""


def is_seen(reader: ReadConnection, view_id: int, user_id: int | None) -> bool:
    """Is a view the user's own, or shared: others are as if they were not there."""
    return reader.one(_ONE, {"id": view_id, "user": user_id}) is not None


def seen(reader: ReadConnection, kind: str, user_id: int) -> list[SavedViewRow]:
    """The views of a list that a user sees: own ones first, by slot, then by name.

    A slot that two of them claim is the first one's: the user's own.
    """
    found: list[SavedViewRow] = []
    taken: set[str] = set()
    for row in reader.rows(_SEEN, {"kind": kind, "user": user_id}):
        slot = row[5] or ""
        free = slot and slot not in taken
        taken.add(slot)
        columns = tuple(name for name in (row[4] or "").split(",") if name)
        found.append(
            SavedViewRow(
                id=row[0],
                version=row[1],
                name=row[2],
                query=row[3] or "",
                columns=columns,
                slot=slot if free else "",
                shared=bool(row[6]),
                is_own=row[7] == user_id,
                owner_name=row[8] or "",
            )
        )
    return found
