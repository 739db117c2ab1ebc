"""Reports on the whole book by name: one table of them, one way to make each. Writes nothing.

What each counts stands in storage/queries/reports; the rules in models/rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from models.enums import JournalType, PeriodLength
from models.explanation import Reason
from models.policy_defaults import policy_from
from models.rules.periods import Period, period_of
from models.views.report import Report
from storage.errors import Invalid, NotFound
from storage.queries import figures
from storage.queries.reader import ReadConnection
from storage.queries.reports import (
    answers,
    book,
    feedback,
    flow,
    groups,
    people,
    put_off,
    security,
    segments,
    tracking,
)
from storage.queries.reports.asked import Asked
from storage.queries.reports.experience import (
    audits,
    improvements,
    service,
    standards,
    touchpoints,
)
from storage.services.core import Core

_L = PeriodLength
DIMENSIONS: Final = tuple(segments.DIMENSIONS)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """How a report is made, how long its period is where nothing else is asked, what it takes."""

    make: Callable[[Asked], Report]
    length: PeriodLength | None = None  # None: it knows no period
    arguments: tuple[str, ...] = ()  # the ones in force where none are given
    choices: tuple[tuple[str, ...], ...] = ()  # all it can be asked with
    entity: str = ""  # kind of the records that its rows stand for, where a person makes them


REPORTS: Final[Mapping[str, ReportKind]] = {
    "pareto": ReportKind(book.pareto),
    "churn": ReportKind(flow.churn, _L.ALL),
    "leak": ReportKind(flow.leaky_bucket, _L.QUARTER),
    "goals": ReportKind(flow.goal_figures, _L.QUARTER),
    "targets": ReportKind(people.targets, _L.QUARTER, entity="sales_target"),
    "owners": ReportKind(people.owners, _L.QUARTER),
    "satisfaction": ReportKind(answers.satisfaction, _L.QUARTER),
    "calibration": ReportKind(flow.odds_come_true, _L.ALL),
    "cross": ReportKind(
        segments.cross,
        arguments=("need", "urgency"),
        choices=tuple(permutations(segments.DIMENSIONS, 2)),
    ),
    "feedback": ReportKind(
        feedback.monitoring,
        _L.QUARTER,
        arguments=("channel",),
        choices=tuple((one,) for one in feedback.DIMENSIONS),
    ),
    "silent": ReportKind(feedback.silent, _L.QUARTER),
    "grades": ReportKind(segments.grades, _L.QUARTER),
    "moves": ReportKind(segments.moves, _L.QUARTER),
    "put-off": ReportKind(put_off.put_off),
    "security": ReportKind(security.security, _L.MONTH),
    "segments": ReportKind(groups.segments, entity="segment"),
    "improvements": ReportKind(improvements, entity="improvement"),
    "standards": ReportKind(standards, entity="service_standard"),
    "service": ReportKind(service, _L.QUARTER, entity="service_review"),
    "audits": ReportKind(audits),
    "touchpoints": ReportKind(touchpoints, entity="touchpoint"),
    "daily": ReportKind(tracking.journal(JournalType.DAILY), _L.DAY),
    "weekly": ReportKind(tracking.journal(JournalType.WEEKLY), _L.WEEK),
    "half-month": ReportKind(tracking.journal(JournalType.HALF_MONTH), _L.HALF_MONTH),
    "monthly": ReportKind(tracking.journal(JournalType.MONTHLY), _L.MONTH),
    "yearly": ReportKind(tracking.journal(JournalType.YEARLY), _L.YEAR),
}


class Reports:
    """Makes reports by name."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def make(
        self, name: str, period: Period | None = None, arguments: Sequence[str] = ()
    ) -> Report:
        """The report of that name as of now, over a period where it knows one.

        NotFound: no such report. Invalid: arguments it does not take, a period that ends before
        it begins. The security audit shows the acts that the actor may look at (11.3).
        """
        kind = REPORTS.get(name)
        if kind is None:
            raise NotFound("report.unknown", report=name, allowed=", ".join(REPORTS))
        today = self._core.clock.today()
        if period is None or kind.length is None:
            period = period_of(kind.length or PeriodLength.ALL, today)
        if period.last < period.first:
            params = {"field": "to", "first": period.first, "second": period.last}
            raise Invalid([Reason("field.dates_out_of_order", params)])
        given = _arguments(kind, tuple(arguments))

        users = self._core.audited() if name == "security" else None

        def read(reader: ReadConnection) -> Report:
            policy = policy_from(figures.figures(reader))
            return kind.make(Asked(reader, self._core.context(), policy, period, given, users))

        return self._core.read(read, "report")


def _arguments(kind: ReportKind, given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        return kind.arguments
    if given not in kind.choices:
        allowed = dict.fromkeys(name for choice in kind.choices for name in choice)
        params = {"allowed": ", ".join(allowed) or "-", "count": len(kind.arguments)}
        raise Invalid([Reason("report.arguments", params)])
    return given
