"""What the workspace does with many customers and with saved views; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.query_terms import KINDS
from tui.display import toast
from tui.i18n import tr
from tui.long_work import LongWork
from tui.screens.views import SAVE, ViewsScreen
from tui.screens.working import WorkingScreen

if TYPE_CHECKING:
    from models.views.rows import SavedViewRow
    from tui.bridge import Bridge
    from tui.panes.customers import CustomersPane
    from tui.screens.forms.changing import Change

KIND = "customers"


class ManyActs:
    """Acts on marked rows and on views; mixed into the workspace, which has the panes."""

    bridge: Bridge
    customers: CustomersPane
    pane: int
    app: Any

    if TYPE_CHECKING:

        @property
        def customer_id(self) -> int | None:
            """The customer that keys mean."""

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def go_to(self, number: int) -> None:
            """Shows a pane and gives it the keyboard."""

        def action_move(self) -> None:
            """Another day or person for an item."""

    def action_change(self) -> None:
        """Changes the marked customers, else the current one; in the calendar the item."""
        if self.pane == 3:
            self.action_move()
            return
        marks = self.customers.list.marks
        if marks.all_but:
            query = self.customers.query_text
            self.open_form("change", query=query, but=sorted(marks.ids), kind=KIND)
        elif marks:
            self.open_form("change", ids=sorted(marks.ids), kind=KIND)
        elif self.customer_id is not None:
            self.open_form("change", ids=[self.customer_id], kind=KIND)
        else:
            toast(self.app, tr("Choose a customer first."), "warning")

    def run_change(self, change: Change) -> None:
        """Runs what was agreed on, with its progress; says what it did."""
        assert change.work is not None

        def ended(text: str | None) -> None:
            if text:
                toast(self.app, text)
            self.bridge.poll_soon()

        self.show_work(LongWork(self.bridge, change.title, change.work, ended))

    def show_work(self, work: LongWork) -> None:
        """How far long work is; it can be stopped there, and put behind."""
        self.app.push_screen(WorkingScreen(self.bridge, work, can_go_behind=True))

    def action_progress(self) -> None:
        """How far the work is that goes on by itself."""
        if self.bridge.behind is not None:
            self.show_work(self.bridge.behind)
        else:
            toast(self.app, tr("Nothing goes on by itself now."))

    def action_view(self) -> None:
        """The saved views: open one, save this one."""

        def chosen(answer: SavedViewRow | str | None) -> None:
            if answer == SAVE:
                self.action_save_view()
            elif answer is not None and not isinstance(answer, str):
                self.open_view(answer)

        self.app.push_screen(ViewsScreen(self.bridge, KIND, self.customers.query_text), chosen)

    def action_sort(self, key: str = "") -> None:
        """Sorts the customers by a key; without one the query line asks for it."""
        self.go_to(1)
        name = key.strip().removeprefix("-")
        if name not in KINDS[KIND].sorts:
            self.customers.call_after_refresh(self.customers.ask_sort)
            return
        self.customers.sort_by(name, descending=True if key.strip().startswith("-") else None)

    def action_save_view(self) -> None:
        """Keeps the query on the screen under a name and a key."""
        pane = self.customers
        self.open_form("view", kind=KIND, query=pane.query_text, columns=list(pane.column_names))

    def open_view(self, view: SavedViewRow) -> None:
        """Puts the view's query and columns into the customer list."""
        self.go_to(1)
        self.customers.show_view(view.query, view.columns)
