"""Service tickets: intake, the steps of 9.2 with their gates, visits, parts, the clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from models.enums import ClockMark, TicketKind, TicketState
from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.records.ticket import Part, Technician, Ticket, TicketPart
from models.records.user import User
from models.rules import tickets as rules
from models.rules.rights import Action
from storage.effects import bookings, permits, stock, ticketing
from storage.effects.changing import change
from storage.effects.saving import Saved, create, parsing_context, resolve_links, saved
from storage.errors import Invalid, Refused
from storage.services.core import Core
from storage.work import Work, encode_params

_ENTITY = entity("ticket")
_S = TicketState
Texts = Mapping[str, str | None]
Words = Mapping[str, Mapping[str, str]]

# What each step asks for.
STEP_FIELDS: Mapping[TicketState, tuple[str, ...]] = {
    _S.BOOKED: ("visit_start", "visit_end", "note"),
    _S.DISPATCHED: ("technician", "visit_start", "visit_end", "note"),
    _S.WAITING_PARTS: ("part", "qty", "pause_reason", "pause_told"),
    _S.IN_WORK: ("note",),
    _S.RESOLVED: ("diagnosis", "solution", "cost_repair", "travel_cost", "cost_handling"),
    _S.CONFIRMED: ("solved", "satisfaction", "reason"),
    _S.CLOSED: ("cost_repair", "travel_cost", "cost_handling", "note"),
    _S.RECEIVED: ("reason",),
    _S.CANCELLED: ("reason",),
}
_OF_TICKET = frozenset(
    {
        "technician",
        "visit_start",
        "visit_end",
        "diagnosis",
        "solution",
        "cost_repair",
        "travel_cost",
        "cost_handling",
        "satisfaction",
    }
)
STEP = EntitySpec(
    "ticket_step",
    "ticket-steps",
    "",
    (
        *(replace(f, editable=True, default=None) for f in _ENTITY.fields if f.name in _OF_TICKET),
        FieldSpec("part", FieldKind.LINK, target="part"),
        FieldSpec("qty", FieldKind.INTEGER, minimum=1, maximum=100_000),
        FieldSpec("pause_reason", max_length=400),
        FieldSpec("pause_told", FieldKind.BOOLEAN),
        FieldSpec("solved", FieldKind.BOOLEAN),
        FieldSpec("reason", max_length=400),
        FieldSpec("note", FieldKind.NOTE, max_length=4000),
    ),
)


@dataclass(frozen=True, slots=True)
class TicketReceipt:
    """What the customer is told on intake: number, who takes care, by when, the warranty."""

    id: int
    code: str
    kind: TicketKind
    owner: str
    by_rule: str  # code of the dispatch rule that chose the owner, "" where none did
    due_at: datetime
    warranty_until: date | None
    in_warranty: bool | None


@dataclass(frozen=True, slots=True)
class TicketStep:
    """A step that may follow, the fields it asks for, and what is still missing."""

    state: TicketState
    fields: tuple[str, ...]
    missing: tuple[Reason, ...]


class Tickets:
    """Each step checks its gate in here; panes and shell only ask."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def take_in(
        self, texts: Texts, *, words: Words | None = None, record_id: int | None = None
    ) -> TicketReceipt:
        """A new ticket in RECEIVED; its clock runs from `received_at` (AC-112, AC-113).

        Without an owner the dispatch rules name one (AC-109), else it is the actor. One item
        stands in that person's calendar. A `received_at` in the future is Invalid.
        """

        def unit(work: Work) -> TicketReceipt:
            known = work.session.get(Ticket, record_id) if record_id else None
            if known is not None:  # the same save again, its answer was lost
                return _receipt(work, known, "")
            given = {**texts, "received_at": texts.get("received_at") or work.now.isoformat()}
            made = create(
                work,
                _ENTITY,
                given,
                self._core.key,
                words=words,
                record_id=record_id,
                computed={"state": _S.RECEIVED, "round": 1},
            )
            assert isinstance(made, Ticket)
            if made.received_at > work.now + timedelta(minutes=5):
                params = {"field": "received_at", "value": made.received_at, "maximum": work.now}
                raise Invalid([Reason("touch.in_the_future", params)])
            rule = None if texts.get("owner") else ticketing.assign(work, made)
            ticketing.set_warranty(work, made)
            ticketing.add_event(work, made, None, _S.RECEIVED, at=made.received_at)
            ticketing.settle_item(work, made)
            _label(work, made)
            return _receipt(work, made, "" if rule is None else rule.code or "")

        return self._core.write("change.ticket_new", {}, unit)

    def correct(
        self,
        ticket_id: int,
        texts: Texts,
        *,
        version: int | None = None,
        originals: Mapping[str, str] | None = None,
        words: Words | None = None,
    ) -> Saved:
        """Changes what was taken down at intake; conflicts as in `Records.update`.

        The moment of receipt stays: the clock is rebuilt from events. Refused once it has ended.
        """

        def unit(work: Work) -> Saved:
            ticket = _open(work, ticket_id)
            if "received_at" in texts:
                raise Refused("ticket.received_stays", ticket=ticket.code)
            key = self._core.key
            change(
                work,
                _ENTITY,
                ticket_id,
                texts,
                key,
                version=version,
                originals=originals,
                words=words,
            )
            ticketing.set_warranty(work, ticket)
            ticketing.settle_item(work, ticket)
            _label(work, ticket)
            work.session.flush()
            return saved(ticket)

        return self._core.write("change.ticket_set", {}, unit)

    def next_steps(self, ticket_id: int) -> tuple[TicketStep, ...]:
        """Which states may follow now, what each asks for and what is missing; writes nothing."""

        def unit(work: Work) -> tuple[TicketStep, ...]:
            ticket = work.get(Ticket, ticket_id)
            known = ticketing.facts(work, ticket)
            return tuple(
                TicketStep(state, STEP_FIELDS[state], rules.missing_for(state, known))
                for state in rules.allowed_next(ticket.state, ticket.kind, ticket.place)
            )

        return self._core.units.rehearse(unit)

    def step(
        self,
        ticket_id: int,
        target: TicketState,
        texts: Texts | None = None,
        *,
        words: Words | None = None,
    ) -> Saved:
        """Takes a ticket to its next state with what that step asks for (STEP_FIELDS).

        Refused names everything its gate lacks (9.2); nothing is written then. A confirming call
        that says "not solved" takes the ticket back to RECEIVED (AC-198).
        """

        def unit(work: Work) -> Saved:
            ticket = work.get(Ticket, ticket_id)
            permits.require(work, "ticket", [ticket.id], Action.CASE)
            values = _take(work, texts or {}, words, (*STEP_FIELDS[target], "note"))
            _move(work, ticket, target, values)
            _label(work, ticket)
            work.session.flush()
            return saved(ticket)

        return self._core.write("change.ticket_step", {"state": target.value}, unit)

    def rebook(self, ticket_id: int, texts: Texts, *, words: Words | None = None) -> Saved:
        """Another time, or another technician, for the visit of an open ticket.

        Fields of the DISPATCHED step; Refused on overlap (AC-114), or where no visit is agreed.
        """

        def unit(work: Work) -> Saved:
            ticket = _open(work, ticket_id)
            if not rules.takes_parts(ticket.state) or ticket.visit_start is None:
                raise Refused("ticket.no_visit", ticket=ticket.code, state=ticket.state)
            values = _take(work, texts, words, STEP_FIELDS[_S.DISPATCHED])
            with work.session.no_autoflush:
                _store(ticket, values)
            _check_visit(ticket)
            if ticket.state is not _S.BOOKED:
                technician = work.get(Technician, ticket.technician_id)
                bookings.book(work, ticket, technician)
            note = str(values.get("note") or "")
            ticketing.add_event(work, ticket, ticket.state, ticket.state, note)
            ticketing.settle_item(work, ticket)
            _label(work, ticket)
            work.session.flush()
            return saved(ticket)

        return self._core.write("change.ticket_visit", {}, unit)

    def pause(self, ticket_id: int, reason: str, *, told: bool) -> Saved:
        """Stops the clock while parts are waited for: with a reason, the customer told (9.2)."""

        def unit(work: Work, ticket: Ticket) -> None:
            values = {"pause_reason": reason, "pause_told": told}
            known = ticketing.facts(work, ticket, values)
            found = rules.pause_objections(known, paused=ticket.paused_since is not None)
            if found:
                raise Refused(found[0].code, missing=found)
            state = ticket.state
            ticketing.add_event(work, ticket, state, state, reason, mark=ClockMark.PAUSE)

        return self._act(ticket_id, "change.ticket_pause", unit)

    def resume(self, ticket_id: int) -> Saved:
        """Lets the clock run on."""

        def unit(work: Work, ticket: Ticket) -> None:
            if ticket.paused_since is None:
                raise Refused("ticket.not_paused", ticket=ticket.code)
            state = ticket.state
            ticketing.add_event(work, ticket, state, state, mark=ClockMark.RESUME)

        return self._act(ticket_id, "change.ticket_resume", unit)

    def add_part(
        self, ticket_id: int, texts: Texts, *, order: bool = False, words: Words | None = None
    ) -> Saved:
        """Puts a `part` aside in that `qty`; Refused where too few are free (AC-115).

        The refusal offers to wait for parts; with `order` the missing ones are ordered instead.
        """

        def unit(work: Work, ticket: Ticket) -> None:
            if not rules.takes_parts(ticket.state):
                raise Refused("ticket.parts_closed", ticket=ticket.code, state=ticket.state)
            values = _take(work, texts, words, ("part", "qty"))
            if not values.get("part_id"):
                raise Invalid([Reason("field.required", {"field": "part"})])
            _add_part(work, ticket, values, order=order)

        return self._act(ticket_id, "change.ticket_part", unit)

    def drop_part(self, line_id: int) -> Saved:
        """Gives back parts that were put aside or ordered; built-in ones stay (Refused)."""

        def unit(work: Work) -> Saved:
            line = work.get(TicketPart, line_id)
            ticket = work.get(Ticket, line.ticket_id)
            permits.require(work, "ticket", [ticket.id], Action.CASE)
            if line.state not in stock.GIVEN_BACK:
                raise Refused("ticket.part_used", ticket=ticket.code, state=line.state)
            stock.release(work, line)
            _label(work, ticket)
            work.session.flush()
            return saved(ticket)

        return self._core.write("change.ticket_part", {}, unit)

    def _act(self, ticket_id: int, label: str, act: Callable[[Work, Ticket], None]) -> Saved:
        def unit(work: Work) -> Saved:
            ticket = _open(work, ticket_id)
            act(work, ticket)
            ticketing.settle_item(work, ticket)
            _label(work, ticket)
            work.session.flush()
            return saved(ticket)

        return self._core.write(label, {}, unit)


