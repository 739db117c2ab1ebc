"""`:bin`: what was archived, with search; Enter brings a record back with what went with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.rows.duplicates import bin_lines
from tui.screens.lines import PageScreen
from tui.widgets.filter_line import FilterLine
from tui.words import back_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget
    from textual.widgets import Input

    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class BinScreen(PageScreen[None]):
    """A query line over the archived records, newest first."""

    DEFAULT_CSS = "BinScreen > Vertical { max-width: 120; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "query", show=False, id="query"),
    ]

    def __init__(self, bridge: Bridge, given: str = "") -> None:
        """`given` is a text to begin with."""
        super().__init__(bridge, "bin")
        self.line = FilterLine()
        self._given = given

    def above(self) -> Iterable[Widget]:
        """The query line."""
        yield self.line

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.line.value = self._given
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self._say()

    def _say(self) -> None:
        self.line.placeholder = tr("filter: code, name or kind")
        hint = tr("Enter brings it back · / search · p prints · Esc closes")
        self.frame(self.page_title, hint)

    @property
    def page_title(self) -> str:
        """What it is."""
        return tr("Bin")

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def make(self, width: int) -> tuple[Line, ...]:
        """The archived records as lines; called off the event loop."""
        found = self.bridge.services.changes.archived(self._given)
        return bin_lines(found, width, self._given)

    def action_query(self) -> None:
        """The query line."""
        self.line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filters as you type."""
        event.stop()
        self._given = event.value
        self.list.reload()

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.list.focus()

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter brings the record back."""
        event.stop()
        line = self.list.cursor_row
        if line is not None and line.record_id:
            self.bridge.run(self, partial(self._restore, line.record_id))

    async def _restore(self, change_id: int) -> None:
        restore = self.bridge.services.changes.restore
        try:
            done = await self.bridge.write(partial(restore, change_id))
        except ServiceError as error:
            self.bridge.tell(error)
            return
        toast(self.app, back_text(done))
        self.list.reload()
