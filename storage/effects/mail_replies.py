"""A mail of a customer is answered in time: an item with its hour, closed by the answer (R-SLA).

Works inside the caller's unit; mails of long ago set off nothing.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from models.enums import (
    ACTIVE_STATUSES,
    ChangeAction,
    Channel,
    Direction,
    FollowUpKind,
    FollowUpStatus,
    InteractionKind,
)
from models.fields.contact_log import MAIL_REPLY
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.interaction import Interaction
from storage.effects.tracking import OPEN_STATES
from storage.work import Work

_ANSWERS = frozenset({Channel.EMAIL, Channel.PHONE})


def settle_mails(work: Work) -> None:
    """Plans the answer to each mail that this unit logged; an answer closes what waits.

    Due by MAIL_REPLY hours after the mail came (AC-106); a mail whose time has passed already,
    or that was answered since, plans nothing.
    """
    if work.actor is None:
        return
    made = [
        key[1]
        for key, entry in list(work.journal.entries.items())
        if key[0] == "interaction" and entry.action is ChangeAction.CREATE
    ]
    for touch_id in made:
        touch = work.find(Interaction, touch_id)
        if touch is None or touch.kind is InteractionKind.NOTE:
            continue
        if touch.channel is Channel.EMAIL and touch.direction is Direction.IN:
            _plan(work, touch)
        elif touch.direction is Direction.OUT and touch.channel in _ANSWERS:
            _close(work, touch)


def _plan(work: Work, mail: Interaction) -> None:
    customer = work.find(Customer, mail.customer_id)
    due = mail.at + timedelta(hours=work.policy.feedback.mail_reply_hours)
    if customer is None or due < work.now or not _may_answer(customer):
        return
    later = work.one(
        "SELECT 1 FROM interaction WHERE customer_id = :customer AND deleted_at IS NULL"
        " AND direction = 'OUT' AND channel IN ('EMAIL', 'PHONE') AND at > :at LIMIT 1",
        {"customer": customer.id, "at": mail.at.strftime("%Y-%m-%dT%H:%M:%SZ")},
    )
    if later is not None:
        return
    local = due.astimezone(ZoneInfo(work.zone))
    work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=customer.id,
        contact_id=mail.contact_id,
        opportunity_id=mail.opportunity_id,
        kind=FollowUpKind.SLA,
        question_code=MAIL_REPLY,
        due_date=local.date(),
        due_time=f"{local:%H:%M}",
        assignee_id=customer.owner_id or mail.user_id,
    )


def _close(work: Work, answer: Interaction) -> None:
    for item in work.all(FollowUp, customer_id=answer.customer_id, question_code=MAIL_REPLY):
        if item.status in OPEN_STATES:
            item.status = FollowUpStatus.DONE
            item.done_interaction_id = answer.id
            item.done_at = work.now
            item.snoozed_until = None


def _may_answer(customer: Customer) -> bool:
    return (
        customer.status in ACTIVE_STATUSES
        and not customer.do_not_contact
        and customer.deleted_at is None
    )
