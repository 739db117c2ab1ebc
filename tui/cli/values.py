"""Records and rows of lists as JSON and as words: the English names of requirements 13.

Money is a decimal text beside its `currency`, odds are percent, links are codes or logins, ids
are text. Reads nothing.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final

from models.fields.registry import entity as entity_named
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.values import BASE_CURRENCY, exponent, major_units
from tui import i18n, labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal
    from enum import StrEnum


# Figures of a row that are no field of its own entity.
_BORROWED: Final = {
    "expected_amount": FieldKind.MONEY,
    "amount": FieldKind.MONEY,
    "odds": FieldKind.TENTHS,
}
_RENAMED: Final = {"odds": "odds_calc"}
# Which entity a row of a card belongs to, and links that are no field of it.
ROW_ENTITIES: Final = {
    "AnswerRow": "nsabc_answer",
    "NeedRow": "need",
    "StakeholderRow": "stakeholder",
    "SpecialDateRow": "special_date",
    "ContactLinkRow": "contact_link",
    "ContactRow": "contact",
    "FeedbackActionRow": "feedback_action",
    "FeedbackEventRow": "feedback_event",
    "OrderLineRow": "sales_order_line",
    "TicketPartRow": "ticket_part",
    "TicketEventRow": "ticket_event",
    "StockMoveRow": "stock_move",
    "PartWaitRow": "ticket_part",
}
_NAMED: Final = ("customer", "opportunity", "contact", "feedback", "ticket")
_LINKS: Final = {"actor_id": "user", "other_id": "contact"}


def money_text(minor: int, currency: str) -> str:
    """An amount as decimal text: 27600.00."""
    return f"{major_units(minor, currency):.{exponent(currency)}f}"


def field_data(spec: FieldSpec, value: Any, currency: str) -> Any:
    """The value of a field as JSON."""
    return _data(spec.kind, value, currency)


def _data(kind: FieldKind | None, value: Any, currency: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if kind is FieldKind.MONEY:
        return money_text(int(value), currency)
    if kind is FieldKind.TENTHS:
        return int(value) / 10
    if kind is FieldKind.CHOICES:
        return [part.value for part in spec_order(value)]
    return value


def spec_order(members: Iterable[Any]) -> list[Any]:
    """Members of a set in the order of their enumeration."""
    found = list(members)
    order: list[Any] = list(type(found[0]).__members__.values()) if found else []
    return sorted(found, key=order.index)


def record_data(entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A record, as `cards.record` returns it, as JSON."""
    spec = entity_named(entity)
    currency = str(values.get("currency") or BASE_CURRENCY)
    found: dict[str, Any] = {"entity": spec.name, "id": str(values["id"])}
    for field in spec.fields:
        value = values.get(field.name)
        if field.kind is FieldKind.LINK and value is None and values.get(field.column):
            value = str(values[field.column])  # a record without a code
        found[field.name] = field_data(field, value, currency)
    if spec.name != "customer" and any(f.kind is FieldKind.MONEY for f in spec.fields):
        found.setdefault("currency", currency)
    for name in ("version", "created_at", "updated_at"):
        found[name] = values.get(name)
    return found


def row_data(
    entity: str,
    row: Any,
    codes: Mapping[tuple[str, int], str],
    base: str = BASE_CURRENCY,
) -> dict[str, Any]:
    """A row of a list or card as JSON; `codes` names the records it links to."""
    spec = entity_named(entity) if entity else None
    currency = getattr(row, "currency", None) or base
    found: dict[str, Any] = {}
    is_money = False
    for one in fields(row):
        name, value = one.name, getattr(row, one.name)
        if name == "id":
            found["id"] = str(value)
        elif name.endswith("_id"):
            found[name[:-3]] = _link(spec, name, value, codes)
        elif name.endswith("_code") and _is_link(spec, name[:-5]):
            found[name[:-5]] = value
        else:
            kind = _kind(spec, name)
            is_money = is_money or kind is FieldKind.MONEY
            found[_RENAMED.get(name, name)] = _row_value(kind, value, currency)
    if is_money:
        found.setdefault("currency", currency)
    return found


