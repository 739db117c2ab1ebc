"""Handing customers over: both see them, accepted one by one, one undo (9.6, AC-118)."""

from __future__ import annotations

import pytest

from models.enums import FollowUpKind, HandoverItem, HandoverState
from storage.errors import Invalid, NotFound, Refused
from storage.services import Services, open_services
from tests.factories import (
    a_case,
    a_contact,
    a_customer,
    an_opportunity,
    count_of,
    planned,
    value,
)

LETTER = {"channel": "EMAIL", "summary": "sent the offer"}
I = HandoverItem  # noqa: E741 - the items of the list


@pytest.fixture
def li(services: Services) -> str:
    services.records.create("user", {"login": "li", "name": "李娜", "roles": "SALES"})
    return "li"


def as_user(services: Services, login: str) -> Services:
    other = open_services(services.core.locations, clock=services.core.clock)
    other.core.login = login
    return other


def me(services: Services) -> str:
    return services.core.actor().login


def owner(services: Services, customer_id: int) -> object:
    return value(services, "customer", customer_id, "owner")


def test_ac_118_eight_customers_are_accepted_one_by_one(services: Services, li: str) -> None:
    made = [a_customer(services, f"客户{number}") for number in range(8)]
    services.interactions.touch(made[0].id, LETTER)
    assert services.handovers.begin(me(services), li) == 8
    rows = services.handovers.mine()
    assert len(rows) == 8
    assert [row.known_only for row in rows].count(True) == 1
    # Until they are accepted they stay where they are, and the receiver is to act at once.
    receiver = as_user(services, li)
    assert {row.customer_id for row in receiver.handovers.mine()} == {one.id for one in made}
    duties = receiver.cards.due(receiver.core.clock.today(), receiver.core.actor().id)
    assert {row.customer_id for row in duties} == {one.id for one in made}
    assert {row.question_code for row in duties} == {"HANDOVER"}
    assert owner(services, made[0].id) == me(services)
    found = receiver.lists.count(receiver.lists.parse("handover:me", "customers"))
    assert (found, receiver.lists.count(receiver.lists.parse("owner:me", "customers"))) == (8, 0)
    first = next(row for row in rows if row.customer_id == made[0].id)
    for item in first.missing:
        receiver.handovers.tick(first.id, item)
    receiver.handovers.accept(first.id)
    assert owner(services, made[0].id) == li
    assert owner(services, made[1].id) == me(services)
    assert len(services.handovers.mine()) == 7
    receiver.changes.undo()  # the acceptance; each mark has an undo of its own
    receiver.close()
    assert owner(services, made[0].id) == me(services)
    assert len(services.handovers.mine()) == 8


def test_one_undo_takes_the_whole_handover_back(services: Services, li: str) -> None:
    made = [a_customer(services) for _ in range(3)]
    services.handovers.begin(me(services), li)
    services.changes.undo()
    assert services.handovers.mine() == []
    assert planned(services, made[0].id, FollowUpKind.TASK) == []
    assert services.handovers.begin(me(services), li, [made[0].id]) == 1
    assert services.handovers.begin(me(services), li) == 2  # what is on its way already stays


def test_what_there_is_goes_over_and_the_rest_stays(services: Services, li: str) -> None:
    made = a_customer(services)
    a_contact(services, made, birth_date="1980-05-06")
    deal = an_opportunity(services, made)
    lost = an_opportunity(services, made, title="x", pipeline="LOST", lost_reason="-")
    case = a_case(services, made)
    promise = services.follow_ups.plan(made.id, {"due_date": "2026-03-09", "kind": "COMMITMENT"})
    services.handovers.begin(me(services), li)
    (row,) = services.handovers.mine()
    assert row.counts == {
        I.DEALS: 1,
        I.COMMITMENTS: 1,
        I.FEEDBACK: 1,
        I.STAKEHOLDERS: 1,
        I.CARE_DATES: 1,
        I.INTRODUCTION: None,
        I.INFORMED: None,
    }
    receiver = as_user(services, li)
    with pytest.raises(Refused) as refused:
        receiver.handovers.accept(row.id)
    assert [one.params["item"] for one in refused.value.missing] == list(I)
    receiver.handovers.accept(row.id, "他明天就走")
    for entity, record in (("opportunity", deal.id), ("feedback", case.id)):
        assert value(services, entity, record, "owner") == li
    assert value(services, "follow_up", promise.id, "assignee") == li
    assert value(services, "opportunity", lost.id, "owner") == me(services)
    receiver.close()
    query = services.lists.parse("kind:TRACKING owner:li open:yes", "follow-ups")
    assert services.lists.count(query) == 1  # the tracking item is the receiver's too


