"""Reports by owner: what they are judged by (S0-CRM5-03), and target against actual (S1-KA8-01)."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction

from models import enums
from models.explanation import Explanation, Reason
from models.rules.flow import deviation
from models.rules.loyalty import LoyaltyFacts, loyalty
from models.rules.performance import mean_loyalty, revenue_brought, time_to_solve
from models.rules.periods import quarters
from models.rules.satisfaction import csat
from models.values import BASE_CURRENCY
from models.views.report import Cell, Report, ReportRow
from storage.queries.reports.asked import ORDERED, WON, Asked, beside, counted
from storage.queries.reports.segments import TOTAL

# --- what owners are judged by

_OWNED = """
SELECT c.owner_id, count(*), COALESCE(sum(c.revenue_year), 0) FROM customer c
WHERE c.deleted_at IS NULL GROUP BY c.owner_id
"""
_USERS = "SELECT u.id, u.login, u.name FROM user u ORDER BY u.name, u.id"
_SCORES = """
SELECT c.owner_id, a.score FROM survey_answer a
JOIN survey_question q ON q.id = a.question_id AND q.kind = 'SCORE_1_5'
JOIN survey_invite i ON i.id = a.invite_id AND i.deleted_at IS NULL
JOIN customer c ON c.id = i.customer_id AND c.deleted_at IS NULL
WHERE a.deleted_at IS NULL AND a.score IS NOT NULL AND i.answered_on BETWEEN :first AND :last
"""
# Repeat orders of 365 days, less the very first order (R-LOY).
_REPEATED = f"""
SELECT s.customer_id, sum(s.sale_date >= :year_first) - (min(s.sale_date) >= :year_first)
FROM sales_order s WHERE {ORDERED} AND s.sale_date <= :today GROUP BY s.customer_id
"""
_LAST_ANSWERS = """
SELECT customer_id, kind, score FROM (
  SELECT i.customer_id, q.kind, a.score, row_number() OVER (
    PARTITION BY i.customer_id, q.kind ORDER BY i.answered_on DESC, i.id DESC) AS place
  FROM survey_answer a
  JOIN survey_question q ON q.id = a.question_id AND q.kind IN ('NPS_0_10', 'INTENT_0_10')
  JOIN survey_invite i ON i.id = a.invite_id AND i.deleted_at IS NULL
  WHERE a.deleted_at IS NULL AND a.score IS NOT NULL AND i.answered_on <= :today
) WHERE place = 1
"""
_SOLVED = """
SELECT f.owner_id, f.received_at, f.closed_at FROM feedback f
WHERE f.deleted_at IS NULL AND f.state = 'CLOSED' AND f.closed_at >= :since AND f.closed_at < :until
"""
_OWNERS = "SELECT c.id, c.owner_id FROM customer c WHERE c.deleted_at IS NULL"
_COLUMNS = ("owner", "customers", "csat", "owner_loyalty", "owner_value", "owner_time")


def owners(asked: Asked) -> Report:
    """Satisfaction, loyalty, value and time to solve of each owner (AC-042)."""
    scores: dict[int | None, list[int]] = defaultdict(list)
    for owner, score in asked.reader.rows(_SCORES, asked.days):
        scores[owner].append(score)
    spans: dict[int | None, list[timedelta]] = defaultdict(list)
    for owner, received, closed in asked.reader.rows(_SOLVED, asked.moments):
        spans[owner].append(_moment(closed) - _moment(received))
    owned = {row[0]: row[1:] for row in asked.reader.rows(_OWNED)}
    loyal = _loyalty(asked)
    rows = []
    for owner, login, name in _people(asked):
        if owner not in owned and owner not in spans:
            continue
        customers, revenue = owned.get(owner, (0, 0))
        satisfied = csat(scores[owner], asked.policy.satisfaction)
        judged = {
            "owner_loyalty": mean_loyalty(loyal[owner]),
            "owner_value": revenue_brought(revenue, customers),
            "owner_time": time_to_solve(spans[owner]),
        }
        cells = {
            "owner": Cell(name),
            "customers": counted("customers", "S0-CRM5-03", customers, f"owner:{login}"),
            "csat": beside(satisfied.value, satisfied.explanation),
            **{key: beside(one.value, one.explanation) for key, one in judged.items()},
        }
        rows.append(ReportRow(cells))
    return Report("owners", (), _COLUMNS, tuple(rows), asked.period)


def _people(asked: Asked) -> list[tuple[int | None, str, str | None]]:
    """(id, login, name) of all users, then of nobody."""
    return [*((row[0], row[1], row[2]) for row in asked.reader.rows(_USERS)), (None, "none", None)]


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored)


def _loyalty(asked: Asked) -> dict[int | None, list[Fraction]]:
    """The loyalty of every customer with data, exact, by owner."""
    repeated = dict(asked.reader.rows(_REPEATED, asked.year))
    answers: dict[int, dict[str, int]] = defaultdict(dict)
    for customer, kind, score in asked.reader.rows(_LAST_ANSWERS, {"today": asked.year["today"]}):
        answers[customer][kind] = score
    found: dict[int | None, list[Fraction]] = defaultdict(list)
    for customer, owner in asked.reader.rows(_OWNERS):
        if customer not in repeated and customer not in answers:
            continue
        given = answers.get(customer, {})
        facts = LoyaltyFacts(
            repeated.get(customer),
            given.get(enums.SurveyKind.INTENT_0_10),
            given.get(enums.SurveyKind.NPS_0_10),
        )
        parts = loyalty(facts, asked.policy.loyalty).parts.values()
        known = [part for part in parts if part is not None]
        found[owner].append(Fraction(sum(known), len(known)))
    return found


# --- target against actual

_TARGETS = """
SELECT t.owner_id, t.id, t.amount FROM sales_target t
WHERE t.deleted_at IS NULL AND t.quarter IN (SELECT value FROM json_each(:quarters))
"""
_SOLD = f"""
SELECT s.owner_id, COALESCE(sum(CASE WHEN s.currency = :base THEN s.amount END), 0),
  COALESCE(sum(s.currency <> :base), 0)
