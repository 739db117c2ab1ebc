"""`:journal`: all channels of the whole book in one timeline, by person, team or customer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

from models.enums import JournalType
from tui.display import toast
from tui.i18n import number, serial, tr
from tui.labels import enum_words, label, reason_text
from tui.rows.journal import COLUMNS
from tui.rows.layout import Layout, Now, lay_out
from tui.rows.lines import Line, Lines
from tui.screens.framed import FramedScreen
from tui.screens.lines import LinesScreen
from tui.widgets.filter_line import FilterLine
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.segment import Segment
    from textual.widget import Widget
    from textual.widgets import Input

    from models.views.rows import InteractionRow
    from tui.bridge import Bridge
    from tui.messages import LanguageChanged

KIND = "interactions"
MINE, TEAM, EVERYBODY, CUSTOMER = "mine", "team", "everybody", "customer"
_SAVE = -1  # the last line of the views
# The report of each tracking journal.
REPORT_OF: Final[Mapping[JournalType, str]] = {
    JournalType.DAILY: "daily",
    JournalType.WEEKLY: "weekly",
    JournalType.HALF_MONTH: "half-month",
    JournalType.MONTHLY: "monthly",
    JournalType.YEARLY: "yearly",
}


class JournalScreen(FramedScreen["tuple[str, object] | None"]):
    """Answers ("customer", id) of the entry to open, or ("report", name) of a tracking journal."""

    DEFAULT_CSS = """
    JournalScreen #journal-query, JournalScreen #journal-query:focus { height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "query", show=False, id="query"),
        Binding("1", "whose('mine')", show=False),
        Binding("2", "whose('team')", show=False),
        Binding("3", "whose('everybody')", show=False),
        Binding("4", "whose('customer')", show=False),
        Binding("v", "views", show=False, id="views"),
        Binding("p", "export_file", show=False, id="export_file"),
    ]

    def __init__(
        self, bridge: Bridge, customer: tuple[str, str] = ("", ""), given: str = ""
    ) -> None:
        """`customer` is code and name of the one that the third view means; `given` a query."""
        super().__init__(bridge)
        self.customer = customer
        self.whose = EVERYBODY if given else MINE
        self._given = given
        self._layout: tuple[int, int, Layout[InteractionRow]] | None = None
        self.line = FilterLine(id="journal-query")
        self.list: LazyList[InteractionRow] = LazyList(
            bridge.read,
            self._format,
            format_header=self._header,
            group="journal",
            markable=False,
        )

    def above(self) -> Iterable[Widget]:
        """The query line."""
        yield self.line

    def on_mount(self) -> None:
        """One's own journal first; it is read again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self.line.value = self._given
        self._say()
        self._apply()
        self.list.focus()

    def _say(self) -> None:
        self.line.placeholder = tr("/ filter: channel:VISIT kind:CARE step:SERVICE at>=-30d")
        self.list.empty = tr("Nothing in this journal. 3 shows everybody's.")
        hint = tr(
            "1 mine · 2 team · 3 everybody · 4 customer"
            " · / filter · v tracking journals · Esc closes"
        )
        self.frame(self._title(), hint)

    def _title(self) -> str:
        whose = {
            MINE: tr("mine"),
            TEAM: tr("my team"),
            EVERYBODY: tr("everybody"),
            CUSTOMER: self.customer[1] or tr("no customer"),
        }[self.whose]
        count = self.list.count
        text = tr("Journal · {whose}", whose=whose)
        if count is None:
            return text
        return (
            f"{text} · {number(count - 1)}+" if self.list.is_capped else f"{text} · {number(count)}"
        )

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame and the rows are worded anew."""
        event.stop()
        self.list.serial = serial()
        self._say()

    @property
    def wanted(self) -> str:
        """The query of the rows on the screen."""
        scope = {MINE: "owner:me", TEAM: "owner:team", EVERYBODY: ""}
        scope[CUSTOMER] = f"customer:{self.customer[0]}"
        return f"{scope[self.whose]} {self.line.value}".strip()

    def _apply(self) -> None:
        query = self.bridge.services.lists.parse(self.wanted, KIND, enum_words())
        if query.problems:
            self.frame(reason_text(query.problems[0]), tr("Esc closes"))
            return
        source: Any = self.bridge.services.lists.source(query, "journal")
        self.list.set_source(source)

    # ── keys ────────────────────────────────────────────────────────────────────────────

    def action_whose(self, whose: str) -> None:
        """Mine, my team's, everybody's, or that of the customer the workspace shows."""
        if whose == CUSTOMER and not self.customer[0]:
            toast(self.app, tr("Choose a customer first."), "warning")
            return
        self.whose = whose
        self._apply()

    def action_query(self) -> None:
        """The query line."""
        self.line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filters as you type."""
        event.stop()
        self._apply()

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.list.focus()

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """A new count."""
        event.stop()
        self._say()

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter opens the journal of the customer."""
        event.stop()
        row = self.list.cursor_row
        if row is not None:
            self.dismiss(("customer", row.customer_id))

    def action_views(self) -> None:
        """The five tracking journals and the saved views of the timeline."""
        self.bridge.run(self, self._ask_view)

    async def _ask_view(self) -> None:
        views = await self.bridge.read("", partial(self.bridge.services.views.of, KIND))
        names = [REPORT_OF[kind] for kind in JournalType]

        def build(width: int) -> tuple[Line, ...]:
            page = Lines(width)
            for place, kind in enumerate(JournalType, 1):
                page.add((f"   {label(kind)}", ""), key=kind.value, record_id=place)
            page.heading(tr("Saved views"))
            for place, view in enumerate(views, len(names) + 1):
                words = (f"   {view.name}  ", ""), (view.query, "muted")
                page.add(*words, key=f"view {view.id}", record_id=place)
            page.add((f"   {tr('save this view')}", "accent"), key="save", record_id=_SAVE)
            return page.done()

        def chosen(place: int | None) -> None:
            if not place:
                return
            if place == _SAVE:
                self._save_view()
            elif place <= len(names):
                self.dismiss(("report", names[place - 1]))
            else:
                self.whose = EVERYBODY
                self.line.value = views[place - len(names) - 1].query

        self.app.push_screen(
            LinesScreen(self.bridge, lambda: tr("Who was tracked in time"), build), chosen
        )

    def _save_view(self) -> None:
        self._form("view", {"kind": KIND, "query": self.wanted})

    def action_export_file(self) -> None:
        """Prints or exports the rows."""
        self._form("export", {"kind": KIND, "query": self.wanted})

    def _form(self, name: str, params: dict[str, Any]) -> None:
        from tui.screens.opening import form_screen

        def told(done: Any) -> None:
            if done is not None and done.message:
                toast(self.app, done.message)

        screen = form_screen(self.bridge, name, params)
        if screen is not None:
            self.app.push_screen(screen, told)

    # ── rows ────────────────────────────────────────────────────────────────────────────

    def _laid_out(self, width: int) -> Layout[InteractionRow]:
        kept = self._layout
        if kept is None or kept[:2] != (width, serial()):
            kept = self._layout = (width, serial(), lay_out(COLUMNS, width))
        return kept[2]

    def _header(self, width: int) -> Iterable[Segment]:
        return self.segments(self._laid_out(width).head())

    def _format(
        self, row: InteractionRow, width: int, selected: bool, marked: bool
    ) -> Iterable[Segment]:
        del marked
        clock = self.bridge.services.core.clock
        pieces = self._laid_out(width).row(row, Now(clock.today(), clock.now()))
        return self.segments(pieces, plain=selected)
