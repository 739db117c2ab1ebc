"""One of a few, or several of them: arrows, digits or a typed letter choose.

Shows labels, holds constants; asks its owner to open the whole list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from models.clean import shown
from models.width import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

Options = tuple[tuple[str, str], ...]
_TOGETHER = 1.0  # seconds between letters of one word
_SWITCHED = 3  # with so few, none included, Space switches instead of opening the list


def beginning(options: Options, place: int, typed: str) -> str | None:
    """The next constant from a place on whose label, or itself, begins so; None where none does."""
    count = len(options)
    for step in range(count):
        key, label = options[(place + step) % count]
        if key and (label.lower().startswith(typed) or key.lower().startswith(typed)):
            return key
    return None


class ChoiceField(Widget, can_focus=True):
    """A line with the chosen label, between arrows while the keyboard is there.

    Args:
        options: Stored constant and label of each choice.
        value: The constant chosen; may be one that is no longer offered.
        required: Whether one must be chosen; else the first choice is none.
        several: Whether any number may be chosen; then the value is a comma list.
    """

    DEFAULT_CSS = """
    ChoiceField { height: 1; width: 1fr; padding: 0 1; background: $surface; color: $foreground; }
    ChoiceField:focus { background: $panel; text-style: bold; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("space", "space", show=False),
        Binding("enter", "list", show=False),
        Binding("home", "first", show=False),
        Binding("delete,backspace", "clear", show=False),
    ]

    value: reactive[str] = reactive("")

    class FieldMessage(Message):
        """What a choice tells its owner."""

        def __init__(self, control: ChoiceField) -> None:
            super().__init__()
            self._control = control

        @property
        def control(self) -> ChoiceField:
            """The field."""
            return self._control

    class Changed(FieldMessage):
        """Another choice stands."""

        def __init__(self, control: ChoiceField, value: str) -> None:
            super().__init__(control)
            self.value = value

    class ListWanted(FieldMessage):
        """Enter: all choices are to be shown."""

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        value: str = "",
        *,
        required: bool = False,
        several: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        empty = () if required or several else (("", "-"),)
        self.options: Options = (*empty, *options)
        self.required = required
        self.several = several
        self._typed, self._typed_at = "", 0.0  # letters typed together, and when the last was
        self.set_reactive(ChoiceField.value, value)

    @property
    def place(self) -> int:
        """Which option stands; -1 for one that is not offered."""
        return next((n for n, (key, _) in enumerate(self.options) if key == self.value), -1)

    @property
    def words(self) -> str:
        """What is chosen, in words."""
        if self.several:
            have = set(self.value.split(","))
            return ", ".join(label for key, label in self.options if key in have) or "-"
        place = self.place
        return self.options[place][1] if place >= 0 else self.value or "-"

    def render(self) -> Text:
        """The label; with its place while the keyboard is here."""
        text = shown(self.words)
        if self.has_focus and self.several:
            text = f"[ {text} ]"
        elif self.has_focus:
            count = f" {self.place + 1}/{len(self.options)}" if self.place >= 0 else ""
            text = f"< {text} >{count}"
        return Text(cut(text, max(1, self.size.width)), end="")

    def watch_value(self, before: str, after: str) -> None:
        """Tells who listens."""
        if before != after and self.is_mounted:
            self.post_message(self.Changed(self, after))

    def action_turn(self, step: int) -> None:
        """The next or last option."""
        if self.several:
            self.action_list()
        elif self.options:
            start = self.place if self.place >= 0 else (0 if step < 0 else -1)
            self.value = self.options[(start + step) % len(self.options)][0]

    def action_space(self) -> None:
        """Switches yes and no; opens the list where there is more."""
        if len(self.options) <= _SWITCHED and not self.several:
            self.action_turn(1)
        else:
            self.action_list()

    def action_list(self) -> None:
        """Asks for all choices."""
        self.post_message(self.ListWanted(self))

    def action_first(self) -> None:
        """The first option."""
        if self.options and not self.several:
            self.value = self.options[0][0]

    def action_clear(self) -> None:
        """Nothing chosen, where that is allowed."""
        if not self.required:
            self.value = ""

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next option that begins with it, a digit to that place.

        Letters typed one after the other are the beginning of one option.
        """
        char = (event.character or "").lower()
        if self.several or len(char) != 1 or not char.isalnum():
            return
        together = event.time - self._typed_at <= _TOGETHER
        self._typed, self._typed_at = f"{self._typed if together else ''}{char}", event.time
        found = self._by_digit(char) if char.isdecimal() else None
        if found is None and len(self._typed) > 1:
            found = beginning(self.options, self.place, self._typed)
        if found is None:
            self._typed = char
            found = beginning(self.options, self.place + 1, char)
        if found is not None:
            self.value = found
            event.stop()

    def _by_digit(self, char: str) -> str | None:
        real = [key for key, _ in self.options if key]
        place = int(char)
        return real[place - 1] if 1 <= place <= len(real) else None

    def on_focus(self) -> None:
        """The arrows appear."""
        self.refresh()

    def on_blur(self) -> None:
        """The arrows go."""
        self.refresh()
