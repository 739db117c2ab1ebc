"""The reports on feedback: the queue watched by channel, category and so on; silent customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from models import enums
from models.explanation import Explanation, Reason
from models.rules import feedback_clock as clock
from models.rules.cadence import Severity
from models.rules.clocks import read_clock
from models.rules.monitoring import CaseRecord, complaint_free, monitored
from models.rules.satisfaction import unheard
from models.views.report import Cell, Report, ReportRow
from storage.queries import cases
from storage.queries import expressions as x
from storage.queries.reports.answers import GRIEVANCES
from storage.queries.reports.asked import MOST, Asked, beside
from storage.queries.specs import as_instant

# What the cases of the period are told apart by: column, and the enumeration of its values.
BY: Final[dict[str, tuple[str, type[StrEnum] | None]]] = {
    "channel": ("f.channel", enums.FeedbackChannel),
    "kind": ("f.kind", enums.FeedbackKind),
    "category": ("f.category", enums.FeedbackCategory),
    "dimension": ("f.quality_dimension", enums.QualityDimension),
    "element": ("f.experience_element", enums.ExperienceElement),
    "owner": ("w.name", None),
    "week": ("f.received_at", None),
}
DIMENSIONS: Final = tuple(BY)

# A double and an escalated grievance are counted in the case they went into.
_CASES = """
SELECT f.id, {key}, f.kind, f.quality_dimension, f.received_at, f.closed_at, COALESCE(f.round, 1)
FROM feedback f LEFT JOIN user w ON w.id = f.owner_id
WHERE f.deleted_at IS NULL AND COALESCE(f.state, '') <> 'MERGED'
  AND f.received_at >= :since AND f.received_at < :until ORDER BY f.id
"""
_EVENTS = """
SELECT e.feedback_id, e.kind, e.at, e.to_state, e.promised_at, e.note
FROM feedback_event e JOIN feedback f ON f.id = e.feedback_id
WHERE e.deleted_at IS NULL AND f.deleted_at IS NULL AND COALESCE(f.state, '') <> 'MERGED'
  AND f.received_at >= :since AND f.received_at < :until
