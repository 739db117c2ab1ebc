"""The command line and palette: `:` or ctrl+p; every action by name, with its key beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from models.clean import dropped
from models.width import cut
from tui.display import border
from tui.i18n import tr
from tui.keys import DEFAULT_KEYMAP, commands
from tui.rows.lines import Line, LinesSource
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rich.segment import Segment
    from textual.app import ComposeResult

    from tui.actions import Action
    from tui.bridge import Bridge
    from tui.keys import Keymap
    from tui.messages import LanguageChanged


class CommandScreen(ModalScreen["tuple[str, str] | None"]):
    """Type part of a name in either language; Enter runs it. Answers (action, argument)."""

    DEFAULT_CSS = """
    CommandScreen { background: $background; align: center top; }
    CommandScreen > Vertical {
        border: round $frame-focus; border-title-style: bold;
        width: 100%; height: 100%; max-width: 90; background: $background;
    }
    CommandScreen.-ascii > Vertical { border: ascii $frame-focus; }
    CommandScreen Input, CommandScreen Input:focus {
        height: 1; border: none; padding: 0 1; background: $surface;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, priority=True, id="back"),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(
        self, bridge: Bridge, possible: Collection[str], keymap: Keymap = DEFAULT_KEYMAP
    ) -> None:
        super().__init__()
        self._keymap = keymap
        self._possible = possible
        self._found: list[Action] = []
        self.line = Input(max_length=200)
        self.line.cursor_blink = False
        self.list: LazyList[Line] = LazyList(
            bridge.read, self._format, group="commands", markable=False, choose_on_click=True
        )
        self.list.can_focus = False

    def compose(self) -> ComposeResult:
        """A line to type in, above what fits."""
        with Vertical():
            yield self.line
            yield self.list

    def on_mount(self) -> None:
        """All commands at first."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._say()
        self._narrow("")
        self.line.focus()

    def _say(self) -> None:
        self.query_one(Vertical).border_title = border(f": {tr('Command')}")
        self.line.placeholder = tr("command")
        self.list.empty = tr("No such command.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrows down as you type."""
        event.stop()
        self._narrow(event.value)

    def _narrow(self, text: str) -> None:
        words = dropped(text).strip().lower().split()
        word = words[0] if words else ""
        found = [action for action in commands() if action.name in self._possible]
        if word:
            found = [
                one for one in found if word in f"{one.command} {one.label} {one.help}".lower()
            ]
            found.sort(key=lambda one: (one.command != word, not one.command.startswith(word)))
        self._found = found
        lines = tuple(self._line(number, one) for number, one in enumerate(found))
        source: Any = LinesSource(lambda: lines)
        self.list.set_source(source, row_id=lines[0].id if lines else None)

    def on_lazy_list_highlighted(self, event: LazyList.Highlighted) -> None:
        """What does not fit into the line of a command stands in full below the list."""
        event.stop()
        place = self.list.cursor
        text = self._found[place].help if 0 <= place < len(self._found) else ""
        self.query_one(Vertical).border_subtitle = border(text)

    def _line(self, number: int, action: Action) -> Line:
        key = self._keymap.shown(action)
        pieces = (
            (f" :{cut(action.command, 14, pad=True)} ", "accent"),
            (f"{cut(key, 7, pad=True)} ", "strong"),
            (action.help, ""),
        )
        return Line(number + 1, hash(action.name) & 0xFFFFFF, pieces)

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The commands in the other language."""
        event.stop()
        self._say()
        self._narrow(self.line.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter runs the line under the cursor, with what was typed behind the name."""
        event.stop()
        parts = dropped(event.value).strip().split(maxsplit=1)
        self._run(parts[1] if len(parts) > 1 else "")

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """A click runs it."""
        event.stop()
        self._run("")

    def _run(self, argument: str) -> None:
        place = self.list.cursor
        if 0 <= place < len(self._found):
            self.dismiss((self._found[place].name, argument))

    def action_move(self, step: int) -> None:
        """The arrows move in the list while the typing goes on."""
        if step > 0:
            self.list.action_down()
        else:
            self.list.action_up()

    def action_close(self) -> None:
        """Back to the workspace."""
        self.dismiss(None)

    def _format(self, row: Line, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del width, marked
        return self.app.palette.segments(row.pieces, plain=selected)  # type: ignore[attr-defined,no-any-return]
