"""Reads of the account plan: the rows of one kind that belong to a customer, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from models.enums import NeedState, PlanArea, PlanState, Stage, StageStrategy
from models.fields.account import ACCOUNT_ENTITIES
from models.rules.account_plan import NeedRow
from models.rules.answers import Incumbent
from models.views.account import EventTask, StageChange
from storage.queries import details
from storage.queries.reader import ReadConnection
from storage.queries.specs import moment

_ORDERS: Final[Mapping[str, str]] = {
    "account_plan": "id",
    "solution_line": "id",
    "competitor_on_account": "incumbent DESC, id",
    "value_chain_link": "position, id",
    "customer_rival": "id",
    "account_goal": "horizon DESC, id",
    "account_financial": "year DESC",
    "success_event": "date DESC, id DESC",
    "joint_project": "status DESC, id",
}
_NEEDS = """
SELECT n.problem, n.status,
  (SELECT count(*) FROM solution_line s WHERE s.need_id = n.id AND s.deleted_at IS NULL)
FROM need n WHERE n.customer_id = :id AND n.deleted_at IS NULL ORDER BY n.id
"""
_AREAS = """
SELECT area, state FROM account_plan WHERE customer_id = :id AND deleted_at IS NULL
"""


def rows(reader: ReadConnection, entity: str, customer_id: int) -> Sequence[Mapping[str, object]]:
    """The living rows of a kind, each with every field by its name (requirements 13)."""
    found = reader.rows(
        f"SELECT id FROM {entity} WHERE customer_id = :id AND deleted_at IS NULL"
        f" ORDER BY {_ORDERS[entity]}",
        {"id": customer_id},
    )
    values = (details.record(reader, entity, one[0]) for one in found)
    return tuple(one for one in values if one is not None)


def needs(reader: ReadConnection, customer_id: int) -> list[NeedRow]:
    """The needs of a customer with how many solution lines answer each (AC-021)."""
    return [
        NeedRow(problem, NeedState(status), count)
        for problem, status, count in reader.rows(_NEEDS, {"id": customer_id})
    ]


def areas(reader: ReadConnection, customer_id: int) -> dict[PlanArea, PlanState]:
    """How well each area is known; an area without a row is not in it (S0-VS-07)."""
    return {
        PlanArea(area): PlanState(state) for area, state in reader.rows(_AREAS, {"id": customer_id})
    }


_DONE = """
SELECT strategy, done_on FROM stage_strategy WHERE customer_id = :id AND deleted_at IS NULL
"""
_CHANGES = """
SELECT h.at, h.from_stage, h.to_stage, COALESCE(w.name, ''), COALESCE(h.reason, ''),
  h.by_exception, h.self_approved
FROM stage_history h LEFT JOIN user w ON w.id = h.created_by_id
WHERE h.customer_id = :id AND h.deleted_at IS NULL ORDER BY h.at DESC, h.id DESC
"""
_DELIVERIES = """
SELECT count(*), count(CASE WHEN delivered_on <= promised_on THEN 1 END) FROM sales_order
WHERE customer_id = :id AND deleted_at IS NULL AND status <> 'CANCELLED'
  AND promised_on IS NOT NULL AND delivered_on IS NOT NULL
"""


def strategies_done(reader: ReadConnection, customer_id: int) -> dict[StageStrategy, date]:
    """The strategies of all stages that were carried out, with their day (8.5)."""
    return {
        StageStrategy(strategy): date.fromisoformat(day)
        for strategy, day in reader.rows(_DONE, {"id": customer_id})
    }


def stage_changes(reader: ReadConnection, customer_id: int) -> tuple[StageChange, ...]:
    """The stage moves of a customer, newest first (8.5)."""
    return tuple(
        StageChange(
            moment(row[0]),
            Stage(row[1]),
            Stage(row[2]),
            row[3],
            row[4],
            bool(row[5]),
            bool(row[6]),
        )
        for row in reader.rows(_CHANGES, {"id": customer_id})
    )


def deliveries(reader: ReadConnection, customer_id: int) -> tuple[int, int]:
    """(orders delivered against a promise, of them on time) (S0-VS-08)."""
    row = reader.one(_DELIVERIES, {"id": customer_id}) or (0, 0)
    return int(row[0]), int(row[1])


_TASKS = """
SELECT e.id, u.code, u.due_date, u.status FROM success_event e
JOIN follow_up u ON u.id = e.follow_up_id
WHERE e.customer_id = :id AND e.deleted_at IS NULL
"""


def event_tasks(reader: ReadConnection, customer_id: int) -> dict[int, EventTask]:
    """The follow-ups that the success events of a customer set off, by event (AC-034)."""
    return {
        event: EventTask(code, date.fromisoformat(due), status)
        for event, code, due, status in reader.rows(_TASKS, {"id": customer_id})
    }


def competitors(reader: ReadConnection) -> list[str]:
    """The names of our competitors."""
    rows = reader.rows("SELECT name FROM competitor WHERE deleted_at IS NULL ORDER BY name")
    return [row[0] for row in rows]


# What goes with a customer that is archived: nothing of it means anything without the customer.
PLAN_TABLES: Final = (
    *(spec.name for spec in ACCOUNT_ENTITIES if spec.field("customer") is not None),
    "need",
    "grade_proposal",
)


def plan_count(reader: ReadConnection, customer_id: int) -> int:
    """How many entries the account plan of a customer has, its needs and stage moves with it."""
    counts = " + ".join(
        f"(SELECT count(*) FROM {table} WHERE customer_id = :id AND deleted_at IS NULL)"
        for table in PLAN_TABLES
    )
    row = reader.one(f"SELECT {counts}", {"id": customer_id})
    return int(row[0]) if row else 0


_INCUMBENTS = """
SELECT c.name, a.satisfaction, a.updated_at FROM competitor_on_account a
JOIN competitor c ON c.id = a.competitor_id
WHERE a.customer_id = :id AND a.deleted_at IS NULL AND a.incumbent = 1 ORDER BY a.id
"""


def incumbents(
    reader: ReadConnection, day_of: Callable[[str], date], customer_id: int
) -> tuple[Incumbent, ...]:
    """The rivals that supply a customer today (AC-025)."""
    rows = reader.rows(_INCUMBENTS, {"id": customer_id})
    return tuple(Incumbent(name, score, day_of(at)) for name, score, at in rows)
