"""Keeps the one open tracking item of every active customer (R-CADENCE, S1-STEP-01)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from models.enums import ACTIVE_STATUSES, FollowUpKind, FollowUpStatus, Grade
from models.fields.contact_log import STANDING_VISIT
from models.fields.registry import entity
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.rules.cadence import next_tracking_due
from storage.effects import same_values
from storage.work import Work

OPEN_STATES = (FollowUpStatus.OPEN, FollowUpStatus.SNOOZED, FollowUpStatus.BLOCKED)


def local_day(work: Work, moment: object) -> date:
    """Day of a stored moment in the configured zone (requirements 8, conventions)."""
    return moment.astimezone(ZoneInfo(work.zone)).date()  # type: ignore[attr-defined, no-any-return]


def open_tracking(work: Work, customer_id: int) -> list[FollowUp]:
    """Tracking items of a customer that are still to be done; one where all is in order."""
    items = work.all(FollowUp, customer_id=customer_id, kind=FollowUpKind.TRACKING)
    return [item for item in items if item.status in OPEN_STATES]


def settle_tracking(work: Work, customer: Customer) -> None:
    """Makes, moves or closes the tracking item so that it fits grade, status and last touch.

    The due date is counted from the last touch, or from creation, with the grade now in force.
    A snoozed item keeps its snooze; the customer's own date follows the item.
    """
    items = open_tracking(work, customer.id)
    if customer.status not in ACTIVE_STATUSES or customer.deleted_at is not None:
        for item in items:
            item.status = FollowUpStatus.SKIPPED
            item.reason = customer.status.value
            item.done_at = work.now
        customer.next_tracking_due = None
        return
    last = customer.last_tracking_at and local_day(work, customer.last_tracking_at)
    grade = customer.grade or Grade.D
    due = tracking_due(work, grade, last, local_day(work, customer.created_at))
    customer.next_tracking_due = due
    if not items:
        add_tracking(work, customer, due)
        return
    first, *surplus = items
    if first.due_date != due:
        first.due_date = due
    if first.assignee_id != customer.owner_id:
        first.assignee_id = customer.owner_id
    for item in surplus:
        item.status = FollowUpStatus.SKIPPED
        item.done_at = work.now


def tracking_due(work: Work, grade: Grade, last: date | None, created: date) -> date:
    """R-CADENCE with the figures and the working days of this database."""
    policy = work.policy.cadence
    calendar = work.calendar if policy.shift_weekend else None  # the library is slow to load
    return next_tracking_due(grade, last, created, policy, calendar).due


def follow_owner(work: Work, customer_ids: Sequence[int], owner_id: int | None) -> None:
    """Hands the items that make themselves to the new owner of these customers, set-based."""
    states = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
    items = work.rows(
        "SELECT id FROM follow_up WHERE deleted_at IS NULL AND"  # noqa: S608
        f" (kind = 'TRACKING' OR question_code = '{STANDING_VISIT}')"
        f" AND status IN ({states}) AND customer_id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(customer_ids))},
    )
    same_values.put(work, entity("follow_up"), {"assignee_id": owner_id}, [row[0] for row in items])


def add_tracking(work: Work, customer: Customer, due: date) -> FollowUp:
    """A new open tracking item, due on the day given."""
    return work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=customer.id,
        kind=FollowUpKind.TRACKING,
        due_date=due,
        assignee_id=customer.owner_id,
    )


def close_tracking(work: Work, customer: Customer, interaction_id: int) -> None:
    """Closes the open tracking item by the touch that did it."""
    for item in open_tracking(work, customer.id):
        item.status = FollowUpStatus.DONE
        item.done_interaction_id = interaction_id
        item.done_at = work.now
        item.snoozed_until = None
