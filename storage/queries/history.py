"""Reads of the change journal and of names by id; what changed a record, what a record is called.

Nothing here writes.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from models.fields.registry import entity as entity_spec
from models.views.rows import ChangeRow
from storage.queries.context import ListContext
from storage.queries.details import code_column
from storage.queries.listing import rows_by_ids
from storage.queries.reader import ReadConnection
from storage.queries.scope import CLOSED_IDS
from storage.queries.views import is_seen

_CHANGES = (
    "SELECT DISTINCT e.change_id FROM change_entry e WHERE e.entity = :entity"
    " AND e.record_id = :id ORDER BY e.change_id DESC LIMIT :limit"
)
_COMPUTED_ON = "SELECT value FROM setting WHERE key = 'computed_on' AND deleted_at IS NULL"


def changes_of(
    reader: ReadConnection, context: ListContext, entity: str, record_id: int, limit: int
) -> list[ChangeRow]:
    """Changes that touched a record, newest first (the log of one record).

    None of one that the reader does not see, or sees name and status of alone (9.5).
    """
    name = entity_spec(entity).name
    params = {"entity": name, "id": record_id, "limit": limit}
    seen = f"SELECT 1 FROM {name} WHERE id = :id"
    if name == "customer" and context.closed:
        seen += f" AND id NOT IN ({CLOSED_IDS})"
    if name == "saved_view" and not is_seen(reader, record_id, context.user_id):
        return []
    if reader.one(seen, {"id": record_id}) is None:
        return []
    ids = [row[0] for row in reader.rows(_CHANGES, params)]
    return rows_by_ids(reader, context, "changes", ids)


def codes(reader: ReadConnection, entity: str, ids: Collection[int]) -> dict[int, str]:
    """Code, or login, of records by id, archived ones included; those without one are left out."""
    spec = entity_spec(entity)
    column = code_column(spec)
    if column is None or not ids:
        return {}
    rows = reader.rows(
        f"SELECT id, {column} FROM {spec.name} WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(sorted(ids))},
    )
    return {row[0]: row[1] for row in rows if row[1]}


def computed_on(reader: ReadConnection) -> str | None:
    """Day for which the figures that depend on the date were last worked out."""
    row = reader.one(_COMPUTED_ON)
    return None if row is None else str(row[0])
