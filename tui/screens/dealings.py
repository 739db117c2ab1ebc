"""What the workspace does with handovers, gifts and fairs; part of the workspace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from models.width import cut
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.rows.lines import Line, Lines
from tui.screens.gifts import GiftScreen
from tui.screens.handovers import HandoverScreen
from tui.screens.lines import LinesScreen
from tui.screens.privacy import RetentionScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.views.dealings import FairRow
    from tui.bridge import Bridge
    from tui.panes.customers import CustomersPane
    from tui.panes.detail.pane import DetailPane


class DealingActs:
    """Acts on owners, gifts and fairs; mixed into the workspace, which has the panes."""

    bridge: Bridge
    customers: CustomersPane
    detail: DetailPane
    app: Any

    if TYPE_CHECKING:

        @property
        def customer_id(self) -> int | None:
            """The customer that keys mean."""

        def go_to(self, number: int) -> None:
            """Shows a pane and gives it the keyboard."""

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

    def action_handover(self) -> None:
        """What is on its way from or to the user; `n` sends the marked customers."""
        marks = self.customers.list.marks
        marked: dict[str, Any] = {}
        if marks.all_but:
            marked = {"query": self.customers.query_text, "but": sorted(marks.ids)}
        elif marks:
            marked = {"ids": sorted(marks.ids)}
        self.app.push_screen(HandoverScreen(self.bridge, marked), self._open_customer)

    def action_gifts(self) -> None:
        """The gift and meal register."""
        chosen = self.customer_id
        name = self.detail.customer_name
        self.app.push_screen(GiftScreen(self.bridge, chosen, name), self._open_customer)

    def action_retention(self) -> None:
        """Who is kept no longer than this month."""
        self.app.push_screen(RetentionScreen(self.bridge), self._open_customer)

    def action_campaign(self) -> None:
        """Campaigns with their members."""
        self.open_form("campaign")

    def _open_customer(self, customer_id: int | None) -> None:
        if customer_id:
            self.detail.choose(customer_id)
            self.go_to(2)

    # ── fairs ───────────────────────────────────────────────────────────────────────────

    def action_fair(self, given: str = "") -> None:
        """Takes visitors down one after another; without a name at the fair that is on."""
        self.bridge.run(self.app, partial(self._fair, given, self._visitor), group="fair")

    def action_hot(self, given: str = "") -> None:
        """The visitors of today, the hot ones first."""
        self.bridge.run(self.app, partial(self._fair, given, self._hot), group="fair")

    async def _fair(self, given: str, then: Any) -> None:
        fair = given.strip()
        if not fair:
            try:
                fair = await self.bridge.read("", self.bridge.services.fairs.current)
            except ServiceError as error:
                self.bridge.tell(error)
                return
        if fair:
            then(fair)
        else:
            toast(self.app, tr("Which fair? Type its name: :fair CANTON"), "warning")

    def _visitor(self, fair: str) -> None:
        from tui.screens.opening import form_screen

        def saved(done: Any) -> None:
            self.bridge.poll_soon()
            if done is None:
                self._hot(fair)
                return
            toast(self.app, done.message)
            self._visitor(fair)

        screen = form_screen(self.bridge, "fair", {"fair": fair})
        if screen is not None:
            self.app.push_screen(screen, saved)

    def _hot(self, fair: str) -> None:
        services = self.bridge.services

        def build(width: int) -> tuple[Line, ...]:
            return fair_lines(services.fairs.visitors(fair), width)

        title = tr("Fair {name}: visitors of today", name=fair.upper())
        hint = tr("Enter opens the customer · p prints · Esc closes")
        screen = LinesScreen(self.bridge, title, build, hint=hint, file_name="fair")
        self.app.push_screen(screen, self._open_customer)


def fair_lines(rows: Sequence[FairRow], width: int) -> tuple[Line, ...]:
    """The visitors of a day, the hot ones first and marked."""
    page = Lines(width)
    hot = [row for row in rows if row.hot]
    others = [row for row in rows if not row.hot]
    titles = (tr("Hot: to be called today"), tr("Others"))
    for title, some in zip(titles, (hot, others), strict=True):
        if some:
            page.heading(f"{title} · {len(some)}")
        for row in some:
            sign = "*" if row.hot and not row.done else "+" if row.done else " "
            about = " · ".join(filter(None, (row.contact_name, row.messenger)))
            page.add(
                (f" {sign} {row.card_no:>3}  ", "accent" if row.hot else "muted"),
                (cut(row.customer_name, 26, pad=True), "strong"),
                (f"  {cut(about, 26, pad=True)}  ", "muted"),
                (row.interest, ""),
                key=f"visit {row.id}",
                record_id=row.customer_id,
            )
    return page.done()
