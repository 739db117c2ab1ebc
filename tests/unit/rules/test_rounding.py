from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.rounding import Exact, half_up, half_up_whole, percent, trimmed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        (7, 7),
        (Decimal("0.4999"), 0),
        (Decimal("0.5"), 1),
        (Decimal("1.5"), 2),
        (Decimal("2.5"), 3),
        (Decimal("-0.4"), 0),
        (Decimal("-0.5"), -1),
        (Decimal("-2.5"), -3),
        (Fraction(49, 100), 0),
        (Fraction(1, 2), 1),
        (Fraction(10**40 * 2 + 1, 2), 10**40 + 1),
    ],
)
def test_half_goes_away_from_zero(value: Exact, expected: int) -> None:
    assert half_up_whole(value) == expected


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (35, 1, "35.0"),
        (Decimal("48.125"), 1, "48.1"),
        (Decimal("48.15"), 1, "48.2"),
        (Fraction(1, 3), 2, "0.33"),
        (Decimal("-22.65"), 1, "-22.7"),
        (0, 1, "0.0"),
        (Decimal("1.5"), 0, "2"),
    ],
)
def test_result_keeps_its_decimals(value: Exact, digits: int, text: str) -> None:
    assert f"{half_up(value, digits):f}" == text


def test_many_digits_are_not_lost_to_the_decimal_context() -> None:
    assert half_up(Fraction(10**40) + Fraction(1, 20)) == Decimal("1" + "0" * 40 + ".1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("46.2500", "46.25"), ("100.0", "100"), ("100", "100"), ("1E+2", "100"), ("0.0", "0")],
)
def test_trimmed_writes_no_powers_of_ten(text: str, expected: str) -> None:
    assert str(trimmed(Decimal(text))) == expected


def test_percent() -> None:
    assert percent(58, 72) == Decimal("80.6")
    assert percent(57, 72) == Decimal("79.2")
    assert percent(2, 3, 0) == Decimal(67)
    assert percent(0, 4) == Decimal("0.0")


def test_percent_of_nothing_is_no_data() -> None:
    assert percent(0, 0) is None


@settings(max_examples=100, deadline=None)
@given(st.fractions(max_denominator=1000), st.integers(0, 4))
def test_rounding_moves_by_at_most_half_a_step(value: Fraction, digits: int) -> None:
    assert abs(Fraction(half_up(value, digits)) - value) <= Fraction(1, 2 * 10**digits)
