"""Follow-ups that were put off again and again: where, how often, by whom and why (S4-9P-01)."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import partial

from models.explanation import Explanation, Reason
from models.views.report import Cell, Report, ReportRow
from storage.queries import expressions as x
from storage.queries.reader import ReadConnection
from storage.queries.reports.asked import MOST, Asked
from storage.queries.specs import as_date

_TIMES = """
SELECT COALESCE(u.snoozes, 0), COALESCE(u.reason, '') FROM follow_up u
WHERE u.id IN (SELECT value FROM json_each(:ids)) ORDER BY 1 DESC, u.id LIMIT 1
"""
_PUT_OFF = f"""
SELECT u.code, c.id, c.code, c.name, u.snoozes, u.reason, u.due_date,
  CASE WHEN u.status = 'SNOOZED' THEN u.snoozed_until END, w.name
FROM follow_up u JOIN customer c ON c.id = u.customer_id
LEFT JOIN user w ON w.id = u.snoozed_by_id
WHERE u.deleted_at IS NULL AND {x.FOLLOW_UP_OPEN} AND u.snoozes >= :limit
ORDER BY u.snoozes DESC, u.due_date, u.id
"""
COLUMNS = ("customer", "follow_up", "times", "due_date", "asleep_until", "put_off_by", "reason")


def times(reader: ReadConnection, item_ids: Collection[int]) -> tuple[int, str]:
    """How often the most put off of these items was, and the reason given last."""
    row = reader.one(_TIMES, {"ids": json.dumps(list(item_ids))})
    return (0, "") if row is None else (row[0], row[1])


def put_off(asked: Asked) -> Report:
    """Open follow-ups that were put off as often as the figure says, the most often first."""
    limit = asked.policy.cadence.put_off_times
    found = asked.reader.rows(_PUT_OFF, {"limit": limit})
    rows = []
    for code, customer_id, customer, name, count, reason, due, until, person in found[:MOST]:
        explain = partial(_explained, code, count, limit)
        cells = {
            "customer": Cell(f"{customer} {name}"),
            "follow_up": Cell(code),
            "times": Cell(count, explain),
            "due_date": Cell(as_date(due)),
            "asleep_until": Cell(as_date(until)),
            "put_off_by": Cell(person),
            "reason": Cell(reason),
        }
        rows.append(ReportRow(cells, "customer", customer_id))
    params = {"count": len(found), "limit": limit, "setting": "cadence.put_off_times"}
    figure = Explanation("put_off", "S4-9P-01", len(found), (Reason("report.put_off", params),))
    return Report("put-off", (figure,), COLUMNS, tuple(rows), more=max(0, len(found) - MOST))


def _explained(code: str, count: int, limit: int) -> Explanation:
    params = {"item": code, "times": count, "limit": limit, "setting": "cadence.put_off_times"}
    return Explanation("times", "S4-9P-01", count, (Reason("put_off.times", params),))
