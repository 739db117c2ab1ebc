"""Reports on customers by what they bring: 20/80 with the pyramid (R-PARETO, R-PYR)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import partial

from models.explanation import Explanation
from models.rules.ranking import Place, Ranking, place_explanations
from models.rules.rounding import half_up
from models.views.report import Cell, Report, ReportRow
from storage.queries import ranking
from storage.queries.reports.asked import MOST, Asked

_PARETO = (
    "rank", "key_account", "code", "name", "revenue", "share", "sum_share", "pyramid_tier",
    "minutes",
)  # fmt: skip


def pareto(asked: Asked) -> Report:
    """Customers with revenue in order, key accounts and tiers (AC-010, AC-011)."""
    book, names, ids = ranking.book(asked.reader, asked.context, asked.policy)
    rows = []
    so_far = Fraction(0)
    for place in book.places[: min(book.ranked, MOST)]:
        so_far += place.share
        code = place.entry.code
        key, tier = (partial(_placed, asked, place, book, which) for which in ("key", "tier"))
        cells = {
            "rank": Cell(place.rank, tier),
            "key_account": Cell(place.key_account, key),
            "code": Cell(code),
            "name": Cell(names[code]),
            "revenue": Cell(place.entry.revenue, tier),
            "share": Cell(half_up(100 * place.share), tier),
            "sum_share": Cell(half_up(100 * so_far), tier),
            "pyramid_tier": Cell(place.tier, tier),
            "minutes": Cell(place.entry.minutes, key),
        }
        rows.append(ReportRow(cells, "customer", ids[code]))
    more = max(0, book.ranked - MOST)
    return Report("pareto", tuple(_figures(book)), _PARETO, tuple(rows), more=more)


def _figures(book: Ranking) -> Iterable[Explanation]:
    keys, *shares, reaches = book.explanation.lines
    rule = book.explanation.rule
    yield Explanation("key_account", rule, book.key_count, (keys,))
    yield Explanation("pareto", rule, book.revenue_share, tuple(shares[:1]))
    yield Explanation("effort_share", rule, book.effort_share, tuple(shares[1:]))
    yield Explanation("reaches", rule, book.reaches, (reaches,))


def _placed(asked: Asked, place: Place, book: Ranking, which: str) -> Explanation:
    tier, key = place_explanations(place, book, asked.policy.ranking)
    return key if which == "key" else tier
