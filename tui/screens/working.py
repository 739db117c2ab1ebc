"""Long work over the workspace: how far it is, and how to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.display import border
from tui.i18n import number, tr
from tui.rows.gauge import bar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.bridge import Bridge
    from tui.long_work import LongWork

_BAR = 40


class WorkingScreen(ModalScreen[Any]):
    """Shows long work till it has ended; answers what it came to, None where it was refused.

    Esc asks it to stop after its chunk. What changes the file can be put behind with Enter: it
    goes on, and the title of the workspace tells how far it is.
    """

    DEFAULT_CSS = """
    WorkingScreen { background: $background; align: center middle; }
    WorkingScreen > Vertical {
        width: 100%; max-width: 60; height: auto; border: round $frame-focus; padding: 0 1;
        border-title-style: bold; border-subtitle-color: $muted; background: $background;
    }
    WorkingScreen.-ascii > Vertical { border: ascii $frame-focus; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "stop", show=False, id="working.stop"),
        Binding("enter", "behind", show=False, id="working.behind"),
    ]

    def __init__(self, bridge: Bridge, work: LongWork, *, can_go_behind: bool = False) -> None:
        """`can_go_behind`: the user may do other things meanwhile, unless another one is there."""
        super().__init__()
        self._bridge = bridge
        self._work = work
        self._can_go_behind = can_go_behind and bridge.behind in (None, work)

    def compose(self) -> ComposeResult:
        """A bar and how to stop."""
        with Vertical() as frame:
            frame.border_title = border(self._work.title)
            keys = [tr("Enter works on meanwhile")] if self._can_go_behind else []
            frame.border_subtitle = border(" · ".join([*keys, tr("Esc stops")]))
            yield Static("", markup=False)

    def on_mount(self) -> None:
        """Begins at once, or goes on showing what was begun before."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._work.watch(self._moved)
        if not self._work.begun:
            self._work.begin(self.app)
        self._moved()

    def on_unmount(self) -> None:
        """Looks no more."""
        self._work.unwatch(self._moved)

    def on_screen_resume(self) -> None:
        """It may have ended under another screen."""
        self._moved()

    def _moved(self) -> None:
        work = self._work
        if work.ended:
            if self.is_current:  # else when what lies above has gone
                self.dismiss(work.answer)
        elif work.stopping:
            self._say(tr("Stopping after this chunk ..."))
        elif work.total:
            plain = bool(getattr(self.app, "ascii", False))
            said = tr("{done} of {total}", done=number(work.done), total=number(work.total))
            self._say(f"{bar(work.share, _BAR, plain=plain)}\n{said}")
        else:
            self._say(tr("Reading ..."))

    def _say(self, text: str) -> None:
        for place in self.query(Static):
            place.update(Text(text))

    def action_stop(self) -> None:
        """Stops after this chunk; what is done can be undone."""
        if not self._work.ended:
            self._work.stop()
            self._moved()

    def action_behind(self) -> None:
        """Leaves it to go on by itself."""
        if self._can_go_behind and not self._work.stopping and not self._work.ended:
            self._bridge.put_behind(self._work)
            self.dismiss(None)
