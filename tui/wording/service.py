"""Sentences around service tickets: gates, the on-site clock, dispatch, parts, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICE: Final[Mapping[str, str]] = {
    "ticket.not_next": N_("A ticket cannot go from {from} to {to}. Allowed next: {allowed}."),
    "ticket.book_first": N_(
        "{kind}, {place}: agree a visit and send a technician first. Only disputes, order traces "
        "and what was brought in go to work at once."
    ),
    "ticket.needs_visit": N_("Agree with the customer from when to when somebody comes."),
    "ticket.visit_order": N_("The visit ends at {end}, before it begins at {start}. Correct it."),
    "ticket.needs_technician": N_("Choose the technician who goes there."),
    "ticket.needs_part": N_("Name the part that is waited for, and how many."),
    "ticket.needs_pause_reason": N_("The clock pauses only for a reason. Write why."),
    "ticket.needs_pause_told": N_("The clock pauses only once the customer was told. Call first."),
    "ticket.needs_diagnosis": N_("The diagnosis is missing. Write what was found."),
    "ticket.needs_solution": N_(
        "The solution is missing. Write what helped; it goes to the solution library."
    ),
    "ticket.parts_missing": N_(
        "Parts are still ordered ({count}). Take them in, or give them up first."
    ),
    "ticket.needs_call": N_("Call the customer and ask whether it is solved."),
    "ticket.needs_satisfaction": N_("Ask how satisfied they are, 1 to 5."),
    "ticket.needs_unsolved": N_("Write what is still wrong."),
    "ticket.needs_reason": N_("Cancelling needs a reason. Write why."),
    "ticket.pause_only_waiting": N_("{state}: the clock pauses only while parts are waited for."),
    "ticket.paused_already": N_("The clock stands still already."),
    "ticket.not_paused": N_("The clock of {ticket} is running."),
    "ticket.ended": N_("{ticket} is {state} and takes no further step."),
    "ticket.no_visit": N_("{ticket} is {state}: there is no visit to move. Agree one first."),
    "ticket.received_stays": N_(
        "The moment {ticket} was received stays: the clock is counted from it."
    ),
    "ticket.parts_closed": N_("{ticket} is {state}: no parts are put aside for it any more."),
    "ticket.part_used": N_("These parts of {ticket} are {state}; only others can be given back."),
    "ticket.warranty_months": N_("Delivered {delivered} + {months} months = {until}"),
    "ticket.warranty_holds": N_("{day}: under warranty until {until}, {days} days more"),
    "ticket.warranty_over": N_("{day}: warranty ended {until}, {days} days ago"),
    "ticket.warranty_unknown": N_("No warranty date, and no delivery of this product on record"),
    "ticket.due": N_("Received {start} + {hours} h = {due_at}"),
    "ticket.due_paused": N_("Received {start} + {hours} h + {minutes} min paused = {due_at}"),
    "ticket.clock_kept": N_("Resolved or ended {at}, in time"),
    "ticket.clock_missed": N_("Resolved or ended {at}, too late"),
    "ticket.clock_paused": N_("The clock stands still since {since}; the customer knows why"),
    "ticket.time_used": N_(
        "{at}: {used} % of the time used (amber from {amber_percent} %): {level}"
    ),
    "dispatch.needs_condition": N_(
        "A rule needs a condition. Give a word, a product, a region or a kind."
    ),
    "dispatch.skill": N_("knows {skills}"),
    "dispatch.no_skill": N_("skill not named"),
    "dispatch.near": N_("region {region}"),
    "dispatch.far": N_("other region"),
    "dispatch.free": N_("free"),
    "dispatch.taken": N_("already booked"),
    "booking.overlap": N_(
        "{technician} is already booked from {start} to {end} ({booking}). Choose another time or "
        "another technician."
    ),
    "part.short": N_("{item}: {qty} wanted, {free} free. Choose {offered} and they are ordered."),
    "part.below_reserved": N_(
        "{item}: {reserved} are put aside for tickets, so less cannot be there. Give parts back "
        "on their tickets first."
    ),
    "part.in_use": N_(
        "{item} is still put aside or ordered for {ticket}. Give it back there first."
    ),
    "technician.booked": N_(
        "{technician} still has visits to come ({booking}). Give them to somebody else first."
    ),
    "part.free": N_("{on_hand} there - {reserved} put aside = {free} free"),
    "part.low": N_("Reorder level {level} reached: order again"),
    "part.enough": N_("More than the reorder level {level}"),
    "change.ticket_new": N_("Took in ticket {code}"),
    "change.ticket_set": N_("Corrected ticket {code}"),
    "change.ticket_step": N_("Ticket {code}: {state}"),
    "change.ticket_visit": N_("Ticket {code}: visit moved"),
    "change.ticket_pause": N_("Ticket {code}: clock paused"),
    "change.ticket_resume": N_("Ticket {code}: clock runs on"),
    "change.ticket_part": N_("Ticket {code}: parts"),
    "change.stock": N_("Stock of {code}: {kind} {qty}"),
}
