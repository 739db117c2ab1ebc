"""Orders: sums of lines, ways to write a discount, numbers that may not come twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.enums import DealStatus
from storage.errors import Duplicate, Invalid
from storage.services import Services
from tests.factories import a_customer, an_order, count_of, value


def test_ac_045_a_line_is_price_by_quantity_less_discount(services: Services) -> None:
    customer = a_customer(services)
    line = {"unit_price": "1200", "qty": "25", "discount": "8%"}
    order = an_order(services, customer, [line], order_contract_no="HT-2026-1")
    assert value(services, "sales_order", order.id, "amount") == 27_600_00
    with pytest.raises(Duplicate):
        an_order(services, customer, [line], order_contract_no="HT-2026-1")
    assert count_of(services, "sales_order") == 1
    assert value(services, "customer", customer.id, "deal_status") is DealStatus.WON


@pytest.mark.parametrize(
    ("typed", "amount", "stored"),
    [("8折", 800_00, "0.2"), ("20%", 800_00, "0.2"), ("85折", 850_00, "0.15")],
)
def test_ac_183_a_discount_is_typed_in_either_way(
    services: Services, typed: str, amount: int, stored: str
) -> None:
    line = {"unit_price": "1000", "qty": "1", "discount": typed}
    order = an_order(services, a_customer(services), [line])
    card = services.cards.order(order.id)
    assert value(services, "sales_order", order.id, "amount") == amount
    assert [one.discount for one in card.lines] == [Decimal(stored)]


def test_other_lines_make_another_sum_and_undo_brings_the_old_back(services: Services) -> None:
    order = an_order(services, a_customer(services))
    services.orders.replace_lines(order.id, [{"unit_price": "5", "qty": "3"}])
    assert value(services, "sales_order", order.id, "amount") == 15_00
    services.changes.undo()
    assert value(services, "sales_order", order.id, "amount") == 30_000_00
    assert [line.qty for line in services.cards.order(order.id).lines] == [Decimal(25)]


def test_a_wrong_line_is_named_and_nothing_is_stored(services: Services) -> None:
    customer = a_customer(services)
    with pytest.raises(Invalid):
        an_order(services, customer, [{"unit_price": "1200", "qty": "-2"}])
    assert count_of(services, "sales_order") == 0
    assert count_of(services, "sales_order_line") == 0
