"""Bookings of technicians: half-open, never two at once (requirements 9.2, AC-114)."""

from __future__ import annotations

from datetime import datetime

from models.explanation import Reason
from models.records.ticket import Booking, Technician, Ticket
from models.rules.dispatch import Span
from storage.errors import Invalid, Refused
from storage.work import Work


def check(work: Work, booking: Booking) -> None:
    """Order of its ends and overlap; a ticket follows the booking that was made for it."""
    if booking.end <= booking.start:
        params = {"field": "end", "first": booking.start, "second": booking.end}
        raise Invalid([Reason("field.dates_out_of_order", params)])
    if booking.deleted_at is not None:
        return
    span = Span(booking.start, booking.end)
    for other in work.all(Booking, technician_id=booking.technician_id):
        if other.id != booking.id and span.overlaps(Span(other.start, other.end)):
            raise _refused(work, other)
    ticket = work.find(Ticket, booking.ticket_id)
    if ticket is not None and booking.round == ticket.round:
        ticket.visit_start, ticket.visit_end = booking.start, booking.end
        ticket.technician_id = booking.technician_id


def _refused(work: Work, other: Booking) -> Refused:
    technician = work.get(Technician, other.technician_id, archived=True)
    return Refused(
        "booking.overlap",
        technician=technician.name,
        start=other.start,
        end=other.end,
        booking=other.code,
    )


def coming(work: Work, technician: Technician) -> list[Booking]:
    """Bookings of a technician for tickets that have not ended yet by the clock."""
    booked = work.all(Booking, technician_id=technician.id)
    return [one for one in booked if one.ticket_id is not None and one.end > work.now]


def of_round(work: Work, ticket: Ticket) -> Booking | None:
    """The booking of the visit that a ticket is in now; None before it is dispatched."""
    found = work.all(Booking, ticket_id=ticket.id, round=ticket.round)
    return found[-1] if found else None


def book(work: Work, ticket: Ticket, technician: Technician) -> Booking:
    """Books a technician for the visit of a ticket, or moves the booking; Refused on overlap."""
    start, end = ticket.visit_start, ticket.visit_end
    if start is None or end is None:
        raise Refused("ticket.needs_visit", ticket=ticket.code)
    booking = of_round(work, ticket)
    if booking is None:
        booking = work.newborn(
            Booking,
            code=work.next_code("BK"),
            technician_id=technician.id,
            ticket_id=ticket.id,
            round=ticket.round,
            start=start,
            end=end,
        )
        check(work, booking)
        work.session.add(booking)
    else:
        move(work, booking, technician, start, end)
    work.session.flush()
    return booking


def move(
    work: Work, booking: Booking, technician: Technician, start: datetime, end: datetime
) -> None:
    """Another time or another technician for a booking; Refused on overlap."""
    with work.session.no_autoflush:
        booking.technician_id = technician.id
        booking.start, booking.end = start, end
        check(work, booking)
