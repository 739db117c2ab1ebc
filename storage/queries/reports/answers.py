"""The report on what customers answered: means and gaps by experience element (R-CSAT, R-GAP)."""

from __future__ import annotations

from models.enums import ExperienceElement, SurveyKind
from models.rules.satisfaction import csat, mean, mean_gap, nps, unheard
from models.views.report import Cell, Report, ReportRow
from storage.queries.reports.asked import Asked, beside

_ANSWERS = """
SELECT q.kind, q.experience_element, a.score, a.expected FROM survey_answer a
JOIN survey_question q ON q.id = a.question_id
JOIN survey_invite i ON i.id = a.invite_id AND i.deleted_at IS NULL
WHERE a.deleted_at IS NULL AND a.score IS NOT NULL AND i.answered_on BETWEEN :first AND :last
"""
# An escalated grievance was received as one (R-ICE).
GRIEVANCES = """
SELECT count(*) FROM feedback f WHERE f.deleted_at IS NULL AND f.kind = 'GRIEVANCE'
  AND f.received_at >= :since AND f.received_at < :until
"""
_COLUMNS = ("element", "mean", "csat", "satisfaction_gap", "verdict")


def satisfaction(asked: Asked) -> Report:
    """CSAT, mean, NPS and unheard grievances; mean and gap of each element (AC-097, AC-100)."""
    answers = asked.reader.rows(_ANSWERS, asked.days)
    policy = asked.policy.satisfaction
    scored = [row for row in answers if row[0] == SurveyKind.SCORE_1_5]
    gaps = [
        row for row in answers if row[0] == SurveyKind.GAP_EXPECT_PERCEIVE and row[3] is not None
    ]
    scores = [row[2] for row in scored]
    received = asked.reader.one(GRIEVANCES, asked.moments)
    figures = (
        csat(scores, policy).explanation,
        mean(scores, policy).explanation,
        nps([row[2] for row in answers if row[0] == SurveyKind.NPS_0_10], policy).explanation,
        unheard(received[0] if received else 0, policy).explanation,
    )
    rows = []
    for element in ExperienceElement:
        own = [row[2] for row in scored if row[1] == element]
        seen = mean(own, policy)
        satisfied = csat(own, policy)
        gap = mean_gap([(row[3], row[2]) for row in gaps if row[1] == element])
        cells = {
            "element": Cell(element),
            "mean": beside(seen.value, seen.explanation),
            "csat": beside(satisfied.value, satisfied.explanation),
            "satisfaction_gap": beside(gap.value, gap.explanation),
            "verdict": beside(gap.verdict, gap.explanation),
        }
        rows.append(ReportRow(cells))
    return Report("satisfaction", figures, _COLUMNS, tuple(rows), asked.period)
