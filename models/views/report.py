"""A report as services make it: figures, columns by name, rows of cells; no word of it.

Values are counts, percent, minor units of the base currency, days, constants or texts; how each
reads is told by the name of its column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.explanation import Explanation
from models.rules.periods import Period

Explain = Callable[[], Explanation]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row; None is no data.

    `explain` makes its explanation when asked; `query` is the customer list it counts.
    """

    value: object
    explain: Explain | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of a report, and the record it stands for, if any."""

    cells: Mapping[str, Cell]
    entity: str = ""
    record_id: int = 0
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report on the whole book, or on a period of it."""

    name: str
    figures: tuple[Explanation, ...]
    columns: tuple[str, ...]
    rows: tuple[ReportRow, ...] = ()
    period: Period | None = None
    arguments: tuple[str, ...] = ()
    more: int = 0  # rows that were left off
