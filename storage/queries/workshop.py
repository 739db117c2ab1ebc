"""Reads around tickets: one ticket, the day of technicians, who fits, moves of the stock.

Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models import enums
from models.rules.dispatch import Job, Span, TechnicianFacts
from models.rules.stock import Stock
from models.rules.ticket_clock import ClockEvent
from models.views import service as views
from storage.queries import expressions as x
from storage.queries.details import record
from storage.queries.reader import ReadConnection
from storage.queries.specs import moment

_PARTS = """
SELECT l.id, l.version, l.part_id, p.code, p.name, p.unit, l.qty, l.state, p.on_hand - p.reserved
FROM ticket_part l JOIN part p ON p.id = l.part_id
WHERE l.ticket_id = :id AND l.deleted_at IS NULL ORDER BY l.id
"""
_EVENTS = """
SELECT e.id, e.at, e.from_state, e.to_state, e.mark, w.name, e.note
FROM ticket_event e LEFT JOIN user w ON w.id = e.user_id
WHERE e.ticket_id = :id AND e.deleted_at IS NULL ORDER BY e.id
"""
_NAMES = """
SELECT c.name, k.name, w.name, tn.name, g.name
FROM ticket tk LEFT JOIN customer c ON c.id = tk.customer_id
  LEFT JOIN contact k ON k.id = tk.contact_id LEFT JOIN user w ON w.id = tk.owner_id
  LEFT JOIN technician tn ON tn.id = tk.technician_id LEFT JOIN product g ON g.id = tk.product_id
WHERE tk.id = :id
"""


def ticket_card(reader: ReadConnection, ticket_id: int) -> views.TicketCard | None:
    """A ticket with its parts and its story (requirements 9.2)."""
    values = record(reader, "ticket", ticket_id)
    names = reader.one(_NAMES, {"id": ticket_id})
    if values is None or names is None:
        return None
    params = {"id": ticket_id}
    return views.TicketCard(
        ticket_id,
        int(str(values["version"])),
        values,
        names[0],
        names[1],
        names[2],
        names[3],
        names[4],
        tuple(views.TicketPartRow(*row) for row in reader.rows(_PARTS, params)),
        tuple(
            views.TicketEventRow(row[0], moment(row[1]), *row[2:])
            for row in reader.rows(_EVENTS, params)
        ),
    )


def clock_events(reader: ReadConnection, ticket_id: int) -> list[ClockEvent]:
    """The steps of a ticket as its clock looks at them, oldest first."""
    found = []
    for _id, at, before, after, mark, *_rest in reader.rows(_EVENTS, {"id": ticket_id}):
        to_state = None if after is None or after == before else enums.TicketState(after)
        marked = None if mark is None else enums.ClockMark(mark)
        found.append(ClockEvent(moment(at), to_state, marked))
    return found


_OVER = f"""
SELECT count(*) FROM ticket tk WHERE tk.deleted_at IS NULL AND {x.TICKET_OVERDUE}
"""


def tickets_over(reader: ReadConnection, now: str) -> int:
    """Service tickets whose clock ran out by a moment (R-SLA ONSITE_FIX)."""
    row = reader.one(_OVER, {"now": now})
    return int(row[0]) if row else 0


_TECHNICIANS = """
SELECT id, name, COALESCE(skills, ''), COALESCE(region, '') FROM technician
WHERE deleted_at IS NULL AND active = 1 ORDER BY name COLLATE NOCASE, id
"""
_BOOKINGS = """
SELECT b.technician_id, b.id, b.code, b.start, b.end, b.ticket_id, tk.code, tk.state, tk.symptom,
  c.id, c.name, c.city, b.note
FROM booking b LEFT JOIN ticket tk ON tk.id = b.ticket_id
  LEFT JOIN customer c ON c.id = tk.customer_id
WHERE b.deleted_at IS NULL AND b.start < :until AND b.end > :since ORDER BY b.start, b.id
"""


def plan(reader: ReadConnection, since: str, until: str) -> tuple[views.TechnicianDay, ...]:
    """Every active technician with the bookings that touch a span of moments."""
    booked = _booked(reader, since, until)
    return tuple(
        views.TechnicianDay(row[0], row[1], row[2], row[3], tuple(booked.get(row[0], ())))
        for row in reader.rows(_TECHNICIANS)
    )


def _booked(
    reader: ReadConnection, since: str, until: str
) -> Mapping[int, Sequence[views.BookingOnDay]]:
    found: dict[int, list[views.BookingOnDay]] = {}
    for row in reader.rows(_BOOKINGS, {"since": since, "until": until}):
        start, end = moment(row[3]), moment(row[4])
        one = views.BookingOnDay(row[1], row[2], start, end, *row[5:])
        found.setdefault(row[0], []).append(one)
    return found


def technicians(reader: ReadConnection, since: str, until: str, but: int) -> list[TechnicianFacts]:
    """Active technicians as the rule looks at them, without the bookings of the ticket `but`."""
    return [
        TechnicianFacts(
            one.id,
            one.name,
            one.skills,
            one.region,
            tuple(Span(b.start, b.end) for b in one.bookings if b.ticket_id != but),
        )
        for one in plan(reader, since, until)
    ]


_JOB = """
SELECT tk.kind, tk.symptom, g.name, g.code, tk.product_id, c.country_region, c.province, c.city
FROM ticket tk JOIN customer c ON c.id = tk.customer_id LEFT JOIN product g ON g.id = tk.product_id
WHERE tk.id = :id
"""


def job(reader: ReadConnection, ticket_id: int) -> Job | None:
    """What is known of a ticket where somebody is looked for."""
    row = reader.one(_JOB, {"id": ticket_id})
    if row is None:
        return None
    texts = tuple(text for text in row[1:4] if text)
    places = tuple(place for place in row[5:8] if place)
    return Job(enums.TicketKind(row[0]), texts, row[4], places)


_MOVES = """
SELECT m.id, m.at, m.kind, m.qty, tk.code, w.name, m.note
FROM stock_move m LEFT JOIN ticket tk ON tk.id = m.ticket_id LEFT JOIN user w ON w.id = m.user_id
WHERE m.part_id = :id AND m.deleted_at IS NULL ORDER BY m.at DESC, m.id DESC LIMIT :limit
"""
_WAITING = """
SELECT tk.id, tk.code, c.name, l.qty, l.state
FROM ticket_part l JOIN ticket tk ON tk.id = l.ticket_id JOIN customer c ON c.id = tk.customer_id
WHERE l.part_id = :id AND l.deleted_at IS NULL AND l.state IN ('ORDERED', 'RESERVED')
ORDER BY l.id
"""


def part_card(reader: ReadConnection, part_id: int, limit: int = 100) -> views.PartCard | None:
    """A part with its newest moves and the tickets it is for."""
    values = record(reader, "part", part_id)
    if values is None:
        return None
    moves = reader.rows(_MOVES, {"id": part_id, "limit": limit})
    return views.PartCard(
        part_id,
        int(str(values["version"])),
        values,
        moves=tuple(views.StockMoveRow(row[0], moment(row[1]), *row[2:]) for row in moves),
        waiting=tuple(views.PartWaitRow(*row) for row in reader.rows(_WAITING, {"id": part_id})),
    )


def stock_of(values: Mapping[str, Any]) -> Stock:
    """The figures of a stored part as the rule looks at them."""
    return Stock(values["on_hand"] or 0, values["reserved"] or 0, values["reorder_level"] or 0)
