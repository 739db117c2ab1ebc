"""The stage panel over the workspace: Enter moves to a stage or ticks a strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import StageStrategy
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.rows.stage_panel import MOVE, TICK, is_done, stage_panel
from tui.screens.lines import LinesScreen
from tui.screens.opening import form_screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.views.account import StagePanel
    from tui.bridge import Bridge
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class StageScreen(LinesScreen):
    """The relationship stage of a customer (8.5)."""

    def __init__(self, bridge: Bridge, customer_id: int) -> None:
        self._customer_id = customer_id
        self._panel: StagePanel | None = None
        super().__init__(
            bridge,
            lambda: tr("Relationship stage"),
            self._lines,
            hint=lambda: tr("Enter: move here, tick · Esc closes"),
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        self._panel = self.bridge.services.account_plans.stage(self._customer_id)
        return stage_panel(self._panel, width)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the form of a move, or the tick of a strategy."""
        event.stop()
        event.prevent_default()
        line = self.list.cursor_row
        if line is None:
            return
        if line.act == MOVE:
            self._move(line.question)
        elif line.act == TICK and self._panel is not None:
            strategy = StageStrategy(line.question)
            done = not is_done(self._panel, strategy)
            stages, customer_id = self.bridge.services.stages, self._customer_id
            self.bridge.run(self, lambda: self._write(stages.tick, customer_id, strategy, done))

    async def _write(self, call: Any, *given: Any) -> None:
        try:
            await self.bridge.write(call, *given)
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self.bridge.poll_soon()
        self.list.reload()

    def _move(self, stage: str) -> None:
        params = {"customer_id": self._customer_id, "stage": stage}
        screen = form_screen(self.bridge, "stage", params)
        if screen is not None:
            self.app.push_screen(screen, self._moved)

    def _moved(self, saved: Any) -> None:
        message = getattr(saved, "message", "")
        if message:
            toast(self.app, message)
        self.bridge.poll_soon()
        self.list.reload()


def stage_screen(bridge: Bridge, params: Mapping[str, Any]) -> StageScreen:
    """The panel of the customer that the parameters name."""
    return StageScreen(bridge, int(params["customer_id"]))
