"""Field tables of service tickets, technicians, spare parts, solutions (requirements 9.2, 13)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

TICKET = EntitySpec(
    "ticket",
    "tickets",
    "T",
    (
        FieldSpec("code", max_length=8, editable=False, searchable=True),
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("contact", K.LINK, target="contact"),
        FieldSpec("kind", K.CHOICE, choices=enums.TicketKind, default="REPAIR", required=True),
        FieldSpec("place", K.CHOICE, choices=enums.TicketPlace, default="ONSITE", required=True),
        FieldSpec("symptom", K.NOTE, required=True, max_length=4000, searchable=True),
        FieldSpec("product", K.LINK, target="product"),
        FieldSpec("serial", max_length=60),
        FieldSpec("order", K.LINK, target="sales_order"),
        FieldSpec("warranty_until", K.DATE),
        FieldSpec("feedback", K.LINK, target="feedback"),
        FieldSpec("owner", K.LINK, target="user"),
        FieldSpec("received_at", K.INSTANT, required=True),
        FieldSpec("technician", K.LINK, "process", target="technician", editable=False),
        FieldSpec("visit_start", K.INSTANT, "process", editable=False),
        FieldSpec("visit_end", K.INSTANT, "process", editable=False),
        FieldSpec("diagnosis", K.NOTE, "process", max_length=4000, editable=False),
        FieldSpec("solution", K.NOTE, "process", max_length=4000, editable=False),
        FieldSpec("travel_cost", K.MONEY, "process", minimum=0, default=0, editable=False),
        FieldSpec("cost_handling", K.MONEY, "process", minimum=0, default=0, editable=False),
        FieldSpec("cost_repair", K.MONEY, "process", minimum=0, default=0, editable=False),
        FieldSpec("satisfaction", K.INTEGER, "process", minimum=1, maximum=5, editable=False),
        FieldSpec("state", K.CHOICE, "process", choices=enums.TicketState, editable=False),
        FieldSpec("round", K.INTEGER, "process", minimum=1, default=1, editable=False),
        FieldSpec("due_at", K.INSTANT, "process", editable=False),
        FieldSpec("paused_minutes", K.INTEGER, "process", minimum=0, default=0, editable=False),
        FieldSpec("paused_since", K.INSTANT, "process", editable=False),
        FieldSpec("resolved_at", K.INSTANT, "process", editable=False),
        FieldSpec("closed_at", K.INSTANT, "process", editable=False),
        FieldSpec("cancel_reason", max_length=400, group="process", editable=False),
    ),
    title="symptom",
)

TICKET_EVENT = EntitySpec(
    "ticket_event",
    "ticket-events",
    "",
    (
        FieldSpec("ticket", K.LINK, target="ticket", required=True, editable=False),
        FieldSpec("from_state", K.CHOICE, choices=enums.TicketState, editable=False),
        FieldSpec("to_state", K.CHOICE, choices=enums.TicketState, editable=False),
        FieldSpec("mark", K.CHOICE, choices=enums.ClockMark, editable=False),
        FieldSpec("user", K.LINK, target="user", editable=False),
        FieldSpec("at", K.INSTANT, required=True, editable=False),
        FieldSpec("note", K.NOTE, max_length=4000, editable=False),
    ),
    title="note",
)

TICKET_PART = EntitySpec(
    "ticket_part",
    "ticket-parts",
    "",
    (
        FieldSpec("ticket", K.LINK, target="ticket", required=True),
        FieldSpec("part", K.LINK, target="part", required=True),
        FieldSpec("qty", K.INTEGER, required=True, minimum=1, maximum=100_000),
        FieldSpec("state", K.CHOICE, choices=enums.TicketPartState, editable=False),
    ),
    title="state",
)

TECHNICIAN = EntitySpec(
    "technician",
    "technicians",
    "TN",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("name", required=True, max_length=80, searchable=True),
        FieldSpec("skills", max_length=200, searchable=True),
        FieldSpec("region", max_length=200, searchable=True),
        FieldSpec("user", K.LINK, target="user"),
        FieldSpec("phone", K.PHONE, max_length=40),
        FieldSpec("active", K.BOOLEAN, default=True),
    ),
    title="name",
)

BOOKING = EntitySpec(
    "booking",
    "bookings",
    "BK",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("technician", K.LINK, target="technician", required=True),
        FieldSpec("start", K.INSTANT, required=True),
        FieldSpec("end", K.INSTANT, required=True),
        FieldSpec("ticket", K.LINK, target="ticket", editable=False),
        FieldSpec("round", K.INTEGER, minimum=1, editable=False),
        FieldSpec("note", max_length=200),
    ),
    title="code",
)

PART = EntitySpec(
    "part",
    "parts",
    "",
    (
        FieldSpec("code", required=True, max_length=20, searchable=True),
        FieldSpec("name", required=True, max_length=120, searchable=True),
        FieldSpec("unit", max_length=20),
        FieldSpec("on_hand", K.INTEGER, minimum=0, default=0),
        FieldSpec("reserved", K.INTEGER, minimum=0, default=0, editable=False),
        FieldSpec("reorder_level", K.INTEGER, minimum=0, default=0),
        FieldSpec("unit_cost", K.MONEY, minimum=0),
        FieldSpec("currency", K.CURRENCY, max_length=3, default="CNY"),
    ),
    title="name",
)

STOCK_MOVE = EntitySpec(
    "stock_move",
    "stock-moves",
    "",
    (
        FieldSpec("part", K.LINK, target="part", required=True, editable=False),
        FieldSpec("kind", K.CHOICE, choices=enums.StockMoveKind, editable=False),
        FieldSpec("qty", K.INTEGER, required=True, editable=False),
        FieldSpec("ticket", K.LINK, target="ticket", editable=False),
        FieldSpec("user", K.LINK, target="user", editable=False),
        FieldSpec("at", K.INSTANT, required=True, editable=False),
        FieldSpec("note", max_length=200, editable=False),
    ),
    title="note",
)

SOLUTION_NOTE = EntitySpec(
    "solution_note",
    "solution-notes",
    "SN",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("symptom", K.NOTE, required=True, max_length=4000, searchable=True),
        FieldSpec("cause", K.NOTE, max_length=4000, searchable=True),
        FieldSpec("solution", K.NOTE, required=True, max_length=4000, searchable=True),
        FieldSpec("product", K.LINK, target="product"),
        FieldSpec("tags", max_length=200, searchable=True),
        FieldSpec("ticket", K.LINK, target="ticket", editable=False),
        FieldSpec("held", K.BOOLEAN, editable=False),  # did the customer say it was solved
    ),
    title="symptom",
)

DISPATCH_RULE = EntitySpec(
    "dispatch_rule",
    "dispatch-rules",
    "DR",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("word", max_length=80),
        FieldSpec("product", K.LINK, target="product"),
        FieldSpec("region", max_length=200),
        FieldSpec("kind", K.CHOICE, choices=enums.TicketKind),
        FieldSpec("assignee", K.LINK, target="user", required=True),
        FieldSpec("active", K.BOOLEAN, default=True),
    ),
    title="word",
)

TICKET_ENTITIES: tuple[EntitySpec, ...] = (
    TECHNICIAN,
    PART,
    TICKET,
    TICKET_EVENT,
    TICKET_PART,
    BOOKING,
    STOCK_MOVE,
    SOLUTION_NOTE,
    DISPATCH_RULE,
)
