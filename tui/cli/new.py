"""`new`: a record of any kind, by the process its kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import Invalid
from tui.cli.call import code_of
from tui.cli.options import UsageError
from tui.i18n import N_, tr
from tui.labels import entity_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.fields.spec import EntitySpec
    from tui.cli.call import Call

Texts = dict[str, str]
_LINE = ("product", "unit_price", "qty", "discount", "description")


def run(call: Call) -> int:
    """Makes the record and prints its code."""
    (name,) = call.take("KIND")
    spec = call.kind(name)
    texts = call.assignments(spec)
    if spec.name == "feedback":
        from tui.cli.feedback import take_in

        return take_in(call, texts)
    if spec.name == "ticket":
        from tui.cli.ticket import take_in as take_ticket

        return take_ticket(call, texts)
    if spec.name == "interaction":
        from tui.cli.touch import log

        return log(call, texts.pop("customer", ""), texts)
    make = _MAKERS.get(spec.name, _record)
    record_id, code = make(call, spec, texts)
    shown = code_of(spec.name, record_id, code)
    if call.options.json:
        call.out.data({"entity": spec.name, "id": str(record_id), "code": shown})
    else:
        call.out.line(shown)
        call.out.note(tr("New: {entity} {code}", entity=entity_label(spec.name), code=shown))
    return 0


def _record(call: Call, spec: EntitySpec, texts: Texts) -> tuple[int, str]:
    _no_lines(call)
    made = call.services.records.create(
        spec.name,
        texts,
        words=call.vocabulary,
        keep_duplicate=call.value("keep-duplicate") or "",
    )
    return made.id, made.code


def _order(call: Call, _spec: EntitySpec, texts: Texts) -> tuple[int, str]:
    lines = [_line(text) for text in call.given.get("line", ())]
    made = call.services.orders.create(texts, lines, words=call.vocabulary)
    return made.id, made.code


def _line(text: str) -> dict[str, str | None]:
    """A line "PRODUCT;PRICE;QUANTITY;DISCOUNT;DESCRIPTION"; parts left out take their defaults."""
    parts = [part.strip() for part in text.replace("；", ";").split(";")]
    if len(parts) > len(_LINE):
        message = N_("--line: {value} has too many parts. Write PRODUCT;PRICE;QUANTITY;DISCOUNT.")
        raise UsageError(message, value=text)
    return {name: part for name, part in zip(_LINE, parts, strict=False) if part}


def _planned(call: Call, _spec: EntitySpec, texts: Texts) -> tuple[int, str]:
    _no_lines(call)
    customer = texts.pop("customer", "")
    if not customer:
        from models.explanation import Reason

        raise Invalid([Reason("field.required", {"field": "customer", "entity": "follow_up"})])
    _entity, customer_id = call.find(customer, "customer")
    made = call.services.follow_ups.plan(customer_id, texts, words=call.vocabulary)
    return made.id, made.code


def _no_lines(call: Call) -> None:
    if call.given.get("line"):
        raise UsageError(N_("--line is for orders alone."))


_MAKERS: dict[str, Callable[[Call, EntitySpec, Texts], tuple[int, str]]] = {
    "sales_order": _order,
    "follow_up": _planned,
}
