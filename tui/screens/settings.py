"""`:settings`: the figures of the rules over the workspace; Enter changes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.display import toast
from tui.i18n import tr
from tui.long_work import LongWork
from tui.rows.settings import settings_lines
from tui.screens.lines import LinesScreen
from tui.screens.opening import form_screen
from tui.screens.working import WorkingScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class SettingsScreen(LinesScreen):
    """Every figure with value, default and bounds (requirements 8)."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge,
            lambda: tr("Figures of the rules"),
            self._lines,
            hint=lambda: tr("Enter changes a figure · p prints · Esc closes"),
            file_name="settings",
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        return settings_lines(self.bridge.services.policies.all(), width)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the form of the figure."""
        event.stop()
        event.prevent_default()
        line = self.list.cursor_row
        if line is None or not line.question:
            return
        screen = form_screen(self.bridge, "figure", {"key": line.question})
        if screen is not None:
            self.app.push_screen(screen, self._agreed)

    def _agreed(self, change: Any) -> None:
        """Works out what depends on the figure, with its progress."""
        if change is None or change.work is None:
            return

        def ended(text: str | None) -> None:
            if text:
                toast(self.app, text)
            self.bridge.poll_soon()
            if self.is_attached:
                self.list.reload()

        work = LongWork(self.bridge, change.title, change.work, ended)
        self.app.push_screen(WorkingScreen(self.bridge, work, can_go_behind=True))


def settings_screen(bridge: Bridge, params: Mapping[str, Any]) -> SettingsScreen:
    """The figures; nothing has to be named."""
    del params
    return SettingsScreen(bridge)
