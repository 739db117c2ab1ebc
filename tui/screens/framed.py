"""A framed list over the workspace: what the sheets of lines and of columns have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.display import BETWEEN, border, fitting
from tui.i18n import tr
from tui.rows.lines import Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment
    from textual.app import ComposeResult
    from textual.widget import Widget

    from tui.bridge import Bridge
    from tui.rows.layout import Piece
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList

A = TypeVar("A")
CORNERS = 6  # cells of a frame that its words leave free


class FramedScreen(ModalScreen[A]):
    """A frame with a list in it; Esc closes. The list is made by the screen itself."""

    DEFAULT_CSS = """
    FramedScreen { background: $background; align: center middle; }
    FramedScreen > Vertical {
        border: round $frame-focus; border-title-style: bold; border-subtitle-color: $muted;
        width: 100%; height: 100%; background: $background;
    }
    FramedScreen.-ascii > Vertical { border: ascii $frame-focus; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", show=False, id="back"),
        Binding("question_mark", "key_help", show=False, id="key_help"),
    ]

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._below = ""
        self.list: LazyList[Any]

    def compose(self) -> ComposeResult:
        """The frame; what stands above the list comes first."""
        with Vertical():
            yield from self.above()
            yield self.list

    def above(self) -> Iterable[Widget]:
        """Widgets above the list."""
        return ()

    def on_mount(self) -> None:
        """Words that every list needs."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self.list.loading_text = tr("Reading ...")

    def frame(self, title: str, hint: str) -> None:
        """What stands in the frame, above and below."""
        self.query_one(Vertical).border_title = border(title)
        self._below = hint
        self._show_below()

    def on_resize(self) -> None:
        """Another width has room for more or fewer keys."""
        self._show_below()

    def _show_below(self) -> None:
        room = self.app.size.width - CORNERS
        below = fitting(self._below, room, tr("? keys"))
        self.query_one(Vertical).border_subtitle = border(below)

    def action_key_help(self) -> None:
        """All keys of the hint, however narrow the frame is."""
        from tui.screens.lines import LinesScreen

        hint = self._below

        def build(width: int) -> tuple[Line, ...]:
            page = Lines(width)
            for said in hint.split(BETWEEN):
                for place, part in enumerate(wrapped(said, page.width - 4)):
                    page.add((f"{'   ' if place else ' '}{part}", ""), key=f"{said} {place}")
            return page.done()

        self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Keys"), build))

    def segments(self, pieces: Iterable[Piece], *, plain: bool = False) -> Iterable[Segment]:
        """Pieces in the colours of the program."""
        palette: Any = self.app.palette  # type: ignore[attr-defined]
        return palette.segments(pieces, plain=plain)  # type: ignore[no-any-return]

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        """A read ended in an error."""
        event.stop()
        self.bridge.tell(event.error)

    def action_close(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)
