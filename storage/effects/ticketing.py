"""What a step of a ticket sets off: events and clock, the item in a calendar, calls, solutions.

Works inside the caller's unit (requirements 9.2); which step may follow is for the rules to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.enums import ClockMark, FollowUpKind, FollowUpStatus, TicketPartState, TicketState
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.product import Product
from models.records.ticket import (
    DispatchRule,
    SolutionNote,
    Technician,
    Ticket,
    TicketEvent,
    TicketPart,
)
from models.rules import tickets as rules
from models.rules.dispatch import Job, RuleFacts, choose_rule
from models.rules.feedback import aftercare_due
from models.rules.ticket_clock import ClockEvent, TicketClock, rebuild
from storage.effects.contact_block import is_blocked
from storage.effects.tracking import OPEN_STATES
from storage.work import Work

_S = TicketState
_TITLE = 200  # characters of an item in the calendar
# The kinds of items a ticket plans: its own visit or clock, and calls to the customer.
_CLOCK, _CALL = FollowUpKind.SLA, FollowUpKind.CALLBACK


def facts(work: Work, ticket: Ticket, values: Mapping[str, Any] | None = None) -> rules.TicketFacts:
    """What the gates of a ticket look at; `values` were told with the step."""
    values = values or {}
    lines = work.all(TicketPart, ticket_id=ticket.id)
    gone = TicketPartState.RELEASED
    return rules.TicketFacts(
        kind=ticket.kind,
        place=ticket.place,
        state=ticket.state,
        visit_start=ticket.visit_start,
        visit_end=ticket.visit_end,
        has_technician=ticket.technician_id is not None,
        parts=tuple(line.state for line in lines if line.state is not gone),
        pause_reason=str(values.get("pause_reason") or ""),
        pause_told=bool(values.get("pause_told")),
        diagnosis=ticket.diagnosis or "",
        solution=ticket.solution or "",
        call_answered=values.get("solved") is True,
        satisfaction=ticket.satisfaction,
        reason=str(values.get("reason") or ""),
    )


def add_event(
    work: Work,
    ticket: Ticket,
    before: TicketState | None,
    after: TicketState | None,
    note: str = "",
    *,
    mark: ClockMark | None = None,
    at: datetime | None = None,
) -> None:
    """A line in the history of a ticket; its clock is rebuilt from the whole of it."""
    work.add(
        TicketEvent,
        ticket_id=ticket.id,
        from_state=before,
        to_state=after,
        mark=mark,
        user_id=work.actor.id if work.actor else None,
        at=at or work.now,
        note=note or None,
    )
    work.session.flush()
    set_clock(work, ticket)


def clock_of(work: Work, ticket: Ticket) -> TicketClock | None:
    """The clock of a ticket, rebuilt from its events (AC-113)."""
    events = [
        ClockEvent(one.at, one.to_state if one.to_state is not one.from_state else None, one.mark)
        for one in work.all(TicketEvent, ticket_id=ticket.id)
    ]
    return rebuild(events, work.policy.tickets)


def set_clock(work: Work, ticket: Ticket) -> None:
    """Due time and pauses as the events of a ticket tell them (R-SLA)."""
    clock = clock_of(work, ticket)
    if clock is not None:
        ticket.due_at = clock.due_at
        ticket.paused_minutes = clock.paused_minutes
        ticket.paused_since = clock.paused_since


def retime(work: Work) -> None:
    """Sets all running clocks anew, after the figure that they run for was changed."""
    for state in _S:
        if rules.takes_parts(state):
            for ticket in work.all(Ticket, state=state):
                set_clock(work, ticket)
                settle_item(work, ticket)


def job_of(work: Work, ticket: Ticket) -> Job:
    """What is known of a ticket where somebody is looked for."""
    customer = work.get(Customer, ticket.customer_id, archived=True)
    product = work.find(Product, ticket.product_id)
    named = (product.name, product.code) if product is not None else ()
    places = (customer.country_region, customer.province, customer.city)
    texts = (ticket.symptom, *named)
    here = tuple(place for place in places if place)
    return Job(ticket.kind, texts, ticket.product_id, here)


def assign(work: Work, ticket: Ticket) -> DispatchRule | None:
    """Gives a new ticket to whom a dispatch rule names (AC-109); the rule, or None."""
    known = {rule.id: rule for rule in work.all(DispatchRule, active=True)}
    found = choose_rule(
        (
            RuleFacts(
                rule.id,
                rule.assignee_id,
                rule.word or "",
                rule.product_id,
                rule.region or "",
                rule.kind,
            )
            for rule in known.values()
        ),
        job_of(work, ticket),
    )
    if found is None:
        return None
    ticket.owner_id = found.assignee_id
    mine = work.all(Technician, user_id=found.assignee_id, active=True)
    ticket.technician_id = mine[0].id if mine else None
    return known[found.id]


def set_warranty(work: Work, ticket: Ticket) -> rules.Warranty:
    """Until when a ticket's product is under warranty, where nobody said so (AC-112)."""
    product = work.find(Product, ticket.product_id)
    months = product.warranty_months if product is not None else None
    delivered = _delivered(work, ticket) if months is not None else None
    found = rules.warranty(ticket.warranty_until, delivered, months, work.today)
    ticket.warranty_until = found.until
    return found


