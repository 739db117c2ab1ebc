"""`:campaign`: campaigns with their members, those left out by name, figures and the lesson."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import ntr, tr
from tui.labels import figure_label
from tui.rows.campaigns import ACT, BEGIN, MEMBER, OPEN, card_lines, list_lines
from tui.rows.lines import line_id
from tui.screens.lines import LinesScreen, PageScreen, explanation_lines
from tui.screens.opening import form_screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class CampaignScreen(PageScreen["int | None"]):
    """The list of campaigns, or one of them."""

    DEFAULT_CSS = "CampaignScreen > Vertical { max-width: 110; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False, id="new"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("w", "whose", show=False, id="period"),
        Binding("x", "explain", show=False, id="explain"),
    ]

    def __init__(self, bridge: Bridge, campaign_id: int = 0) -> None:
        super().__init__(bridge, "campaigns")
        self._campaign = campaign_id

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self._say()

    def _say(self) -> None:
        of_all = tr("Enter opens · n new · p prints · Esc closes")
        one = tr("Enter answers · e edits · w all · x explains · p prints · Esc closes")
        self.frame(self.page_title, one if self._campaign else of_all)

    @property
    def page_title(self) -> str:
        """What it is."""
        return tr("Campaign") if self._campaign else tr("Campaigns")

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def make(self, width: int) -> tuple[Line, ...]:
        """The list or one campaign; called off the event loop."""
        campaigns = self.bridge.services.campaigns
        if self._campaign:
            return card_lines(campaigns.card(self._campaign), width)
        return list_lines(campaigns.rows(), width)

    def _read(self, row_id: int | None = None) -> None:
        """The cursor begins on what is to be done with the campaign."""
        super()._read(line_id(ACT) if row_id is None else row_id)

    def _open(self, campaign_id: int) -> None:
        self._campaign = campaign_id
        self._say()
        self._read()

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the campaign, the answer of a member, or what is to be done with it."""
        event.stop()
        line = self.list.cursor_row
        if line is None:
            return
        if line.act == OPEN:
            self._open(line.record_id)
        elif line.act == MEMBER:
            self._form("campaign_member", member_id=line.record_id, campaign_id=self._campaign)
        elif line.act == ACT and line.question == BEGIN:
            self.bridge.run(self, self._begin)
        elif line.act == ACT:
            self._form("campaign_close", campaign_id=self._campaign)

    async def _begin(self) -> None:
        begin = partial(self.bridge.services.campaigns.begin, self._campaign)
        try:
            begun = await self.bridge.write(begin)
        except ServiceError as error:
            self.bridge.tell(error)
            return
        said = ntr("{n} member", "{n} members", begun.members)
        out = ntr("{n} left out", "{n} left out", begun.left_out)
        toast(self.app, f"{begun.code}: {said}, {out}")
        self.bridge.poll_soon()
        self.list.reload()

    def action_new(self) -> None:
        """Plans a campaign."""
        self._form("record", entity="campaign")

    def action_edit(self) -> None:
        """The campaign that is shown, or the one under the cursor."""
        line = self.list.cursor_row
        wanted = self._campaign or (line.record_id if line is not None else 0)
        if wanted:
            self._form("record", entity="campaign", record_id=wanted)

    def action_whose(self) -> None:
        """Back to all campaigns."""
        self._open(0)

    def action_explain(self) -> None:
        """The return with its arithmetic."""
        line = self.list.cursor_row
        wanted = self._campaign or (line.record_id if line is not None else 0)
        if not wanted:
            return
        campaigns = self.bridge.services.campaigns

        def build(width: int) -> tuple[Line, ...]:
            return explanation_lines([campaigns.explained(wanted)], "campaign", width)

        title = partial(figure_label, "campaign_return")
        self.app.push_screen(LinesScreen(self.bridge, title, build))

    def _form(self, name: str, **params: Any) -> None:
        def told(done: Any) -> None:
            self.bridge.poll_soon()
            if done is not None and done.message:
                toast(self.app, done.message)
                self.list.reload()

        screen = form_screen(self.bridge, name, params)
        if screen is not None:
            self.app.push_screen(screen, told)


def campaign_screen(bridge: Bridge, params: Mapping[str, Any]) -> CampaignScreen:
    """The campaign that the parameters name, else all."""
    return CampaignScreen(bridge, int(params.get("campaign_id") or 0))
