"""Reads of cases and tickets whose promise is broken and whose manager was not told yet."""

from __future__ import annotations

from dataclasses import dataclass

from models.enums import Role
from models.fields.contact_log import OVER_TIME
from storage.queries import expressions as x
from storage.queries.reader import ReadConnection


@dataclass(frozen=True, slots=True)
class OverTime:
    """A case or a ticket over time: `entity` is "feedback" or "ticket"."""

    entity: str
    id: int


# Somebody else than the owner must be there to be told.
_TOLD_NOT = (
    "NOT EXISTS (SELECT 1 FROM follow_up u WHERE u.{link} = {id} AND u.question_code = :about)"
    " AND EXISTS (SELECT 1 FROM user w WHERE w.active = 1 AND w.deleted_at IS NULL"
    " AND w.id IS NOT {owner} AND instr(',' || w.roles || ',', ',' || :role || ',') > 0)"
)
_CASES = (
    f"SELECT 'feedback', f.id FROM feedback f WHERE f.deleted_at IS NULL AND {x.CASE_ENDED} = 0"
    f" AND {x.CASE_DUE} < :now AND f.customer_id IS NOT NULL AND "
    + _TOLD_NOT.format(link="feedback_id", id="f.id", owner="f.owner_id")
)
_TICKETS = (
    f"SELECT 'ticket', tk.id FROM ticket tk WHERE tk.deleted_at IS NULL AND ({x.TICKET_PHASE}) = 0"
    f" AND {x.TICKET_DUE} < :now AND tk.paused_since IS NULL AND "
    + _TOLD_NOT.format(link="ticket_id", id="tk.id", owner="tk.owner_id")
)
_UNTOLD = f"{_CASES} UNION ALL {_TICKETS} LIMIT 500"


def untold(reader: ReadConnection, now: str) -> list[OverTime]:
    """What is over time at this moment (UTC text) and was told to no manager (R-SLA)."""
    params = {"now": now, "about": OVER_TIME, "role": Role.MANAGER.value}
    return [OverTime(*row) for row in reader.rows(_UNTOLD, params)]
