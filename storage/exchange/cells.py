"""Stored values as cells that an import reads back to the very same values.

Knows kinds of fields; neither records nor formats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from models.fields.spec import FieldKind, FieldSpec
from models.values import BASE_CURRENCY, major_units
from storage.exchange.json_file import JsonValue

Words = Callable[[StrEnum], str]


def currency_of(record: Mapping[str, Any]) -> str:
    """The currency in which the amounts of a record are."""
    return str(record.get("currency") or BASE_CURRENCY)


def cell(spec: FieldSpec, raw: Any, currency: str, words: Words | None = None) -> str:
    """A stored value as text; with `words` choices are worded, for reading only."""
    if raw is None:
        return ""
    if words is not None and spec.choices is not None:
        return ", ".join(words(spec.choices(part)) for part in str(raw).split(",") if part)
    if spec.kind is FieldKind.MONEY:
        return format(major_units(int(raw), currency), "f")
    if spec.kind is FieldKind.BOOLEAN:
        return "yes" if raw else "no"
    if spec.kind is FieldKind.TENTHS:
        return format(Decimal(raw) / 10, "f")
    return str(raw)


def json_cell(spec: FieldSpec, raw: Any, currency: str) -> JsonValue:
    """A stored value as JSON has it; amounts and exact decimals stay text."""
    if spec.kind is FieldKind.CHOICES:
        return [part for part in str(raw or "").split(",") if part]
    if raw is None:
        return None
    if spec.kind is FieldKind.BOOLEAN:
        return bool(raw)
    if spec.kind is FieldKind.INTEGER:
        return int(raw)
    return cell(spec, raw, currency)
