"""What the workspace does so that the same customer is there once; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr

if TYPE_CHECKING:
    from tui.bridge import Bridge
    from tui.panes.customers import CustomersPane


class DuplicateActs:
    """Acts on customers that may be one; mixed into the workspace, which has the panes."""

    bridge: Bridge
    customers: CustomersPane
    app: Any

    if TYPE_CHECKING:

        @property
        def customer_id(self) -> int | None:
            """The customer that keys mean."""

        def _open_customer(self, customer_id: int | None) -> None:
            """Shows a customer in the detail pane."""

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

    def action_duplicates(self) -> None:
        """Looks through the whole book, then shows the pairs."""
        from tui.long_work import LongWork
        from tui.screens.pairs import PairsScreen
        from tui.screens.working import WorkingScreen

        def looked(pairs: Any) -> None:
            if pairs is not None:
                self.app.push_screen(PairsScreen(self.bridge, pairs), self._open_customer)

        scan = self.bridge.services.duplicates.scan
        title = tr("Looking for customers that may be one")
        work = LongWork(self.bridge, title, scan)
        self.app.push_screen(WorkingScreen(self.bridge, work), looked)

    def action_verify(self) -> None:
        """The data of the chosen customer were checked today."""
        chosen = self.customer_id
        if chosen is None:
            toast(self.app, tr("Choose a customer first."), "warning")
        else:
            self.bridge.run(self.app, lambda: self._verify(chosen))

    async def _verify(self, customer_id: int) -> None:
        try:
            saved = await self.bridge.write(self.bridge.services.records.verify, customer_id)
        except ServiceError as error:
            self.bridge.tell(error)
            return
        toast(self.app, tr("{code}: noted as checked today.", code=saved.code))

    def action_bin(self, given: str = "") -> None:
        """What was archived."""
        from tui.screens.bin import BinScreen

        self.app.push_screen(BinScreen(self.bridge, given.strip()))

    def action_merge(self, given: str = "") -> None:
        """Makes one of the two marked customers, or of the chosen and the named one."""
        marks = self.customers.list.marks
        chosen = self.customer_id
        if given.strip() and chosen is not None:
            self.bridge.run(self.app, lambda: self._merge_with(chosen, given.strip()))
        elif not marks.all_but and len(marks.ids) == 2:
            winner, loser = sorted(marks.ids)
            self.open_form("merge", winner_id=winner, loser_id=loser)
        else:
            said = tr("Mark two customers, or name the other one: :merge C-000007")
            toast(self.app, said, "warning")

    async def _merge_with(self, chosen: int, code: str) -> None:
        try:
            found = await self.bridge.read(
                "", lambda: self.bridge.services.cards.find(code, "customer")[1]
            )
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self.open_form("merge", winner_id=chosen, loser_id=found)
