"""What comes up today at a time: in the reminder from some minutes before, until it is done."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.clock import FixedClock
from storage.services import Services
from tests.factories import a_customer
from tui import i18n
from tui.rows.reminders import reminder


def at(clock: FixedClock, time: str) -> None:
    hour, minute = map(int, time.split(":"))
    clock.moment = datetime(2026, 3, 2, hour - 8, minute, tzinfo=UTC)  # Shanghai


def test_what_comes_up_is_told_until_it_is_done(services: Services, clock: FixedClock) -> None:
    customer = a_customer(services)
    plan = {"kind": "COMMITMENT", "due_date": "2026-03-02"}
    soon = services.follow_ups.plan(customer.id, {**plan, "due_time": "10:15"})
    services.follow_ups.plan(customer.id, {**plan, "due_time": "10:16"})
    services.follow_ups.plan(customer.id, plan)  # at no time
    services.follow_ups.plan(customer.id, {**plan, "due_date": "2026-03-03", "due_time": "10:01"})
    assert [row.id for row in services.cards.soon()] == [soon.id]  # it is 10:00
    at(clock, "10:01")
    assert len(services.cards.soon()) == 2
    services.policies.set({"calendar.remind_minutes": 0})
    assert services.cards.soon() == []
    at(clock, "17:00")
    assert len(services.cards.soon()) == 2
    services.follow_ups.done(soon.id)
    assert len(services.cards.soon()) == 1
    clock.moment = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)  # a minute before midnight
    services.policies.set({"calendar.remind_minutes": 30})
    assert len(services.cards.soon()) == 1


def test_a_reminder_is_a_few_lines(services: Services) -> None:
    customer = a_customer(services, "华信")
    plan = {"kind": "COMMITMENT", "due_date": "2026-03-02", "due_time": "10:05"}
    for title in ("寄样品", "", "b", "c", "d"):
        services.follow_ups.plan(customer.id, {**plan, "title": title})
    rows = services.cards.soon()
    assert reminder(rows[:1]) == "10:05 华信: 寄样品"
    lines = reminder(rows).split("\n")
    assert len(lines) == 4
    assert lines[1] == "10:05 华信: Promise"
    assert lines[3] == "2 more items"
    i18n.set_language("zh")
    try:
        assert reminder(rows).split("\n")[1] == "10:05 华信: 承诺"
    finally:
        i18n.set_language("en")
