"""Reports on improvements, standards, service reviews, audits and touchpoints (R-15, R-16)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from models import enums
from models.explanation import Explanation, Reason
from models.rules.flow import goals
from models.rules.improvements import audit_result, priority, review_due
from models.rules.response import first_response
from models.rules.satisfaction import csat
from models.rules.touchpoints import TouchFacts, matrix, unsteered
from models.views.report import Cell, Report, ReportRow
from storage.queries import audits as audit_queries
from storage.queries import touchpoints as points
from storage.queries.experience import effect_of
from storage.queries.reports.asked import MOST, Asked, beside, told
from storage.queries.reports.flow import goal_facts
from storage.queries.specs import as_date, as_instant

_IMPROVEMENTS = """
SELECT m.id, m.code, m.title, m.impact, m.feasibility, m.reach, m.state, m.due, w.name,
  m.experience_element, m.before_from, m.before_to, m.after_from, m.after_to, m.origin
FROM improvement m LEFT JOIN user w ON w.id = m.owner_id
WHERE m.deleted_at IS NULL
ORDER BY m.state IN ('REVIEWED', 'DROPPED'), m.priority DESC, m.due IS NULL, m.due, m.code
"""
_STANDARDS = """
SELECT s.id, s.code, s.name, s.minutes, w.name, s.review_date FROM service_standard s
LEFT JOIN user w ON w.id = s.owner_id
WHERE s.deleted_at IS NULL ORDER BY s.review_date, s.code
"""
_REVIEWS = """
SELECT r.id, r.code, r.date, r.kind, r.score, r.level, p.name, w.name, s.name
FROM service_review r
LEFT JOIN user p ON p.id = r.person_id
LEFT JOIN user w ON w.id = r.reviewer_id
LEFT JOIN service_standard s ON s.id = r.standard_id
WHERE r.deleted_at IS NULL AND r.date BETWEEN :first AND :last
ORDER BY r.date DESC, r.code DESC
"""
_SCORES = """
SELECT a.score FROM survey_answer a
JOIN survey_question q ON q.id = a.question_id AND q.kind = 'SCORE_1_5'
JOIN survey_invite i ON i.id = a.invite_id AND i.deleted_at IS NULL
WHERE a.deleted_at IS NULL AND a.score IS NOT NULL AND i.answered_on BETWEEN :first AND :last
"""
_ANSWERED = """
SELECT f.received_at, f.ack_at FROM feedback f
WHERE f.deleted_at IS NULL AND f.ack_at IS NOT NULL
  AND f.received_at >= :since AND f.received_at < :until