FROM sales_order s WHERE {ORDERED} AND s.sale_date BETWEEN :first AND :last GROUP BY s.owner_id
"""
# A won deal that has an order is counted by its order.
_WON_DEALS = f"""
SELECT o.owner_id, COALESCE(sum(CASE WHEN o.currency = :base THEN o.expected_amount END), 0),
  COALESCE(sum(o.currency <> :base), 0)
FROM opportunity o WHERE {WON} AND o.closed_on BETWEEN :first AND :last
  AND NOT EXISTS (SELECT 1 FROM sales_order s WHERE s.opportunity_id = o.id AND {ORDERED})
GROUP BY o.owner_id
"""


def targets(asked: Asked) -> Report:
    """Target, actual and deviation of each owner in the quarters of the period (AC-041)."""
    names, days = quarters(asked.period)
    given = {"first": days.first.isoformat(), "last": days.last.isoformat(), "base": BASE_CURRENCY}
    wanted: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
    for owner, target, amount in asked.reader.rows(_TARGETS, {"quarters": json.dumps(names)}):
        wanted[owner].append((target, amount))
    sold = {row[0]: row[1:] for row in asked.reader.rows(_SOLD, given)}
    won = {row[0]: row[1:] for row in asked.reader.rows(_WON_DEALS, given)}
    rows = [
        _target_row(name, sold.get(owner, (0, 0)), won.get(owner, (0, 0)), wanted.get(owner, []))
        for owner, _login, name in _people(asked)
        if owner in wanted or owner in sold or owner in won
    ]
    if len(rows) > 1:
        ordered = (sum(row[0] for row in sold.values()), sum(row[1] for row in sold.values()))
        dealt = (sum(row[0] for row in won.values()), sum(row[1] for row in won.values()))
        every = [target for some in wanted.values() for target in some]
        rows.append(_target_row(TOTAL, ordered, dealt, every))
    columns = ("owner", "target", "actual", "deviation", "target_percent")
    return Report("targets", (), columns, tuple(rows), days)


def _target_row(
    name: str | None,
    sold: tuple[int, int],
    won: tuple[int, int],
    wanted: list[tuple[int, int]],
) -> ReportRow:
    """`sold` and `won` are sums in the base currency and counts of what is in another."""
    actual = sold[0] + won[0]
    lines = [Reason("target.actual", {"amount": sold[0], "stake": won[0], "revenue": actual})]
    if sold[1] + won[1]:
        lines.append(Reason("target.left_out", {"count": sold[1] + won[1]}))
    made = Explanation("actual", "S1-KA8-01", actual, tuple(lines))
    total = sum(amount for _id, amount in wanted)
    off = deviation(total, actual) if wanted else None
    why = made if off is None else off.explanation
    target = Reason("target.none") if off is None else Reason("target.set", {"amount": total})
    cells = {
        "owner": Cell(name),
        "target": beside(
            total if wanted else None,
            Explanation("target", "S1-KA8-01", total if wanted else None, (target,)),
        ),
        "actual": beside(actual, made),
        "deviation": beside(None if off is None else off.amount, why),
        "target_percent": beside(None if off is None else off.percent, why),
    }
    is_total = name == TOTAL
    one = wanted[0][0] if len(wanted) == 1 and not is_total else 0
    return ReportRow(cells, "sales_target" if one else "", one, is_total)
