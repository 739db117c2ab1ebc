"""Reads for a merge: when each field of a record was changed last."""

from __future__ import annotations

import json
from datetime import datetime

from storage.queries.reader import ReadConnection
from storage.queries.specs import moment

_CHANGES = (
    "SELECT e.changed, s.at FROM change_entry e JOIN change_set s ON s.id = e.change_id"
    " WHERE e.entity = :entity AND e.record_id = :id ORDER BY e.seq"
)


def changed_at(reader: ReadConnection, entity: str, record_id: int) -> dict[str, datetime]:
    """Column -> moment of its last change; what was never changed stands as it was created."""
    found: dict[str, datetime] = {}
    for changed, at in reader.rows(_CHANGES, {"entity": entity, "id": record_id}):
        found.update(dict.fromkeys(json.loads(changed), moment(at)))
    return found
