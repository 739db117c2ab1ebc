"""Reports on how customers are spread: two ways to segment crossed, grades and their moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from models import enums
from models.explanation import Explanation, Reason
from models.views.report import Cell, Report, ReportRow
from storage.queries.reports.asked import MOST, Asked, beside, counted

# The four ways to segment by the name of their query term: column and choices (R-SEG1..4).
DIMENSIONS: Final[Mapping[str, tuple[str, type[StrEnum], str]]] = {
    "need": ("need_status", enums.NeedStatus, "R-SEG4"),
    "urgency": ("urgency", enums.Urgency, "R-SEG3"),
    "deal": ("deal_status", enums.DealStatus, "R-SEG1"),
    "importance": ("importance", enums.Importance, "R-SEG2"),
}
TOTAL = "total"


def cross(asked: Asked) -> Report:
    """How many customers stand where two of the four ways to segment meet (AC-055)."""
    down, across = asked.arguments
    down_column, down_choices, rule = DIMENSIONS[down]
    across_column, across_choices, _rule = DIMENSIONS[across]
    found = asked.reader.rows(
        f"SELECT c.{down_column}, c.{across_column}, count(*) FROM customer c"
        f" WHERE c.deleted_at IS NULL AND {asked.told} GROUP BY 1, 2"
    )
    counts = {(row[0], row[1]): row[2] for row in found}
    heads = [one.value for one in across_choices]

    def row(choice: StrEnum | None, having: str) -> ReportRow:
        cells = {"dimension": Cell(choice if choice is not None else TOTAL)}
        for head in (*heads, TOTAL):
            terms = having if head == TOTAL else f"{having} {across}:{head}".strip()
            count = sum(
                number
                for (one, other), number in counts.items()
                if choice in (None, one) and head in (TOTAL, other)
            )
            cells[_column(across, head)] = counted("customers", rule, count, terms)
        return ReportRow(cells, is_total=choice is None)

    rows = [row(one, f"{down}:{one}") for one in down_choices]
    columns = ("dimension", *(_column(across, head) for head in (*heads, TOTAL)))
    total = sum(counts.values())
    line = Reason("report.customers", {"count": total})
    head = Explanation("customers", rule, total, (line,))
    return Report("cross", (head,), columns, (*rows, row(None, "")), arguments=(down, across))


def _column(dimension: str, constant: str) -> str:
    """Name of a column that stands for a constant: what it is worded by."""
    return constant if constant == TOTAL else f"{dimension}:{constant}"


# --- grades at two dates

_GRADE_AT = """
CASE WHEN c.created_at >= :{moment} THEN 'NEW'
  ELSE COALESCE((SELECT h.to_grade FROM grade_history h WHERE {own} AND h.at < :{moment}
      ORDER BY h.at DESC, h.id DESC LIMIT 1),
    CASE WHEN EXISTS (SELECT 1 FROM grade_history h WHERE {own} AND h.at >= :{moment})
      THEN (SELECT COALESCE(h.from_grade, 'NONE') FROM grade_history h
        WHERE {own} AND h.at >= :{moment} ORDER BY h.at, h.id LIMIT 1)
      ELSE COALESCE(c.grade, 'NONE') END) END
"""
_OWN = "h.customer_id = c.id AND h.opportunity_id IS NULL AND h.deleted_at IS NULL"
_GRADES = f"""
SELECT {_GRADE_AT.format(moment="since", own=_OWN)} AS before,
  {_GRADE_AT.format(moment="until", own=_OWN)} AS after, count(*)
