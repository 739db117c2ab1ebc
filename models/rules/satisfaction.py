"""Answers of surveys and what they say: gap, NPS, CSAT, unheard grievances, the next survey (8.4).

Pure and exact. A figure of fewer than five answers carries "small sample" (requirements 9.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.enums import GapVerdict
from models.explanation import Explanation, Reason
from models.policy_relations import SatisfactionPolicy
from models.rules.rounding import half_up, half_up_whole, percent
from models.rules.spans import add_months

_ALL = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """Perceived less expected, and what that means (R-GAP)."""

    value: int
    verdict: GapVerdict
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of many answers; None without an answer."""

    value: Decimal | int | None
    answers: int
    small_sample: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Unheard:
    """Grievances there may be for those received (R-ICE)."""

    value: int
    explanation: Explanation


def gap(expected: int, perceived: int) -> Gap:
    """Satisfaction gap of one item, both 1 to 5 (R-GAP)."""
    value = perceived - expected
    if value > 0:
        verdict = GapVerdict.DELIGHTED
    else:
        verdict = GapVerdict.MET if value == 0 else GapVerdict.DISSATISFIED
    params = {"expected": expected, "perceived": perceived, "gap": value, "verdict": verdict}
    line = Reason("satisfaction.gap", params)
    return Gap(value, verdict, Explanation("satisfaction_gap", "R-GAP", value, (line,)))


@dataclass(frozen=True, slots=True)
class MeanGap:
    """Mean gap of several answers and what it means; None without an answer (R-GAP)."""

    value: Decimal | None
    verdict: GapVerdict | None
    explanation: Explanation


def mean_gap(pairs: Sequence[tuple[int, int]]) -> MeanGap:
    """Mean of perceived less expected over answers (expected, perceived), one decimal (R-GAP)."""
    if not pairs:
        nothing = Explanation("satisfaction_gap", "R-GAP", None, (Reason("satisfaction.no_gaps"),))
        return MeanGap(None, None, nothing)
    total = sum(perceived - expected for expected, perceived in pairs)
    value = half_up(Fraction(total, len(pairs)))
    verdict = GapVerdict.MET if total == 0 else GapVerdict.DISSATISFIED
    if total > 0:
        verdict = GapVerdict.DELIGHTED
    params = {"total": total, "count": len(pairs), "gap": value, "verdict": verdict}
    line = Reason("satisfaction.mean_gap", params)
    return MeanGap(value, verdict, Explanation("satisfaction_gap", "R-GAP", value, (line,)))


def nps(scores: Sequence[int], policy: SatisfactionPolicy) -> Measured:
    """Net promoter score -100 to +100, whole: % of 9 and 10 less % of 0 to 6 (R-NPS)."""
    if not scores:
        return _nothing("nps", "R-NPS")
    promoters = sum(score >= policy.promoter_from for score in scores)
    detractors = sum(score <= policy.detractor_to for score in scores)
    value = half_up_whole(Fraction(_ALL * (promoters - detractors), len(scores)))
    params = {"promoters": promoters, "detractors": detractors, "count": len(scores), "nps": value}
    line = Reason("satisfaction.nps", {**params, "setting": "satisfaction.promoter_from"})
    return _measured("nps", "R-NPS", value, scores, line, policy)


def csat(scores: Sequence[int], policy: SatisfactionPolicy) -> Measured:
    """Share of answers 4 and 5 in percent (R-CSAT)."""
    if not scores:
        return _nothing("csat", "R-CSAT")
    satisfied = sum(score >= policy.satisfied_from for score in scores)
    value = percent(satisfied, len(scores))
    params = {"satisfied": satisfied, "count": len(scores), "csat": value}
    limit = {"limit": policy.satisfied_from, "setting": "satisfaction.satisfied_from"}
    line = Reason("satisfaction.csat", {**params, **limit})
    return _measured("csat", "R-CSAT", value, scores, line, policy)


