"""The five tracking journals: which customers of a grade were tracked in time (S1-JRN-01..05)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import enums
from models.rules.cadence import JOURNAL_GRADES
from models.rules.tracking_journal import judge, kept
from models.views.report import Cell, Report, ReportRow
from storage.queries import expressions as x
from storage.queries.reports.asked import MOST, Asked, beside

_NAMES = {
    enums.JournalType.DAILY: "daily",
    enums.JournalType.WEEKLY: "weekly",
    enums.JournalType.HALF_MONTH: "half-month",
    enums.JournalType.MONTHLY: "monthly",
    enums.JournalType.YEARLY: "yearly",
}
_COLUMNS = ("tracked", "code", "name", "owner", "due", "tracked_on", "channel", "days_late")
# What fell due in the period, was carried into it or done in it. A touch tells what grade it found.
_ITEMS = f"""
SELECT c.id, c.code, c.name, w.name, {x.FOLLOW_UP_DUE} AS due,
  CASE WHEN u.status = 'DONE' THEN u.done_at END, i.channel
FROM follow_up u
JOIN customer c ON c.id = u.customer_id AND c.deleted_at IS NULL
LEFT JOIN interaction i ON i.id = u.done_interaction_id
LEFT JOIN user w ON w.id = COALESCE(i.user_id, u.assignee_id)
WHERE u.deleted_at IS NULL AND u.kind = 'TRACKING' AND u.status <> 'SKIPPED'
  AND COALESCE(i.grade_before, c.grade) = :grade
  AND CASE WHEN u.status <> 'DONE' THEN {x.FOLLOW_UP_DUE} <= :last
    ELSE {x.FOLLOW_UP_DUE} BETWEEN :first AND :last
      OR (u.done_at >= :since AND ({x.FOLLOW_UP_DUE} < :first OR u.done_at < :until)) END
ORDER BY due, c.code
"""


@dataclass(frozen=True, slots=True)
class _Item:
    customer_id: int
    code: str
    name: str
    owner: str | None
    due: date
    tracked: date | None
    channel: enums.Channel | None


def journal(kind: enums.JournalType) -> Callable[[Asked], Report]:
    """The maker of one journal."""

    def make(asked: Asked) -> Report:
        last = min(asked.period.last, asked.today)  # what is to come is nobody's fault
        days = {"first": asked.days["first"], "last": last.isoformat()}
        given = {**days, **asked.moments, "grade": JOURNAL_GRADES[kind].value}
        items = [_item(asked, row) for row in asked.reader.rows(_ITEMS, given)]
        judged = [(item, judge(item.due, item.tracked, asked.today)) for item in items]
        # Who was not tracked stands first, then the late ones.
        judged.sort(key=lambda pair: (-_WEIGHT[pair[1].verdict], -pair[1].days, pair[0].due))
        head = kept(kind, (verdict.verdict for _item, verdict in judged))
        rows = []
        for item, verdict in judged[:MOST]:
            cells = {
                "tracked": beside(verdict.verdict, verdict.explanation),
                "code": Cell(item.code),
                "name": Cell(item.name),
                "owner": Cell(item.owner),
                "due": Cell(item.due),
                "tracked_on": Cell(item.tracked),
                "channel": Cell(item.channel),
                "days_late": Cell(verdict.days or None),
            }
            rows.append(ReportRow(cells, "customer", item.customer_id))
        more = max(0, len(judged) - MOST)
        return Report(
            _NAMES[kind], (head.explanation,), _COLUMNS, tuple(rows), asked.period, more=more
        )

    return make


_WEIGHT = {
    enums.TrackingVerdict.MISSED: 3,
    enums.TrackingVerdict.LATE: 2,
    enums.TrackingVerdict.DUE: 1,
    enums.TrackingVerdict.IN_TIME: 0,
}


def _item(asked: Asked, row: tuple[Any, ...]) -> _Item:
    customer_id, code, name, owner, due, done_at, channel = row
    tracked = asked.context.day_of(done_at) if done_at else None
    return _Item(
        customer_id,
        code,
        name,
        owner,
        date.fromisoformat(due),
        tracked,
        enums.Channel(channel) if channel else None,
    )
