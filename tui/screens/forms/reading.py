"""What a form understood of a text, and how two versions of a record differ; words only."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from models.explanation import Reason
from models.fields.parsing import Context, parse
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from models.rules.orders import line_amount as reckon
from tui.i18n import day, day_of_week, moment, money, percent, tr
from tui.screens.forms.conflict import Difference
from tui.widgets.order_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.errors import Stale
    from tui.screens.forms.plan import Plan
    from tui.widgets.field_row import Ask

_LINE = entity("sales_order_line")


def understood(spec: FieldSpec, text: str, context: Context) -> str:
    """What was read, where it tells more than what was typed; "" else."""
    if not text or spec.kind not in _TELLING:
        return ""
    value = parse(spec, text, context)
    if value is None or isinstance(value, Reason):
        return ""
    if spec.kind is FieldKind.MONEY:
        return money(value, context.currency)
    if spec.kind is FieldKind.DISCOUNT:
        return tr("{percent} off", percent=percent(int(value * 1000)))
    if isinstance(value, datetime):
        weekday = day_of_week(value.astimezone(context.zone).date())
        written = moment(value, context.zone)
    else:
        weekday, written = day_of_week(value), day(value)
    return weekday if written == text.strip() else f"{written} {weekday}"


_TELLING = frozenset({FieldKind.DATE, FieldKind.INSTANT, FieldKind.MONEY, FieldKind.DISCOUNT})


def hint_of(ask: Ask) -> str:
    """How a field of that kind is filled in."""
    if ask.has_lines:
        return tr("Product by code or name; Enter goes on; 8折 and 20% both mean 20 % off")
    if ask.options is not None:
        if ask.spec.kind is FieldKind.CHOICES:
            return tr("Enter opens the list, Space marks in it")
        if ask.spec.kind is FieldKind.BOOLEAN:
            return tr("Space switches")
        return tr("Left and Right or a letter choose, Enter lists all")
    if ask.spec.kind is FieldKind.LINK:
        return tr("A code or part of a name; Enter searches")
    return _HINTS.get(ask.spec.kind, lambda: "")()


_HINTS = {
    FieldKind.DATE: lambda: tr("e.g. 2026-03-09, +7d, tomorrow"),
    FieldKind.INSTANT: lambda: tr("e.g. 2026-03-05 10:00 or +3d"),
    FieldKind.MONEY: lambda: tr("e.g. 1200, 1.2m or 240万"),
    FieldKind.TIME: lambda: tr("e.g. 15:00"),
}


def line_amount(line: Mapping[str, str], context: Context) -> str:
    """Amount of an order line as typed; "" while a figure is missing or wrong."""
    values: dict[str, object] = {}
    for name in ("unit_price", "qty", "discount"):
        spec = _LINE.field(name)
        assert spec is not None
        found = parse(spec, line.get(name) or ("0" if name == "discount" else ""), context)
        if found is None or isinstance(found, Reason):
            return ""
        values[name] = found
    price, quantity, off = values["unit_price"], values["qty"], values["discount"]
    assert isinstance(price, int)
    assert isinstance(quantity, Decimal)
    assert isinstance(off, Decimal)
    if not 0 <= off <= 1:
        return ""
    return money(reckon(price, quantity, off).minor, context.currency)


def worded(ask: Ask, text: str, context: Context) -> str:
    """A text of a field as a person reads it: labels, grouped amounts."""
    if ask.has_lines:
        return "; ".join(_line_words(one) for one in read_lines(text))
    if ask.options is not None:
        labels = dict(ask.options)
        parts = text.split(",") if ask.spec.kind is FieldKind.CHOICES else [text]
        return ", ".join(labels.get(part, part) for part in parts)
    said = understood(ask.spec, text, context)
    is_day = ask.spec.kind in (FieldKind.DATE, FieldKind.INSTANT)
    return text if is_day or not said else said


def _line_words(line: Mapping[str, str]) -> str:
    what = line.get("product") or line.get("description") or ""
    return f"{what} {line.get('unit_price', '')} x {line.get('qty', '1')}".strip()


def differences(
    fresh: Plan, texts: Mapping[str, str], originals: Mapping[str, str], context: Context
) -> list[Difference]:
    """The fields that were changed here and by another, each value in words."""
    found = []
    for ask in fresh.asks:
        was, mine = originals.get(ask.name, ""), texts.get(ask.name, "")
        theirs = fresh.values.get(ask.name, "")
        if mine != was and theirs not in (was, mine):
            words = (worded(ask, one, context) for one in (was, theirs, mine))
            found.append(Difference(ask.name, ask.label, *words))
    return found


def conflict_words(error: Stale) -> str:
    """Who saved the record meanwhile, and when."""
    params = error.reason.params
    at = params.get("at")
    return tr(
        "{who} saved {record} at {when} while you were typing. Choose for each field.",
        who=str(params.get("who") or tr("Somebody")),
        record=str(params.get("record") or ""),
        when=moment(at) if isinstance(at, datetime) else "-",
    )
