"""Customer grades A to E (R-GRADE) and the proposal after a touch (R-REGRADE).

Pure: needs, dates and figures in, a grade with its reasons out. Stores and asks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.enums import Grade, GradeReason, NeedStatus
from models.explanation import Explanation, Reason
from models.policy_defaults import GradingPolicy


class GradeFlag(StrEnum):
    """What a person should put right about the inputs of a grade."""

    DATE_PASSED = "DATE_PASSED"  # the expected close lies in the past
    SET_DATE = "SET_DATE"  # a need now without an expected close (D-13)
    NEED_NOT_CONFIRMED = "NEED_NOT_CONFIRMED"  # nobody has set the need yet (R-SEG4)


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """Need of one deal, or of the customer itself."""

    need: NeedStatus
    expected_close: date | None = None
    no_chance: bool = False
    previous: Grade | None = None  # grade before, kept once the date has passed
    is_open: bool = True
    confirmed: bool = True
    code: str = ""  # code of the deal; empty for the customer's own need


@dataclass(frozen=True, slots=True)
class GradeOverride:
    """A grade set by a person, valid up to and including `until`."""

    grade: Grade
    until: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade, why it is so, what to put right, and the grade without a person's override."""

    grade: Grade
    reason: GradeReason
    computed: Grade
    flags: tuple[GradeFlag, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Regrade:
    """What a touch proposes: ask the person only where `differs` (R-REGRADE)."""

    before: Grade | None
    after: Grade
    reason: GradeReason
    differs: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class _Found:
    grade: Grade
    reason: GradeReason
    line: Reason
    facts: NeedFacts
    flag: GradeFlag | None = None


def grade_deal(facts: NeedFacts, policy: GradingPolicy, today: date) -> Graded:
    """Grade of one deal (R-GRADE); dates are days of the configured time zone."""
    return _graded((_grade_one(facts, policy, today),), (), None, today)


def grade_customer(
    own: NeedFacts,
    deals: Sequence[NeedFacts],
    policy: GradingPolicy,
    today: date,
    override: GradeOverride | None = None,
) -> Graded:
    """Grade of a customer (R-GRADE).

    The best grade of its open deals; without an open deal its own need, date and chance count.
    An override stands until its last day is over.
    """
    open_deals = [deal for deal in deals if deal.is_open]
    found = tuple(_grade_one(facts, policy, today) for facts in open_deals or [own])
    head = () if open_deals else (Reason("grade.own_need"),)
    return _graded(found, head, override, today)


def propose_regrade(before: Grade | None, graded: Graded) -> Regrade:
    """The grade now in force against the one computed after a touch (R-REGRADE)."""
    differs = before != graded.grade
    code = "grade.proposal" if differs else "grade.unchanged"
    line = Reason(code, {"before": before, "after": graded.grade})
    lines = (*graded.explanation.lines, line)
    return Regrade(
        before,
        graded.grade,
        graded.reason,
        differs,
        Explanation("grade", "R-REGRADE", graded.grade, lines),
    )


def override_until(policy: GradingPolicy, today: date) -> date:
    """Last day of an override made today (R-REGRADE)."""
    return today + timedelta(days=policy.override_days)


def override_objections(why: str) -> tuple[Reason, ...]:
    """Why an override may not be saved: it needs a reason (R-REGRADE)."""
    return () if why.strip() else (Reason("grade.override_reason_required"),)


def touch_objections(before: NeedFacts, after: NeedFacts, today: date) -> tuple[Reason, ...]:
    """Why a touch may not be saved while the expected close has passed (R-GRADE).

    It must bring a date from today on, another need, or the word that there is no chance.
    """
    if not _date_passed(before, today):
        return ()
    if after.need is not NeedStatus.NOW or after.no_chance:
        return ()
    if after.expected_close is not None and after.expected_close >= today:
        return ()
    return (Reason("grade.date_needed", {"deal": before.code, "date": before.expected_close}),)


def _date_passed(facts: NeedFacts, today: date) -> bool:
    wanted = facts.need is NeedStatus.NOW and not facts.no_chance
    return wanted and facts.expected_close is not None and facts.expected_close < today


def _grade_one(facts: NeedFacts, policy: GradingPolicy, today: date) -> _Found:
    if facts.need is NeedStatus.NONE:
        return _plain(facts, Grade.E, GradeReason.NO_NEED, "grade.no_need")
    if facts.no_chance:
        return _plain(facts, Grade.E, GradeReason.NO_CHANCE, "grade.no_chance")
    if facts.need is NeedStatus.LATENT:
        return _plain(facts, Grade.D, GradeReason.LATENT, "grade.latent")
    if facts.expected_close is None:
        return _plain(facts, Grade.D, GradeReason.NO_DATE, "grade.no_date", GradeFlag.SET_DATE)
    days = (facts.expected_close - today).days
    if days < 0:
        return _passed(facts, facts.expected_close, -days)
    return _by_date(facts, facts.expected_close, days, policy)


def _plain(
    facts: NeedFacts, grade: Grade, reason: GradeReason, code: str, flag: GradeFlag | None = None
) -> _Found:
    return _Found(grade, reason, Reason(code, {"deal": facts.code, "grade": grade}), facts, flag)


def _passed(facts: NeedFacts, close: date, days: int) -> _Found:
    grade = facts.previous or Grade.D
    code = "grade.date_passed" if facts.previous else "grade.date_passed_no_previous"
    line = Reason(code, {"deal": facts.code, "date": close, "days": days, "grade": grade})
    return _Found(grade, GradeReason.DATE_PASSED, line, facts, GradeFlag.DATE_PASSED)


def _by_date(facts: NeedFacts, close: date, days: int, policy: GradingPolicy) -> _Found:
    limits = (
        (Grade.A, policy.a_days, "grading.a_days"),
        (Grade.B, policy.b_days, "grading.b_days"),
        (Grade.C, policy.c_days, "grading.c_days"),
    )
    code, (grade, limit, setting) = "grade.beyond", (Grade.D, policy.c_days, "grading.c_days")
    for one in limits:
        if days <= one[1]:
            code, (grade, limit, setting) = "grade.by_date", one
            break
    params = {"deal": facts.code, "date": close, "days": days, "grade": grade}
    line = Reason(code, {**params, "limit": limit, "setting": setting})
    return _Found(grade, GradeReason.BY_DATE, line, facts)


def _graded(
    found: Sequence[_Found],
    head: tuple[Reason, ...],
    override: GradeOverride | None,
    today: date,
) -> Graded:
    best = min(found, key=_rank)
    lines = [*head, *(one.line for one in found)]
    if len(found) > 1:
        params = {"count": len(found), "deal": best.facts.code, "grade": best.grade}
        lines.append(Reason("grade.best_of", params))
    grade, reason = best.grade, best.reason
    if override is not None:
        stands = today <= override.until
        code = "grade.override" if stands else "grade.override_expired"
        params = {"grade": override.grade, "until": override.until, "why": override.why}
        lines.append(Reason(code, {**params, "computed": best.grade}))
        if stands:
            grade, reason = override.grade, GradeReason.OVERRIDE
    explanation = Explanation("grade", "R-GRADE", grade, tuple(lines))
    return Graded(grade, reason, best.grade, _flags(found), explanation)


def _rank(found: _Found) -> tuple[Grade, bool, date]:
    # Of equal grades the one that rests on a standing date names the reason.
    passed = found.reason is GradeReason.DATE_PASSED
    return found.grade, passed, found.facts.expected_close or date.max


def _flags(found: Sequence[_Found]) -> tuple[GradeFlag, ...]:
    seen = {one.flag for one in found}
    if not all(one.facts.confirmed for one in found):
        seen.add(GradeFlag.NEED_NOT_CONFIRMED)
    return tuple(flag for flag in GradeFlag if flag in seen)