def _open(work: Work, ticket_id: int) -> Ticket:
    ticket = work.get(Ticket, ticket_id)
    permits.require(work, "ticket", [ticket.id], Action.CASE)
    if not rules.is_open(ticket.state):
        raise Refused("ticket.ended", ticket=ticket.code, state=ticket.state)
    return ticket


def _take(work: Work, texts: Texts, words: Words | None, names: Collection[str]) -> dict[str, Any]:
    """What was told with a step, by column; Invalid for what that step does not ask."""
    spec = replace(STEP, fields=tuple(one for one in STEP.fields if one.name in names))
    values, problems = parse_values(spec, texts, parsing_context(work, words))
    resolved = resolve_links(work, spec, values, problems)
    if problems:
        raise Invalid(problems)
    return {name: value for name, value in resolved.items() if value is not None}


def _move(work: Work, ticket: Ticket, target: TicketState, values: dict[str, Any]) -> None:
    """One step inside a unit: stores what was told, checks the gate, writes the event."""
    before = ticket.state
    if target is _S.CONFIRMED and values.get("solved") is False:
        target = _S.RECEIVED
    with work.session.no_autoflush:
        _store(ticket, values)
    if target is _S.WAITING_PARTS and values.get("part_id") and before in rules.WAITS_FROM:
        _add_part(work, ticket, values, order=True)
    found = rules.objections(target, ticketing.facts(work, ticket, values))
    if found:
        raise Refused(found[0].code, missing=found)
    ticket.state = target
    _ENTERING.get(target, _nothing)(work, ticket, values)
    note = str(values.get("note") or values.get("reason") or values.get("pause_reason") or "")
    ticketing.add_event(work, ticket, before, target, note, mark=_mark(ticket, target, values))
    ticketing.settle_item(work, ticket)


