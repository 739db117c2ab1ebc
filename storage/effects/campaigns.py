"""A campaign begins: its segment is taken once, who may not be written to is left out (AC-127)."""

from __future__ import annotations

from typing import Any

from models.enums import (
    ACTIVE_STATUSES,
    CampaignState,
    ConsentPurpose,
    FollowUpKind,
    FollowUpStatus,
    LeftOut,
)
from models.explanation import Reason
from models.fields.contact_log import CAMPAIGN
from models.query import parse
from models.records.campaign import Campaign, CampaignMember
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.plans import Segment
from models.rules.campaigns import left_out
from storage.clock import stamp
from storage.effects import consents, contact_block
from storage.effects.snapshot import MOST
from storage.errors import Invalid, Refused
from storage.queries import listing
from storage.queries.context import ListContext
from storage.work import Work


def check(work: Work, campaign: Campaign) -> None:
    """The gate: a segment or a filter of its own, which can be read; kept once it has begun."""
    begun = campaign.state is not CampaignState.PLANNED
    if begun and any(work.replaced(campaign, name) for name in ("segment_id", "filter")):
        raise Refused("campaign.begun", campaign=campaign.code or "")
    segment = work.find(Segment, campaign.segment_id)
    if segment is not None and not campaign.filter:
        campaign.filter = segment.filter
    if not campaign.filter:
        raise Invalid([Reason("field.required", {"field": "filter"})])
    problems = parse(campaign.filter, "customers").problems
    if problems:
        first = problems[0]
        raise Invalid([Reason(first.code, {**first.params, "field": "filter"})])


def build(work: Work, campaign: Campaign) -> tuple[int, int]:
    """Takes the segment as it is now: (members, left out); a follow-up for each member.

    Raises Refused where it has begun, Invalid where nobody fits or too many do.
    """
    if campaign.state is not CampaignState.PLANNED:
        raise Refused("campaign.begun", campaign=campaign.code or "")
    taken = out = 0
    for customer_id in _found(work, campaign):
        customer = work.get(Customer, customer_id)
        contact = _person(work, customer)
        reason = _left_out(work, campaign, customer, contact)
        member = work.add(
            CampaignMember,
            campaign_id=campaign.id,
            customer_id=customer.id,
            contact_id=contact.id if contact is not None else None,
            left_out=reason,
        )
        if reason is None:
            taken += 1
            _plan(work, campaign, customer, member)
        else:
            out += 1
    campaign.state, campaign.built_on = CampaignState.RUNNING, work.today
    return taken, out


def _found(work: Work, campaign: Campaign) -> list[int]:
    context = ListContext(
        today=work.today,
        now=stamp(work.now),
        zone=work.zone,
        user_id=work.actor.id if work.actor else None,
    )
    reader: Any = work
    found = list(listing.ids(reader, context, parse(campaign.filter or "", "customers")))
    if not found:
        raise Invalid([Reason("segment.nobody", {"field": "filter"})])
    if len(found) > MOST:
        params = {"field": "filter", "count": len(found), "maximum": MOST}
        raise Invalid([Reason("segment.too_many", params)])
    return found


def _person(work: Work, customer: Customer) -> Contact | None:
    """The main person, else the first who is still there."""
    people = [one for one in work.all(Contact, customer_id=customer.id) if one.left_at is None]
    return next((one for one in people if one.is_primary), people[0] if people else None)


def _left_out(
    work: Work, campaign: Campaign, customer: Customer, contact: Contact | None
) -> LeftOut | None:
    person = contact.id if contact is not None else None
    agrees = consents.agrees(work, customer, person, ConsentPurpose.MARKETING, campaign.channel)
    return left_out(
        blocked=contact_block.is_blocked(customer),
        active=customer.status in ACTIVE_STATUSES,
        agrees=agrees,
    )


def _plan(work: Work, campaign: Campaign, customer: Customer, member: CampaignMember) -> None:
    item = work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=customer.id,
        contact_id=member.contact_id,
        kind=FollowUpKind.TASK,
        question_code=CAMPAIGN,
        title=campaign.name,
        due_date=max(campaign.planned_on, work.today),
        assignee_id=customer.owner_id or campaign.owner_id,
    )
    work.session.flush()  # the item before the member that names it
    member.follow_up_id = item.id


def settle(work: Work) -> None:
    """A member whose follow-up is done was invited."""
    for item_id in list(work.journal.touched("follow_up")):
        item = work.find(FollowUp, item_id)
        if item is None or item.question_code != CAMPAIGN:
            continue
        for member in work.all(CampaignMember, follow_up_id=item.id):
            if item.status is FollowUpStatus.DONE:
                member.invited_on = member.invited_on or work.today
