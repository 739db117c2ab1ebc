from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import Grade, RfmLabel, ValueMethod, ValueTier
from models.explanation import Reason
from models.policy_relations import RfmPolicy, ValuePolicy
from models.rules.rounding import half_up_whole
from models.rules.value import (
    NO_ORDER,
    CardFacts,
    Clv,
    ClvFacts,
    EnteredClv,
    RfmFacts,
    TierFacts,
    at_stake,
    clv,
    entered_clv,
    rfm,
    tier,
    value_card,
)

TODAY = date(2026, 3, 2)
POLICY = RfmPolicy()
VALUE = ValuePolicy()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


# --- RFM


def test_ac_076_scores_code_and_average_order() -> None:
    found = rfm(RfmFacts(date(2026, 1, 20), 4, 360_000_00), POLICY, TODAY)
    assert found.code == "434" == found.explanation.value
    assert (found.scores, found.days, found.average) == ((4, 3, 4), 41, 90_000_00)
    assert found.label is RfmLabel.OTHER
    assert (found.explanation.figure, found.explanation.rule) == ("rfm", "R-RFM")
    recency = {"date": date(2026, 1, 20), "days": 41, "score": 4, "setting": "rfm.r4_days"}
    average = {"amount": 360_000_00, "orders": 4, "average": 90_000_00}
    assert found.explanation.lines == (
        Reason("rfm.recency", recency),
        Reason("rfm.frequency", {"orders": 4, "score": 3, "setting": "rfm.f3_orders"}),
        Reason("rfm.monetary", {"amount": 360_000_00, "score": 4, "setting": "rfm.m4_amount"}),
        Reason("rfm.average", average),
        Reason("rfm.segment", {"rfm": "434", "segment": RfmLabel.OTHER}),
    )


def test_ac_077_no_order_ever_is_a_dash_and_no_score() -> None:
    found = rfm(RfmFacts(), POLICY, TODAY)
    assert found.code == NO_ORDER == "–" == found.explanation.value
    assert (found.scores, found.label, found.days, found.average) == (None, None, None, None)
    assert (found.explanation.figure, found.explanation.rule) == ("rfm", "R-RFM")
    assert found.explanation.lines == (Reason("rfm.no_order"),)


@pytest.mark.parametrize(
    ("days", "score", "setting"),
    [
        (0, 5, "r5"),
        (30, 5, "r5"),
        (31, 4, "r4"),
        (90, 4, "r4"),
        (91, 3, "r3"),
        (180, 3, "r3"),
        (181, 2, "r2"),
        (365, 2, "r2"),
        (366, 1, "r2"),
    ],
)
def test_recency_at_every_limit(days: int, score: int, setting: str) -> None:
    found = rfm(RfmFacts(ago(days), 1, 1), POLICY, TODAY)
    assert found.code[0] == str(score)
    assert found.explanation.lines[0].params["setting"] == f"rfm.{setting}_days"


@pytest.mark.parametrize(
    ("orders", "score", "setting"),
    [(0, 1, 3), (1, 2, 3), (2, 2, 3), (3, 3, 3), (5, 3, 3), (6, 4, 4), (11, 4, 4), (12, 5, 5)],
)
def test_frequency_at_every_limit(orders: int, score: int, setting: int) -> None:
    found = rfm(RfmFacts(TODAY, orders, 1), POLICY, TODAY)
    assert found.code[1] == str(score)
    assert found.explanation.lines[1].params["setting"] == f"rfm.f{setting}_orders"


@pytest.mark.parametrize(
    ("amount", "score", "setting"),
    [
        (0, 1, 3),
        (1, 2, 3),
        (99_999_99, 2, 3),
        (100_000_00, 3, 3),
        (299_999_99, 3, 3),
        (300_000_00, 4, 4),
        (999_999_99, 4, 4),
        (1_000_000_00, 5, 5),
    ],
)
def test_monetary_at_every_limit(amount: int, score: int, setting: int) -> None:
    found = rfm(RfmFacts(TODAY, 1, amount), POLICY, TODAY)
    assert found.code[2] == str(score)
    assert found.explanation.lines[2].params["setting"] == f"rfm.m{setting}_amount"


def test_limits_count_in_minor_units_of_the_base_currency() -> None:
    assert rfm(RfmFacts(TODAY, 1, 100_000, minor_digits=0), POLICY, TODAY).code[2] == "3"


