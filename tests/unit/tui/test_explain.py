"""Explanations of the rules on committee, value and targets as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from models.enums import Grade
from models.policy_defaults import Policy
from models.rules.agenda import OpenDeal, value_at_risk
from models.rules.committee import Member, support
from models.rules.data_quality import CustomerData, completeness
from models.rules.flow import deviation
from models.rules.ranking import BookEntry, ranking
from models.rules.value import EnteredClv, RfmFacts, TierFacts, at_stake, entered_clv, rfm, tier
from tui import explain, i18n

TODAY = date(2026, 3, 2)
POLICY = Policy()


@pytest.fixture(autouse=True, params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


def test_ac_022_support_is_explained_as_a_sum_with_signs(language: str) -> None:
    people = [Member("Li", 50, 1), Member("Wang", 30, 2), Member("Zhao", 20, -2)]
    lines = explain.lines(support(people).explanation)
    if language == "en":
        assert lines == [
            "Weighted support 35.0 (R-SUPPORT)",
            "Li: weight 50 % x stance 1 / 2 = 25",
            "Wang: weight 30 % x stance 2 / 2 = 30",
            "Zhao: weight 20 % x stance -2 / 2 = -20",
            "25 + 30 - 20 = 35",
        ]
    else:
        assert lines[0] == "加权支持度 35.0(R-SUPPORT)"
        assert lines[-1] == "合计:25 + 30 - 20 = 35"


def test_ac_072_entered_value_is_shown_in_its_currency(language: str) -> None:
    entered = entered_clv(EnteredClv(40_00, Decimal(52), Decimal(30), "USD", TODAY))
    head, line = explain.lines(entered.explanation)
    assert "US$ 62,400.00" in head
    for part in ("US$ 40.00 x 52 =", "US$ 2,080.00", "30", "US$ 62,400.00", "2026-03-02"):
        assert part in line
    stake = at_stake(entered, entered, 1_000_00, "USD")
    assert "US$ 61,400.00" in explain.headline(stake.explanation)


def test_ac_041_a_target_in_money_and_one_in_points(language: str) -> None:
    money = explain.lines(deviation(1_000_000_00, 640_000_00).explanation)
    assert "¥ -360,000.00" in money[0]
    assert "¥ 640,000.00 - " in money[1]
    assert "-36.0 %" in money[2]
    points = explain.lines(deviation(50, 48, is_money=False).explanation)
    assert "¥" not in "".join(points)
    assert points[0].endswith("-2 (S0-CRM5-02)" if language == "en" else "-2(S0-CRM5-02)")


def test_thresholds_and_amounts_of_a_tier_are_money(language: str) -> None:
    found = tier(TierFacts(revenue=1_00, grade=Grade.C), POLICY.value)
    lines = explain.lines(found.explanation)
    assert "¥ 1.00" in lines[2]
    assert "¥ 1,000,000.00" in lines[2]
    assert lines[2].endswith("[value.high_revenue]")


def test_items_of_a_record_that_are_missing_have_names(language: str) -> None:
    lines = explain.lines(completeness(CustomerData(name="x", code="y")).explanation)
    wanted = "province or city" if language == "en" else "省份或城市"
    assert wanted in lines[-1]
    assert "main_contact" not in lines[-1]


def test_no_order_ever_is_a_dash_and_no_revenue_is_no_data(language: str) -> None:
    assert "–" in explain.headline(rfm(RfmFacts(), POLICY.rfm, TODAY).explanation)
    nothing = ranking([BookEntry("C-1", 0)], POLICY.ranking).explanation
    assert i18n.tr("no data") in explain.headline(nothing)


def test_value_at_risk_reads_as_the_arithmetic_it_is(language: str) -> None:
    deals = [OpenDeal("O-1", 68_000_000, 350), OpenDeal("O-2", 900, 500, "USD")]
    lines = explain.lines(value_at_risk(deals, date(2026, 2, 28), TODAY).explanation)
    assert "¥ 476,000.00" in lines[0]
    assert "¥ 680,000.00 x 35.0 %" in lines[1]
    assert "USD" in lines[2]
    assert "¥ 238,000.00" in lines[3]
    assert "¥ 476,000.00" in lines[3]
    if language == "zh":
        assert lines[2] == "O-2: 未计入,没有 USD 的汇率"
