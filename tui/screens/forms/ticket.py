"""Forms of service: a ticket is taken in or corrected, led one step on; the stock is moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models import enums
from models.explanation import Reason
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from storage.errors import Invalid, Refused
from tui.i18n import day_of_week, hour, local_day, moment, tr
from tui.labels import choice_label, field_label, group_label, label, reason_text
from tui.rows.tickets import suggestion_text, warranty_text
from tui.screens.forms.common import (
    asks_of,
    code_and_name,
    enum_options,
    in_group,
    now_text,
    optional,
    record_texts,
    yes_no_options,
)
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, texts_of
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.views.service import TicketCard
    from storage.services import Services
    from storage.services.tickets import TicketReceipt, TicketStep
    from tui.bridge import Bridge

_SPEC = entity("ticket")
_LATER = ("serial", "order", "warranty_until", "feedback", "owner", "received_at")
_ASKED = ("kind", "customer", "contact", "symptom", "place", "product", *_LATER)
_STEP = FieldSpec("state", FieldKind.CHOICE, required=True)
_S = enums.TicketState
Told = Mapping[str, str]

# ── intake ──────────────────────────────────────────────────────────────────────────────


def ticket_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Takes a ticket in, from a customer or a feedback case; `ticket_id` corrects one."""
    if params.get("ticket_id"):
        return _correct(bridge, params, int(params["ticket_id"]))
    services = bridge.services

    def load() -> Plan:
        values = {"kind": "REPAIR", "place": "ONSITE", "received_at": now_text(services)}
        names: dict[str, str] = {}
        if params.get("feedback_id"):
            values |= _from_case(services, int(params["feedback_id"]), names)
        elif params.get("customer_id"):
            found = code_and_name(services, "customer", int(params["customer_id"]))
            values["customer"], names["customer"] = found
        customer = values.get("customer", "")
        asks = optional(asks_of(_SPEC, services, _ASKED, customer=customer), "received_at")
        asks = in_group(asks, group_label("main"), *(n for n in _ASKED if n not in _LATER))
        asks = in_group(asks, tr("More"), *_LATER)
        title = tr("Take in a service ticket")
        note = tr("Disputes, order traces and what was brought in need no visit.")
        return Plan(
            title,
            asks,
            values,
            entity="ticket",
            note=note,
            first="symptom",
            names=names,
            customer=customer,
        )

    def submit(filled: Filled) -> Done:
        receipt = services.tickets.take_in(filled.given, record_id=filled.record_id)
        title = tr("Taken in: {code}", code=receipt.code)
        return Done(title, receipt.id, receipt=receipt_lines(services, receipt))

    return FormScreen(bridge, "ticket", params, load, submit)


def _from_case(services: Services, case_id: int, names: dict[str, str]) -> dict[str, str]:
    """What a feedback case tells of the ticket that grows out of it."""
    card = services.cards.feedback(case_id)
    values = card.values
    found = {"feedback": str(values["code"]), "symptom": str(values["text"])}
    names["feedback"] = " ".join(str(values["text"]).split())[:60]
    if values.get("customer"):
        found["customer"], names["customer"] = str(values["customer"]), card.customer_name or ""
    if values.get("contact"):
        found["contact"] = str(values["contact"])
    return found


def receipt_lines(services: Services, receipt: TicketReceipt) -> tuple[str, ...]:
    """What is read out to the customer: number, who takes care, by when, the warranty."""
    weekday = day_of_week(local_day(receipt.due_at))
    owner = receipt.owner
    if receipt.by_rule:
        owner = tr("{owner} (rule {rule})", owner=owner, rule=receipt.by_rule)
    warranty = warranty_text(receipt.warranty_until, services.core.clock.today())
    return (
        tr("Your number: {code}", code=receipt.code),
        tr("In charge: {owner}", owner=owner),
        tr("Solved by {due} {weekday}", due=moment(receipt.due_at), weekday=weekday),
        tr("Warranty: {words}", words=warranty),
    )


