"""`:audit`: who did what, before and after, and whether the chain over it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.i18n import tr
from tui.rows.trail import asked, trail_lines, verified_lines
from tui.screens.lines import LinesScreen

if TYPE_CHECKING:
    from tui.bridge import Bridge
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


_MOST = 500  # lines that are read


class TrailScreen(LinesScreen):
    """The newest acts, as far as the user may see them; Enter narrows to the record."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "verify", show=False, id="verify_trail"),
    ]

    def __init__(self, bridge: Bridge, wanted: str = "") -> None:
        self._wanted = wanted
        super().__init__(
            bridge,
            self._titled,
            self._lines,
            hint=lambda: tr("Enter narrows to the record · v verifies · p prints · Esc closes"),
            file_name="audit",
        )

    def _titled(self) -> str:
        return " · ".join(part for part in (tr("Audit trail"), self._wanted) if part)

    def _lines(self, width: int) -> tuple[Line, ...]:
        found = self.bridge.services.trail.log(asked(self._wanted), _MOST)
        return trail_lines(found, width, _MOST)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter on a record: its trail alone."""
        event.stop()
        event.prevent_default()
        line = self.list.cursor_row
        if line is not None and line.question:
            self._wanted = line.question
            self._say()
            self._read()

    def action_verify(self) -> None:
        """The walk along the chain."""
        self.app.push_screen(VerifyScreen(self.bridge))


class VerifyScreen(LinesScreen):
    """Whether the chain of the change journal is whole, and where it broke first."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge, lambda: tr("Audit verified"), self._lines, file_name="audit-verify"
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        trail = self.bridge.services.trail
        found = trail.verify()
        return verified_lines(found, [trail.broken(one) for one in found.first], width)
