"""Two people changed the same record: both values, field by field; neither is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from models.clean import shown
from tui.display import border
from tui.i18n import tr, trc
from tui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that both changed, each value in words."""

    name: str
    label: str
    was: str
    theirs: str
    mine: str


class _Row(Static, can_focus=True):
    """One field: what it was, theirs and mine with the mark of what is to stand."""

    DEFAULT_CSS = """
    _Row { height: auto; padding: 0 1; margin: 0 0 1 0; }
    _Row:focus { background: $panel; }
    """

    def __init__(self, difference: Difference) -> None:
        super().__init__("", markup=False)
        self.difference = difference
        self.keep = True

    def on_mount(self) -> None:
        """Draws the words."""
        self.draw()

    def draw(self) -> None:
        """The words with the mark where it stands now."""
        one, text = self.difference, Text(end="")
        text.append(f"{shown(one.label)}\n", "bold")
        text.append(f"      {trc('conflict', 'was')}: {_line(one.was)}\n", "dim")
        signs = ("[ ]", "[x]") if self.keep else ("[x]", "[ ]")
        tones = ("", "bold") if self.keep else ("bold", "")
        text.append(f"  {signs[0]} {trc('conflict', 'theirs')}: {_line(one.theirs)}\n", tones[0])
        text.append(f"  {signs[1]} {trc('conflict', 'mine')}: {_line(one.mine)}", tones[1])
        self.update(text)


class ConflictScreen(ModalScreen["dict[str, bool] | None"]):
    """Answers for each field whether mine is to stand; None goes back to the form.

    Args:
        said: Who saved what, and when.
        differences: The fields both sides changed.
    """

    AUTO_FOCUS: ClassVar[str] = "_Row"

    DEFAULT_CSS = """
    ConflictScreen { background: $background; align: center middle; }
    ConflictScreen > Vertical {
        border: round $due-amber; border-title-style: bold;
        width: 100%; height: 100%; max-width: 100; background: $background;
    }
    ConflictScreen.-ascii > Vertical { border: ascii $due-amber; }
    ConflictScreen .said { height: auto; padding: 0 1 1 1; }
    ConflictScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "next", show=False),
        Binding("up,k", "previous", show=False),
        Binding("space,left,right", "turn", show=False),
        Binding("m", "all(True)", show=False),
        Binding("t", "all(False)", show=False),
        Binding("enter,ctrl+s", "save", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, said: str, differences: Sequence[Difference]) -> None:
        super().__init__()
        self._said = said
        self._rows = [_Row(one) for one in differences]
        self._keys = KeyBar()

    def compose(self) -> ComposeResult:
        """What happened, the fields, the keys."""
        with Vertical() as frame:
            frame.border_title = border(tr("Changed meanwhile"))
            yield Static(Text(shown(self._said), end=""), classes="said", markup=False)
            with VerticalScroll(can_focus=False):
                yield from self._rows
            yield self._keys

    def on_mount(self) -> None:
        """The keys in words."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._keys.say(
            [
                (tr("Space"), tr("mine or theirs")),
                ("Enter", tr("save")),
                ("Esc", tr("back")),
                ("m", tr("all mine")),
                ("t", tr("all theirs")),
            ]
        )

    def action_next(self) -> None:
        """The next field."""
        self.focus_next(_Row)

    def action_previous(self) -> None:
        """The field before."""
        self.focus_previous(_Row)

    def action_turn(self) -> None:
        """Mine or theirs."""
        if isinstance(self.focused, _Row):
            self.focused.keep = not self.focused.keep
            self.focused.draw()

    def action_all(self, mine: bool) -> None:
        """All mine, or all theirs."""
        for row in self._rows:
            row.keep = mine
            row.draw()

    def action_save(self) -> None:
        """Hands back what is to stand."""
        self.dismiss({row.difference.name: row.keep for row in self._rows})

    def action_leave(self) -> None:
        """Back to the form, which still holds what was typed."""
        self.dismiss(None)


def _line(text: str) -> str:
    return shown(" ".join(text.split())) or "-"