def mean(scores: Sequence[int], policy: SatisfactionPolicy) -> Measured:
    """Mean of the answers, one decimal; a figure of its own beside CSAT (R-CSAT)."""
    if not scores:
        return _nothing("satisfaction_mean", "R-CSAT")
    total = sum(scores)
    value = half_up(Fraction(total, len(scores)))
    line = Reason("satisfaction.mean", {"total": total, "count": len(scores), "mean": value})
    return _measured("satisfaction_mean", "R-CSAT", value, scores, line, policy)


def _nothing(figure: str, rule: str) -> Measured:
    explanation = Explanation(figure, rule, None, (Reason("satisfaction.no_answers"),))
    return Measured(None, 0, False, explanation)


def _measured(
    figure: str,
    rule: str,
    value: Decimal | int | None,
    scores: Sequence[int],
    line: Reason,
    policy: SatisfactionPolicy,
) -> Measured:
    small = len(scores) < policy.small_sample
    lines = [line]
    if small:
        limit = {"limit": policy.small_sample, "setting": "satisfaction.small_sample"}
        lines.append(Reason("satisfaction.small_sample", {"count": len(scores), **limit}))
    return Measured(value, len(scores), small, Explanation(figure, rule, value, tuple(lines)))


def unheard(received: int, policy: SatisfactionPolicy) -> Unheard:
    """Estimated grievances: received / 0.30, half up (R-ICE); escalated ones are received too."""
    value = half_up_whole(Fraction(received * _ALL, policy.heard_percent))
    params = {"received": received, "share": policy.heard_percent, "estimate": value}
    line = Reason("satisfaction.unheard", {**params, "setting": "satisfaction.heard_percent"})
    return Unheard(value, Explanation("unheard", "R-ICE", value, (line,)))


def is_low(policy: SatisfactionPolicy, *, score: int | None = None, nps: int | None = None) -> bool:
    """Does an answer open feedback by itself: 1 to 2 of five, 0 to 6 of ten (requirements 9.3)."""
    low_score = score is not None and score <= policy.low_score
    return low_score or (nps is not None and nps <= policy.detractor_to)


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """What decides when a customer is asked again (R-SURVEY)."""

    created: date
    last: date | None = None  # last survey
    months: int | None = None  # interval of this customer; else that of the settings
    do_not_contact: bool = False
    consent: bool = True  # to surveys


@dataclass(frozen=True, slots=True)
class SurveyDue:
    """Day of the next survey; None when there must be none."""

    due: date | None
    explanation: Explanation


def survey_due(facts: SurveyFacts, policy: SatisfactionPolicy) -> SurveyDue:
    """Next survey: the last one, or the creation, plus the interval in months (R-SURVEY)."""
    refused = "survey.do_not_contact" if facts.do_not_contact else "survey.no_consent"
    if facts.do_not_contact or not facts.consent:
        return SurveyDue(None, Explanation("survey_due", "R-SURVEY", None, (Reason(refused),)))
    months = policy.survey_months if facts.months is None else facts.months
    start = facts.created if facts.last is None else facts.last
    due = add_months(start, months)
    code = "survey.from_creation" if facts.last is None else "survey.from_last"
    params: dict[str, object] = {"start": start, "months": months, "due": due}
    if facts.months is None:
        params["setting"] = "satisfaction.survey_months"
    explanation = Explanation("survey_due", "R-SURVEY", due, (Reason(code, params),))
    return SurveyDue(due, explanation)


_HAN = range(0x4E00, 0xA000)


def survey_for(name: str, surveys: Sequence[tuple[int, str]]) -> int | None:
    """The survey to ask a customer who had none: the newest in the script of its name, else any.

    `surveys` are ids and titles of those in use, the newest first.
    """
    han = _has_han(name)
    return next(
        (one for one, title in surveys if _has_han(title) is han),
        surveys[0][0] if surveys else None,
    )


def _has_han(text: str) -> bool:
    return any(ord(char) in _HAN for char in text)
