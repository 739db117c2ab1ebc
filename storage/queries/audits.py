"""Reads of audits and their scores. Writes nothing."""

from __future__ import annotations

from typing import Any

from models.views.improvement import AuditRow
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date

_RUNS = """
SELECT r.id, r.version, r.code, r.template, r.place, r.date, w.name, r.points, r.max_points,
  r.result,
  (SELECT count(*) FROM audit_item i WHERE i.audit_run_id = r.id AND i.deleted_at IS NULL),
  m.code, m.id
FROM audit_run r
LEFT JOIN user w ON w.id = r.inspector_id
LEFT JOIN improvement m ON m.audit_run_id = r.id AND m.deleted_at IS NULL
WHERE r.deleted_at IS NULL
"""
_ALL = _RUNS + " ORDER BY r.date DESC, r.code DESC LIMIT 500"
_ONE = _RUNS + " AND r.id = :id"
_SCORES = """
SELECT item, score, note, id FROM audit_item WHERE audit_run_id = :id AND deleted_at IS NULL
"""


def _run(row: tuple[Any, ...]) -> AuditRow:
    day = as_date(row[5])
    assert day is not None
    values: list[Any] = [*row[:5], day, *row[6:]]
    return AuditRow(*values)


def runs(reader: ReadConnection) -> tuple[AuditRow, ...]:
    """The audits, the newest first."""
    return tuple(_run(row) for row in reader.rows(_ALL))


def run(reader: ReadConnection, run_id: int) -> AuditRow | None:
    """One audit; None where there is none."""
    row = reader.one(_ONE, {"id": run_id})
    return None if row is None else _run(row)


def scores(reader: ReadConnection, run_id: int) -> dict[str, tuple[int, str | None, int]]:
    """Score, note and id of what was scored, by the key of the item."""
    rows = reader.rows(_SCORES, {"id": run_id})
    return {item: (score, note, item_id) for item, score, note, item_id in rows}
