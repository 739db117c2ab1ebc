"""What the service screens show: tickets, the day of technicians, parts, solutions.

Frozen rows, standard library only. `values` as in `models.views.cards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class TicketRow:
    """Ticket list: running clocks first (requirements 9.2); `symptom` is its first line."""

    id: int
    version: int
    code: str | None
    kind: str
    place: str
    state: str
    round: int
    symptom: str
    serial: str | None
    product_id: int | None
    product_name: str | None
    warranty_until: date | None
    received_at: datetime
    due_at: datetime | None
    paused_since: datetime | None
    visit_start: datetime | None
    visit_end: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    satisfaction: int | None
    running: bool  # its clock is not stopped
    parts_waited: int  # part lines that are not in stock yet
    customer_id: int
    customer_code: str | None
    customer_name: str | None
    feedback_id: int | None
    technician_id: int | None
    technician_name: str | None
    owner_id: int | None
    owner_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TechnicianRow:
    """Technician list."""

    id: int
    version: int
    code: str | None
    name: str
    skills: str | None
    region: str | None
    phone: str | None
    active: bool
    user_id: int | None
    user_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class BookingRow:
    """Booking list, by time."""

    id: int
    version: int
    code: str | None
    technician_id: int
    technician_name: str | None
    start: datetime
    end: datetime
    ticket_id: int | None
    ticket_code: str | None
    customer_name: str | None
    note: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PartRow:
    """Stock of parts; `low` asks to order again."""

    id: int
    version: int
    code: str
    name: str
    unit: str | None
    on_hand: int
    reserved: int
    free: int
    reorder_level: int
    low: bool
    waited: int  # pieces that tickets wait for
    unit_cost: int | None
    currency: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SolutionRow:
    """Solution library, the newest first."""

    id: int
    version: int
    code: str | None
    symptom: str
    cause: str | None
    solution: str
    tags: str | None
    held: bool | None
    product_id: int | None
    product_name: str | None
    ticket_id: int | None
    ticket_code: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DispatchRuleRow:
    """Dispatch rules, the oldest first; what is empty asks nothing (AC-109)."""

    id: int
    version: int
    code: str | None
    word: str | None
    region: str | None
    kind: str | None
    active: bool
    product_id: int | None
    product_name: str | None
    assignee_id: int
    assignee_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TicketPartRow:
    """One kind of part on a ticket."""

    id: int
    version: int
    part_id: int
    part_code: str
    part_name: str
    unit: str | None
    qty: int
    state: str
    free: int  # of the part, over all tickets


@dataclass(frozen=True, slots=True)
class TicketEventRow:
    """One step in the life of a ticket."""

    id: int
    at: datetime
    from_state: str | None
    to_state: str | None
    mark: str | None
    user_name: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class TicketCard:
    """One ticket with parts and story."""

    id: int
    version: int
    values: Mapping[str, object]
    customer_name: str | None
    contact_name: str | None
    owner_name: str | None
    technician_name: str | None
    product_name: str | None
    parts: tuple[TicketPartRow, ...]
    events: tuple[TicketEventRow, ...]


@dataclass(frozen=True, slots=True)
class BookingOnDay:
    """One booking of a technician, with whom it is for."""

    id: int
    code: str | None
    start: datetime
    end: datetime
    ticket_id: int | None
    ticket_code: str | None
    ticket_state: str | None
    symptom: str | None
    customer_id: int | None
    customer_name: str | None
    city: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class TechnicianDay:
    """A technician with the bookings of a span."""

    id: int
    name: str
    skills: str
    region: str
    bookings: tuple[BookingOnDay, ...]


@dataclass(frozen=True, slots=True)
class StockMoveRow:
    """One move of the stock."""

    id: int
    at: datetime
    kind: str
    qty: int
    ticket_code: str | None
    user_name: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PartWaitRow:
    """A ticket that a part is put aside or ordered for."""

    id: int
    ticket_code: str | None
    customer_name: str | None
    qty: int
    state: str


@dataclass(frozen=True, slots=True)
class PartCard:
    """One part with its moves, and for whom it is."""

    id: int
    version: int
    values: Mapping[str, object]
    moves: tuple[StockMoveRow, ...]
    waiting: tuple[PartWaitRow, ...]
