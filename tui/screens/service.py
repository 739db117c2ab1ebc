"""What the workspace does with tickets, parts, solutions and technicians; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.bridge import Bridge
    from tui.panes.detail.pane import DetailPane
    from tui.panes.feedback import FeedbackPane


class ServiceActs:
    """Acts on tickets, parts, solutions, technicians; mixed into the workspace."""

    bridge: Bridge
    detail: DetailPane
    feedback: FeedbackPane
    app: Any
    pane: int

    if TYPE_CHECKING:

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def go_to(self, number: int) -> None:
            """Shows a pane and gives it the keyboard."""

        def _with_customer(self, act: Callable[[int], None]) -> None:
            """Runs an act on the customer that keys mean."""

    def action_tickets(self, given: str = "") -> None:
        """The queue of service tickets."""

        def chosen(customer_id: int | None) -> None:
            if customer_id is not None:
                self.detail.choose(customer_id)
                self.go_to(2)

        from tui.screens.tickets import TicketsScreen

        self.app.push_screen(TicketsScreen(self.bridge, given), chosen)

    def action_ticket(self) -> None:
        """A new ticket: from the case under the cursor in pane 4, else for the customer."""
        case = self.feedback.current if self.pane == 4 else None
        if case is not None:
            self.open_form("ticket", feedback_id=case.id)
        else:
            self._with_customer(lambda found: self.open_form("ticket", customer_id=found))

    def action_solutions(self, given: str = "") -> None:
        """The solution library."""
        from tui.screens.tickets import SolutionsScreen

        self.app.push_screen(SolutionsScreen(self.bridge, given))

    def action_parts(self, given: str = "") -> None:
        """The stock of spare parts."""
        from tui.screens.tickets import PartsScreen

        self.app.push_screen(PartsScreen(self.bridge, given))

    def action_technicians(self) -> None:
        """Who is where today."""
        from tui.screens.tickets import TechniciansScreen

        self.app.push_screen(TechniciansScreen(self.bridge))

    def action_dispatch(self) -> None:
        """A new dispatch rule."""
        self.open_form("record", entity="dispatch_rule")
