"""What was archived and can come back, by the changes that did it. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from models.views.change import BinRow
from storage.queries.reader import ReadConnection
from storage.queries.specs import moment

_ARCHIVED = (
    "SELECT s.id, s.at, s.params, u.name FROM change_set s LEFT JOIN user u ON u.id = s.actor_id"
    " WHERE s.label = 'change.archive' AND s.state = 'DONE' AND s.undone_by_id IS NULL"
    " AND (:actor IS NULL OR s.actor_id = :actor) ORDER BY s.id DESC"
)
_OWNER = "SELECT c.code FROM customer c WHERE c.id = :id AND c.deleted_at IS NOT NULL"


def archived(reader: ReadConnection, text: str, actor_id: int | None) -> Iterator[BinRow]:
    """Archived records, newest first, that hold the text in code, title or kind.

    `actor_id` leaves out what others archived.
    """
    from storage.search.reading import fold

    wanted = fold(text).split()
    for change_id, at, params, who in reader.rows(_ARCHIVED, {"actor": actor_id}):
        told = json.loads(params)
        entity, code, title = (str(told.get(name) or "") for name in ("entity", "code", "title"))
        held = fold(f"{code} {title} {entity}")
        if all(word in held for word in wanted):
            yield BinRow(change_id, moment(at), entity, code, title, who or "")


def hidden_owner(reader: ReadConnection, change_id: int) -> str | None:
    """Code of the archived customer that an archived record belongs to; None for none.

    One that went in the same change comes back with it.
    """
    rows = reader.rows(
        "SELECT entity, record_id FROM change_entry"
        " WHERE change_id = :id AND record_id IS NOT NULL",
        {"id": change_id},
    )
    customers = {record_id for entity, record_id in rows if entity == "customer"}
    for entity, record_id in rows:
        if entity not in _HANGING:
            continue
        row = reader.one(f"SELECT customer_id FROM {entity} WHERE id = :id", {"id": record_id})
        if row is None or row[0] is None or row[0] in customers:
            continue
        found = reader.one(_OWNER, {"id": row[0]})
        if found is not None:
            return str(found[0])
    return None


_HANGING = frozenset(
    {
        "contact", "opportunity", "sales_order", "feedback", "ticket", "interaction", "follow_up",
        "need", "customer_address",
    }
)  # fmt: skip
