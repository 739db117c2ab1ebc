"""The stored value figures of customers, worked out set-based: R-PARETO, R-PYR, R-RFM, R-TIER.

The same rules as models/rules/ranking.py and value.py, as SQL over the whole book; a test compares
them on random books. Reads only: `storage/effects/ranking.py` writes what differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from models.policy_defaults import Policy
from models.rules.ranking import BookEntry, Place, Ranking, ranking, share_of, standing
from models.values import BASE_CURRENCY
from storage.queries import expressions as x
from storage.queries.bulk import Rows
from storage.queries.context import ListContext

YEAR = 365  # "in 365 days" of requirements 8
_CENTS = 100  # settings are in major units of the base currency
_RECENCIES = (5, 4, 3, 2)

_SCORE = "CASE {tests} ELSE 1 END"
_RECENCY = _SCORE.format(
    tests=" ".join(
        f"WHEN julianday(:today) - julianday(s.last) <= :r{score} THEN {score}"
        for score in _RECENCIES
    )
)
_FREQUENCY = _SCORE.format(
    tests=" ".join(f"WHEN s.orders >= :f{score} THEN {score}" for score in (5, 4, 3, 2))
)
_AMOUNT = _SCORE.format(
    tests=" ".join(f"WHEN s.revenue >= :m{score} THEN {score}" for score in (5, 4, 3, 2))
)
_CUSTOMERS = "SELECT value FROM json_each(:ids)"

# Sums of all orders and open deals of some customers, beside what is stored of them.
_MEASURED = f"""
WITH chosen AS ({_CUSTOMERS}),
ordered AS (
  SELECT o.customer_id, max(o.sale_date) AS last,
    sum(o.sale_date >= :first) AS orders,
    sum(CASE WHEN o.sale_date >= :first AND o.currency = :base THEN COALESCE(o.amount, 0)
      ELSE 0 END) AS revenue
  FROM sales_order o WHERE o.customer_id IN chosen AND o.deleted_at IS NULL
    AND o.status <> 'CANCELLED' AND o.sale_date <= :today GROUP BY o.customer_id
),
dealt AS (
  SELECT o.customer_id, sum(o.expected_amount * COALESCE(o.odds_calc, 0)) AS weighted
  FROM opportunity o WHERE o.customer_id IN chosen AND o.deleted_at IS NULL AND {x.OPEN_DEAL}
    AND o.currency = :base AND o.expected_amount IS NOT NULL GROUP BY o.customer_id
),
measured AS (
  SELECT c.id, c.revenue_year AS was_revenue, c.deals_weighted AS was_weighted, c.rfm AS was_rfm,
    COALESCE(s.revenue, 0) AS revenue,
    (COALESCE(d.weighted, 0) + 500) / 1000 AS weighted,
    CASE WHEN s.last IS NULL THEN NULL ELSE ({_RECENCY}) || ({_FREQUENCY}) || ({_AMOUNT}) END AS rfm
  FROM customer c LEFT JOIN ordered s ON s.customer_id = c.id
    LEFT JOIN dealt d ON d.customer_id = c.id WHERE c.id IN chosen
)
SELECT id, was_revenue, was_weighted, revenue, weighted, rfm FROM measured
WHERE COALESCE(was_revenue, 0) <> revenue OR COALESCE(was_weighted, 0) <> weighted
  OR was_rfm IS NOT rfm
"""

_COUNTED = "c.deleted_at IS NULL AND c.revenue_year > 0"
_COUNT = f"SELECT count(*) FROM customer c WHERE {_COUNTED}"
_EDGE = f"""
SELECT c.revenue_year, c.deals_weighted, c.code FROM customer c WHERE {_COUNTED}
ORDER BY c.revenue_year DESC, c.deals_weighted DESC, c.code LIMIT 1 OFFSET :before
"""


def _within(edge: str) -> str:
    """Is the customer at or before the row of an edge, in the order of R-PARETO."""
    return (
        f"(c.revenue_year > :{edge}_revenue OR (c.revenue_year = :{edge}_revenue AND"
        f" (c.deals_weighted > :{edge}_weighted OR (c.deals_weighted = :{edge}_weighted AND"
        f" c.code <= :{edge}_code))))"
    )


_KEY = f"CASE WHEN {_within('key')} THEN 1 ELSE 0 END"
_TIER = (
    f"CASE WHEN {_within('vip')} THEN 'VIP' WHEN {_within('secondary')} THEN 'SECONDARY'"
    f" WHEN {_within('ordinary')} THEN 'ORDINARY' ELSE 'SMALL' END"
)
_RANKED = f"""
SELECT c.id, {_KEY}, {_TIER} FROM customer c
WHERE {_COUNTED} AND (c.key_account IS NOT {_KEY} OR c.pyramid_tier IS NOT {_TIER})
"""
_UNRANKED = f"""
SELECT c.id, 0, NULL FROM customer c WHERE c.id IN ({_CUSTOMERS})
  AND (c.key_account <> 0 OR c.pyramid_tier IS NOT NULL) AND NOT COALESCE({_COUNTED}, 0)
