"""A success event sets off a follow-up: use it within days, or it has passed (S4-STG-06)."""

from __future__ import annotations

from models.enums import ChangeAction, FollowUpKind, Grade
from models.records.account import SuccessEvent
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.rules.plays import TASKS
from models.rules.qualification import gap_due
from storage.effects.gates import may_plan
from storage.work import Work


def plan_plays(work: Work) -> None:
    """One task for each event that this unit made, due as a gap is: within a week (AC-034).

    None at a customer that is not active or not to be contacted.
    """
    made = [
        key[1]
        for key, entry in list(work.journal.entries.items())
        if key[0] == "success_event" and entry.action is ChangeAction.CREATE
    ]
    for event_id in made:
        event = work.find(SuccessEvent, event_id)
        customer = work.find(Customer, event.customer_id) if event else None
        if event is None or customer is None or event.follow_up_id or not may_plan(customer):
            continue
        policy = work.policy
        item = work.add(
            FollowUp,
            code=work.next_code("U"),
            customer_id=customer.id,
            kind=FollowUpKind.TASK,
            question_code=TASKS[event.kind],
            due_date=gap_due(
                customer.grade or Grade.D, policy.qualification, policy.cadence, work.today
            ),
            assignee_id=customer.owner_id,
        )
        work.session.flush()  # the task before the event that names it
        event.follow_up_id = item.id
