"""Taking changes back and doing them again; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.errors import ServiceError
from storage.progress import Silent
from tui.display import toast
from tui.i18n import tr
from tui.labels import reason_text
from tui.long_work import LongWork
from tui.screens.log import LogScreen
from tui.words import turned_text

if TYPE_CHECKING:
    from storage.progress import Progress
    from storage.services.changes import Undone
    from tui.bridge import Bridge


class TurnActs:
    """Undo, redo and the log they work on; mixed into the workspace."""

    bridge: Bridge
    app: Any

    if TYPE_CHECKING:

        def show_work(self, work: LongWork) -> None:
            """Shows how far long work is."""

    def action_log(self) -> None:
        """What was changed, by whom; Enter takes one back."""

        def chosen(change_id: int | None) -> None:
            if change_id is not None:
                self._turn(undo=True, change_id=change_id)

        self.app.push_screen(LogScreen(self.bridge), chosen)

    def action_undo(self) -> None:
        """Takes the last change back."""
        self._turn(undo=True)

    def action_redo(self) -> None:
        """Does again what was undone."""
        self._turn(undo=False)

    def _turn(self, *, undo: bool, change_id: int | None = None) -> None:
        """Takes a change back or does it again; one of many records shows how far it is."""
        services = self.bridge.services
        if self.bridge.behind is not None:  # the last change is not done yet
            said = tr("{title}: goes on still. :progress stops it.", title=self.bridge.behind.title)
            toast(self.app, said, "warning")
            return

        def turn(progress: Progress) -> Undone:
            changes = services.changes
            return (changes.undo if undo else changes.redo)(change_id, progress)

        def told(done: Undone | None) -> None:
            if done is not None:
                toast(self.app, turned_text(done, undo=undo))

        async def run() -> None:
            try:
                long = await self.bridge.read(
                    "", lambda: services.changes.long(change_id, redo=not undo)
                )
                if long is None:
                    told(await self.bridge.write(turn, Silent()))
                    return
            except ServiceError as error:
                self.bridge.tell(error)
                return
            what = reason_text(long)
            title = tr("Take back: {what}", what=what) if undo else tr("Redo: {what}", what=what)
            self.show_work(LongWork(self.bridge, title, turn, told))

        self.bridge.run(self.app.screen, run)
