"""Days to walk through: months and weeks over leap years, month ends and the ends of time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.widgets.month import MonthGrid, month_later
from tui.widgets.week import WeekGrid

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2027-01-31", -1, "2026-12-31"),
        ("9999-01-05", 1, "9999-01-05"),  # the end of time stays where it is
        ("0001-12-05", -1, "0001-12-05"),
    ],
)
def test_a_month_later_ends_with_the_month(day: str, months: int, expected: str) -> None:
    assert month_later(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(DAYS, st.integers(-120, 120))
def test_months_are_counted_and_the_day_never_grows(day: date, months: int) -> None:
    found = month_later(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@settings(max_examples=200)
@given(DAYS, st.sampled_from([0, 6]))
def test_a_month_is_drawn_in_whole_weeks_that_hold_it(day: date, first_weekday: int) -> None:
    grid = MonthGrid(day, id="month")
    grid.first_weekday = first_weekday
    start, end = grid.span()
    assert start.weekday() == first_weekday
    assert (end - start).days % 7 == 6
    assert start <= day.replace(day=1)
    assert end >= day.replace(day=monthrange(day.year, day.month)[1])
    assert (end - start).days < 42
    week = grid.week_of(day)
    assert day in week
    assert week[0].weekday() == first_weekday
    assert [one - week[0] for one in week] == [timedelta(days=n) for n in range(7)]


@settings(max_examples=100)
@given(
    DAYS,
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.none() | st.integers(0, 23)), st.integers(1, 9)
    ),
    st.integers(6, 30),
)
def test_a_week_shows_everything_however_few_lines_it_has(
    day: date, slots: dict[tuple[int, int | None], int], height: int
) -> None:
    grid = WeekGrid(day, id="week")
    week = grid.week_of(day)
    grid.slots = {(week[place], hour): count for (place, hour), count in slots.items()}
    step, lines = grid.hours(week, height)
    assert len(lines) <= max(1, height - 4)
    seen = [start + more for start in lines for more in range(step)]
    used = {hour for _day, hour in grid.slots if hour is not None}
    assert used <= set(seen)
    assert len(seen) == len(set(seen))
