"""`:duplicates`: pairs of customers that may be one, merged, kept, or never asked about again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.enums import PairVerdict
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import number, tr
from tui.labels import reason_text
from tui.rows.duplicates import pair_lines
from tui.rows.lines import Lines, wrapped
from tui.screens.lines import LinesScreen, PageScreen
from tui.screens.merging import MergeScreen
from tui.screens.questions import AskText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.views.duplicates import Pair
    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class PairsScreen(PageScreen["int | None"]):
    """The pairs that a scan found, the highest score first; answers the customer to be opened."""

    DEFAULT_CSS = "PairsScreen > Vertical { max-width: 120; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "keep", show=False, id="pair.keep"),
        Binding("N", "never", show=False, id="pair.never"),
        Binding("o", "open", show=False, id="pair.open"),
        Binding("x", "explain", show=False, id="explain"),
        Binding("u", "take_back", show=False, id="undo"),
    ]

    def __init__(self, bridge: Bridge, pairs: Sequence[Pair]) -> None:
        super().__init__(bridge, "duplicates")
        self._pairs = list(pairs)

    def on_mount(self) -> None:
        """How many there are, and what can be done."""
        self._say()

    def _say(self) -> None:
        hint = tr("Enter merges · b keeps both · N never again · o opens · x explains · Esc closes")
        self.frame(f"{self.page_title} · {number(len(self._pairs))}", hint)

    @property
    def page_title(self) -> str:
        """What it is."""
        return tr("Customers that may be one")

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def make(self, width: int) -> tuple[Line, ...]:
        """The pairs as lines."""
        return pair_lines(self._pairs, width)

    @property
    def pair(self) -> Pair | None:
        """The pair under the cursor."""
        line = self.list.cursor_row
        if line is None:
            return None
        ids = (line.record_id, line.deal_id)
        return next((one for one in self._pairs if (one.first.id, one.second.id) == ids), None)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter puts both side by side; the one under the cursor is the one that stays."""
        event.stop()
        pair, line = self.pair, self.list.cursor_row
        if pair is None or line is None:
            return
        winner, loser = pair.first.id, pair.second.id
        if line.question == str(loser):
            winner, loser = loser, winner

        def merged(done: Any) -> None:
            if done is None:
                return
            self.bridge.poll_soon()
            gone = {winner, loser} - {done.record_id}
            self._drop(lambda one: bool(gone & {one.first.id, one.second.id}))
            toast(self.app, done.message)

        self.app.push_screen(MergeScreen(self.bridge, winner, loser), merged)

    def action_keep(self) -> None:
        """Both are kept, with a reason; asked again once more is the same."""
        pair = self.pair
        if pair is not None:

            def told(reason: str | None) -> None:
                if reason:
                    self.bridge.run(self, partial(self._settle, pair, PairVerdict.KEPT, reason))

            self.app.push_screen(AskText(tr("Why are there two?"), max_length=400), told)

    def action_never(self) -> None:
        """They are two, for good."""
        pair = self.pair
        if pair is not None:
            self.bridge.run(self, partial(self._settle, pair, PairVerdict.NEVER, ""))

    async def _settle(self, pair: Pair, verdict: PairVerdict, reason: str) -> None:
        settle = self.bridge.services.duplicates.settle
        try:
            await self.bridge.write(partial(settle, pair.first.id, pair.second.id, verdict, reason))
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self._drop(lambda one: one is pair)

    def _drop(self, gone: Any) -> None:
        self._pairs = [one for one in self._pairs if not gone(one)]
        self._say()
        self.list.reload()

    def action_open(self) -> None:
        """The customer under the cursor."""
        line = self.list.cursor_row
        if line is not None and line.record_id:
            self.dismiss(int(line.question or line.record_id))

    def action_take_back(self) -> None:
        """The last merge parted again."""
        self.take_back()

    def action_explain(self) -> None:
        """What is the same, and how it makes the score."""
        pair = self.pair
        if pair is None:
            return

        def build(width: int) -> tuple[Line, ...]:
            page = Lines(width)
            for side in (pair.first, pair.second):
                page.add((f" {side.code} ", "muted"), (side.name, "strong"))
            for reason in pair.reasons:
                for part in wrapped(reason_text(reason, "customer"), page.width - 4):
                    page.add((f"   {part}", ""))
            return page.done()

        self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Explanation"), build))
