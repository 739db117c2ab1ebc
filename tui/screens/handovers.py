"""`:handover`: customers on their way to another owner, ticked off and accepted one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.enums import HandoverItem
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.rows.handovers import ACCEPT, TICK, handover_lines, known_lines
from tui.screens.lines import LinesScreen, PageScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class HandoverScreen(PageScreen["int | None"]):
    """Answers the customer that Enter opens."""

    DEFAULT_CSS = "HandoverScreen > Vertical { max-width: 110; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False, id="new"),
        Binding("d", "withdraw", show=False, id="archive"),
        Binding("o", "known", show=False, id="handover.known"),
    ]

    def __init__(self, bridge: Bridge, marked: Mapping[str, Any] | None = None) -> None:
        """`marked` are the customers that `n` sends on their way, as `handover_form` takes them."""
        super().__init__(bridge, "handovers")
        self._marked = dict(marked or {})

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self._say()

    def _say(self) -> None:
        hint = tr("Enter ticks or takes over · n new · d withdraw · o known by one · Esc closes")
        self.frame(self.page_title, hint)

    @property
    def page_title(self) -> str:
        """What it is."""
        return tr("Handover")

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def make(self, width: int) -> tuple[Line, ...]:
        """The handovers the user gives or takes; called off the event loop."""
        services = self.bridge.services
        return handover_lines(services.handovers.mine(), services.actor().id, width)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter on an item ticks it, on a customer opens it, on the last line takes it over."""
        event.stop()
        line = self.list.cursor_row
        if line is None or not line.record_id:
            return
        if line.act == TICK:
            self.bridge.run(self, partial(self._tick, line))
        elif line.act == ACCEPT:
            self._form("handover_accept", handover_id=line.record_id)
        else:
            self.bridge.run(self, partial(self._leave_for, line.record_id))

    async def _tick(self, line: Line) -> None:
        handovers = self.bridge.services.handovers
        item = HandoverItem(line.question)
        try:
            row = await self.bridge.read("", partial(handovers.one, line.record_id))
            done = item not in row.ticked
            await self.bridge.write(partial(handovers.tick, row.id, item, done))
        except ServiceError as error:
            self.bridge.tell(error)

    async def _leave_for(self, handover_id: int) -> None:
        try:
            row = await self.bridge.read(
                "", partial(self.bridge.services.handovers.one, handover_id)
            )
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self.dismiss(row.customer_id)

    def action_new(self) -> None:
        """Customers go on their way: the marked ones, else all of an owner."""
        self._form("handover", **self._marked)

    def action_withdraw(self) -> None:
        """The customer under the cursor stays with its owner."""
        line = self.list.cursor_row
        if line is not None and line.record_id:
            self._form("handover_withdraw", handover_id=line.record_id)

    def action_known(self) -> None:
        """Customers that one person alone has ever talked to."""
        services = self.bridge.services

        def build(width: int) -> tuple[Line, ...]:
            return known_lines(services.handovers.known_by_one(), width)

        def chosen(customer_id: int | None) -> None:
            if customer_id:
                self.dismiss(customer_id)

        title = tr("Known by one person alone")
        screen = LinesScreen(self.bridge, title, build, file_name="known-by-one")
        self.app.push_screen(screen, chosen)

    def _form(self, name: str, **params: Any) -> None:
        from tui.screens.opening import form_screen

        def told(done: Any) -> None:
            self.bridge.poll_soon()
            if done is not None and done.message:
                toast(self.app, done.message)

        screen = form_screen(self.bridge, name, params)
        if screen is not None:
            self.app.push_screen(screen, told)


def handover_screen(bridge: Bridge, params: Mapping[str, Any]) -> HandoverScreen:
    """The screen as a form is opened: from an item of the calendar."""
    del params
    return HandoverScreen(bridge)
