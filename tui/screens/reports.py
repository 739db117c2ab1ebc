"""Reports on the whole book as sheets over the workspace; part of the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

from models.enums import PeriodLength
from models.rules.periods import neighbour, period_of, quarter_name
from models.width import cut
from tui.display import toast
from tui.i18n import tr, trc
from tui.labels import figure_label, label
from tui.rows.layout import Layout, Now, Piece, cut_pieces, lay_out
from tui.rows.lines import Line, Lines, line_id, wrapped
from tui.rows.reports import TITLES, columns, head_lines, more_text, title
from tui.screens.lines import LinesScreen, PageScreen, explanation_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment

    from models.explanation import Explanation
    from models.rules.periods import Period
    from models.views.report import Report, ReportRow
    from tui.bridge import Bridge
    from tui.panes.customers import CustomersPane
    from tui.panes.detail.pane import DetailPane
    from tui.widgets.lazy_list import LazyList

_LENGTHS: Final = tuple(PeriodLength)


@dataclass(frozen=True, slots=True)
class Target:
    """What Enter opens: a customer list by its query, or a record."""

    query: str = ""
    entity: str = ""
    record_id: int = 0


class ReportScreen(PageScreen["Target | None"]):
    """One report; answers what Enter asked to open.

    The cursor rests on a row, and within it on a cell: `x` explains that figure, Enter opens
    the list it counts, or the record of the row.
    """

    DEFAULT_CSS = "ReportScreen > Vertical { max-width: 110; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "explain", show=False, id="explain"),
        Binding("h,left", "cell(-1)", show=False, id="left"),
        Binding("l,right", "cell(1)", show=False, id="right"),
        Binding("left_square_bracket", "turn(-1)", show=False, id="previous_period"),
        Binding("right_square_bracket", "turn(1)", show=False, id="next_period"),
        Binding("w", "length", show=False, id="period"),
        Binding("n", "new", show=False, id="new"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("tab", "other(1)", show=False, priority=True),
        Binding("shift+tab", "other(-1)", show=False, priority=True),
    ]

    def __init__(self, bridge: Bridge, name: str, arguments: tuple[str, ...] = ()) -> None:
        from storage.services.reports import REPORTS

        super().__init__(bridge, name)
        self.report_name = name
        self.kind = REPORTS[name]
        self.arguments = arguments or self.kind.arguments
        self.length = self.kind.length
        self.period: Period | None = None
        self.report: Report | None = None
        self._layout: Layout[ReportRow] | None = None
        self._rows: dict[int, tuple[Line, ReportRow]] = {}  # with their line, by its id
        self._figures: dict[int, Explanation] = {}
        self._column = ""  # of the cell that `x` and Enter mean
        self._width = 0  # for which the report was asked for last
        if self.length is not None:
            self.period = period_of(self.length, bridge.services.core.clock.today())

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())

    def on_resize(self) -> None:
        """Columns that fit."""
        if self.report is not None:
            self._read()

    def _read(self, row_id: int | None = None) -> None:
        self._width = self.list.content_width or 58
        super()._read(line_id("row 0") if row_id is None else row_id)

    @property
    def page_title(self) -> str:
        """Name and period."""
        return "" if self.report is None else title(self.report)

    def make(self, width: int) -> tuple[Line, ...]:
        """The report as lines; called off the event loop."""
        services = self.bridge.services
        period, arguments = self.period, self.arguments
        report = services.reports.make(self.report_name, period, arguments)
        page = Lines(width)
        figures: dict[int, Explanation] = {}
        rows: dict[int, tuple[Line, ReportRow]] = {}
        for place, (sentence, figure) in enumerate(head_lines(report)):
            for part, text in enumerate(wrapped(sentence, width - 2)):
                page.add((f" {text}", ""), key=f"head {place} {part}", figure=figure.figure)
                figures[page.made[-1].id] = figure
        if report.figures:
            page.blank()
        layout = lay_out(columns(report), width)
        page.add(*layout.head(), key="columns")
        now = Now(services.core.clock.today(), services.core.clock.now())
        for place, row in enumerate(report.rows):
            page.add(*layout.row(row, now), key=f"row {place}", record_id=row.record_id)
            rows[page.made[-1].id] = page.made[-1], row
        if not report.rows:
            page.add((f" {tr('Nothing in this period.')}", "muted"), key="none")
        if more_text(report):
            page.add((f" {more_text(report)}", "muted"), key="more")
        # One that was superseded may end after the one that is shown.
        if (width, period, arguments) == (self._width, self.period, self.arguments):
            self.report, self._layout, self._rows, self._figures = report, layout, rows, figures
        return page.done()

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """Title and hints follow what was read."""
        event.stop()
        if self.report is not None:
            self.frame(title(self.report), " · ".join(self._hints(self.report)))

    def _hints(self, report: Report) -> Iterable[str]:
        rows = report.rows
        if any(row.record_id or any(one.query for one in row.cells.values()) for row in rows):
            yield tr("Enter opens")
        yield tr("x explains")
        if self.kind.entity:
            yield tr("n new · e edit")
        if self.length is not None:
            yield tr("[ ] w {length}", length=label(self.length))
        if self.kind.arguments:
            many = len(self.kind.arguments) > 1
            yield tr("Tab crosses others") if many else tr("Tab tells apart otherwise")
        if any(len(self._stops(row)) > 1 for row in rows):
            yield tr("h l cell")
        yield tr("p prints · Esc closes")

    # ── cells ───────────────────────────────────────────────────────────────────────────

    def _stops(self, row: ReportRow) -> list[str]:
        """Columns of a row, among those in view, whose cell says more."""
        if self._layout is None:
            return []
        names = [column.name for column in self._layout.columns]
        return [name for name in names if row.cells[name].explain or row.cells[name].query]

    def _chosen_column(self, row: ReportRow) -> str:
        stops = self._stops(row)
        if self._column in stops:
            return self._column
        return stops[0] if stops else ""

    @property
    def row(self) -> ReportRow | None:
        """The row under the cursor."""
        line = self.list.cursor_row
        found = self._rows.get(line.id) if line is not None else None
        return None if found is None else found[1]

    def action_cell(self, step: int) -> None:
        """Another cell of the row."""
        row = self.row
        stops = self._stops(row) if row is not None else []
        if row is not None and stops:
            place = stops.index(self._chosen_column(row)) + step
            self._column = stops[max(0, min(place, len(stops) - 1))]
            self.list.serial += 1  # drawn anew

    def _format(self, row: Line, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del marked
        pieces: Iterable[Piece] = cut_pieces(row.pieces, width)
        made, found = self._rows.get(row.id, (None, None))
        # A line of another width is drawn until those of the new layout are there.
        if selected and made == row and found is not None and len(self._stops(found)) > 1:
            pieces = self._pointed(list(row.pieces), self._chosen_column(found))
        return self.segments(pieces, plain=selected)

    def _pointed(self, pieces: list[Piece], column: str) -> list[Piece]:
        """The pieces of a row with brackets around a cell, where blanks leave room for them."""
        assert self._layout is not None
        place = 2 * [one.name for one in self._layout.columns].index(column)
        before, (text, tone), after = pieces[:place], pieces[place], pieces[place + 1 :]
        bare = text.strip()
        if before and before[-1][0] == " ":
            start = text.index(bare) if bare else 0
            if start:
                text = f"{text[: start - 1]}[{text[start:]}"
            else:
                before[-1] = ("[", "")
            if text.endswith(" "):
                end = len(text.rstrip())
                text = f"{text[:end]}]{text[end + 1 :]}"
            elif after:
                after[0] = ("]", "")
        return [*before, (text, tone), *after]

    # ── keys ────────────────────────────────────────────────────────────────────────────

    def action_explain(self) -> None:
        """Why the figure under the cursor is what it is."""
        line, row = self.list.cursor_row, self.row
        found: list[Explanation] = []
        if line is not None and line.id in self._figures:
            found = [self._figures[line.id]]
        elif row is not None:
            column = self._chosen_column(row)
            explain = row.cells[column].explain if column else None
            found = [explain()] if explain else []
        elif self.report is not None:
            found = list(self.report.figures)
        if found:
            build = partial(explanation_lines, found, "customer")
            self.app.push_screen(LinesScreen(self.bridge, figure_label(found[0].figure), build))

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter opens the list a cell counts, or the record of the row."""
        event.stop()
        row = self.row
        if row is None:
            return
        column = self._chosen_column(row)
        query = row.cells[column].query if column else ""
        if query:
            self.dismiss(Target(query=query))
        elif row.entity and row.entity == self.kind.entity:
            self.action_edit()
        elif row.record_id:
            self.dismiss(Target("", row.entity, row.record_id))

    def action_new(self) -> None:
        """A new record of the kind the rows stand for."""
        if self.kind.entity:
            self._form({})

    def action_edit(self) -> None:
        """Edits the record of the row."""
        row = self.row
        if row is not None and row.entity == self.kind.entity and row.record_id:
            self._form({"record_id": row.record_id})

    def _form(self, params: dict[str, Any]) -> None:
        from tui.screens.opening import form_screen

        if self.kind.entity == "sales_target" and not params and self.period is not None:
            params["defaults"] = {"quarter": quarter_name(self.period.first)}
        screen = form_screen(self.bridge, "record", {"entity": self.kind.entity, **params})
        if screen is not None:
            self.app.push_screen(screen, self._saved)

    def _saved(self, done: Any) -> None:
        self.bridge.poll_soon()
        if done is not None and done.message:
            toast(self.app, done.message)

    def action_turn(self, step: int) -> None:
        """The period before or after."""
        if self.length is not None and self.period is not None:
            self.period = neighbour(self.length, self.period, step)
            self._read()

    def action_length(self) -> None:
        """A longer period, from the longest the shortest."""
        if self.length is None:
            return
        today = self.bridge.services.core.clock.today()
        self.length = _LENGTHS[(_LENGTHS.index(self.length) + 1) % len(_LENGTHS)]
        self.period = period_of(self.length, today)
        self._read()

    def action_other(self, step: int) -> None:
        """Told apart, or crossed, another way."""
        if not self.kind.arguments:
            return
        choices = self.kind.choices
        self.arguments = choices[(choices.index(self.arguments) + step) % len(choices)]
        self._read()


