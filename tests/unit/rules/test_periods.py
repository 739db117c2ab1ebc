"""Periods of reports: their ends, their neighbours, quarters by name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import PeriodLength
from models.rules.periods import (
    Period,
    neighbour,
    period_of,
    quarter_name,
    quarters,
    read_quarter,
)

TODAY = date(2026, 3, 2)
L = PeriodLength


@pytest.mark.parametrize(
    ("length", "day", "first", "last"),
    [
        (L.DAY, "2026-03-02", "2026-03-02", "2026-03-02"),
        (L.HALF_MONTH, "2026-03-15", "2026-03-01", "2026-03-15"),
        (L.HALF_MONTH, "2026-03-16", "2026-03-16", "2026-03-31"),
        (L.HALF_MONTH, "2024-02-29", "2024-02-16", "2024-02-29"),
        (L.WEEK, "2026-03-02", "2026-03-02", "2026-03-08"),
        (L.WEEK, "2026-03-01", "2026-02-23", "2026-03-01"),
        (L.MONTH, "2024-02-10", "2024-02-01", "2024-02-29"),
        (L.QUARTER, "2026-03-31", "2026-01-01", "2026-03-31"),
        (L.QUARTER, "2026-04-01", "2026-04-01", "2026-06-30"),
        (L.YEAR, "2026-12-31", "2026-01-01", "2026-12-31"),
        (L.ALL, "2026-03-02", "0001-01-01", "2026-03-02"),
    ],
)
def test_the_period_of_a_day(length: PeriodLength, day: str, first: str, last: str) -> None:
    found = period_of(length, date.fromisoformat(day))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert found.holds(date.fromisoformat(day))
    assert not found.holds(found.last + timedelta(days=1))
    assert not found.holds(None)


def test_all_time_has_no_neighbour() -> None:
    found = period_of(L.ALL, TODAY)
    assert neighbour(L.ALL, found, -1) == found


@given(
    st.sampled_from([L.DAY, L.WEEK, L.HALF_MONTH, L.MONTH, L.QUARTER, L.YEAR]),
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
)
def test_neighbours_leave_no_day_between(length: PeriodLength, day: date) -> None:
    here = period_of(length, day)
    after = neighbour(length, here, 1)
    assert after.first == here.last + timedelta(days=1)
    assert neighbour(length, after, -1) == here
    assert here.first <= day <= here.last


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2026-Q1", "2026-Q1"),
        (" 2026q4 ", "2026-Q4"),
        ("2026-Q5", ""),
        ("2026-Q0", ""),
        ("26-Q1", ""),
        ("Q1", ""),
        ("", ""),
    ],
)
def test_how_a_quarter_is_written(text: str, stored: str) -> None:
    assert read_quarter(text) == stored


def test_quarters_of_a_period_are_whole() -> None:
    names, days = quarters(Period(date(2025, 12, 31), date(2026, 4, 1)))
    assert names == ("2025-Q4", "2026-Q1", "2026-Q2")
    assert days == Period(date(2025, 10, 1), date(2026, 6, 30))
    assert [quarter_name(date(2026, month, 1)) for month in (3, 4)] == ["2026-Q1", "2026-Q2"]
