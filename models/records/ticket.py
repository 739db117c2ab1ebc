"""Service tickets, their steps and parts; technicians and bookings; stock; solutions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, Integer

from models import enums
from models.fields import ticket as fields
from models.records.base import Choice, Field, RecordBase, Text, UtcDateTime, alive_unique, checks


class Technician(RecordBase, table=True):
    """One row of `technician` (requirements 9.2, 13)."""

    __tablename__ = "technician"
    __table_args__ = checks(fields.TECHNICIAN)
    code: str | None = Field(default=None, max_length=10, unique=True)
    name: str = Field(max_length=80)
    skills: str | None = Field(default=None, max_length=200)
    region: str | None = Field(default=None, max_length=200)
    user_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    phone: str | None = Field(default=None, max_length=40)
    active: bool = Field(default=True, sa_type=Boolean)


class Part(RecordBase, table=True):
    """One row of `part`; what is put aside is never more than what is there."""

    __tablename__ = "part"
    __table_args__ = (
        *checks(fields.PART),
        CheckConstraint("reserved <= on_hand", name="ck_part_free"),
        alive_unique("part", "code"),
    )
    code: str = Field(max_length=20)
    name: str = Field(max_length=120)
    unit: str | None = Field(default=None, max_length=20)
    on_hand: int = Field(default=0, sa_type=Integer)
    reserved: int = Field(default=0, sa_type=Integer)
    reorder_level: int = Field(default=0, sa_type=Integer)
    unit_cost: int | None = Field(default=None, sa_type=Integer)
    currency: str | None = Field(default="CNY", max_length=3)


class Ticket(RecordBase, table=True):
    """One row of `ticket` (requirements 9.2, 13)."""

    __tablename__ = "ticket"
    __table_args__ = checks(fields.TICKET)
    code: str | None = Field(default=None, max_length=8, unique=True)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    kind: enums.TicketKind = Field(
        default=enums.TicketKind.REPAIR, sa_type=Choice(enums.TicketKind)
    )
    place: enums.TicketPlace = Field(
        default=enums.TicketPlace.ONSITE, sa_type=Choice(enums.TicketPlace)
    )
    symptom: str = Field(sa_type=Text)
    product_id: int | None = Field(default=None, sa_type=Integer, foreign_key="product.id")
    serial: str | None = Field(default=None, max_length=60)
    order_id: int | None = Field(default=None, sa_type=Integer, foreign_key="sales_order.id")
    warranty_until: date | None = Field(default=None, sa_type=Date)
    feedback_id: int | None = Field(default=None, sa_type=Integer, foreign_key="feedback.id")
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    received_at: datetime = Field(sa_type=UtcDateTime)
    technician_id: int | None = Field(default=None, sa_type=Integer, foreign_key="technician.id")
    visit_start: datetime | None = Field(default=None, sa_type=UtcDateTime)
    visit_end: datetime | None = Field(default=None, sa_type=UtcDateTime)
    diagnosis: str | None = Field(default=None, sa_type=Text)
    solution: str | None = Field(default=None, sa_type=Text)
    travel_cost: int | None = Field(default=0, sa_type=Integer)
    cost_handling: int | None = Field(default=0, sa_type=Integer)
    cost_repair: int | None = Field(default=0, sa_type=Integer)
    satisfaction: int | None = Field(default=None, sa_type=Integer)
    state: enums.TicketState = Field(
        default=enums.TicketState.RECEIVED, sa_type=Choice(enums.TicketState)
    )
    round: int = Field(default=1, sa_type=Integer)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_minutes: int = Field(default=0, sa_type=Integer)
    paused_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_reason: str | None = Field(default=None, max_length=400)


class TicketEvent(RecordBase, table=True):
    """One row of `ticket_event`: a step of a ticket, from which its clock is rebuilt."""

    __tablename__ = "ticket_event"
    __table_args__ = checks(fields.TICKET_EVENT)
    ticket_id: int = Field(sa_type=Integer, foreign_key="ticket.id")
    from_state: enums.TicketState | None = Field(default=None, sa_type=Choice(enums.TicketState))
    to_state: enums.TicketState | None = Field(default=None, sa_type=Choice(enums.TicketState))
    mark: enums.ClockMark | None = Field(default=None, sa_type=Choice(enums.ClockMark))
    user_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    at: datetime = Field(sa_type=UtcDateTime)
    note: str | None = Field(default=None, sa_type=Text)


class TicketPart(RecordBase, table=True):
    """One row of `ticket_part`."""

    __tablename__ = "ticket_part"
    __table_args__ = checks(fields.TICKET_PART)
    ticket_id: int = Field(sa_type=Integer, foreign_key="ticket.id")
    part_id: int = Field(sa_type=Integer, foreign_key="part.id")
    qty: int = Field(sa_type=Integer)
    state: enums.TicketPartState = Field(
        default=enums.TicketPartState.RESERVED, sa_type=Choice(enums.TicketPartState)
    )


class Booking(RecordBase, table=True):
    """One row of `booking`: half-open; a trigger refuses two of a technician that overlap."""

    __tablename__ = "booking"
    __table_args__ = (
        *checks(fields.BOOKING),
        CheckConstraint("start < end", name="ck_booking_order"),
    )
    code: str | None = Field(default=None, max_length=10, unique=True)
    technician_id: int = Field(sa_type=Integer, foreign_key="technician.id")
    start: datetime = Field(sa_type=UtcDateTime)
    end: datetime = Field(sa_type=UtcDateTime)
    ticket_id: int | None = Field(default=None, sa_type=Integer, foreign_key="ticket.id")
    round: int | None = Field(default=None, sa_type=Integer)
    note: str | None = Field(default=None, max_length=200)


class StockMove(RecordBase, table=True):
    """One row of `stock_move`: the stock of a part is the sum of its moves."""

    __tablename__ = "stock_move"
    __table_args__ = checks(fields.STOCK_MOVE)
    part_id: int = Field(sa_type=Integer, foreign_key="part.id")
    kind: enums.StockMoveKind = Field(sa_type=Choice(enums.StockMoveKind))
    qty: int = Field(sa_type=Integer)
    ticket_id: int | None = Field(default=None, sa_type=Integer, foreign_key="ticket.id")
    user_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    at: datetime = Field(sa_type=UtcDateTime)
    note: str | None = Field(default=None, max_length=200)


class SolutionNote(RecordBase, table=True):
    """One row of `solution_note`: what helped against which symptom (S4-REQ-05)."""

    __tablename__ = "solution_note"
    __table_args__ = checks(fields.SOLUTION_NOTE)
    code: str | None = Field(default=None, max_length=10, unique=True)
    symptom: str = Field(sa_type=Text)
    cause: str | None = Field(default=None, sa_type=Text)
    solution: str = Field(sa_type=Text)
    product_id: int | None = Field(default=None, sa_type=Integer, foreign_key="product.id")
    tags: str | None = Field(default=None, max_length=200)
    ticket_id: int | None = Field(default=None, sa_type=Integer, foreign_key="ticket.id")
    held: bool | None = Field(default=None, sa_type=Boolean)


class DispatchRule(RecordBase, table=True):
    """One row of `dispatch_rule`: "pump, East" goes to whom (AC-109)."""

    __tablename__ = "dispatch_rule"
    __table_args__ = checks(fields.DISPATCH_RULE)
    code: str | None = Field(default=None, max_length=10, unique=True)
    word: str | None = Field(default=None, max_length=80)
    product_id: int | None = Field(default=None, sa_type=Integer, foreign_key="product.id")
    region: str | None = Field(default=None, max_length=200)
    kind: enums.TicketKind | None = Field(default=None, sa_type=Choice(enums.TicketKind))
    assignee_id: int = Field(sa_type=Integer, foreign_key="user.id")
    active: bool = Field(default=True, sa_type=Boolean)
