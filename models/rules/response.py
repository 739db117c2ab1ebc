"""How fast feedback is answered (S2-QA-01, S2-COM-03). Pure and exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from models.explanation import Explanation, Reason
from models.rules.rounding import half_up

_HOUR = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Response:
    """The median time from receiving to answering, in hours; None without a case."""

    hours: Decimal | None
    explanation: Explanation


def first_response(spans: Sequence[timedelta]) -> Response:
    """The middle of the times, of two middle ones the mean; hours, one decimal (S2-QA-01)."""
    if not spans:
        nothing = Explanation("response_hours", "S2-QA-01", None, (Reason("response.none"),))
        return Response(None, nothing)
    ordered = sorted(spans)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    median = _hours(low, high)
    params = {
        "count": len(ordered),
        "fastest": _hours(ordered[0], ordered[0]),
        "median": median,
        "slowest": _hours(ordered[-1], ordered[-1]),
    }
    line = Reason("response.median", params)
    return Response(median, Explanation("response_hours", "S2-QA-01", median, (line,)))


def _hours(low: timedelta, high: timedelta) -> Decimal:
    seconds = int(low.total_seconds()) + int(high.total_seconds())
    return half_up(Fraction(seconds, 2 * _HOUR))
