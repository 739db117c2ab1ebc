"""Reads of the audit trail: who did what, from where, before and after. Writes nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from models.fields.registry import find_entity
from models.fields.spec import FieldKind, FieldSpec
from models.views.audit import AuditLine, AuditQuery, FieldChange
from storage.clock import read_stamp
from storage.errors import NotFound
from storage.queries.details import stored_value
from storage.queries.history import codes
from storage.queries.reader import ReadConnection

# Acts that wrote no record tell by its code whom they were about, an export of a few by theirs; a
# merge names both, whatever it wrote of either. What took one of them back belongs to it.
_LINES = """
WITH wanted(entity, id) AS (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:records)),
told(code) AS (SELECT value FROM json_each(:codes)),
acts(id) AS (
  SELECT e.change_id FROM wanted w JOIN change_entry e ON e.entity = w.entity AND e.record_id = w.id
  UNION
  SELECT s.id FROM change_set s
  WHERE (s.label IN ('change.subject_report', 'change.merge')
      OR s.label >= 'access.' AND s.label < 'access/')
    AND (json_extract(s.params, '$.record') IN told OR json_extract(s.params, '$.code') IN told
      OR json_extract(s.params, '$.other') IN told
      OR EXISTS (SELECT 1 FROM told
        WHERE instr(' ' || json_extract(s.params, '$.codes') || ' ', ' ' || code || ' ')))),
about(id) AS (
  SELECT id FROM acts
  UNION SELECT s.undone_by_id FROM acts a JOIN change_set s ON s.id = a.id)
SELECT s.id, s.at, coalesce(u.name, ''), s.origin, s.label, s.params, s.state,
  e.entity, e.record_id, e.action, e.changed, e.seq
FROM change_set s LEFT JOIN change_entry e ON e.change_id = s.id
  AND (:entity IS NULL OR e.entity = :entity)
  AND (:records IS NULL OR (e.entity, e.record_id) IN wanted)
LEFT JOIN user u ON u.id = s.actor_id
WHERE (:user IS NULL OR s.actor_id = :user)
  AND (:label IS NULL OR s.label = :label OR substr(s.label, 1, length(:begins)) = :begins)
  AND (:first IS NULL OR s.at >= :first) AND (:last IS NULL OR s.at < :last)
  AND (:users IS NULL OR s.actor_id IN (SELECT value FROM json_each(:users)))
  AND (:records IS NULL OR s.id IN about)
  AND (:entity IS NULL OR e.seq IS NOT NULL
    OR coalesce(json_extract(s.params, '$.entity'), '') = :entity)
ORDER BY s.id DESC, e.seq LIMIT :most
"""
_EMPTIED = (
    "SELECT record_id FROM change_entry WHERE entity = 'change_entry' AND action = 'DELETE'"
    " AND record_id IN (SELECT value FROM json_each(:ids))"
)
_REQUESTS = "SELECT id FROM access_request WHERE customer_id IN (SELECT value FROM json_each(:ids))"
_USER = (
    "SELECT id FROM user WHERE deleted_at IS NULL AND (login = :text OR name = :text)"
    " ORDER BY login = :text DESC LIMIT 1"
)
Links = Mapping[tuple[str, int], str]


def lines(
    reader: ReadConnection, asked: AuditQuery, users: Collection[int] | None, most: int
) -> list[AuditLine]:
    """The newest lines first; `users` are those whose acts may be seen, None all."""
    pairs = [(kind, one) for kind, ids in (asked.records or {}).items() for one in ids]
    rows = reader.rows(
        _LINES,
        {
            "user": asked.user_id,
            "entity": asked.entity,
            "records": None if asked.records is None else json.dumps(pairs),
            "codes": json.dumps(_codes(reader, asked.records or {})),
            "label": asked.label,
            "begins": asked.label if asked.label and asked.label.endswith(".") else " ",
            "first": asked.first,
            "last": asked.last,
            "users": None if users is None else json.dumps(sorted(users)),
            "most": most,
        },
    )
    changed = [json.loads(row[10]) if row[10] else {} for row in rows]
    links = _links(reader, rows, changed)
    empty = [row[11] for row in rows if row[10] == "{}"]
    emptied = {row[0] for row in reader.rows(_EMPTIED, {"ids": json.dumps(empty)})}
    return [
        AuditLine(
            change=row[0],
            at=read_stamp(row[1]),
            who=row[2],
            origin=row[3],
            label=row[4],
            params=json.loads(row[5]),
            state=row[6],
            entity=row[7] or "",
            record=links.get((row[7], row[8])),
            action=row[9] or "",
            fields=tuple(_field(row[7], name, pair, links) for name, pair in values.items()),
            emptied=row[11] in emptied,
        )
        for row, values in zip(rows, changed, strict=True)
    ]


def _codes(reader: ReadConnection, records: Mapping[str, Collection[int]]) -> list[str]:
    known = (kind for kind in records if find_entity(kind) is not None)
    return [code for kind in known for code in codes(reader, kind, records[kind]).values()]


def requests_about(reader: ReadConnection, customer_ids: Collection[int]) -> frozenset[int]:
    """Identity requests that were answered with these customers."""
    found = reader.rows(_REQUESTS, {"ids": json.dumps(sorted(customer_ids))})
    return frozenset(row[0] for row in found)


def user_named(reader: ReadConnection, text: str) -> int:
    """Id of the user of that login or name; NotFound where there is none."""
    row = reader.one(_USER, {"text": text})
    if row is None:
        raise NotFound("not_found", entity="user", value=text)
    return int(row[0])


def days_without_backup(reader: ReadConnection, last: datetime | None, now: datetime) -> int:
    """Whole days since the last backup, or since the first change where there is none."""
    (first,) = reader.one("SELECT min(at) FROM change_set") or (None,)
    since = last or (read_stamp(first) if first else now)
    return max(0, (now - since).days)


def _spec(entity: str, column: str) -> FieldSpec | None:
    spec = find_entity(entity)
    return spec.field(column) if spec is not None else None


def _links(
    reader: ReadConnection, rows: list[tuple[Any, ...]], changed: list[dict[str, Any]]
) -> Links:
    """Codes of the records that lines and their values name."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row, values in zip(rows, changed, strict=True):
        if row[8] is not None and find_entity(row[7]) is not None:
            wanted[row[7]].add(row[8])
        for name, pair in values.items():
            field = _spec(row[7], name)
            if field is not None and field.kind is FieldKind.LINK:
                wanted[field.target].update(one for one in pair if isinstance(one, int))
    return {
        (entity, record_id): code
        for entity, ids in wanted.items()
        for record_id, code in codes(reader, entity, ids).items()
    }


def _field(entity: str, name: str, pair: list[Any], links: Links) -> FieldChange:
    field = _spec(entity, name)
    before, after = pair
    if field is None:
        return FieldChange(name, before, after)
    if field.sealed:
        return FieldChange(field.name, before is not None, after is not None, sealed=True)
    if field.kind is FieldKind.LINK:
        found = [links.get((field.target, one), one) for one in pair]
        return FieldChange(field.name, *found)
    return FieldChange(field.name, stored_value(field, before), stored_value(field, after))
