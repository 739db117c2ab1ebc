"""Grades, odds and segments worked out set-based: R-GRADE, R-ODDS, R-SEG1..3.

The same rules as models/rules/grading.py, qualification.py and segmentation.py, as SQL over many
customers; a test compares them on random books. Reads only: `storage/effects/regrading.py`
writes what differs.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from models.policy_defaults import Policy
from models.values import BASE_CURRENCY
from storage.queries import expressions as x
from storage.queries.bulk import Rows
from storage.queries.ranking import ids_parameter

_CENTS = 100  # settings are in major units of the base currency
_CHOSEN = "chosen AS MATERIALIZED (SELECT value AS id FROM json_each(:ids))"
_ELEMENTS = "nsabc"

# ── deals ────────────────────────────────────────────────────────────────────────────────────


def _grade(need: str, chance: str, close: str, before: str) -> str:
    """Grade of one need (R-GRADE)."""
    return (
        f"CASE WHEN {need} = 'NONE' OR {chance} THEN 'E'"
        f" WHEN {need} = 'LATENT' OR {close} IS NULL THEN 'D'"
        f" WHEN {close} < :today THEN COALESCE({before}, 'D')"
        f" WHEN {close} <= :a_until THEN 'A' WHEN {close} <= :b_until THEN 'B'"
        f" WHEN {close} <= :c_until THEN 'C' ELSE 'D' END"
    )


def _reason(need: str, chance: str, close: str) -> str:
    """Why the grade of one need is what it is (R-GRADE)."""
    return (
        f"CASE WHEN {need} = 'NONE' THEN 'NO_NEED' WHEN {chance} THEN 'NO_CHANCE'"
        f" WHEN {need} = 'LATENT' THEN 'LATENT' WHEN {close} IS NULL THEN 'NO_DATE'"
        f" WHEN {close} < :today THEN 'DATE_PASSED' ELSE 'BY_DATE' END"
    )


_DEAL = ("o.need_status", "o.no_chance", "o.expected_close_date")
_DEAL_GRADE = _grade(*_DEAL, "o.grade")

# What an answer counts, in halves: a confirmation in full, an old one or an assumption half.
_HALVES = (
    "CASE WHEN a.state = 'CONFIRMED' AND a.confirmed_on >= :fresh THEN 2"
    " WHEN a.state IN ('CONFIRMED', 'ASSUMED') THEN 1 ELSE 0 END"
)
_SUMS = ", ".join(
    f"sum(CASE WHEN substr(a.question_code, 3, 1) = '{element.upper()}' THEN {_HALVES} ELSE 0 END)"
    f" AS {element}"
    for element in _ELEMENTS
)
_COUNTED = {element: f"COALESCE(w.{element}, 0)" for element in _ELEMENTS}
# Eight halves are 100 points: points x weight / 100 = halves x weight / 8, here in tenths.
_RAW = "(5 * (" + " + ".join(f":w_{e} * {_COUNTED[e]}" for e in _ELEMENTS) + ") + 2) / 4"


def _cap(name: str, holds: str) -> str:
    return f"CASE WHEN {holds} THEN 10 * :cap_{name} ELSE 1000 END"


_CAPS = ", ".join(
    _cap(name, holds)
    for name, holds in (
        ("g1", "COALESCE(w.decider, 0) = 0"),
        ("g2", " OR ".join(f"{one} = 0" for one in _COUNTED.values())),
        ("g3", " OR ".join(f"25 * {one} < 2 * :thin" for one in _COUNTED.values())),
        ("g4", "o.expected_amount IS NULL OR o.expected_close_date IS NULL"),
        ("g5", "COALESCE(w.adverse, 0) = 1"),
        ("g6", "o.expected_close_date < :today"),
    )
)
_ODDS = f"CASE o.pipeline WHEN 'WON' THEN 1000 WHEN 'LOST' THEN 0 ELSE min({_RAW}, {_CAPS}) END"
_QUALIFIED = "(o.expected_amount IS NOT NULL AND o.expected_close_date IS NOT NULL)"

_DEALS = f"""
WITH {_CHOSEN},
dealt AS MATERIALIZED (
  SELECT o.id FROM opportunity o WHERE o.customer_id IN (SELECT id FROM chosen)
    AND o.deleted_at IS NULL
),
answered AS MATERIALIZED (
  SELECT a.subject_id AS id, {_SUMS},
    max(a.question_code = 'P-A1' AND a.state <> 'UNKNOWN') AS decider,
    max(a.state = 'ADVERSE') AS adverse
  FROM dealt CROSS JOIN nsabc_answer a ON a.subject_id = dealt.id
  WHERE a.scope = 'OPPORTUNITY' AND a.deleted_at IS NULL
    AND a.question_code GLOB 'P-[NSABC][1-4]'
  GROUP BY a.subject_id
),
worked AS (
  SELECT o.id, {_DEAL_GRADE} AS grade, {_ODDS} AS odds, {_QUALIFIED} AS qualified,
    o.grade AS was_grade, o.odds_calc AS was_odds, o.qualified AS was_qualified, o.customer_id
  FROM dealt JOIN opportunity o ON o.id = dealt.id LEFT JOIN answered w ON w.id = o.id
)
SELECT id, customer_id, grade, odds, qualified FROM worked
WHERE grade IS NOT was_grade OR odds IS NOT was_odds OR qualified IS NOT was_qualified
"""

# ── customers ────────────────────────────────────────────────────────────────────────────────

_OWN = ("COALESCE(c.need_status, 'LATENT')", "c.no_chance", "c.own_expected_date")
_SET = (
    "CASE WHEN c.grade_override_until >= :today THEN (SELECT h.to_grade FROM grade_history h"
    " WHERE h.customer_id = c.id AND h.manual = 1 AND h.deleted_at IS NULL"
    " ORDER BY h.id DESC LIMIT 1) END"
)
# Of equal grades the one that rests on a standing date names the reason, then the earlier one.
# All of it is one text, because only one of several aggregates can say which row it took.
_BEST = (
    f"min(o.grade || (o.reason = 'DATE_PASSED') || {x.CLOSE_DATE}"
    " || printf('%020d', o.id) || o.reason)"
)
_GRADE_AT, _REASON_AT = "substr(best.place, 1, 1)", "substr(best.place, 33)"
_CUSTOMERS = f"""
WITH {_CHOSEN},
deals AS MATERIALIZED (
  SELECT o.id, o.customer_id, o.pipeline, o.expected_close_date, o.next_step_date, o.currency,
    o.expected_amount, {x.OPEN_DEAL} AS is_open, {_DEAL_GRADE} AS grade, {_reason(*_DEAL)} AS reason
  FROM opportunity o WHERE o.customer_id IN (SELECT id FROM chosen) AND o.deleted_at IS NULL
),
best AS (
  SELECT o.customer_id AS id, {_BEST} AS place, min(o.expected_close_date) AS close,
    max(CASE WHEN o.currency = :base THEN o.expected_amount END) AS amount
  FROM deals o WHERE o.is_open GROUP BY o.customer_id
),
stood AS (
  SELECT o.customer_id AS id, max(o.pipeline = 'WON') AS won, max({x.NEGOTIATING}) AS talks
  FROM deals o GROUP BY o.customer_id
),
dated AS (
  SELECT id, min(day) AS day FROM (
    SELECT u.customer_id AS id, u.due_date AS day FROM follow_up u
    WHERE u.customer_id IN (SELECT id FROM chosen) AND u.deleted_at IS NULL
      AND u.kind = 'COMMITMENT' AND {x.FOLLOW_UP_OPEN}
    UNION ALL SELECT o.customer_id, o.next_step_date FROM deals o
    WHERE o.is_open AND o.next_step_date IS NOT NULL
    UNION ALL SELECT value ->> 0, value ->> 1 FROM json_each(:cases)
  ) GROUP BY id
),
worked AS (
  SELECT c.id, c.grade AS was_grade, c.grade_reason AS was_reason,
    c.deal_status AS was_status, c.importance AS was_importance, c.urgency AS was_urgency,
    c.handle_by AS was_by, c.grade_override_until AS was_until,
    CASE WHEN c.grade_override_until >= :today THEN c.grade_override_until END AS until,
    {_SET} AS own_grade,
    CASE WHEN best.id IS NULL THEN {_grade(*_OWN, "c.grade")} ELSE {_GRADE_AT} END AS grade,
    CASE WHEN best.id IS NULL THEN {_reason(*_OWN)} ELSE {_REASON_AT} END AS reason,
    CASE WHEN stood.won OR EXISTS (SELECT 1 FROM sales_order s WHERE s.customer_id = c.id
        AND s.deleted_at IS NULL AND s.status <> 'CANCELLED') THEN 'WON'
      WHEN stood.talks THEN 'NEGOTIATING' ELSE 'PROSPECT' END AS status,
    CASE WHEN c.importance_override IS NOT NULL AND c.importance_until >= :today
        THEN c.importance_override
      WHEN best.amount >= :deal_amount OR c.potential_volume_year >= :potential THEN 'IMPORTANT'
      ELSE 'ORDINARY' END AS importance,
    COALESCE(dated.day, best.close) AS handle_by
  FROM chosen JOIN customer c ON c.id = chosen.id LEFT JOIN best ON best.id = c.id
    LEFT JOIN stood ON stood.id = c.id LEFT JOIN dated ON dated.id = c.id
  WHERE c.deleted_at IS NULL
),
settled AS (
  SELECT *, COALESCE(own_grade, grade) AS new_grade,
    CASE WHEN own_grade IS NULL THEN reason ELSE 'OVERRIDE' END AS new_reason,
    CASE WHEN handle_by IS NULL THEN 'POTENTIAL' WHEN handle_by <= :urgent_until THEN 'URGENT'
      WHEN handle_by <= :medium_until THEN 'MEDIUM'
      WHEN handle_by <= :not_urgent_until THEN 'NOT_URGENT' ELSE 'POTENTIAL' END AS urgency
  FROM worked
)
SELECT id, new_grade, new_reason, until, status, importance, urgency, handle_by,
  was_grade, was_reason, was_until, was_status, was_importance, was_urgency, was_by
