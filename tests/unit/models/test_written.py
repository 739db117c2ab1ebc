"""What a form shows for editing is read back as the same value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import enums
from models.fields.parsing import Context, parse, written
from models.fields.spec import FieldKind, FieldSpec

TODAY = date(2026, 3, 2)
K = FieldKind
SETS = st.frozensets(st.sampled_from(enums.PersonalNeed), min_size=1)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


def read_back(spec: FieldSpec, value: object, currency: str = "CNY", zone: str = "") -> object:
    context = Context(TODAY, zone or "Asia/Shanghai", currency=currency)
    return parse(spec, written(spec, value, currency, zone), context)


@given(st.integers(0, 10**13 - 1), st.sampled_from(["CNY", "JPY", "KWD"]))
@settings(max_examples=60)
def test_money_in_any_currency(minor: int, currency: str) -> None:
    assert read_back(FieldSpec("m", K.MONEY), minor, currency) == minor


@given(MOMENTS, st.sampled_from(["", "Asia/Shanghai", "Asia/Tokyo", "UTC"]))
@settings(max_examples=60)
def test_moments_in_the_zone_of_the_form(moment: datetime, zone: str) -> None:
    assert read_back(FieldSpec("at", K.INSTANT), moment, zone=zone) == moment


@given(st.decimals(0, 1, places=4), st.integers(0, 1000), SETS)
@settings(max_examples=60)
def test_discounts_tenths_and_sets(
    off: Decimal, tenths: int, needs: frozenset[enums.PersonalNeed]
) -> None:
    assert read_back(FieldSpec("d", K.DISCOUNT), off) == off
    assert read_back(FieldSpec("t", K.TENTHS), tenths) == tenths
    assert read_back(FieldSpec("n", K.CHOICES, choices=enums.PersonalNeed), needs) == needs


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (K.MONEY, 240_000_000, "2400000"),
        (K.MONEY, 50, "0.5"),
        (K.DECIMAL, Decimal("2.50"), "2.5"),
        (K.DECIMAL, Decimal("100"), "100"),
        (K.DISCOUNT, Decimal("0.2"), "20%"),
        (K.TENTHS, 355, "35.5"),
        (K.BOOLEAN, True, "yes"),
        (K.BOOLEAN, False, "no"),
        (K.DATE, date(2026, 3, 9), "2026-03-09"),
        (K.TEXT, None, ""),
    ],
)
def test_values_as_a_person_types_them(kind: FieldKind, value: object, text: str) -> None:
    assert written(FieldSpec("f", kind), value) == text
