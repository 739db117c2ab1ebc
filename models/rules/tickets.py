"""Service tickets: states, what may follow, and the gate of each (requirements 9.2).

Pure: says what is missing; nothing here moves a ticket, books anybody or touches the stock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.enums import TicketKind, TicketPartState, TicketPlace, TicketState
from models.explanation import Explanation, Reason
from models.rules.spans import add_months

_S = TicketState
_END_STATES = frozenset({_S.CLOSED, _S.CANCELLED})
_BEFORE_RESOLVED = (_S.RECEIVED, _S.BOOKED, _S.DISPATCHED, _S.WAITING_PARTS, _S.IN_WORK)
_NEXT: Mapping[TicketState, tuple[TicketState, ...]] = {
    _S.RECEIVED: (_S.BOOKED,),
    _S.BOOKED: (_S.DISPATCHED,),
    _S.DISPATCHED: (_S.IN_WORK, _S.WAITING_PARTS),
    _S.WAITING_PARTS: (_S.IN_WORK, _S.DISPATCHED),
    _S.IN_WORK: (_S.RESOLVED, _S.WAITING_PARTS),
    _S.RESOLVED: (_S.CONFIRMED, _S.RECEIVED),
    _S.CONFIRMED: (_S.CLOSED, _S.RECEIVED),
    _S.CLOSED: (),
    _S.CANCELLED: (),
}
WAITS_FROM = frozenset({_S.DISPATCHED, _S.IN_WORK})
"""States from which a ticket may come to wait for parts."""
_DIRECT_KINDS = frozenset({TicketKind.DISPUTE, TicketKind.ORDER_TRACE})


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """Everything the gates of the states look at."""

    kind: TicketKind
    place: TicketPlace
    state: TicketState = TicketState.RECEIVED
    visit_start: datetime | None = None
    visit_end: datetime | None = None
    has_technician: bool = False
    parts: tuple[TicketPartState, ...] = ()
    pause_reason: str = ""
    pause_told: bool = False  # the customer knows that the clock stands still
    diagnosis: str = ""
    solution: str = ""
    call_answered: bool = False  # the customer was called and said it is solved
    satisfaction: int | None = None
    reason: str = ""  # why it is cancelled, or what is still wrong


def is_open(state: TicketState) -> bool:
    """Is a ticket in this state still to be handled (requirements 9.2)."""
    return state not in _END_STATES


def takes_parts(state: TicketState) -> bool:
    """May parts be put aside for a ticket in this state: until it is resolved."""
    return state in _BEFORE_RESOLVED


def is_direct(kind: TicketKind, place: TicketPlace) -> bool:
    """Does work begin without a visit: disputes, traces, and what was brought in (AC-198)."""
    return kind in _DIRECT_KINDS or place is TicketPlace.BROUGHT_IN


def allowed_next(
    state: TicketState, kind: TicketKind, place: TicketPlace
) -> tuple[TicketState, ...]:
    """States that may follow, the usual one first (requirements 9.2).

    Every state before RESOLVED may be cancelled; what needs no visit may go to work at once.
    """
    following = _NEXT[state]
    if state is _S.RECEIVED and is_direct(kind, place):
        following = (_S.IN_WORK, *following)
    if state in _BEFORE_RESOLVED:
        following = (*following, _S.CANCELLED)
    return following


def objections(next_state: TicketState, facts: TicketFacts) -> tuple[Reason, ...]:
    """Why a ticket may not go to this state: the move itself, or what its gate lacks (9.2)."""
    allowed = allowed_next(facts.state, facts.kind, facts.place)
    if next_state not in allowed:
        if facts.state is _S.RECEIVED and next_state is _S.IN_WORK:
            return (Reason("ticket.book_first", {"kind": facts.kind, "place": facts.place}),)
        params = {"from": facts.state, "to": next_state, "allowed": allowed}
        return (Reason("ticket.not_next", params),)
    return missing_for(next_state, facts)


def missing_for(next_state: TicketState, facts: TicketFacts) -> tuple[Reason, ...]:
    """What must still hold before a ticket may enter this state (requirements 9.2)."""
    if next_state is _S.BOOKED:
        return tuple(_visit_gaps(facts))
    if next_state is _S.DISPATCHED:
        return (*_visit_gaps(facts), *_gaps(_DISPATCHED, facts))
    if next_state is _S.WAITING_PARTS:
        return tuple(_waiting_gaps(facts))
    if next_state is _S.RESOLVED:
        return (*_gaps(_RESOLVED, facts), *_parts_gaps(facts))
    return tuple(_gaps(_GATES.get(next_state, ()), facts))


_Gate = tuple[Callable[[TicketFacts], bool], str]

_DISPATCHED: tuple[_Gate, ...] = (
    (lambda ticket: ticket.has_technician, "ticket.needs_technician"),
)
_RESOLVED: tuple[_Gate, ...] = (
    (lambda ticket: _said(ticket.diagnosis), "ticket.needs_diagnosis"),
    (lambda ticket: _said(ticket.solution), "ticket.needs_solution"),
)
_GATES: Mapping[TicketState, tuple[_Gate, ...]] = {
    _S.CONFIRMED: (
        (lambda ticket: ticket.call_answered, "ticket.needs_call"),
        (lambda ticket: ticket.satisfaction is not None, "ticket.needs_satisfaction"),
    ),
    _S.RECEIVED: ((lambda ticket: _said(ticket.reason), "ticket.needs_unsolved"),),
    _S.CANCELLED: ((lambda ticket: _said(ticket.reason), "ticket.needs_reason"),),
}


def _gaps(gates: tuple[_Gate, ...], facts: TicketFacts) -> Iterator[Reason]:
    return (Reason(code) for holds, code in gates if not holds(facts))


def _said(text: str) -> bool:
    return bool(text.strip())


def _visit_gaps(facts: TicketFacts) -> Iterator[Reason]:
    if facts.visit_start is None or facts.visit_end is None:
        yield Reason("ticket.needs_visit")
    elif facts.visit_end <= facts.visit_start:
        yield Reason("ticket.visit_order", {"start": facts.visit_start, "end": facts.visit_end})


def _waiting_gaps(facts: TicketFacts) -> Iterator[Reason]:
    expected = (TicketPartState.ORDERED, TicketPartState.RESERVED)
    if not any(part in expected for part in facts.parts):
        yield Reason("ticket.needs_part")
    # Waiting alone stops no clock: it pauses for a stated reason the customer knows of.
    if facts.pause_told and not _said(facts.pause_reason):
        yield Reason("ticket.needs_pause_reason")


def _parts_gaps(facts: TicketFacts) -> Iterator[Reason]:
    waiting = facts.parts.count(TicketPartState.ORDERED)
    if waiting:
        yield Reason("ticket.parts_missing", {"count": waiting})


def pause_objections(facts: TicketFacts, *, paused: bool) -> tuple[Reason, ...]:
    """Why the clock of a ticket may not pause now: only while parts are waited for (9.2)."""
    if facts.state is not _S.WAITING_PARTS:
        return (Reason("ticket.pause_only_waiting", {"state": facts.state}),)
    if paused:
        return (Reason("ticket.paused_already"),)
    found = []
    if not _said(facts.pause_reason):
        found.append(Reason("ticket.needs_pause_reason"))
    if not facts.pause_told:
        found.append(Reason("ticket.needs_pause_told"))
    return tuple(found)


def round_after_return(round_before: int) -> int:
    """Number of the round that an unsolved ticket begins; the first is 1 (AC-198)."""
    return round_before + 1


@dataclass(frozen=True, slots=True)
class Warranty:
    """Until when it holds, and whether it holds on the day; None where nothing is known."""

    until: date | None
    holds: bool | None
    explanation: Explanation


def warranty(
    stated: date | None, delivered: date | None, months: int | None, day: date
) -> Warranty:
    """Is the product under warranty on that day (AC-112): the last day still counts.

    The day stated on the ticket; without one the delivery plus the months of the product.
    """
    lines: tuple[Reason, ...] = ()
    until = stated
    if until is None and delivered is not None and months is not None:
        until = add_months(delivered, months)
        params = {"delivered": delivered, "months": months, "until": until}
        lines = (Reason("ticket.warranty_months", params),)
    if until is None:
        return Warranty(None, None, _warranty(None, (Reason("ticket.warranty_unknown"),)))
    code = "ticket.warranty_holds" if day <= until else "ticket.warranty_over"
    days = abs((until - day).days)
    line = Reason(code, {"until": until, "day": day, "days": days})
    return Warranty(until, day <= until, _warranty(until, (*lines, line)))


def _warranty(until: date | None, lines: tuple[Reason, ...]) -> Explanation:
    return Explanation("warranty_until", "9.2", until, lines)
