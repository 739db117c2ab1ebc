"""At 100 % of its time a case or ticket goes to the manager: an item of today (R-SLA)."""

from __future__ import annotations

from models.enums import FollowUpKind
from models.fields.contact_log import OVER_TIME
from models.records.feedback import Feedback
from models.records.follow_up import FollowUp
from models.records.ticket import Ticket
from storage.effects.feedback_steps import manager_of
from storage.queries import over_time
from storage.work import Work


def tell(work: Work, now: str) -> int:
    """Plans the items of what is over time at a moment (UTC text); how many."""
    told = 0
    for one in over_time.untold(work, now):
        record: Feedback | Ticket = (
            work.get(Feedback, one.id) if one.entity == "feedback" else work.get(Ticket, one.id)
        )
        manager_id = manager_of(work, record.owner_id)
        if manager_id is None or record.customer_id is None:
            continue
        work.add(
            FollowUp,
            code=work.next_code("U"),
            customer_id=record.customer_id,
            contact_id=record.contact_id,
            feedback_id=one.id if one.entity == "feedback" else None,
            ticket_id=one.id if one.entity == "ticket" else None,
            kind=FollowUpKind.SLA,
            question_code=OVER_TIME,
            due_date=work.today,
            assignee_id=manager_id,
        )
        told += 1
    return told