def all_reports(width: int) -> tuple[Line, ...]:
    """Every report with the name that `:report` and the command line know it by."""
    page = Lines(width)
    for number, (name, words) in enumerate(TITLES.items(), 1):
        page.add(
            (f" {cut(name, 14, pad=True)} ", "accent"),
            (trc(*words), ""),
            key=name,
            record_id=number,
        )
    return page.done()


class ReportActs:
    """Opens reports; mixed into the workspace, which has the panes."""

    bridge: Bridge
    customers: CustomersPane
    detail: DetailPane
    app: Any

    if TYPE_CHECKING:

        def go_to(self, number: int) -> None:
            """Shows a pane and gives it the keyboard."""

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

    def action_report(self, given: str = "") -> None:
        """The report of that name, or the choice of all."""
        names = list(TITLES)
        if given in names:
            self._report(given)
            return

        def chosen(number: int | None) -> None:
            if number:
                self._report(names[number - 1])

        hint = tr("Enter opens · p prints · Esc closes")
        screen = LinesScreen(
            self.bridge, tr("Reports"), all_reports, hint=hint, file_name="reports"
        )
        self.app.push_screen(screen, chosen)

    def action_pareto(self) -> None:
        """20/80: who brings the revenue, and who takes the time."""
        self._report("pareto")

    def action_churn(self) -> None:
        """Lost customers by the kind of churn."""
        self._report("churn")

    def action_leak(self) -> None:
        """The leaky bucket."""
        self._report("leak")

    def action_goals(self) -> None:
        """Conversion, repeat rate and the like."""
        self._report("goals")

    def action_calibration(self) -> None:
        """Odds against what came true."""
        self._report("calibration")

    def action_grades(self) -> None:
        """Grades then and now."""
        self._report("grades")

    def action_moves(self) -> None:
        """Moves of grades."""
        self._report("moves")

    def action_targets(self) -> None:
        """Targets against what was sold."""
        self._report("targets")

    def action_owners(self) -> None:
        """What owners are judged by."""
        self._report("owners")

    def action_satisfaction(self) -> None:
        """What customers answered, by experience element."""
        self._report("satisfaction")

    def action_monitoring(self) -> None:
        """How the feedback queue was kept."""
        self._report("feedback")

    def action_silent(self) -> None:
        """Customers of whom nothing is heard."""
        self._report("silent")

    def action_segments(self) -> None:
        """The segments that were taken."""
        self._report("segments")

    def action_segment(self) -> None:
        """The six steps to a segment, begun with the query on the screen."""
        defaults = {"filter": self.customers.query_text}
        self.open_form("record", entity="segment", defaults=defaults)

    def action_seg(self, given: str = "") -> None:
        """The customers of some segments, or two ways to segment crossed."""
        if given:
            self._open(Target(query=given))
        else:
            self._report("cross")

    def _report(self, name: str) -> None:
        self.app.push_screen(ReportScreen(self.bridge, name), self._open)

    def _open(self, target: Target | None) -> None:
        if target is None:
            return
        if target.query:
            self.customers.line.value = target.query
            self.go_to(1)
        elif target.entity == "customer":
            self.detail.choose(target.record_id)
            self.go_to(2)
