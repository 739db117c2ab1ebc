"""`technicians`: who is where on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import i18n
from tui.i18n import tr
from tui.rows.tickets import booking_text

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Prints every active technician with the bookings of the day."""
    call.finish()
    day = call.day("on", call.today)
    found = call.services.workshop.day(day)
    if call.options.json:
        call.out.data(
            [
                {
                    "name": one.name,
                    "skills": one.skills or None,
                    "region": one.region or None,
                    "bookings": [
                        {
                            "code": booked.code,
                            "start": booked.start,
                            "end": booked.end,
                            "ticket": booked.ticket_code,
                            "customer": booked.customer_name,
                            "note": booked.note,
                        }
                        for booked in one.bookings
                    ],
                }
                for one in found
            ]
        )
        return 0
    call.out.note(i18n.day(day))
    for one in found:
        call.out.line(f"{one.name}  {one.skills}".rstrip())
        for booked in one.bookings:
            call.out.line(f"    {booking_text(booked)}")
        if not one.bookings:
            call.out.line(f"    {tr('nothing booked')}")
    return 0