ORDER BY e.feedback_id, e.at, e.id
"""
_LAST_COMPLAINT = """
SELECT max(f.received_at) FROM feedback f
WHERE f.deleted_at IS NULL AND f.kind = 'COMPLAINT' AND COALESCE(f.state, '') <> 'MERGED'
"""
_COLUMNS = (
    "case_key", "count", "first_response", "time_to_close", "reopen_rate", "breach_share",
)  # fmt: skip


def monitoring(asked: Asked) -> Report:
    """How the queue was kept in the period, by one way to tell its cases apart (AC-105)."""
    (by,) = asked.arguments
    found: dict[Any, list[CaseRecord]] = defaultdict(list)
    for key, record in _records(asked, by):
        found[key].append(record)
    rows = [_row(Cell(key), found[key]) for key in _in_order(found, by)]
    everything = [record for records in found.values() for record in records]
    if len(rows) > 1:
        rows.append(_row(Cell("total"), everything, is_total=True))
    last = asked.reader.one(_LAST_COMPLAINT)
    day = asked.context.day_of(last[0]) if last and last[0] else None
    head = complaint_free(day, asked.today)
    more = max(0, len(rows) - MOST)
    return Report(
        "feedback", (head,), _COLUMNS, tuple(rows[:MOST]), asked.period, asked.arguments, more=more
    )


def _row(key: Cell, records: Sequence[CaseRecord], *, is_total: bool = False) -> ReportRow:
    figures = monitored(records)
    values = (
        figures.count,
        figures.first_response,
        figures.time_to_close,
        figures.reopen_rate,
        figures.breach_share,
    )
    cells = {"case_key": key}
    for name, value, told in zip(_COLUMNS[1:], values, figures.explanations, strict=True):
        cells[name] = beside(value, told)
    return ReportRow(cells, is_total=is_total)


def _in_order(found: dict[Any, list[CaseRecord]], by: str) -> list[Any]:
    """Weeks as they came, constants in their order, owners by how many; what is open last."""
    known = [key for key in found if key is not None]
    choices = BY[by][1]
    if choices is not None:
        known = [member for member in choices if member in found]
    elif by == "week":
        known.sort()
    else:
        known.sort(key=lambda key: (-len(found[key]), key))
    return [*known, None] if None in found else known


def _records(asked: Asked, by: str) -> Iterator[tuple[Any, CaseRecord]]:
    column, choices = BY[by]
    events = _events(asked)
    book = cases.CaseBook(asked.reader, asked.policy, asked.today, asked.context.zone)
    now = as_instant(asked.context.now)
    assert now is not None
    rows = asked.reader.rows(_CASES.format(key=column), asked.moments)
    for case_id, raw, kind, quality, received_at, closed_at, round_number in rows:
        received, closed = as_instant(received_at), as_instant(closed_at)
        assert received is not None
        safety = quality == enums.QualityDimension.SAFETY
        facts = clock.CaseFacts(enums.FeedbackKind(kind), received, safety)
        told = book.clocks(facts, events.get(case_id, ()))
        answered = told.acknowledged_at
        record = CaseRecord(
            None if answered is None else answered - received,
            None if closed is None else closed - received,
            round_number > 1,
            _is_late(told, now, book),
        )
        yield _key(asked, by, raw, choices), record


def _is_late(told: clock.CaseClocks, now: datetime, book: cases.CaseBook) -> bool:
    """Did the first response or the handling take longer than was owed."""
    running = [(told.ack, book.calendars.ack)]
    if told.resolution is not None:
        running.append((told.resolution, book.calendars.resolution))
    return any(
        read_clock(facts, book.policy.amber_percent, now, calendar).level is Severity.RED
        for facts, calendar in running
    )


def _events(asked: Asked) -> dict[int, list[clock.CaseEvent]]:
    found: dict[int, list[clock.CaseEvent]] = defaultdict(list)
    for case_id, *event in asked.reader.rows(_EVENTS, asked.moments):
        found[case_id].append(cases.event_of(*event))
    return found


def _key(asked: Asked, by: str, raw: Any, choices: type[StrEnum] | None) -> Any:
    if raw is None:
        return None
    if by == "week":
        year, week, _day = asked.context.day_of(raw).isocalendar()
        return date.fromisocalendar(year, week, 1)
    return raw if choices is None else choices(raw)


# --- silent customers (S1-SVC-02, AC-097)

# No word in the period, and for twice the days of its grade nobody was in touch.
_SILENT = f"""
SELECT c.id, c.code, c.name, c.grade, w.name, COALESCE(c.last_tracking_at, c.created_at) AS since
FROM customer c LEFT JOIN user w ON w.id = c.owner_id
WHERE c.deleted_at IS NULL AND {x.ACTIVE}
  AND since < CASE c.grade WHEN 'A' THEN :a WHEN 'B' THEN :b WHEN 'C' THEN :c WHEN 'E' THEN :e
    ELSE :d END
  AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.customer_id = c.id AND f.deleted_at IS NULL
    AND f.received_at >= :since AND f.received_at < :until)
ORDER BY since, c.code
"""
_TWICE = 2  # S1-SVC-02: cadence x 2


def silent(asked: Asked) -> Report:
    """Customers of whom nothing is heard, beside the estimate of unheard grievances (AC-097)."""
    cadence = asked.policy.cadence
    limits = {
        grade.lower(): asked.context.start_of(
            asked.today - timedelta(days=_TWICE * cadence.days(grade))
        )
        for grade in enums.Grade
    }
    rows = asked.reader.rows(_SILENT, {**limits, **asked.moments})
    received = asked.reader.one(GRIEVANCES, asked.moments)
    figures = (
        unheard(received[0] if received else 0, asked.policy.satisfaction).explanation,
        _count(len(rows)),
    )
    more = max(0, len(rows) - MOST)
    return Report(
        "silent",
        figures,
        ("grade", "code", "name", "days", "owner"),
        tuple(_silent_row(asked, row) for row in rows[:MOST]),
        asked.period,
        more=more,
    )


def _count(count: int) -> Explanation:
    line = Reason("monitoring.silent", {"count": count, "factor": _TWICE})
    return Explanation("silent", "S1-SVC-02", count, (line,))


def _silent_row(asked: Asked, row: tuple[Any, ...]) -> ReportRow:
    customer_id, code, name, grade, owner, since = row
    day = asked.context.day_of(since)
    limit = _TWICE * asked.policy.cadence.days(enums.Grade(grade or enums.Grade.D))
    days = (asked.today - day).days
    params = {"date": day, "days": days, "grade": grade, "limit": limit, "factor": _TWICE}
    told = Explanation("silent", "S1-SVC-02", days, (Reason("monitoring.quiet", params),))
    cells = {
        "grade": Cell(enums.Grade(grade) if grade else None),
        "code": Cell(code),
        "name": Cell(name),
        "days": beside(days, told),
        "owner": Cell(owner),
    }
    return ReportRow(cells, "customer", customer_id)
