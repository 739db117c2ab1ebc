"""Reports on the whole book as sheets over the workspace; part of the workspace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tui.i18n import tr
from tui.rows.reports import report_lines, report_title
from tui.screens.lines import LinesScreen

if TYPE_CHECKING:
    from tui.bridge import Bridge
    from tui.panes.detail.pane import DetailPane


class ReportActs:
    """Opens reports; mixed into the workspace, which has the panes."""

    bridge: Bridge
    detail: DetailPane
    app: Any

    if TYPE_CHECKING:

        def go_to(self, number: int) -> None:
            """Shows a pane and gives it the keyboard."""

    def action_pareto(self) -> None:
        """20/80: who brings the revenue, and who takes the time."""
        self._report("pareto")

    def action_churn(self) -> None:
        """Lost customers by the kind of churn."""
        self._report("churn")

    def _report(self, name: str) -> None:
        def chosen(customer_id: int | None) -> None:
            if customer_id:
                self.detail.choose(customer_id)
                self.go_to(2)

        build = partial(report_lines, self.bridge.services, name)
        hint = tr("Enter opens the customer · p prints · Esc closes") if name == "pareto" else ""
        screen = LinesScreen(self.bridge, report_title(name), build, hint=hint, file_name=name)
        self.app.push_screen(screen, chosen)
