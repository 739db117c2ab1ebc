"""Gifts and meals: judged before they are stored, a manager asked where a limit is passed (9.7)."""

from __future__ import annotations

from models.enums import ACTIVE_STATUSES, FollowUpKind, FollowUpStatus, GiftState
from models.explanation import Explanation, Reason
from models.fields.contact_log import GIFT
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.dealings import GiftRegister
from models.records.follow_up import FollowUp
from models.rules import gifts as rules
from models.rules.rights import Action, Whose, may
from storage.effects.given import reason_of
from storage.errors import Invalid, Refused
from storage.work import Work

# A manager who is not the giver; the first by number, so that the same one is asked each time.
_MANAGER = """
SELECT id FROM user WHERE deleted_at IS NULL AND active = 1
  AND ',' || roles || ',' LIKE '%,MANAGER,%' AND id IS NOT :giver ORDER BY id LIMIT 1
"""
_JUDGED_BY = ("customer_id", "contact_id", "kind", "direction", "value", "date")


def judged(work: Work, gift: GiftRegister) -> Explanation:
    """Is the entry free or does it wait, with the sums; Invalid where it cannot be at all."""
    customer = work.get(Customer, gift.customer_id)
    facts = rules.GiftFacts(
        gift.kind, gift.direction, gift.value, customer.kind, _year_before(work, gift)
    )
    objections = rules.forbidden(facts)
    if objections:
        raise Invalid(objections)
    return rules.approval(facts, work.policy.gifts)


def _year_before(work: Work, gift: GiftRegister) -> int:
    """What the person had in that calendar year already; declined entries never happened."""
    same = {"customer_id": gift.customer_id, "contact_id": gift.contact_id}
    return sum(
        other.value
        for other in work.all(GiftRegister, direction=gift.direction, **same)
        if other.id != gift.id
        and other.kind in rules.LIMITED
        and other.state is not GiftState.DECLINED
        and other.date.year == gift.date.year
    )


def check(work: Work, gift: GiftRegister) -> None:
    """The gate: a person of the customer; state by the limits, anew where a figure moved."""
    contact = work.find(Contact, gift.contact_id)
    if contact is not None and contact.customer_id != gift.customer_id:
        params = {"field": "contact", "value": contact.code, "target": "contact"}
        raise Invalid([Reason("field.unknown_link", params)])
    fresh = work.is_new(gift)
    if not fresh and not any(work.replaced(gift, column) for column in _JUDGED_BY):
        return
    if fresh:
        gift.giver_id = work.actor.id if work.actor else None
    gift.state = GiftState(str(judged(work, gift).value))
    gift.approver_id = gift.approved_at = gift.reason = None


def ask_managers(work: Work) -> None:
    """An item for a manager for each entry that waits; gone where it waits no longer."""
    for gift_id in list(work.journal.touched("gift_register")):
        gift = work.find(GiftRegister, gift_id)
        if gift is None:
            continue
        item = work.find(FollowUp, gift.follow_up_id)
        waits = gift.state is GiftState.WAITING and gift.deleted_at is None
        if waits and (item is None or item.status is not FollowUpStatus.OPEN):
            _ask(work, gift)
        elif not waits and item is not None and item.status is FollowUpStatus.OPEN:
            declined = gift.state is GiftState.DECLINED or gift.deleted_at is not None
            item.status = FollowUpStatus.SKIPPED if declined else FollowUpStatus.DONE
            item.reason = gift.reason
            item.done_at = work.now


def _ask(work: Work, gift: GiftRegister) -> None:
    customer = work.get(Customer, gift.customer_id, archived=True)
    if customer.status not in ACTIVE_STATUSES:
        return
    manager = work.one(_MANAGER, {"giver": gift.giver_id})
    item = work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=customer.id,
        contact_id=gift.contact_id,
        kind=FollowUpKind.TASK,
        question_code=GIFT,
        due_date=work.today,
        assignee_id=manager[0] if manager else gift.giver_id,
    )
    work.session.flush()  # the item before the entry that names it
    gift.follow_up_id = item.id


def decide(work: Work, gift: GiftRegister, *, approve: bool, reason: str) -> None:
    """A manager's answer; Refused where nothing waits or the actor may not, Invalid without why.

    Nobody answers for an entry of their own, but for the single-user profile (D-28).
    """
    actor = work.actor
    if gift.state is not GiftState.WAITING:
        raise Refused("gift.answered", state=gift.state)
    givers = frozenset() if gift.giver_id is None else frozenset({gift.giver_id})
    if actor is not None and not may(actor.who, Action.APPROVE, Whose(givers)):
        raise Refused("gift.manager_answers")
    why = reason_of(reason, required=not approve)
    gift.state = GiftState.APPROVED if approve else GiftState.DECLINED
    gift.approver_id = actor.id if actor else None
    gift.approved_at = work.now
    gift.reason = why or None


def answer_item(work: Work, item: FollowUp, *, approve: bool, reason: str) -> None:
    """The manager's answer by way of the item in the calendar."""
    for gift in work.all(GiftRegister, follow_up_id=item.id):
        decide(work, gift, approve=approve, reason=reason)