def _correct(bridge: Bridge, params: Mapping[str, Any], ticket_id: int) -> FormScreen:
    services = bridge.services

    def load() -> Plan:
        card = services.cards.ticket(ticket_id)
        texts = record_texts(services, "ticket", card.values)
        names = [name for name in _ASKED if name != "received_at"]
        customer = str(card.values.get("customer") or "")
        asks = asks_of(_SPEC, services, names, customer=customer, keep=texts)
        title = tr("Correct {code}", code=str(card.values["code"]))
        values = {ask.name: texts.get(ask.name, "") for ask in asks}
        return Plan(title, asks, values, version=card.version, entity="ticket", customer=customer)

    def submit(filled: Filled) -> Done:
        made = services.tickets.correct(
            ticket_id, filled.changed, version=filled.version, originals=filled.originals
        )
        return Done(tr("Saved: {code}", code=made.code), ticket_id)

    return FormScreen(bridge, "ticket", params, load, submit)


# ── the next step ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Act:
    """Something done with a ticket that is no step: its fields, when offered, what it does."""

    fields: tuple[str, ...]
    offered: Callable[[TicketCard], bool]
    do: Callable[[Services, int, Told], Done]


def _aside(services: Services, ticket_id: int, told: Told) -> Done:
    services.tickets.add_part(ticket_id, dict(told))
    return Done(tr("Put aside."), ticket_id)


def _visit(services: Services, ticket_id: int, told: Told) -> Done:
    services.tickets.rebook(ticket_id, dict(told))
    return Done(tr("The visit is moved."), ticket_id)


def _pause(services: Services, ticket_id: int, told: Told) -> Done:
    known = told.get("pause_told") == "yes"
    services.tickets.pause(ticket_id, told.get("pause_reason", ""), told=known)
    return Done(tr("The clock is held."), ticket_id)


def _resume(services: Services, ticket_id: int, _told: Told) -> Done:
    services.tickets.resume(ticket_id)
    return Done(tr("The clock runs again."), ticket_id)


_BEFORE_RESOLVED = (_S.RECEIVED, _S.BOOKED, _S.DISPATCHED, _S.WAITING_PARTS, _S.IN_WORK)
_ACTS: Mapping[str, _Act] = {
    "PART": _Act(("part", "qty"), lambda card: card.values["state"] in _BEFORE_RESOLVED, _aside),
    "VISIT": _Act(
        ("visit_start", "visit_end", "technician", "note"),
        lambda card: (
            card.values["state"] in _BEFORE_RESOLVED and card.values["visit_start"] is not None
        ),
        _visit,
    ),
    "PAUSE": _Act(
        ("pause_reason", "pause_told"),
        lambda card: (
            card.values["state"] is _S.WAITING_PARTS and card.values["paused_since"] is None
        ),
        _pause,
    ),
    "RESUME": _Act((), lambda card: card.values["paused_since"] is not None, _resume),
}


def _act_words() -> dict[str, str]:
    return {
        "PART": tr("put parts aside"),
        "VISIT": tr("move the visit"),
        "PAUSE": tr("hold the clock, the customer knows why"),
        "RESUME": tr("let the clock run again"),
    }


def ticket_step_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """The next step of a ticket with just what it asks for."""
    services = bridge.services
    ticket_id = int(params["ticket_id"])
    offered: list[TicketStep] = []

    def load() -> Plan:
        card = services.cards.ticket(ticket_id)
        offered[:] = steps = services.tickets.next_steps(ticket_id)
        options = _options(card, steps)
        fields = {step.state.value: step.fields for step in steps}
        fields.update((name, act.fields) for name, act in _ACTS.items())
        asked = list(dict.fromkeys(name for key, _ in options for name in fields[key]))
        first = Ask(_STEP, tr("Next step"), "", options)
        chosen = options[0][0] if options else ""
        return Plan(
            _title(card),
            (first, *(_ask(services, ticket_id, name) for name in asked)) if options else (),
            {"state": chosen, **_defaults(services, card)},
            entity="ticket",
            note=_note(services, card),
            first=_first(card, fields.get(chosen, ())),
            customer=str(card.values.get("customer") or ""),
            steps={key: fields[key] for key, _ in options},
            step_field="state",
        )

    def submit(filled: Filled) -> Done:
        given = dict(filled.texts)
        step = given.pop("state")
        told = {name: text for name, text in given.items() if text}
        try:
            if step in _ACTS:
                return _ACTS[step].do(services, ticket_id, told)
            services.tickets.step(ticket_id, _S(step), dict(told))
        except Refused as error:
            raise _in_place(error) from error
        values = services.cards.record("ticket", ticket_id)
        state = choice_label(_S, str(values["state"]))
        said = tr("{code} is now: {state}", code=str(values["code"]), state=state)
        return Done(said, ticket_id)

    def live(texts: Told) -> str:
        return _missing_text(offered, texts.get("state", ""))

    behaviour = Behaviour(live=live, live_on=("state",))
    return FormScreen(bridge, "ticket_step", params, load, submit, behaviour)


