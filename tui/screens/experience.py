"""What the workspace adds for touchpoints, audits, surveys, improvements; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.bridge import Bridge


class ExperienceActs:
    """Opens the pages of customer experience; mixed into the workspace."""

    bridge: Bridge
    app: Any

    def action_touchpoints(self) -> None:
        """The register of touchpoints."""
        from tui.screens.touchpoints import TouchpointsScreen

        self.app.push_screen(TouchpointsScreen(self.bridge))

    def action_matrix(self) -> None:
        """Service x channel with its blind spots."""
        from tui.screens.matrix import MatrixScreen

        self.app.push_screen(MatrixScreen(self.bridge))
