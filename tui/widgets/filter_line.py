"""The query line above a list: one line of text that filters while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from models.clean import dropped

if TYPE_CHECKING:
    from textual import events


class FilterLine(Input):
    """Says what was typed by `Input.Changed`; `Left` when the keyboard is to go back."""

    DEFAULT_CSS = """
    FilterLine, FilterLine:focus {
        height: 1;
        border: none;
        padding: 0 1;
        background: $surface;
        &.-wrong { color: $due-red; text-style: underline; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, id="query_leave"),
        Binding("down,enter", "rows", show=False, id="query_done"),
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
        super().__init__(value=value, max_length=1000, **kwargs)
        self.cursor_blink = False

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