# What a gate asks for -> the field where it is written.
_FIELD_OF: Mapping[str, str] = {
    "ticket.needs_visit": "visit_start",
    "ticket.visit_order": "visit_end",
    "ticket.needs_technician": "technician",
    "booking.overlap": "technician",
    "ticket.needs_part": "part",
    "part.short": "qty",
    "ticket.needs_pause_reason": "pause_reason",
    "ticket.needs_pause_told": "pause_told",
    "ticket.needs_diagnosis": "diagnosis",
    "ticket.needs_solution": "solution",
    "ticket.needs_call": "solved",
    "ticket.needs_satisfaction": "satisfaction",
    "ticket.needs_unsolved": "reason",
    "ticket.needs_reason": "reason",
}


def _in_place(error: Refused) -> Refused | Invalid:
    """What a gate lacks, said at the field that is to be filled; else the refusal as it came."""
    if not any(reason.code in _FIELD_OF for reason in error.reasons):
        return error
    return Invalid(
        [
            Reason(one.code, {**one.params, "field": _FIELD_OF.get(one.code, "")})
            for one in error.reasons
        ]
    )


def _title(card: TicketCard) -> str:
    kind = choice_label(enums.TicketKind, str(card.values["kind"]))
    state = choice_label(_S, str(card.values["state"]))
    turn = tr("round {n}", n=str(card.values["round"]))
    return f"{card.values['code']} {kind} · {state} · {turn}"


def _note(services: Services, card: TicketCard) -> str:
    """Who and what, the warranty, what is put aside; where it came back, why."""
    values: Mapping[str, Any] = card.values
    what = " ".join(str(values["symptom"]).split())[:200]
    lines = [f"{card.customer_name}: {what}"]
    today = services.core.clock.today()
    lines.append(tr("Warranty: {words}", words=warranty_text(values["warranty_until"], today)))
    parts = [
        f"{one.qty} x {one.part_name} ({choice_label(enums.TicketPartState, one.state)})"
        for one in card.parts
        if one.state != enums.TicketPartState.RELEASED
    ]
    if parts:
        lines.append(tr("Parts: {what}", what=", ".join(parts)))
    back = [e.note for e in card.events if e.to_state == _S.RECEIVED and e.from_state and e.note]
    lines += [tr("Not solved: {what}", what=str(one)) for one in back]
    if values["visit_start"] is not None:
        start, end = values["visit_start"], values["visit_end"]
        lines.append(tr("Visit: {start}-{end}", start=moment(start), end=hour(end)))
    if values["state"] in (_S.CLOSED, _S.CANCELLED):
        lines.append(tr("This ticket has ended."))
    return "\n".join(lines)


def _options(card: TicketCard, steps: Sequence[TicketStep]) -> tuple[tuple[str, str], ...]:
    words = _act_words()
    named = {_S.RECEIVED: tr("not solved: back to the start")}
    return (
        *((step.state.value, named.get(step.state) or label(step.state)) for step in steps),
        *((name, words[name]) for name, act in _ACTS.items() if act.offered(card)),
    )


def _missing_text(steps: Sequence[TicketStep], chosen: str) -> str:
    """What the gate of a step still lacks, before anything is typed."""
    missing = [
        reason_text(reason, "ticket")
        for step in steps
        if step.state.value == chosen
        for reason in step.missing
    ]
    return tr("Needed: {what}", what=" ".join(missing)) if missing else ""


def _first(card: TicketCard, names: Sequence[str]) -> str:
    """The first field that is still empty gets the keyboard."""
    known: Mapping[str, Any] = card.values
    return next((name for name in names if not known.get(name)), "state")