"""


def improvements(asked: Asked) -> Report:
    """Open ones first, by priority; the effect of those that are carried out (AC-101, AC-102)."""
    found = asked.reader.rows(_IMPROVEMENTS)
    columns = ("priority", "code", "title", "state", "owner", "due", "element", "effect")
    rows = tuple(_improvement(asked, *row) for row in found[:MOST])
    return Report("improvements", (), columns, rows, more=max(0, len(found) - MOST))


def _improvement(
    asked: Asked,
    record_id: int,
    code: str,
    title: str,
    impact: int,
    feasibility: int,
    reach: int,
    state: str,
    due: str | None,
    owner: str | None,
    element: str | None,
    *dates: str | None,
) -> ReportRow:
    ranges = [as_date(one) for one in dates[:4]]
    effect = effect_of(asked.reader, element, ranges, asked.today)
    change = effect.explanation
    cells = {
        "priority": told(priority(impact, feasibility, reach).explanation),
        "code": Cell(code),
        "title": Cell(title),
        "state": Cell(enums.ImprovementState(state)),
        "owner": Cell(owner),
        "due": Cell(as_date(due)),
        "element": Cell(element and enums.ExperienceElement(element)),
        "effect": beside(effect.change, change),
    }
    return ReportRow(cells, "improvement", record_id)


def standards(asked: Asked) -> Report:
    """Service standards by the day of their review; how many are overdue (AC-103)."""
    rows = []
    late = 0
    for record_id, code, name, minutes, owner, review in asked.reader.rows(_STANDARDS)[:MOST]:
        day = as_date(review)
        assert day is not None
        due = review_due(day, asked.today)
        late += due.days > 0
        cells = {
            "code": Cell(code),
            "name": Cell(name),
            "minutes_allowed": Cell(minutes),
            "owner": Cell(owner),
            "review_date": Cell(day),
            "review_overdue": beside(due.days or None, due.explanation),
        }
        rows.append(ReportRow(cells, "service_standard", record_id))
    columns = ("code", "name", "minutes_allowed", "owner", "review_date", "review_overdue")
    return Report("standards", (_reviews_due(late, len(rows)),), columns, tuple(rows))


def _reviews_due(late: int, count: int) -> Explanation:
    """How many standards wait for their review."""
    line = Reason("standard.count", {"late": late, "count": count})
    return Explanation("reviews_overdue", "S2-STD-01", late, (line,))


def service(asked: Asked) -> Report:
    """Satisfaction, complaint rate and response time beside the reviews (AC-104, S2-QA-01)."""
    policy = asked.policy.satisfaction
    scores = [row[0] for row in asked.reader.rows(_SCORES, asked.days)]
    rates = goals(goal_facts(asked), asked.policy.flow).explanations
    spans = []
    for received, answered in asked.reader.rows(_ANSWERED, asked.moments):
        begin, end = as_instant(received), as_instant(answered)
        if begin is not None and end is not None:
            spans.append(end - begin)
    figures = (
        csat(scores, policy).explanation,
        next(one for one in rates if one.figure == "complaint_rate"),
        first_response(spans).explanation,
    )
    found = asked.reader.rows(_REVIEWS, asked.days)
    columns = ("on", "review_kind", "score", "level", "person", "reviewer", "standard")
    rows = tuple(_review(*row) for row in found[:MOST])
    more = max(0, len(found) - MOST)
    return Report("service", figures, columns, rows, asked.period, more=more)


def _review(record_id: int, _code: str, day: str, kind: str, score: int, *rest: Any) -> ReportRow:
    level, person, reviewer, standard = rest
    cells = {
        "on": Cell(as_date(day)),
        "review_kind": Cell(enums.ReviewKind(kind)),
        "score": Cell(score),
        "level": Cell(level and enums.ReviewLevel(level)),
        "person": Cell(person),
        "reviewer": Cell(reviewer),
        "standard": Cell(standard),
    }
    return ReportRow(cells, "service_review", record_id)


def audits(asked: Asked) -> Report:
    """Audits with points and result, and the improvement that each opened (R-16)."""
    rows = []
    for run in audit_queries.runs(asked.reader):
        explain = partial(_audit_explained, asked, run.id)
        cells = {
            "code": Cell(run.code),
            "on": Cell(run.date),
            "place": Cell(run.place),
            "template": Cell(run.template),
            "points": Cell(None if run.points is None else f"{run.points}/{run.max_points}"),
            "audit_result": Cell(_tenths(run.result), explain),
            "opened": Cell(run.improvement_code),
        }
        rows.append(ReportRow(cells, "audit_run", run.id))
    columns = ("code", "on", "place", "template", "points", "audit_result", "opened")
    return Report("audits", (), columns, tuple(rows))


def _audit_explained(asked: Asked, run_id: int) -> Explanation:
    scores = [score for score, _note, _id in audit_queries.scores(asked.reader, run_id).values()]
    return audit_result(scores, asked.policy.experience).explanation


def touchpoints(asked: Asked) -> Report:
    """Key touchpoints without an indicator, blind spots of the matrix (AC-137, AC-139, R-15)."""
    register = points.points(asked.reader)
    facts = [TouchFacts(one.code, one.is_key, one.indicators, one.active) for one in register]
    lacking = unsteered(facts)
    services = [one.key for one in points.services(asked.reader)]
    channels = [one.key for one in points.channels(asked.reader)]
    cells = points.cells(asked.reader)
    places = {(one.service_no, one.channel_letter): one.status for one in cells}
    blind = matrix(services, channels, places)
    rows = tuple(
        ReportRow(
            {
                "code": Cell(one.code),
                "point": Cell((one.name, one.name_zh)),
                "touch_class": Cell(one.touch_class),
                "touch_kind": Cell(one.touch_kind),
                "line": Cell(one.line),
                "sale_stage": Cell(one.stage),
            },
            "touchpoint",
            one.id,
        )
        for one in register
        if one.code in lacking.codes
    )
    columns = ("code", "point", "touch_class", "touch_kind", "line", "sale_stage")
    return Report("touchpoints", (lacking.explanation, blind.explanation), columns, rows)


def _tenths(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / 10
