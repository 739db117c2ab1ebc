"""The block on contact: the one gate in front of everything that goes out or is planned (9.5).

Terminated or marked "do not contact": outgoing touches, greetings, surveys, campaigns, playbooks
and follow-ups are refused here, whoever asks; what comes in is taken down as ever.
"""

from __future__ import annotations

from models.enums import ChangeAction, CustomerStatus, Direction, FollowUpKind, FollowUpStatus
from models.fields.contact_log import INTERNAL
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.interaction import Interaction
from models.records.parting import ContactRelease
from storage.effects.touch_result import is_touch
from storage.errors import Refused
from storage.work import Work


def is_blocked(customer: Customer) -> bool:
    """May nothing go out to a customer and nothing be planned with it."""
    return customer.do_not_contact or customer.status is CustomerStatus.TERMINATED


def refuse_outgoing(customer: Customer) -> None:
    """Raises Refused where nothing may go out to the customer (AC-124)."""
    if is_blocked(customer):
        raise Refused("refused.do_not_contact", customer=customer.code)


def refuse_selling(customer: Customer) -> None:
    """Raises Refused where nothing more is sold to the customer (S2-END-15)."""
    if customer.do_not_sell or customer.status is CustomerStatus.TERMINATED:
        raise Refused("refused.do_not_sell", customer=customer.code)


def enforce(work: Work) -> None:
    """The net below all gates: nothing outgoing was written for a blocked customer in this unit.

    Items among colleagues (a clock, an answer of a manager, a takeover) are no contact. Content
    that tells its own story (nobody acts) was there before its block.
    """
    if work.actor is None:
        return
    for (entity, record_id), entry in list(work.journal.entries.items()):
        if entry.action is not ChangeAction.CREATE or record_id is None:
            continue
        if entity == "follow_up":
            item = work.find(FollowUp, record_id)
            if item is not None and _is_planned(item):
                refuse_outgoing(work.get(Customer, item.customer_id, archived=True))
        elif entity == "interaction":
            made = work.find(Interaction, record_id)
            if made is not None and _goes_out(made) and not _is_released(work, made):
                refuse_outgoing(work.get(Customer, made.customer_id, archived=True))


def _is_planned(item: FollowUp) -> bool:
    ended = item.status in (FollowUpStatus.DONE, FollowUpStatus.SKIPPED)
    among_us = item.kind is FollowUpKind.SLA or item.question_code in INTERNAL
    return not ended and not among_us and item.deleted_at is None


def _goes_out(made: Interaction) -> bool:
    return made.direction is Direction.OUT and is_touch(made) and made.deleted_at is None


def _is_released(work: Work, made: Interaction) -> bool:
    """Is it the important notice that a manager approved."""
    return bool(work.all(ContactRelease, interaction_id=made.id))
