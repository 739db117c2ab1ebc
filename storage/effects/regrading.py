"""Keeps grades, odds, segments and tracking items right for many customers at once.

For the change of date and of a figure. What one change touches goes through `derived`, record by
record; both follow the same rules, and a test compares them (R-GRADE, R-ODDS, R-SEG1..3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from models.enums import ACTIVE_STATUSES, ChangeAction, Grade
from models.records.customer import Customer
from storage.clock import stamp
from storage.effects import visits
from storage.effects.tracking import settle_tracking, tracking_due
from storage.queries import regrading
from storage.queries.bulk import Rows
from storage.work import Work

_DEAL = (
    "UPDATE opportunity SET grade = :grade, odds_calc = :odds, qualified = :qualified,"
    " version = version + 1 WHERE id = :id"
)
_CUSTOMER = (
    "UPDATE customer SET grade = :grade, grade_reason = :reason, grade_override_until = :until,"
    " deal_status = :status, importance = :importance, urgency = :urgency,"
    " handle_by = :handle_by, version = version + 1 WHERE id = :id"
)
_HISTORY = (
    "INSERT INTO grade_history (id, created_at, created_by_id, updated_at, updated_by_id, version,"
    " customer_id, from_grade, to_grade, reason_code, manual, at)"
    " VALUES (:id, :now, :actor, :now, :actor, 1, :customer, :before, :after, :reason, 0, :now)"
)
_DUE = "UPDATE customer SET next_tracking_due = :due, version = version + 1 WHERE id = :id"
_ITEM_DUE = "UPDATE follow_up SET due_date = :due, version = version + 1 WHERE id = :item"


def differing(reader: Rows, given: Mapping[str, Any], ids: Collection[int], zone: str) -> set[int]:
    """Customers of `ids` with a figure, or one of a deal, that is not what is stored."""
    found = {deal.customer_id for deal in regrading.deals(reader, given, ids)}
    return found | {one.id for one in regrading.customers(reader, given, ids, zone)}


def refresh(work: Work, ids: Iterable[int], *, cadence: bool = False) -> None:
    """Puts right what `differing` names, with the tracking items that follow from it.

    `cadence` looks at the tracking date of every customer given, not only where a grade moved.
    """
    chosen = sorted(set(ids))
    given = regrading.figures(work.policy, work.today)
    deals = regrading.deals(work, given, chosen)
    work.execute_many(
        _DEAL,
        [
            {"id": one.id, "grade": one.grade, "odds": one.odds, "qualified": one.qualified}
            for one in deals
        ],
    )
    moved = _customers(work, regrading.customers(work, given, chosen, work.zone))
    work.session.expire_all()
    settle_due(work, chosen if cadence else moved)
    for customer_id in visits.missing(work, chosen):
        visits.settle_visit(work, work.get(Customer, customer_id))
    if deals:
        work.journal.note("opportunity", None, ChangeAction.UPDATE)


def follow(work: Work, ids: Collection[int]) -> None:
    """As `refresh`, after these customers were changed set-based, with each move in the journal.

    So that undo takes the figures back with what moved them. Deals are not looked at: what a
    customer says of itself moves none of their figures.
    """
    given = regrading.figures(work.policy, work.today)
    found = regrading.customers(work, given, ids, work.zone)
    for one in found:
        work.journal.note("customer", one.id, ChangeAction.UPDATE, one.moves())
    moved = _customers(work, found)
    for history in moved.values():
        work.journal.note("grade_history", history, ChangeAction.CREATE)
    work.session.expire_all()
    settle_due(work, moved, noted=True)


def _customers(work: Work, found: list[regrading.CustomerNow]) -> dict[int, int]:
    """Writes the figures; the customers whose grade moved, each with its new history row."""
    work.execute_many(
        _CUSTOMER,
        [
            {
                "id": one.id,
                "grade": one.grade,
                "reason": one.reason,
                "until": one.until,
                "status": one.status,
                "importance": one.importance,
                "urgency": one.urgency,
                "handle_by": one.handle_by,
            }
            for one in found
        ],
    )
    moved = {one.id: one for one in found if one.grade != one.was_grade}
    history = {customer_id: work.ids.next() for customer_id in moved}
    actor = work.actor.id if work.actor else None
    work.execute_many(
        _HISTORY,
        [
            {
                "id": history[one.id],
                "now": stamp(work.now),
                "actor": actor,
                "customer": one.id,
                "before": one.was_grade,
                "after": one.grade,
                "reason": one.reason,
            }
            for one in moved.values()
        ],
    )
    if found:
        work.journal.note("customer", None, ChangeAction.UPDATE)
    return history


def settle_due(work: Work, ids: Collection[int], *, noted: bool = False) -> None:
    """Moves tracking dates and items to what grade and last touch ask for (R-CADENCE).

    `noted`: each one in the journal. Where the one open item is missing, or is not the only one,
    the record by record way mends it.
    """
    zone = ZoneInfo(work.zone)
    items = {row[0]: row[1:] for row in regrading.tracking_items(work, ids)}
    dates: list[Mapping[str, object]] = []
    for customer_id, grade, status, _owner, touched, created, stored in regrading.tracked(
        work, ids
    ):
        count, item, due_now = items.get(customer_id, (0, None, None))
        if count != (status in ACTIVE_STATUSES):
            settle_tracking(work, work.get(Customer, customer_id))
            continue
        if not count:
            continue
        last = regrading.day_of(touched, zone) if touched else None
        due = tracking_due(work, Grade(grade), last, regrading.day_of(created, zone)).isoformat()
        if (due, due) != (stored, due_now):
            dates.append({"id": customer_id, "item": item, "due": due})
            if noted:
                _note_due(work, customer_id, "customer", "next_tracking_due", stored, due)
                _note_due(work, item, "follow_up", "due_date", due_now, due)
    work.execute_many(_DUE, dates)
    work.execute_many(_ITEM_DUE, dates)
    if dates:
        work.session.expire_all()
        work.journal.note("follow_up", None, ChangeAction.UPDATE)


def _note_due(
    work: Work, record_id: int, entity: str, column: str, before: object, after: str
) -> None:
    if before != after:
        work.journal.note(entity, record_id, ChangeAction.UPDATE, {column: [before, after]})
