"""Loyalty in three parts with its label (R-LOY), and the risk of losing a customer (R-CHURN).

Pure: an answer that is missing is no data for its part and for every label that needs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.enums import LoyaltyLabel, LoyaltyType
from models.explanation import Explanation, Reason
from models.policy_relations import ChurnPolicy, LoyaltyPolicy
from models.rules.rounding import half_up
from models.rules.spans import YEAR_DAYS

_FULL = 100
_ANSWER_POINTS = 10  # of one step of an answer from 0 to 10
_TWO_DAYS = 2


@dataclass(frozen=True, slots=True)
class LoyaltyFacts:
    """What loyalty rests on; None is no data."""

    repeat_orders: int | None = None  # of 365 days, less the very first; None: never an order
    will_buy_again: int | None = None  # last answer, 0 to 10
    recommend: int | None = None  # last answer, 0 to 10
    satisfaction: Fraction | None = None  # mean of the SCORE_1_5 answers of the last survey
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Loyalty:
    """The three parts 0 to 100, their mean, and the label (None while it cannot be told)."""

    parts: Mapping[LoyaltyType, int | None]
    mean: Decimal | None  # of the parts there are
    label: LoyaltyLabel | None
    explanation: Explanation

    @property
    def is_brand_loyalist(self) -> bool:
        """The last step of the ladder prospect, customer, brand loyalist (S2-PROG-01)."""
        return self.label is LoyaltyLabel.LOYAL


def loyalty(facts: LoyaltyFacts, policy: LoyaltyPolicy) -> Loyalty:
    """Behavioural, attitudinal and emotional loyalty, and what they say together (R-LOY)."""
    parts = {
        LoyaltyType.BEHAVIOURAL: _behavioural(facts.repeat_orders, policy),
        LoyaltyType.ATTITUDINAL: _answered(facts.will_buy_again),
        LoyaltyType.EMOTIONAL: _answered(facts.recommend),
    }
    known = [value for value in parts.values() if value is not None]
    mean = half_up(Fraction(sum(known), len(known))) if known else None
    label = _label(parts, facts.satisfaction, policy)
    lines = list(_part_lines(facts, parts, policy))
    if known:
        lines.append(
            Reason("loyalty.mean", {"counts": tuple(known), "count": len(known), "mean": mean})
        )
    code = "loyalty.no_label" if label is None else f"loyalty.{label.lower()}"
    lines.append(Reason(code))
    return Loyalty(parts, mean, label, Explanation("loyalty", "R-LOY", mean, tuple(lines)))


def _behavioural(repeat_orders: int | None, policy: LoyaltyPolicy) -> int | None:
    return None if repeat_orders is None else min(_FULL, policy.repeat_points * repeat_orders)


def _answered(answer: int | None) -> int | None:
    return None if answer is None else _ANSWER_POINTS * answer


def _label(
    parts: Mapping[LoyaltyType, int | None], satisfaction: Fraction | None, policy: LoyaltyPolicy
) -> LoyaltyLabel | None:
    behaviour = parts[LoyaltyType.BEHAVIOURAL]
    emotion = parts[LoyaltyType.EMOTIONAL]
    known = [value for value in parts.values() if value is not None]
    complete = len(known) == len(parts)
    if complete and min(known) >= policy.loyal_points:
        return LoyaltyLabel.LOYAL
    if behaviour is None:
        return None
    if behaviour >= policy.loyal_points and emotion is not None and emotion < policy.captive_below:
        return LoyaltyLabel.CAPTIVE
    if (
        satisfaction is not None
        and satisfaction >= policy.satisfied_from
        and behaviour < policy.drifting_below
    ):
        return LoyaltyLabel.DRIFTING
    return LoyaltyLabel.OTHER if complete and satisfaction is not None else None


def _part_lines(
    facts: LoyaltyFacts, parts: Mapping[LoyaltyType, int | None], policy: LoyaltyPolicy
) -> Iterator[Reason]:
    if facts.repeat_orders is None:
        yield Reason("loyalty.no_orders")
    else:
        params = {"orders": facts.repeat_orders, "points": policy.repeat_points, "limit": YEAR_DAYS}
        result = {"score": parts[LoyaltyType.BEHAVIOURAL], "setting": "loyalty.repeat_points"}
        yield Reason("loyalty.behavioural", {**params, **result})
    answers = (
        ("loyalty.attitudinal", facts.will_buy_again, LoyaltyType.ATTITUDINAL),
        ("loyalty.emotional", facts.recommend, LoyaltyType.EMOTIONAL),
    )
    for code, answer, part in answers:
        if answer is None:
            yield Reason("loyalty.no_answer", {"part_of": part})
        else:
            yield Reason(code, {"answer": answer, "score": parts[part], "date": facts.answered_on})
    if facts.satisfaction is None:
        yield Reason("loyalty.no_satisfaction")
    else:
        yield Reason(
            "loyalty.satisfaction",
            {
                "mean": half_up(facts.satisfaction),
                "limit": policy.satisfied_from,
                "date": facts.answered_on,
                "setting": "loyalty.satisfied_from",
            },
        )


@dataclass(frozen=True, slots=True)
class ChurnFacts:
    """What may tell that a customer is leaving."""

    tracking_overdue: bool = False
    complaint_reopened: bool = False  # an open complaint in a later round
    order_days: tuple[date, ...] = ()  # days with an order, ever
    recommend: int | None = None  # last answer, 0 to 10
    single_thread: bool = False  # R-THREAD


@dataclass(frozen=True, slots=True)
class ChurnRisk:
    """Risk points, each sign at most once, and whether they warn (R-CHURN)."""

    points: int
    warns: bool
    explanation: Explanation


def churn_risk(facts: ChurnFacts, policy: ChurnPolicy, today: date) -> ChurnRisk:
    """Sum of the points of the signs that hold; from 50 on it warns (R-CHURN, AC-192)."""
    found = list(_signs(facts, policy, today))
    lines = [line for line, _ in found]
    terms = tuple(points for _, points in found)
    points = sum(terms)
    warns = points >= policy.warn_points
    if lines:
        code = "churn.warns" if warns else "churn.calm"
        result = {"limit": policy.warn_points, "setting": "churn.warn_points"}
        lines.append(Reason(code, {"terms": terms, "points": points, **result}))
    else:
        lines.append(Reason("churn.no_sign"))
    return ChurnRisk(points, warns, Explanation("churn_risk", "R-CHURN", points, tuple(lines)))


def _signs(facts: ChurnFacts, policy: ChurnPolicy, today: date) -> Iterator[tuple[Reason, int]]:
    if facts.tracking_overdue:
        yield _sign("churn.overdue", policy.overdue_points, "overdue_points")
    if facts.complaint_reopened:
        yield _sign("churn.reopened", policy.reopened_points, "reopened_points")
    silent = _silence(facts.order_days, policy, today)
    if silent is not None:
        yield _sign("churn.silent", policy.silent_points, "silent_points", silent)
    if facts.recommend is not None and facts.recommend <= policy.detractor_score:
        params = {"answer": facts.recommend, "limit": policy.detractor_score}
        yield _sign("churn.detractor", policy.detractor_points, "detractor_points", params)
    if facts.single_thread:
        yield _sign("churn.single_thread", policy.thread_points, "thread_points")


def _sign(
    code: str, points: int, setting: str, params: Mapping[str, object] | None = None
) -> tuple[Reason, int]:
    named = {"points": points, "setting": f"churn.{setting}"}
    return Reason(code, {**(params or {}), **named}), points


def _silence(
    order_days: tuple[date, ...], policy: ChurnPolicy, today: date
) -> Mapping[str, object] | None:
    """No order for more than twice the average interval; needs orders on two days."""
    days = sorted(set(order_days))
    if len(days) < _TWO_DAYS:
        return None
    interval = Fraction((days[-1] - days[0]).days, len(days) - 1)
    silent = (today - days[-1]).days
    if silent <= policy.silent_factor * interval:
        return None
    return {
        "date": days[-1],
        "days": silent,
        "factor": policy.silent_factor,
        "interval": half_up(interval),
    }
