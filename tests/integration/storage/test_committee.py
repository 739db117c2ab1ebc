"""The buying committee through the service: figures, warnings, copies for the next deal (8.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.enums import Stage
from storage.effects.saving import Saved
from storage.services import Services
from tests.factories import a_contact, a_customer, an_opportunity, value


@pytest.fixture
def customer(services: Services) -> Saved:
    return a_customer(services, "中远物流", grade="B")


def member(services: Services, deal: Saved, person: Saved, customer: Saved, **fields: str) -> Saved:
    texts = {"contact": person.code, "customer": customer.code, "opportunity": deal.code, **fields}
    return services.records.create("stakeholder", texts)


@pytest.fixture
def people(services: Services, customer: Saved) -> dict[str, Saved]:
    names = {"decider": "宋总", "influencer": "白雪梅", "blocker": "赵拦"}
    return {role: a_contact(services, customer, name) for role, name in names.items()}


@pytest.fixture
def deal(services: Services, customer: Saved, people: dict[str, Saved]) -> Saved:
    made = an_opportunity(services, customer)
    rows = {
        "decider": {"roles": "DECISION_MAKER", "weight_pct": "50", "stance": "1"},
        "influencer": {"roles": "INFLUENCER", "weight_pct": "30", "stance": "2"},
        "blocker": {"roles": "BLOCKER", "weight_pct": "20", "stance": "-2"},
    }
    for role, fields in rows.items():
        member(services, made, people[role], customer, **fields)
    return made


def touched(services: Services, customer: Saved, person: Saved, at: str, **fields: str) -> None:
    texts = {
        "channel": "MEETING",
        "summary": "met",
        "contact": person.code,
        "at": at,
        "need_after": "NOW",
        "expected_date_after": "2026-05-20",
        **fields,
    }
    services.interactions.touch(customer.id, texts)


def test_ac_022_support_is_explained_term_by_term(
    services: Services, customer: Saved, deal: Saved
) -> None:
    sheet = services.committee.of_deal(customer.id, deal.id)
    assert sheet.support.value == Decimal("35.0")
    found = services.explanations.explain("opportunity", deal.id, "support")
    terms = next(one for one in found.lines if one.code == "support.sum").params["terms"]
    assert terms == (Decimal(25), Decimal(30), Decimal(-20))
    assert found.value == sheet.support.value


def test_ac_023_weights_of_110_percent_warn_and_are_normalised(
    services: Services, customer: Saved, deal: Saved
) -> None:
    row = services.committee.of_deal(customer.id, deal.id).members[-1]
    services.records.update("stakeholder", row.id, {"weight_pct": "30"})
    sheet = services.committee.of_deal(customer.id, deal.id)
    assert sheet.support.value == Decimal("22.7")
    (warning,) = (one for one in sheet.warnings if one.code == "support.weights_sum")
    assert warning.params["sum"] == 110


def test_ac_024_coverage_and_the_blocker_without_a_plan(
    services: Services, customer: Saved, deal: Saved, people: dict[str, Saved]
) -> None:
    touched(services, customer, people["decider"], "2026-01-20 10:00")
    touched(services, customer, people["influencer"], "2026-02-20 10:00")
    sheet = services.committee.of_deal(customer.id, deal.id)
    assert sheet.coverage.value == Decimal("30.0")
    assert sheet.obstacles.people == ("赵拦",)
    services.records.update("stakeholder", sheet.members[-1].id, {"counter_plan": "样板仓"})
    assert services.committee.of_deal(customer.id, deal.id).obstacles.people == ()


def test_who_is_missing_is_said(services: Services, customer: Saved, deal: Saved) -> None:
    codes = {one.code for one in services.committee.of_deal(customer.id, deal.id).warnings}
    assert codes == {"committee.nobody_pays"}
    row = services.committee.of_deal(customer.id, deal.id).members[0]
    services.records.update("stakeholder", row.id, {"pays": "yes", "roles": "INFLUENCER"})
    codes = {one.code for one in services.committee.of_deal(customer.id, deal.id).warnings}
    assert codes == {"committee.no_decider"}


def test_ac_035_one_thread_is_a_risk_from_the_second_stage_on(
    services: Services, customer: Saved, people: dict[str, Saved]
) -> None:
    touched(services, customer, people["decider"], "2026-02-20 10:00")
    assert not services.committee.threads(customer.id).at_risk
    services.stages.move(customer.id, Stage.INITIAL, reason="frame contract")
    found = services.committee.threads(customer.id)
    have = (found.contacts, found.users, found.needed_contacts, found.needed_users)
    assert have == (1, 1, 3, 2)
    assert found.at_risk
    assert services.explanations.explain("customer", customer.id, "threads").value == "1/1"


def test_touches_older_than_180_days_hold_no_thread(
    services: Services, customer: Saved, people: dict[str, Saved]
) -> None:
    touched(services, customer, people["decider"], "2025-09-03 10:00")  # 180 days
    assert services.committee.threads(customer.id).contacts == 1
    touched(services, customer, people["blocker"], "2025-09-02 10:00")  # 181
    assert services.committee.threads(customer.id).contacts == 1


def test_ac_185_the_next_deal_begins_with_a_copy_still_to_be_confirmed(
    services: Services, customer: Saved, deal: Saved, people: dict[str, Saved]
) -> None:
    services.records.update("contact", people["influencer"].id, {"left_at": "2026-02-01"})
    second = an_opportunity(services, customer, title="第二单")
    first = services.committee.of_deal(customer.id, deal.id).members
    copied = services.committee.of_deal(customer.id, second.id).members
    assert [one.contact_name for one in copied] == ["宋总", "赵拦"]  # who left stays behind
    assert {one.assumed for one in copied} == {True}
    assert {one.assumed for one in first} == {False}
    assert (copied[0].roles, copied[0].weight_pct, copied[0].stance) == (
        first[0].roles,
        first[0].weight_pct,
        first[0].stance,
    )
    services.records.update("stakeholder", copied[0].id, {"assumed": "no", "roles": "INFLUENCER"})
    assert value(services, "stakeholder", first[0].id, "roles") == frozenset({"DECISION_MAKER"})
    services.changes.undo()
    services.changes.undo()
    assert services.committee.of_deal(customer.id, second.id).members == ()


def test_the_first_deal_begins_with_nobody(services: Services, customer: Saved) -> None:
    made = an_opportunity(services, customer)
    assert services.committee.of_deal(customer.id, made.id).members == ()


def test_relations_are_read_with_both_names(
    services: Services, customer: Saved, people: dict[str, Saved]
) -> None:
    texts = {
        "from_contact": people["influencer"].code,
        "to_contact": people["decider"].code,
        "kind": "REPORTS_TO",
    }
    services.records.create("contact_link", texts)
    (link,) = services.committee.relations(customer.id)
    assert (link.from_name, link.to_name, link.kind) == ("白雪梅", "宋总", "REPORTS_TO")
