"""The qualification sheet through the service: odds, gaps, offers, plans, refusals (8.1, 8.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.enums import AnswerScope, Method
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Invalid, NotFound
from storage.services import Services
from storage.services.review import QUERY
from tests.factories import a_contact, a_customer, an_opportunity, value

DEAL = AnswerScope.OPPORTUNITY
# The worked answers of 8.1: 1 confirmed, ~ assumed, 0 unknown, in the order of the questions.
WORKED = {"N": "11~0", "S": "1~~0", "A": "1~00", "B": "11~0", "C": "~000"}
CONFIRMED = {
    "state": "CONFIRMED",
    "note": "told",
    "source_doc": "mail",
    "confirmed_on": "2026-02-20",
}


@pytest.fixture
def customer(services: Services) -> Saved:
    return a_customer(services, "中远物流", grade="B")


@pytest.fixture
def deal(services: Services, customer: Saved) -> Saved:
    made = an_opportunity(services, customer, expected_close_date="2026-05-20")
    for element, signs in WORKED.items():
        for number, sign in enumerate(signs, 1):
            if sign != "0":
                texts = CONFIRMED if sign == "1" else {"state": "ASSUMED"}
                services.answers.give(DEAL, made.id, f"P-{element}{number}", texts)
    return made


def member(services: Services, deal: Saved, customer: Saved, name: str, **fields: str) -> Saved:
    contact = a_contact(services, customer, name)
    texts = {"contact": contact.code, "customer": customer.code, "opportunity": deal.code, **fields}
    services.records.create("stakeholder", texts)
    return contact


def test_ac_027_the_worked_deal_is_held_at_35_and_ac_028_the_rival_lifts_it(
    services: Services, deal: Saved
) -> None:
    sheet = services.answers.sheet(deal.id)
    assert (sheet.odds.raw, str(sheet.odds.value)) == (Decimal("46.25"), "35.0")
    assert [cap.name for cap in sheet.odds.caps] == ["G3"]
    assert sheet.gaps[0].question.code == "P-C2"
    services.answers.give(DEAL, deal.id, "P-C2", CONFIRMED)
    again = services.answers.sheet(deal.id)
    assert (str(again.odds.value), again.odds.caps) == ("50.0", ())
    assert value(services, "opportunity", deal.id, "odds_calc") == 500


def test_ac_189_a_blocker_without_a_plan_holds_p_c4(
    services: Services, deal: Saved, customer: Saved
) -> None:
    blocker = {"roles": "BLOCKER", "weight_pct": "20", "stance": "-2"}
    contact = member(services, deal, customer, "赵拦", **blocker)
    with pytest.raises(Invalid) as failure:
        services.answers.give(DEAL, deal.id, "P-C4", CONFIRMED)
    assert failure.value.problems[0].code == "answer.blocker_without_plan"
    assert failure.value.problems[0].params["person"] == "赵拦"
    (row,) = services.cards.stakeholders(customer.id, deal.id)
    assert row.contact_id == contact.id
    services.records.update("stakeholder", row.id, {"counter_plan": "带他看样板仓"})
    services.answers.give(DEAL, deal.id, "P-C4", CONFIRMED)


def test_ac_024_what_figures_say_is_offered_and_never_set(
    services: Services, deal: Saved, customer: Saved, clock: FixedClock
) -> None:
    decider = {"roles": "DECISION_MAKER", "weight_pct": "100", "stance": "1"}
    contact = member(services, deal, customer, "宋总", **decider)
    services.interactions.touch(
        customer.id,
        {
            "channel": "MEETING",
            "summary": "met",
            "contact": contact.code,
            "at": "2026-01-20 10:00",
            "need_after": "NOW",
            "expected_date_after": "2026-05-20",
        },
    )
    found = {one.code: one for one in services.answers.sheet(deal.id).offers}
    assert not found["P-A2"].holds
    assert found["P-A2"].reason.params["days"] == 41
    assert found["P-A3"].holds
    assert found["P-A3"].reason.params["support"] == Decimal("50.0")
    assert "P-B1" not in found  # confirmed already
    assert "C-A2" not in found  # not a question of the deal
    states = {row.question_code: row.state for row in services.cards.answers(DEAL, deal.id)}
    assert (states["P-A2"], states.get("P-A3")) == ("ASSUMED", None)
    services.answers.give(DEAL, deal.id, "P-A3", CONFIRMED)
    assert "P-A3" not in {one.code for one in services.answers.sheet(deal.id).offers}


def test_a_gap_becomes_a_follow_up_with_its_action(
    services: Services, deal: Saved, customer: Saved
) -> None:
    near = {"roles": "INFLUENCER", "weight_pct": "30", "stance": "1", "relation_strength": "4"}
    member(services, deal, customer, "白雪梅", **near)
    inside = {"roles": "INFORMATION_SHARER", "weight_pct": "10", "informant": "yes"}
    coach = member(services, deal, customer, "小林", **inside)
    services.records.create("need", {"customer": customer.code, "problem": "爆仓"})
    plan = services.answers.gap_plan(deal.id, "P-N4")
    assert (plan.person, plan.problem, plan.action.code) == ("白雪梅", "爆仓", "gap.action_n")
    assert plan.due == date(2026, 3, 9)  # a week: grade B is tracked as often
    steps = services.answers.gap_plan(deal.id, "P-A4")
    assert (steps.contact, steps.action.code) == (coach.code, "gap.action_a")
    texts = {"title": "ask", "due_date": "2026-03-09", "opportunity": plan.opportunity}
    made = services.follow_ups.plan(customer.id, texts, question="P-N4")
    assert value(services, "follow_up", made.id, "question_code") == "P-N4"
    assert value(services, "follow_up", made.id, "kind") == "TASK"
    with pytest.raises(NotFound):
        services.answers.gap_plan(deal.id, "P-N1")  # confirmed: no gap


def test_a_customer_of_grade_a_is_asked_the_next_day(services: Services) -> None:
    customer = a_customer(services, grade="A")
    deal = an_opportunity(services, customer, expected_close_date="2026-03-20")
    assert services.answers.gap_plan(deal.id, "P-C1").due == date(2026, 3, 3)


def test_the_same_answers_are_read_as_bant(services: Services, deal: Saved) -> None:
    reading = services.answers.reading(deal.id, Method.BANT)
    scores = {one.item.value: str(one.score) for one in reading.items}
    assert scores == {"BUDGET": "66.7", "AUTHORITY": "37.5", "NEED": "83.3", "TIMELINE": "25.0"}


def test_review_lists_open_deals_by_close_date_with_gap_and_step(
    services: Services, deal: Saved, customer: Saved
) -> None:
    late = an_opportunity(services, customer, expected_close_date="2026-09-01", title="晚")
    won = an_opportunity(services, customer, expected_close_date="2026-03-01", title="成")
    services.records.update("opportunity", won.id, {"pipeline": "WON"})
    services.records.update(
        "opportunity", late.id, {"next_step": "call", "next_step_date": "2026-03-20"}
    )
    query = services.lists.parse(QUERY, "opportunities")
    source = services.review.source(services.lists.source(query, "review"))
    assert source.count() == 2
    rows = source.page(0, 10).rows
    assert [row.deal.code for row in rows] == [deal.code, late.code]
    assert (rows[0].gap, rows[0].gain, rows[0].step_on) == ("P-C2", Decimal("15.0"), None)
    assert (rows[1].step, rows[1].step_on) == ("call", date(2026, 3, 20))
    assert source.position(late.id) == 1
    summary = services.review.summary(mine=True)
    assert (summary.open, summary.without_step, summary.planned) == (2, 1, Decimal(50))
    services.follow_ups.plan(
        customer.id, {"title": "ask", "due_date": "2026-03-05", "opportunity": deal.code}
    )
    (first, _) = source.refreshed().page(0, 10).rows
    assert (first.step, first.step_on) == ("ask", date(2026, 3, 5))
    assert services.review.summary().planned == Decimal(100)


def test_ac_031_forecast_by_month_and_unqualified(services: Services, customer: Saved) -> None:
    amount = {"expected_amount": "5000000", "expected_close_date": "2026-05-20"}
    deal = an_opportunity(services, customer, **amount)
    for question in ("N1", "N2", "S1", "S2", "A1", "A2", "B1", "B2", "C1", "C2"):
        services.answers.give(DEAL, deal.id, f"P-{question}", CONFIRMED)
    second = an_opportunity(services, customer, expected_amount="100")
    found = services.review.summary().forecast
    assert [(one.month, one.amount) for one in found.months] == [(date(2026, 5, 1), 250_000_000)]
    assert found.unqualified == (second.code,)


def test_ac_187_own_odds_stand_beside_the_calculated_ones(services: Services, deal: Saved) -> None:
    with pytest.raises(Invalid):
        services.records.update("opportunity", deal.id, {"odds_manual": "50"})
    services.records.update(
        "opportunity", deal.id, {"odds_manual": "50", "odds_reason": "白总监支持"}
    )
    sheet = services.answers.sheet(deal.id)
    assert (str(sheet.odds.value), sheet.odds.manual, sheet.manual_reason) == (
        "35.0",
        Decimal(50),
        "白总监支持",
    )
    assert services.review.summary().forecast.months[0].amount == 84_000_000