def test_an_order_longer_ago_than_a_year_has_scores_but_no_average() -> None:
    found = rfm(RfmFacts(ago(366)), POLICY, TODAY)
    assert (found.code, found.average) == ("111", None)
    assert [line.code for line in found.explanation.lines] == [
        "rfm.recency",
        "rfm.frequency",
        "rfm.monetary",
        "rfm.segment",
    ]


@pytest.mark.parametrize(
    ("days", "orders", "amount", "code", "label"),
    [
        (90, 6, 300_000, "444", RfmLabel.CHAMPION),
        (91, 6, 300_000, "344", RfmLabel.OTHER),
        (90, 5, 300_000, "434", RfmLabel.OTHER),
        (90, 6, 299_999, "443", RfmLabel.OTHER),
        (181, 6, 300_000, "244", RfmLabel.WIN_BACK),
        (366, 1, 300_000, "124", RfmLabel.WIN_BACK),
        (181, 6, 299_999, "243", RfmLabel.OTHER),
        (180, 6, 300_000, "344", RfmLabel.OTHER),
        (90, 2, 1, "422", RfmLabel.NEW),
        (90, 2, 1_000_000, "425", RfmLabel.NEW),
        (90, 3, 1, "432", RfmLabel.OTHER),
        (91, 2, 1, "322", RfmLabel.OTHER),
    ],
)
def test_segments_of_the_scores(
    days: int, orders: int, amount: int, code: str, label: RfmLabel
) -> None:
    found = rfm(RfmFacts(ago(days), orders, amount * 100), POLICY, TODAY)
    assert (found.code, found.label) == (code, label)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 800), st.integers(0, 30), st.integers(0, 10**9))
def test_rfm_average_recomputes_from_its_line(days: int, orders: int, amount: int) -> None:
    found = rfm(RfmFacts(ago(days), orders, amount), POLICY, TODAY)
    assert all("1" <= digit <= "5" for digit in found.code)
    lines = [line.params for line in found.explanation.lines if line.code == "rfm.average"]
    assert len(lines) == (orders > 0)
    for line in lines:
        exact = Fraction(int(str(line["amount"])), int(str(line["orders"])))
        assert half_up_whole(exact) == found.average


# --- lifetime value


def test_ac_071_lifetime_value_from_data() -> None:
    found = clv(ClvFacts(360_000_00, 4, 5))
    assert (found.value, found.yearly, found.net) == (1_800_000_00, 360_000_00, None)
    assert found.explanation.value == 1_800_000_00
    assert (found.explanation.figure, found.explanation.rule) == ("clv", "R-CLV")
    average = {"amount": 360_000_00, "orders": 4, "average": 90_000_00}
    assert found.explanation.lines == (
        Reason("clv.average", average),
        Reason("clv.data", {"amount": 360_000_00, "years": 5, "clv": 1_800_000_00}),
    )


def test_expected_years_are_five_and_the_average_is_rounded_only_for_show() -> None:
    found = clv(ClvFacts(100, 3))
    assert (found.value, found.explanation.lines[0].params["average"]) == (500, 33)


def test_ac_072_lifetime_value_from_entered_figures() -> None:
    entered = EnteredClv(40_00, Decimal(52), Decimal(30), "USD", TODAY)
    found = entered_clv(entered)
    assert (found.value, found.yearly, found.net) == (62_400_00, 2_080_00, None)
    assert found.explanation.value == 62_400_00
    assert (found.explanation.figure, found.explanation.rule) == ("clv", "R-CLV")
    params = {"amount": 40_00, "per_year": Decimal(52), "years": Decimal(30), "yearly": 2_080_00}
    rest = {"clv": 62_400_00, "currency": "USD", "date": TODAY}
    assert found.explanation.lines == (Reason("clv.entered", {**params, **rest}),)
    stake = at_stake(found, clv(ClvFacts()), 1_000_00, "USD")
    assert stake.value == 61_400_00


def test_entered_figures_are_exact_until_the_end() -> None:
    found = entered_clv(EnteredClv(1, Decimal("0.5"), Decimal("2.5")))
    assert (found.yearly, found.value) == (1, 1)
    assert found.explanation.lines[0].params["currency"] == "CNY"


def test_ac_073_without_orders_there_is_no_data() -> None:
    found = clv(ClvFacts(margin_percent=Decimal(20)))
    assert (found.value, found.yearly, found.net, found.explanation.value) == (None,) * 4
    assert (found.explanation.figure, found.explanation.rule) == ("clv", "R-CLV")
    assert found.explanation.lines == (Reason("clv.no_orders", {"limit": 365}),)
    card = value_card(CardFacts(clv=found))
    assert [line.figure for line in card] == [None] * 4
    assert [line.source.code for line in card] == [
        "value.no_orders",
        "value.no_survey",
        "value.no_clv",
        "value.no_feedback",
    ]


