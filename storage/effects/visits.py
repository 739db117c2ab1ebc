"""Keeps the one standing executive visit of customers whose stage asks for it (S4-STG-08, AC-036).

Like a tracking item it makes, moves and closes itself; a visit planned by a person stands beside.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from models.enums import ACTIVE_STATUSES, FollowUpKind, FollowUpStatus
from models.fields.contact_log import STANDING_VISIT
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.rules.committee import VISITED, visit_due
from storage.effects.tracking import OPEN_STATES, local_day
from storage.queries import figures
from storage.queries.bulk import Rows
from storage.queries.specs import as_instant
from storage.work import Work


def open_visits(work: Work, customer_id: int) -> list[FollowUp]:
    """The standing visits of a customer that are still to be made; one where all is in order."""
    items = work.all(FollowUp, customer_id=customer_id, question_code=STANDING_VISIT)
    return [item for item in items if item.status in OPEN_STATES]


def settle_visit(work: Work, customer: Customer) -> None:
    """Makes, moves or leaves out the standing visit so that it fits stage and last visit."""
    items = open_visits(work, customer.id)
    if not _is_visited(customer):
        for item in items:
            item.status = FollowUpStatus.SKIPPED
            item.done_at = work.now
        return
    facts = figures.visit_facts(work, lambda text: _day(work, text), customer.id)
    due = visit_due(facts, work.policy.committee, work.today).due
    if not items:
        work.add(
            FollowUp,
            code=work.next_code("U"),
            customer_id=customer.id,
            kind=FollowUpKind.EXEC_VISIT,
            question_code=STANDING_VISIT,
            due_date=due,
            assignee_id=customer.owner_id,
        )
        return
    known = facts.last or facts.since  # without either it stays due on the day it was made
    if known and items[0].due_date != due:
        items[0].due_date = due
    if items[0].assignee_id != customer.owner_id:
        items[0].assignee_id = customer.owner_id


def close_visit(work: Work, customer: Customer, interaction_id: int) -> None:
    """Closes the standing visit by the touch that was it."""
    for item in open_visits(work, customer.id):
        item.status = FollowUpStatus.DONE
        item.done_interaction_id = interaction_id
        item.done_at = work.now
        item.snoozed_until = None


def missing(reader: Rows, ids: Collection[int] | None = None) -> list[int]:
    """Customers (of `ids`) whose stage asks for visits and who have none standing."""
    states = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
    rows = reader.rows(
        "SELECT id FROM customer WHERE deleted_at IS NULL AND stage IN ('STABLE', 'STRATEGIC')"  # noqa: S608 - constants
        " AND status IN ('LEAD', 'ACTIVE', 'DORMANT') AND do_not_contact = 0"
        " AND NOT EXISTS (SELECT 1 FROM follow_up WHERE follow_up.customer_id = customer.id"
        " AND follow_up.question_code = :code AND follow_up.deleted_at IS NULL"
        f" AND follow_up.status IN ({states}))"
        + ("" if ids is None else " AND id IN (SELECT value FROM json_each(:ids))"),
        {"code": STANDING_VISIT, "ids": json.dumps(list(ids or ()))},
    )
    return [row[0] for row in rows]


def _is_visited(customer: Customer) -> bool:
    return (
        customer.stage in VISITED
        and customer.status in ACTIVE_STATUSES
        and not customer.do_not_contact
        and customer.deleted_at is None
    )


def _day(work: Work, text: str) -> date:
    return local_day(work, as_instant(text))