"""

_OPEN_SUM = f"""
(SELECT COALESCE(sum(o.expected_amount), 0) FROM opportunity o WHERE o.customer_id = c.id
  AND o.deleted_at IS NULL AND {x.OPEN_DEAL} AND o.currency = :base)
"""
_VALUE_TIER = f"""
CASE WHEN c.key_account = 1 OR c.revenue_year >= :high_revenue THEN 'HIGH'
  WHEN c.grade IN ('A', 'B')
    OR (c.potential_volume_year >= :potential AND COALESCE(c.currency, :base) = :base)
    OR {_OPEN_SUM} >= :open_deals THEN 'POTENTIAL' ELSE 'LOW' END
"""
_TIERED = f"""
SELECT id, tier FROM (
  SELECT c.id, c.value_tier AS was, {_VALUE_TIER} AS tier FROM customer c
  WHERE c.id IN ({_CUSTOMERS}) AND c.deleted_at IS NULL
) WHERE was IS NOT tier
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the orders and deals of a customer come to, where it is not what is stored."""

    id: int
    revenue: int  # last 365 days, minor units of the base currency
    weighted: int  # open deals x odds, minor units of the base currency
    rfm: str | None  # e.g. "434"; None without any order
    moves_ranks: bool


def ids_parameter(ids: Iterable[int]) -> str:
    """Ids as the statements take them: one JSON parameter, however many."""
    return json.dumps(list(ids))


def figures(policy: Policy, today: date) -> dict[str, Any]:
    """The parameters that come from the settings and the day (R-RFM, R-TIER)."""
    rfm, value = policy.rfm, policy.value
    recency = {f"r{score}": getattr(rfm, f"r{score}_days") for score in _RECENCIES}
    frequency = {f"f{score}": getattr(rfm, f"f{score}_orders") for score in (5, 4, 3)}
    amount = {f"m{score}": getattr(rfm, f"m{score}_amount") * _CENTS for score in (5, 4, 3)}
    return {
        **recency,
        **frequency,
        **amount,
        "f2": 1,  # one order, any amount
        "m2": 1,
        "today": today.isoformat(),
        "first": (today - timedelta(days=YEAR)).isoformat(),
        "base": BASE_CURRENCY,
        "high_revenue": value.high_revenue * _CENTS,
        "potential": value.potential_volume * _CENTS,
        "open_deals": value.potential_deals * _CENTS,
    }


def measured(reader: Rows, given: Mapping[str, Any], ids: Iterable[int]) -> list[Measured]:
    """Those of the customers whose stored sums are not what their orders and deals come to."""
    rows = reader.rows(_MEASURED, {**given, "ids": ids_parameter(ids)})
    return [Measured(row[0], row[3], row[4], row[5], _moves_ranks(*row[1:5])) for row in rows]


def _moves_ranks(
    was_revenue: int | None, was_weighted: int | None, revenue: int, weighted: int
) -> bool:
    """A customer without revenue, before and after, stands in no rank."""
    was = (was_revenue or 0, was_weighted or 0)
    return was != (revenue, weighted) and max(was[0], revenue) > 0


_MISPLACED = f"""
SELECT 1 FROM customer c WHERE c.id IN ({_CUSTOMERS})
  AND COALESCE({_COUNTED}, 0) <> (c.pyramid_tier IS NOT NULL) LIMIT 1
"""


def misplaced(reader: Rows, ids: Iterable[int]) -> bool:
    """Does one of the customers stand in no rank though it should, or in one it left."""
    return bool(reader.rows(_MISPLACED, {"ids": ids_parameter(ids)}))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a customer belongs, where it is not where it stands."""

    id: int
    key_account: int
    pyramid_tier: str | None


