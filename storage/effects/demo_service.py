"""Makes the service records of the demo: technicians, parts, rules, library, tickets.

State, clock and stock follow from the steps and parts of the stories, as they do in real life.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.content import Demo, DemoStory, DemoTicket
from models.enums import StockMoveKind, TicketPartState, TicketState
from models.records.ticket import (
    Booking,
    DispatchRule,
    Part,
    SolutionNote,
    StockMove,
    Technician,
    Ticket,
    TicketEvent,
    TicketPart,
)
from storage.effects import ticketing
from storage.effects.demo_sowing import Sowing

_S = TicketState


def workshop(sowing: Sowing, demo: Demo, since: datetime) -> None:
    """What every ticket may refer to."""
    for technician in demo.technicians:
        values = {**sowing.columns(technician), "code": sowing.work.next_code("TN")}
        sowing.add(Technician, values, since, None, key=technician.key)
    for part in demo.parts:
        values = sowing.columns(part)
        made = sowing.add(Part, values, since, None, key=values["code"])
        if made.on_hand:
            _move(sowing, made, StockMoveKind.RECEIPT, made.on_hand, since, None)
    for note in demo.library:
        values = {**sowing.columns(note), "code": sowing.work.next_code("SN")}
        sowing.add(SolutionNote, values, since, None)
    for rule in demo.dispatch:
        values = {**sowing.columns(rule), "code": sowing.work.next_code("DR")}
        sowing.add(DispatchRule, values, since, None)
    sowing.work.session.flush()


def tickets(sowing: Sowing, story: DemoStory) -> None:
    """Tickets of a customer with their steps, parts and visits."""
    for ticket in story.tickets:
        made = _ticket(sowing, story, ticket)
        sowing.work.session.flush()
        _steps(sowing, story, ticket, made)
        _parts(sowing, story, ticket, made)
        _visit(sowing, made)
        ticketing.settle_item(sowing.work, made)


def _ticket(sowing: Sowing, story: DemoStory, ticket: DemoTicket) -> Ticket:
    received = sowing.moment(ticket.events[0].moment("at"))
    values = {
        "owner_id": sowing.owner(story),
        **sowing.columns(ticket, story),
        "customer_id": sowing.id_of("customer", story.code),
        "code": sowing.code_of("T", story, ticket.key),
        "received_at": received,
        "state": _S(ticket.events[-1].text("to_state")),
        "round": sum(event.text("to_state") == _S.RECEIVED for event in ticket.events),
    }
    return sowing.add(Ticket, values, received, values["owner_id"], key=ticket.key, story=story)


def _steps(sowing: Sowing, story: DemoStory, ticket: DemoTicket, made: Ticket) -> None:
    for event in ticket.events:
        values: dict[str, Any] = {**sowing.columns(event, story), "ticket_id": made.id}
        sowing.add(TicketEvent, values, values["at"], values.get("user_id"))
    sowing.work.session.flush()
    ticketing.set_clock(sowing.work, made)
    if made.solution:
        note = ticketing.keep_solution(sowing.work, made)
        note.held = True if made.satisfaction else None


def _parts(sowing: Sowing, story: DemoStory, ticket: DemoTicket, made: Ticket) -> None:
    moment = made.resolved_at or sowing.work.now
    for line in ticket.parts:
        values = {**sowing.columns(line, story), "ticket_id": made.id}
        sowing.add(TicketPart, values, made.received_at, made.owner_id)
        part = sowing.work.get(Part, values["part_id"])
        if values["state"] is TicketPartState.RESERVED:
            part.reserved = (part.reserved or 0) + values["qty"]
        elif values["state"] is TicketPartState.USED:
            part.on_hand = (part.on_hand or 0) - values["qty"]
            _move(sowing, part, StockMoveKind.USE, -values["qty"], moment, made)


def _move(
    sowing: Sowing, part: Part, kind: StockMoveKind, qty: int, at: datetime, ticket: Ticket | None
) -> None:
    values = {
        "part_id": part.id,
        "kind": kind,
        "qty": qty,
        "at": at,
        "ticket_id": None if ticket is None else ticket.id,
    }
    sowing.add(StockMove, values, at, None)


def _visit(sowing: Sowing, made: Ticket) -> None:
    if made.technician_id is None or made.visit_start is None or made.visit_end is None:
        return
    values = {
        "code": sowing.work.next_code("BK"),
        "technician_id": made.technician_id,
        "ticket_id": made.id,
        "round": made.round,
        "start": made.visit_start,
        "end": made.visit_end,
    }
    sowing.add(Booking, values, made.received_at, made.owner_id)
