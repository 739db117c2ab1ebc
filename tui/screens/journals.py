"""What the workspace does with the journal of a customer; part of the workspace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from models import enums
from models.query import printed
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.labels import choice_label, enum_words, reason_text
from tui.panes.detail.journal import kinds_of
from tui.panes.detail.tabs import TABS
from tui.screens.journal_page import JournalScreen
from tui.screens.questions import Choose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    from tui.bridge import Bridge
    from tui.panes.detail.pane import DetailPane

_CHOICES: Final[Mapping[str, type[StrEnum]]] = {
    "channel": enums.Channel,
    "step": enums.LifecycleStep,
}


class JournalActs:
    """Acts on the journal; mixed into the workspace, which has the panes."""

    bridge: Bridge
    detail: DetailPane
    app: Any

    if TYPE_CHECKING:

        def _with_customer(self, act: Callable[[int], None]) -> None:
            """Runs an act on the customer that keys mean."""

        def go_to(self, number: int) -> None:
            """Shows a pane and gives it the keyboard."""

        def action_report(self, given: str = "") -> None:
            """A report by its name."""

    def action_journal(self, given: str = "") -> None:
        """The journal of the whole book; `given` are terms typed."""
        code, name = self.detail.code, self.detail.customer_name

        def chosen(answer: tuple[str, object] | None) -> None:
            if answer is None:
                return
            what, which = answer
            if what == "report":
                self.action_report(str(which))
            elif isinstance(which, int):
                self.detail.choose(which)
                self.detail.show_tab([key for key, _build in TABS].index("journal"))
                self.go_to(2)

        self.app.push_screen(JournalScreen(self.bridge, (code, name), given), chosen)

    def action_filter(self, given: str = "") -> None:
        """Narrows the journal by channel and life-cycle step; `given` are terms typed."""
        if given:
            self._narrow(given)
        else:
            self._with_customer(
                lambda found: self.bridge.run(self.detail, partial(self._ask, found))
            )

    async def _ask(self, customer_id: int) -> None:
        services = self.bridge.services
        try:
            found = await self.bridge.read("", lambda: kinds_of(services, customer_id))
        except ServiceError as error:
            self.bridge.tell(error)
            return
        answers = [("", tr("everything"))]
        for name, counts in found.items():
            for constant, count in counts.most_common():
                label = choice_label(_CHOICES[name], constant)
                answers.append((f"{name}:{constant}", f"{label} ({count})"))

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self._show(_joined(self.detail.journal_query, answer))

        self.app.push_screen(Choose(tr("Which part of the journal?"), answers), chosen)

    def _narrow(self, given: str) -> None:
        words = enum_words()  # labels in any language stand for the constants
        query = self.bridge.services.lists.parse(given, "interactions", words)
        if query.problems:
            toast(self.app, reason_text(query.problems[0]), "warning")
        else:
            self._show(printed(query))

    def _show(self, query: str) -> None:
        self._with_customer(self.detail.choose)
        self.detail.narrow_journal(query)
        self.go_to(2)


def _joined(before: str, term: str) -> str:
    """Channel and step stand beside each other; a new one takes the place of its like."""
    if not term:
        return ""
    name = term.partition(":")[0]
    kept = [one for one in before.split() if one.partition(":")[0] != name]
    return " ".join([*kept, term])
