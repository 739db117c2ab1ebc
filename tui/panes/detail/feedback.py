"""Feedback: the cases of the customer with their story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import enums
from tui.i18n import moment, money, tr
from tui.labels import choice_label, figure_label
from tui.panes.detail.parts import rows_of, text_of
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.views.cards import FeedbackEventRow
    from storage.services import Services


def feedback(services: Services, customer_id: int, width: int, plain: bool) -> Iterator[Line]:
    """Cases of the customer, open and closed, with their story."""
    del plain
    page = Lines(width)
    yield from _tickets(services, customer_id, page)
    stake, currency = services.value.at_stake(customer_id)
    for number, row in enumerate(rows_of(services, customer_id, "feedback")):
        if number == 0 and stake.value is not None:
            loss = money(stake.value, currency)
            page.field(figure_label("loss"), loss, tone="amber", figure="loss")
        due = f"  {tr('due')} {moment(row.due_at)}" if row.due_at else ""
        due = f"  {tr('held')}" if row.paused_at else due
        again = f"  {tr('round')} {row.round}" if row.round > 1 else ""
        page.add(
            (f" {row.code}  ", "muted"),
            (choice_label(enums.FeedbackKind, row.kind), "strong"),
            (f"  {choice_label(enums.FeedbackState, row.state)}{again}{due}", ""),
            key=f"feedback {row.id}",
            entity="feedback",
            record_id=row.id,
            figure="due_at",
        )
        card = services.cards.feedback(row.id)
        for place, part in enumerate(
            wrapped(text_of(card.values.get("text")), page.width - 4, limit=4)
        ):
            page.add(
                (f"   {part}", ""),
                key=f"feedback {row.id} {place}",
                entity="feedback",
                record_id=row.id,
            )
        for event in card.events:
            page.add(
                (f"   {moment(event.at)}  {what_happened(event)}  ", "muted"),
                (" · ".join(_more(event)), "muted"),
                key=f"event {event.id}",
                entity="feedback",
                record_id=row.id,
            )
        yield from page.done()


def what_happened(event: FeedbackEventRow) -> str:
    """The state a step led to, else what was done without one."""
    if event.kind == enums.FeedbackEventKind.STEP and event.to_state:
        return choice_label(enums.FeedbackState, event.to_state)
    return choice_label(enums.FeedbackEventKind, event.kind)


def _more(event: FeedbackEventRow) -> Iterator[str]:
    """Who, to whom, by when, what was said."""
    if event.user_name:
        yield f"{event.user_name} > {event.owner_name}" if event.owner_name else event.user_name
    if event.promised_at is not None:
        yield tr("handled by {when}", when=moment(event.promised_at))
    if event.note:
        yield event.note


def _tickets(services: Services, customer_id: int, page: Lines) -> Iterator[Line]:
    """Service tickets of the customer, those with a running clock first."""
    for row in rows_of(services, customer_id, "tickets"):
        state = choice_label(enums.TicketState, row.state)
        again = f"  {tr('round')} {row.round}" if row.round > 1 else ""
        due = f"  {tr('due')} {moment(row.due_at)}" if row.running and row.due_at else ""
        due = f"  {tr('held')}" if row.paused_since else due
        page.add(
            (f" {row.code}  ", "muted"),
            (choice_label(enums.TicketKind, row.kind), "strong"),
            (f"  {state}{again}{due}", ""),
            (f"  {row.symptom}", "muted"),
            key=f"ticket {row.id}",
            entity="ticket",
            record_id=row.id,
            figure="due_at",
        )
        yield from page.done()