def _delivered(work: Work, ticket: Ticket) -> date | None:
    """When the product came to the customer: by the order named, else by the newest with it."""
    row = work.one(
        "SELECT COALESCE(s.delivered_on, s.sale_date) FROM sales_order s"
        " WHERE s.deleted_at IS NULL AND s.status <> 'CANCELLED' AND s.customer_id = :customer"
        " AND CASE WHEN :order IS NULL THEN EXISTS (SELECT 1 FROM sales_order_line l"
        " WHERE l.order_id = s.id AND l.product_id = :product AND l.deleted_at IS NULL)"
        " ELSE s.id = :order END ORDER BY s.sale_date DESC, s.id DESC LIMIT 1",
        {
            "customer": ticket.customer_id,
            "order": ticket.order_id,
            "product": ticket.product_id,
        },
    )
    return None if row is None else date.fromisoformat(row[0])


# ── what stands in calendars ────────────────────────────────────────────────────────────


def settle_item(work: Work, ticket: Ticket) -> None:
    """Keeps the one item of a ticket: at a visit to come, else at its due time, with whom it is.

    Resolved it is done; cancelled it is left out.
    """
    items = [item for item in _items(work, ticket, _CLOCK) if item.status in OPEN_STATES]
    running = rules.takes_parts(ticket.state)
    if not running:
        for item in items:
            cancelled = ticket.state is _S.CANCELLED
            item.status = FollowUpStatus.SKIPPED if cancelled else FollowUpStatus.DONE
            item.reason = ticket.cancel_reason if cancelled else None
            item.done_at = work.now
        return
    item = items[0] if items else _plan(work, ticket, _CLOCK, work.today)
    ahead = ticket.state in (_S.BOOKED, _S.DISPATCHED)
    moment = ticket.visit_start if ahead else ticket.due_at
    if moment is not None:
        local = moment.astimezone(ZoneInfo(work.zone))
        item.due_date, item.due_time = local.date(), f"{local:%H:%M}"
    item.assignee_id = _in_charge(work, ticket)


def _in_charge(work: Work, ticket: Ticket) -> int | None:
    """The user of the technician who goes there, else the owner."""
    technician = work.find(Technician, ticket.technician_id)
    if technician is not None and technician.user_id is not None and ticket.visit_start:
        return technician.user_id
    return ticket.owner_id


def plan_call(work: Work, ticket: Ticket) -> None:
    """The call that asks whether it is solved, due at once."""
    _call(work, ticket, work.today)


def plan_aftercare(work: Work, ticket: Ticket) -> None:
    """Closing plans the after-care call, as for feedback (9.1, 9.2)."""
    _call(work, ticket, aftercare_due(work.today, work.policy.feedback))


def _call(work: Work, ticket: Ticket, day: date) -> None:
    customer = work.get(Customer, ticket.customer_id, archived=True)
    if not is_blocked(customer):
        _plan(work, ticket, _CALL, day)


def end_calls(work: Work, ticket: Ticket) -> None:
    """The customer was reached: the calls that were planned are done."""
    for item in _items(work, ticket, _CALL):
        if item.status in OPEN_STATES:
            item.status = FollowUpStatus.DONE
            item.done_at = work.now


def _items(work: Work, ticket: Ticket, kind: FollowUpKind) -> list[FollowUp]:
    return work.all(FollowUp, ticket_id=ticket.id, kind=kind)


def _plan(work: Work, ticket: Ticket, kind: FollowUpKind, day: date) -> FollowUp:
    title = f"{ticket.code} {' '.join(ticket.symptom.split())}"[:_TITLE]
    return work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=ticket.customer_id,
        contact_id=ticket.contact_id,
        ticket_id=ticket.id,
        kind=kind,
        title=title,
        due_date=day,
        assignee_id=ticket.owner_id,
    )


# ── the solution library ────────────────────────────────────────────────────────────────


def keep_solution(work: Work, ticket: Ticket) -> SolutionNote:
    """What helped goes to the library, where everybody finds it (AC-116)."""
    return work.add(
        SolutionNote,
        code=work.next_code("SN"),
        symptom=ticket.symptom,
        cause=ticket.diagnosis,
        solution=ticket.solution or "",
        product_id=ticket.product_id,
        ticket_id=ticket.id,
    )


def judge_solution(work: Work, ticket: Ticket, *, held: bool) -> None:
    """The customer said whether the newest solution of a ticket held."""
    notes = work.all(SolutionNote, ticket_id=ticket.id)
    if notes:
        notes[-1].held = held
