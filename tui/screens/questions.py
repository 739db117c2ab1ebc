"""Small questions: yes or no, one of a few; and a notice to read out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from models.clean import shown
from tui.display import border
from tui.i18n import tr
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Choose(ModalScreen["str | None"]):
    """A question with a few answers; each has its digit, Enter takes the marked one."""

    DEFAULT_CSS = """
    Choose { background: $background; align: center middle; }
    Choose > Vertical {
        width: 100%; max-width: 64; height: auto; border: round $frame-focus; padding: 0 1;
        background: $background;
    }
    Choose.-ascii > Vertical { border: ascii $frame-focus; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,tab", "move(1)", show=False),
        Binding("up,k,shift+tab", "move(-1)", show=False),
        Binding("enter", "choose(-1)", show=False),
        Binding("escape,q", "leave", show=False),
        *(Binding(str(number), f"choose({number - 1})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question = question
        self._answers = list(answers)
        self._place = 0

    def compose(self) -> ComposeResult:
        """One framed text."""
        with Vertical():
            yield Static("", markup=False)

    def on_mount(self) -> None:
        """Draws the words."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._draw()

    def _draw(self) -> None:
        text = Text(end="")
        text.append(shown(self._question, lines=True) + "\n\n", "bold")
        for place, (_key, label) in enumerate(self._answers):
            chosen = place == self._place
            mark = ">" if chosen else " "
            text.append(f"{mark} {place + 1}  {shown(label)}\n", "bold" if chosen else "")
        self.query_one(Static).update(text)

    def action_move(self, step: int) -> None:
        """Marks another answer."""
        self._place = (self._place + step) % len(self._answers)
        self._draw()

    def action_choose(self, place: int) -> None:
        """Answers."""
        place = self._place if place < 0 else place
        if place < len(self._answers):
            self.dismiss(self._answers[place][0])

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


class Confirm(ModalScreen[bool]):
    """Yes or no."""

    DEFAULT_CSS = """
    Confirm { background: $background; align: center middle; }
    Confirm > Vertical {
        width: 100%; max-width: 60; height: auto; border: round $frame-focus; padding: 0 1;
        background: $background;
    }
    Confirm.-ascii > Vertical { border: ascii $frame-focus; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", show=False, id="yes"),
        Binding("n,escape,q", "answer(False)", show=False, id="no"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question and its keys."""
        with Vertical():
            text = Text(shown(self._question, lines=True) + "\n\n", "bold", end="")
            text.append(tr("y or Enter: yes · n or Esc: no"), "not bold dim")
            yield Static(text, markup=False)

    def on_mount(self) -> None:
        """Plain frames where the terminal needs them."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")

    def action_answer(self, yes: bool) -> None:
        """Answers."""
        self.dismiss(yes)


class Notice(ModalScreen[None]):
    """A few lines that are to be read, such as a receipt; any usual key closes it."""

    DEFAULT_CSS = """
    Notice { background: $background; align: center middle; }
    Notice > Vertical {
        width: 100%; max-width: 72; height: auto; border: round $frame-focus; padding: 0 1;
        border-title-style: bold; background: $background;
    }
    Notice.-ascii > Vertical { border: ascii $frame-focus; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,space,q", "close", show=False),
        Binding("y", "copy", show=False, id="copy"),
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        """The lines and how to go on."""
        with Vertical() as frame:
            frame.border_title = border(self._title)
            text = Text("\n" + "\n".join(shown(one) for one in self._lines) + "\n\n", end="")
            text.append(tr("Enter goes on · y copies"), "dim")
            yield Static(text, markup=False)

    def on_mount(self) -> None:
        """Plain frames where the terminal needs them."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")

    def action_copy(self) -> None:
        """Hands the lines to whoever copies, to be sent to the customer."""
        text = "\n".join(self._lines)
        for screen in self.app.screen_stack:
            copy = getattr(screen, "copy_text", None)
            if copy is not None:
                copy(text)

    def action_close(self) -> None:
        """Read."""
        self.dismiss(None)


class AskText(ModalScreen["str | None"]):
    """One line of text; Enter answers what was typed, Esc nothing."""

    DEFAULT_CSS = """
    AskText { background: $background; align: center middle; }
    AskText > Vertical {
        width: 100%; max-width: 64; height: auto; border: round $frame-focus; padding: 0 1;
        border-title-style: bold; border-subtitle-color: $muted; background: $background;
    }
    AskText.-ascii > Vertical { border: ascii $frame-focus; }
    AskText Input, AskText Input:focus {
        height: 1; border: none; padding: 0; background: $surface;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, question: str, *, max_length: int) -> None:
        super().__init__()
        self._question = question
        self._field = TextField("", max_length=max_length)

    def compose(self) -> ComposeResult:
        """The question over its line."""
        with Vertical() as frame:
            frame.border_title = border(self._question)
            frame.border_subtitle = border(tr("Enter goes on · Esc goes back"))
            yield self._field

    def on_mount(self) -> None:
        """The line has the keyboard."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._field.focus()

    def on_input_submitted(self, event: TextField.Submitted) -> None:
        """Answers; an empty line is no answer yet."""
        event.stop()
        if self._field.value.strip():
            self.dismiss(self._field.value.strip())

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)
