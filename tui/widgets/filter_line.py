"""The query line above a list: one line of text that filters while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.highlighter import Highlighter
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from models.clean import dropped, shown
from models.width import cell_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text
    from textual import events

Offer = tuple[int, int, str]  # put the text in the place of start:end


class Marks(Highlighter):
    """Marks the places of a text that were not understood."""

    def __init__(self) -> None:
        self.places: Sequence[tuple[int, int]] = ()
        self.style = Style(underline=True)

    def highlight(self, text: Text) -> None:
        """Each place by itself; one at the end of the text, where something is missing, by it."""
        for start, end in self.places:
            text.stylize(self.style, min(start, max(0, len(text) - 1)), max(end, start + 1))


class HintLine(Static):
    """The line under the query line while it has the keyboard: what could follow, or what not."""

    DEFAULT_CSS = """
    HintLine { height: 1; display: none; padding: 0 1; color: $muted; text-wrap: nowrap; }
    HintLine.-wrong { color: $due-red; height: auto; max-height: 3; text-wrap: wrap; }
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("", markup=False, **kwargs)
        self.said = ""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Shows a text; nothing is drawn anew where it stands there already."""
        if text != self.said or self.has_class("-wrong") != wrong:
            self.said = text
            self.set_class(wrong, "-wrong")
            self.update(shown(text))

    def offer(self, words: Sequence[str]) -> None:
        """As many of the words as fit."""
        room = max(20, self.size.width - 2) if self.size.width else 48
        fitting: list[str] = []
        for word in words:
            room -= cell_width(word) + 2
            if room < 0:
                break
            fitting.append(word)
        self.say("  ".join(fitting))


class FilterLine(Input):
    """Says what was typed by `Input.Changed`; `Left` when the keyboard is to go back."""

    DEFAULT_CSS = """
    FilterLine, FilterLine:focus {
        height: 1;
        border: none;
        padding: 0 1;
        background: $surface;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, id="query_leave"),
        Binding("down,enter", "rows", show=False, id="query_done"),
        Binding("tab", "complete", show=False, id="query_complete"),
    ]

    class Left(Message):
        """Escape or Enter: the keyboard goes back to the rows."""

        def __init__(self, control: FilterLine) -> None:
            super().__init__()
            self._control = control

        @property
        def control(self) -> FilterLine:
            """The line that was left."""
            return self._control

    def __init__(self, value: str = "", **kwargs: Any) -> None:
        self._marks = Marks()
        super().__init__(value=value, max_length=1000, highlighter=self._marks, **kwargs)
        self.cursor_blink = False
        self.offers: Sequence[Offer] = ()

    def mark(self, places: Sequence[tuple[int, int]], style: Style | None = None) -> None:
        """Marks what was not understood where it stands, underlined in that style."""
        self.set_class(bool(places), "-wrong")
        self._marks.places = tuple(places)
        self._marks.style = Style(underline=True) + (style or Style())
        self.refresh()

    def action_complete(self) -> None:
        """Tab: the first of what could follow; without any on to the next pane."""
        if not self.offers:
            self.app.call_later(self.screen.run_action, "next_pane")
            return
        start, end, text = self.offers[0]
        self.value = f"{self.value[:start]}{text}{self.value[end:]}"
        self.cursor_position = start + len(text)

    def action_leave(self) -> None:
        """Escape clears first, then leaves."""
        if self.value:
            self.value = ""
        else:
            self.post_message(self.Left(self))

    def action_rows(self) -> None:
        """Enter or down: on to the rows, the filter stays."""
        self.post_message(self.Left(self))

    def _on_paste(self, event: events.Paste) -> None:
        """The whole clipboard as one line without control signs."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(dropped(event.text))
