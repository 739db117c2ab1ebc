"""The first start: no database yet. Offers an empty one, a file to bring in, or the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui import i18n, themes
from tui.i18n import tr
from tui.terminal import crash, fence

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

CHOICES = ("empty", "import", "demo")


class FirstRunApp(App[str]):
    """Three ways to begin; answers with one of CHOICES, or nothing."""

    TITLE = "Fivefold"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { align: center middle; background: $background; }
    #choices { width: 100%; max-width: 76; height: auto; border: round $frame-focus; padding: 1 2; }
    #choices.-ascii { border: ascii $frame-focus; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1,fullwidth_digit_one", "choose(0)", show=False),
        Binding("2,fullwidth_digit_two", "choose(1)", show=False),
        Binding("3,fullwidth_digit_three", "choose(2)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("enter", "choose(-1)", show=False),
        Binding("f2", "language", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, database: Path, log_path: Path, *, theme: str = "", plain: bool) -> None:
        super().__init__()
        self._database = database
        self._plain = plain
        self._place = 0
        themes.install(self, theme)
        fence.install(self)
        crash.install(self, lambda reference: reference, log_path)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colour variables under themes that are not ours."""
        return themes.variable_defaults(self.current_theme)

    def compose(self) -> ComposeResult:
        """One framed text."""
        with Vertical(id="choices", classes="-ascii" if self._plain else ""):
            yield Static("", id="words", markup=False)

    def on_mount(self) -> None:
        """Draws the words."""
        self._draw()

    def _draw(self) -> None:
        words = [
            tr("an empty database for my own customers, encrypted"),
            tr("an empty database, then bring in a file (CSV, Excel, vCard)"),
            tr("the demo: 40 invented customers to look around"),
        ]
        text = Text(end="")
        text.append(tr("Welcome to Fivefold") + "\n\n", "bold")
        text.append(tr("There is no database yet at {path}.", path=str(self._database)) + "\n")
        text.append(tr("Begin with:") + "\n\n")
        for place, word in enumerate(words):
            chosen = place == self._place
            text.append(
                f" {'>' if chosen else ' '} {place + 1}  {word}\n", "bold" if chosen else ""
            )
        text.append("\n" + tr("Enter begins · F2 中文 / English · q leaves"), "dim")
        self.query_one("#words", Static).update(text)

    def action_move(self, step: int) -> None:
        """Up and down."""
        self._place = (self._place + step) % len(CHOICES)
        self._draw()

    def action_choose(self, place: int) -> None:
        """Ends with the choice."""
        self.exit(CHOICES[self._place if place < 0 else place])

    def action_language(self) -> None:
        """The other language."""
        i18n.set_language(i18n.next_language())
        self._draw()

    def action_leave(self) -> None:
        """Ends without one."""
        self.exit(None)


def ask(database: Path, log_path: Path, *, theme: str, plain: bool, mouse: bool) -> str | None:
    """Runs the question; None where the user left."""
    return FirstRunApp(database, log_path, theme=theme, plain=plain).run(mouse=mouse)
