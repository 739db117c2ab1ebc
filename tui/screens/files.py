"""What the workspace does with files: printing and exporting, importing, backup; part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.panes.feedback import OPEN

if TYPE_CHECKING:
    from tui.bridge import Bridge
    from tui.panes.customers import CustomersPane
    from tui.panes.detail.pane import DetailPane
    from tui.panes.follow_ups.pane import FollowUpsPane

# Records behind a tab of the detail pane; those of the other tabs are the customer itself.
_BEHIND = {
    "nsabc": "opportunities",
    "people": "contacts",
    "journal": "interactions",
    "orders": "orders",
    "feedback": "feedback",
}


class FileActs:
    """Acts on files; mixed into the workspace, which has the panes."""

    bridge: Bridge
    customers: CustomersPane
    detail: DetailPane
    follow_ups: FollowUpsPane
    pane: int
    app: Any

    if TYPE_CHECKING:

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

    def action_export_file(self) -> None:
        """Prints or exports what the pane with the keyboard shows."""
        self.bridge.run(self.app, self._take_out, group="take-out")

    async def _take_out(self) -> None:
        if self.pane == 2:  # a page is made as far as it was looked at: now the rest of it
            await self.bridge.read("", self.detail.make_all)
        shown = (self._list, self._page, self._agenda, self._queue)[self.pane - 1]()
        if shown:
            self.open_form("export", **shown)
        else:
            toast(self.app, tr("Choose a customer first."), "warning")

    def _list(self) -> dict[str, Any]:
        query, marks = self.customers.query_text, self.customers.list.marks
        marked: dict[str, Any] = {}
        if marks.all_but:
            marked = {"query": query, "but": sorted(marks.ids)}
        elif marks:
            marked = {"ids": sorted(marks.ids)}
        return {"kind": "customers", "query": query, "marked": marked}

    def _page(self) -> dict[str, Any]:
        code, lines = self.detail.code, self.detail.texts()
        if not code:
            return {}
        tab = self.detail.tab_key
        kind = _BEHIND.get(tab, "customers")
        query = f"code:{code}" if kind == "customers" else f"customer:{code}"
        return {"lines": lines, "name": f"{code}-{tab}", "kind": kind, "query": query}

    def _agenda(self) -> dict[str, Any]:
        day, query = self.follow_ups.month.day, "open:yes"
        if self.follow_ups.mine:
            query += " owner:me"
        return {"kind": "follow-ups", "query": f"{query} due<={day.isoformat()}", "more": query}

    def _queue(self) -> dict[str, Any]:
        return {"kind": "feedback", "query": OPEN}

    def action_import_file(self) -> None:
        """Brings in a file."""
        self.open_form("import")

    def action_backup(self) -> None:
        """A checked copy beside the data, named by the moment."""
        services = self.bridge.services
        path = services.core.database.path
        moment = services.core.clock.now().strftime("%Y%m%d-%H%M%S")
        target = path.parent / "backups" / f"{path.stem}-{moment}.db"

        async def run() -> None:
            try:
                await self.bridge.write(lambda: services.maintenance.backup(target))
            except ServiceError as error:
                self.bridge.tell(error)
                return
            toast(self.app, tr("Backup written and checked: {path}", path=str(target)))

        self.bridge.run(self.app, run)