FROM settled
WHERE new_grade IS NOT was_grade OR new_reason IS NOT was_reason OR until IS NOT was_until
  OR status IS NOT was_status OR importance IS NOT was_importance OR urgency IS NOT was_urgency
  OR handle_by IS NOT was_by
"""

_CASES = f"""
SELECT f.customer_id, f.due_at FROM feedback f
WHERE f.customer_id IN (SELECT value FROM json_each(:ids)) AND f.deleted_at IS NULL
  AND {x.CASE_OPEN} AND f.due_at IS NOT NULL
"""
_NEXT = "SELECT id FROM customer WHERE deleted_at IS NULL AND id > :after ORDER BY id LIMIT :count"
_TRACKED = """
SELECT c.id, c.grade, c.status, c.owner_id, c.last_tracking_at, c.created_at, c.next_tracking_due
FROM customer c WHERE c.id IN (SELECT value FROM json_each(:ids)) AND c.deleted_at IS NULL
"""
_ITEMS = f"""
SELECT u.customer_id, count(*), min(u.id), min(u.due_date) FROM follow_up u
WHERE u.customer_id IN (SELECT value FROM json_each(:ids)) AND u.deleted_at IS NULL
  AND u.kind = 'TRACKING' AND {x.FOLLOW_UP_OPEN} GROUP BY u.customer_id
