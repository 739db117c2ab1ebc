"""At 100 % of its time a case or a ticket stands in the manager's calendar, once (R-SLA)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.enums import FeedbackState
from storage.clock import FixedClock
from storage.errors import NotFound
from storage.services import Services
from tests.factories import a_case, a_customer, a_ticket, value
from tests.team import STRANGER, a_team, become

DAY = date(2026, 3, 4)


@pytest.fixture
def boss(services: Services) -> int:
    services.records.create("user", {"login": "zhou", "name": "周总", "roles": "MANAGER"})
    return services.cards.find("zhou", "user")[1]


def told(services: Services, boss: int) -> set[tuple[str | None, str | None]]:
    return {(row.question_code, row.feedback_code) for row in services.cards.due(DAY, boss)}


def test_what_is_over_time_goes_to_the_manager_once(
    services: Services, clock: FixedClock, boss: int
) -> None:
    case = a_case(services, a_customer(services))
    ticket = a_ticket(services, a_customer(services, "别家"))
    assert not services.cards.over_time()
    assert services.maintenance.tell_managers() == 0
    clock.moment += timedelta(hours=5)  # a complaint is answered within four hours
    assert services.cards.over_time()
    assert services.maintenance.tell_managers() == 1
    clock.moment += timedelta(hours=32)  # on site within 36
    assert services.maintenance.tell_managers() == 1
    assert services.maintenance.tell_managers() == 0
    assert not services.cards.over_time()
    assert told(services, boss) == {("LATE", case.code), ("LATE", None)}
    (item,) = (row for row in services.cards.due(DAY, boss) if row.feedback_code is None)
    assert value(services, "follow_up", item.id, "ticket") == ticket.code


def test_nobody_is_told_of_the_own_and_of_a_clock_that_is_held(
    services: Services, clock: FixedClock
) -> None:
    a_case(services, a_customer(services))
    clock.moment += timedelta(hours=5)
    assert not services.cards.over_time()  # the only manager owns it
    services.records.create("user", {"login": "zhou", "name": "周总", "roles": "MANAGER"})
    services.maintenance.tell_managers()
    case = a_case(services, a_customer(services, "别家"))
    told = {"ack_text": "马上派人", "promised_at": "2026-03-03 12:00"}
    services.feedback.step(case.id, FeedbackState.ACKNOWLEDGED, told)
    services.feedback.pause(case.id, "等客户确认时间", customer_told=True)
    clock.moment += timedelta(hours=50)
    assert not services.cards.over_time()


def test_a_session_of_anybody_tells(services: Services, clock: FixedClock, boss: int) -> None:
    a_case(services, a_customer(services))
    services.records.create("user", {"login": "gu", "name": "顾问", "roles": "VIEWER"})
    clock.moment += timedelta(hours=5)
    services.core.login = "gu"
    assert services.maintenance.tell_managers() == 1


def test_it_is_told_by_who_may_not_see_the_customer_too(
    services: Services, clock: FixedClock
) -> None:
    """The program does it, whoever is at the keyboard; nothing is hidden from it (11.3)."""
    a_team(services)
    for owner in ("sales", STRANGER):
        case = a_case(services, a_customer(services, owner=owner), owner=owner)
    clock.moment += timedelta(hours=5)
    sales = become(services, "sales")
    assert sales.cards.over_time()
    assert sales.maintenance.tell_managers() == 2
    assert not sales.cards.over_time()
    with pytest.raises(NotFound):
        sales.cards.feedback(case.id)  # and that is all there is told of it


def test_what_the_program_did_by_itself_is_not_the_users_last_act(
    services: Services, clock: FixedClock, boss: int
) -> None:
    customer = a_customer(services)
    services.records.update("customer", customer.id, {"city": "昆明"})
    a_case(services, customer)
    edited = services.changes.undoable()
    clock.moment += timedelta(hours=5)
    assert services.maintenance.tell_managers() == 1
    assert services.changes.undoable() == edited
    services.changes.undo()  # the case
    services.changes.undo()  # the city
    assert value(services, "customer", customer.id, "city") is None
    clock.moment += timedelta(hours=5)
    services.maintenance.tell_managers()
    services.changes.redo()
    assert value(services, "customer", customer.id, "city") == "昆明"
