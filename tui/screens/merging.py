"""Two customers side by side: which value stands, what moves, then one of them (9.7)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.fields.registry import entity
from storage.errors import ServiceError
from tui.i18n import tr
from tui.panes.detail.parts import shown_value
from tui.rows.duplicates import FIELD, merge_lines
from tui.rows.lines import Lines
from tui.screens.forms.plan import Done
from tui.screens.lines import PageScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.views.duplicates import MergePlan
    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList

_SPEC = entity("customer")


class MergeScreen(PageScreen["Done | None"]):
    """Answers with the customer that stays; None where nothing was merged."""

    DEFAULT_CSS = "MergeScreen > Vertical { max-width: 130; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,left,right,h,l", "turn", show=False, id="merge.turn"),
        Binding("m", "all(False)", show=False, id="merge.left"),
        Binding("t", "all(True)", show=False, id="merge.right"),
        Binding("s", "swap", show=False, id="merge.swap"),
        Binding("ctrl+s", "save", show=False, id="save"),
    ]

    def __init__(self, bridge: Bridge, winner_id: int, loser_id: int) -> None:
        super().__init__(bridge, "merge")
        self._ids = (winner_id, loser_id)
        self._plan: MergePlan | None = None
        self._taken: dict[str, bool] = {}

    def on_mount(self) -> None:
        """Tries the merge, so that what it moves is told."""
        self._say()
        self.bridge.run(self, self._look)

    def _say(self) -> None:
        hint = tr("ctrl+s merges · Space chooses · s swaps · m all left · t all right · Esc leaves")
        self.frame(self.page_title, hint)

    @property
    def page_title(self) -> str:
        """What it is."""
        return tr("Merge two customers")

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def make(self, width: int) -> tuple[Line, ...]:
        """Both sides and what moves; called off the event loop."""
        if self._plan is None:
            page = Lines(width)
            page.add((f" {tr('Reading ...')}", "muted"), key="reading")
            return page.done()
        return merge_lines(self._plan, self._taken, _worded, width)

    async def _look(self) -> None:
        preview = self.bridge.services.duplicates.preview
        try:
            plan = await self.bridge.write(partial(preview, *self._ids))
        except ServiceError as error:
            self.bridge.tell(error)
            self.dismiss(None)
            return
        self._plan = plan
        chosen = self._taken
        self._taken = {one.name: chosen.get(one.name, one.take_loser) for one in plan.fields}
        self.list.reload()

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter takes the other value."""
        event.stop()
        self.action_turn()

    def action_turn(self) -> None:
        """The value of the other side for the field under the cursor."""
        line = self.list.cursor_row
        if line is not None and line.act == FIELD:
            self._taken[line.question] = not self._taken[line.question]
            self.list.reload()

    def action_all(self, loser: bool) -> None:
        """All values of one side."""
        self._taken = dict.fromkeys(self._taken, loser)
        self.list.reload()

    def action_swap(self) -> None:
        """The other one stays; the values that were chosen are still chosen."""
        winner, loser = self._ids
        self._ids = (loser, winner)
        self._taken = {name: not taken for name, taken in self._taken.items()}
        self._plan = None
        self.bridge.run(self, self._look)

    def action_save(self) -> None:
        """Merges them."""
        plan, self._plan = self._plan, None
        if plan is not None:
            self.bridge.run(self, partial(self._merge, plan))

    async def _merge(self, plan: MergePlan) -> None:
        merge = self.bridge.services.duplicates.merge
        seen = (plan.winner.version, plan.loser.version)
        try:
            await self.bridge.write(partial(merge, *self._ids, self._taken, seen=seen))
        except ServiceError as error:
            self.bridge.tell(error)
            await self._look()
            return
        said = tr(
            "{old} is one with {code} {name} now. u parts them again.",
            old=plan.loser.code,
            code=plan.winner.code,
            name=(plan.loser if self._taken.get("name") else plan.winner).name,
        )
        self.dismiss(Done(said, plan.winner.id, opens=plan.winner.id))


def _worded(name: str, value: object) -> str:
    return shown_value(_SPEC.field(name), {name: value})


def merge_screen(bridge: Bridge, params: Mapping[str, Any]) -> MergeScreen:
    """The screen as a form is opened: `winner_id` stays, `loser_id` becomes an alias."""
    return MergeScreen(bridge, int(params["winner_id"]), int(params["loser_id"]))