def _mark(ticket: Ticket, target: TicketState, values: Mapping[str, Any]) -> ClockMark | None:
    if target is _S.WAITING_PARTS and values.get("pause_told"):
        return ClockMark.PAUSE
    return ClockMark.RESUME if ticket.paused_since is not None else None


_STORED = (
    "technician_id",
    "visit_start",
    "visit_end",
    "diagnosis",
    "solution",
    "cost_repair",
    "travel_cost",
    "cost_handling",
    "satisfaction",
)


def _store(ticket: Ticket, values: Mapping[str, Any]) -> None:
    for column in _STORED:
        if values.get(column) is not None:
            setattr(ticket, column, values[column])


def _check_visit(ticket: Ticket) -> None:
    start, end = ticket.visit_start, ticket.visit_end
    if start is not None and end is not None and end <= start:
        raise Refused("ticket.visit_order", start=start, end=end)


def _add_part(work: Work, ticket: Ticket, values: Mapping[str, Any], *, order: bool) -> None:
    part = work.get(Part, values["part_id"])
    stock.add(work, ticket, part, int(values.get("qty") or 1), order=order)


# ── what entering a state does ──────────────────────────────────────────────────────────


def _nothing(_work: Work, _ticket: Ticket, _values: Mapping[str, Any]) -> None:
    """Most states ask for nothing more."""


