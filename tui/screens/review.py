"""`:review`: the open deals by close date, what to ask next, what is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from models.clean import shown
from storage.errors import ServiceError
from tui.i18n import serial, tr
from tui.messages import LanguageChanged, Superseded
from tui.rows.layout import Layout, Now, lay_out
from tui.rows.review import COLUMNS, head
from tui.screens.framed import FramedScreen
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment
    from textual.widget import Widget

    from storage.services.review import ReviewRow
    from tui.bridge import Bridge


class ReviewScreen(FramedScreen["ReviewRow | None"]):
    """Answers (customer, deal) of the deal to open."""

    DEFAULT_CSS = """
    ReviewScreen #review-head { height: auto; max-height: 4; padding: 0 1; color: $muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "whose", show=False, id="review.whose"),
        Binding("f", "plan", show=False, id="review.plan"),
    ]

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.mine = True
        self._layout: tuple[int, int, Layout[ReviewRow]] | None = None
        self.list: LazyList[ReviewRow] = LazyList(
            bridge.read,
            self._format,
            format_header=self._head_line,
            group="review",
            markable=False,
            id="review-list",
        )

    def above(self) -> Iterable[Widget]:
        """Sums above the deals."""
        yield Static("", id="review-head", markup=False)

    def on_mount(self) -> None:
        """Reads at once, and again whenever data change."""
        self.list.empty = tr("No open deals. o makes one.")
        self.bridge.data_changed.subscribe(self, lambda _change: self._again())
        self._read()
        self.list.focus()

    def _read(self) -> None:
        title = tr("Review: my open deals") if self.mine else tr("Review: all open deals")
        self.frame(
            title, tr("Enter opens the sheet · f plans the next step · w mine or all · Esc closes")
        )
        services = self.bridge.services
        from storage.services.review import QUERY

        whose = " owner:me" if self.mine else ""
        query = services.lists.parse(QUERY + whose, "opportunities")
        source: Any = services.review.source(services.lists.source(query, "review"))
        self.list.set_source(source)
        self._sum_up()

    def on_language_changed(self, event: LanguageChanged) -> None:
        """Everything is worded anew."""
        event.stop()
        self.list.serial = serial()
        self._read()

    def _again(self) -> None:
        self.list.reload()
        self._sum_up()

    def _sum_up(self) -> None:
        self.bridge.run(self, self._summary, group="summary", exclusive=True)

    async def _summary(self) -> None:
        services = self.bridge.services
        try:
            found = await self.bridge.read(
                "review summary", lambda: services.review.summary(mine=self.mine)
            )
        except Superseded:
            return
        except ServiceError as error:
            self.bridge.tell(error)
            return
        text = "\n".join(shown(line) for line in head(found))
        self.query_one("#review-head", Static).update(text)

    def action_whose(self) -> None:
        """One's own deals, or those of all."""
        self.mine = not self.mine
        self._read()

    def action_plan(self) -> None:
        """Plans the next step of the deal under the cursor."""
        from tui.screens.opening import form_screen

        row = self.list.cursor_row
        if row is None:
            return
        deal = row.deal
        params = {"customer_id": deal.customer_id, "opportunity": deal.code}
        screen = form_screen(self.bridge, "plan", params)
        if screen is not None:
            self.app.push_screen(screen, lambda _done: self.bridge.poll_soon())

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter opens the qualification sheet of the deal."""
        event.stop()
        row = self.list.cursor_row
        if row is not None:
            self.dismiss(row)

    def _head_line(self, width: int) -> Iterable[Segment]:
        return self.segments(self._laid_out(width).head())

    def _format(
        self, row: ReviewRow, width: int, selected: bool, marked: bool
    ) -> Iterable[Segment]:
        del marked
        clock = self.bridge.services.core.clock
        pieces = self._laid_out(width).row(row, Now(clock.today(), clock.now()))
        return self.segments(pieces, plain=selected)

    def _laid_out(self, width: int) -> Layout[ReviewRow]:
        kept = self._layout
        if kept is None or kept[0] != width or kept[1] != serial():
            kept = self._layout = (width, serial(), lay_out(COLUMNS, width))
        return kept[2]
