"""`:gifts`: the gift and meal register of a customer, or of all; a manager answers here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.enums import GiftState
from tui.display import toast
from tui.i18n import money, tr
from tui.labels import figure_label
from tui.rows.gifts import COLUMNS
from tui.rows.layout import Now, lay_out
from tui.rows.lines import Line, Lines
from tui.screens.lines import LinesScreen, PageScreen, explanation_lines

if TYPE_CHECKING:
    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.widgets.lazy_list import LazyList


class GiftScreen(PageScreen["int | None"]):
    """What waits for an answer stands first, then the newest."""

    DEFAULT_CSS = "GiftScreen > Vertical { max-width: 120; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False, id="new"),
        Binding("a", "answer", show=False, id="gift.answer"),
        Binding("w", "whose", show=False, id="period"),
        Binding("x", "explain", show=False, id="explain"),
    ]

    def __init__(self, bridge: Bridge, customer_id: int | None, name: str) -> None:
        super().__init__(bridge, "gifts")
        self._customer = customer_id
        self._name = name
        self._all = True

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self._say()

    def _say(self) -> None:
        hint = tr("Enter edits · n new · a answers · w all or one · x explains · Esc closes")
        self.frame(self.page_title, hint)

    @property
    def page_title(self) -> str:
        """Whose gifts."""
        if self._all or not self._customer:
            return tr("Gifts and meals")
        return tr("Gifts and meals: {name}", name=self._name)

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def make(self, width: int) -> tuple[Line, ...]:
        """The register as lines; called off the event loop."""
        services = self.bridge.services
        customer = None if self._all else self._customer
        page = Lines(width)
        if customer:
            fund = services.gifts.fund(customer)
            page.field(figure_label("fund_balance"), money(int(str(fund.value))))
            page.blank()
        rows = services.gifts.rows(customer)
        layout = lay_out(COLUMNS, width)
        if rows:
            page.add(*layout.head(), key="columns")
        now = Now(services.core.clock.today(), services.core.clock.now())
        for row in rows:
            page.add(
                *layout.row(row, now),
                key=f"gift {row.id}",
                record_id=row.id,
                act=row.state.value,
            )
        if not rows:
            page.add((f" {tr('No gift or meal yet. n writes one down.')}", "muted"), key="none")
        return page.done()

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter answers what waits, edits the rest."""
        event.stop()
        row = self.list.cursor_row
        if row is not None and row.record_id:
            self._form("gift", record_id=row.record_id)

    def action_answer(self) -> None:
        """Approves or declines what waits."""
        row = self.list.cursor_row
        if row is not None and row.act == GiftState.WAITING:
            self._form("gift_answer", gift_id=row.record_id)
        else:
            toast(self.app, tr("This one waits for no answer."), "warning")

    def action_new(self) -> None:
        """A gift of the chosen customer."""
        if self._customer:
            self._form("gift", customer_id=self._customer)
        else:
            toast(self.app, tr("Choose a customer first."), "warning")

    def action_whose(self) -> None:
        """All customers, or the chosen one."""
        if self._customer:
            self._all = not self._all
            self._say()
            self._read()

    def action_explain(self) -> None:
        """By which limits it is free or waits."""
        row = self.list.cursor_row
        if row is None or not row.record_id:
            return
        services, gift_id = self.bridge.services, row.record_id

        def build(width: int) -> tuple[Line, ...]:
            return explanation_lines([services.gifts.explained(gift_id)], "gift_register", width)

        self.app.push_screen(LinesScreen(self.bridge, partial(figure_label, "gift_state"), build))

    def _form(self, name: str, **params: Any) -> None:
        from tui.screens.opening import form_screen

        def told(done: Any) -> None:
            self.bridge.poll_soon()
            if done is not None and done.message:
                toast(self.app, done.message)

        screen = form_screen(self.bridge, name, params)
        if screen is not None:
            self.app.push_screen(screen, told)
