"""The frame of a pane: number, title, note, and reloading itself once when data changed.

Knows neither the database nor other panes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from textual.containers import Vertical
from textual.geometry import Region

from tui.display import border

if TYPE_CHECKING:
    import asyncio

    from textual.widget import Widget

    from models.views.change import DataChange
    from tui.bridge import Bridge


class PaneFrame(Vertical):
    """One of the four panes; its number is its key."""

    DEFAULT_CSS = """
    PaneFrame {
        border: round $frame;
        background: $background;
        border-title-color: $muted;
        border-subtitle-color: $muted;
        height: 1fr;
        width: 1fr;
        padding: 0 0;
    }
    PaneFrame:focus-within {
        border: round $frame-focus;
        border-title-color: $foreground;
        border-title-style: bold;
    }
    PaneFrame.-ascii { border: ascii $frame; }
    PaneFrame.-ascii:focus-within { border: ascii $frame-focus; }
    """

    interests: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, bridge: Bridge, number: int, *, id: str) -> None:
        super().__init__(id=id, classes="pane")
        self.bridge = bridge
        self.number = number
        self.after: asyncio.Event | None = None  # what is shown before this pane begins to read
        self._wanted = False
        self._edge = ""
        self._said: tuple[str, str] = ("", "")

    def frame(self, title: str, note: str = "") -> None:
        """Title in the upper edge, note in the lower one; both may hold data."""
        if (title, note) == self._said:
            return
        self._said = (title, note)
        self._edge = "top"
        self.border_title = border(f"{self.number} {title}")
        self._edge = "bottom"
        self.border_subtitle = border(note)
        self._edge = ""

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Repaints; only an edge while its text is written: few bytes on a slow line."""
        if self._edge and not regions and self.is_mounted:
            left, top = self.content_offset
            width, height = self.outer_size
            line = 0 if self._edge == "top" else height - 1
            regions = (Region(-left, line - top, width, 1),)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def on_mount(self) -> None:
        """Frames of plain signs where the terminal cannot draw others; listens for changes."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self.bridge.data_changed.subscribe(self, self._on_data)
        self.retitle()
        if self.after is None:
            self.first_load()
        else:
            self.bridge.run(self, self._load_after, group="first-load")

    async def _load_after(self) -> None:
        assert self.after is not None
        await self.after.wait()
        self.first_load()

    def _on_data(self, change: DataChange) -> None:
        if change.meets(self.interests) and not self._wanted:
            self._wanted = True
            # By the pane's own queue: what waits for a refresh waits on the screen on top, and is
            # lost with it where that is a form which closes at this moment.
            self.call_later(self._reload)

    def _reload(self) -> None:
        self._wanted = False
        self.reload()

    def retitle(self) -> None:
        """Words of the frame, in the language of now."""

    def first_load(self) -> None:
        """Reads what is shown at the start."""
        self.reload()

    def reload(self) -> None:
        """Reads what is shown again, keeping the cursor."""

    def focus_pane(self) -> bool:
        """Gives the keyboard to this pane; True once it is here."""
        if self.screen.focused is not None and self in self.screen.focused.ancestors:
            return True
        for widget in self.query("LazyList, MonthGrid"):
            if widget.display and self.give_focus(widget):
                return True
        return False

    def give_focus(self, widget: Widget) -> bool:
        """Gives the keyboard to a widget, where it is laid out already; True once it is there."""
        self.screen.set_focus(widget, scroll_visible=False)
        return self.screen.focused is widget

    def take_focus(self, tries: int = 20) -> None:
        """Brings the keyboard here, also out of a pane that is hidden at this moment.

        The toolkit gives focus to nothing that is not laid out yet, and takes it away from what
        it hides, so that one request may be lost.
        """
        if self.focus_pane() or not tries or not self.screen.has_class(f"-pane-{self.number}"):
            return
        self.call_after_refresh(self.take_focus, tries - 1)

    @property
    def palette(self) -> Any:
        """Styles of the theme in force."""
        return self.app.palette  # type: ignore[attr-defined]
