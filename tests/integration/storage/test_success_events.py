"""Success events: each sets off a follow-up soon, and stands on the account (AC-034)."""

from __future__ import annotations

from datetime import date

import pytest

from models.enums import CustomerStatus, SuccessEventKind
from models.rules.plays import TASKS
from storage.effects.saving import Saved
from storage.services import Services
from tests.factories import a_customer, count_of


def an_event(services: Services, customer: Saved, kind: str = "STAFF_CHANGE") -> Saved:
    return services.records.create(
        "success_event",
        {"customer": customer.code, "kind": kind, "date": "2026-03-02", "source": "李总"},
    )


@pytest.mark.parametrize(
    ("grade", "due"), [("A", date(2026, 3, 3)), ("B", date(2026, 3, 9)), ("D", date(2026, 3, 9))]
)
def test_ac_034_an_event_plans_a_follow_up_within_a_week(
    services: Services, grade: str, due: date
) -> None:
    customer = a_customer(services, grade=grade)
    event = an_event(services, customer)
    card = services.account_plans.card(customer.id)
    assert [one["kind"] for one in card.events] == [SuccessEventKind.STAFF_CHANGE]
    task = card.event_tasks[event.id]
    assert (task.due, task.status) == (due, "OPEN")
    (row,) = [one for one in services.cards.due(due) if one.code == task.code]
    assert (row.kind, row.question_code, row.customer_id) == ("TASK", "EV-STAFF", customer.id)


@pytest.mark.parametrize("kind", list(SuccessEventKind))
def test_each_kind_has_a_task_of_its_own(services: Services, kind: SuccessEventKind) -> None:
    customer = a_customer(services)
    an_event(services, customer, kind)
    codes = [one.question_code for one in services.cards.due(date(2026, 3, 9))]
    assert codes == [TASKS[kind]]


def test_an_event_and_its_follow_up_are_one_change(services: Services) -> None:
    customer = a_customer(services)
    before = count_of(services, "change_set")
    event = an_event(services, customer)
    assert count_of(services, "change_set") == before + 1
    services.records.update("success_event", event.id, {"play": "lunch"})  # plans no second one
    assert len(services.account_plans.event_tasks(customer.id)) == 1
    services.changes.undo()
    services.changes.undo()
    assert services.account_plans.event_tasks(customer.id) == {}
    assert "EV-STAFF" not in {one.question_code for one in services.cards.due(date(2026, 12, 31))}


def test_a_customer_who_is_gone_gets_no_follow_up(services: Services) -> None:
    customer = a_customer(services)
    services.records.update(
        "customer", customer.id, {"status": CustomerStatus.LOST, "churn_type": "NATURAL"}
    )
    an_event(services, customer)
    assert services.account_plans.event_tasks(customer.id) == {}
