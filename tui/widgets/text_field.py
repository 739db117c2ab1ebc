"""Fields for one line and for notes that take in only what may be stored.

They drop what `models.clean` would refuse, as it is typed or pasted; they check no meaning.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.message import Message
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from models.clean import dropped
from models.fields.spec import FieldKind

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

# Full-width digits and signs of a Chinese keyboard mean the same as the plain ones here.
WIDTH_FREE: Final = frozenset(
    {
        FieldKind.INTEGER,
        FieldKind.MONEY,
        FieldKind.DECIMAL,
        FieldKind.TENTHS,
        FieldKind.DISCOUNT,
        FieldKind.DATE,
        FieldKind.TIME,
        FieldKind.INSTANT,
        FieldKind.EMAIL,
        FieldKind.PHONE,
        FieldKind.URL,
        FieldKind.CURRENCY,
    }
)


class Shortened(Message):
    """A text was longer than its field: the last `lost` characters stayed out."""

    def __init__(self, control: Widget, lost: int) -> None:
        super().__init__()
        self._field = control
        self.lost = lost

    @property
    def control(self) -> Widget:
        """The field it happened in."""
        return self._field


def fitting(text: str, room: int | None) -> tuple[str, int]:
    """The part of a text that fits into `room` characters, and how many do not."""
    if room is None or len(text) <= room:
        return text, 0
    room = max(0, room)
    return text[:room], len(text) - room


class TextField(Input):
    """A field of one line.

    Args:
        value: Text to begin with.
        kind: How its value is written; decides whether full-width forms become plain.
        max_length: Most characters, None for no limit.
        options: As for `Input`.
    """

    DEFAULT_CSS = """
    TextField { width: 1fr; }
    """

    def __init__(
        self,
        value: str = "",
        kind: FieldKind = FieldKind.TEXT,
        max_length: int | None = None,
        **options: Any,
    ) -> None:
        self.kind = kind
        options.setdefault("select_on_focus", False)
        super().__init__(value, max_length=max_length or 0, **options)
        self.set_reactive(TextField.cursor_blink, False)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in place of a part; what may not be stored or does not fit stays out."""
        text = dropped(text)
        if self.kind in WIDTH_FREE:
            text = unicodedata.normalize("NFKC", text)
        low, high = sorted((max(0, start), min(len(self.value), end)))
        room = self.max_length - (len(self.value) - (high - low)) if self.max_length else None
        text, lost = fitting(text, room)
        if lost:
            self.post_message(Shortened(self, lost))
        if text or high > low:
            super().replace(text, start, end)

    def on_paste(self, event: events.Paste) -> None:
        """Take the whole text, its lines joined, not its first line only."""
        event.prevent_default()
        event.stop()
        text = dropped(event.text).strip()
        if text:
            self.replace(text, *self.selection)


class NoteField(TextArea):
    """A field of several lines; Tab leads to the next field.

    Args:
        text: Text to begin with.
        max_length: Most characters, None for no limit.
        options: As for `TextArea`.
    """

    DEFAULT_CSS = """
    NoteField { width: 1fr; height: 5; }
    """

    kind: ClassVar[FieldKind] = FieldKind.NOTE

    def __init__(self, text: str = "", max_length: int | None = None, **options: Any) -> None:
        self.max_length = max_length
        options.setdefault("highlight_cursor_line", False)
        super().__init__(text, **options)
        self.set_reactive(NoteField.cursor_blink, False)

    def edit(self, edit: Edit) -> EditResult:
        """Change the text; what may not be stored or does not fit stays out."""
        text = dropped(edit.text, multiline=True)
        if self.max_length is not None and text:
            replaced = self.get_text_range(edit.top, edit.bottom)
            room = self.max_length - (len(self.text) - len(replaced))
            text, lost = fitting(text, room)
            if lost:
                self.post_message(Shortened(self, lost))
        if text != edit.text:
            edit = Edit(text, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        return super().edit(edit)
