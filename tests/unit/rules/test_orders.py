from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.explanation import Reason
from models.rules.orders import line_amount, line_objections, parse_discount, tenths_paid


def test_ac_045_line_amount() -> None:
    found = line_amount(1_200_00, Decimal(25), Decimal("0.08"))
    assert found.minor == 27_600_00
    params = {
        "unit_price": 1_200_00,
        "quantity": Decimal(25),
        "discount": Decimal("0.08"),
        "amount": 27_600_00,
    }
    assert found.explanation.lines == (Reason("order.line", params),)


@pytest.mark.parametrize(
    ("typed", "stored", "minor"),
    [("8折", "0.20", 800_00), ("20%", "0.20", 800_00), ("85折", "0.15", 850_00)],
)
def test_ac_183_typed_discounts(typed: str, stored: str, minor: int) -> None:
    discount = parse_discount(typed)
    assert isinstance(discount, Decimal)
    assert discount == Decimal(stored)
    assert line_amount(1_000_00, Decimal(1), discount).minor == minor


@pytest.mark.parametrize(
    ("price", "quantity", "discount", "minor"),
    [
        (1, "0.5", "0", 1),
        (1, "0.49", "0", 0),
        (333, "3", "0.5", 500),
        (100, "1", "1", 0),
        (0, "7", "0", 0),
    ],
)
def test_amount_is_rounded_half_up_to_the_minor_unit(
    price: int, quantity: str, discount: str, minor: int
) -> None:
    assert line_amount(price, Decimal(quantity), Decimal(discount)).minor == minor


def test_long_figures_lose_no_digit() -> None:
    price, quantity = 10**17 + 1, Decimal("1000000000000.000001")
    assert line_amount(price, quantity, Decimal("0.000001")).minor == (
        (price * 1000000000000000001 * 999999 * 2 + 10**12) // (2 * 10**12)
    )


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("8折", "0.2"),
        ("8.5折", "0.15"),
        ("85折", "0.15"),
        ("9折", "0.1"),
        ("10折", "0"),
        ("10.5折", "0.895"),
        ("99折", "0.01"),
        ("0折", "1"),
        ("8 折", "0.2"),
        (" ８折 ", "0.2"),
        ("８．５折", "0.15"),
        ("20%", "0.2"),
        ("２０％", "0.2"),
        ("20 %", "0.2"),
        ("2.5%", "0.025"),
        ("0%", "0"),
        ("100%", "1"),
        ("0.2", "0.2"),
        (".2", "0.2"),
        ("0", "0"),
        ("0.999999", "0.999999"),
    ],
)
def test_discounts_that_can_be_read(text: str, off: str) -> None:
    assert parse_discount(text) == Decimal(off)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "discount.empty"),
        ("  ", "discount.empty"),
        ("1", "discount.ambiguous"),
        ("8", "discount.ambiguous"),
        ("20", "discount.ambiguous"),
        ("1.0", "discount.ambiguous"),
        ("100折", "discount.out_of_range"),
        ("101%", "discount.out_of_range"),
        ("100.5%", "discount.out_of_range"),
        ("折", "discount.unreadable"),
        ("%", "discount.unreadable"),
        ("-5%", "discount.unreadable"),
        ("0,2", "discount.unreadable"),
        ("1e-1", "discount.unreadable"),
        ("٢٠%", "discount.unreadable"),
        ("8折8折", "discount.unreadable"),
        ("0.1234567", "discount.unreadable"),
        ("1" * 5000 + "%", "discount.unreadable"),
        ("nan", "discount.unreadable"),
    ],
)
def test_discounts_that_are_refused(text: str, code: str) -> None:
    found = parse_discount(text)
    assert isinstance(found, Reason)
    assert found.code == code
    assert found.params == ({} if code == "discount.empty" else {"text": text})


@pytest.mark.parametrize(
    ("price", "quantity", "discount", "codes"),
    [
        (0, "0.01", "0", []),
        (1, "1", "1", []),
        (-1, "1", "0", ["order.price_negative"]),
        (1, "0", "0", ["order.quantity_not_positive"]),
        (1, "-1", "0", ["order.quantity_not_positive"]),
        (1, "1", "1.01", ["discount.out_of_range"]),
        (1, "1", "-0.01", ["discount.out_of_range"]),
    ],
)
def test_what_a_line_must_keep(price: int, quantity: str, discount: str, codes: list[str]) -> None:
    found = line_objections(price, Decimal(quantity), Decimal(discount))
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(("off", "paid"), [("0.2", "8"), ("0.15", "8.5"), ("0", "10")])
def test_discount_written_in_tenths_paid(off: str, paid: str) -> None:
    assert str(tenths_paid(Decimal(off))) == paid


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6).map(lambda parts: Decimal(parts) / 10**6))
def test_what_is_shown_is_read_back(discount: Decimal) -> None:
    shown = f"{tenths_paid(discount):f}折"
    assert parse_discount(shown) == discount
    assert parse_discount(f"{discount * 100:f}%") == discount


@settings(max_examples=100, deadline=None)
@given(st.text("0189.,%折-e ８．％", max_size=8))
def test_any_text_gives_a_share_or_a_reason(text: str) -> None:
    found = parse_discount(text)
    assert isinstance(found, Reason) or 0 <= found <= 1
