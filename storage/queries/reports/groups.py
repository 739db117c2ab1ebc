"""Segments as they were taken: their members, who fits today, which references they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.explanation import Explanation, Reason
from models.query import parse
from models.views.report import Cell, Report, ReportRow
from storage.queries import listing
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.queries.reports.asked import MOST, Asked, beside
from storage.queries.scope import CLOSED_IDS
from storage.queries.specs import as_date

_SEGMENTS = """
SELECT g.id, g.name, g.filter, g.taken_on, g.review_date, (
  SELECT count(*) FROM segment_member m JOIN customer c ON c.id = m.customer_id
  WHERE m.segment_id = g.id AND m.deleted_at IS NULL AND c.deleted_at IS NULL)
FROM segment g WHERE g.deleted_at IS NULL ORDER BY g.review_date, g.name
"""
# Customers that let us name them, in the industries of some customers (S1-SVC-06).
_REFERENCES = """
SELECT c.code, c.name FROM customer c
WHERE c.deleted_at IS NULL AND c.reference_willing = 1 AND c.industry IN (
  SELECT d.industry FROM customer d WHERE {of} AND d.industry IS NOT NULL)
ORDER BY c.key_account DESC, c.code LIMIT 20
"""
_OF_SEGMENT = (
    "d.id IN (SELECT m.customer_id FROM segment_member m"
    " WHERE m.segment_id = :segment AND m.deleted_at IS NULL)"
)
_OF_IDS = "d.id IN (SELECT value FROM json_each(:ids))"


def references(
    reader: ReadConnection, context: ListContext, *, segment: int | None = None, ids: str = ""
) -> list[tuple[str, str]]:
    """(code, name) of reference customers in the industries of a segment, or of these ids."""
    of = _OF_IDS if segment is None else _OF_SEGMENT
    if context.closed:
        of += f" AND d.id NOT IN ({CLOSED_IDS})"
    rows = reader.rows(_REFERENCES.format(of=of), {"segment": segment, "ids": ids})
    return [(row[0], row[1]) for row in rows]


def fitting(reader: ReadConnection, context: ListContext, filter_text: str) -> int | None:
    """Customers that a filter finds now; None where it is no longer understood."""
    query = parse(filter_text, "customers")
    return None if query.problems else listing.count(reader, context, query)


def segments(asked: Asked) -> Report:
    """Every segment with its snapshot, who fits today, its references, its review (AC-047)."""
    rows = []
    for segment, name, text, taken, review, members in asked.reader.rows(_SEGMENTS)[:MOST]:
        fits = fitting(asked.reader, asked.context, text)
        names = references(asked.reader, asked.context, segment=segment)
        day = as_date(review)
        params = {"count": members, "query": text, "date": as_date(taken)}
        taken_then = Explanation(
            "members", "S2-VAL-08", members, (Reason("segment.taken", params),)
        )
        cells = {
            "segment": Cell(name),
            "filter": Cell(text),
            "members": replace(beside(members, taken_then), query=f'segment="{name}"'),
            "fits_now": replace(beside(fits, _fits(text, fits)), query=text if fits else ""),
            "references": beside(len(names), _referred(names)),
            "review_date": beside(day, _review(asked, day)),
        }
        rows.append(ReportRow(cells, "segment", segment))
    columns = ("segment", "filter", "members", "fits_now", "references", "review_date")
    return Report("segments", (), columns, tuple(rows))


def _fits(text: str, count: int | None) -> Explanation:
    line = Reason("segment.filter_unknown", {"query": text})
    if count is not None:
        line = Reason("report.counted", {"count": count, "query": text})
    return Explanation("fits_now", "S2-VAL-11", count, (line,))


def _referred(names: Sequence[tuple[str, str]]) -> Explanation:
    lines = tuple(Reason("segment.reference", {"code": code, "name": name}) for code, name in names)
    return Explanation(
        "references", "S1-SVC-06", len(names), lines or (Reason("segment.no_reference"),)
    )


def _review(asked: Asked, day: date | None) -> Explanation:
    code = "segment.review_due" if day is not None and day <= asked.today else "segment.review"
    return Explanation("review_date", "S2-VAL-12", day, (Reason(code, {"date": day}),))
