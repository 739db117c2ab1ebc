"""The stock of spare parts: counted, taken in, put aside for tickets, given back, built in.

The stock of a part is always the sum of its moves, what is put aside the sum of the reserved
parts of tickets; the schema refuses less than nothing (requirements 9.2, AC-115).
"""

from __future__ import annotations

from models.enums import StockMoveKind, TicketPartState
from models.records.ticket import Part, StockMove, Ticket, TicketPart
from models.rules.stock import Stock, objections
from storage.errors import Refused
from storage.work import Work

_P = TicketPartState
GIVEN_BACK = (_P.RESERVED, _P.ORDERED)  # lines that can be given back


def of(part: Part) -> Stock:
    """The figures of a part as the rule looks at them."""
    return Stock(part.on_hand or 0, part.reserved or 0, part.reorder_level or 0)


def count(work: Work, part: Part) -> None:
    """A stock that was typed in becomes a move of the difference; Refused below what is put aside.

    Called by the gate of a part that is new or was changed.
    """
    if (part.on_hand or 0) < (part.reserved or 0):
        raise Refused("part.below_reserved", item=part.code, reserved=part.reserved)
    moved = sum(one.qty for one in work.all(StockMove, part_id=part.id))
    difference = (part.on_hand or 0) - moved
    if difference:
        _note(work, part, StockMoveKind.COUNT, difference, None, "")


def check_unused(work: Work, part: Part) -> None:
    """Refused where tickets still wait for a part, or have some put aside."""
    for state in GIVEN_BACK:
        lines = work.all(TicketPart, part_id=part.id, state=state)
        if lines:
            ticket = work.get(Ticket, lines[0].ticket_id, archived=True)
            raise Refused("part.in_use", item=part.code, ticket=ticket.code)


def move(work: Work, part: Part, kind: StockMoveKind, qty: int, note: str = "") -> None:
    """Takes parts in, or gives a counted difference; tickets that wait for them get theirs.

    Refused where the stock would fall below what is put aside.
    """
    if (part.on_hand or 0) + qty < (part.reserved or 0):
        raise Refused("part.below_reserved", item=part.code, reserved=part.reserved)
    part.on_hand = (part.on_hand or 0) + qty
    _note(work, part, kind, qty, None, note)
    work.session.flush()
    _serve(work, part)


def add(work: Work, ticket: Ticket, part: Part, qty: int, *, order: bool) -> TicketPart:
    """Puts parts aside for a ticket; where too few are free they are ordered, or it is Refused."""
    short = objections(of(part), qty, part.code)
    if short and not order:
        raise Refused(short[0].code, missing=short)
    if not short:
        part.reserved = (part.reserved or 0) + qty
    state = _P.ORDERED if short else _P.RESERVED
    made = work.add(TicketPart, ticket_id=ticket.id, part_id=part.id, qty=qty, state=state)
    work.session.flush()
    return made


def release(work: Work, line: TicketPart) -> None:
    """Gives back what was put aside or ordered; others that wait for it get theirs."""
    part = work.get(Part, line.part_id, archived=True)
    if line.state is _P.RESERVED:
        part.reserved = (part.reserved or 0) - line.qty
    line.state = _P.RELEASED
    work.session.flush()
    _serve(work, part)


def use(work: Work, ticket: Ticket) -> None:
    """Builds in what was put aside for a ticket: the stock falls by it."""
    for line in work.all(TicketPart, ticket_id=ticket.id, state=_P.RESERVED):
        part = work.get(Part, line.part_id, archived=True)
        part.reserved = (part.reserved or 0) - line.qty
        part.on_hand = (part.on_hand or 0) - line.qty
        line.state = _P.USED
        _note(work, part, StockMoveKind.USE, -line.qty, ticket, "")
    work.session.flush()


def release_all(work: Work, ticket: Ticket) -> None:
    """Gives back everything that was put aside or ordered for a ticket."""
    for state in GIVEN_BACK:
        for line in work.all(TicketPart, ticket_id=ticket.id, state=state):
            release(work, line)


def _serve(work: Work, part: Part) -> None:
    """What is free now goes to the tickets that wait for it, the oldest first, whole lines only."""
    for line in work.all(TicketPart, part_id=part.id, state=_P.ORDERED):
        if line.qty <= of(part).free:
            part.reserved = (part.reserved or 0) + line.qty
            line.state = _P.RESERVED
            work.session.flush()


def _note(
    work: Work, part: Part, kind: StockMoveKind, qty: int, ticket: Ticket | None, note: str
) -> None:
    work.add(
        StockMove,
        part_id=part.id,
        kind=kind,
        qty=qty,
        ticket_id=None if ticket is None else ticket.id,
        user_id=work.actor.id if work.actor else None,
        at=work.now,
        note=note or None,
    )
