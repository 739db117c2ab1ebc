"""`:library`: what to answer, found while the customer is on the phone; type to search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.clean import dropped
from tui.i18n import tr
from tui.labels import entity_label
from tui.rows.library import library_lines
from tui.rows.lines import LinesSource
from tui.screens.questions import Choose
from tui.screens.touchpoints import RecordsScreen
from tui.widgets.filter_line import FilterLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget
    from textual.widgets import Input

    from tui.bridge import Bridge
    from tui.rows.lines import Line

_KINDS = ("objection", "faq")


class LibraryScreen(RecordsScreen):
    """Objections with argument and proof, standard answers; the line above filters as you type.

    The keyboard begins in the line; Enter or Down goes to the list, / back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", show=False, id="query"),
    ]

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge,
            lambda: tr("Objections and answers"),
            self._lines,
            hint=lambda: tr("type to search · Enter list · n new · e edit · Esc closes"),
            file_name="library",
        )
        self.line = FilterLine(placeholder=tr("words, pinyin or initials"), select_on_focus=False)

    @property
    def _listing(self) -> bool:
        """Does the keyboard rest in the list."""
        return self.list.has_focus

    def above(self) -> Iterable[Widget]:
        """The line to type in."""
        yield self.line

    def on_mount(self) -> None:
        """The keyboard begins in the line."""
        self.line.focus()

    def _lines(self, width: int) -> tuple[Line, ...]:
        text = " ".join(dropped(self.line.value).split())
        return tuple(library_lines(self.bridge.services.library.search(text), width))

    def _read(self, row_id: int | None = None) -> None:
        if self._listing:
            super()._read(row_id)
            return
        # While one types the keyboard stays in the line.
        width = self.list.content_width or 58
        self._made = LinesSource(lambda: self.make(width))
        source: Any = self._made
        self.list.set_source(source)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Searches as you type."""
        event.stop()
        self._read()

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """The keyboard goes to the list."""
        event.stop()
        self.list.focus()

    def action_search(self) -> None:
        """Back to the line."""
        self.line.focus()

    def action_new(self) -> None:
        """A new entry of the kind that is chosen."""

        def chosen(kind: str | None) -> None:
            if kind:
                self.open_record(kind)

        answers = [(kind, entity_label(kind)) for kind in _KINDS]
        self.app.push_screen(Choose(tr("What is to be written down?"), answers), chosen)


class LibraryActs:
    """Opens the library; mixed into the workspace and into forms."""

    bridge: Bridge
    app: Any

    def action_library(self) -> None:
        """Objections and standard answers, found by words."""
        self.app.push_screen(LibraryScreen(self.bridge))
