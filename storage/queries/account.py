"""Reads of the account plan: the rows of one kind that belong to a customer, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from models.enums import NeedState, PlanArea, PlanState
from models.rules.account_plan import NeedRow
from storage.queries import details
from storage.queries.reader import ReadConnection

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