FROM customer c WHERE c.deleted_at IS NULL AND c.created_at < :until AND {{told}} GROUP BY 1, 2
"""
_BEFORE: tuple[StrEnum, ...] = (*enums.Grade, *enums.NoGrade)
_AFTER: tuple[StrEnum, ...] = tuple(enums.Grade)
Counts = Mapping[tuple[str, str], int]


def grades(asked: Asked) -> Report:
    """Customers by grade at the begin and at the end of the period, and who became what."""
    found = asked.reader.rows(_GRADES.format(told=asked.told), asked.moments)
    counts = {(before, after): count for before, after, count in found}
    ungraded = (enums.NoGrade.NONE,) if any(end == "NONE" for _, end in counts) else ()
    after = (*_AFTER, *ungraded)
    rows = [
        _grade_row(before, after, counts)
        for before in _BEFORE
        if before in _AFTER or any(start == before for start, _ in counts)
    ]
    rows.append(_grade_row(None, after, counts, now=asked.period.last >= asked.today))
    columns = ("grade_before", *(f"grade:{one}" for one in after), TOTAL)
    head = Explanation("grades", "R-GRADE", sum(counts.values()), (_moves_of(counts),))
    return Report("grades", (head,), columns, tuple(rows), asked.period)


def _grade_row(
    before: StrEnum | None, after: Sequence[StrEnum], counts: Counts, *, now: bool = False
) -> ReportRow:
    """Customers that had a grade at the begin, by what they have at the end; None counts all."""
    cells = {"grade_before": Cell(before or TOTAL)}
    for end in (*after, None):
        count = sum(
            number
            for (start, stop), number in counts.items()
            if before in (None, start) and end in (None, stop)
        )
        why = Explanation("grades", "R-GRADE", count, (_grade_line(before, end, count),))
        query = f"grade:{end}" if now and isinstance(end, enums.Grade) else ""
        name = TOTAL if end is None else f"grade:{end}"
        cells[name] = replace(beside(count, why), query=query)
    return ReportRow(cells, is_total=before is None)


def _grade_line(before: StrEnum | None, end: StrEnum | None, count: int) -> Reason:
    if before is None and end is None:
        return Reason("report.customers", {"count": count})
    if before is None:
        return Reason("report.grade_end", {"count": count, "end": end})
    if end is None:
        return Reason("report.grade_start", {"count": count, "start": before})
    return Reason("report.grade_both", {"count": count, "start": before, "end": end})


def _moves_of(counts: Counts) -> Reason:
    moved = {"up": 0, "down": 0, "same": 0, "new": 0}
    for (start, stop), number in counts.items():
        if start not in _AFTER or stop not in _AFTER:
            moved["new"] += number
        elif start == stop:
            moved["same"] += number
        else:
            moved["up" if stop < start else "down"] += number
    return Reason("report.moves", moved)


_MOVES = """
SELECT h.at, c.id, c.code, c.name, h.from_grade, h.to_grade, h.reason_code, h.manual, h.reason
FROM grade_history h JOIN customer c ON c.id = h.customer_id
WHERE h.deleted_at IS NULL AND c.deleted_at IS NULL AND h.opportunity_id IS NULL
  AND h.from_grade IS NOT NULL AND h.from_grade <> h.to_grade
  AND h.at >= :since AND h.at < :until
ORDER BY h.at DESC, h.id DESC
"""


def moves(asked: Asked) -> Report:
    """Every move of a grade in the period, the newest first, with its reason (R-REGRADE)."""
    found = asked.reader.rows(_MOVES, asked.moments)
    up = sum(row[5] < row[4] for row in found)
    params = {"up": up, "down": len(found) - up}
    head = Explanation("moves", "R-REGRADE", len(found), (Reason("report.up_down", params),))
    rows = tuple(_move(asked, *row) for row in found[:MOST])
    columns = ("on", "code", "name", "from_grade", "to_grade", "reason")
    return Report("moves", (head,), columns, rows, asked.period, more=max(0, len(found) - MOST))


def _move(asked: Asked, at: str, customer: int, code: str, name: str, *rest: Any) -> ReportRow:
    before, after, reason, manual, why = rest
    given = enums.GradeReason.OVERRIDE if manual else reason and enums.GradeReason(reason)
    cells = {
        "on": Cell(asked.context.day_of(at)),
        "code": Cell(code),
        "name": Cell(name),
        "from_grade": Cell(before),
        "to_grade": Cell(after),
        "reason": Cell(why or given),
    }
    return ReportRow(cells, "customer", customer)
