"""What the workspace does with playbooks and the steps of a deal; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.display import toast
from tui.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.panes.customers import CustomersPane
    from tui.panes.follow_ups.pane import FollowUpsPane


class PlaybookActs:
    """Acts on playbooks; mixed into the workspace, which has the panes."""

    customers: CustomersPane
    follow_ups: FollowUpsPane
    pane: int
    app: Any
    deal_id: int | None

    if TYPE_CHECKING:

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def _with_customer(self, act: Callable[[int], None]) -> None:
            """Runs an act on the customer that keys mean."""

    def action_play(self, given: str = "") -> None:
        """The step under the cursor, the marked customers, or what runs with this one.

        `given` is the code of a playbook to be started.
        """
        item = self.follow_ups.current if self.pane == 3 else None
        marks = self.customers.list.marks
        code = given.strip()
        if item is not None and item.step_id and not code:
            self.open_form("step", step_id=item.step_id)
        elif self.pane == 1 and marks.all_but:
            query = self.customers.query_text
            self.open_form("play_many", query=query, but=sorted(marks.ids), playbook=code)
        elif self.pane == 1 and marks:
            self.open_form("play_many", ids=sorted(marks.ids), playbook=code)
        elif code:
            self._with_customer(
                lambda found: self.open_form("play_start", customer_id=found, playbook=code)
            )
        else:
            self._with_customer(lambda found: self.open_form("playbooks", customer_id=found))

    def action_deal_steps(self) -> None:
        """The steps of the deal under the cursor."""
        if self.deal_id is None:
            toast(self.app, tr("Put the cursor on a deal first (s shows them)."), "warning")
        else:
            self.open_form("deal_steps", deal_id=self.deal_id)
