"""Inputs of the figures that explain themselves: the same ones `storage/effects` computes from.

Reads only; the rules themselves are in models/rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from models import enums
from models.policy_defaults import policy_from
from models.rules.business_time import BusinessCalendar
from models.rules.committee import Member, ThreadFacts, VisitFacts
from models.rules.grading import GradeOverride, NeedFacts
from models.rules.segmentation import HandleFacts
from models.rules.stages import StageFacts
from models.values import BASE_CURRENCY
from models.views.cards import StakeholderRow
from storage.business_calendar import business_calendar
from storage.queries import expressions as x
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date

_DEALS = """
SELECT need_status, expected_close_date, no_chance, grade, pipeline, code FROM opportunity
WHERE customer_id = :id AND deleted_at IS NULL ORDER BY id
"""


def deal_needs(reader: ReadConnection, customer_id: int) -> list[NeedFacts]:
    """The deals of a customer as R-GRADE looks at them."""
    return [need_facts(*row) for row in reader.rows(_DEALS, {"id": customer_id})]


def need_facts(
    need: str, close: str | date | None, no_chance: Any, grade: str | None, pipeline: str, code: str
) -> NeedFacts:
    """A deal as R-GRADE looks at it."""
    return NeedFacts(
        need=enums.NeedStatus(need),
        expected_close=as_date(close) if isinstance(close, str) else close,
        no_chance=bool(no_chance),
        previous=enums.Grade(grade) if grade else None,
        is_open=enums.Pipeline(pipeline) not in enums.CLOSED_PIPELINE,
        code=code or "",
    )


_MANUAL = """
SELECT to_grade, reason FROM grade_history WHERE customer_id = :id AND manual = 1
  AND deleted_at IS NULL ORDER BY id DESC LIMIT 1
"""


def override(
    reader: ReadConnection, customer_id: int, values: Mapping[str, Any]
) -> GradeOverride | None:
    """The grade that a person has set for the customer; None where there is none (R-REGRADE)."""
    until = values["grade_override_until"]
    last = reader.one(_MANUAL, {"id": customer_id}) if until is not None else None
    if last is None:
        return None
    return GradeOverride(enums.Grade(last[0]), until, last[1] or "")


def won_orders(reader: ReadConnection, customer_id: int) -> int:
    """Orders of a customer that are not cancelled (R-SEG1)."""
    row = reader.one(
        "SELECT count(*) FROM sales_order WHERE customer_id = :id AND deleted_at IS NULL"
        " AND status <> 'CANCELLED'",
        {"id": customer_id},
    )
    return int(row[0]) if row else 0


def pipelines(reader: ReadConnection, customer_id: int) -> list[enums.Pipeline]:
    """Step of every deal of a customer (R-SEG1)."""
    rows = reader.rows(
        "SELECT pipeline FROM opportunity WHERE customer_id = :id AND deleted_at IS NULL",
        {"id": customer_id},
    )
    return [enums.Pipeline(row[0]) for row in rows]


def largest_open_deal(reader: ReadConnection, customer_id: int) -> int | None:
    """Largest expected amount of the open deals in the base currency (R-SEG2)."""
    row = reader.one(
        "SELECT max(o.expected_amount) FROM opportunity o WHERE o.customer_id = :id"
        f" AND o.deleted_at IS NULL AND {x.OPEN_DEAL} AND o.currency = :currency",
        {"id": customer_id, "currency": BASE_CURRENCY},
    )
    return None if row is None else row[0]


def newest_open_deal(reader: ReadConnection, customer_id: int) -> int | None:
    """Id of the open deal of a customer that was made last; None where none is open."""
    row = reader.one(
        "SELECT max(o.id) FROM opportunity o WHERE o.customer_id = :id"
        f" AND o.deleted_at IS NULL AND {x.OPEN_DEAL}",
        {"id": customer_id},
    )
    return None if row is None else row[0]


_PROMISES = f"""
SELECT u.due_date FROM follow_up u WHERE u.customer_id = :id AND u.deleted_at IS NULL
  AND u.kind = 'COMMITMENT' AND {x.FOLLOW_UP_OPEN}
"""
_CASES = f"""
SELECT f.due_at FROM feedback f WHERE f.customer_id = :id AND f.deleted_at IS NULL
  AND f.due_at IS NOT NULL AND {x.CASE_OPEN}
