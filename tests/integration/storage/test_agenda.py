"""The calendar: load per day, overdue first, special dates, due times of feedback."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import FollowUpKind
from storage.queries import agenda
from storage.queries.agenda import DayLoad
from tests.tools.store import NOW, TODAY, Store


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _filled() -> tuple[Store, dict[str, int]]:
    store = Store()
    ids = {login: store.add("user", login=login, roles="SALES") for login in ("me", "you")}
    ids["customer"] = store.add("customer", name="华信", owner_id=ids["me"])
    for title, due, extra in (
        ("late", "2026-02-27", {}),
        ("later", "2026-03-02", {"due_time": "15:00"}),
        ("early", "2026-03-02", {"due_time": "09:00"}),
        ("any time", "2026-03-02", {"kind": "CARE"}),
        ("woken", "2026-02-20", {"status": "SNOOZED", "snoozed_until": "2026-03-03"}),
        ("blocked", "2026-03-05", {"status": "BLOCKED"}),
        ("done", "2026-03-02", {"status": "DONE"}),
        ("skipped", "2026-03-02", {"status": "SKIPPED"}),
        ("archived", "2026-03-02", {"deleted_at": NOW}),
        ("yours", "2026-03-02", {"assignee_id": ids["you"]}),
    ):
        values = {"assignee_id": ids["me"], "status": "OPEN", **extra}
        store.add("follow_up", customer_id=ids["customer"], title=title, due_date=due, **values)
    return store, ids


STORE, IDS = _filled()
CONTEXT = STORE.context()


def test_load_per_day_counts_open_ones_on_the_day_they_fall_due() -> None:
    load = agenda.load_per_day(STORE, CONTEXT, _day("2026-02-01"), _day("2026-03-04"), IDS["me"])
    assert load == {
        _day("2026-02-27"): DayLoad(1, 1),
        _day("2026-03-02"): DayLoad(3, 0),
        _day("2026-03-03"): DayLoad(1, 0),
    }


def test_load_of_everybody_and_of_one_layer() -> None:
    day = (TODAY, TODAY)
    assert agenda.load_per_day(STORE, CONTEXT, *day)[TODAY].total == 4
    care = agenda.load_per_day(STORE, CONTEXT, *day, kinds=[FollowUpKind.CARE])
    assert care == {TODAY: DayLoad(1, 0)}
    assert agenda.load_per_day(STORE, CONTEXT, *day, kinds=[]) == {}
    assert agenda.load_per_day(STORE, CONTEXT, *day, IDS["you"])[TODAY].total == 1


def test_todays_agenda_has_overdue_first_then_the_day_by_time() -> None:
    rows = agenda.agenda(STORE, CONTEXT, TODAY, IDS["me"])
    assert [row.title for row in rows] == ["late", "early", "later", "any time"]


def test_the_agenda_of_another_day_has_that_day_only() -> None:
    rows = agenda.agenda(STORE, CONTEXT, _day("2026-03-03"), IDS["me"])
    assert [row.title for row in rows] == ["woken"]
    assert agenda.agenda(STORE, CONTEXT, _day("2026-03-04")) == []


def test_due_until_a_day_and_at_most_so_many() -> None:
    rows = agenda.due(STORE, CONTEXT, _day("2026-03-05"), IDS["me"])
    assert [row.title for row in rows] == [
        "late", "early", "later", "any time", "woken", "blocked",
    ]  # fmt: skip
    assert len(agenda.due(STORE, CONTEXT, _day("2026-03-05"), IDS["me"], limit=2)) == 2


def _people() -> tuple[Store, int]:
    store = Store()
    owner = store.add("user", login="me", roles="SALES")
    customer = store.add("customer", name="华信", owner_id=owner, do_not_contact=1)
    leap = store.add(
        "contact", customer_id=customer, name="leap", birth_date="1992-02-29", hobbies="tea"
    )
    store.add("special_date", contact_id=leap, kind="BIRTHDAY", month=2, day=29)
    store.add("special_date", contact_id=leap, kind="WEDDING", month=2, day=20, year=2027)
    store.add("special_date", contact_id=leap, kind="CUSTOM", month=3, day=1, label="name day")
    store.add(
        "contact", customer_id=customer, name="left", birth_date="1990-02-28", left_at="2026-01-01"
    )
    store.add("contact", customer_id=customer, name="winter", birth_date="1980-12-31")
    other = store.add("customer", name="other")
    lunar = store.add("contact", customer_id=other, name="noted")
    store.add("special_date", contact_id=lunar, kind="BIRTHDAY", month=2, day=28, lead_days=7)
    return store, owner


def test_ac_133_a_birthday_of_29_february_is_kept_on_the_28th_in_common_years() -> None:
    store, _owner = _people()
    found = agenda.special_days(store, store.context(), _day("2026-02-20"), _day("2026-03-01"))
    assert [(day.on, day.contact_name, day.kind, day.hobbies) for day in found] == [
        (_day("2026-02-28"), "leap", "BIRTHDAY", "tea"),
        (_day("2026-02-28"), "noted", "BIRTHDAY", None),
        (_day("2026-03-01"), "leap", "CUSTOM", "tea"),
    ]
    assert found[0].since == 1992
    assert found[0].do_not_contact is True
    assert found[1].lead_days == 7


def test_a_lunar_birthday_takes_the_place_of_the_birth_date() -> None:
    store = Store()
    owner = store.add("user", login="me", roles="SALES")
    customer = store.add("customer", name="华信", owner_id=owner, consent_greeting=1)
    person = store.add("contact", customer_id=customer, name="孔", birth_date="1974-03-02")
    values = {"contact_id": person, "lead_days": 0}
    store.add("special_date", kind="BIRTHDAY", month=1, day=14, calendar="LUNAR", **values)
    store.add(
        "special_date", kind="FESTIVAL", label="中秋", month=8, day=15, calendar="LUNAR", **values
    )
    store.add("special_date", kind="CUSTOM", label="闰", month=6, day=3, calendar="LUNAR_LEAP",
              **values)  # fmt: skip
    found = agenda.special_days(store, store.context(), _day("2025-01-01"), _day("2026-12-31"))
    assert [(str(day.on), day.kind, day.lunar, day.is_leap, day.greets) for day in found] == [
        ("2025-02-11", "BIRTHDAY", "01-14", False, True),
        ("2025-07-27", "CUSTOM", "06-03", True, True),
        ("2025-10-06", "FESTIVAL", "08-15", False, True),
        ("2026-03-02", "BIRTHDAY", "01-14", False, True),
        ("2026-07-16", "CUSTOM", "06-03", True, True),
        ("2026-09-25", "FESTIVAL", "08-15", False, True),
    ]


def test_dates_ahead_are_to_be_prepared_for_once_their_lead_days_have_begun() -> None:
    store = Store()
    owner = store.add("user", login="me", roles="SALES")
    customer = store.add("customer", name="华信", owner_id=owner)
    person = store.add("contact", customer_id=customer, name="孔", birth_date="1974-03-03")
    for label, month, day, lead in (
        ("today", 3, 2, 9), ("tomorrow", 3, 3, 1), ("far", 3, 12, 9), ("near", 3, 11, 9),
        ("no lead", 3, 4, 0), ("farthest", 5, 1, 60), ("too far", 5, 2, 60),
    ):  # fmt: skip
        store.add("special_date", contact_id=person, kind="CUSTOM", label=label, month=month,
                  day=day, lead_days=lead)  # fmt: skip
    store.add("special_date", contact_id=person, kind="FESTIVAL", label="lunar", month=1, day=20,
              lead_days=7, calendar="LUNAR")  # fmt: skip
    found = agenda.coming_days(store, store.context(), owner)
    assert [(str(one.on), one.label) for one in found] == [
        ("2026-03-03", "tomorrow"),
        ("2026-03-08", "lunar"),
        ("2026-03-11", "near"),
        ("2026-05-01", "farthest"),
    ]
    assert agenda.coming_days(store, store.context(), owner + 1) == []


ZONES = st.sampled_from(
    ["UTC", "Asia/Shanghai", "America/New_York", "Pacific/Apia", "Pacific/Chatham", "Europe/London"]
)


CASES = Store()


@settings(max_examples=60, deadline=None)
@given(st.integers(1_300_000_000, 1_830_000_000), ZONES)
def test_a_case_falls_due_on_its_local_day_in_every_zone(seconds: int, zone: str) -> None:
    store, moment = CASES, datetime.fromtimestamp(seconds, UTC)
    store.connection.execute("DELETE FROM feedback")
    stored = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    store.add("feedback", due_at=stored, kind="COMPLAINT", state="NEW", text="x")
    context = replace(store.context(), zone=zone)
    local = moment.astimezone(ZoneInfo(zone)).date()
    around = [local + timedelta(days=days) for days in (-1, 0, 1)]
    assert [agenda.case_days(store, context, day, day) for day in around] == [[], [local], []]
    assert [len(agenda.feedback_due(store, context, day, day)) for day in around] == [0, 1, 0]


def test_a_birthday_of_29_february_is_kept_on_the_day_in_leap_years() -> None:
    store, _owner = _people()
    found = agenda.special_days(store, store.context(), _day("2028-02-28"), _day("2028-02-29"))
    assert [(str(day.on), day.contact_name) for day in found] == [
        ("2028-02-28", "noted"),
        ("2028-02-29", "leap"),
    ]


@pytest.mark.parametrize(("year", "expected"), [("2026", []), ("2027", ["WEDDING"])])
def test_a_date_does_not_come_before_its_first_year(year: str, expected: list[str]) -> None:
    store, _owner = _people()
    day = _day(f"{year}-02-20")
    found = agenda.special_days(store, store.context(), day, day)
    assert [special.kind for special in found] == expected


def test_counts_of_a_month_are_those_of_its_days() -> None:
    store, owner = _people()
    for span in (("2026-02-01", "2026-03-31"), ("2027-12-01", "2028-03-31")):
        first, last = map(_day, span)
        for one in (None, owner):
            days = agenda.special_days(store, store.context(), first, last, one)
            counts = agenda.special_counts(store, store.context(), first, last, one)
            assert counts == Counter(day.on for day in days)
            assert counts


def test_special_days_over_the_turn_of_the_year_and_of_one_owner() -> None:
    store, owner = _people()
    span = (_day("2026-12-30"), _day("2028-01-02"))
    found = agenda.special_days(store, store.context(), *span, owner)
    winter = [str(day.on) for day in found if day.contact_name == "winter"]
    assert winter == ["2026-12-31", "2027-12-31"]
    assert all(day.contact_name != "noted" for day in found)


def test_feedback_falls_due_on_the_day_of_the_zone() -> None:
    store = Store()
    for name, at, state in (
        ("late evening", "2026-03-02T15:59:59Z", "NEW"),
        ("next day", "2026-03-02T16:00:00Z", "NEW"),
        ("closed", "2026-03-02T03:00:00Z", "CLOSED"),
        ("early", "2026-03-01T16:00:00Z", None),
        ("no time", None, "NEW"),
    ):
        store.add("feedback", text=name, due_at=at, state=state)
    found = agenda.feedback_due(store, store.context(), TODAY, TODAY)
    assert [row.text for row in found] == ["early", "late evening"]
