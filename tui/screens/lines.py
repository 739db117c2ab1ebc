"""A sheet of lines over the workspace: keys, explanations, the log's details. Esc closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from textual.binding import Binding, BindingType

from storage.errors import Invalid, NotFound, Refused
from tui.display import toast
from tui.explain import lines as explained
from tui.i18n import tr
from tui.labels import reason_text
from tui.rows.layout import cut_pieces
from tui.rows.lines import Line, Lines, LinesSource, wrapped
from tui.screens.framed import FramedScreen
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.segment import Segment

    from models.explanation import Explanation
    from tui.bridge import Bridge
    from tui.messages import LanguageChanged

A = TypeVar("A")
Words: TypeAlias = "str | Callable[[], str]"  # worded once, or again in another language


def _said(words: Words) -> str:
    return words if isinstance(words, str) else words()


class PageScreen(FramedScreen[A]):
    """A page made of lines for the width there is; `p` prints it into a file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "export_file", show=False, id="export_file"),
    ]

    def __init__(self, bridge: Bridge, file_name: str) -> None:
        super().__init__(bridge)
        self._file_name = file_name  # English: begins the name of a file it is printed to
        self._made: LinesSource | None = None
        self.list: LazyList[Line] = LazyList(
            bridge.read, self._format, group=f"lines {file_name}", markable=False
        )

    def make(self, width: int) -> tuple[Line, ...]:
        """The lines for a width; called off the event loop."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Reads once the width is known."""
        self.list.empty = tr("Nothing here yet.")
        self.call_after_refresh(self._read)

    def _read(self, row_id: int | None = None) -> None:
        width = self.list.content_width or 58
        self._made = LinesSource(lambda: self._made_for(width))
        source: Any = self._made
        self.list.set_source(source, row_id=row_id)
        self.list.focus()

    def _made_for(self, width: int) -> tuple[Line, ...]:
        """The lines, or in their place why there are none: not for this user (11.3), not known."""
        try:
            return self.make(width)
        except (Refused, Invalid, NotFound) as error:
            page = Lines(width)
            for reason in error.reasons:
                page.warn(reason_text(reason))
            return page.done()

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The page is worded anew; the cursor stays."""
        event.stop()
        self.list.empty = tr("Nothing here yet.")
        row = self.list.cursor_row
        self._read(None if row is None else row.id)

    @property
    def page_title(self) -> str:
        """What stands above the printed page."""
        raise NotImplementedError

    def take_back(self) -> None:
        """Undo, on a page that says that `u` does it: as in the workspace below."""
        below = (one for one in self.app.screen_stack if one is not self)
        undo = next((one.action_undo for one in below if hasattr(one, "action_undo")), None)
        if undo is not None:
            undo()

    def action_export_file(self) -> None:
        """Prints the page into a file."""
        from tui.screens.opening import form_screen

        def told(done: Any) -> None:
            if done is not None and done.message:
                toast(self.app, done.message)

        lines = [self.page_title, "", *(self._made.texts() if self._made is not None else ())]
        params = {"lines": lines, "name": self._file_name}
        screen = form_screen(self.bridge, "export", params)
        if screen is not None:
            self.app.push_screen(screen, told)

    def _format(self, row: Line, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del marked
        return self.segments(cut_pieces(row.pieces, width), plain=selected)


class LinesScreen(PageScreen[int | None]):
    """Shows lines that a call builds; Enter hands the record of a line back."""

    DEFAULT_CSS = "LinesScreen > Vertical { max-width: 110; }"

    def __init__(
        self,
        bridge: Bridge,
        title: Words,
        build: Callable[[int], tuple[Line, ...]],
        *,
        hint: Words = "",
        file_name: str = "page",
    ) -> None:
        super().__init__(bridge, file_name)
        self._title = title
        self._hint = hint
        self._build = build

    def make(self, width: int) -> tuple[Line, ...]:
        """The lines that were given to be built."""
        return self._build(width)

    @property
    def page_title(self) -> str:
        """The title it was given."""
        return _said(self._title)

    def on_mount(self) -> None:
        """Title and hint as they were given."""
        self._say()

    def _say(self) -> None:
        self.frame(self.page_title, _said(self._hint) or tr("p prints · Esc closes"))

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter hands the record of the line back."""
        event.stop()
        row = self.list.cursor_row
        if row is not None and row.record_id:
            self.dismiss(row.record_id)


def explanation_lines(found: Iterable[Explanation], entity: str, width: int) -> tuple[Line, ...]:
    """Explanations as lines of that width: name, value and rule, then the arithmetic."""
    page = Lines(width)
    for one in found:
        head, *rest = explained(one, entity)
        page.heading(head)
        for text in rest:
            for part in wrapped(text, page.width - 4):
                page.add((f"   {part}", ""))
    return page.done()