def test_net_value_takes_the_costs_once() -> None:
    found = clv(ClvFacts(360_000_00, 4, 5, Decimal("12.5"), 1_000_00))
    assert found.value == 1_800_000_00
    assert found.net == 224_000_00
    params = {"clv": 1_800_000_00, "margin": Decimal("12.5"), "costs": 1_000_00}
    net = Reason("clv.net", {**params, "net_value": 224_000_00, "currency": "CNY"})
    assert found.explanation.lines[-1] == net
    entered = EnteredClv(40_00, Decimal(52), Decimal(30), "USD", None, Decimal(50), 400_00)
    by_hand = entered_clv(entered)
    assert by_hand.net == 30_800_00
    assert by_hand.explanation.lines[-1].params["currency"] == "USD"


def test_a_margin_of_nothing_still_has_costs() -> None:
    assert clv(ClvFacts(100_00, 1, 1, Decimal(0), 5_00)).net == -5_00
    assert clv(ClvFacts(100_00, 1, 1, Decimal(10))).net == 10_00
    plain = EnteredClv(1_00, Decimal(1), Decimal(1), margin_percent=Decimal(10))
    assert entered_clv(plain).net == 10


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**9),
    st.integers(1, 400),
    st.integers(1, 50),
    st.none() | st.decimals(0, 100, places=1),
    st.integers(0, 10**6),
)
def test_lifetime_value_recomputes_from_its_lines(
    amount: int, orders: int, years: int, margin: Decimal | None, costs: int
) -> None:
    found = clv(ClvFacts(amount, orders, years, margin, costs))
    by_code = {line.code: line.params for line in found.explanation.lines}
    data = by_code["clv.data"]
    assert int(str(data["amount"])) * int(str(data["years"])) == found.value == data["clv"]
    assert ("clv.net" in by_code) is (margin is not None)
    if margin is not None:
        net = by_code["clv.net"]
        exact = int(str(net["clv"])) * Fraction(str(net["margin"])) / 100
        assert half_up_whole(exact - int(str(net["costs"]))) == found.net


# --- at stake


def test_entered_value_goes_before_the_one_from_data() -> None:
    data = clv(ClvFacts(100_00, 1, 5))
    entered = entered_clv(EnteredClv(10_00, Decimal(1), Decimal(2)))
    found = at_stake(entered, data, 5_00)
    assert found.value == 15_00 == found.explanation.value
    params = {"clv": 20_00, "revenue": 5_00, "stake": 15_00, "currency": "CNY"}
    assert found.explanation.lines == (Reason("loss.entered", params),)
    assert (found.explanation.figure, found.explanation.rule) == ("loss", "R-LOSS")
    from_data = at_stake(None, data, 5_00)
    assert from_data.value == 495_00
    assert from_data.explanation.lines[0].code == "loss.data"
    empty = Clv(None, None, None, entered.explanation)
    assert at_stake(empty, data, 5_00).explanation.lines[0].code == "loss.data"


def test_at_stake_is_never_below_nothing() -> None:
    data = clv(ClvFacts(100_00, 1, 5))
    assert at_stake(None, data, 500_00).value == 0
    assert at_stake(None, data, 499_99).value == 1
    assert at_stake(None, data, 500_01).value == 0


def test_without_a_lifetime_value_nothing_is_said_to_be_at_stake() -> None:
    found = at_stake(None, clv(ClvFacts()), 5)
    assert (found.value, found.explanation.value) == (None, None)
    assert found.explanation.lines == (Reason("loss.no_data"),)
    assert (found.explanation.figure, found.explanation.rule) == ("loss", "R-LOSS")


