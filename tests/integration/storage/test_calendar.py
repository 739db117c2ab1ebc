"""Days of the calendar: order by value at risk, layers, putting off, moving many."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.enums import AnswerScope, CalendarLayer, FollowUpStatus
from models.rules.agenda import EVERY_LAYER
from models.rules.business_time import DayKind
from models.rules.cadence import Severity
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Invalid, Refused
from storage.services import Services
from storage.services.calendar import Load
from tests.factories import a_case, a_contact, a_customer, an_opportunity, value

TODAY = date(2026, 3, 2)


def a_task(services: Services, customer: Saved, due: str, **fields: str) -> Saved:
    texts = {"title": "call", "kind": "TASK", "due_date": due, "assignee": "", **fields}
    return services.follow_ups.plan(customer.id, texts)


def titles(services: Services, day: date = TODAY) -> list[str]:
    plan = services.calendar.plan(day, day, layers=[CalendarLayer.TASKS])
    rows = services.calendar.rows([place.id for place in plan.places])
    return [planned.row.title or "" for planned in rows]


def later(clock: FixedClock, days: int) -> None:
    clock.moment += timedelta(days=days)


def test_overdue_items_stand_by_value_at_risk_and_the_figure_explains_itself(
    services: Services,
) -> None:
    small, big, none = (a_customer(services) for _ in range(3))
    an_opportunity(services, small, expected_amount="1000", expected_close_date="2026-09-01")
    deal = an_opportunity(
        services, big, expected_amount="9000000", expected_close_date="2026-09-01"
    )
    said = {"state": "CONFIRMED", "note": "said", "source_doc": "mail"}
    for question in ("P-N1", "P-S1", "P-A1", "P-B1", "P-C1"):
        texts = {**said, "confirmed_on": "2026-03-01"}
        services.answers.give(AnswerScope.OPPORTUNITY, deal.id, question, texts)
    a_task(services, small, "2026-02-01", title="old, little money")
    late = a_task(services, big, "2026-02-27", title="new, much money")
    a_task(services, none, "2026-01-05", title="oldest, no money")
    a_task(services, none, "2026-03-02", title="today")
    order = titles(services)
    assert order[0] == "new, much money"
    assert order[-1] == "today"
    odds = value(services, "opportunity", deal.id, "odds_calc")
    assert isinstance(odds, int)
    assert odds > 0
    found = services.explanations.explain("follow_up", late.id, "value_at_risk")
    assert found.value == 900_000_000 * odds * 3 // 1000
    assert [line.code for line in found.lines] == ["at_risk.deal", "at_risk.sum"]


def test_the_deal_of_an_item_counts_alone(services: Services) -> None:
    customer = a_customer(services)
    deals = [
        an_opportunity(services, customer, expected_amount=amount, expected_close_date="2026-09-01")
        for amount in ("1000", "9000000")
    ]
    item = a_task(services, customer, "2026-02-27", opportunity=str(deals[0].code))
    lines = services.explanations.explain("follow_up", item.id, "value_at_risk").lines
    assert [line.params.get("deal") for line in lines][:-1] == [deals[0].code]


@pytest.mark.parametrize(
    ("days", "late", "severity"),
    [(0, 0, Severity.NONE), (1, 1, Severity.AMBER), (6, 6, Severity.AMBER), (7, 7, Severity.RED)],
)
def test_ac_062_one_day_late_is_amber_a_whole_cadence_red(
    services: Services, clock: FixedClock, days: int, late: int, severity: Severity
) -> None:
    customer = a_customer(services, grade="B")  # tracked every 7 days, first on 2026-03-09
    later(clock, 7 + days)
    today = clock.today()
    plan = services.calendar.plan(today, today, layers=[CalendarLayer.CADENCE])
    (planned,) = services.calendar.rows([place.id for place in plan.places])
    assert planned.row.customer_id == customer.id
    assert (today - planned.row.due).days == late
    assert planned.severity is severity
    explained = services.explanations.explain("follow_up", planned.row.id, "overdue_days")
    assert explained.value == late


def test_ac_063_a_customer_of_grade_a_is_due_the_day_after_it_was_made(services: Services) -> None:
    customer = a_customer(services, grade="A")
    tomorrow = date(2026, 3, 3)
    plan = services.calendar.plan(tomorrow, tomorrow)
    (planned,) = services.calendar.rows([place.id for place in plan.places])
    assert (planned.row.customer_id, planned.row.kind) == (customer.id, "TRACKING")


def test_layers_show_what_they_are_named_for_and_loads_count_the_same(services: Services) -> None:
    customer = a_customer(services, grade="A")
    a_contact(services, customer, birth_date="1980-03-02")
    a_case(services, customer)
    a_task(services, customer, "2026-03-02")
    a_task(services, customer, "2026-03-02", kind="COMMITMENT")
    a_task(services, customer, "2026-02-28", kind="SURVEY")
    seen = {}
    for layer in CalendarLayer:
        plan = services.calendar.plan(TODAY, TODAY, layers=[layer])
        seen[layer] = (len(plan.places), len(plan.cases), len(plan.care))
        loads = services.calendar.loads(TODAY, TODAY, layers=[layer])
        on_day = [place for place in plan.places if place.due == TODAY]
        total = len(on_day) + len(plan.cases) + len(plan.care)
        assert loads == ({TODAY: Load(total, 0)} if total else {})
    assert {layer: found for layer, found in seen.items() if any(found)} == {
        CalendarLayer.COMMITMENTS: (1, 0, 0),
        CalendarLayer.CARE_DATES: (0, 0, 1),
        CalendarLayer.SLA_TIMES: (0, 1, 0),
        CalendarLayer.SURVEYS: (1, 0, 0),
        CalendarLayer.TASKS: (1, 0, 0),
    }
    whole = services.calendar.loads(date(2026, 2, 28), date(2026, 3, 3), layers=EVERY_LAYER)
    assert whole == {
        date(2026, 2, 28): Load(1, 1),
        TODAY: Load(4, 0),
        date(2026, 3, 3): Load(1, 0),  # the tracking item
    }


def test_a_week_with_today_begins_with_everything_overdue(services: Services) -> None:
    customer = a_customer(services)
    for due in ("2025-12-24", "2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09"):
        a_task(services, customer, due, title=due)
    plan = services.calendar.plan(TODAY, date(2026, 3, 8), layers=[CalendarLayer.TASKS])
    assert [str(place.due) for place in plan.places] == [
        "2025-12-24", "2026-03-01", "2026-03-02", "2026-03-08",
    ]  # fmt: skip
    past = services.calendar.plan(date(2026, 2, 23), date(2026, 3, 1), layers=[CalendarLayer.TASKS])
    assert [str(place.due) for place in past.places] == ["2026-03-01"]


def test_ac_179_what_sleeps_does_not_nag_until_its_day(
    services: Services, clock: FixedClock
) -> None:
    item = a_task(services, a_customer(services), "2026-02-27", title="offer")
    services.follow_ups.snooze(item.id, "2026-03-16", "customer busy until 2026-03-16")
    assert titles(services) == []
    assert services.cards.duties().due == 0
    later(clock, 13)
    assert titles(services, clock.today()) == []
    later(clock, 1)
    assert titles(services, clock.today()) == ["offer"]
    later(clock, 1)
    assert services.cards.due(clock.today())[0].due == date(2026, 3, 16)


def test_the_third_time_wants_a_reason_of_its_own_which_is_reported(services: Services) -> None:
    customer = a_customer(services)
    item = a_task(services, customer, "2026-02-27")
    for until in ("2026-03-05", "2026-03-06"):
        assert services.follow_ups.put_off([item.id]) == (0, "")
        services.follow_ups.snooze(item.id, until, "busy")
        assert services.reports.make("put-off").rows == ()
    assert services.follow_ups.put_off([item.id]) == (3, "busy")
    with pytest.raises(Invalid) as refused:
        services.follow_ups.snooze(item.id, "2026-03-07", " busy ")
    assert refused.value.problems[0].code == "follow_up.same_reason"
    services.follow_ups.snooze(item.id, "2026-03-07", "board meets on the 6th")
    report = services.reports.make("put-off")
    (row,) = report.rows
    assert report.figures[0].value == 1
    said = {name: cell.value for name, cell in row.cells.items()}
    assert said["customer"] == f"{customer.code} {value(services, 'customer', customer.id, 'name')}"
    assert (said["times"], said["reason"]) == (3, "board meets on the 6th")
    assert said["put_off_by"] == services.actor().name
    assert row.record_id == customer.id
    services.follow_ups.done(item.id)
    assert services.reports.make("put-off").rows == ()


def test_from_when_on_it_is_reported_is_a_setting(services: Services) -> None:
    item = a_task(services, a_customer(services), "2026-02-27")
    services.policies.set({"cadence.put_off_times": 1})
    services.follow_ups.snooze(item.id, "2026-03-07", "busy")
    assert len(services.reports.make("put-off").rows) == 1


def test_many_are_put_off_together_and_taken_back_by_one_undo(services: Services) -> None:
    customer = a_customer(services)
    items = [a_task(services, customer, "2026-02-27").id for _ in range(3)]
    assert services.follow_ups.snooze_all(items, "+7d", "fair week") == 3
    assert titles(services) == []
    services.changes.undo()
    assert len(titles(services)) == 3


def test_moving_many_leaves_what_only_a_rule_moves(services: Services) -> None:
    customer = a_customer(services)
    plan = services.calendar.plan(TODAY, date(2026, 12, 31))
    (tracking,) = (place.id for place in plan.places)
    items = [a_task(services, customer, "2026-02-27").id for _ in range(2)]
    services.follow_ups.snooze(items[0], "2026-03-20", "busy")
    moved = services.follow_ups.move([*items, tracking], due="2026-03-10")
    code = value(services, "follow_up", tracking, "code")
    assert (moved.changed, moved.kept) == (2, (code,))
    assert value(services, "follow_up", items[0], "status") is FollowUpStatus.OPEN
    assert len(titles(services, date(2026, 3, 10))) == 2
    with pytest.raises(Refused):
        services.follow_ups.move([tracking], due="2026-03-10")
    services.changes.undo()
    assert len(titles(services, date(2026, 3, 20))) == 1


@pytest.mark.parametrize("asked", [{"due": "never"}, {"assignee": "nobody"}])
def test_moving_to_no_day_or_nobody_is_refused(services: Services, asked: dict[str, str]) -> None:
    item = a_task(services, a_customer(services), "2026-02-27")
    with pytest.raises(Invalid):
        services.follow_ups.move([item.id], **asked)


CARE = {"channel": "SMS", "kind": "CARE", "summary": "生日快乐"}


def test_greetings_need_consent_whoever_asks(services: Services) -> None:
    customer = a_customer(services)
    for ask in (
        lambda: services.interactions.touch(customer.id, CARE),
        lambda: a_task(services, customer, "2026-03-05", kind="CARE"),
        lambda: services.records.create(
            "follow_up", {"customer": customer.code, "kind": "CARE", "due_date": "2026-03-05"}
        ),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.reason.code == "refused.no_greeting"
    # What comes in may be noted; with consent both are taken.
    services.interactions.touch(customer.id, {**CARE, "direction": "IN"})
    services.records.update("customer", customer.id, {"consent_greeting": "yes"})
    services.interactions.touch(customer.id, CARE)
    assert a_task(services, customer, "2026-03-05", kind="CARE").code


def test_care_dates_of_others_and_of_those_not_to_be_greeted(services: Services) -> None:
    customer = a_customer(services)
    person = a_contact(services, customer, name="孔")
    texts = {"contact": person.code, "kind": "BIRTHDAY", "month": "1", "day": "14"}
    services.records.create("special_date", {**texts, "calendar": "LUNAR", "year": "1974"})
    plan = services.calendar.plan(TODAY, TODAY, services.actor().id)
    (special,) = plan.care
    assert (special.contact_code, special.greets, special.lunar) == (person.code, False, "01-14")
    (row,) = services.calendar.special_dates(customer.id)[person.id]
    assert services.calendar.next_kept(row) == TODAY
    assert services.calendar.plan(TODAY, TODAY, services.actor().id + 1).care == ()


@pytest.mark.parametrize(
    ("calendar", "month", "day", "accepted"),
    [
        ("SOLAR", "2", "29", True), ("SOLAR", "2", "30", False), ("SOLAR", "4", "31", False),
        ("SOLAR", "12", "31", True), ("LUNAR", "2", "30", True), ("LUNAR", "12", "31", False),
        ("LUNAR_LEAP", "6", "30", True),
    ],
)  # fmt: skip
def test_a_date_must_be_one_of_its_calendar(
    services: Services, calendar: str, month: str, day: str, accepted: bool
) -> None:
    person = a_contact(services, a_customer(services))
    texts = {"contact": str(person.code), "kind": "BIRTHDAY", "calendar": calendar}
    texts |= {"month": month, "day": day}
    if accepted:
        assert services.records.create("special_date", texts).id
    else:
        with pytest.raises(Invalid):
            services.records.create("special_date", texts)


def test_public_holidays_days_made_up_and_how_far_they_are_known(services: Services) -> None:
    found = services.calendar.days_off(date(2026, 9, 28), date(2026, 10, 11))
    off = {day.day for day, kind in found.kinds.items() if kind is DayKind.HOLIDAY}
    assert off == {1, 2, 3, 5, 6, 7}  # the 4th is a Sunday anyway
    assert found.kinds[date(2026, 10, 10)] is DayKind.MAKE_UP
    assert date(2026, 10, 11) not in found.kinds  # a Sunday like any other
    assert found.years == (2001, 2099)
    assert found.announced_to is not None
    far = services.calendar.days_off(date(2098, 10, 1), date(2098, 10, 3))
    assert set(far.kinds.values()) == {DayKind.HOLIDAY}
    services.policies.set({"calendar.public_holidays": 0})
    plain = services.calendar.days_off(date(2026, 9, 28), date(2026, 10, 11))
    assert (plain.kinds, plain.years) == ({}, None)


def test_tracking_moves_to_a_working_day_where_that_is_switched_on(
    services: Services, clock: FixedClock
) -> None:
    later(clock, 44)  # 15 April; B is due on 22 April, then counted from 28 April on
    services.policies.set({"cadence.shift_weekend": 1})
    clock.moment += timedelta(days=13)  # 28 April + 7 days = 5 May, a day off
    customer = a_customer(services, grade="B", own_expected_date="2026-07-01")
    due = value(services, "customer", customer.id, "next_tracking_due")
    assert due == date(2026, 5, 6)
    lines = services.explanations.explain("customer", customer.id, "next_tracking_due").lines
    assert [line.code for line in lines] == ["cadence.from_creation", "cadence.shifted"]
