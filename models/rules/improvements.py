"""Audits, priority and effect of improvements, standards to review (S0-CXM, 9.7, S2-STD-01).

Pure and exact: scores and dates in, values with their arithmetic out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.enums import EffectSide, ImprovementState
from models.explanation import Explanation, Reason
from models.policy_relations import ExperiencePolicy
from models.rules.rounding import half_up, percent

TOP_SCORE = 2  # of an audit item: 0 no, 1 partly, 2 fully (requirements 9.7)


@dataclass(frozen=True, slots=True)
class Priority:
    """Impact x feasibility x reach, at most 125 (S0-CXM-03)."""

    value: int
    explanation: Explanation


def priority(impact: int, feasibility: int, reach: int) -> Priority:
    """What to improve first; each factor from 1 to 5 (AC-101)."""
    value = impact * feasibility * reach
    params = {"impact": impact, "feasibility": feasibility, "reach": reach, "priority": value}
    line = Reason("improvement.priority", params)
    return Priority(value, Explanation("priority", "S0-CXM-03", value, (line,)))


@dataclass(frozen=True, slots=True)
class AuditResult:
    """Points of an audit, its result in percent, and whether it opens an improvement (9.7)."""

    points: int
    most: int
    result: Decimal | None
    opens: bool
    explanation: Explanation


def audit_result(scores: Sequence[int], policy: ExperiencePolicy) -> AuditResult:
    """Points of the most there can be, in percent; below the limit it opens one (AC-108)."""
    if not scores:
        nothing = Explanation("audit_result", "9.7", None, (Reason("audit.no_items"),))
        return AuditResult(0, 0, None, False, nothing)
    points, most = sum(scores), TOP_SCORE * len(scores)
    result = percent(points, most)
    opens = 100 * points < policy.audit_percent * most  # the exact share decides
    limit = {"limit": policy.audit_percent, "setting": "experience.audit_percent"}
    lines = (
        Reason("audit.points", {"points": points, "most": most, "result": result}),
        Reason("audit.opens" if opens else "audit.passes", limit),
    )
    return AuditResult(
        points, most, result, opens, Explanation("audit_result", "9.7", result, lines)
    )


@dataclass(frozen=True, slots=True)
class Range:
    """A range of dates with the scores answered in it; both days included."""

    first: date | None
    last: date | None
    scores: Sequence[int] = ()

    @property
    def mean(self) -> Decimal | None:
        """Mean of the scores, one decimal; None without any."""
        return half_up(Fraction(sum(self.scores), len(self.scores))) if self.scores else None


@dataclass(frozen=True, slots=True)
class Effect:
    """Score of the linked element before and after, and the change (S0-CXM-05)."""

    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    explanation: Explanation


def effect(before: Range, after: Range) -> Effect:
    """After less before; None where one of them has no answer (AC-102)."""
    lines = [_range_line(EffectSide.BEFORE, before), _range_line(EffectSide.AFTER, after)]
    old, new = before.mean, after.mean
    change = None if old is None or new is None else new - old
    if change is not None:
        params = {"before": old, "after": new, "change": signed(change)}
        lines.append(Reason("improvement.change", params))
    explanation = Explanation("effect", "S0-CXM-05", change, tuple(lines))
    return Effect(old, new, change, explanation)


def signed(change: Decimal) -> str:
    """A change with its sign, none for no change: +0.7."""
    return f"{change:+}" if change else str(change)


def _range_line(side: EffectSide, found: Range) -> Reason:
    span = {"side": side, "first": found.first, "last": found.last}
    if found.first is None or found.last is None:
        return Reason("improvement.no_range", {"side": side})
    if not found.scores:
        return Reason("improvement.no_answers", span)
    total, count = sum(found.scores), len(found.scores)
    return Reason("improvement.mean", {**span, "total": total, "count": count, "mean": found.mean})


_NEXT: dict[ImprovementState, frozenset[ImprovementState]] = {
    ImprovementState.OPEN: frozenset({ImprovementState.DOING, ImprovementState.DROPPED}),
    ImprovementState.DOING: frozenset(
        {ImprovementState.DONE, ImprovementState.OPEN, ImprovementState.DROPPED}
    ),
    ImprovementState.DONE: frozenset({ImprovementState.REVIEWED, ImprovementState.DOING}),
    # Without the effect that was hoped for it is gone on with (S0-CXM-05: continuous).
    ImprovementState.REVIEWED: frozenset({ImprovementState.DOING}),
    ImprovementState.DROPPED: frozenset({ImprovementState.OPEN}),
}


def next_states(state: ImprovementState) -> tuple[ImprovementState, ...]:
    """States that may follow, in their order."""
    return tuple(one for one in ImprovementState if one in _NEXT[state])


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """How long the review of a standard is overdue; 0 where it is not (S2-STD-01)."""

    days: int
    explanation: Explanation


def review_due(review_date: date, today: date) -> ReviewDue:
    """Overdue from the day after its review date (AC-103)."""
    days = max(0, (today - review_date).days)
    code = "standard.overdue" if days else "standard.in_time"
    line = Reason(code, {"date": review_date, "days": days})
    return ReviewDue(days, Explanation("review_overdue", "S2-STD-01", days, (line,)))