# --- tier


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (TierFacts(revenue=1_200_000_00), ValueTier.HIGH),
        (TierFacts(potential_volume_year=600_000_00, grade=Grade.C), ValueTier.POTENTIAL),
        (TierFacts(grade=Grade.D), ValueTier.LOW),
    ],
)
def test_ac_074_tiers_with_their_playbooks(facts: TierFacts, value: ValueTier) -> None:
    found = tier(facts, VALUE)
    assert found.value is value
    assert found.playbook == f"TIER_{value.name}"
    assert found.explanation.value is value
    assert (found.explanation.figure, found.explanation.rule) == ("value_tier", "R-TIER")


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (TierFacts(revenue=1_000_000_00), ValueTier.HIGH),
        (TierFacts(revenue=999_999_99), ValueTier.LOW),
        (TierFacts(revenue=1_000_000, minor_digits=0), ValueTier.HIGH),
        (TierFacts(key_account=True), ValueTier.HIGH),
        (TierFacts(potential_volume_year=500_000_00), ValueTier.POTENTIAL),
        (TierFacts(potential_volume_year=499_999_99), ValueTier.LOW),
        (TierFacts(potential_volume_year=500_000, minor_digits=0), ValueTier.POTENTIAL),
        (TierFacts(open_deals=500_000_00), ValueTier.POTENTIAL),
        (TierFacts(open_deals=499_999_99), ValueTier.LOW),
        (TierFacts(open_deals=500_000, minor_digits=0), ValueTier.POTENTIAL),
        (TierFacts(grade=Grade.A), ValueTier.POTENTIAL),
        (TierFacts(grade=Grade.B), ValueTier.POTENTIAL),
        (TierFacts(grade=Grade.C), ValueTier.LOW),
        (TierFacts(), ValueTier.LOW),
    ],
)
def test_tier_at_every_limit(facts: TierFacts, value: ValueTier) -> None:
    assert tier(facts, VALUE).value is value


def test_tier_lines_name_every_test() -> None:
    low = tier(TierFacts(revenue=1, open_deals=2, grade=Grade.C), VALUE).explanation.lines
    assert low == (
        Reason("tier.no_key_account"),
        Reason(
            "tier.revenue",
            {
                "amount": 1,
                "threshold": 1_000_000_00,
                "reached": False,
                "setting": "value.high_revenue",
            },
        ),
        Reason(
            "tier.volume_no_data",
            {"threshold": 500_000_00, "reached": False, "setting": "value.potential_volume"},
        ),
        Reason(
            "tier.deals",
            {
                "amount": 2,
                "threshold": 500_000_00,
                "reached": False,
                "setting": "value.potential_deals",
            },
        ),
        Reason("tier.grade", {"grade": Grade.C, "reached": False}),
        Reason("tier.result", {"tier": ValueTier.LOW}),
    )
    high = tier(TierFacts(key_account=True), VALUE).explanation.lines
    assert [line.code for line in high] == ["tier.key_account", "tier.revenue", "tier.result"]
    volume = tier(TierFacts(potential_volume_year=7), VALUE).explanation.lines[2]
    assert (volume.code, volume.params["amount"]) == ("tier.volume", 7)
    assert tier(TierFacts(grade=Grade.A), VALUE).explanation.lines[4].params["reached"] is True


# --- value card


def test_ac_070_four_methods_with_figure_date_and_source() -> None:
    entered = entered_clv(EnteredClv(40_00, Decimal(52), Decimal(30), "USD", TODAY))
    card = value_card(
        CardFacts(
            revenue=9_00,
            orders=2,
            last_order=ago(3),
            survey_scores=(5, 4, 4),
            survey_on=ago(4),
            clv=entered,
            clv_on=TODAY,
            feedback_cases=3,
            feedback_complaints=1,
            feedback_costs=7_00,
            feedback_on=ago(5),
        )
    )
    assert [line.method for line in card] == list(ValueMethod)
    assert [line.figure for line in card] == [9_00, Decimal("4.3"), 62_400_00, 3]
    assert [line.is_money for line in card] == [True, False, True, False]
    assert [line.on for line in card] == [ago(3), ago(4), TODAY, ago(5)]
    feedback = {"count": 3, "complaints": 1, "costs": 7_00, "date": ago(5)}
    assert [line.source for line in card] == [
        Reason("value.past", {"orders": 2, "revenue": 9_00, "date": ago(3)}),
        Reason("value.survey", {"count": 3, "mean": Decimal("4.3"), "date": ago(4)}),
        entered.explanation.lines[0],
        Reason("value.feedback", feedback),
    ]


def test_the_card_names_the_arithmetic_of_a_value_from_data() -> None:
    card = value_card(CardFacts(clv=clv(ClvFacts(10, 1))))
    assert (card[2].figure, card[2].source.code) == (50, "clv.data")


def test_an_empty_card_says_which_kind_of_figure_is_missing() -> None:
    card = value_card(CardFacts())
    assert [line.method for line in card] == list(ValueMethod)
    assert [line.is_money for line in card] == [True, False, True, False]
    assert [line.on for line in card] == [None] * 4