"""


@dataclass(frozen=True, slots=True)
class DealNow:
    """Figures of a deal that are not what is stored; odds in tenths of a percent."""

    id: int
    customer_id: int
    grade: str
    odds: int
    qualified: int


@dataclass(frozen=True, slots=True)
class CustomerNow:
    """Figures of a customer that are not all what is stored."""

    id: int
    grade: str
    reason: str
    until: str | None  # last day of a grade set by a person, while it stands
    status: str
    importance: str
    urgency: str
    handle_by: str | None
    was_grade: str | None
    was_reason: str | None
    was_until: str | None
    was_status: str | None
    was_importance: str | None
    was_urgency: str | None
    was_by: str | None

    def moves(self) -> dict[str, list[object]]:
        """Before and after of the columns that are another, as the journal keeps them."""
        both: dict[str, list[object]] = {
            "grade": [self.was_grade, self.grade],
            "grade_reason": [self.was_reason, self.reason],
            "grade_override_until": [self.was_until, self.until],
            "deal_status": [self.was_status, self.status],
            "importance": [self.was_importance, self.importance],
            "urgency": [self.was_urgency, self.urgency],
            "handle_by": [self.was_by, self.handle_by],
        }
        return {column: values for column, values in both.items() if values[0] != values[1]}


def figures(policy: Policy, today: date) -> dict[str, Any]:
    """The parameters that come from the settings and the day."""

    def day(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    odds, grading, urgency = policy.odds, policy.grading, policy.urgency
    weights = {f"w_{element.lower()}": weight for element, weight in odds.weights.items()}
    return {
        **weights,
        **{f"cap_g{number}": getattr(odds, f"cap_g{number}") for number in range(1, 7)},
        "thin": odds.thin_element,
        "fresh": day(-odds.confirmed_days),
        "today": today.isoformat(),
        "a_until": day(grading.a_days),
        "b_until": day(grading.b_days),
        "c_until": day(grading.c_days),
        "urgent_until": day(urgency.urgent_days),
        "medium_until": day(urgency.medium_days),
        "not_urgent_until": day(urgency.not_urgent_days),
        "deal_amount": policy.importance.deal_amount * _CENTS,
        "potential": policy.importance.potential_volume * _CENTS,
        "base": BASE_CURRENCY,
    }


def next_customers(reader: Rows, after: int, count: int) -> list[int]:
    """Ids of the living customers behind `after`, in their order."""
    return [row[0] for row in reader.rows(_NEXT, {"after": after, "count": count})]


def deals(reader: Rows, given: Mapping[str, Any], ids: Iterable[int]) -> list[DealNow]:
    """Those deals of the customers whose grade, odds or qualification is another (R-ODDS)."""
    return [DealNow(*row) for row in reader.rows(_DEALS, {**given, "ids": ids_parameter(ids)})]


def customers(
    reader: Rows, given: Mapping[str, Any], ids: Collection[int], zone: str
) -> list[CustomerNow]:
    """Those customers whose grade, status, importance or urgency is another (R-GRADE, R-SEG1..3).

    `zone` names the time zone whose days count: the promise of a case is kept as a moment.
    """
    params = {**given, "ids": ids_parameter(ids), "cases": json.dumps(_cases(reader, ids, zone))}
    return [CustomerNow(*row) for row in reader.rows(_CUSTOMERS, params)]


def day_of(moment: str, place: ZoneInfo) -> date:
    """The day of a stored moment where its users live."""
    return datetime.fromisoformat(moment).astimezone(place).date()


def _cases(reader: Rows, ids: Iterable[int], zone: str) -> list[tuple[int, str]]:
    place = ZoneInfo(zone)
    return [
        (customer, day_of(due, place).isoformat())
        for customer, due in reader.rows(_CASES, {"ids": ids_parameter(ids)})
    ]


def tracked(reader: Rows, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """(id, grade, status, owner, last touch, creation, next date) of the customers (R-CADENCE)."""
    return reader.rows(_TRACKED, {"ids": ids_parameter(ids)})


def tracking_items(reader: Rows, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """(customer, how many, first id, first due day) of their open tracking items (R-CADENCE)."""
    return reader.rows(_ITEMS, {"ids": ids_parameter(ids)})