def _defaults(services: Services, card: TicketCard) -> dict[str, str]:
    """What is known already; a visit that somebody could make, and the one who fits best."""
    names = ("diagnosis", "solution", "cost_repair", "travel_cost", "cost_handling")
    specs = [field for field in _SPEC.fields if field.name in names]
    found = {n: t for n, t in texts_of(card.values, specs).items() if t}
    found["qty"] = "1"
    if card.values["state"] not in _BEFORE_RESOLVED:
        return found
    found |= _visit_texts(services, card)
    suggested = services.workshop.suggest(card.id)
    best = [suggested.codes[one.technician_id] for one in suggested.found if one.free]
    found["technician"] = str(card.values.get("technician") or "") or next(iter(best), "")
    return found


def _visit_texts(services: Services, card: TicketCard) -> dict[str, str]:
    zone = services.core.clock.zone
    values: dict[str, object] = {n: card.values[n] for n in ("visit_start", "visit_end")}
    if values["visit_start"] is None:
        proposed = services.workshop.propose(card.id)
        if proposed is None:
            return {}
        values = {"visit_start": proposed.start, "visit_end": proposed.end}
    specs = [field for field in _SPEC.fields if field.name in values]
    return texts_of(values, specs, zone)


def _ask(services: Services, ticket_id: int, name: str) -> Ask:
    """A field of a step."""
    from storage.services.tickets import STEP

    spec = STEP.field(name)
    assert spec is not None
    words = _words().get(name) or field_label("ticket", name)
    if name == "technician":
        found = services.workshop.suggest(ticket_id)
        options = tuple((found.codes[s.technician_id], suggestion_text(s)) for s in found.found)
        return Ask(spec, words, "", options)
    if spec.kind is FieldKind.BOOLEAN:
        return Ask(spec, words, "", yes_no_options())
    if name == "satisfaction":
        marks = tuple((str(mark), str(mark)) for mark in range(5, 0, -1))
        return Ask(replace(spec, kind=FieldKind.CHOICE), words, "", marks)
    return Ask(spec, words)


def _words() -> dict[str, str]:
    return {
        "part": field_label("ticket_part", "part"),
        "qty": field_label("ticket_part", "qty"),
        "pause_reason": tr("Why it waits"),
        "pause_told": tr("Customer told, clock paused"),
        "solved": tr("Customer says solved"),
        "reason": tr("Reason"),
        "note": tr("Note"),
    }


# ── the stock ───────────────────────────────────────────────────────────────────────────


def stock_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Takes parts in, brings them back, corrects what was counted."""
    services = bridge.services
    part_id = int(params["part_id"])

    def load() -> Plan:
        from storage.services.stock import BY_HAND

        values: Mapping[str, Any] = services.cards.record("part", part_id)
        left_out = [kind.value for kind in enums.StockMoveKind if kind not in BY_HAND]
        kind = FieldSpec("kind", FieldKind.CHOICE, required=True, choices=enums.StockMoveKind)
        asks = (
            Ask(kind, field_label("stock_move", "kind"), "", enum_options(kind, left_out)),
            Ask(
                FieldSpec("qty", FieldKind.INTEGER, required=True),
                field_label("stock_move", "qty"),
                hint=tr("Counted: the difference, e.g. -2"),
            ),
            Ask(FieldSpec("note", max_length=200), field_label("stock_move", "note")),
        )
        there, aside = values["on_hand"], values["reserved"]
        note = tr("{there} there, {aside} put aside, {free} free", there=there, aside=aside,
                  free=there - aside)  # fmt: skip
        title = f"{values['code']} {values['name']}"
        start = {"kind": "RECEIPT"}
        return Plan(title, asks, start, entity="stock_move", note=note, first="qty")

    def submit(filled: Filled) -> Done:
        texts = filled.texts
        kind = enums.StockMoveKind(texts["kind"])
        services.stock.move(part_id, kind, int(texts["qty"]), texts.get("note", ""))
        values: Mapping[str, Any] = services.cards.record("part", part_id)
        return Done(tr("{n} there now.", n=values["on_hand"]), part_id)

    return FormScreen(bridge, "stock", params, load, submit)
