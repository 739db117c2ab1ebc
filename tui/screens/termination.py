"""`:terminate`: parting with a customer over the workspace; Enter takes the next step in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from tui.display import toast
from tui.i18n import tr
from tui.labels import reason_text
from tui.rows.lines import line_id
from tui.rows.termination import ANSWER, ASK, NEXT_LINE, OPEN, SEND, STEP, all_lines, panel
from tui.screens.lines import PageScreen
from tui.screens.opening import form_screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.explanation import Reason
    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class TerminationScreen(PageScreen["int | None"]):
    """One customer on its way out, or all of them; answers the customer it was about."""

    DEFAULT_CSS = "TerminationScreen > Vertical { max-width: 110; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "whose", show=False, id="period"),
        Binding("u", "take_back", show=False, id="undo"),
    ]

    def __init__(self, bridge: Bridge, customer_id: int) -> None:
        super().__init__(bridge, "termination")
        self._customer_id = customer_id
        self._all = not customer_id
        self._others: dict[str, Reason] = {}  # steps that are up to another person

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self._say()

    def _say(self) -> None:
        one = tr("Enter takes the step · w all or one · p prints · Esc closes")
        all_of = tr("Enter opens · w all or one · p prints · Esc closes")
        self.frame(self.page_title, all_of if self._all else one)

    @property
    def page_title(self) -> str:
        """What it is."""
        return tr("Terminations") if self._all else tr("Parting with a customer")

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def make(self, width: int) -> tuple[Line, ...]:
        """The steps of one customer, or the list; called off the event loop."""
        services = self.bridge.services
        if self._all:
            return all_lines(services.terminations.rows(), services.core.clock.today(), width)
        card = services.terminations.card(self._customer_id)
        steps = services.terminations.next_steps(self._customer_id)
        self._others = {one.state.value: one.others[0] for one in steps if one.others}
        return panel(card, steps, width)

    def _read(self, row_id: int | None = None) -> None:
        """The cursor begins on the step that may be taken now."""
        super()._read(line_id(NEXT_LINE) if row_id is None else row_id)

    def action_whose(self) -> None:
        """All terminations, or the one customer."""
        self._all = not self._all or not self._customer_id
        self._say()
        self._read()

    def action_take_back(self) -> None:
        """The last step taken back."""
        self.take_back()

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the form of a step, of a request, of an answer; in the list the customer."""
        event.stop()
        line = self.list.cursor_row
        if line is None:
            return
        if line.act == OPEN:
            self._customer_id, self._all = line.record_id, False
            self._say()
            self._read()
        elif line.act == STEP and line.question in self._others:
            toast(self.app, reason_text(self._others[line.question]), "warning")
        elif line.act == STEP:
            self._form("termination_step", customer_id=self._customer_id, state=line.question)
        elif line.act == ASK:
            self._form("release", customer_id=self._customer_id, kind=line.question)
        elif line.act in (ANSWER, SEND):
            form = "release_answer" if line.act == ANSWER else "notice"
            self._form(form, customer_id=self._customer_id, release_id=line.record_id)

    def _form(self, name: str, **params: Any) -> None:
        def told(done: Any) -> None:
            self.bridge.poll_soon()
            if done is not None and done.message:
                toast(self.app, done.message)
                self._read()

        screen = form_screen(self.bridge, name, params)
        if screen is not None:
            self.app.push_screen(screen, told)


def termination_screen(bridge: Bridge, params: Mapping[str, Any]) -> TerminationScreen:
    """The panel of the customer that the parameters name, or that an item is about."""
    customer_id = int(params.get("customer_id") or 0)
    if not customer_id and params.get("item_id"):
        item = bridge.services.cards.record("follow_up", int(params["item_id"]))
        customer_id = int(str(item["customer_id"]))
    return TerminationScreen(bridge, customer_id)
