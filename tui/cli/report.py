"""`report`: figures of the whole book, by the name of the report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.rules.periods import Period, period_of
from models.values import BASE_CURRENCY
from tui import explain, paper
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
    path = _path(call)
    report = call.services.reports.make(name, period, arguments)
    if path is not None:
        _write(call, report, path)
    elif call.options.json:
        call.out.data(_data(report))
    else:
        _print(call, report)
    return 0


def _print(call: Call, report: Report) -> None:
    for line in _head(report):
        call.out.line(line)
    if report.rows:
        call.out.table(*_table(report))
    if report.more:
        call.out.note(more_text(report))


def _head(report: Report) -> list[str]:
    return [title(report), *(sentence for sentence, _figure in head_lines(report))]


def _table(report: Report) -> tuple[list[str], list[list[str]]]:
    names = report.columns
    return (
        [shown_as(report.name, one).head() for one in names],
        [[cell_text(report.name, one, row) for one in names] for row in report.rows],
    )


def _path(call: Call) -> Path | None:
    """The file to write; a format needs one."""
    target = call.value("output")
    if target is None and call.value("format") is not None:
        raise UsageError(N_("Where to? Name the file: -o FILE."))
    return None if target is None else Path(target).expanduser()


def _write(call: Call, report: Report, path: Path) -> None:
    """The report in a file, with who made it and when (requirements 11.8)."""
    heads, rows = _table(report)
    call.services.exchange.print_table(
        report.name,
        heads,
        rows,
        call.value("format") or path.suffix.lstrip(".").lower(),
        path,
        caption=[*_head(report), paper.by(call.services)],
        overwrite=call.switch("overwrite"),
        reason=call.value("reason") or "",
    )
    if call.options.json:
        call.out.data({"file": str(path), "rows": len(rows)})
    else:
        call.out.line(str(path))


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