def _dispatched(work: Work, ticket: Ticket, _values: Mapping[str, Any]) -> None:
    bookings.book(work, ticket, work.get(Technician, ticket.technician_id))


def _resolved(work: Work, ticket: Ticket, _values: Mapping[str, Any]) -> None:
    stock.use(work, ticket)
    ticket.resolved_at = work.now
    ticketing.keep_solution(work, ticket)
    ticketing.plan_call(work, ticket)


def _confirmed(work: Work, ticket: Ticket, _values: Mapping[str, Any]) -> None:
    ticketing.end_calls(work, ticket)
    ticketing.judge_solution(work, ticket, held=True)


def _closed(work: Work, ticket: Ticket, _values: Mapping[str, Any]) -> None:
    ticket.closed_at = work.now
    ticketing.plan_aftercare(work, ticket)


def _returned(work: Work, ticket: Ticket, _values: Mapping[str, Any]) -> None:
    """Not solved: a new round with a new clock; the next solution has to be another (AC-198)."""
    ticketing.end_calls(work, ticket)
    ticketing.judge_solution(work, ticket, held=False)
    ticket.round = rules.round_after_return(ticket.round)
    ticket.visit_start = ticket.visit_end = None
    ticket.solution = ticket.satisfaction = ticket.resolved_at = None


def _cancelled(work: Work, ticket: Ticket, values: Mapping[str, Any]) -> None:
    ticket.cancel_reason = str(values["reason"])
    stock.release_all(work, ticket)
    booking = bookings.of_round(work, ticket)
    if booking is not None and booking.start > work.now:  # nobody goes there any more
        work.archive(booking)


_ENTERING: Mapping[TicketState, Callable[[Work, Ticket, Mapping[str, Any]], None]] = {
    _S.DISPATCHED: _dispatched,
    _S.RESOLVED: _resolved,
    _S.CONFIRMED: _confirmed,
    _S.CLOSED: _closed,
    _S.RECEIVED: _returned,
    _S.CANCELLED: _cancelled,
}


def _receipt(work: Work, ticket: Ticket, rule: str) -> TicketReceipt:
    assert ticket.due_at is not None
    owner = work.find(User, ticket.owner_id)
    until = ticket.warranty_until
    return TicketReceipt(
        ticket.id,
        ticket.code or "",
        ticket.kind,
        owner.name if owner else "",
        rule,
        ticket.due_at,
        until,
        None if until is None else work.today <= until,
    )


def _label(work: Work, ticket: Ticket) -> None:
    assert work.change is not None
    params = {"code": ticket.code, "state": ticket.state.value}
    work.change.params = encode_params(params)
