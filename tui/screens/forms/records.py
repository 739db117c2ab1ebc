"""Forms of records: new and edited, by the field tables; orders with their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import NeedStatus
from models.fields.parsing import read_date
from models.fields.registry import entity as entity_named
from models.fields.spec import FieldKind, FieldSpec
from models.policy_defaults import FIGURES, policy_from
from models.rules.cadence import next_tracking_due
from models.rules.grading import NeedFacts, grade_customer
from models.values import BASE_CURRENCY
from tui.i18n import day, day_of_week, listed, ntr, tr
from tui.labels import entity_label, reason_text
from tui.screens.forms.common import asks_of, code_and_name, record_texts
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, texts_of
from tui.widgets.field_row import Ask
from tui.widgets.order_lines import read_lines, write_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.services import Services
    from tui.bridge import Bridge

_LINES = FieldSpec("lines", FieldKind.NOTE, max_length=200_000)
_ORDER_LINE = entity_named("sales_order_line")
_REFERENCES = 5  # named in the form
_LINKED = ("customer", "contact", "opportunity", "feedback")  # NAME_id among the parameters


def record_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """A new record (`customer_id` and the like name whose), or the one of `record_id`.

    `defaults` are texts to begin with.
    """
    entity = entity_named(str(params["entity"])).name
    if params.get("record_id"):
        return _edit(bridge, params, entity, int(params["record_id"]))
    return _new(bridge, params, entity)


# ── new ─────────────────────────────────────────────────────────────────────────────────


def _new(bridge: Bridge, params: Mapping[str, Any], entity: str) -> FormScreen:
    services = bridge.services
    spec = entity_named(entity)

    def load() -> Plan:
        values = {f.name: _default(f) for f in spec.editable if f.default is not None}
        names: dict[str, str] = {}
        linked = _linked(services, params, names)
        linked.setdefault("owner", services.actor().login)
        values.update({n: t for n, t in linked.items() if spec.field(n) is not None})
        if entity == "sales_order":
            values["sale_date"] = day(services.core.clock.today())
        values.update(params.get("defaults") or {})
        customer = linked.get("customer", "")
        asks = asks_of(spec, services, customer=customer)
        asks = (*asks, *_lines_ask(entity))
        title = tr("New: {what}", what=entity_label(spec.name))
        if names.get("customer") and entity != "customer":
            title = f"{title} · {names['customer']}"
        note = ""
        if entity == "customer":
            note = tr("The need decides grade and first tracking date; it must be chosen.")
        return Plan(
            title, asks, values, entity=spec.name, note=note, names=names, customer=customer
        )

    def submit(filled: Filled) -> Done:
        given = filled.given
        if entity == "sales_order":
            lines = read_lines(given.pop("lines", ""))
            made = services.orders.create(given, lines, record_id=filled.record_id)
        else:
            made = services.records.create(
                entity, given, record_id=filled.record_id, keep_duplicate=filled.keep_duplicate
            )
        return Done(_saved_text(services, entity, made.id, made.code), made.id)

    return FormScreen(bridge, "record", params, load, submit, _behaviour(services, entity))


def _behaviour(services: Services, entity: str) -> Behaviour:
    """What a new record of some kinds says while it is filled in."""
    if entity == "segment":
        return Behaviour(live=lambda texts: _segment_seen(services, texts), live_on=("filter",))
    if entity == "customer":
        return Behaviour(
            live=lambda texts: _first_tracking(services, texts),
            live_on=("need_status", "own_expected_date", "no_chance"),
        )
    return Behaviour()


def _linked(services: Services, params: Mapping[str, Any], names: dict[str, str]) -> dict[str, str]:
    """Codes of the records a new one belongs to; a person or deal brings its customer along."""
    found: dict[str, str] = {}
    for name in _LINKED:
        record_id = params.get(f"{name}_id")
        if not record_id:
            continue
        found[name], names[name] = code_and_name(services, name, int(record_id))
        if name != "customer" and "customer" not in found:
            values = services.cards.record(name, int(record_id))
            if values.get("customer"):
                found["customer"] = str(values["customer"])
    return found


def _default(field: FieldSpec) -> str:
    if isinstance(field.default, bool):
        return "yes" if field.default else "no"
    if field.kind is FieldKind.DISCOUNT:
        return "0%"
    return str(field.default)


def _first_tracking(services: Services, texts: Mapping[str, str]) -> str:
    """Grade and first tracking date that the need leads to (AC-050)."""
    need = texts.get("need_status", "")
    if not need:
        return tr("Grade and first tracking date follow once the need is chosen.")
    figures = {one.key: one.default for one in FIGURES}
    figures.update({one.figure.key: one.value for one in services.policies.all()})
    policy = policy_from(figures)
    today = services.core.clock.today()
    facts = NeedFacts(
        need=NeedStatus(need),
        expected_close=read_date(texts.get("own_expected_date", ""), today),
        no_chance=texts.get("no_chance") == "yes",
    )
    grade = grade_customer(facts, (), policy.grading, today).grade
    calendar = services.policies.calendar() if policy.cadence.shift_weekend else None
    due = next_tracking_due(grade, None, today, policy.cadence, calendar).due
    return tr(
        "Grade {grade}, first tracking {due} {weekday}",
        grade=grade.value,
        due=day(due),
        weekday=day_of_week(due),
    )


def _segment_seen(services: Services, texts: Mapping[str, str]) -> str:
    """Who fits the filter, and who of their industry may be named as a reference (AC-047)."""
    seen = services.segments.seen(texts.get("filter", ""))
    if seen.problems:
        return reason_text(seen.problems[0])
    found = [ntr("{n} customer fits", "{n} customers fit", seen.count)]
    if seen.count:
        found.append(" ".join(f"{grade} {count}" for grade, count in seen.grades.items()))
        names = listed([f"{code} {name}" for code, name in seen.references[:_REFERENCES]])
        found.append(tr("references of the same industry: {names}", names=names or "-"))
    return " · ".join(found)


def _saved_text(services: Services, entity: str, record_id: int, code: str) -> str:
    if entity != "customer":
        return tr("Saved: {code}", code=code or entity_label(entity))
    values = services.cards.record("customer", record_id)
    due: Any = values.get("next_tracking_due")
    return tr(
        "Saved: {code}, grade {grade}, first tracking {due}",
        code=code,
        grade=str(values.get("grade") or "-"),
        due=day(due) if due else "-",
    )


# ── edited ──────────────────────────────────────────────────────────────────────────────


def _edit(bridge: Bridge, params: Mapping[str, Any], entity: str, record_id: int) -> FormScreen:
    services = bridge.services
    spec = entity_named(entity)

    def load() -> Plan:
        values = services.cards.record(entity, record_id)
        customer = str(values.get("customer") or _customer_of(services, values))
        texts = record_texts(services, entity, values)
        asks = asks_of(spec, services, customer=customer, keep=texts)
        if entity == "sales_order":
            texts["lines"] = _written_lines(services, record_id)
        title = " ".join(str(values.get(spec.title) or "").split())[:60]
        head = f"{entity_label(spec.name)} {values.get('code') or ''}".strip()
        return Plan(
            f"{head} · {title}" if title else head,
            (*asks, *_lines_ask(entity)),
            texts,
            version=int(str(values["version"])),
            entity=spec.name,
            customer=customer,
        )

    def submit(filled: Filled) -> Done:
        given: dict[str, str | None] = dict(filled.changed)
        if entity == "sales_order":
            code = _save_order(services, record_id, given, filled)
        else:
            made = services.records.update(
                entity,
                record_id,
                given,
                version=filled.version,
                originals=filled.originals,
                keep_duplicate=filled.keep_duplicate,
            )
            code = made.code
        return Done(tr("Saved: {code}", code=code or entity_label(entity)), record_id)

    behaviour = _behaviour(services, entity) if entity == "segment" else Behaviour()
    return FormScreen(bridge, "record", params, load, submit, behaviour)


def _save_order(
    services: Services, order_id: int, given: dict[str, str | None], filled: Filled
) -> str:
    lines = given.pop("lines", None) if "lines" in given else None
    wanted = read_lines(lines or "") if "lines" in filled.changed else None
    originals = {name: text for name, text in filled.originals.items() if name != "lines"}
    made = services.orders.update(
        order_id,
        given,
        wanted,
        version=filled.version,
        originals=originals,
        seen=read_lines(filled.originals.get("lines", "")),
    )
    return made.code


def _customer_of(services: Services, values: Mapping[str, object]) -> str:
    """Customer of a record that hangs on a person."""
    contact_id = values.get("contact_id") or values.get("from_contact_id")
    if not contact_id:
        return ""
    return str(services.cards.record("contact", int(str(contact_id))).get("customer") or "")


# ── lines of an order ───────────────────────────────────────────────────────────────────


def _lines_ask(entity: str) -> tuple[Ask, ...]:
    if entity != "sales_order":
        return ()
    title = entity_label("sales_order_line", 2)
    return (Ask(_LINES, title, title, has_lines=True),)


def _written_lines(services: Services, order_id: int) -> str:
    card = services.cards.order(order_id)
    currency = str(card.values.get("currency") or BASE_CURRENCY)
    lines = []
    for one in card.lines:
        values = {
            "unit_price": one.unit_price,
            "qty": one.qty,
            "discount": one.discount,
            "description": one.description,
            "currency": currency,
        }
        texts = texts_of(values, _ORDER_LINE.fields)
        line = {name: texts[name] for name in ("unit_price", "qty", "description")}
        line["discount"] = texts["discount"] if one.discount else ""
        line["product"] = one.product_code or ""
        lines.append({**line, "id": str(one.id), "version": str(one.version)})
    return write_lines(lines)
