"""What an act is given besides a form is cleaned or refused by the services, never cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.enums import Stage, StockMoveKind
from storage.effects.saving import Saved
from storage.errors import Invalid
from storage.services import Services
from tests.factories import a_case, a_customer, a_part, value

LONG = "因" * 401


def a_task(services: Services, customer: Saved) -> Saved:
    fields = {"customer": customer.code, "title": "寄样册", "due_date": "2026-03-05"}
    return services.records.create("follow_up", fields)


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Invalid) as caught:
        act()
    assert [one.code for one in caught.value.reasons] == [code]


def test_a_reason_too_long_is_refused_and_never_cut(services: Services) -> None:
    customer = a_customer(services)
    item = a_task(services, customer)
    gift = {"customer": customer.code, "value": "300", "date": "2026-03-02", "purpose": "春节"}
    over = services.records.create("gift", gift)
    services.records.create("user", {"login": "li", "name": "李娜", "roles": "SALES"})
    services.handovers.begin(services.core.actor().login, "li", [customer.id])
    handover = services.handovers.mine()[0]
    for act in (
        lambda: services.follow_ups.skip(item.id, LONG),
        lambda: services.follow_ups.snooze(item.id, "2026-03-09", LONG),
        lambda: services.gifts.decide(over.id, approve=False, reason=LONG),
        lambda: services.handovers.accept(handover.id, LONG),
        lambda: services.handovers.withdraw(handover.id, LONG),
        lambda: services.stages.move(customer.id, Stage.STRATEGIC, reason=LONG),
    ):
        refused("field.too_long", act)
    assert value(services, "follow_up", item.id, "status") == "OPEN"


def test_a_note_of_an_act_holds_no_control_code(services: Services) -> None:
    case = a_case(services)
    part = a_part(services)
    for act in (
        lambda: services.feedback.pause(case.id, "waits\x1b[2Jfor them", customer_told=True),
        lambda: services.feedback.hand_over(case.id, services.core.actor().login, "see\x00this"),
        lambda: services.stock.move(part.id, StockMoveKind.RECEIPT, 1, "box\u202e7"),
    ):
        refused("field.bad_character", act)


def test_a_note_of_an_act_is_tidied_like_a_field(services: Services) -> None:
    customer = a_customer(services)
    item = a_task(services, customer)
    services.follow_ups.skip(item.id, " cafe\u0301 clo\u200bsed ")
    assert value(services, "follow_up", item.id, "reason") == "café closed"
