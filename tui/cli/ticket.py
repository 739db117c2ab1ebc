"""`ticket`: intake, and every step of a service ticket with what its gate asks for (9.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from models.enums import TicketState
from models.fields.registry import entity as entity_named
from models.fields.spec import EntitySpec, FieldSpec
from tui import i18n, labels
from tui.cli.listing import parsed, print_rows
from tui.cli.options import UsageError
from tui.cli.output import reason_data
from tui.i18n import N_, tr
from tui.rows.tickets import suggestion_text, warranty_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.cli.call import Call

_STEPS: Final[Mapping[str, TicketState]] = {
    "book": TicketState.BOOKED,
    "dispatch": TicketState.DISPATCHED,
    "work": TicketState.IN_WORK,
    "wait": TicketState.WAITING_PARTS,
    "resolve": TicketState.RESOLVED,
    "confirm": TicketState.CONFIRMED,
    "unsolved": TicketState.RECEIVED,
    "close": TicketState.CLOSED,
    "cancel": TicketState.CANCELLED,
}


def run(call: Call) -> int:
    """The first word says what to do; none at all lists the tickets."""
    name = call.words.pop(0) if call.words else "list"
    if name in _STEPS:
        return _step(call, _STEPS[name])
    known: Mapping[str, Callable[[Call], int]] = {
        "list": _list,
        "new": _new,
        "steps": _steps,
        "suggest": _suggest,
        "set": _set,
        "visit": _visit,
        "part": _part,
        "unpart": _unpart,
        "pause": _pause,
        "resume": _resume,
    }
    if name not in known:
        message = N_("{word} is no step of a ticket. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join([*known, *_STEPS]))
    return known[name](call)


def _list(call: Call) -> int:
    query = parsed(call, " ".join(call.words), "tickets")
    page = call.services.lists.page(query, limit=call.number("limit", 1000))
    print_rows(call, "tickets", page.rows)
    return 0


def _new(call: Call) -> int:
    return take_in(call, call.assignments(entity_named("ticket")))


def take_in(call: Call, texts: dict[str, str]) -> int:
    """Takes a ticket in and prints what the customer is told."""
    receipt = call.services.tickets.take_in(texts, words=call.vocabulary)
    if call.options.json:
        call.out.data(
            {
                "id": str(receipt.id),
                "code": receipt.code,
                "kind": receipt.kind,
                "owner": receipt.owner,
                "dispatch_rule": receipt.by_rule or None,
                "due_at": receipt.due_at,
                "warranty_until": receipt.warranty_until,
                "in_warranty": receipt.in_warranty,
            }
        )
        return 0
    call.out.line(receipt.code)
    call.out.note(
        tr(
            "{kind} {code}, {owner}: solved by {due}; warranty: {warranty}",
            kind=labels.label(receipt.kind),
            code=receipt.code,
            owner=receipt.owner,
            due=i18n.moment(receipt.due_at),
            warranty=warranty_text(receipt.warranty_until, call.today),
        )
    )
    return 0


def _ticket(call: Call) -> int:
    (code,) = call.take("CODE")
    return call.find(code, "ticket")[1]


def _step_spec() -> EntitySpec:
    """Fields of all steps, so that their labels are understood like their names."""
    from storage.services.tickets import STEP

    own = entity_named("ticket")
    found = tuple(own.field(one.name) or FieldSpec(one.name) for one in STEP.fields)
    return EntitySpec("ticket", "tickets", "T", found, "symptom")


def _step(call: Call, state: TicketState) -> int:
    ticket_id = _ticket(call)
    texts = call.assignments(_step_spec())
    call.services.tickets.step(ticket_id, state, texts, words=call.vocabulary)
    return _print(call, ticket_id)


def _print(call: Call, ticket_id: int) -> int:
    """How a ticket stands now."""
    card = call.services.cards.ticket(ticket_id)
    values: Mapping[str, Any] = card.values
    if call.options.json:
        names = ("code", "state", "round", "due_at", "paused_since", "technician")
        call.out.data({name: values[name] for name in names})
        return 0
    words = [labels.worded_value(values["state"]), tr("round {n}", n=values["round"])]
    if values["due_at"] is not None:
        words.append(tr("due {moment}", moment=labels.worded_value(values["due_at"])))
    call.out.line(f"{values['code']}  {i18n.listed(words)}")
    return 0


def _steps(call: Call) -> int:
    steps = call.services.tickets.next_steps(_ticket(call))
    call.finish()
    if call.options.json:
        call.out.data(
            [
                {
                    "state": step.state,
                    "fields": list(step.fields),
                    "missing": [reason_data(reason) for reason in step.missing],
                }
                for step in steps
            ]
        )
        return 0
    verbs = {state: name for name, state in _STEPS.items()}
    for step in steps:
        line = f"{verbs[step.state]}  {labels.label(step.state)}: {' '.join(step.fields)}"
        call.out.line(line.rstrip(": "))
        for reason in step.missing:
            call.out.line(f"    {labels.reason_text(reason, 'ticket')}")
    return 0


def _suggest(call: Call) -> int:
    found = call.services.workshop.suggest(_ticket(call))
    call.finish()
    if call.options.json:
        call.out.data(
            [
                {
                    "technician": found.codes.get(one.technician_id),
                    "name": one.name,
                    "free": one.free,
                    "skilled": one.skilled,
                    "near": one.near,
                    "booked": one.booked,
                }
                for one in found.found
            ]
        )
        return 0
    for one in found.found:
        call.out.line(f"{found.codes.get(one.technician_id)}  {suggestion_text(one)}")
    return 0


def _set(call: Call) -> int:
    ticket_id = _ticket(call)
    texts = call.assignments(entity_named("ticket"))
    call.services.tickets.correct(ticket_id, texts, words=call.vocabulary)
    return _print(call, ticket_id)


def _visit(call: Call) -> int:
    ticket_id = _ticket(call)
    call.services.tickets.rebook(ticket_id, call.assignments(_step_spec()), words=call.vocabulary)
    return _print(call, ticket_id)


def _part(call: Call) -> int:
    ticket_id = _ticket(call)
    texts = call.assignments(_step_spec())
    call.services.tickets.add_part(ticket_id, texts, order=call.switch("order"))
    return _print_parts(call, ticket_id)


def _unpart(call: Call) -> int:
    ticket_id = _ticket(call)
    (part,) = call.take("PART")
    call.finish()
    lines = [
        line
        for line in call.services.cards.ticket(ticket_id).parts
        if line.part_code == part and line.state in ("RESERVED", "ORDERED")
    ]
    if not lines:
        raise UsageError(N_("No part {part} is put aside or ordered for it."), part=part)
    for line in lines:
        call.services.tickets.drop_part(line.id)
    return _print_parts(call, ticket_id)


def _print_parts(call: Call, ticket_id: int) -> int:
    from tui.cli.values import row_data

    lines = call.services.cards.ticket(ticket_id).parts
    if call.options.json:
        call.out.data([row_data("ticket_part", line, {}) for line in lines])
        return 0
    from models.enums import TicketPartState

    for line in lines:
        state = labels.choice_label(TicketPartState, line.state)
        call.out.line(f"{line.part_code}  {line.qty} x {line.part_name}  {state}")
    return 0


def _pause(call: Call) -> int:
    ticket_id = _ticket(call)
    reason = " ".join(call.words)
    call.services.tickets.pause(ticket_id, reason, told=call.switch("told"))
    return _print(call, ticket_id)


def _resume(call: Call) -> int:
    ticket_id = _ticket(call)
    call.finish()
    call.services.tickets.resume(ticket_id)
    return _print(call, ticket_id)
