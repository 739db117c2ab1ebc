"""Service tickets in columns and lines: the queue, one ticket, who could go, what is booked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models import enums
from models.width import cut
from tui.i18n import day, hour, moment, money, time_left, tr
from tui.labels import (
    choice_label,
    column_head,
    field_label,
    reason_text,
    short,
)
from tui.rows.layout import Column, Now
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from models.rules.dispatch import Suggestion
    from models.views.service import (
        BookingOnDay,
        DispatchRuleRow,
        PartCard,
        PartRow,
        SolutionRow,
        TechnicianDay,
        TicketCard,
        TicketRow,
    )


def warranty_text(until: date | None, today: date) -> str:
    """Whether a product is under warranty, in a few words."""
    if until is None:
        return tr("not known")
    if today <= until:
        return tr("holds until {day}", day=day(until))
    return tr("ended {day}", day=day(until))


def suggestion_text(one: Suggestion) -> str:
    """A technician with what speaks for and against."""
    words = " · ".join(reason_text(reason) for reason in one.reasons)
    return f"{one.name}: {words}"


def booking_text(one: BookingOnDay) -> str:
    """One booking: from when to when, whom it is for."""
    what = [one.ticket_code, one.customer_name, one.city, _line(one.symptom), one.note]
    return " ".join([f"{hour(one.start)}-{hour(one.end)} ", *(part for part in what if part)])


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


# ── the queue ───────────────────────────────────────────────────────────────────────────


def left_tone(row: TicketRow, now: Now, span: timedelta, amber_percent: int) -> str:
    """Red when over time, amber when that much of the span is used; a clock that stands: muted."""
    if not row.running or row.due_at is None or row.paused_since is not None:
        return "muted"
    left = row.due_at - now.moment
    if left <= timedelta(0):
        return "red"
    return "amber" if (span - left) * 100 >= span * amber_percent else ""


def _left(row: TicketRow, now: Now) -> str:
    if not row.running or row.due_at is None:
        return ""
    if row.paused_since is not None:
        return tr("paused")
    return time_left(row.due_at - now.moment)


def _visit(row: TicketRow, _now: Now) -> str:
    return moment(row.visit_start)[5:] if row.visit_start is not None else ""


def ticket_columns(span: timedelta, amber_percent: int) -> tuple[Column[TicketRow], ...]:
    """The queue of tickets, whose clocks run for `span`."""

    def tone(row: TicketRow, now: Now) -> str:
        return left_tone(row, now, span, amber_percent)

    def sign(row: TicketRow, now: Now) -> str:
        if row.parts_waited:
            return "*"
        return "!" if tone(row, now) == "red" else " "

    return (
        Column("sign", lambda: "", sign, 1, lambda _row, _now: "red"),
        Column(
            "code",
            lambda: column_head("ticket", "code"),
            lambda row, _now: row.code or "",
            8,
            lambda _row, _now: "muted",
            rank=2,
        ),
        Column(
            "kind",
            lambda: column_head("ticket", "kind"),
            lambda row, _now: short(enums.TicketKind(row.kind)),
            11,
            rank=4,
        ),
        Column(
            "customer",
            lambda: column_head("ticket", "customer"),
            lambda row, _now: row.customer_name or "",
            10,
            flexible=True,
        ),
        Column(
            "state",
            lambda: column_head("ticket", "state"),
            lambda row, _now: short(enums.TicketState(row.state)),
            12,
            rank=1,
        ),
        Column(
            "round",
            lambda: "",
            lambda row, _now: f"r{row.round}" if row.round > 1 else "",
            3,
            lambda _row, _now: "amber",
            rank=5,
        ),
        Column("left", lambda: column_head("ticket", "due_at"), _left, 9, tone, right=True),
        Column("visit", lambda: column_head("ticket", "visit_start"), _visit, 11, rank=6),
        Column(
            "technician",
            lambda: column_head("ticket", "technician"),
            lambda row, _now: row.technician_name or "",
            10,
            rank=5,
        ),
        Column(
            "symptom",
            lambda: column_head("ticket", "symptom"),
            lambda row, _now: row.symptom,
            16,
            lambda _row, _now: "muted",
            flexible=True,
            rank=6,
        ),
    )


PART_COLUMNS: tuple[Column[PartRow], ...] = (
    Column("sign", lambda: "", lambda row, _now: "!" if row.low else " ", 1, lambda *_: "red"),
    Column("code", lambda: column_head("part", "code"), lambda row, _now: row.code, 12),
    Column(
        "name", lambda: column_head("part", "name"), lambda row, _now: row.name, 16, flexible=True
    ),
    Column(
        "unit", lambda: column_head("part", "unit"), lambda row, _now: row.unit or "", 6, rank=6
    ),
    Column(
        "on_hand",
        lambda: column_head("part", "on_hand"),
        lambda row, _now: str(row.on_hand),
        7,
        right=True,
        rank=3,
    ),
    Column(
        "reserved",
        lambda: column_head("part", "reserved"),
        lambda row, _now: str(row.reserved or ""),
        7,
        right=True,
        rank=4,
    ),
    Column(
        "free",
        lambda: column_head("part", "free"),
        lambda row, _now: str(row.free),
        7,
        lambda row, _now: "red" if row.low else "",
        right=True,
    ),
    Column(
        "waited",
        lambda: column_head("part", "waited"),
        lambda row, _now: str(row.waited or ""),
        7,
        lambda _row, _now: "amber",
        right=True,
        rank=2,
    ),
    Column(
        "reorder_level",
        lambda: column_head("part", "reorder_level"),
        lambda row, _now: str(row.reorder_level),
        10,
        lambda _row, _now: "muted",
        right=True,
        rank=5,
    ),
)


def _held(row: SolutionRow, _now: Now) -> str:
    if row.held is None:
        return " "
    return "+" if row.held else "-"


SOLUTION_COLUMNS: tuple[Column[SolutionRow], ...] = (
    Column("held", lambda: "", _held, 1, lambda row, _now: "good" if row.held else "red"),
    Column(
        "symptom",
        lambda: column_head("solution_note", "symptom"),
        lambda row, _now: row.symptom,
        14,
        flexible=True,
    ),
    Column(
        "solution",
        lambda: column_head("solution_note", "solution"),
        lambda row, _now: row.solution,
        16,
        flexible=True,
    ),
    Column(
        "product",
        lambda: column_head("solution_note", "product"),
        lambda row, _now: row.product_name or "",
        14,
        lambda _row, _now: "muted",
        rank=2,
    ),
    Column(
        "ticket",
        lambda: column_head("solution_note", "ticket"),
        lambda row, _now: row.ticket_code or "",
        8,
        lambda _row, _now: "muted",
        rank=3,
    ),
)


# ── one ticket ──────────────────────────────────────────────────────────────────────────


def ticket_lines(card: TicketCard, today: date, width: int) -> tuple[Line, ...]:
    """A ticket with what is known, parts and story; Enter on a part gives it back."""
    page = Lines(width)
    _facts(page, card, today)
    _work(page, card)
    if card.parts:
        page.heading(tr("Parts"))
    for part in card.parts:
        gone = part.state == enums.TicketPartState.RELEASED
        page.add(
            (f"   {part.qty:>4} x {part.part_name} ", "muted" if gone else ""),
            (f" {part.part_code}", "muted"),
            (f"  {choice_label(enums.TicketPartState, part.state)}", _part_tone(part.state)),
            key=f"part {part.id}",
            entity="ticket_part",
            record_id=part.id,
        )
    page.heading(tr("Story"))
    for event in card.events:
        _event(page, event)
    return page.done()


def _part_tone(state: str) -> str:
    return "amber" if state == enums.TicketPartState.ORDERED else "muted"


def _event(page: Lines, event: Any) -> None:
    moved = event.to_state is not None and event.to_state != event.from_state
    words = [choice_label(enums.TicketState, event.to_state)] if moved else []
    if event.mark:
        words.append(choice_label(enums.ClockMark, event.mark))
    said = " · ".join(part for part in (event.user_name or "", _line(event.note)) if part)
    page.add(
        (f"   {moment(event.at)}  ", "muted"),
        (" · ".join(words) or tr("noted"), ""),
        (f"  {cut(said, max(4, page.width - 34))}", "muted"),
        key=f"event {event.id}",
    )


def _facts(page: Lines, card: TicketCard, today: date) -> None:
    values: Mapping[str, Any] = card.values
    for part in wrapped(str(values["symptom"]), page.width - 2, limit=6):
        page.add((f" {part}", "strong"), key=f"symptom {part}")
    what = " · ".join(
        part
        for part in (
            choice_label(enums.TicketKind, str(values["kind"])),
            choice_label(enums.TicketPlace, str(values["place"])),
            choice_label(enums.TicketState, str(values["state"])),
            tr("round {n}", n=values["round"]),
        )
        if part
    )
    page.add((f" {what}", ""), key="what")
    page.blank()
    who = " · ".join(part for part in (card.customer_name, card.contact_name) if part)
    page.field(field_label("ticket", "customer"), who)
    product = " ".join(part for part in (card.product_name, values["serial"]) if part)
    page.field(field_label("ticket", "product"), product)
    until = values["warranty_until"]
    tone = "" if until is None or today <= until else "amber"
    words = warranty_text(until, today)
    page.field(tr("Warranty"), words, tone=tone, figure="warranty_until")
    page.field(field_label("ticket", "order"), str(values.get("order") or ""))
    page.field(field_label("ticket", "feedback"), str(values.get("feedback") or ""))
    page.field(field_label("ticket", "owner"), card.owner_name or "")
    page.field(field_label("ticket", "received_at"), moment(values["received_at"]))
    _clock(page, values)


def _clock(page: Lines, values: Mapping[str, Any]) -> None:
    due, since = values["due_at"], values["paused_since"]
    if due is None:
        return
    words = moment(due)
    if since is not None:
        words += f"  ({tr('paused since {moment}', moment=moment(since))})"
    page.field(field_label("ticket", "due_at"), words, figure="due_at")


def _work(page: Lines, card: TicketCard) -> None:
    values: Mapping[str, Any] = card.values
    page.field(field_label("ticket", "technician"), card.technician_name or "")
    start, end = values["visit_start"], values["visit_end"]
    if start is not None and end is not None:
        page.field(field_label("ticket", "visit_start"), f"{moment(start)}-{hour(end)}")
    for name in ("diagnosis", "solution", "cancel_reason"):
        page.field(field_label("ticket", name), str(values[name] or ""))
    for name in ("cost_repair", "travel_cost", "cost_handling"):
        page.field(field_label("ticket", name), money(values[name]) if values[name] else "")
    page.field(field_label("ticket", "satisfaction"), str(values["satisfaction"] or ""))


# ── a day of visits ─────────────────────────────────────────────────────────────────────


def day_lines(
    technicians: tuple[TechnicianDay, ...], rules: Sequence[DispatchRuleRow], width: int
) -> tuple[Line, ...]:
    """Every technician with the bookings of a day, then the rules that give tickets to people.

    Enter opens the ticket of a booking, or what else stands in the line.
    """
    page = Lines(width)
    for one in technicians:
        about = " · ".join(part for part in (one.skills, one.region) if part)
        page.add(
            (f" {one.name}  ", "title"), (about, "muted"), key=f"technician {one.id}",
            entity="technician", record_id=one.id,
        )  # fmt: skip
        for booked in one.bookings:
            page.add(
                (f"   {hour(booked.start)}-{hour(booked.end)}  ", "accent"),
                (" ".join(p for p in (booked.customer_name, booked.city) if p), ""),
                (f"  {_line(booked.symptom) or _line(booked.note)}", "muted"),
                key=f"booking {booked.id}",
                entity="ticket" if booked.ticket_id else "booking",
                record_id=booked.ticket_id or booked.id,
            )
        if not one.bookings:
            page.add((f"   {tr('nothing booked')}", "muted"), key=f"free {one.id}")
    if rules:
        page.heading(tr("Who gets which tickets"))
    for rule in rules:
        _rule(page, rule)
    return page.done()


def _rule(page: Lines, one: DispatchRuleRow) -> None:
    kind = choice_label(enums.TicketKind, one.kind) if one.kind else ""
    asked = " · ".join(part for part in (one.word, one.product_name, one.region, kind) if part)
    tone = "" if one.active else "muted"
    page.add(
        (f"   {asked}  ", tone),
        (f"> {one.assignee_name}", "accent" if one.active else "muted"),
        key=f"rule {one.id}",
        entity="dispatch_rule",
        record_id=one.id,
    )


# ── a part, a solution ──────────────────────────────────────────────────────────────────


def part_lines(card: PartCard, width: int) -> tuple[Line, ...]:
    """A part with the tickets it is for and its newest moves."""
    values: Mapping[str, Any] = card.values
    page = Lines(width)
    page.add((f" {values['name']}  ", "strong"), (str(values["code"]), "muted"), key="name")
    free = values["on_hand"] - values["reserved"]
    for name, value in (
        ("on_hand", values["on_hand"]),
        ("reserved", values["reserved"]),
        ("free", free),
        ("reorder_level", values["reorder_level"]),
    ):
        page.field(column_head("part", name), str(value))
    if card.waiting:
        page.heading(tr("For tickets"))
    for one in card.waiting:
        page.add(
            (f"   {one.qty:>4}  {one.ticket_code}  {one.customer_name}", ""),
            (f"  {choice_label(enums.TicketPartState, one.state)}", _part_tone(one.state)),
            key=f"waiting {one.id} {one.state}",
        )
    page.heading(tr("Moves"))
    for move in card.moves:
        said = " · ".join(p for p in (move.ticket_code, move.user_name, move.note) if p)
        page.add(
            (f"   {moment(move.at)}  ", "muted"),
            (f"{move.qty:>+5}  {choice_label(enums.StockMoveKind, move.kind)}", ""),
            (f"  {said}", "muted"),
            key=f"move {move.id}",
        )
    return page.done()


def solution_lines(values: Mapping[str, Any], width: int) -> tuple[Line, ...]:
    """One entry of the library with everything it says."""
    page = Lines(width)
    for name in ("symptom", "cause", "solution"):
        if not values[name]:
            continue
        page.heading(field_label("solution_note", name))
        for place, part in enumerate(wrapped(str(values[name]), page.width - 4, limit=40)):
            page.add((f"   {part}", ""), key=f"{name} {place}")
    page.blank()
    for name in ("product", "tags", "ticket"):
        page.field(field_label("solution_note", name), str(values[name] or ""))
    if values["held"] is not None:
        tone = "good" if values["held"] else "red"
        words = tr("the customer says yes") if values["held"] else tr("the customer says no")
        page.field(field_label("solution_note", "held"), words, tone=tone)
    return page.done()
