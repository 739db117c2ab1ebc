"""Long work over the workspace: how far it is, and how to stop it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from storage.errors import ServiceError
from tui.display import border
from tui.i18n import number, tr
from tui.rows.gauge import bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from tui.bridge import Bridge

_BAR = 40


class ScreenProgress:
    """Progress of long work, told to a screen from the writer's thread."""

    def __init__(self, say: Callable[[int, int], None]) -> None:
        self._say = say
        self.stopped = False

    def report(self, done: int, total: int) -> None:
        """So many rows are through."""
        self._say(done, total)

    def cancelled(self) -> bool:
        """Has the user asked to stop."""
        return self.stopped


class WorkingScreen(ModalScreen[Any]):
    """Runs one call with a progress in the writer's thread; answers what it returned.

    Esc asks the work to stop after its chunk. A refusal is told, the answer is None then.
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
    ]

    def __init__(
        self,
        bridge: Bridge,
        title: str,
        work: Callable[[ScreenProgress], Any],
        *,
        beside: bool = False,
    ) -> None:
        """`beside`: it only reads, and keeps no write waiting."""
        super().__init__()
        self._beside = beside
        self.bridge = bridge
        self._title = title
        self._work = work
        self.progress = ScreenProgress(self._told)

    def compose(self) -> ComposeResult:
        """A bar and how to stop."""
        with Vertical() as frame:
            frame.border_title = border(self._title)
            frame.border_subtitle = border(tr("Esc stops"))
            yield Static("", markup=False)

    def on_mount(self) -> None:
        """Begins at once."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._say(tr("Reading ..."))
        self.bridge.run(self, self._run)

    async def _run(self) -> None:
        try:
            call = partial(self._work, self.progress)
            run = self.bridge.beside if self._beside else self.bridge.write
            answer = await run(call)
        except ServiceError as error:
            self.bridge.tell(error)
            self.dismiss(None)
            return
        self.dismiss(answer)

    def _told(self, done: int, total: int) -> None:
        self.app.call_from_thread(self._show, done, total)

    def _show(self, done: int, total: int) -> None:
        plain = bool(getattr(self.app, "ascii", False))
        share = 100 * done / total if total else 0.0
        said = tr("{done} of {total}", done=number(done), total=number(total))
        self._say(f"{bar(share, _BAR, plain=plain)}\n{said}")

    def _say(self, text: str) -> None:
        for place in self.query(Static):
            place.update(Text(text))

    def action_stop(self) -> None:
        """Stops after this chunk; what is done can be undone."""
        self.progress.stopped = True
        self._say(tr("Stopping after this chunk ..."))
