"""On which day a date to remember is kept, by either calendar; leap and short months."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import DateCalendar
from models.rules.care_dates import Kept, LunarDay, kept_between, kept_on

SOLAR, LUNAR, LEAP = DateCalendar.SOLAR, DateCalendar.LUNAR, DateCalendar.LUNAR_LEAP


def _kept(day: date, lunar: LunarDay | None = None) -> set[Kept]:
    found = list(kept_on(day, lunar))
    assert len(found) == len(set(found))
    return set(found)


def test_ac_133_29_february_is_kept_on_the_28th_of_common_years() -> None:
    assert _kept(date(2026, 2, 28)) == {(SOLAR, "02-28"), (SOLAR, "02-29")}
    assert _kept(date(2028, 2, 28)) == {(SOLAR, "02-28")}
    assert _kept(date(2028, 2, 29)) == {(SOLAR, "02-29")}
    assert _kept(date(2026, 3, 1)) == {(SOLAR, "03-01")}


@pytest.mark.parametrize(
    ("lunar", "expected"),
    [
        # An ordinary month of a year in which it comes once: both kinds of date are kept.
        (LunarDay(8, 15, False, False, 30), {(LUNAR, "08-15"), (LEAP, "08-15")}),
        # The first of two months of that number: a date of the leap month waits for it.
        (LunarDay(6, 1, False, True, 30), {(LUNAR, "06-01")}),
        (LunarDay(6, 1, True, True, 29), {(LEAP, "06-01")}),
        # The last day of a short month stands for the 30th as well, that of a long one does not.
        (
            LunarDay(12, 29, False, False, 29),
            {(LUNAR, "12-29"), (LEAP, "12-29"), (LUNAR, "12-30"), (LEAP, "12-30")},
        ),
        (LunarDay(12, 29, False, False, 30), {(LUNAR, "12-29"), (LEAP, "12-29")}),
        (LunarDay(12, 30, False, False, 30), {(LUNAR, "12-30"), (LEAP, "12-30")}),
        (LunarDay(6, 29, True, True, 29), {(LEAP, "06-29"), (LEAP, "06-30")}),
    ],
)
def test_lunar_dates_leap_months_and_short_months(lunar: LunarDay, expected: set[Kept]) -> None:
    assert _kept(date(2026, 5, 5), lunar) == {(SOLAR, "05-05"), *expected}


@settings(max_examples=60, deadline=None)
@given(st.integers(1900, 2150), st.integers(1, 12), st.integers(1, 31))
def test_every_date_of_the_sun_is_kept_once_a_year(year: int, month: int, number: int) -> None:
    try:
        date(2000, month, number)  # of a leap year, so that 29 February is a date
    except ValueError:
        return
    spans = kept_between(date(year, 1, 1), date(year, 12, 31), lambda _day: None)
    (day,) = spans[SOLAR, f"{month:02d}-{number:02d}"]
    moved = (month, number) == (2, 29) and not isleap(year)
    assert (day.month, day.day) == ((2, 28) if moved else (month, number))


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_two_spans_that_meet_hold_what_the_whole_holds(first: date, one: int, two: int) -> None:
    middle = first + timedelta(days=one)
    last = middle + timedelta(days=two + 1)
    parts: dict[Kept, list[date]] = {}
    for start, end in ((first, middle), (middle + timedelta(days=1), last)):
        for kept, days in kept_between(start, end, lambda _day: None).items():
            parts.setdefault(kept, []).extend(days)
    assert parts == kept_between(first, last, lambda _day: None)
