"""What owners are judged by: means and medians, exact, and no data said as such."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.performance import mean_loyalty, revenue_brought, time_to_solve

HOURS = st.lists(st.integers(0, 10_000), min_size=1, max_size=30)


def test_no_data_is_said_and_never_zero() -> None:
    assert mean_loyalty([]).value is None
    assert mean_loyalty([]).explanation.lines[0].code == "owner.no_loyalty"
    assert time_to_solve([]).value is None
    assert time_to_solve([]).explanation.lines[0].code == "owner.no_cases"


@pytest.mark.parametrize(
    ("scores", "mean"),
    [
        ([Fraction(220, 3), Fraction(50)], "61.7"),
        ([Fraction(1, 20)], "0.1"),
        ([Fraction(0)], "0.0"),
    ],
)
def test_loyalty_is_rounded_once(scores: list[Fraction], mean: str) -> None:
    found = mean_loyalty(scores)
    assert found.value == Decimal(mean)
    assert found.explanation.lines[0].params == {"count": len(scores), "mean": Decimal(mean)}


def test_value_names_the_customers_it_comes_from() -> None:
    found = revenue_brought(123, 4)
    assert found.value == 123
    assert found.explanation.lines[0].params == {"amount": 123, "count": 4}


@pytest.mark.parametrize(
    ("hours", "median"),
    [([5], "5.0"), ([1, 9], "5.0"), ([9, 1, 4], "4.0"), ([1, 2, 4, 9], "3.0"), ([0, 0.5], "0.3")],
)
def test_the_median_of_the_hours(hours: list[float], median: str) -> None:
    found = time_to_solve([timedelta(hours=one) for one in hours])
    assert found.value == Decimal(median)


@given(HOURS)
def test_half_of_the_cases_lie_on_each_side_of_the_median(hours: list[int]) -> None:
    found = time_to_solve([timedelta(hours=one) for one in hours]).value
    assert found is not None
    assert sum(one < found for one in hours) * 2 <= len(hours)
    assert sum(one > found for one in hours) * 2 <= len(hours)
