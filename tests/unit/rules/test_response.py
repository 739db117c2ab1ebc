from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from models.rules.response import first_response


def hours(*values: float) -> list[timedelta]:
    return [timedelta(hours=value) for value in values]


def test_the_median_is_the_middle_or_the_mean_of_both_middles() -> None:
    assert first_response(hours(5, 1, 2)).hours == Decimal("2.0")
    assert first_response(hours(4, 1, 2, 3)).hours == Decimal("2.5")
    assert first_response(hours(0.25)).hours == Decimal("0.3")


def test_no_case_is_no_data() -> None:
    found = first_response([])
    assert (found.hours, found.explanation.value) == (None, None)


def test_the_line_tells_the_range() -> None:
    (line,) = first_response(hours(1, 9, 2)).explanation.lines
    assert line.params == {
        "count": 3,
        "fastest": Decimal("1.0"),
        "median": Decimal("2.0"),
        "slowest": Decimal("9.0"),
    }
