"""What keeps an account plan in order: links by number, archiving, offers from rivals, own odds."""

from __future__ import annotations

from datetime import date

import pytest

from models.enums import AnswerScope, NsabcState
from storage.effects.saving import Saved
from storage.errors import Invalid, Refused
from storage.services import Services
from tests.factories import a_contact, a_customer, an_opportunity, value


def a_need(services: Services, customer: Saved, problem: str = "hire 200 people") -> Saved:
    return services.records.create("need", {"customer": customer.code, "problem": problem})


def a_rival(services: Services, customer: Saved, satisfaction: str = "2") -> Saved:
    services.records.create("competitor", {"name": "XX"})
    return services.records.create(
        "competitor_on_account",
        {
            "customer": customer.code,
            "competitor": "XX",
            "incumbent": "yes",
            "satisfaction": satisfaction,
        },
    )


# --- a need by its number


def test_ac_021_a_solution_finds_its_need_by_number_where_the_words_are_not_unique(
    services: Services,
) -> None:
    first, second = a_customer(services), a_customer(services)
    a_need(services, first)
    need = a_need(services, second)
    line = {"customer": second.code, "description": "headhunting"}
    with pytest.raises(Invalid):
        services.records.create("solution_line", {**line, "need": "hire 200 people"})
    made = services.records.create("solution_line", {**line, "need": f"needs/{need.id}"})
    assert value(services, "solution_line", made.id, "need_id") == need.id
    assert services.account_plans.card(second.id).gaps == ()


def test_a_solution_answers_no_need_of_another_customer(services: Services) -> None:
    first, second = a_customer(services), a_customer(services)
    need = a_need(services, first)
    line = {"customer": second.code, "description": "headhunting", "need": f"needs/{need.id}"}
    with pytest.raises(Invalid) as refused:
        services.records.create("solution_line", line)
    assert "need" in refused.value.fields
    for text in ("needs/1", "needs/x", "contacts/1"):
        with pytest.raises(Invalid):
            services.records.create("solution_line", {**line, "need": text})


# --- archiving


def test_a_customer_takes_its_plan_along_and_undo_brings_both_back(services: Services) -> None:
    customer = a_customer(services)
    need, rival = a_need(services, customer), a_rival(services, customer)
    services.records.create(
        "account_plan", {"customer": customer.code, "area": "GOALS", "state": "KNOWN"}
    )
    assert services.account_plans.size(customer.id) == 3
    services.records.archive("customer", customer.id)
    assert services.account_plans.size(customer.id) == 0
    services.changes.undo()
    assert services.account_plans.size(customer.id) == 3
    for entity, made in (("need", need), ("competitor_on_account", rival)):
        assert value(services, entity, made.id, "id") == made.id


def test_a_customer_that_has_a_plan_is_not_undone_away(services: Services) -> None:
    customer = a_customer(services)
    change = services.core.read(lambda reader: reader.one("SELECT max(id) FROM change_set"))
    assert change is not None
    a_need(services, customer)
    with pytest.raises(Refused) as refused:
        services.changes.undo(change[0])
    assert refused.value.code == "refused.has_children"


# --- C-C1 and C-C2 from the rival


def test_ac_025_the_incumbent_is_offered_and_confirmed_with_source_and_date(
    services: Services,
) -> None:
    customer = a_customer(services)
    rival = a_rival(services, customer)
    assert services.account_plans.card(customer.id).unsatisfied == {rival.id}
    offered = {one.code: one for one in services.answers.customer_offers(customer.id)}
    assert list(offered) == ["C-C1", "C-C2"]
    assert offered["C-C1"].reason.params["names"] == ("XX",)
    reason = offered["C-C2"].reason
    assert (reason.params["name"], reason.params["score"]) == ("XX", 2)
    assert reason.params["date"] == date(2026, 3, 2)
    for code in offered:
        proof = {"note": "XX", "source_doc": "account plan", "confirmed_on": "2026-03-02"}
        services.answers.give(
            AnswerScope.CUSTOMER, customer.id, code, {"state": "CONFIRMED", **proof}
        )
    rows = {one.question_code: one for one in services.cards.answers(
        AnswerScope.CUSTOMER, customer.id
    )}  # fmt: skip
    for code in offered:
        assert rows[code].state == NsabcState.CONFIRMED
        assert (rows[code].source_doc, rows[code].confirmed_on) == (
            "account plan", date(2026, 3, 2),
        )  # fmt: skip
    assert services.answers.customer_offers(customer.id) == ()


def test_a_rival_that_does_not_supply_them_is_not_offered(services: Services) -> None:
    customer = a_customer(services)
    rival = a_rival(services, customer)
    services.records.update("competitor_on_account", rival.id, {"satisfaction": ""})
    codes = [one.code for one in services.answers.customer_offers(customer.id)]
    assert codes == ["C-C1"]
    services.records.update("competitor_on_account", rival.id, {"incumbent": "no"})
    assert services.answers.customer_offers(customer.id) == ()


def test_ac_024_a_relation_that_is_not_alive_is_offered_for_the_customer_too(
    services: Services,
) -> None:
    customer = a_customer(services)
    deal = an_opportunity(services, customer)
    person = a_contact(services, customer)
    services.records.create(
        "stakeholder",
        {
            "customer": customer.code,
            "opportunity": deal.code,
            "contact": person.code,
            "roles": "DECISION_MAKER",
            "weight_pct": "100",
        },
    )
    services.interactions.touch(
        customer.id,
        {
            "channel": "VISIT",
            "at": "2026-01-20 10:00",
            "contact": person.code,
            "opportunity": deal.code,
            "summary": "met",
        },
    )
    (offer,) = services.answers.customer_offers(customer.id)
    assert (offer.code, offer.holds, offer.reason.params["days"]) == ("C-A2", False, 41)


# --- own odds, closed deals


def test_ac_187_own_odds_that_move_need_a_new_reason(services: Services) -> None:
    deal = an_opportunity(services, a_customer(services))

    def say(**texts: str) -> None:
        services.records.update("opportunity", deal.id, texts)

    with pytest.raises(Invalid):
        say(odds_manual="50")
    say(odds_manual="50", odds_reason="the director is for us")
    with pytest.raises(Invalid) as refused:
        say(odds_manual="60")
    assert refused.value.fields["odds_reason"].code == "odds.reason_stale"
    with pytest.raises(Invalid):
        say(odds_manual="60", odds_reason="the director is for us")
    assert value(services, "opportunity", deal.id, "odds_manual") == 50
    say(odds_manual="60", odds_reason="and so is finance")
    say(title="renamed")  # other fields ask for nothing
    say(odds_manual="")
    with pytest.raises(Invalid):
        say(odds_manual="40")  # the reason left behind is an old one
    say(odds_manual="40", odds_reason="finance left")


def test_a_closed_deal_keeps_its_answers(services: Services) -> None:
    deal = an_opportunity(services, a_customer(services))
    services.answers.give(AnswerScope.OPPORTUNITY, deal.id, "P-N1", {"state": "ASSUMED"})
    services.records.update("opportunity", deal.id, {"pipeline": "WON"})
    with pytest.raises(Refused) as refused:
        services.answers.give(AnswerScope.OPPORTUNITY, deal.id, "P-N1", {"state": "UNKNOWN"})
    assert refused.value.code == "answer.deal_closed"
    services.records.update("opportunity", deal.id, {"pipeline": "NEGOTIATION"})
    services.answers.give(AnswerScope.OPPORTUNITY, deal.id, "P-N1", {"state": "UNKNOWN"})
