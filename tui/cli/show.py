"""`show`: one record with what hangs on it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from models.fields.registry import entity as entity_named
from models.values import BASE_CURRENCY
from tui import i18n, labels
from tui.cli.listing import codes_of
from tui.cli.options import UsageError
from tui.cli.values import (
    ROW_ENTITIES,
    cell_text,
    field_text,
    is_row,
    linked,
    money_text,
    record_data,
    row_data,
)
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from models.fields.spec import EntitySpec
    from tui.cli.call import Call

_CARDS = {
    "customer": "customer",
    "opportunity": "opportunity",
    "contact": "contact",
    "feedback": "feedback",
    "sales_order": "order",
    "ticket": "ticket",
    "part": "part",
}
_OWN = ("id", "version", "values", "row")
_MAP_WIDTH = 80
_AMOUNTS = ("open_amounts", "revenue", "revenue_year")


def run(call: Call) -> int:
    """Prints every field that is filled in, then what belongs to the record."""
    (code,) = call.take("CODE")
    call.finish()
    entity, record_id = call.find(code)
    if call.switch("map"):
        return _map(call, entity, record_id)
    card: Any = None
    if entity in _CARDS:
        card = getattr(call.services.cards, _CARDS[entity])(record_id)
        values = dict(card.values)
    else:
        values = dict(call.services.cards.record(entity, record_id))
    if call.options.json:
        call.out.data({**record_data(entity, values), **_around(call, card)})
    else:
        _print(call, entity_named(entity), values, card)
    return 0


def _map(call: Call, entity: str, record_id: int) -> int:
    """The committee of a deal, or the people named for a customer, as a drawing."""
    from tui.rows.committee_map import as_text, draw, persons, relations

    if entity not in ("customer", "opportunity"):
        raise UsageError(N_("--map needs the code of a customer or of an opportunity."))
    values = call.services.cards.record(entity, record_id)
    customer_id = record_id if entity == "customer" else int(str(values["customer_id"]))
    deal_id = record_id if entity == "opportunity" else None
    sheet = call.services.committee.of_deal(customer_id, deal_id)
    links = call.services.committee.relations(customer_id)
    if call.options.json:
        call.out.data(
            {
                "support": _number(sheet.support.value),
                "coverage": _number(sheet.coverage.value),
                "members": [row_data("stakeholder", one, {}) for one in sheet.members],
                "relations": [row_data("contact_link", one, {}) for one in links],
            }
        )
        return 0
    plain = bool(call.options.ascii)
    drawn = draw(persons(sheet.members, links), relations(links), _MAP_WIDTH, plain=plain)
    call.out.block(as_text(drawn))
    return 0


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _around(call: Call, card: Any) -> dict[str, Any]:
    """What the card holds beside the record itself, as JSON."""
    found: dict[str, Any] = {}
    for one in fields(card) if card is not None else ():
        if one.name in _OWN:
            continue
        value = getattr(card, one.name)
        if one.name in _AMOUNTS:
            value = {currency: money_text(minor, currency) for currency, minor in value.items()}
        elif isinstance(value, tuple):
            value = _rows_data(call, value, str(card.values.get("currency") or BASE_CURRENCY))
        found[one.name] = value
    return found


def _rows_data(call: Call, rows: Sequence[Any], currency: str) -> list[Any]:
    found = []
    for row in rows:
        if not is_row(row):
            found.append(row)
            continue
        entity = ROW_ENTITIES[type(row).__name__]
        names = codes_of(call, linked(entity, [row]))
        found.append(row_data(entity, row, names, currency))
    return found


def _print(call: Call, spec: EntitySpec, values: Mapping[str, Any], card: Any) -> None:
    currency = str(values.get("currency") or BASE_CURRENCY)
    group = None
    pairs: list[tuple[str, str]] = []
    for field in spec.fields:
        value = values.get(field.name)
        # A switch that is off says nothing to a reader.
        text = "" if value is False else field_text(field, value, currency)
        if not text:
            continue
        if field.group != group:
            _flush(call, pairs, labels.group_label(field.group) if group is not None else "")
            group = field.group
        pairs.append((labels.field_label(spec.name, field.name), text))
    _flush(call, pairs, "")
    if card is not None:
        _print_around(call, card, currency)


def _flush(call: Call, pairs: list[tuple[str, str]], heading: str) -> None:
    call.out.pairs(pairs)
    pairs.clear()
    if heading:
        call.out.line("")
        call.out.line(heading)


def _print_around(call: Call, card: Any, currency: str) -> None:
    for one in fields(card):
        value = getattr(card, one.name)
        if one.name in _OWN or not isinstance(value, tuple) or not value:
            continue
        entity = ROW_ENTITIES.get(type(value[0]).__name__, "")
        spec = entity_named(entity)
        call.out.line("")
        call.out.line(labels.entity_label(entity, 2))
        for row in value:
            call.out.block("  " + _row_text(spec, row, currency))
    for name in _AMOUNTS:
        amounts = getattr(card, name, None)
        if amounts:
            total = i18n.listed([i18n.money(minor, code) for code, minor in amounts.items()])
            call.out.pairs([(_AMOUNT_LABELS()[name], total)])


def _AMOUNT_LABELS() -> dict[str, str]:  # noqa: N802 - a table in the language in force
    return {
        "open_amounts": tr("Open deals"),
        "revenue": tr("Revenue"),
        "revenue_year": tr("Revenue of 365 days"),
    }


def _row_text(spec: EntitySpec, row: Any, currency: str) -> str:
    """A row of a card as one line: its filled values, ids left out."""
    parts = []
    for one in fields(row):
        hidden = one.name in ("id", "version") or one.name.endswith("_id")
        text = "" if hidden else cell_text(spec, one.name, row, currency)
        if text and text != i18n.yes_no(False):
            parts.append(" ".join(text.split()))
    return " | ".join(parts)
