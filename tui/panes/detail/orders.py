"""Orders with their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import enums
from tui.i18n import day, money, money_short
from tui.labels import choice_label
from tui.panes.detail.parts import rows_of
from tui.rows.lines import Line, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.services import Services


def orders(services: Services, customer_id: int, width: int, plain: bool) -> Iterator[Line]:
    """Orders with their lines."""
    del plain
    page = Lines(width)
    for row in rows_of(services, customer_id, "orders"):
        amount = money(row.amount, row.currency) if row.amount is not None else "-"
        page.add(
            (f" {row.code}  ", "muted"),
            (f"{day(row.sale_date)}  ", ""),
            (f"{amount}  ", "strong"),
            (f"{choice_label(enums.OrderStatus, row.status)}  {row.order_contract_no}", "muted"),
            key=f"order {row.id}",
            entity="sales_order",
            record_id=row.id,
        )
        for one in services.cards.order(row.id).lines:
            off = f"  -{one.discount:%}" if one.discount else ""
            total = money_short(one.amount or 0, row.currency)
            page.add(
                (f"     {one.product_name or one.description or ''}", ""),
                (
                    f"  {money_short(one.unit_price, row.currency)} x {one.qty:f}{off} = {total}",
                    "muted",
                ),
                key=f"line {one.id}",
                entity="sales_order",
                record_id=row.id,
            )
        yield from page.done()
