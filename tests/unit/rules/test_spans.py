from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.spans import YEAR_DAYS, add_months, within

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(("days", "inside"), [(-1, False), (0, True), (30, True), (31, False)])
def test_within_counts_both_ends_and_nothing_to_come(days: int, inside: bool) -> None:
    assert within(TODAY - timedelta(days=days), 30, TODAY) is inside


def test_no_day_lies_within_nothing() -> None:
    assert within(None, 30, TODAY) is False
    assert YEAR_DAYS == 365


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 15), 11, date(2026, 12, 15)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
    ],
)
def test_months_are_calendar_months_clamped_to_the_end(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_months_go_forward(start: date, months: int) -> None:
    later = add_months(start, months)
    assert later > start
    assert (later.year - start.year) * 12 + later.month - start.month == months
