"""Reports on what comes and goes: leaky bucket, kinds of churn, goals, how odds came true."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models import enums
from models.explanation import Explanation, Reason
from models.rules.flow import ClosedDeal, GoalFacts, LeakFacts, SpentFacts, calibration, goals, leak
from models.rules.rounding import percent
from models.values import BASE_CURRENCY
from models.views.report import Cell, Report, ReportRow
from storage.queries import campaigns
from storage.queries import expressions as x
from storage.queries.reports.asked import MOST, ORDERED, WON, Asked, beside, counted, told

# --- leaky bucket (R-LEAK)

_FIRST_WON = f"""
won AS (
  SELECT customer_id, min(day) AS first FROM (
    SELECT s.customer_id, s.sale_date AS day FROM sales_order s WHERE {ORDERED}
    UNION ALL SELECT o.customer_id, o.closed_on FROM opportunity o WHERE {WON}
  ) GROUP BY customer_id
)
"""
_MOVED = f"""
WITH {_FIRST_WON}
SELECT 'WON', w.first, c.id, c.code, c.name, NULL FROM won w JOIN customer c ON c.id = w.customer_id
WHERE c.deleted_at IS NULL AND w.first BETWEEN :first AND :last
UNION ALL
SELECT 'LOST', c.lost_on, c.id, c.code, c.name, c.churn_type FROM customer c
WHERE c.deleted_at IS NULL AND c.lost_on BETWEEN :first AND :last
UNION ALL
SELECT 'LOST', t.terminated_on, c.id, c.code, c.name, c.churn_type
FROM termination t JOIN customer c ON c.id = t.customer_id
WHERE t.deleted_at IS NULL AND c.deleted_at IS NULL AND c.lost_on IS NULL
  AND c.status = 'TERMINATED' AND t.state NOT IN ('WITHDRAWN', 'REACTIVATED')
  AND t.terminated_on BETWEEN :first AND :last
ORDER BY 2 DESC, 4
"""
_MINUTES = f"""
WITH {_FIRST_WON}
SELECT COALESCE(sum(CASE WHEN w.first IS NULL OR w.first > :last THEN i.minutes END), 0),
  COALESCE(sum(CASE WHEN w.first < :first THEN i.minutes END), 0)
FROM interaction i LEFT JOIN won w ON w.customer_id = i.customer_id
WHERE i.deleted_at IS NULL AND i.at >= :since AND i.at < :until
"""
# Of customers won within the period the day of each entry decides.
_MINUTES_AROUND = f"""
WITH {_FIRST_WON}
SELECT w.first, i.at, i.minutes FROM interaction i JOIN won w ON w.customer_id = i.customer_id
WHERE i.deleted_at IS NULL AND i.at >= :since AND i.at < :until AND i.minutes > 0
  AND w.first BETWEEN :first AND :last
"""


def leaky_bucket(asked: Asked) -> Report:
    """Customers won and lost in the period, and what both cost (AC-079)."""
    moved = asked.reader.rows(_MOVED, asked.days)
    lost = sum(row[0] == enums.Movement.LOST for row in moved)
    acquisition, retention = _minutes(asked)
    first, last = asked.days.values()
    spent = campaigns.spent(asked.reader, first, last, BASE_CURRENCY)
    facts = LeakFacts(
        lost,
        len(moved) - lost,
        SpentFacts(spent.get(enums.CampaignPurpose.ACQUIRE, 0), acquisition),
        SpentFacts(spent.get(enums.CampaignPurpose.RETAIN, 0), retention),
    )
    found = leak(facts, asked.policy.flow)
    rows = tuple(_moved_row(*row) for row in moved[:MOST])
    columns = ("on", "movement", "code", "name", "churn_type")
    more = max(0, len(moved) - MOST)
    return Report("leak", (found.explanation,), columns, rows, asked.period, more=more)


def _minutes(asked: Asked) -> tuple[int, int]:
    """Minutes of the journal up to the day of the first won order, and after it."""
    given = {**asked.days, **asked.moments}
    row = asked.reader.one(_MINUTES, given)
    before, after = row if row is not None else (0, 0)
    for first, at, minutes in asked.reader.rows(_MINUTES_AROUND, given):
        if asked.context.day_of(at).isoformat() <= first:
            before += minutes
        else:
            after += minutes
    return before, after


def _moved_row(way: str, day: str, customer: int, code: str, name: str, kind: str) -> ReportRow:
    cells = {
        "on": Cell(day),
        "movement": Cell(enums.Movement(way)),
        "code": Cell(code),
        "name": Cell(name),
        "churn_type": Cell(enums.ChurnType(kind) if kind else None),
    }
    return ReportRow(cells, "customer", customer)


# --- kinds of churn (R-CHURN, S3-EX-01)

_CHURN = """
SELECT c.churn_type, count(*) FROM customer c
WHERE c.deleted_at IS NULL AND c.status = 'LOST'
  AND COALESCE(c.lost_on, :last) BETWEEN :first AND :last
