"""Pane 4: the feedback queue in the order of requirements 9.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tui.i18n import ntr, serial, tr
from tui.messages import CustomerChosen, FormRequested
from tui.panes.frame import PaneFrame
from tui.rows.feedback import COLUMNS
from tui.rows.layout import Layout, Now, chosen_columns, lay_out
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.segment import Segment
    from textual.app import ComposeResult

    from models.views.rows import FeedbackRow
    from tui.bridge import Bridge

OPEN = "open:yes"


class FeedbackPane(PaneFrame):
    """Open cases, the most pressing first; `>` takes one to its next state."""

    interests: ClassVar[frozenset[str]] = frozenset(
        {"feedback", "feedback_action", "customer", "user"}
    )

    def __init__(self, bridge: Bridge, *, columns: Sequence[str] = ()) -> None:
        super().__init__(bridge, 4, id="feedback")
        self._columns = chosen_columns(COLUMNS, columns)
        self._layout: tuple[int, int, Layout[FeedbackRow]] | None = None
        self.list: LazyList[FeedbackRow] = LazyList(
            bridge.read,
            self._format,
            group="feedback",
            markable=False,
            id="feedback-list",
        )

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self.list

    @property
    def current(self) -> FeedbackRow | None:
        """The case under the cursor."""
        return self.list.cursor_row

    def retitle(self) -> None:
        """Words of the frame."""
        self.list.empty = tr("No open feedback. b takes in the next word of a customer.")
        self.list.loading_text = tr("Reading ...")
        self.list.serial = serial()
        self._note()

    def first_load(self) -> None:
        """The open cases."""
        lists = self.bridge.services.lists
        source: Any = lists.source(lists.parse(OPEN, "feedback"), "feedback")
        self.list.set_source(source)

    def reload(self) -> None:
        """Read again, the cursor stays on its case."""
        self.list.reload()

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """A new count."""
        event.stop()
        self._note()

    def _note(self) -> None:
        count = self.list.count
        note = "" if count is None else ntr("{n} open", "{n} open", count)
        self.frame(tr("Feedback"), note)

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        """A read ended in an error."""
        event.stop()
        self.bridge.tell(event.error)

    def on_lazy_list_highlighted(self, event: LazyList.Highlighted) -> None:
        """The detail pane follows only where this pane is in use."""
        event.stop()
        row = self.current
        if self.list.has_focus and row is not None and row.customer_id is not None:
            self.post_message(CustomerChosen(row.customer_id))

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the next step of the case."""
        event.stop()
        self.post_message(FormRequested("feedback_step", case_id=event.row_id))

    def _format(
        self, row: FeedbackRow, width: int, selected: bool, marked: bool
    ) -> Iterable[Segment]:
        del marked
        kept = self._layout
        if kept is None or kept[0] != width or kept[1] != serial():
            kept = self._layout = (width, serial(), lay_out(self._columns, width))
        clock = self.bridge.services.core.clock
        pieces = kept[2].row(row, Now(clock.today(), clock.now()))
        return self.palette.segments(pieces, plain=selected)  # type: ignore[no-any-return]
