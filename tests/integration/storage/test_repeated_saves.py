"""Saves that are tried again after a lost answer, and orders changed with their lines."""

from __future__ import annotations

import pytest

from storage.errors import Invalid, Stale
from storage.services import Services
from tests.factories import a_customer, an_order, count_of, value


def test_a_touch_tried_again_is_told_again(services: Services) -> None:
    customer = a_customer(services)
    given = {"channel": "EMAIL", "summary": "报价已发"}
    first = services.interactions.touch(customer.id, given, record_id=77)
    changes = count_of(services, "change_set")
    again = services.interactions.touch(customer.id, given, record_id=77)
    assert (again.id, again.grade_after, again.next_due) == (77, first.grade_after, first.next_due)
    assert count_of(services, "interaction") == 1
    assert count_of(services, "change_set") == changes


def test_plans_cases_and_orders_tried_again_are_there_once(services: Services) -> None:
    customer = a_customer(services)
    for _ in range(2):
        plan = services.follow_ups.plan(customer.id, {"due_date": "2026-03-04"}, record_id=71)
        case = services.feedback.take_in(
            {"kind": "COMPLAINT", "channel": "PHONE", "text": "坏了"}, record_id=72
        )
        order = services.orders.create(
            {"customer": customer.code, "sale_date": "2026-03-02", "order_contract_no": "HT"},
            [{"unit_price": "10", "qty": "1"}],
            record_id=73,
        )
    assert (plan.id, case.id, order.id) == (71, 72, 73)
    assert (case.code, order.code) == ("F-000001", "S-000001")
    assert count_of(services, "sales_order") == count_of(services, "feedback") == 1
    assert count_of(services, "sales_order_line") == 1


def test_an_order_and_its_lines_change_in_one_change(services: Services) -> None:
    lines = [{"unit_price": "100", "qty": "2"}, {"unit_price": "50", "qty": "1"}]
    order = an_order(services, a_customer(services), lines)
    first, _last = services.cards.order(order.id).lines
    changes = count_of(services, "change_set")
    services.orders.update(
        order.id,
        {"invoice_no": "FP-1"},
        [
            {"id": str(first.id), "unit_price": "100", "qty": "3", "discount": "8折"},
            {"unit_price": "1.5", "qty": "2", "description": "运费"},
        ],
        version=order.version,
        originals={"invoice_no": ""},
    )
    found = services.cards.order(order.id).lines
    assert [(one.id == first.id, one.amount) for one in found] == [(True, 240_00), (False, 3_00)]
    assert value(services, "sales_order", order.id, "amount") == 243_00
    assert count_of(services, "change_set") == changes + 1
    services.changes.undo()
    assert [one.amount for one in services.cards.order(order.id).lines] == [200_00, 50_00]
    assert value(services, "sales_order", order.id, "amount") == 250_00
    assert value(services, "sales_order", order.id, "invoice_no") is None


def test_lines_changed_by_another_are_a_conflict_of_the_lines(
    services: Services, second: Services
) -> None:
    order = an_order(services, a_customer(services), [{"unit_price": "100", "qty": "2"}])
    (line,) = services.cards.order(order.id).lines
    seen = [{"id": str(line.id), "version": str(line.version)}]
    mine = [{"id": str(line.id), "unit_price": "90", "qty": "2"}]
    texts = {"id": str(line.id), "unit_price": "100", "qty": "2", "description": "同价"}
    second.orders.update(order.id, {}, [texts])  # the amount of the order stays
    with pytest.raises(Stale) as refused:
        services.orders.update(order.id, {}, mine, version=order.version, originals={}, seen=seen)
    assert [one.field for one in refused.value.conflicts] == ["lines"]
    assert value(services, "sales_order", order.id, "amount") == 200_00


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ({"unit_price": "abc"}, "unit_price"),
        ({"unit_price": "1", "qty": "0"}, "qty"),
        ({"unit_price": "1", "discount": "9999"}, "discount"),
        ({"unit_price": "1", "product": "none"}, "product"),
    ],
)
def test_a_wrong_line_is_named_by_number_and_part(
    services: Services, line: dict[str, str], part: str
) -> None:
    order = an_order(services, a_customer(services), [{"unit_price": "100", "qty": "2"}])
    (kept,) = services.cards.order(order.id).lines
    good = {"id": str(kept.id), "unit_price": "100", "qty": "2"}
    for lines in ([good, line], [good, {**good, **line}]):
        with pytest.raises(Invalid) as refused:
            services.orders.update(order.id, {}, lines)
        params = refused.value.reason.params
        assert (params["field"], params["line"], params["part"]) == ("lines", 2, part)
    assert value(services, "sales_order", order.id, "amount") == 200_00
