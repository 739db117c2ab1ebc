"""What a customer is worth, through the service: the figures of 8.4 from stored records."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.enums import ChurnType, FollowUpKind, LoyaltyLabel, LoyaltyType, PyramidTier
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Duplicate, Invalid
from storage.services import Services
from tests.factories import a_case, a_customer, an_opportunity, an_order, planned, value


@pytest.fixture
def customer(services: Services) -> Saved:
    return a_customer(services, "海岳供应链")


def order(services: Services, customer: Saved, day: str, amount: str, **fields: str) -> Saved:
    lines = ({"unit_price": amount, "qty": "1"},)
    return an_order(services, customer, lines, sale_date=day, **fields)


def surveyed(services: Services, customer: Saved, day: str, **scores: int) -> None:
    """Answers of one survey: satisfaction 1 to 5, recommend and will buy again 0 to 10."""
    kinds = {"satisfied": "SCORE_1_5", "recommend": "NPS_0_10", "again": "INTENT_0_10"}
    survey = services.records.create("survey", {"title": f"Q {day}"})
    invite = services.records.create(
        "survey_invite",
        {"survey": survey.code, "customer": customer.code, "invited_on": day, "answered_on": day},
    )
    for number, (name, score) in enumerate(scores.items(), 1):
        question = services.records.create(
            "survey_question",
            {"survey": survey.code, "number": str(number), "kind": kinds[name], "text": name},
        )
        services.records.create(
            "survey_answer",
            {"invite": invite.code, "question": question.code, "score": str(score)},
        )


def test_ac_070_ac_073_methods_without_data_say_so(services: Services, customer: Saved) -> None:
    sheet = services.value.sheet(customer.id)
    assert [line.figure for line in sheet.methods][:3] == [None, None, None]
    order(services, customer, "2026-02-01", "90000")
    surveyed(services, customer, "2026-02-10", satisfied=4)
    a_case(services, customer)
    filled = services.value.sheet(customer.id).methods
    assert all(line.figure is not None for line in filled)
    assert {line.on for line in filled if line.on is not None} >= {date(2026, 2, 1)}


def test_ac_071_ac_076_lifetime_value_and_rfm_from_orders(
    services: Services, customer: Saved
) -> None:
    for day in ("2025-05-01", "2025-08-01", "2025-11-01", "2026-01-20"):
        order(services, customer, day, "90000")
    order(services, customer, "2025-03-01", "500000")  # 366 days ago: another year
    order(services, customer, "2026-02-01", "1", status="CANCELLED")
    sheet = services.value.sheet(customer.id)
    assert (sheet.rfm.code, sheet.average_year) == ("434", 9_000_000)
    assert sheet.clv_data.value == 180_000_000
    assert services.explanations.explain("customer", customer.id, "clv").value == 180_000_000
    assert value(services, "customer", customer.id, "rfm") == "434"


def test_ac_072_forty_fifty_two_thirty_is_62400_and_at_stake(
    services: Services, customer: Saved
) -> None:
    texts = {"clv_amount": "40", "clv_per_year": "52", "expected_years": "30"}
    services.records.update("customer", customer.id, {**texts, "currency": "USD"})
    sheet = services.value.sheet(customer.id)
    assert sheet.clv_entered is not None
    assert (sheet.clv_entered.yearly, sheet.clv_entered.value) == (208_000, 6_240_000)
    assert sheet.currency == "USD"
    order(services, customer, "2026-02-01", "2400", currency="USD")
    stake, currency = services.value.at_stake(customer.id)
    assert (stake.value, currency) == (6_000_000, "USD")


def test_ac_077_no_order_is_a_dash_and_no_rank(services: Services, customer: Saved) -> None:
    sheet = services.value.sheet(customer.id)
    assert (sheet.rfm.code, sheet.rank) == ("–", None)


@pytest.mark.parametrize(
    ("texts", "amount", "tier"),
    [
        ({}, "1200000", "HIGH"),
        ({"potential_volume_year": "600000", "own_expected_date": "2026-07-01"}, "", "POTENTIAL"),
        ({"need_status": "LATENT"}, "", "LOW"),
    ],
)
def test_ac_074_tiers_with_their_playbooks(
    services: Services, texts: dict[str, str], amount: str, tier: str
) -> None:
    other = a_customer(services, "更大的客户")
    order(services, other, "2026-02-01", "9000000")
    made = a_customer(services, grade="C", **texts)
    if amount:
        order(services, made, "2026-02-01", amount)
    assert services.value.sheet(made.id).tier.value == tier
    assert value(services, "customer", made.id, "value_tier") == tier


def test_ac_037_satisfied_but_drifting(services: Services, customer: Saved) -> None:
    order(services, customer, "2024-12-01", "1000")
    order(services, customer, "2026-01-01", "1000")
    surveyed(services, customer, "2026-02-10", satisfied=5, recommend=9, again=9)
    found = services.value.sheet(customer.id).loyalty
    assert [found.parts[kind] for kind in LoyaltyType] == [25, 90, 90]
    assert found.label is LoyaltyLabel.DRIFTING


def test_ac_192_signs_of_churn_add_up(services: Services, customer: Saved) -> None:
    before = services.value.sheet(customer.id).churn.points
    surveyed(services, customer, "2026-02-10", recommend=6)
    after = services.value.sheet(customer.id).churn
    assert after.points == before + 20
    found = services.explanations.explain("customer", customer.id, "churn_risk")
    assert found.value == after.points


def test_ac_012_a_referred_customers_deal_counts_and_asks_for_the_next(
    services: Services, customer: Saved
) -> None:
    referred = a_customer(services, "被推荐", referred_by=customer.code)
    deal = an_opportunity(services, referred, expected_amount="150000")
    services.records.update("opportunity", deal.id, {"pipeline": "WON"})
    found = services.value.sheet(customer.id).referrals
    assert (found.count, found.value) == (1, 15_000_000)
    tasks = planned(services, referred.id, FollowUpKind.TASK)
    assert tasks == [(date(2026, 3, 9), "OPEN")]
    services.records.update("opportunity", deal.id, {"title": "renamed"})
    assert planned(services, referred.id, FollowUpKind.TASK) == tasks  # once


def test_ac_012_the_referral_is_asked_for_a_week_after_the_win(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    today = clock.moment
    clock.moment = today - timedelta(days=7)  # 2026-02-23
    referred = a_customer(services, "被推荐", referred_by=customer.code)
    deal = an_opportunity(services, referred, expected_amount="150000")
    services.records.update("opportunity", deal.id, {"pipeline": "WON"})
    clock.moment = today
    found = services.value.sheet(customer.id).referrals
    assert (found.count, found.value) == (1, 15_000_000)
    assert planned(services, referred.id, FollowUpKind.TASK) == [(date(2026, 3, 2), "OPEN")]
    rows = services.cards.agenda(clock.today())
    assert [row.question_code for row in rows if row.customer_id == referred.id][-1] == "REFERRAL"


def test_ac_075_a_lost_customer_names_its_kind_of_churn(
    services: Services, customer: Saved
) -> None:
    with pytest.raises(Invalid):
        services.records.update("customer", customer.id, {"status": "LOST"})
    services.records.update(
        "customer", customer.id, {"status": "LOST", "churn_type": "COMPETITION"}
    )
    found = services.reports.make("churn").rows
    counts = {row.cells["churn_type"].value: row.cells["count"].value for row in found}
    assert counts == {**dict.fromkeys(ChurnType, 0), ChurnType.COMPETITION: 1}


def test_ac_010_ac_011_a_fifth_of_the_customers(services: Services) -> None:
    for amount in (500, 300, 60, 40, 30, 25, 20, 12, 8, 5):
        made = a_customer(services)
        order(services, made, "2026-02-01", f"{amount}000")
        minutes = "800" if amount >= 300 else "50"
        services.interactions.touch(
            made.id,
            {
                "channel": "MEETING",
                "summary": "x",
                "minutes": minutes,
                "need_after": "LATENT",
            },
        )
    found = services.reports.make("pareto")
    assert {one.figure: one.value for one in found.figures} == {
        "key_account": 2,
        "pareto": Decimal("80.0"),
        "effort_share": Decimal("80.0"),
        "reaches": 2,
    }
    assert len(found.rows) == 10
    assert [row.cells["key_account"].value for row in found.rows[:3]] == [True, True, False]


def test_ac_040_four_gauges_open_their_arithmetic(services: Services, customer: Saved) -> None:
    gauges = services.value.gauges(customer.id)
    assert len(gauges) == 4
    for gauge in gauges:
        figure = gauge.explanation.figure
        found = services.explanations.explain("customer", customer.id, figure)
        assert found.lines, figure


def test_ac_191_without_revenue_there_is_no_rank(services: Services) -> None:
    for place in range(10):
        made = a_customer(services)
        if place < 7:
            order(services, made, "2026-02-01", str(1000 + place))
    book = services.reports.make("pareto")
    tiers = [row.cells["pyramid_tier"].value for row in book.rows]
    assert [tiers.count(tier) for tier in PyramidTier] == [1, 1, 2, 3]
    keys = book.figures[0]
    assert (keys.value, keys.lines[0].params["silent"]) == (2, 3)


def test_ac_096_handling_cost_lowers_the_net_value_once(
    services: Services, customer: Saved
) -> None:
    texts = {"clv_amount": "1000", "clv_per_year": "4", "expected_years": "5"}
    services.records.update("customer", customer.id, texts)
    assert services.value.sheet(customer.id).clv.net is None
    a_case(services, customer, cost_handling="500", cost_repair="300")
    found = services.value.sheet(customer.id)
    assert (found.clv.value, found.clv.net, found.costs) == (2_000_000, 1_920_000, 80_000)


def test_the_margin_of_the_goods_sold_stands_in_the_net_value(
    services: Services, customer: Saved
) -> None:
    goods = {"code": "BOX", "name": "Box", "list_price": "100", "unit_cost": "60"}
    services.records.create("product", goods)
    line = {"product": "BOX", "unit_price": "100", "qty": "2.5", "discount": "0.2"}
    an_order(services, customer, [line], sale_date="2026-02-01")
    found = services.value.sheet(customer.id)
    assert found.clv_data.value == 100_000  # 200.00 a year, five years
    assert found.clv.net == 25_000  # a quarter of 80.00 a box is margin


def test_currencies_without_a_rate_are_left_out_and_named(
    services: Services, customer: Saved
) -> None:
    order(services, customer, "2026-02-01", "500", currency="USD")
    found = services.value.sheet(customer.id)
    assert (found.rfm.code, found.clv_data.value) == ("521", None)
    line = found.rfm.explanation.lines[-1]
    assert (line.code, line.params["currencies"]) == ("value.left_out", ["USD"])


def test_answers_of_a_survey_fit_the_kind_of_question(services: Services, customer: Saved) -> None:
    survey = services.records.create("survey", {"title": "Q1"})
    invite = services.records.create(
        "survey_invite", {"survey": survey.code, "customer": customer.code}
    )

    def answered(number: int, kind: str, **texts: str) -> Saved:
        question = services.records.create(
            "survey_question",
            {"survey": survey.code, "number": str(number), "kind": kind, "text": kind},
        )
        return services.records.create(
            "survey_answer", {"invite": invite.code, "question": question.code, **texts}
        )

    answered(1, "NPS_0_10", score="10")
    assert value(services, "survey_invite", invite.id, "answered_on") == date(2026, 3, 2)
    refused = [
        (2, "SCORE_1_5", {"score": "6"}),
        (3, "SCORE_1_5", {"score": "0"}),
        (4, "GAP_EXPECT_PERCEIVE", {"score": "3"}),
        (5, "TEXT", {"score": "3"}),
        (6, "INTENT_0_10", {}),
    ]
    for number, kind, texts in refused:
        with pytest.raises(Invalid):
            answered(number, kind, **texts)
    with pytest.raises(Duplicate):
        answered(1, "SCORE_1_5", score="4")
