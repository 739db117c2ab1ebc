"""A whole book by revenue: key accounts (R-PARETO) and the customer pyramid (R-PYR).

Pure and exact: revenue and minutes of the last 365 days; all customers are ranked together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from models.enums import PyramidTier
from models.explanation import Explanation, Reason
from models.policy_relations import RankingPolicy
from models.rules.rounding import percent
from models.rules.value import NO_ORDER


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One customer of the book; amounts in minor units of the base currency."""

    code: str
    revenue: int
    open_weighted: Fraction = Fraction(0)  # sum of amount x odds of its open deals
    minutes: int = 0  # of the journal


@dataclass(frozen=True, slots=True)
class Place:
    """A customer in the book; rank and tier are None without revenue ("–")."""

    entry: BookEntry
    rank: int | None
    tier: PyramidTier | None
    key_account: bool
    share: Fraction  # of the revenue of the book, exact


@dataclass(frozen=True, slots=True)
class Ranking:
    """The book in order, with the figures of the 20/80 report."""

    places: tuple[Place, ...]  # those without revenue last, by code
    ranked: int  # n: customers with revenue
    key_count: int
    revenue: int
    minutes: int
    revenue_share: Decimal | None  # of the key accounts, percent; None is no data
    effort_share: Decimal | None
    reaches: int  # smallest count of customers that brings 80 % of the revenue
    explanation: Explanation

    def count(self, tier: PyramidTier | None) -> int:
        """Customers in this tier; None for those without revenue."""
        return sum(place.tier is tier for place in self.places)


def share_of(count: int, share: int) -> int:
    """That percentage of a count, rounded up in whole numbers."""
    return -(-count * share // 100)


def ranking(entries: Iterable[BookEntry], policy: RankingPolicy) -> Ranking:
    """Ranks the book by revenue; ties go by open weighted deals, then by code (R-PARETO)."""
    book = sorted(entries, key=lambda one: (-one.revenue, -one.open_weighted, one.code))
    paying = [one for one in book if one.revenue > 0]
    silent = sorted((one for one in book if one.revenue <= 0), key=lambda one: one.code)
    revenue = sum(one.revenue for one in paying)
    minutes = sum(one.minutes for one in book)
    keys = share_of(len(paying), policy.key_percent)
    places = [
        Place(
            one,
            rank,
            _tier(rank, len(paying), policy),
            rank <= keys,
            Fraction(one.revenue, revenue),
        )
        for rank, one in enumerate(paying, start=1)
    ]
    places.extend(Place(one, None, None, False, Fraction(0)) for one in silent)
    key_revenue = sum(one.revenue for one in paying[:keys])
    key_minutes = sum(one.minutes for one in paying[:keys])
    reaches = _reaches(paying, revenue, policy.value_percent)
    shares = percent(key_revenue, revenue), percent(key_minutes, minutes)
    lines = (
        _count_line(len(paying), len(silent), keys, policy),
        *_share_lines((key_revenue, revenue), (key_minutes, minutes), shares),
        Reason(
            "rank.reaches",
            {
                "count": reaches,
                "share": policy.value_percent,
                "setting": "ranking.value_percent",
            },
        ),
    )
    return Ranking(
        tuple(places),
        len(paying),
        keys,
        revenue,
        minutes,
        *shares,
        reaches,
        Explanation("pareto", "R-PARETO", shares[0], lines),
    )


def standing(
    entry: BookEntry, rank: int | None, ranked: int, revenue: int, policy: RankingPolicy
) -> tuple[Place, Ranking]:
    """The place of one customer whose rank was counted, and the book without its other places.

    `ranked` customers have revenue, `revenue` together; the same place as in `ranking`.
    """
    keys = share_of(ranked, policy.key_percent)
    lines = (_count_line(ranked, 0, keys, policy),)
    book = Ranking(
        (), ranked, keys, revenue, 0, None, None, 0, Explanation("pareto", "R-PARETO", None, lines)
    )
    if rank is None:
        return Place(entry, None, None, False, Fraction(0)), book
    share = Fraction(entry.revenue, revenue)
    return Place(entry, rank, _tier(rank, ranked, policy), rank <= keys, share), book


def _tier(rank: int, ranked: int, policy: RankingPolicy) -> PyramidTier:
    if rank <= share_of(ranked, policy.vip_percent):
        return PyramidTier.VIP
    if rank <= share_of(ranked, policy.secondary_percent):
        return PyramidTier.SECONDARY
    within = rank <= share_of(ranked, policy.ordinary_percent)
    return PyramidTier.ORDINARY if within else PyramidTier.SMALL


def _reaches(paying: Sequence[BookEntry], revenue: int, share: int) -> int:
    so_far = 0
    for count, one in enumerate(paying):
        if so_far * 100 >= revenue * share:
            return count
        so_far += one.revenue
    return len(paying)


def _count_line(ranked: int, silent: int, keys: int, policy: RankingPolicy) -> Reason:
    params = {"count": ranked, "silent": silent, "share": policy.key_percent, "keys": keys}
    return Reason("rank.keys", {**params, "setting": "ranking.key_percent"})


def _share_lines(
    revenue: tuple[int, int],
    minutes: tuple[int, int],
    shares: tuple[Decimal | None, Decimal | None],
) -> Iterable[Reason]:
    value, effort = shares
    if value is None:
        yield Reason("rank.no_revenue")
    else:
        yield Reason("rank.value", {"amount": revenue[0], "revenue": revenue[1], "percent": value})
    if effort is None:
        yield Reason("rank.no_effort")
    else:
        params = {"minutes": minutes[0], "total": minutes[1], "percent": effort}
        yield Reason("rank.effort", params)
    if value is not None and effort is not None:
        yield Reason("rank.both", {"value": value, "effort": effort})


def place_explanations(
    place: Place, ranked: Ranking, policy: RankingPolicy
) -> tuple[Explanation, Explanation]:
    """Why a customer has its pyramid tier, and why it is a key account or not."""
    if place.rank is None:
        nothing = (Reason("rank.without_revenue"),)
        return (
            Explanation("pyramid_tier", "R-PYR", NO_ORDER, nothing),
            Explanation("key_account", "R-PARETO", False, nothing),
        )
    params = {"rank": place.rank, "count": ranked.ranked, "amount": place.entry.revenue}
    at = Reason("rank.place", params)
    ends = {
        "vip": share_of(ranked.ranked, policy.vip_percent),
        "secondary": share_of(ranked.ranked, policy.secondary_percent),
        "ordinary": share_of(ranked.ranked, policy.ordinary_percent),
    }
    tier = Reason("rank.tier", {**ends, "tier": place.tier, "setting": "ranking.vip_percent"})
    code = "rank.is_key" if place.key_account else "rank.is_no_key"
    key = Reason(code, {"keys": ranked.key_count, "setting": "ranking.key_percent"})
    return (
        Explanation("pyramid_tier", "R-PYR", place.tier, (at, tier)),
        Explanation("key_account", "R-PARETO", place.key_account, (at, key)),
    )
