"""A sheet of lines over the workspace: keys, explanations, the log's details. Esc closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.display import border, toast
from tui.i18n import tr
from tui.rows.layout import cut_pieces
from tui.rows.lines import Line, LinesSource
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.segment import Segment
    from textual.app import ComposeResult

    from tui.bridge import Bridge


class LinesScreen(ModalScreen[int | None]):
    """Shows lines that a call builds off the event loop for the width given."""

    DEFAULT_CSS = """
    LinesScreen { background: $background; align: center middle; }
    LinesScreen > Vertical {
        border: round $frame-focus; border-title-style: bold; border-subtitle-color: $muted;
        width: 100%; height: 100%; max-width: 110; background: $background;
    }
    LinesScreen.-ascii > Vertical { border: ascii $frame-focus; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", show=False, id="back"),
        Binding("p", "export_file", show=False, id="export_file"),
    ]

    def __init__(
        self,
        bridge: Bridge,
        title: str,
        build: Callable[[int], tuple[Line, ...]],
        *,
        hint: str = "",
        file_name: str = "page",
    ) -> None:
        super().__init__()
        self._file_name = file_name  # English: begins the name of a file it is printed to
        self._made: LinesSource | None = None
        self._bridge = bridge
        self._title = title
        self._hint = hint
        self._build = build
        self.list: LazyList[Line] = LazyList(
            bridge.read, self._format, group="lines", markable=False
        )

    def compose(self) -> ComposeResult:
        """One framed list."""
        with Vertical() as frame:
            frame.border_title = border(self._title)
            hint = self._hint or tr("p prints · Esc closes")
            frame.border_subtitle = border(hint)
            yield self.list

    def on_mount(self) -> None:
        """Reads once the width is known."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self.list.loading_text = tr("Reading ...")
        self.list.empty = tr("Nothing here yet.")
        self.call_after_refresh(self._read)

    def _read(self) -> None:
        width = self.list.content_width or 58
        self._made = LinesSource(lambda: self._build(width))
        source: Any = self._made
        self.list.set_source(source)
        self.list.focus()

    def action_export_file(self) -> None:
        """Prints the page into a file."""
        from tui.screens.opening import form_screen

        def told(done: Any) -> None:
            if done is not None and done.message:
                toast(self.app, done.message)

        lines = [self._title, "", *(self._made.texts() if self._made is not None else ())]
        params = {"lines": lines, "name": self._file_name}
        screen = form_screen(self._bridge, "export", params)
        if screen is not None:
            self.app.push_screen(screen, told)

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        """A read ended in an error."""
        event.stop()
        self._bridge.tell(event.error)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter hands the record of the line back."""
        event.stop()
        row = self.list.cursor_row
        if row is not None and row.record_id:
            self.dismiss(row.record_id)

    def action_close(self) -> None:
        """Back to the workspace."""
        self.dismiss(None)

    def _format(self, row: Line, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del marked
        pieces = cut_pieces(row.pieces, width)
        return self.app.palette.segments(pieces, plain=selected)  # type: ignore[attr-defined,no-any-return]
