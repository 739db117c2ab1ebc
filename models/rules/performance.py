"""What an owner is judged by: loyalty of the customers, value, time to solve (S0-CRM5-03).

Pure and exact; satisfaction is R-CSAT of `satisfaction`, the deviation from a target in `flow`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from models.explanation import Explanation, Reason
from models.rules.rounding import half_up

_RULE = "S0-CRM5-03"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure of an owner; None is no data."""

    value: Decimal | int | None
    explanation: Explanation


def _judged(figure: str, value: Decimal | int | None, *lines: Reason) -> Judged:
    return Judged(value, Explanation(figure, _RULE, value, lines))


def mean_loyalty(scores: Sequence[Fraction]) -> Judged:
    """Mean of the loyalty (R-LOY, 0 to 100) of the customers of whom there are data."""
    if not scores:
        return _judged("owner_loyalty", None, Reason("owner.no_loyalty"))
    value = half_up(Fraction(sum(scores)) / len(scores))
    return _judged(
        "owner_loyalty", value, Reason("owner.loyalty", {"count": len(scores), "mean": value})
    )


def revenue_brought(revenue: int, customers: int) -> Judged:
    """Revenue of 365 days of the customers of an owner, minor units of the base currency."""
    params = {"amount": revenue, "count": customers}
    return _judged("owner_value", revenue, Reason("owner.value", params))


def time_to_solve(spans: Sequence[timedelta]) -> Judged:
    """Median hours from intake to closing of the cases closed (process efficiency)."""
    if not spans:
        return _judged("owner_time", None, Reason("owner.no_cases"))
    ordered = sorted(spans)
    middle = len(ordered) // 2
    low = ordered[middle] if len(ordered) % 2 else ordered[middle - 1]
    seconds = Fraction(int((low + ordered[middle]).total_seconds()), 2)
    value = half_up(seconds / int(_HOUR.total_seconds()))
    params = {"count": len(ordered), "hours": value}
    return _judged("owner_time", value, Reason("owner.time", params))
