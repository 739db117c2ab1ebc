"""A list of one kind of record over the workspace: query line, columns, count. Esc closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

from tui.display import toast
from tui.i18n import number, serial, tr
from tui.labels import enum_words, reason_text
from tui.rows.layout import Column, Layout, Now, lay_out
from tui.screens.framed import FramedScreen
from tui.screens.lines import LinesScreen, explanation_lines
from tui.widgets.filter_line import FilterLine
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.segment import Segment
    from textual.widget import Widget
    from textual.widgets import Input

    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.widgets.paging import Row

A = TypeVar("A")
R = TypeVar("R", bound="Row")


class TableScreen(FramedScreen[A], Generic[R, A]):
    """Subclasses say which kind, which columns, and what their keys do."""

    kind: ClassVar[str]
    figure: ClassVar[tuple[str, str]] = ("", "")  # entity and figure that x explains
    starts_typing: ClassVar[bool] = False  # a search begins in its line

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "query", show=False, id="query"),
        Binding("x", "explain", show=False, id="explain"),
        Binding("p", "export_file", show=False, id="export_file"),
    ]

    def __init__(self, bridge: Bridge, given: str = "") -> None:
        """`given` is a query to begin with."""
        super().__init__(bridge)
        self._given = given
        self._layout: tuple[int, int, Layout[R]] | None = None
        self._columns: tuple[Column[R], ...] | None = None
        self.line = FilterLine()
        self.list: LazyList[R] = LazyList(
            bridge.read,
            self._format,
            format_header=self._header,
            group=self.kind,
            markable=False,
        )

    # ── what a subclass says ────────────────────────────────────────────────────────────

    def columns(self) -> tuple[Column[R], ...]:
        """The columns, asked for once, off no thread but this."""
        raise NotImplementedError

    def say(self) -> tuple[str, str, str, str]:
        """Title, hint, placeholder of the query line, words for an empty list."""
        raise NotImplementedError

    def scope(self) -> str:
        """Terms that narrow the list whatever is typed."""
        return ""

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def above(self) -> Iterable[Widget]:
        """The query line."""
        yield self.line

    def on_mount(self) -> None:
        """Reads at once, and again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self.line.value = self._given
        self.word()
        self.apply()
        (self.line if self.starts_typing else self.list).focus()

    def word(self) -> None:
        """Words of the frame, in the language of now."""
        title, hint, placeholder, empty = self.say()
        self.line.placeholder = placeholder
        self.list.empty = empty
        self.list.serial = serial()
        count = self.list.count
        if count is not None:
            title += f" · {number(count - 1)}+" if self.list.is_capped else f" · {number(count)}"
        self.frame(title, hint)

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame and the rows are worded anew."""
        event.stop()
        self.word()

    @property
    def wanted(self) -> str:
        """The query of the rows on the screen."""
        return f"{self.scope()} {self.line.value}".strip()

    def apply(self) -> None:
        """Reads what the query line asks for; a mistake is said in the frame."""
        query = self.bridge.services.lists.parse(self.wanted, self.kind, enum_words())
        if query.problems:
            self.frame(reason_text(query.problems[0]), tr("Esc closes"))
            return
        source: Any = self.bridge.services.lists.source(query, self.kind)
        self.list.set_source(source)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filters as you type."""
        event.stop()
        self.apply()

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.list.focus()

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """A new count."""
        event.stop()
        self.word()

    # ── keys that all have ──────────────────────────────────────────────────────────────

    def action_query(self) -> None:
        """The query line."""
        self.line.focus()

    def action_export_file(self) -> None:
        """Prints or exports the rows."""
        self.open_form("export", kind=self.kind, query=self.wanted)

    def action_explain(self) -> None:
        """Why the figure of the row is what it is."""
        entity, figure = self.figure
        if figure:
            self.with_row(lambda row: self.explain(entity, row.id, figure))

    def explain(self, entity: str, record_id: int, figure: str) -> None:
        """The explanation of a figure as a sheet."""
        services = self.bridge.services

        def build(width: int) -> Any:
            found = services.explanations.explain(entity, record_id, figure)
            return explanation_lines([found], entity, width)

        self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Explanation"), build))

    def with_row(self, act: Callable[[Any], None]) -> None:
        """Runs an act on the row under the cursor."""
        row = self.list.cursor_row
        if row is not None:
            act(row)

    def open_form(self, name: str, **params: Any) -> None:
        """Opens a form; what it led to is told."""
        from tui.screens.opening import form_screen

        screen = form_screen(self.bridge, name, params)
        if screen is not None:
            self.app.push_screen(screen, self._told)

    def _told(self, done: Any) -> None:
        self.bridge.poll_soon()
        message = getattr(done, "message", "")
        if message:
            toast(self.app, message)

    # ── rows ────────────────────────────────────────────────────────────────────────────

    def _laid_out(self, width: int) -> Layout[R]:
        if self._columns is None:
            self._columns = self.columns()
        kept = self._layout
        if kept is None or kept[:2] != (width, serial()):
            kept = self._layout = (width, serial(), lay_out(self._columns, width))
        return kept[2]

    def _header(self, width: int) -> Iterable[Segment]:
        return self.segments(self._laid_out(width).head())

    def _format(self, row: R, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del marked
        clock = self.bridge.services.core.clock
        pieces = self._laid_out(width).row(row, Now(clock.today(), clock.now()))
        return self.segments(pieces, plain=selected)
