"""What a report is asked with, and what makers of reports share. Reads nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from models.enums import OrderStatus
from models.explanation import Explanation, Reason
from models.policy_defaults import Policy
from models.rules.periods import Period
from models.rules.spans import YEAR_DAYS
from models.views.report import Cell
from storage.queries.compile import NOT_CLOSED
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection

MOST = 1000  # rows of a table; figures always count all
_FIRST_MOMENT = "0001-01-01T00:00:00Z"

# Orders and won deals of requirements 8, conventions; aliases as in storage/queries/specs.py.
ORDERED = f"s.deleted_at IS NULL AND s.status <> '{OrderStatus.CANCELLED}'"
WON = "o.deleted_at IS NULL AND o.pipeline = 'WON' AND o.closed_on IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the read door, who asks when, the figures of the rules, period, arguments."""

    reader: ReadConnection
    context: ListContext
    policy: Policy
    period: Period
    arguments: tuple[str, ...] = ()
    users: frozenset[int] | None = None  # whose acts may be seen; None: everybody's

    @property
    def today(self) -> date:
        """The day in force."""
        return self.context.today

    @property
    def told(self) -> str:
        """Condition of the customers `c` of which more is told than name and status (9.5)."""
        return NOT_CLOSED if self.context.closed else "TRUE"

    @property
    def is_all_time(self) -> bool:
        """Has the period no begin."""
        return self.period.first == date.min

    @property
    def days(self) -> dict[str, str]:
        """The period as days, both included: `first` and `last`."""
        return {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}

    @property
    def moments(self) -> dict[str, str]:
        """The period as moments: from `since`, before `until`."""
        since = _FIRST_MOMENT if self.is_all_time else self.context.start_of(self.period.first)
        return {
            "since": since,
            "until": self.context.start_of(self.period.last + timedelta(days=1)),
        }

    @property
    def year(self) -> dict[str, str]:
        """The last 365 days: `year_first` and `today`."""
        first = self.today - timedelta(days=YEAR_DAYS)
        return {"year_first": first.isoformat(), "today": self.today.isoformat()}


def counted(figure: str, rule: str, count: int, query: str) -> Cell:
    """A count of the customers that fit a query; Enter opens them, `x` tells the query."""
    return Cell(count, partial(_count_explained, figure, rule, count, query), query)


def _count_explained(figure: str, rule: str, count: int, query: str) -> Explanation:
    line = Reason("report.customers", {"count": count})
    if query:
        line = Reason("report.counted", {"count": count, "query": query})
    return Explanation(figure, rule, count, (line,))


def told(explanation: Explanation) -> Cell:
    """A cell with the value of an explanation."""
    return beside(explanation.value, explanation)


def beside(value: object, explanation: Explanation) -> Cell:
    """A cell with a value of its own that an explanation tells of too."""
    return Cell(value, lambda: explanation)
