"""What a touch sets off besides the next contact: promises become follow-ups, remarks feedback."""

from __future__ import annotations

from collections.abc import Mapping

from models.enums import ACTIVE_STATUSES, Channel, FeedbackChannel, FollowUpKind, PlaybookEvent
from models.explanation import Reason
from models.fields.parsing import parse
from models.fields.promises import (
    PROMISES,
    REMARKS,
    THREE_CALLS,
    Promise,
    read_promises,
    read_remarks,
)
from models.records.customer import Customer
from models.records.feedback import Feedback
from models.records.follow_up import FollowUp
from models.records.interaction import Interaction
from storage.effects import intake
from storage.effects.contact_block import refuse_outgoing
from storage.effects.saving import find_id, parsing_context
from storage.errors import Invalid, NotFound
from storage.work import Work

_SPECS = (PROMISES, REMARKS)

_CHANNELS = {
    Channel.PHONE: FeedbackChannel.PHONE,
    Channel.EMAIL: FeedbackChannel.EMAIL,
    Channel.SOCIAL: FeedbackChannel.SOCIAL,
}


def taken_out(work: Work, texts: dict[str, str | None]) -> dict[str, str]:
    """The outcomes among the texts of a touch, cleaned and taken out of them; Invalid as parsed.

    A no to the three calls after a message holds for this unit; a letter has them anyway.
    """
    if parse(THREE_CALLS, texts.pop(THREE_CALLS.name, None), parsing_context(work)) is False:
        work.declined = frozenset({PlaybookEvent.MESSAGE_SENT})
    found: dict[str, str] = {}
    problems = []
    for spec in _SPECS:
        value = parse(spec, texts.pop(spec.name, None), parsing_context(work))
        if isinstance(value, Reason):
            problems.append(value)
        elif value:
            found[spec.name] = value
    if problems:
        raise Invalid(problems)
    return found


def keep_promises(work: Work, customer: Customer, made: Interaction, raw: str) -> tuple[str, ...]:
    """Each promise becomes a COMMITMENT of the person who keeps it; codes, in their order.

    Invalid: a line without day or words, a day that has passed, a person who is not known. Of a
    customer that is not active nothing is planned (R-STATUS).
    """
    found, problems = read_promises(raw, work.today)
    owners = [_owner(work, one, problems) for one in found]
    if problems:
        raise Invalid(problems)
    if found:
        refuse_outgoing(customer)
    if customer.status not in ACTIVE_STATUSES:
        return ()
    codes = []
    for promise, owner in zip(found, owners, strict=True):
        item = work.add(
            FollowUp,
            code=work.next_code("U"),
            customer_id=customer.id,
            contact_id=made.contact_id,
            opportunity_id=made.opportunity_id,
            kind=FollowUpKind.COMMITMENT,
            title=promise.text,
            due_date=promise.due,
            due_time=promise.time or None,
            assignee_id=owner or customer.owner_id,
        )
        codes.append(item.code or "")
    return tuple(codes)


def _owner(work: Work, promise: Promise, problems: list[Reason]) -> int | None:
    if not promise.owner:
        return work.actor.id if work.actor else None
    try:
        return find_id(work, "user", promise.owner, actor=work.actor)
    except NotFound:
        params = {"field": PROMISES.name, "value": promise.owner, "target": "user"}
        problems.append(Reason("field.unknown_link", params))
        return None


def take_remarks(
    work: Work,
    customer: Customer,
    made: Interaction,
    raw: str,
    words: Mapping[str, Mapping[str, str]] | None,
) -> tuple[str, ...]:
    """Each remark heard becomes a feedback item of its own (AC-134); codes, in their order."""
    kinds = (words or {}).get("FeedbackKind", {})
    codes = []
    for kind, text in read_remarks(raw, kinds):
        case = work.add(
            Feedback,
            code=work.next_code("F"),
            customer_id=customer.id,
            contact_id=made.contact_id,
            kind=kind,
            channel=_CHANNELS.get(made.channel, FeedbackChannel.MEETING),
            text=text,
            received_at=made.at,
            owner_id=work.actor.id if work.actor else customer.owner_id,
            **intake.first_figures(work),
        )
        work.session.flush()
        intake.take_in(work, case)
        codes.append(case.code or "")
    return tuple(codes)
