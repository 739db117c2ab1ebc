"""Account health card: four gauges, each with its explanation (S0-CRM5-01, AC-040)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.enums import HealthGauge
from models.explanation import Explanation, Reason
from models.rules.data_quality import Completeness
from models.rules.loyalty import Loyalty
from models.rules.rounding import half_up
from models.rules.value import Clv


@dataclass(frozen=True, slots=True)
class TouchpointScore:
    """What a customer gave one touchpoint, and how much it matters to them."""

    name: str
    score: Decimal  # 1 to 5
    importance: int  # 1 to 5
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Experience:
    """Mean of the touchpoint scores weighted by importance, 1 to 5; None is no data."""

    value: Decimal | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Gauge:
    """One gauge of the card; None is no data. Money is in minor units."""

    name: HealthGauge
    value: Decimal | int | None
    is_money: bool
    explanation: Explanation


def experience(scores: Sequence[TouchpointScore]) -> Experience:
    """Sum of score x importance / sum of importance (S0-CRM5-01)."""
    weight = sum(one.importance for one in scores)
    if weight == 0:
        nothing = Explanation("experience", "S0-CRM5-01", None, (Reason("health.no_scores"),))
        return Experience(None, nothing)
    total = sum(one.score * one.importance for one in scores)
    value = half_up(Fraction(total) / weight)
    lines = [
        Reason(
            "health.touchpoint",
            {"name": one.name, "score": one.score, "importance": one.importance, "date": one.on},
        )
        for one in scores
    ]
    lines.append(Reason("health.weighted", {"total": total, "sum": weight, "score": value}))
    return Experience(value, Explanation("experience", "S0-CRM5-01", value, tuple(lines)))


def health(
    loyalty: Loyalty, completeness: Completeness, value: Clv, seen: Experience
) -> tuple[Gauge, ...]:
    """The four gauges in their order; of the value the net line counts where there is one."""
    worth = value.value if value.net is None else value.net
    worth_why = Explanation("clv", "R-CLV", worth, value.explanation.lines)
    quality = completeness.explanation
    return (
        Gauge(HealthGauge.LOYALTY, loyalty.mean, False, loyalty.explanation),
        Gauge(HealthGauge.DATA_QUALITY, completeness.value, False, quality),
        Gauge(HealthGauge.VALUE, worth, True, worth_why),
        Gauge(HealthGauge.EXPERIENCE, seen.value, False, seen.explanation),
    )