def _row_value(kind: FieldKind | None, value: Any, currency: str) -> Any:
    # Rows hold sets as tuples of constants already.
    return list(value) if isinstance(value, tuple) else _data(kind, value, currency)


def _kind(spec: EntitySpec | None, name: str) -> FieldKind | None:
    field = spec.field(name) if spec else None
    return field.kind if field else _BORROWED.get(name)


def _is_link(spec: EntitySpec | None, name: str) -> bool:
    field = spec.field(name) if spec else None
    return name == "customer" or (field is not None and field.kind is FieldKind.LINK)


def link_target(spec: EntitySpec | None, column: str) -> str:
    """Entity that a column of a row points to; "" where it is not known."""
    field = spec.field(column) if spec else None
    if field is not None and field.target:
        return field.target
    if column in _LINKS:
        return _LINKS[column]
    name = column[:-3]
    return name if name in _NAMED else ""


def _link(
    spec: EntitySpec | None, column: str, value: Any, codes: Mapping[tuple[str, int], str]
) -> str | None:
    if value is None:
        return None
    return codes.get((link_target(spec, column), value)) or str(value)


def linked(entity: str, rows: Iterable[Any]) -> dict[str, set[int]]:
    """Ids that rows link to, by entity: what has to be looked up for `row_data`."""
    spec = entity_named(entity) if entity else None
    found: dict[str, set[int]] = {}
    for row in rows:
        for one in fields(row):
            target = link_target(spec, one.name) if one.name.endswith("_id") else ""
            value = getattr(row, one.name) if target else None
            if isinstance(value, int):
                found.setdefault(target, set()).add(value)
    return found


def is_row(value: object) -> bool:
    """Is this a row of a card."""
    return is_dataclass(value) and type(value).__name__ in ROW_ENTITIES


# --- words


def field_text(spec: FieldSpec, value: Any, currency: str = BASE_CURRENCY) -> str:
    """The value of a field in words; empty where there is none."""
    if value is None or value == "" or value == frozenset():
        return ""
    worded = _TEXTS.get(spec.kind)
    return worded(spec, value, currency) if worded else _plain_text(value)


def _plain_text(value: object) -> str:
    return value if isinstance(value, str) else labels.worded_value(value)


def _choice(spec: FieldSpec, value: Any, _currency: str) -> str:
    assert spec.choices is not None
    return labels.choice_label(spec.choices, str(value))


def _choices(_spec: FieldSpec, value: Any, _currency: str) -> str:
    return i18n.listed([labels.label(one) for one in spec_order(value)])


def _percent_off(_spec: FieldSpec, value: Decimal, _currency: str) -> str:
    return f"{(value * 100).normalize():f} %"


_TEXTS: Final[Mapping[FieldKind, Callable[[FieldSpec, Any, str], str]]] = {
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.BOOLEAN: lambda _spec, value, _currency: i18n.yes_no(bool(value)),
    FieldKind.MONEY: lambda _spec, value, currency: i18n.money(int(value), currency),
    FieldKind.TENTHS: lambda _spec, value, _currency: i18n.percent(int(value)),
    FieldKind.DISCOUNT: _percent_off,
}


def cell_text(spec: EntitySpec | None, name: str, row: Any, base: str = BASE_CURRENCY) -> str:
    """One value of a row in words."""
    value = getattr(row, name)
    if value is None:
        return ""
    field = spec.field(name) if spec else None
    currency = getattr(row, "currency", None) or base
    if field is None:
        kind = _BORROWED.get(name)
        if kind is None:
            return _plain_text(value)
        field = FieldSpec(name, kind)
    if field.kind is FieldKind.CHOICE and field.choices is not None:
        return _short(field.choices, str(value))
    if field.kind is FieldKind.CHOICES:
        assert field.choices is not None
        return i18n.listed([labels.choice_label(field.choices, one) for one in value])
    return field_text(field, value, currency)


def _short(choices: type[StrEnum], constant: str) -> str:
    """The label of a constant for a column; the constant where it is unknown."""
    try:
        return labels.short(choices(constant))
    except ValueError:
        return constant
