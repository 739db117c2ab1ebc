"""`report`: figures of the whole book, by the name of the report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from models.rules.periods import Period, period_of
from models.values import BASE_CURRENCY
from tui import explain
from tui.cli.options import UsageError
from tui.cli.values import money_text
from tui.i18n import N_
from tui.rows.reports import (
    cell_text,
    head_lines,
    more_text,
    shown_as,
    title,
)

if TYPE_CHECKING:
    from models.explanation import Explanation
    from models.views.report import Report, ReportRow
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Prints the sentences and the table of one report, or its figures as JSON."""
    from storage.services.reports import REPORTS

    (name,) = call.take("NAME")
    if name not in REPORTS:
        message = N_("There is no report {name}. Reports: {allowed}.")
        raise UsageError(message, name=name, allowed=", ".join(REPORTS))
    arguments, call.words = call.words, []
    period = _period(call, name)
    report = call.services.reports.make(name, period, arguments)
    if call.options.json:
        call.out.data(_data(report))
        return 0
    call.out.line(title(report))
    for sentence, figure in head_lines(report):
        del figure
        call.out.line(sentence)
    if report.rows:
        names = report.columns
        call.out.table(
            [shown_as(name, one).head() for one in names],
            [[cell_text(name, one, row) for one in names] for row in report.rows],
        )
    if report.more:
        call.out.note(more_text(report))
    return 0


def _period(call: Call, name: str) -> Period | None:
    """The days asked for; a report that knows no period takes none."""
    from storage.services.reports import REPORTS

    length = REPORTS[name].length
    if length is None:
        for option in ("from", "to"):
            if call.value(option) is not None:
                message = N_("The report {name} knows no period: leave --{option} out.")
                raise UsageError(message, name=name, option=option)
        return None
    usual = period_of(length, call.today)
    first = call.day("from", usual.first)
    # Up to the end of the usual period, or of the one that was begun.
    last = call.day("to", max(usual.last, first))
    return Period(first, last)


def _data(report: Report) -> dict[str, Any]:
    period = report.period
    return {
        "report": report.name,
        "arguments": list(report.arguments),
        "from": None if period is None or period.first == date.min else period.first,
        "to": None if period is None else period.last,
        "figures": {one.figure: _figure(one) for one in report.figures},
        "rows": [_row(report, row) for row in report.rows],
        "more": report.more,
    }


def _figure(one: Explanation) -> dict[str, Any]:
    return {
        "value": _plain(one.value),
        "rule": one.rule,
        "lines": [explain.line(reason, "customer") for reason in one.lines],
    }


def _row(report: Report, row: ReportRow) -> dict[str, Any]:
    found = {}
    for name in report.columns:
        how = shown_as(report.name, name)
        if how.worded:
            continue
        value = row.cells[name].value
        found[name] = (
            money_text(value, BASE_CURRENCY)
            if how.is_money and isinstance(value, int)
            else _plain(value)
        )
    return found


def _plain(value: Any) -> Any:
    """Percent as a number; everything else as JSON has it."""
    if isinstance(value, Decimal):
        return float(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
