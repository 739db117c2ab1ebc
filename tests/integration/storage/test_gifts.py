"""The gift and meal register on a real file: limits, a manager's answer, public bodies (9.7)."""

from __future__ import annotations

import pytest

from models.enums import GiftState, Profile
from storage.effects.saving import Saved
from storage.errors import Invalid, Refused
from storage.services import Services
from tests.factories import a_contact, a_customer, value

GIFT = {"value": "100", "date": "2026-03-02", "purpose": "春节"}


def given(services: Services, customer: Saved, **fields: str) -> Saved:
    return services.records.create("gift", {"customer": customer.code, **GIFT, **fields})


def state(services: Services, gift: Saved) -> object:
    return value(services, "gift_register", gift.id, "state")


def asked(services: Services) -> list[tuple[str | None, str]]:
    query = services.lists.parse("kind:TASK", "follow-ups")
    return [(row.assignee_name, row.status) for row in services.lists.page(query, limit=9).rows]


def test_ac_130_over_the_limit_a_manager_answers(services: Services) -> None:
    customer = a_customer(services)
    person = a_contact(services, customer)
    services.core.profile = Profile.TEAM
    services.records.create("user", {"login": "boss", "name": "赵经理", "roles": "MANAGER"})
    given(services, customer, kind="LOYALTY_FUND", value="1000", purpose="年度返利")
    drawn = {"kind": "LOYALTY_FUND", "direction": "RECEIVED", "value": "250"}
    given(services, customer, purpose="抵货款", **drawn)
    gift = given(services, customer, contact=person.code, value="300")
    assert state(services, gift) is GiftState.WAITING
    assert services.gifts.fund(customer.id).value == 75_000
    assert asked(services) == [("赵经理", "OPEN")]
    with pytest.raises(Refused):
        services.gifts.decide(gift.id, approve=True)  # one's own
    services.core._actor = None
    services.core.login = "boss"
    with pytest.raises(Invalid):
        services.gifts.decide(gift.id, approve=False)
    services.gifts.decide(gift.id, approve=True)
    assert state(services, gift) is GiftState.APPROVED
    assert value(services, "gift_register", gift.id, "approver") == "boss"
    assert asked(services) == [("赵经理", "DONE")]
    with pytest.raises(Refused):
        services.gifts.decide(gift.id, approve=True)


def test_the_item_in_the_calendar_answers_too(services: Services) -> None:
    customer = a_customer(services)
    taken, refused = (given(services, customer, value="300") for _ in range(2))
    items = services.cards.due(services.core.clock.today())
    by_gift = {value(services, "gift_register", g.id, "follow_up"): g for g in (taken, refused)}
    for row in items:
        if by_gift.get(row.code) is taken:
            services.follow_ups.done(row.id)
        elif by_gift.get(row.code) is refused:
            services.follow_ups.skip(row.id, "太贵")
    assert state(services, taken) is GiftState.APPROVED
    assert state(services, refused) is GiftState.DECLINED
    assert value(services, "gift_register", refused.id, "reason") == "太贵"


def test_the_limit_of_a_person_and_year(services: Services) -> None:
    customer = a_customer(services)
    one, other = (a_contact(services, customer, name) for name in ("王芳", "李平"))
    for _ in range(2):
        given(services, customer, contact=one.code, value="200")
    assert state(services, given(services, customer, contact=other.code)) is GiftState.FREE
    received = given(services, customer, contact=one.code, direction="RECEIVED", value="200")
    assert state(services, received) is GiftState.FREE
    last_year = given(services, customer, contact=one.code, value="200", date="2025-12-31")
    assert state(services, last_year) is GiftState.FREE
    last = given(services, customer, contact=one.code, value="101")
    assert state(services, last) is GiftState.WAITING
    assert services.gifts.explained(last.id).lines[1].code == "gift.over_year"
    services.records.update("gift", last.id, {"value": "100"})
    assert state(services, last) is GiftState.FREE
    services.records.update("gift", last.id, {"purpose": "中秋"})  # moves no figure
    assert state(services, last) is GiftState.FREE


def test_public_bodies_and_strangers_are_refused(services: Services) -> None:
    office = a_customer(services, kind="GOVERNMENT")
    firm = a_customer(services)
    stranger = a_contact(services, firm)
    for wrong in ({}, {"kind": "MEAL"}):
        with pytest.raises(Invalid) as refused:
            given(services, office, **wrong)
        assert refused.value.reason.code == "gift.government"
    assert state(services, given(services, office, direction="RECEIVED")) is GiftState.FREE
    with pytest.raises(Invalid) as refused:
        given(services, firm, contact=a_contact(services, office).code or "")
    assert set(refused.value.fields) == {"contact"}
    assert stranger.code


def test_what_it_would_be_is_told_and_not_written(services: Services) -> None:
    customer = a_customer(services)
    found = services.gifts.judged({"customer": customer.code, **GIFT, "value": "201"})
    assert found.value is GiftState.WAITING
    assert services.gifts.rows() == []
    gift = given(services, customer, value="201")
    assert [row.id for row in services.gifts.rows(customer.id, GiftState.WAITING)] == [gift.id]
    services.changes.undo()
    assert services.gifts.rows() == []
    assert asked(services) == []
