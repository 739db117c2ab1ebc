"""`:retention`: who is kept no longer than this month; the job that makes them nameless."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.rows.privacy import CUSTOMER, retention_lines, run_page, writer
from tui.screens.lines import LinesScreen, PageScreen
from tui.screens.opening import form_screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class RetentionScreen(PageScreen["int | None"]):
    """Answers the customer that Enter opens."""

    DEFAULT_CSS = "RetentionScreen > Vertical { max-width: 110; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "run", show=False, id="retention.run"),
    ]

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "retention")

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self._say()

    def _say(self) -> None:
        hint = tr("Enter opens · r makes nameless whose time has passed · p prints · Esc closes")
        self.frame(self.page_title, hint)

    @property
    def page_title(self) -> str:
        """What it is."""
        return tr("To be kept no longer")

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def make(self, width: int) -> tuple[Line, ...]:
        """The list of this month; called off the event loop."""
        services = self.bridge.services
        return retention_lines(services.privacy.retention(), services.core.clock.today(), width)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter hands the customer back."""
        event.stop()
        line = self.list.cursor_row
        if line is not None and line.act == CUSTOMER:
            self.dismiss(line.record_id)

    def action_run(self) -> None:
        """The job, tried first; a page where there is nobody to agree to."""
        self.bridge.run(self, self._try)

    async def _try(self) -> None:
        run = self.bridge.services.privacy.retention_run
        try:
            tried = await self.bridge.write(partial(run, None, writer(".md", "retention")))
        except ServiceError as error:
            self.bridge.tell(error)
            return
        if tried.erased:
            self._agree()
            return
        title, build = (lambda: tr("Make nameless")), partial(run_page, tried)
        self.app.push_screen(LinesScreen(self.bridge, title, build, file_name="retention-run"))

    def _agree(self) -> None:
        def told(done: Any) -> None:
            self.bridge.poll_soon()
            if done is not None and done.message:
                toast(self.app, done.message)
                self.list.reload()

        screen = form_screen(self.bridge, "retention_run", {})
        if screen is not None:
            self.app.push_screen(screen, told)


def retention_screen(bridge: Bridge, params: Mapping[str, Any]) -> RetentionScreen:
    """The screen as a form is opened."""
    del params
    return RetentionScreen(bridge)