def placed(reader: Rows, policy: Policy, ids: Iterable[int]) -> list[Placed]:
    """All customers of the book whose rank moved, and those of `ids` that left the ranks.

    Three edges and one walk over one index, however many ranks an order moves (R-PARETO, R-PYR).
    """
    (count,) = reader.rows(_COUNT)[0]
    rows = reader.rows(_UNRANKED, {"ids": ids_parameter(ids)})
    if count:
        rows += reader.rows(_RANKED, _edges(reader, policy, count))
    return [Placed(*row) for row in rows]


def _edges(reader: Rows, policy: Policy, count: int) -> dict[str, Any]:
    """The last customer of each tier and of the key accounts, by what they are ordered by."""
    found: dict[str, Any] = {}
    for name in ("key", "vip", "secondary", "ordinary"):
        last = share_of(count, getattr(policy.ranking, f"{name}_percent"))
        edge = reader.rows(_EDGE, {"before": max(last - 1, 0)})[0] if last else (1 << 62, 0, "")
        found |= {f"{name}_revenue": edge[0], f"{name}_weighted": edge[1], f"{name}_code": edge[2]}
    return found


def tiered(reader: Rows, given: Mapping[str, Any], ids: Iterable[int]) -> list[tuple[int, str]]:
    """(id, value tier) of those customers whose stored tier is another (R-TIER)."""
    return [(row[0], row[1]) for row in reader.rows(_TIERED, {**given, "ids": ids_parameter(ids)})]


def outdated(reader: Rows, policy: Policy, since: date, today: date) -> list[int]:
    """Customers whose revenue or RFM can differ only because the date moved from `since`.

    Those with an order that came into a window of the rules, or left one, meanwhile.
    """
    if abs((today - since).days) > YEAR:
        return [row[0] for row in reader.rows(_ORDERED)]
    first, last = min(since, today), max(since, today)
    found: set[int] = set()
    windows = {0, YEAR + 1, *(getattr(policy.rfm, f"r{score}_days") + 1 for score in _RECENCIES)}
    for days in windows:
        params = {
            "after": (first - timedelta(days=days)).isoformat(),
            "until": (last - timedelta(days=days)).isoformat(),
        }
        found.update(row[0] for row in reader.rows(_DATED, params))
    return sorted(found)


_ORDERED = "SELECT DISTINCT customer_id FROM sales_order WHERE deleted_at IS NULL"
_DATED = (
    "SELECT DISTINCT customer_id FROM sales_order WHERE deleted_at IS NULL"
    " AND sale_date > :after AND sale_date <= :until"
)


_BEFORE = f"""
SELECT count(*) FROM customer c WHERE {_COUNTED} AND c.revenue_year >= :own_revenue
  AND c.code <> :own_code AND {_within("own")}
"""
_TOTAL = f"SELECT count(*), COALESCE(sum(c.revenue_year), 0) FROM customer c WHERE {_COUNTED}"


def place_of(reader: Rows, policy: Policy, values: Mapping[str, Any]) -> tuple[Place, Ranking]:
    """Rank and tier of one customer among those with revenue, by counting along the index."""
    (count, total) = reader.rows(_TOTAL)[0]
    revenue = int(values["revenue_year"] or 0)
    entry = BookEntry(str(values["code"] or ""), revenue)
    rank = None
    if revenue > 0:
        own = {
            "own_revenue": revenue,
            "own_weighted": int(values["deals_weighted"] or 0),
            "own_code": entry.code,
        }
        rank = reader.rows(_BEFORE, own)[0][0] + 1
    return standing(entry, rank, count, total, policy.ranking)


_BOOK = """
SELECT c.code, c.id, c.name, COALESCE(c.revenue_year, 0), COALESCE(c.deals_weighted, 0),
  COALESCE((SELECT sum(i.minutes) FROM interaction i WHERE i.customer_id = c.id
    AND i.deleted_at IS NULL AND i.at >= :since AND i.at < :until), 0)
FROM customer c WHERE c.deleted_at IS NULL
"""


def book(
    reader: Rows, context: ListContext, policy: Policy
) -> tuple[Ranking, dict[str, str], dict[str, int]]:
    """The whole book in order with its journal minutes; names and ids by code (R-PARETO)."""
    params = {
        "since": context.start_of(context.today - timedelta(days=YEAR)),
        "until": context.start_of(context.today + timedelta(days=1)),
    }
    rows = reader.rows(_BOOK, params)
    entries = [BookEntry(row[0] or "", row[3], Fraction(row[4]), row[5]) for row in rows]
    names = {row[0]: row[2] for row in rows}
    return ranking(entries, policy.ranking), names, {row[0]: row[1] for row in rows}
