"""All choices of a field in a short list: one to take, or several to mark.

Type to narrow it down; holds no record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from models.clean import shown
from tui.display import border
from tui.i18n import tr
from tui.widgets.bars import KeyBar
from tui.widgets.filter_line import FilterLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widgets import Input

_FILTER_FROM = 10  # fewer choices than that are seen at a glance


class ChoicesScreen(ModalScreen["str | None"]):
    """Answers the constant chosen, of several a comma list; None where it was left.

    Args:
        title: Label of the field.
        options: Constant and label of each choice.
        value: What is chosen now.
        several: Whether any number may be marked.
    """

    DEFAULT_CSS = """
    ChoicesScreen { background: $background; align: center middle; }
    ChoicesScreen > Vertical {
        border: round $frame-focus; border-title-style: bold;
        width: 100%; max-width: 64; height: auto; max-height: 100%; background: $background;
    }
    ChoicesScreen.-ascii > Vertical { border: ascii $frame-focus; }
    ChoicesScreen OptionList, ChoicesScreen OptionList:focus {
        border: none; height: auto; max-height: 16; padding: 0; background: $background;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("space", "mark", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
    ]

    def __init__(
        self, title: str, options: Sequence[tuple[str, str]], value: str, *, several: bool
    ) -> None:
        super().__init__()
        self._title = title
        self._options = list(options)
        self._several = several
        self._marked = set(value.split(",")) - {""} if several else set()
        self._shown = list(self._options)
        self._start = value
        self._line = FilterLine(id="choices-line")
        self._list = OptionList(id="choices-list", compact=True, markup=False)
        self._keys = KeyBar()

    def compose(self) -> ComposeResult:
        """A line to narrow long lists, the choices, the keys."""
        with Vertical() as frame:
            frame.border_title = border(self._title)
            if len(self._options) >= _FILTER_FROM:
                yield self._line
            yield self._list
            yield self._keys

    def on_mount(self) -> None:
        """The choice in force is marked."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._draw()
        places = [n for n, (key, _) in enumerate(self._options) if key == self._start]
        self._list.highlighted = places[0] if places else 0
        keys = [("Enter", tr("take")), ("Esc", tr("back"))]
        if self._several:
            keys.insert(0, (tr("Space"), tr("mark")))
        self._keys.say(keys)
        if self._line.is_attached:
            self._line.focus()
        else:
            self._list.focus()

    def _draw(self) -> None:
        place = self._list.highlighted or 0
        self._list.set_options([Option(self._words(*one)) for one in self._shown])
        if self._shown:
            self._list.highlighted = min(place, len(self._shown) - 1)

    def _words(self, key: str, label: str) -> Text:
        sign = ("[x] " if key in self._marked else "[ ] ") if self._several else ""
        return Text(f" {sign}{shown(label)}", no_wrap=True, overflow="ellipsis", end="")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrows down as you type."""
        event.stop()
        word = event.value.strip().lower()
        self._shown = [one for one in self._options if word in f"{one[0]} {one[1]}".lower()]
        self._list.highlighted = 0 if self._shown else None
        self._draw()

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """Escape in an empty line leaves."""
        event.stop()
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click takes it."""
        event.stop()
        if self._several:
            self.action_mark()
        else:
            self.action_take()

    def action_move(self, step: int) -> None:
        """The arrows move in the list while the typing goes on."""
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_mark(self) -> None:
        """Marks or takes the mark away; where one is to be taken, takes it."""
        place = self._list.highlighted
        if place is None or not self._shown:
            return
        if not self._several:
            self.action_take()
            return
        self._marked ^= {self._shown[place][0]}
        self._draw()

    def action_take(self) -> None:
        """Answers."""
        place = self._list.highlighted
        if self._several:
            self.dismiss(",".join(key for key, _ in self._options if key in self._marked))
        elif place is not None and self._shown:
            self.dismiss(self._shown[place][0])

    def action_close(self) -> None:
        """Nothing changes."""
        self.dismiss(None)
