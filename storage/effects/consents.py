"""What persons agreed to, inside a unit of work: asked before anything goes out (11.9).

A withdrawal ends what is planned with the person for that purpose.
"""

from __future__ import annotations

from models.enums import (
    Channel,
    ConsentPurpose,
    ConsentState,
    FollowUpKind,
    FollowUpStatus,
    LeftOut,
    SkipCause,
)
from models.explanation import Explanation, Reason
from models.fields.contact_log import CAMPAIGN
from models.records.campaign import Campaign, CampaignMember
from models.records.consent import Consent
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.rules import consent as rules
from storage.effects.tracking import OPEN_STATES
from storage.errors import Invalid
from storage.work import Work

_P = ConsentPurpose


def default_of(customer: Customer, purpose: ConsentPurpose) -> bool:
    """The mark of the customer, which holds for persons who said nothing themselves."""
    return bool(getattr(customer, f"consent_{purpose.value.lower()}"))


def explained(
    work: Work,
    customer: Customer,
    contact_id: int | None,
    purpose: ConsentPurpose,
    channel: Channel | None = None,
) -> Explanation:
    """Whether the person agrees, or the customer where nobody is named."""
    said = [] if contact_id is None else work.all(Consent, contact_id=contact_id)
    statements = [rules.Statement(one.purpose, one.channel, one.state) for one in said]
    return rules.agrees(purpose, channel, statements, default_of(customer, purpose))


def agrees(
    work: Work,
    customer: Customer,
    contact_id: int | None,
    purpose: ConsentPurpose,
    channel: Channel | None = None,
) -> bool:
    """As `explained`, yes or no."""
    return bool(explained(work, customer, contact_id, purpose, channel).value)


def check(work: Work, consent: Consent) -> None:
    """The gate: the customer is the person's; what is said has its day."""
    contact = work.get(Contact, consent.contact_id)
    consent.customer_id = contact.customer_id
    if consent.state is ConsentState.WITHDRAWN:
        consent.withdrawn_on = consent.withdrawn_on or work.today
    else:
        consent.given_on = consent.given_on or work.today
        consent.withdrawn_on = None
    for field in ("given_on", "notice_date", "withdrawn_on"):
        day = getattr(consent, field)
        if day is not None and day > work.today:
            params = {"field": field, "value": day.isoformat(), "maximum": work.today}
            raise Invalid([Reason("field.too_late", params)])


def settle(work: Work) -> None:
    """Ends what is planned for a purpose with persons who no longer agree to it."""
    if work.actor is None:
        return
    for record_id in list(work.journal.touched("consent")):
        consent = work.find(Consent, record_id)
        contact = work.find(Contact, consent.contact_id) if consent is not None else None
        if consent is not None and contact is not None:
            _end_planned(work, contact, consent.purpose)


def _end_planned(work: Work, contact: Contact, purpose: ConsentPurpose) -> None:
    customer = work.get(Customer, contact.customer_id, archived=True)
    # What names nobody is meant for the main person.
    whom = {contact.id, None} if contact.is_primary else {contact.id}
    for item in work.all(FollowUp, customer_id=customer.id):
        planned = item.status in OPEN_STATES and item.contact_id in whom and _is_for(item, purpose)
        if planned and not agrees(work, customer, contact.id, purpose, _channel(work, item)):
            item.status, item.done_at = FollowUpStatus.SKIPPED, work.now
            item.reason, item.snoozed_until = SkipCause.NO_CONSENT.value, None
            for member in work.all(CampaignMember, follow_up_id=item.id):
                member.left_out = LeftOut.NO_CONSENT
    work.session.flush()


def _channel(work: Work, item: FollowUp) -> Channel | None:
    """By which channel an item is meant to go out; None where that is chosen when it is done."""
    if item.kind is FollowUpKind.SURVEY:
        return Channel.PHONE
    for member in work.all(CampaignMember, follow_up_id=item.id):
        return work.get(Campaign, member.campaign_id, archived=True).channel
    return None


def _is_for(item: FollowUp, purpose: ConsentPurpose) -> bool:
    if purpose is _P.MARKETING:
        return item.question_code == CAMPAIGN
    kinds = {_P.GREETING: FollowUpKind.CARE, _P.SURVEY: FollowUpKind.SURVEY}
    return item.kind is kinds[purpose]