GROUP BY c.churn_type
"""


def churn(asked: Asked) -> Report:
    """Customers lost in the period by the kind of churn, and what helps (AC-075)."""
    counts = dict(asked.reader.rows(_CHURN, asked.days))
    total = sum(counts.values())
    rows = []
    for kind in enums.ChurnType:
        count = counts.get(kind, 0)
        first, last = asked.days.values()
        when = "" if asked.is_all_time else f" lost>={first} lost<={last}"
        cell = counted("lost", "R-CHURN", count, f"status:LOST churn:{kind}{when}")
        cells = {
            "churn_type": Cell(kind),
            "count": cell,
            "share": Cell(percent(count, total), cell.explain),
            "advice": Cell(kind),
        }
        rows.append(ReportRow(cells))
    head = Explanation("lost", "R-CHURN", total, (Reason("report.lost", {"count": total}),))
    return Report(
        "churn", (head,), ("churn_type", "count", "share", "advice"), tuple(rows), asked.period
    )


# --- goals (R-GOAL)

_CLOSED = """
SELECT COALESCE(sum(o.pipeline = 'WON'), 0), COALESCE(sum(o.pipeline = 'LOST'), 0)
FROM opportunity o WHERE o.deleted_at IS NULL AND o.closed_on BETWEEN :first AND :last
"""
_BUYERS = f"""
SELECT count(*), COALESCE(sum(orders > 1), 0) FROM (
  SELECT count(*) AS orders FROM sales_order s
  WHERE {ORDERED} AND s.sale_date BETWEEN :year_first AND :today GROUP BY s.customer_id)
"""
_REVENUE = f"""
SELECT COALESCE(sum(amount), 0), COALESCE(sum(CASE WHEN place > 1 THEN amount END), 0) FROM (
  SELECT s.sale_date, s.currency, COALESCE(s.amount, 0) AS amount,
    row_number() OVER (PARTITION BY s.customer_id ORDER BY s.sale_date, s.id) AS place
  FROM sales_order s WHERE {ORDERED})
WHERE sale_date BETWEEN :year_first AND :today AND currency = :base
"""
_COMPLAINTS = """
SELECT count(*) FROM feedback f WHERE f.deleted_at IS NULL AND f.kind = 'COMPLAINT'
  AND COALESCE(f.state, '') <> 'MERGED' AND f.received_at >= :since AND f.received_at < :until
"""
_ACTIVE = f"SELECT count(*) FROM customer c WHERE c.deleted_at IS NULL AND {x.ACTIVE}"


def goal_figures(asked: Asked) -> Report:
    """Conversion, repeat rate, repeat-revenue share and complaint rate (AC-201)."""
    found = goals(goal_facts(asked), asked.policy.flow)
    rows = tuple(
        ReportRow({"figure": Cell(one.figure), "percent": told(one), "how": Cell(one)})
        for one in found.explanations
    )
    return Report("goals", (), ("figure", "percent", "how"), rows, asked.period)


def goal_facts(asked: Asked) -> GoalFacts:
    """What the goals of a period are worked out from (R-GOAL)."""

    def read(sql: str, given: dict[str, Any]) -> tuple[Any, ...]:
        row = asked.reader.one(sql, given)
        assert row is not None
        return row

    won, lost = read(_CLOSED, asked.days)
    buyers, again = read(_BUYERS, asked.year)
    revenue, repeated = read(_REVENUE, {**asked.year, "base": BASE_CURRENCY})
    (complaints,) = read(_COMPLAINTS, asked.moments)
    (active,) = read(_ACTIVE, {})
    return GoalFacts(won, lost, buyers, again, revenue, repeated, active, complaints)


# --- how odds came true (R-ODDS, learning)

_ENDED = """
SELECT o.odds_at_close, o.pipeline = 'WON' FROM opportunity o
WHERE o.deleted_at IS NULL AND o.pipeline IN ('WON', 'LOST')
  AND o.closed_on BETWEEN :first AND :last
"""
_BANDS = ("band", "deals", "won", "expected", "share", "interval", "judgement")


def odds_come_true(asked: Asked) -> Report:
    """Odds bands against the share really won, with a 95 % Wilson interval."""
    ended = asked.reader.rows(_ENDED, asked.days)
    known = [(odds, bool(won)) for odds, won in ended if odds is not None]
    deals = [ClosedDeal(Decimal(odds) / 10, won) for odds, won in known]
    bands = calibration(deals, asked.policy.odds, asked.policy.flow)
    rows = []
    for one in bands:
        interval = None if one.low is None else (one.low, one.high)
        values = (
            one.band, one.deals, one.won, one.expected, one.share, interval, one.judgement,
        )  # fmt: skip
        cells = {
            name: beside(value, one.explanation) for name, value in zip(_BANDS, values, strict=True)
        }
        rows.append(ReportRow(cells))
    params = {"count": len(known), "left": len(ended) - len(known)}
    head = Explanation("deals", "R-ODDS", len(known), (Reason("learning.counted", params),))
    return Report("calibration", (head,), _BANDS, tuple(rows), asked.period)