def test_what_there_is_none_of_needs_no_mark(services: Services, li: str) -> None:
    made = a_customer(services)
    services.handovers.begin(me(services), li)
    (row,) = services.handovers.mine()
    assert row.missing == (I.INTRODUCTION, I.INFORMED)
    services.handovers.tick(row.id, I.INFORMED)
    services.handovers.tick(row.id, I.INTRODUCTION)
    services.handovers.tick(row.id, I.INFORMED, done=False)
    assert services.handovers.one(row.id).missing == (I.INFORMED,)
    assert services.handovers.of_customer(made.id) == row.id
    assert services.cards.on_its_way(made.id) == (services.core.actor().name, "李娜")


def test_who_may_do_what(services: Services, li: str) -> None:
    made = a_customer(services)
    services.records.create("user", {"login": "wu", "name": "吴", "roles": "SALES"})
    services.handovers.begin(me(services), li)
    (row,) = services.handovers.mine()
    stranger = as_user(services, "wu")
    for refused in (
        lambda: stranger.handovers.begin(me(services), "wu"),
        lambda: stranger.handovers.tick(row.id, I.DEALS),
        lambda: stranger.handovers.accept(row.id, "x"),
        lambda: stranger.handovers.withdraw(row.id, "x"),
    ):
        with pytest.raises(Refused):
            refused()
    stranger.close()
    with pytest.raises(Refused):
        services.handovers.begin(li, "wu", [made.id])  # it is not hers yet
    for wrong in (("me", "me"), (me(services), "nobody"), ("nobody", li)):
        with pytest.raises(Invalid):
            services.handovers.begin(*wrong)


def test_a_handover_is_withdrawn_with_a_reason(services: Services, li: str) -> None:
    made = a_customer(services)
    services.handovers.begin(me(services), li)
    (row,) = services.handovers.mine()
    with pytest.raises(Invalid):
        services.handovers.withdraw(row.id, " ")
    services.handovers.withdraw(row.id, "他留下了")
    assert planned(services, made.id, FollowUpKind.TASK)[0][1] == "SKIPPED"
    assert [one.state for one in services.handovers.all()] == [HandoverState.WITHDRAWN]
    with pytest.raises(Refused):
        services.handovers.accept(row.id, "x")
    assert services.cards.on_its_way(made.id) is None
    with pytest.raises(NotFound):
        services.handovers.of_customer(made.id)
    with pytest.raises(NotFound):
        services.handovers.one(1)
    assert count_of(services, "handover") == 1


def test_customers_known_by_one_alone(services: Services, li: str) -> None:
    mine, shared, none = (a_customer(services, name) for name in "甲乙丙")
    for customer in (mine, shared):
        services.interactions.touch(customer.id, LETTER)
        services.interactions.touch(customer.id, {**LETTER, "kind": "NOTE"})
    services.records.update("user", services.cards.find(li, "user")[1], {"roles": "SERVICE"})
    other = as_user(services, li)
    other.interactions.touch(shared.id, LETTER)
    other.close()
    (found,) = services.handovers.known_by_one()
    assert (found.name, found.user_name, found.touches) == ("甲", services.core.actor().name, 1)
    assert services.handovers.known_by_one("me") == [found]
    assert services.handovers.known_by_one(li) == []
    assert none.id != found.customer_id
