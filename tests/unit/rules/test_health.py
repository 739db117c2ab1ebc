from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import HealthGauge
from models.explanation import Explanation, Reason
from models.policy_relations import LoyaltyPolicy
from models.rules.data_quality import CustomerData, completeness
from models.rules.health import TouchpointScore, experience, health
from models.rules.loyalty import LoyaltyFacts, loyalty
from models.rules.rounding import half_up
from models.rules.value import ClvFacts, clv

TODAY = date(2026, 3, 2)


def test_ac_040_four_gauges_each_with_its_explanation() -> None:
    loyal = loyalty(LoyaltyFacts(3, 8, 8), LoyaltyPolicy())
    quality = completeness(CustomerData(name="Lihua"))
    value = clv(ClvFacts(100_00, 2, 5))
    seen = experience([TouchpointScore("hotline", Decimal(4), 5, TODAY)])
    gauges = health(loyal, quality, value, seen)
    assert [one.name for one in gauges] == list(HealthGauge)
    assert [one.value for one in gauges] == [
        Decimal("78.3"),
        Decimal("8.3"),
        500_00,
        Decimal("4.0"),
    ]
    assert [one.is_money for one in gauges] == [False, False, True, False]
    assert [one.explanation.value for one in gauges] == [one.value for one in gauges]
    assert [one.explanation.figure for one in gauges] == [
        "loyalty",
        "completeness",
        "clv",
        "experience",
    ]
    assert all(one.explanation.lines for one in gauges)


def test_the_net_line_counts_where_there_is_one() -> None:
    value = clv(ClvFacts(100_00, 2, 5, Decimal(10), 7_00))
    empty = experience([])
    gauges = health(
        loyalty(LoyaltyFacts(), LoyaltyPolicy()), completeness(CustomerData()), value, empty
    )
    wanted = Explanation("clv", "R-CLV", 43_00, value.explanation.lines)
    assert (gauges[2].value, gauges[2].explanation) == (43_00, wanted)


def test_without_data_a_gauge_is_empty_not_zero() -> None:
    gauges = health(
        loyalty(LoyaltyFacts(), LoyaltyPolicy()),
        completeness(CustomerData()),
        clv(ClvFacts()),
        experience([]),
    )
    assert [one.value for one in gauges] == [None, Decimal("0.0"), None, None]


def test_experience_is_weighted_by_importance() -> None:
    found = experience(
        [
            TouchpointScore("hotline", Decimal(5), 4, TODAY),
            TouchpointScore("delivery", Decimal("2.5"), 1),
        ]
    )
    assert found.value == Decimal("4.5")
    hotline = {"name": "hotline", "score": Decimal(5), "importance": 4, "date": TODAY}
    delivery = {"name": "delivery", "score": Decimal("2.5"), "importance": 1, "date": None}
    total = {"total": Decimal("22.5"), "sum": 5, "score": Decimal("4.5")}
    lines = (
        Reason("health.touchpoint", hotline),
        Reason("health.touchpoint", delivery),
        Reason("health.weighted", total),
    )
    assert found.explanation == Explanation("experience", "S0-CRM5-01", Decimal("4.5"), lines)
    nothing = Explanation("experience", "S0-CRM5-01", None, (Reason("health.no_scores"),))
    assert experience([]).explanation == nothing
    assert experience([TouchpointScore("x", Decimal(5), 0)]).value is None


scores = st.builds(
    TouchpointScore, st.just("x"), st.decimals(1, 5, places=1), st.integers(1, 5), st.none()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(scores, min_size=1, max_size=12))
def test_experience_recomputes_and_stays_on_its_scale(given_scores: list[TouchpointScore]) -> None:
    found = experience(given_scores)
    assert found.value is not None
    assert 1 <= found.value <= 5
    lines = [one.params for one in found.explanation.lines[:-1]]
    total = sum((Fraction(str(p["score"])) * int(str(p["importance"])) for p in lines), Fraction(0))
    weight = sum(int(str(p["importance"])) for p in lines)
    assert half_up(total / weight) == found.value
