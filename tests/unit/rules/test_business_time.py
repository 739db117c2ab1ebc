"""Working days and hours: boundary tables and properties over leap years, zones and holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.policy_defaults import CalendarPolicy
from models.rules.business_time import BusinessCalendar, DayKind

CHINA = "Asia/Shanghai"
BERLIN = "Europe/Berlin"
# The week of the Spring Festival 2026: Saturday 14 and 28 are worked, 16 to 23 are off.
FESTIVAL = BusinessCalendar(
    closed=frozenset(date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)),
    open=frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
)


def at(text: str, zone: str = CHINA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 13), DayKind.WORKING),
        (date(2026, 2, 14), DayKind.MAKE_UP),
        (date(2026, 2, 15), DayKind.WEEKEND),
        (date(2026, 2, 16), DayKind.HOLIDAY),
        (date(2026, 2, 24), DayKind.WORKING),
        (date(2026, 2, 28), DayKind.MAKE_UP),
        (date(2024, 2, 29), DayKind.WORKING),
    ],
)
def test_what_a_day_is(day: date, kind: DayKind) -> None:
    assert FESTIVAL.kind_of(day) is kind
    assert FESTIVAL.is_working_day(day) is (kind in (DayKind.WORKING, DayKind.MAKE_UP))


def test_an_open_day_wins_over_a_closed_one() -> None:
    monday, saturday = date(2026, 3, 2), date(2026, 3, 7)
    both = BusinessCalendar(
        closed=frozenset({monday, saturday}), open=frozenset({monday, saturday})
    )
    assert both.kind_of(monday) is DayKind.WORKING
    assert both.kind_of(saturday) is DayKind.MAKE_UP


@pytest.mark.parametrize(
    ("day", "count", "wanted"),
    [
        (date(2026, 2, 13), 0, date(2026, 2, 13)),
        (date(2026, 2, 15), 0, date(2026, 2, 24)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 2, 20), -1, date(2026, 2, 14)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2025, 12, 31), 3, date(2026, 1, 5)),
    ],
)
def test_so_many_working_days_on(day: date, count: int, wanted: date) -> None:
    assert FESTIVAL.add_working_days(day, count) == wanted


@pytest.mark.parametrize(
    ("start", "minutes", "wanted"),
    [
        ("2026-02-13 10:00", 60, "2026-02-13 11:00"),
        ("2026-02-13 17:30", 30, "2026-02-13 18:00"),  # used up at closing time
        ("2026-02-13 17:30", 31, "2026-02-14 09:01"),  # a Saturday that is worked
        ("2026-02-13 07:00", 0, "2026-02-13 09:00"),
        ("2026-02-14 18:00", 0, "2026-02-14 18:00"),
        ("2026-02-14 18:01", 0, "2026-02-24 09:00"),
        ("2026-02-14 17:00", 120, "2026-02-24 10:00"),
        ("2026-02-17 12:00", 1, "2026-02-24 09:01"),
    ],
)
def test_working_time_passes_in_working_hours_alone(start: str, minutes: int, wanted: str) -> None:
    found = FESTIVAL.add_working_minutes(at(start), minutes, CHINA)
    assert found == at(wanted)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-02-13 10:00", "2026-02-13 10:00", 0),
        ("2026-02-13 11:00", "2026-02-13 10:00", 0),
        ("2026-02-13 17:00", "2026-02-14 10:00", 120),
        ("2026-02-14 17:00", "2026-02-24 10:00", 120),
        ("2026-02-15 00:00", "2026-02-24 08:00", 0),
    ],
)
def test_working_minutes_between(start: str, end: str, minutes: int) -> None:
    assert FESTIVAL.working_minutes_between(at(start), at(end), CHINA) == minutes


def test_a_night_of_changing_clocks_is_an_hour_shorter() -> None:
    day_and_night = BusinessCalendar(
        open=frozenset({date(2026, 3, 29)}), policy=CalendarPolicy(opens_hour=0, closes_hour=24)
    )
    start = at("2026-03-29 00:00", BERLIN)
    assert day_and_night.working_minutes_between(start, at("2026-03-30 00:00", BERLIN), BERLIN) == (
        23 * 60
    )


def test_a_day_that_ends_at_midnight_ends_there() -> None:
    one_day = BusinessCalendar(
        closed=frozenset({date(2026, 3, 30)}),
        open=frozenset({date(2026, 3, 29)}),
        policy=CalendarPolicy(opens_hour=0, closes_hour=24),
    )
    late, next_noon = at("2026-03-29 23:00", BERLIN), at("2026-03-30 12:00", BERLIN)
    assert one_day.working_minutes_between(late, next_noon, BERLIN) == 60


def test_a_minute_that_is_not_over_does_not_count() -> None:
    start = at("2026-03-02 10:00:00")
    found = FESTIVAL.working_minutes_between(start, at("2026-03-02 10:01:59"), CHINA)
    assert repr(found) == "1"


def test_after_the_longest_closure_work_begins_again() -> None:
    start = date(2026, 1, 1)
    calendar = BusinessCalendar(closed=frozenset(start + timedelta(days=n) for n in range(500)))
    assert calendar.next_working_day(start) == date(2027, 5, 17)  # the Monday after it


days = st.dates(date(2019, 1, 1), date(2031, 12, 31))
calendars = st.builds(
    BusinessCalendar,
    closed=st.frozensets(days, max_size=20),
    open=st.frozensets(days, max_size=20),
    policy=st.builds(
        CalendarPolicy,
        opens_hour=st.integers(0, 11),
        closes_hour=st.integers(12, 24),
    ),
)
MINUTES = 13 * 365 * 24 * 60
moments = st.integers(0, MINUTES).map(
    lambda minutes: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
zones = st.sampled_from([CHINA, BERLIN, "America/New_York", "Australia/Lord_Howe"])


@settings(max_examples=60, deadline=None)
@given(calendars, days, st.integers(1, 40))
def test_there_and_back_is_a_working_day(calendar: BusinessCalendar, day: date, count: int) -> None:
    start = calendar.next_working_day(day)
    found = calendar.add_working_days(start, count)
    assert calendar.is_working_day(found)
    assert calendar.add_working_days(found, -count) == start
    worked = sum(
        calendar.is_working_day(start + timedelta(days=n + 1)) for n in range((found - start).days)
    )
    assert worked == count


@settings(max_examples=60, deadline=None)
@given(calendars, moments, st.integers(0, 5000), zones)
def test_added_minutes_are_the_minutes_between(
    calendar: BusinessCalendar, moment: datetime, minutes: int, zone: str
) -> None:
    found = calendar.add_working_minutes(moment, minutes, zone)
    assert found >= moment
    assert calendar.working_minutes_between(moment, found, zone) == minutes
