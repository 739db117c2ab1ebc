from __future__ import annotations

from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import Judgement, OddsBand
from models.explanation import Explanation, Reason
from models.policy_defaults import OddsPolicy
from models.policy_relations import FlowPolicy
from models.rules.flow import (
    ClosedDeal,
    GoalFacts,
    LeakFacts,
    SpentFacts,
    calibration,
    deviation,
    goals,
    leak,
    wilson,
)

POLICY = FlowPolicy()
ODDS = OddsPolicy()


# --- leaky bucket


def test_ac_079_as_many_lost_as_won_warns() -> None:
    found = leak(LeakFacts(100, 100), POLICY)
    assert (found.lost, found.won, found.net) == (100, 100, 0)
    assert (found.ratio, found.warns) == (Decimal("100.0"), True)
    assert found.explanation.value == 0
    assert (found.explanation.figure, found.explanation.rule) == ("leak", "R-LEAK")
    ratio = {"won": 100, "lost": 100, "percent": Decimal("100.0"), "limit": 50}
    spent = {"amount": 0, "minutes": 0, "hour_rate": 200_00, "cost": 0}
    assert found.explanation.lines == (
        Reason("leak.net", {"won": 100, "lost": 100, "net": 0}),
        Reason("leak.ratio", {**ratio, "setting": "flow.warn_percent"}),
        Reason("leak.warns"),
        Reason("leak.acquisition", {**spent, "setting": "flow.hourly_rate"}),
        Reason("leak.retention", {**spent, "setting": "flow.hourly_rate"}),
    )


@pytest.mark.parametrize(
    ("lost", "won", "net", "ratio", "warns"),
    [
        (49, 100, 51, "49.0", False),
        (50, 100, 50, "50.0", True),
        (4999, 10000, 5001, "50.0", False),
        (101, 100, -1, "101.0", True),
        (0, 5, 5, "0.0", False),
        (1, 0, -1, None, True),
        (0, 0, 0, None, False),
    ],
)
def test_lost_against_won(lost: int, won: int, net: int, ratio: str | None, warns: bool) -> None:
    found = leak(LeakFacts(lost, won), POLICY)
    assert (found.net, found.warns) == (net, warns)
    assert found.ratio == (None if ratio is None else Decimal(ratio))
    codes = [line.code for line in found.explanation.lines]
    assert codes[1] == ("leak.nothing_won" if ratio is None else "leak.ratio")
    assert ("leak.warns" in codes) is warns


def test_nothing_won_names_both_counts() -> None:
    line = leak(LeakFacts(3, 0), POLICY).explanation.lines[1]
    assert line == Reason("leak.nothing_won", {"won": 0, "lost": 3})


def test_a_ratio_without_losses_never_warns_even_at_a_limit_of_nothing() -> None:
    assert not leak(LeakFacts(0, 5), FlowPolicy(warn_percent=0)).warns
    assert leak(LeakFacts(1, 5), FlowPolicy(warn_percent=0)).warns


def test_costs_of_winning_and_keeping() -> None:
    acquisition = SpentFacts(1_000_00, 90)
    retention = SpentFacts(5, 7, minor_digits=0)
    found = leak(LeakFacts(1, 2, acquisition, retention), POLICY)
    assert (found.acquisition_cost, found.retention_cost) == (1_300_00, 28)
    params = {"amount": 1_000_00, "minutes": 90, "hour_rate": 200_00, "cost": 1_300_00}
    line = Reason("leak.acquisition", {**params, "setting": "flow.hourly_rate"})
    assert found.explanation.lines[-2] == line
    assert found.explanation.lines[-1].params["hour_rate"] == 200


# --- goals

QUARTER = GoalFacts(3, 2, 5, 2, 100_000_00, 40_000_00, 40, 3)


def test_ac_201_goals_of_the_quarter() -> None:
    found = goals(QUARTER, POLICY)
    assert found.conversion == Decimal("60.0")
    assert found.repeat_rate == Decimal("40.0")
    assert found.repeat_revenue == Decimal("40.0")
    assert found.complaint_rate == Decimal("7.5")
    assert found.in_band is True
    counted = {"part_count": 3, "whole_count": 5, "percent": Decimal("60.0")}
    again = {"part_count": 2, "whole_count": 5, "percent": Decimal("40.0")}
    share = {"amount": 40_000_00, "revenue": 100_000_00, "percent": Decimal("40.0")}
    rate = {"part_count": 3, "whole_count": 40, "percent": Decimal("7.5")}
    band = {"low_end": 25, "high_end": 85, "setting": "flow.repeat_low"}
    rule = "R-GOAL"
    assert found.explanations == (
        Explanation("conversion", rule, Decimal("60.0"), (Reason("goal.conversion", counted),)),
        Explanation("repeat_rate", rule, Decimal("40.0"), (Reason("goal.repeat_rate", again),)),
        Explanation(
            "repeat_revenue",
            rule,
            Decimal("40.0"),
            (Reason("goal.repeat_revenue", share), Reason("goal.in_band", band)),
        ),
        Explanation("complaint_rate", rule, Decimal("7.5"), (Reason("goal.complaint_rate", rate),)),
    )


def test_without_counts_goals_are_no_data() -> None:
    found = goals(GoalFacts(), POLICY)
    assert (found.conversion, found.repeat_rate, found.repeat_revenue) == (None, None, None)
    assert (found.complaint_rate, found.in_band) == (None, None)
    assert all(one.value is None for one in found.explanations)
    assert all(one.lines == (Reason("goal.no_data"),) for one in found.explanations)


