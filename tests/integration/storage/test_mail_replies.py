"""A mail that came in waits in the calendar with its hour, until it is answered."""

from __future__ import annotations

from datetime import date

import pytest

from models.views.rows import FollowUpRow
from storage.effects.saving import Saved
from storage.services import Services
from tests.factories import a_customer


def log(services: Services, customer: Saved, **fields: str) -> None:
    texts = {"channel": "EMAIL", "direction": "IN", "summary": "asks for a date", **fields}
    services.interactions.touch(customer.id, texts)


def waiting(services: Services, customer: Saved) -> list[FollowUpRow]:
    return [
        row
        for row in services.cards.due(date(2026, 12, 31))
        if row.question_code == "MAIL" and row.customer_id == customer.id
    ]


def test_ac_106_a_mail_is_to_be_answered_within_a_day(services: Services) -> None:
    customer = a_customer(services)
    log(services, customer, at="2026-03-01T16:30")
    (item,) = waiting(services, customer)
    assert (item.kind, item.due, item.due_time) == ("SLA", date(2026, 3, 2), "16:30")
    services.changes.undo()
    assert waiting(services, customer) == []


@pytest.mark.parametrize("channel", ["EMAIL", "PHONE"])
def test_the_answer_closes_it(services: Services, channel: str) -> None:
    customer = a_customer(services)
    log(services, customer)
    ended = {"no_next_reason": "all said"} if channel == "PHONE" else {}
    log(services, customer, channel=channel, direction="OUT", **ended)
    assert waiting(services, customer) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"at": "2026-02-20T09:00"},  # its time has passed
        {"direction": "OUT"},
        {"channel": "WECHAT"},
        {"kind": "NOTE"},
    ],
)
def test_what_plans_no_answer(services: Services, fields: dict[str, str]) -> None:
    customer = a_customer(services)
    log(services, customer, **fields)
    assert waiting(services, customer) == []


def test_a_mail_that_was_answered_since_waits_no_more(services: Services) -> None:
    customer = a_customer(services)
    log(services, customer, direction="OUT", at="2026-03-02T09:30")
    log(services, customer, at="2026-03-02T09:00")
    assert waiting(services, customer) == []


def test_the_hours_are_a_setting(services: Services) -> None:
    services.policies.set({"feedback.mail_reply_hours": 4})
    customer = a_customer(services)
    log(services, customer, at="2026-03-02T09:00")
    assert [(one.due, one.due_time) for one in waiting(services, customer)] == [
        (date(2026, 3, 2), "13:00")
    ]


def test_ac_138_a_touch_names_the_point_where_it_happened(services: Services) -> None:
    services.touchpoints.load()
    point = services.touchpoints.register().points[21]
    customer = a_customer(services)
    log(services, customer, touchpoint=point.code)
    assert services.touchpoints.card(point.id).touches == 1
