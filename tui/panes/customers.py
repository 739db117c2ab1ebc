"""Pane 1: the customer list under its query line. Knows no other pane."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from models.query import SortKey, printed
from storage.errors import ServiceError
from tui.i18n import ntr, number, serial, tr
from tui.labels import enum_words, reason_text
from tui.messages import CustomerChosen, Superseded
from tui.panes.frame import PaneFrame
from tui.rows.customers import COLUMNS, SORTS, USUAL_ORDER, order_signs
from tui.rows.layout import Layout, Now, chosen_columns, lay_out
from tui.widgets.filter_line import FilterLine, HintLine
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.segment import Segment
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widgets import Input

    from models.query import Query
    from models.views.customer_row import CustomerRow
    from tui.bridge import Bridge
    from tui.first_page import FirstPage

KIND = "customers"
_SETTLE_SECONDS = 0.1  # the detail pane follows the cursor when it rests


class CustomersPane(PaneFrame):
    """One row a customer; filter as you type."""

    interests: ClassVar[frozenset[str]] = frozenset(
        {"customer", "contact", "opportunity", "feedback", "user", "sales_order", "follow_up"}
    )

    def __init__(
        self,
        bridge: Bridge,
        *,
        query: str = "",
        cursor: int | None = None,
        columns: Sequence[str] = (),
        first: FirstPage | None = None,
    ) -> None:
        super().__init__(bridge, 1, id="customers")
        self._usual_columns = tuple(columns)
        self._columns = chosen_columns(COLUMNS, columns)
        self._wanted_cursor = cursor
        self._query_text = query
        self._shown_text = query
        self._held: Query | None = None  # whose last word may become a term
        self._problem = ""  # why the rows are not those of the line
        self._first = first
        self._layout: tuple[int, int, Layout[CustomerRow]] | None = None
        self._rest: Timer | None = None
        self._total: int | None = None
        self._order: tuple[SortKey, ...] = USUAL_ORDER
        self._chosen: int | None = None  # whom the other panes were told last
        self._wants_line = False
        self._led = False  # the user moved here, or asked from another pane; not a reload
        self._words: Mapping[str, Mapping[str, str]] | None = None
        self.ready = asyncio.Event()  # the first rows, or their failure, are on the screen
        self.list: LazyList[CustomerRow] = LazyList(
            bridge.read,
            self._format,
            format_header=self._header,
            group="customers",
            id="customer-list",
        )
        self.line = FilterLine(id="customer-query")
        self.hint = HintLine(id="customer-hint")

    def compose(self) -> ComposeResult:
        """The query line above the list."""
        yield self.line
        yield self.hint
        yield self.list

    def first_load(self) -> None:
        """Reads the first page at once."""
        # Not in the constructor: a text in an input asks for the screen, which is not there yet.
        self.line.value = self._query_text
        self._apply(self._query_text, cursor=self._wanted_cursor)

    # ── what it shows ───────────────────────────────────────────────────────────────────

    @property
    def query_text(self) -> str:
        """The query whose rows are shown: that of the line, unless that one is not understood."""
        return self._shown_text

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, from left to right, of which the width shows what fits."""
        return tuple(column.name for column in self._columns)

    def show_view(self, query: str, columns: Sequence[str]) -> None:
        """A saved view: its query in the line, its columns or the usual ones."""
        self._columns = chosen_columns(COLUMNS, columns or self._usual_columns)
        self.list.serial = self._look()
        self.line.value = query

    def _look(self) -> int:
        """Another number whenever drawn rows are no longer as they would be drawn now."""
        return hash((serial(), self.column_names, self._order))

    @property
    def current(self) -> CustomerRow | None:
        """The row under the cursor."""
        return self.list.cursor_row

    def retitle(self) -> None:
        """Words of the frame, in the language of now."""
        self.line.placeholder = tr("/ filter: name, pinyin, grade:A,B due<7d")
        self.list.empty = self._empty_text()
        self.list.loading_text = tr("Reading ...")
        self.list.serial = self._look()
        self._show_count()

    def _empty_text(self) -> str:
        if self._query_text.strip():
            return tr("No customer fits this filter. Esc clears it.")
        return tr("No customers yet. n makes the first one, :import brings in a file.")

    def _show_count(self) -> None:
        count, marked = self.list.count, self.list.marked_count
        if count is None:
            self.frame(tr("Customers"))
            return
        text = f"{number(count - 1)}+" if self.list.is_capped else number(count)
        if self._query_text.strip() and self._total is not None:
            text = tr("{count} of {total}", count=text, total=number(self._total))
        if marked:
            text += " · " + ntr("{n} marked", "{n} marked", marked)
        self.frame(tr("Customers"), text)

    def _header(self, width: int) -> Iterable[Segment]:
        signs = order_signs(self._order, ascii=bool(getattr(self.app, "ascii", False)))
        return self.palette.segments(self._laid_out(width).head(signs))  # type: ignore[no-any-return]

    def sort_by(self, name: str, *, descending: bool | None = None) -> None:
        """Puts a sort key into the query line; by itself the other way where it stands already."""
        found = self.bridge.services.lists.parse(
            self._query_text, KIND, self._vocabulary(self._query_text)
        )
        if found.problems:
            return
        if descending is None:
            descending = self._order[0] == SortKey(name)
        self.line.value = printed(replace(found, sort=(SortKey(name, descending),)))

    def ask_sort(self) -> None:
        """Opens the query line for a sort key: what there is stands below it."""
        begun = self._query_text.rstrip()
        self.line.value = f"{begun} sort:" if begun else "sort:"
        self.line.cursor_position = len(self.line.value)
        self.line.focus()

    def _format(
        self, row: CustomerRow, width: int, selected: bool, marked: bool
    ) -> Iterable[Segment]:
        del marked  # the list draws the sign itself
        clock = self.bridge.services.core.clock
        pieces = self._laid_out(width).row(row, Now(clock.today(), clock.now()))
        return self.palette.segments(pieces, plain=selected)  # type: ignore[no-any-return]

    def _laid_out(self, width: int) -> Layout[CustomerRow]:
        kept = self._layout
        if kept is None or kept[0] != width or kept[1] != self._look():
            kept = self._layout = (width, self._look(), lay_out(self._columns, width))
        return kept[2]

    # ── the query line ──────────────────────────────────────────────────────────────────

    def want_query(self) -> None:
        """`/`: the next time the keyboard comes to this pane it goes to the query line."""
        self._wants_line = True

    def focus_pane(self) -> bool:
        """The list gets the keyboard, or the query line where it was asked for."""
        if not self._wants_line:
            return super().focus_pane()
        self._wants_line = not self.give_focus(self.line)
        return not self._wants_line

    def clear_query(self) -> bool:
        """Takes the filter away; False where there was none."""
        if not self._query_text:
            return False
        self.line.value = ""
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filters as you type; the running query is broken off by the next key."""
        event.stop()
        if event.value != self._query_text:
            self._apply(event.value)

    def on_descendant_focus(self) -> None:
        """The line of hints is there while one types."""
        self._show_hint()
        if self.line.has_focus:
            self._offer(self._query_text)

    def on_descendant_blur(self) -> None:
        """And gone afterwards, unless it says why the rows are not those of the line."""
        self._show_hint()

    def _show_hint(self) -> None:
        self.hint.display = self.line.has_focus or bool(self._problem)

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """Back to the rows; a word that might have become a term is a word now."""
        event.stop()
        if self._held is not None:
            self._show(self._held)
        if self._problem:
            self.hint.say(self._problem, wrong=True)
        self.list.focus()

    def _apply(self, text: str, cursor: int | None = None) -> None:
        self._query_text = text
        self._led = True
        query = self.bridge.services.lists.parse(text, "customers", self._vocabulary(text))
        self._offer(text)
        # A value that is only not typed yet is no mistake: what it may be stands below.
        wrong = [one for one in query.problems if one.start < len(text)]
        places = [(one.start, one.end) for one in wrong]
        self.line.mark(places, self.palette.style("red"))
        self._problem, self._held = "", None
        if query.problems:
            self._problem = reason_text(query.problems[0])
        if wrong:
            self.hint.say(reason_text(wrong[0]), wrong=True)
        self._show_hint()
        if query.problems:
            return
        if self.line.has_focus and self._begins_a_term(text):
            self._held = query
            self.bridge.run(self, partial(self._try, query), group="begun", exclusive=True)
        else:
            self._show(query, cursor)

    def _begins_a_term(self, text: str) -> bool:
        """Is the last word the beginning of a term, whose values are yet to come?"""
        found = self.bridge.services.lists.completions(text, len(text), KIND, self._words)
        return any(not one.value and one.start < one.end == len(text) for one in found)

    async def _try(self, query: Query) -> None:
        """Half a term is no word that nobody has: rows stay where it would find none."""
        lists = self.bridge.services.lists
        try:
            some = await self.bridge.read("begun", lambda: lists.count(query, 1))
        except Superseded:
            return
        except ServiceError as error:
            self.bridge.tell(error)
            return
        if some and self._held is query:
            self._show(query)

    def _show(self, query: Query, cursor: int | None = None) -> None:
        text, self._held = self._query_text, None
        self._shown_text = text
        self.list.empty = self._empty_text()
        if self._order != (order := query.sort or USUAL_ORDER):
            self._order = order
            self.list.serial = self._look()
        first, self._first = self._first, None
        if first is not None and first.query == text:
            self.list.set_source(first.source, row_id=cursor, snapshot=first.snapshot)
        else:
            source: Any = self.bridge.services.lists.source(query, KIND)
            self.list.set_source(source, row_id=cursor)
        self._count_all(query)

    def _vocabulary(self, text: str) -> Mapping[str, Mapping[str, str]] | None:
        """The words of the values; not made for an empty line, before the first rows."""
        if self._words is None and text:
            self._words = enum_words()
        return self._words

    def _offer(self, text: str) -> None:
        """What could follow at the cursor, for Tab and the line of hints."""
        if not text and not self.line.has_focus:
            return
        found = self.bridge.services.lists.completions(
            text, self.line.cursor_position, KIND, self._words
        )
        rest = [one for one in found if text[one.start : one.end] != one.insert]
        begun = [one for one in rest if one.value or one.end > one.start]
        self.line.offers = [(one.start, one.end, one.insert) for one in begun]
        self.hint.offer([one.insert for one in rest])

    def _count_all(self, query: Query) -> None:
        if query.root is not None and self._total is None:
            self.bridge.run(self, self._read_total, group="total", exclusive=True)

    async def _read_total(self) -> None:
        lists = self.bridge.services.lists
        everything = lists.parse("", "customers")
        try:
            self._total = await self.bridge.read("total", lambda: lists.count(everything))
        except Superseded:
            return
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self._show_count()

    # ── what happens to the list ────────────────────────────────────────────────────────

    def reload(self) -> None:
        """Data changed: the rows in view are read again, the cursor stays on its customer."""
        self._total = None
        self.list.reload()

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """A new count."""
        event.stop()
        if not self._query_text.strip() and not self.list.is_capped:
            self._total = event.count
        self._show_count()
        self.call_after_refresh(self.ready.set)

    def on_lazy_list_marks_changed(self, event: LazyList.MarksChanged) -> None:
        """Marks stand in the frame."""
        event.stop()
        self._show_count()

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        """A read ended in an error."""
        event.stop()
        self.ready.set()
        self.bridge.tell(event.error)

    def on_lazy_list_highlighted(self, event: LazyList.Highlighted) -> None:
        """The detail pane follows once the cursor rests."""
        event.stop()
        self._led = self._led or self.has_focus_within
        if self._rest is not None:
            self._rest.stop()
        row_id = event.row_id
        self._rest = self.set_timer(_SETTLE_SECONDS, lambda: self._rested(row_id))

    def _rested(self, row_id: int | None) -> None:
        # Who works in another pane keeps the customer, even where a save took it out of the list.
        if self._led or self._chosen is None:
            self._led = False
            self._chosen = row_id
            self.post_message(CustomerChosen(row_id))

    def lead(self, step: int) -> None:
        """The next or previous customer, asked for from any pane: the others follow."""
        self._led = True
        self.list.move(step)

    def on_lazy_list_header_clicked(self, event: LazyList.HeaderClicked) -> None:
        """A click on a head sorts by its column, another one the other way."""
        event.stop()
        column = self._laid_out(self.list.content_width).column_at(event.x)
        if column is not None and column.name in SORTS:
            self.sort_by(SORTS[column.name])

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter opens the customer."""
        event.stop()
        self.post_message(CustomerChosen(event.row_id, opened=True))
