"""The lunar calendar of the library: known days, another library, each date once a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays.calendars.chinese import _ChineseLunisolar
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import DateCalendar
from models.rules.care_dates import kept_between
from storage.lunar import FIRST_DAY, LAST_DAY, lunar_day

LUNAR, LEAP = DateCalendar.LUNAR, DateCalendar.LUNAR_LEAP


def _year(year: int) -> tuple[date, date]:
    """First and last day of a lunar year, by the other library."""
    first, after = (_new_year(one) for one in (year, year + 1))
    return first, after - timedelta(days=1)


def _new_year(year: int) -> date:
    found, _is_exact = _ChineseLunisolar().lunar_new_year_date(year)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-17", (1, 1, False)),  # Spring Festival
        ("2026-09-25", (8, 15, False)),  # Mid-Autumn Festival
        ("2025-06-25", (6, 1, False)),
        ("2025-07-25", (6, 1, True)),  # the leap sixth month of 2025
        ("2033-12-22", (11, 1, True)),
        ("2026-02-16", (12, 29, False)),  # eve of a year whose last month is short
    ],
)
def test_days_that_are_known(day: str, expected: tuple[int, int, bool]) -> None:
    found = lunar_day(date.fromisoformat(day))
    assert found is not None
    assert (found.month, found.day, found.is_leap) == expected


def test_both_libraries_agree_on_festivals() -> None:
    # From 2089 on they part by a day: a new moon falls within minutes of midnight.
    other = _ChineseLunisolar()
    for year in range(1950, 2089):
        for day, expected in (
            (other.lunar_new_year_date(year)[0], (1, 1)),
            (other.dragon_boat_date(year)[0], (5, 5)),
            (other.mid_autumn_date(year)[0], (8, 15)),
            (other.double_ninth_date(year)[0], (9, 9)),
        ):
            assert day is not None
            found = lunar_day(day)
            assert found is not None
            assert (found.month, found.day, found.is_leap) == (*expected, False), day


def test_beyond_what_is_known_there_is_no_lunar_day() -> None:
    assert lunar_day(FIRST_DAY - timedelta(days=1)) is None
    assert lunar_day(LAST_DAY + timedelta(days=1)) is None
    assert lunar_day(FIRST_DAY) is not None
    assert lunar_day(LAST_DAY) is not None


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.integers(1950, 2097), st.integers(1, 12), st.integers(1, 30), st.sampled_from([LUNAR, LEAP])
)
def test_every_lunar_date_is_kept_exactly_once_a_lunar_year(
    year: int, month: int, number: int, calendar: DateCalendar
) -> None:
    kept = kept_between(*_year(year), lunar_day)
    (day,) = kept[calendar, f"{month:02d}-{number:02d}"]
    found = lunar_day(day)
    assert found is not None
    assert found.month == month
    assert found.day == min(number, found.month_days)
    assert found.is_leap == (calendar is LEAP and found.has_leap)
