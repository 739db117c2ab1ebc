"""Orders with their lines: product, price, quantity, discount; one change, one undo."""

from __future__ import annotations

from decimal import Decimal

import pytest

from storage.services import Services
from tests.factories import a_customer, an_order, count_of, value
from tests.pilot.screens.form_host import hosting
from tui.widgets.order_lines import LineRow, read_lines, write_lines


async def test_a_new_order_with_two_lines_is_one_change(services: Services) -> None:
    customer = a_customer(services)
    services.records.create("product", {"code": "g-lock", "name": "智能门锁", "list_price": "1200"})
    changes = count_of(services, "change_set")
    async with hosting(services, (100, 44)) as form:
        screen = await form.open("record", entity="sales_order", customer_id=customer.id)
        assert form.field == "order_contract_no"
        await form.type("HT1")
        screen.go_to("lines")
        await form.type("g-lock")
        await form.press("enter")
        row = screen.query(LineRow).first()
        await form.until(lambda: row.fields["unit_price"].value == "1200", "the list price")
        row.fields["qty"].focus()
        row.fields["qty"].value = "25"
        row.fields["discount"].focus()
        row.fields["discount"].value = "8折"
        await form.shows("¥ 24,000.00")
        await form.press("enter")  # behind the last field another line begins
        await form.until(lambda: len(screen.query(LineRow)) == 2, "the line")
        second = screen.query(LineRow).last()
        second.fields["description"].value = "安装"
        second.fields["unit_price"].value = "500"
        await form.shows("¥ 500.00")
        done = await form.save()
    assert value(services, "sales_order", done.record_id, "amount") == 24_500_00
    assert count_of(services, "change_set") == changes + 1
    services.changes.undo()
    assert services.lists.count(services.lists.parse("", "orders")) == 0


@pytest.mark.slow
async def test_a_wrong_line_gets_the_keyboard(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services, (100, 44)) as form:
        screen = await form.open("record", entity="sales_order", customer_id=customer.id)
        await form.type("HT1")
        row = screen.query(LineRow).first()
        row.fields["description"].value = "安装"
        row.fields["unit_price"].value = "abc"
        await form.press("ctrl+s")
        await form.until(lambda: screen.focused is row.fields["unit_price"], "the field")
        await form.shows("abc")
        assert count_of(services, "sales_order") == 0
        row.fields["unit_price"].value = "500"
        await form.save()


@pytest.mark.slow
async def test_editing_changes_fields_and_lines_in_one_change(services: Services) -> None:
    lines = [{"unit_price": "100", "qty": "2"}, {"unit_price": "50", "qty": "1"}]
    order = an_order(services, a_customer(services), lines)
    kept = services.cards.order(order.id).lines
    changes = count_of(services, "change_set")
    async with hosting(services, (100, 44)) as form:
        screen = await form.open("record", entity="sales_order", record_id=order.id)
        await form.fill("invoice_no", "FP-1")
        first, last = screen.query(LineRow)
        first.fields["discount"].value = "20%"
        last.fields["product"].focus()
        await form.press("f8")
        await form.until(lambda: len(screen.query(LineRow)) == 1, "the line is out")
        await form.press("f7")
        await form.until(lambda: len(screen.query(LineRow)) == 2, "another one")
        fresh = screen.query(LineRow).last()
        fresh.fields["description"].value = "运费"
        fresh.fields["unit_price"].value = "30"
        await form.save()
    card = services.cards.order(order.id)
    assert [one.amount for one in card.lines] == [160_00, 30_00]
    assert card.lines[0].id == kept[0].id
    assert card.lines[0].discount == Decimal("0.2")
    assert value(services, "sales_order", order.id, "amount") == 190_00
    assert value(services, "sales_order", order.id, "invoice_no") == "FP-1"
    assert count_of(services, "change_set") == changes + 1


@pytest.mark.slow
async def test_lines_that_another_changed_are_shown(services: Services, second: Services) -> None:
    order = an_order(services, a_customer(services), [{"unit_price": "100", "qty": "2"}])
    async with hosting(services, (100, 44)) as form:
        screen = await form.open("record", entity="sales_order", record_id=order.id)
        second.orders.replace_lines(order.id, [{"unit_price": "300", "qty": "1"}])
        screen.query(LineRow).first().fields["qty"].value = "5"
        await form.press("ctrl+s")
        await form.shows("while you were typing")
        assert form.says("100 x 5")
        assert form.says("300 x 1")
        await form.press("enter")
        await form.until(lambda: hasattr(form.app.answer, "message"), "the end")
    assert [one.amount for one in services.cards.order(order.id).lines] == [500_00]


def test_the_same_lines_are_the_same_text() -> None:
    lines = [{"unit_price": "1", "qty": "1", "discount": ""}, {"qty": "1"}]
    text = write_lines(lines)
    assert read_lines(text) == [{"unit_price": "1", "qty": "1"}]
    assert write_lines(read_lines(text)) == text
    assert write_lines([{"qty": "1"}]) == ""
    assert read_lines("no json") == []
