"""What several tabs share: stored values in words, the deals and lists of a customer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from models import enums
from models.fields.spec import FieldKind, FieldSpec
from models.views.paging import After
from tui.i18n import day, moment, money, ntr, percent, tr, yes_no
from tui.labels import choice_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.query import Query
    from models.views.rows import OpportunityRow
    from storage.services import Services
    from tui.rows.lines import Lines


def shown_value(spec: FieldSpec | None, values: Any) -> str:
    """A stored value in words of the language in force."""
    if spec is None:
        return ""
    value = values.get(spec.name)
    if value is None or value == "" or value is False or value == frozenset():
        return ""
    if spec.kind is FieldKind.MONEY:
        return money(int(value), str(values.get("currency") or "CNY"))
    if spec.kind is FieldKind.CHOICE and spec.choices is not None:
        return choice_label(spec.choices, str(value))
    if spec.kind is FieldKind.CHOICES and spec.choices is not None:
        return ", ".join(choice_label(spec.choices, str(part)) for part in sorted(value))
    if spec.kind is FieldKind.BOOLEAN:
        return yes_no(bool(value))
    if spec.kind is FieldKind.INSTANT:
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)


_MOST = 50  # deals of one customer that are shown
_FIRST, _NEXT = 16, 64  # records of a customer in the first page, and in those that follow


def text_of(value: object) -> str:
    """A value as a text, nothing for none."""
    return "" if value is None else str(value)


def open_deals(services: Services, customer_id: int) -> list[OpportunityRow]:
    """The deals of a customer that are neither won nor lost."""
    return _deals(services, customer_id, "open:yes")


def closed_deals(services: Services, customer_id: int) -> list[OpportunityRow]:
    """The deals of a customer that were won or lost, the last one first."""
    return _deals(services, customer_id, "pipeline:WON,LOST sort:-closed")


def _deals(services: Services, customer_id: int, terms: str) -> list[OpportunityRow]:
    code = str(services.cards.record("customer", customer_id).get("code"))
    query = services.lists.parse(f"customer:{code} {terms}", "opportunities")
    return list(services.lists.page(query, limit=_MOST).rows)


def deal_line(page: Lines, deal: OpportunityRow) -> None:
    """A deal in two lines: what it is called, then how much, when and how likely."""
    currency = deal.currency or "CNY"
    amount = money(deal.expected_amount, currency) if deal.expected_amount else tr("no amount")
    close = day(deal.expected_close_date) if deal.expected_close_date else "-"
    parts = [amount, f"{tr('close')} {close}"]
    if deal.odds is not None:
        parts.append(f"{tr('odds')} {percent(deal.odds)}")
    about: dict[str, Any] = {"entity": "opportunity", "record_id": deal.id, "figure": "odds"}
    page.add(
        (f"  {deal.code} ", "muted"),
        (deal.title, "strong"),
        (f"  {choice_label(enums.Pipeline, deal.pipeline)}", ""),
        key=f"deal {deal.id}",
        **about,
    )
    page.add((f"    {' · '.join(parts)}", "muted"), key=f"deal {deal.id} sums", **about)
    if deal.severe_feedback:
        said = ntr(
            "! {n} severe case open: repair first, then sell",
            "! {n} severe cases open: repair first, then sell",
            deal.severe_feedback,
        )
        page.add((f"    {said}", "red"), key=f"deal {deal.id} severe", **about)


def rows_of(services: Services, customer_id: int, kind: str, wanted: str = "") -> Iterator[Any]:
    """The records of that kind that belong to a customer, read page by page as they are taken.

    `wanted` are further terms of the query line.
    """
    query = _query(services, customer_id, kind, wanted)
    page = services.lists.page(query, limit=_FIRST)
    yield from page.rows
    while page.more_after and page.last is not None:
        page = services.lists.page(query, limit=_NEXT, edge=After(page.last))
        yield from page.rows


def count_of(services: Services, customer_id: int, kind: str, wanted: str = "") -> int:
    """How many `rows_of` gives."""
    return services.lists.count(_query(services, customer_id, kind, wanted))


def _query(services: Services, customer_id: int, kind: str, wanted: str) -> Query:
    code = str(services.cards.record("customer", customer_id).get("code"))
    return services.lists.parse(f"customer:{code} {wanted}", kind)