"""
_STEPS = f"""
SELECT o.next_step_date, o.expected_close_date FROM opportunity o
WHERE o.customer_id = :id AND o.deleted_at IS NULL AND {x.OPEN_DEAL}
"""


def handle_facts(reader: ReadConnection, context: ListContext, customer_id: int) -> HandleFacts:
    """Open dates of a customer for R-SEG3; moments count on their day in the zone."""
    params = {"id": customer_id}
    steps = reader.rows(_STEPS, params)
    return HandleFacts(
        commitments=tuple(date.fromisoformat(row[0]) for row in reader.rows(_PROMISES, params)),
        feedback_due=tuple(context.day_of(row[0]) for row in reader.rows(_CASES, params)),
        next_steps=tuple(date.fromisoformat(row[0]) for row in steps if row[0]),
        close_dates=tuple(date.fromisoformat(row[1]) for row in steps if row[1]),
    )


def settings(reader: ReadConnection) -> dict[str, str]:
    """Everything that was set, by key, as it is stored."""
    rows = reader.rows("SELECT key, value FROM setting WHERE deleted_at IS NULL")
    return {str(key): str(value) for key, value in rows}


def whole_numbers(stored: Mapping[str, str]) -> dict[str, int]:
    """The settings that are figures of the rules; the others are texts, such as lists of days."""
    return {key: int(value) for key, value in stored.items() if value.lstrip("-").isdigit()}


def figures(reader: ReadConnection) -> dict[str, int]:
    """The figures of the rules that were set, by key; the rest have their defaults."""
    return whole_numbers(settings(reader))


def calendar(reader: ReadConnection, today: date) -> BusinessCalendar:
    """Which days are worked, and when (requirements 8, "working day")."""
    stored = settings(reader)
    return business_calendar(policy_from(whole_numbers(stored)).calendar, stored, today)


def open_complaints(reader: ReadConnection, customer_id: int) -> int:
    """Open complaints of a customer (requirements 8.5)."""
    row = reader.one(
        "SELECT count(*) FROM feedback f WHERE f.customer_id = :id AND f.deleted_at IS NULL"
        f" AND f.kind = 'COMPLAINT' AND {x.CASE_OPEN}",
        {"id": customer_id},
    )
    return int(row[0]) if row else 0


def members(context: ListContext, rows: Sequence[StakeholderRow]) -> list[Member]:
    """The people of a committee as R-SUPPORT, R-COVER and R-BLOCK look at them."""
    return [
        Member(
            name=one.contact_name or "",
            weight_pct=one.weight_pct,
            stance=one.stance,
            blocker=enums.CommitteeRole.BLOCKER.value in one.roles,
            counter_plan=one.counter_plan or "",
            touched_on=context.day_of(one.last_touch_at.isoformat()) if one.last_touch_at else None,
            formal_power=one.formal_power,
            real_power=one.real_power,
        )
        for one in rows
    ]


_PROJECTS = """
SELECT count(*) FROM joint_project WHERE customer_id = :id AND deleted_at IS NULL
  AND status = 'OPEN'
"""
# An order of a won deal and the deal are one win.
_WON_DEALS = """
SELECT count(*) FROM opportunity o WHERE o.customer_id = :id AND o.deleted_at IS NULL
  AND o.pipeline = 'WON' AND NOT EXISTS (SELECT 1 FROM sales_order s
    WHERE s.opportunity_id = o.id AND s.deleted_at IS NULL AND s.status <> 'CANCELLED')
"""


def stage_facts(reader: ReadConnection, values: Mapping[str, Any]) -> StageFacts:
    """What the entry tests of the stages look at (requirements 8.5); `values` by column."""
    customer_id = int(values["id"])
    projects = reader.one(_PROJECTS, {"id": customer_id}) or (0,)
    deals = reader.one(_WON_DEALS, {"id": customer_id}) or (0,)
    return StageFacts(
        won_orders=won_orders(reader, customer_id) + int(deals[0]),
        share_of_wallet=values["share_of_wallet"],
        main_supplier=bool(values["main_supplier"]),
        strategic_agreement_on=values["strategic_agreement_on"],
        exec_programme=bool(values["exec_programme"]),
        open_joint_projects=int(projects[0]),
        open_complaints=open_complaints(reader, customer_id),
    )


_TOUCHED = f"""
SELECT count(DISTINCT i.contact_id), count(DISTINCT i.user_id) FROM interaction i
WHERE i.customer_id = :id AND i.at >= :since AND {x.TOUCH}
"""
_VISITED = f"""
SELECT max(i.at) FROM interaction i
WHERE i.customer_id = :id AND i.kind = 'EXEC_VISIT' AND {x.TOUCH}
"""
_VISITED_SINCE = """
SELECT max(at) FROM stage_history WHERE customer_id = :id AND deleted_at IS NULL
  AND to_stage IN ('STABLE', 'STRATEGIC') AND from_stage NOT IN ('STABLE', 'STRATEGIC')
"""


def visit_facts(
    reader: ReadConnection, day_of: Callable[[str], date], customer_id: int
) -> VisitFacts:
    """The last executive visit, and since when the stage asks for them (S4-STG-08)."""
    visited = reader.one(_VISITED, {"id": customer_id}) or (None,)
    since = reader.one(_VISITED_SINCE, {"id": customer_id}) or (None,)
    return VisitFacts(
        last=day_of(visited[0]) if visited[0] else None,
        since=day_of(since[0]) if since[0] else None,
    )


def thread_facts(
    reader: ReadConnection, context: ListContext, values: Mapping[str, Any], days: int
) -> ThreadFacts:
    """Who was touched by whom within so many days, and the last executive visit (R-THREAD)."""
    customer_id = int(values["id"])
    since = context.start_of(context.today - timedelta(days=days))
    touched = reader.one(_TOUCHED, {"id": customer_id, "since": since}) or (0, 0)
    stage = enums.Stage(str(values["stage"] or enums.Stage.DEVELOPMENT))
    visits = visit_facts(reader, context.day_of, customer_id)
    return ThreadFacts(stage, touched[0], touched[1], visits)