@pytest.mark.parametrize(
    ("repeat", "inside"), [(249, False), (250, True), (850, True), (851, False)]
)
def test_repeat_revenue_within_its_band(repeat: int, inside: bool) -> None:
    found = goals(GoalFacts(revenue=1000, repeat_revenue=repeat), POLICY)
    assert found.in_band is inside
    code = "goal.in_band" if inside else "goal.out_of_band"
    assert found.explanations[2].lines[-1].code == code


# --- targets


def test_ac_041_deviation_from_a_target() -> None:
    found = deviation(1_000_000_00, 640_000_00)
    assert (found.amount, found.percent) == (-360_000_00, Decimal("-36.0"))
    assert found.explanation.value == -360_000_00
    assert (found.explanation.figure, found.explanation.rule) == ("deviation", "S0-CRM5-02")
    params = {"actual": 640_000_00, "target": 1_000_000_00, "deviation": -360_000_00}
    assert found.explanation.lines == (
        Reason("target.money", params),
        Reason("target.percent", {"percent": Decimal("-36.0")}),
    )


def test_a_target_that_is_no_money_or_nothing() -> None:
    points = deviation(Decimal("4.0"), Decimal("4.5"), is_money=False)
    assert (points.amount, points.percent) == (Decimal("0.5"), Decimal("12.5"))
    assert points.explanation.figure == "off_target"
    assert points.explanation.lines[0].code == "target.figure"
    zero = deviation(0, 5)
    assert (zero.amount, zero.percent) == (5, None)
    assert zero.explanation.lines[1] == Reason("target.zero")


# --- how odds came true


def test_bands_come_strongest_first_with_their_real_share() -> None:
    deals = [ClosedDeal(Decimal("70.0"), True)] * 2 + [ClosedDeal(Decimal("75.5"), False)]
    deals += [ClosedDeal(Decimal("39.9"), False)]
    strong, contested, weak, not_real = calibration(deals, ODDS, POLICY)
    assert strong.band is OddsBand.STRONG
    assert (strong.deals, strong.won, strong.few) == (3, 2, True)
    assert (strong.expected, strong.share) == (Decimal("71.8"), Decimal("66.7"))
    assert (strong.low, strong.high) == (Decimal("20.8"), Decimal("93.9"))
    assert (strong.explanation.figure, strong.explanation.rule) == ("calibration", "R-ODDS")
    assert strong.explanation.value == Decimal("66.7")
    assert strong.explanation.lines == (
        Reason("learning.share", {"won": 2, "count": 3, "percent": Decimal("66.7")}),
        Reason("learning.expected", {"percent": Decimal("71.8")}),
        Reason("learning.interval", {"low_end": Decimal("20.8"), "high_end": Decimal("93.9")}),
        Reason("learning.few", {"count": 3, "limit": 30, "setting": "flow.few_deals"}),
    )
    assert (contested.band, contested.deals) == (OddsBand.CONTESTED, 0)
    assert (weak.band, weak.deals, weak.share) == (OddsBand.WEAK, 1, Decimal("0.0"))
    assert not_real.band is OddsBand.NOT_REAL


def test_a_band_without_deals_is_no_data() -> None:
    found = calibration([], ODDS, POLICY)[1]
    nothing = Explanation("calibration", "R-ODDS", None, (Reason("learning.no_deals"),))
    assert (found.deals, found.won, found.few) == (0, 0, True)
    assert (found.expected, found.share, found.low, found.high) == (None, None, None, None)
    assert found.explanation == nothing


@pytest.mark.parametrize(("count", "few"), [(29, True), (30, False)])
def test_thirty_deals_are_enough(count: int, few: bool) -> None:
    found = calibration([ClosedDeal(Decimal(50), True)] * count, ODDS, POLICY)[1]
    assert found.few is few
    assert (found.explanation.lines[-1].code == "learning.few") is few


def test_odds_are_put_into_bands_as_they_are_shown() -> None:
    found = calibration([ClosedDeal(Decimal("69.95"), True)], ODDS, POLICY)
    assert (found[0].deals, found[1].deals) == (1, 0)


@pytest.mark.parametrize(
    ("won", "count", "low", "high"),
    [
        (0, 10, "0.0", "27.8"),
        (10, 10, "72.2", "100.0"),
        (5, 10, "23.7", "76.3"),
        (50, 100, "40.4", "59.6"),
        (1, 1, "20.7", "100.0"),
        (81, 263, "25.5", "36.6"),
    ],
)
def test_wilson_interval(won: int, count: int, low: str, high: str) -> None:
    assert wilson(won, count) == (Decimal(low), Decimal(high))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_wilson_agrees_with_the_textbook_and_holds_the_share(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 3000))
    won = data.draw(st.integers(0, count))
    low, high = wilson(won, count)
    assert 0 <= low <= Decimal(100 * won) / count + Decimal("0.05")
    assert Decimal(100 * won) / count - Decimal("0.05") <= high <= 100
    z, p = 1.96, won / count
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    spread = z * sqrt(p * (1 - p) / count + z * z / (4 * count**2)) / (1 + z * z / count)
    assert abs(float(low) - 100 * (middle - spread)) < 0.051
    assert abs(float(high) - 100 * (middle + spread)) < 0.051


@pytest.mark.parametrize(
    ("odds", "won", "deals", "judgement"),
    [
        (75, 22, 30, Judgement.FITS),
        (75, 29, 30, Judgement.TOO_LOW),
        (75, 12, 30, Judgement.TOO_HIGH),
        (75, 12, 29, Judgement.TOO_FEW),
    ],
)
def test_what_a_band_says_about_the_odds(
    odds: int, won: int, deals: int, judgement: Judgement
) -> None:
    closed = [ClosedDeal(Decimal(odds), place < won) for place in range(deals)]
    strong, *others = calibration(closed, ODDS, POLICY)
    assert strong.judgement is judgement
    assert {one.judgement for one in others} == {Judgement.TOO_FEW}
