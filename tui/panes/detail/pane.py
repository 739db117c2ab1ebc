"""Pane 2: the chosen customer in tabs; each tab is read when it is opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.widgets import Static

from storage.errors import NotFound, Refused, ServiceError
from tui.i18n import serial, tr
from tui.labels import reason_text
from tui.messages import FormRequested, OpportunityChosen, Superseded
from tui.panes.detail.enter import wish_of
from tui.panes.detail.journal import journal
from tui.panes.detail.tabs import TABS, empty_text, tab_name
from tui.panes.frame import PaneFrame
from tui.rows.layout import cut_pieces
from tui.rows.lines import Line, Lines, LinesSource, line_id
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.segment import Segment
    from textual.app import ComposeResult
    from textual.events import Click

    from tui.bridge import Bridge

_TOP = -1  # no line has it: the first one takes its place


class TabLine(Static):
    """The names of the tabs in one line; a click chooses."""

    DEFAULT_CSS = """
    TabLine { height: 1; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__("", id="detail-tabs", markup=False)
        self.current = 0
        self._edges: list[tuple[int, int]] = []

    def show(self, names: list[str], current: int) -> None:
        """Draws as many names as fit, the current one among them; `<` and `>` tell of more."""
        self.current = current
        first, last = _window([_cells(name) + 2 for name in names], current, self.size.width or 80)
        text = Text("< " if first else "", "dim", no_wrap=True, end="", overflow="crop")
        self._edges = [(0, 0)] * first
        place = text.cell_len
        for number, name in enumerate(names[first:last], first):
            word = f" {name} "
            self._edges.append((place, place + _cells(word)))
            place += _cells(word)
            text.append(word, "bold reverse" if number == current else "")
        if last < len(names):
            text.append(" " * max(0, self.size.width - place - 1) + ">", "dim")
        self.update(text)

    def on_click(self, event: Click) -> None:
        """Chooses the tab under the pointer."""
        for number, (start, end) in enumerate(self._edges):
            if start <= event.x < end and isinstance(self.parent, DetailPane):
                self.parent.show_tab(number)


def _window(widths: Sequence[int], current: int, room: int) -> tuple[int, int]:
    """First and behind the last of the tabs that are drawn; where they go on takes two cells."""
    first, last = current, current + 1

    def fits(first: int, last: int) -> bool:
        more = 2 * (first > 0) + 2 * (last < len(widths))
        return sum(widths[first:last]) + more <= room

    while True:
        before = (first, last)
        # The ones before it stay where they are as long as there is room: nothing jumps about.
        if first and fits(first - 1, last):
            first -= 1
        elif last < len(widths) and fits(first, last + 1):
            last += 1
        if (first, last) == before:
            return before


def _cells(text: str) -> int:
    from models.width import cell_width

    return cell_width(text)


def _while_there(lines: Iterable[Line], width: int) -> Iterator[Line]:
    """The lines of a record, which may be taken away or closed while one reads on."""
    try:
        yield from lines
    except NotFound:
        return
    except Refused as error:
        yield from _instead(error, width)


def _instead(error: Refused, width: int) -> tuple[Line, ...]:
    """Why there is nothing to be seen."""
    page = Lines(width)
    page.warn(reason_text(error.reason))
    return page.done()


class DetailPane(PaneFrame):
    """Everything about one customer."""

    interests: ClassVar[frozenset[str]] = frozenset(
        {
            "customer", "contact", "opportunity", "interaction", "follow_up", "sales_order",
            "sales_order_line", "feedback", "feedback_action", "feedback_event", "nsabc_answer",
            "stakeholder", "contact_link", "need", "grade_history", "special_date",
            "account_plan", "solution_line", "competitor", "competitor_on_account",
            "success_event", "value_chain_link", "customer_rival", "account_goal",
            "account_financial", "joint_project", "stage_history", "stage_strategy",
            "grade_proposal", "handover",
            "ticket", "ticket_part",
            "survey_invite", "survey_answer",
        }
    )  # fmt: skip

    def __init__(self, bridge: Bridge, *, tab: int = 0) -> None:
        super().__init__(bridge, 2, id="detail")
        self.customer_id: int | None = None
        self.tab = tab if 0 <= tab < len(TABS) else 0
        self._head = self._note = self.code = ""
        self._lines: LinesSource | None = None
        self.journal_query = ""  # terms that narrow the journal
        self.tabs = TabLine()
        self.list: LazyList[Line] = LazyList(
            bridge.read, self._format, group="detail", markable=False, id="detail-list"
        )

    def compose(self) -> ComposeResult:
        """Tabs above their lines."""
        yield self.tabs
        yield self.list

    @property
    def current(self) -> Line | None:
        """The line under the cursor."""
        return self.list.cursor_row

    @property
    def tab_key(self) -> str:
        """Name of the open tab."""
        return TABS[self.tab][0]

    def retitle(self) -> None:
        """Words of the frame and the tabs."""
        self.list.serial = serial()
        self.list.loading_text = tr("Reading ...")
        self._show_tabs()
        self.frame(self._head or tr("Detail"), self._note)
        if self.customer_id is not None:
            self._open()

    def on_resize(self) -> None:
        """Lines are wrapped to the width: build them again."""
        self._show_tabs()
        if self.customer_id is not None:
            self.list.reload()

    def first_load(self) -> None:
        """Nothing is chosen yet."""
        self.list.empty = tr("Choose a customer on the left.")
        nothing: Any = LinesSource(tuple)
        self.list.set_source(nothing)

    def choose(self, customer_id: int | None) -> None:
        """Shows another customer."""
        if customer_id == self.customer_id:
            return
        self.customer_id = customer_id
        self.code = ""
        if customer_id is None:
            self._head = self._note = ""
            self.frame(tr("Detail"), "")
            self.first_load()
            return
        self._open()
        self._read_head()

    @property
    def customer_name(self) -> str:
        """What the customer is called; "" while none is read."""
        return self._head if self.code else ""

    def make_all(self) -> None:
        """Reads the open tab to its last line; called off the event loop."""
        if self._lines is not None:
            self._lines.total()

    def texts(self) -> list[str]:
        """The open tab as it stands here, line by line under the name of the customer."""
        lines = self._lines.texts() if self._lines is not None else []
        return [f"{self._head} · {self.code} · {tab_name(self.tab_key)}", "", *lines]

    def show_tab(self, number: int, at: str = "") -> None:
        """Opens a tab, another one at its top, or at the line made with the key `at`."""
        other = number % len(TABS)
        top = _TOP if other != self.tab else None
        if at:
            top = line_id(at)
        self.tab = other
        self._show_tabs()
        if self.customer_id is not None:
            self._open(top)

    def narrow_journal(self, query: str) -> None:
        """Shows what fits these terms of the query line alone; "" shows all."""
        self.journal_query = query
        self.show_tab([name for name, _build in TABS].index("journal"))

    def turn(self, step: int) -> None:
        """The tab before or after."""
        self.show_tab(self.tab + step)

    def reload(self) -> None:
        """Data changed: the open tab is built again."""
        if self.customer_id is not None:
            self.list.reload()
            self._read_head()

    def _show_tabs(self) -> None:
        self.tabs.show([tab_name(name) for name, _build in TABS], self.tab)

    def _open(self, row_id: int | None = None) -> None:
        customer_id = self.customer_id
        assert customer_id is not None
        name, build = TABS[self.tab]
        if build is journal:
            build = partial(journal, wanted=self.journal_query)
        services = self.bridge.services
        plain = bool(getattr(self.app, "ascii", False))
        self.list.empty = empty_text(name)

        def lines() -> Iterable[Line]:
            width = self.list.content_width or 58
            try:
                made = build(services, customer_id, width, plain)
            except NotFound:
                return ()
            except Refused as error:
                return _instead(error, width)
            return made if isinstance(made, tuple) else _while_there(made, width)

        self._lines = LinesSource(lines, row_id or 0)
        source: Any = self._lines
        self.list.set_source(source, row_id=row_id)

    def _read_head(self) -> None:
        self.bridge.run(self, self._heading, group="heading", exclusive=True)

    async def _heading(self) -> None:
        customer_id = self.customer_id
        if customer_id is None:
            return
        services = self.bridge.services
        try:
            values = await self.bridge.read(
                "heading", lambda: services.cards.record("customer", customer_id)
            )
        except Superseded:
            return
        except NotFound:
            self.choose(None)
            return
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self._head, self.code = str(values["name"]), str(values["code"])
        shown = (str(values[key]) for key in ("code", "grade") if values.get(key))
        self._note = " · ".join(shown)
        self.frame(self._head, self._note)

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        """A read ended in an error."""
        event.stop()
        self.bridge.tell(event.error)

    def on_lazy_list_highlighted(self, event: LazyList.Highlighted) -> None:
        """Keys that ask for a deal mean the one under the cursor."""
        event.stop()
        line = self.current
        deal_id = line.deal_id if line is not None else 0
        if line is not None and line.entity == "opportunity":
            deal_id = line.record_id
        if deal_id:
            self.post_message(OpportunityChosen(deal_id))

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: answer a question, edit a record, take the next step of a case."""
        event.stop()
        line = self.current
        wish = wish_of(line, self.customer_id) if line is not None else None
        if wish is not None:
            self.post_message(FormRequested(wish[0], **wish[1]))

    def _format(self, row: Line, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del marked
        pieces = cut_pieces(row.pieces, width)
        return self.palette.segments(pieces, plain=selected)  # type: ignore[no-any-return]
