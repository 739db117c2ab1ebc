"""A regrade by somebody who may not edit the customer waits for its owner (11.3, AC-199)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from models.enums import FollowUpKind, Grade, Profile, Role
from storage.effects.saving import Saved
from storage.errors import Refused
from storage.services import Services, open_services
from storage.services.interactions import TouchSaved
from tests.factories import a_customer, planned, value

CALL = {
    "channel": "PHONE",
    "summary": "they want to sign in April",
    "need_after": "NOW",
    "expected_date_after": "2026-04-25",
    "no_next_reason": "the owner calls",
}


@pytest.fixture
def service_desk(services: Services) -> Iterator[Services]:
    """A colleague of the service team, in a team."""
    services.records.create(
        "user", {"login": "yang", "name": "杨光", "roles": Role.SERVICE, "active": "yes"}
    )
    services.records.create(
        "user", {"login": "zhou", "name": "周倩", "roles": Role.SALES, "active": "yes"}
    )
    opened = open_services(services.core.locations, clock=services.core.clock)
    opened.core.login = "yang"
    opened.core.profile = Profile.TEAM
    yield opened
    opened.close()


@pytest.fixture
def owner(service_desk: Services) -> Iterator[Services]:
    """The salesman who owns the customer."""
    opened = open_services(service_desk.core.locations, clock=service_desk.core.clock)
    opened.core.login = "zhou"
    opened.core.profile = Profile.TEAM
    yield opened
    opened.close()


@pytest.fixture
def customer(services: Services, owner: Services) -> Saved:
    """A grade C customer of the salesman."""
    return a_customer(services, grade="C", owner="zhou")


@pytest.fixture
def touched(service_desk: Services, customer: Saved) -> TouchSaved:
    """The call that the colleague logged."""
    return service_desk.interactions.touch(customer.id, CALL)


def waiting(services: Services) -> list[tuple[str | None, date]]:
    rows = services.cards.due(date(2026, 3, 2), services.actor().id)
    return [(row.code, row.due) for row in rows if row.question_code == "REGRADE"]


def open_tracking(services: Services, customer: Saved) -> list[date]:
    found = planned(services, customer.id, FollowUpKind.TRACKING)
    return [due for due, status in found if status == "OPEN"]


def test_ac_199_the_touch_is_stored_and_the_grade_waits_for_the_owner(
    services: Services, owner: Services, customer: Saved, touched: TouchSaved
) -> None:
    assert (touched.grade_after, touched.next_due) == (Grade.C, date(2026, 3, 17))
    assert touched.proposed_grade is Grade.B
    assert value(services, "customer", customer.id, "grade") == Grade.C
    assert value(services, "customer", customer.id, "own_expected_date") == date(2026, 7, 1)
    assert open_tracking(services, customer) == [date(2026, 3, 17)]
    assert waiting(owner) == [(touched.proposal_code, date(2026, 3, 2))]
    (proposal,) = services.cards.proposals(customer.id)
    assert (proposal.from_grade, proposal.to_grade, proposal.state) == ("C", "B", "WAITING")
    assert (proposal.by_name, proposal.owner_name) == ("杨光", "周倩")


def test_the_owner_takes_it_and_all_follows(
    owner: Services, customer: Saved, touched: TouchSaved
) -> None:
    item = owner.cards.find(touched.proposal_code)[1]
    owner.follow_ups.done(item)
    assert value(owner, "customer", customer.id, "grade") == Grade.B
    assert value(owner, "customer", customer.id, "own_expected_date") == date(2026, 4, 25)
    assert value(owner, "interaction", touched.id, "grade_after") == Grade.B
    assert open_tracking(owner, customer) == [date(2026, 3, 9)]
    history = owner.cards.grade_history(customer.id)
    (moved,) = [one for one in history if one.interaction_id == touched.id]
    assert (moved.from_grade, moved.to_grade) == ("C", "B")
    assert owner.cards.proposals(customer.id)[0].state == "TAKEN"
    assert waiting(owner) == []
    owner.changes.undo()
    assert value(owner, "customer", customer.id, "grade") == Grade.C
    assert owner.cards.proposals(customer.id)[0].state == "WAITING"


def test_the_owner_declines_it_with_a_reason(
    owner: Services, customer: Saved, touched: TouchSaved
) -> None:
    owner.follow_ups.skip(owner.cards.find(touched.proposal_code)[1], "budget is not free")
    assert value(owner, "customer", customer.id, "grade") == Grade.C
    (proposal,) = owner.cards.proposals(customer.id)
    assert (proposal.state, proposal.reason) == ("DECLINED", "budget is not free")


def test_who_proposed_does_not_answer_and_pins_nothing(
    service_desk: Services, customer: Saved, touched: TouchSaved
) -> None:
    item = service_desk.cards.find(touched.proposal_code)[1]
    for act in (
        lambda: service_desk.follow_ups.done(item),
        lambda: service_desk.follow_ups.skip(item, "no"),
        lambda: service_desk.interactions.regrade(customer.id, Grade.A, "I think so"),
        lambda: service_desk.interactions.touch(
            customer.id, CALL, keep_grade=Grade.A, keep_reason="I think so"
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "refused.role"


def test_a_newer_proposal_takes_the_place_of_the_older(
    service_desk: Services, owner: Services, customer: Saved, touched: TouchSaved
) -> None:
    second = service_desk.interactions.touch(
        customer.id, {**CALL, "expected_date_after": "2026-03-20"}
    )
    assert second.proposed_grade is Grade.A
    assert [code for code, _due in waiting(owner)] == [second.proposal_code]
    states = [(one.to_grade, one.state) for one in owner.cards.proposals(customer.id)]
    assert states == [("A", "WAITING"), ("B", "DECLINED")]


def test_nothing_new_proposes_nothing_and_the_owner_is_graded_at_once(
    service_desk: Services, owner: Services, customer: Saved
) -> None:
    said = service_desk.interactions.touch(customer.id, {**CALL, "expected_date_after": ""})
    assert (said.proposed_grade, said.proposal_code) == (None, "")
    own = owner.interactions.touch(customer.id, CALL)
    assert (own.grade_after, own.proposal_code) == (Grade.B, "")
