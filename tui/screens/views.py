"""`v`: the saved views of a list; their key opens them, s saves the one on the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from models.enums import JournalType
from models.width import cut
from storage.errors import ServiceError
from tui.display import border, fitting
from tui.i18n import number, tr
from tui.labels import label
from tui.messages import Superseded
from tui.rows.layout import cut_pieces
from tui.rows.lines import Line, Lines, LinesSource
from tui.screens.framed import CORNERS
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.segment import Segment
    from textual import events
    from textual.app import ComposeResult

    from models.views.rows import SavedViewRow
    from tui.bridge import Bridge
    from tui.messages import LanguageChanged

SAVE = "save"


def view_name(view: SavedViewRow) -> str:
    """What a view is called; one that is shipped by its label."""
    return label(JournalType(view.name)) if view.shipped else view.name


_CAP = 10_000
_WIDEST = 90  # cells; as the style says


class ViewsScreen(ModalScreen["SavedViewRow | str | None"]):
    """Answers the chosen view, or SAVE for the one on the screen."""

    DEFAULT_CSS = """
    ViewsScreen { background: $background; align: center middle; }
    ViewsScreen > Vertical {
        border: round $frame-focus; border-title-style: bold; border-subtitle-color: $muted;
        width: 100%; height: 100%; max-width: 90; max-height: 24; background: $background;
    }
    ViewsScreen.-ascii > Vertical { border: ascii $frame-focus; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", show=False, id="back"),
    ]

    def __init__(self, bridge: Bridge, kind: str, shown: str) -> None:
        super().__init__()
        self.bridge = bridge
        self.kind = kind
        self._shown = shown  # the query on the screen
        self._views: Sequence[SavedViewRow] = ()
        self._counts: dict[int, int | None] = {}
        self.list: LazyList[Line] = LazyList(
            bridge.read, self._format, group="view-list", markable=False
        )

    def compose(self) -> ComposeResult:
        """One framed list."""
        with Vertical():
            yield self.list

    def on_mount(self) -> None:
        """Reads the views, then counts them one after another."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._say()
        self.list.focus()
        self.bridge.run(self, self._read, group="views")

    def _say(self) -> None:
        frame = self.query_one(Vertical)
        frame.border_title = border(tr("Saved views"))
        hint = tr("a key or Enter opens · s saves this one · d takes it away · Esc closes")
        frame.border_subtitle = border(fitting(hint, min(self.app.size.width, _WIDEST) - CORNERS))
        self.list.loading_text = tr("Reading ...")
        self.list.empty = tr("No view saved yet. s saves the one on the screen.")

    def on_resize(self) -> None:
        """Another width has room for more or fewer keys."""
        self._say()

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew."""
        event.stop()
        self._say()

    async def _read(self) -> None:
        services = self.bridge.services
        try:
            self._views = await self.bridge.read("", lambda: services.views.of(self.kind))
            self._draw()
            for view in self._views:
                self._counts[view.id] = await self.bridge.read(
                    "views", partial(services.views.count, self.kind, view.query)
                )
                self._draw()
        except Superseded:
            return
        except ServiceError as error:
            self.bridge.tell(error)

    def _draw(self) -> None:
        lines = self._lines()
        source: Any = LinesSource(lambda: lines)
        self.list.set_source(source)

    def _lines(self) -> tuple[Line, ...]:
        page = Lines(self.list.content_width or 60)
        for view in self._views:
            mark = ">" if view.query.strip() == self._shown.strip() else " "
            whose = "" if view.is_own else f"  {view.owner_name}"
            page.add(
                (f"{mark} {view.slot or ' '}  ", "accent"),
                (cut(view_name(view), 22, pad=True), "strong"),
                (f" {self._count(view):>9}  ", ""),
                (view.query, "muted"),
                (whose, "muted"),
                key=f"view {view.id}",
                record_id=view.id,
            )
        return page.done()

    def _count(self, view: SavedViewRow) -> str:
        if view.id not in self._counts:
            return "..."
        count = self._counts[view.id]
        if count is None:
            return "?"
        return f"{number(_CAP)}+" if count > _CAP else number(count)

    def on_key(self, event: events.Key) -> None:
        """The key of a view opens it."""
        if event.key == "s":
            event.stop()
            self.dismiss(SAVE)
        elif event.key == "d":
            event.stop()
            self._drop()
        else:
            for view in self._views:
                if view.slot and event.character == view.slot:
                    event.stop()
                    self.dismiss(view)
                    return

    def _drop(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.bridge.run(self, lambda: self._take_away(row.record_id), group="views")

    async def _take_away(self, view_id: int) -> None:
        services = self.bridge.services
        try:
            await self.bridge.write(lambda: services.views.drop(view_id))
        except ServiceError as error:
            self.bridge.tell(error)
            return
        await self._read()

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter opens the view under the cursor."""
        event.stop()
        row = self.list.cursor_row
        view = next((one for one in self._views if row and one.id == row.record_id), None)
        if view is not None:
            self.dismiss(view)

    def action_close(self) -> None:
        """Back to the workspace."""
        self.dismiss(None)

    def _format(self, row: Line, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del marked
        pieces = cut_pieces(row.pieces, width)
        return self.app.palette.segments(pieces, plain=selected)  # type: ignore[attr-defined,no-any-return]
