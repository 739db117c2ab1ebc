"""Pane 4: the feedback queue in the order of requirements 9.1, and a query line over it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Input

from models.query import And, Term
from tui.i18n import ntr, serial, tr
from tui.labels import enum_words
from tui.messages import CustomerChosen, FormRequested
from tui.panes.frame import PaneFrame
from tui.rows.feedback import COLUMNS
from tui.rows.layout import Layout, Now, chosen_columns, lay_out
from tui.widgets.filter_line import FilterLine
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.segment import Segment
    from textual.app import ComposeResult

    from models.query import Query
    from models.views.rows import FeedbackRow
    from tui.bridge import Bridge

OPEN = "open:yes"
_STATES = frozenset({"open", "state", "closed"})  # who names one of these looks beyond the queue


class FeedbackPane(PaneFrame):
    """Open cases, the most pressing first; `>` takes one to its next state, `/` looks for words."""

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
        self._text = ""
        self._wants_line = False
        self.line = FilterLine(id="feedback-query")
        self.line.display = False

    def compose(self) -> ComposeResult:
        """The list, and above it the query line while there is a query."""
        yield self.line
        yield self.list

    @property
    def current(self) -> FeedbackRow | None:
        """The case under the cursor."""
        return self.list.cursor_row

    def retitle(self) -> None:
        """Words of the frame."""
        self.line.placeholder = tr("/ search the cases: words, kind:COMPLAINT, state:CLOSED")
        self._say_empty()
        self.list.loading_text = tr("Reading ...")
        self.list.serial = serial()
        self._note()

    def first_load(self) -> None:
        """The open cases."""
        self._apply(self._text)

    def _say_empty(self) -> None:
        nothing = tr("No open feedback. b takes in the next word of a customer.")
        filtered = tr("No case fits this filter. Esc clears it.")
        self.list.empty = filtered if self._text.strip() else nothing

    # ── the query line ──────────────────────────────────────────────────────────────────

    def want_query(self) -> None:
        """`/`: the keyboard goes to the query line."""
        self._wants_line = self.line.display = True

    def focus_pane(self) -> bool:
        """The list gets the keyboard, or the query line where it was asked for."""
        if not self._wants_line:
            return super().focus_pane()
        self._wants_line = not self.give_focus(self.line)
        return not self._wants_line

    def clear_query(self) -> bool:
        """Back to the whole queue; False where that is shown."""
        if not self._text:
            return False
        with self.line.prevent(Input.Changed):
            self.line.value = ""
        self._apply("")
        self._hide_line()
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filters as you type; the running query is broken off by the next key."""
        event.stop()
        if event.value != self._text:
            self._apply(event.value)
            self._hide_line()

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.list.focus()

    def on_descendant_blur(self) -> None:
        """An empty line goes with the keyboard."""
        self._hide_line()

    def _hide_line(self) -> None:
        self.line.display = self._wants_line or self.line.has_focus or bool(self._text)

    def _apply(self, text: str) -> None:
        self._text = text
        lists = self.bridge.services.lists
        query = lists.parse(text, "feedback", enum_words() if text else None)
        wrong = [(one.start, one.end) for one in query.problems if one.start < len(text)]
        self.line.mark(wrong, self.palette.style("red"))
        if query.problems:
            return
        self._say_empty()
        source: Any = lists.source(_of_the_queue(query, lists.parse(OPEN, "feedback")), "feedback")
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
        if count is None:
            note = ""
        elif self._text.strip():
            note = ntr("{n} found", "{n} found", count)
        else:
            note = ntr("{n} open", "{n} open", count)
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


def _of_the_queue(query: Query, queue: Query) -> Query:
    """What is asked for among open cases, unless the query itself says in which state they are."""
    root = query.root
    items = root.items if isinstance(root, And) else () if root is None else (root,)
    if any(isinstance(item, Term) and item.name in _STATES for item in items):
        return query
    assert queue.root is not None
    return replace(query, root=And((queue.root, *items)) if items else queue.root)
