"""Pane 3: the calendar of follow-ups beside the agenda of the chosen day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual.containers import Horizontal

from models.fields.contact_log import REGRADE
from storage.errors import ServiceError
from tui.i18n import day_of_year, month_title, ntr, serial, tr, week_heads
from tui.messages import CustomerChosen, FormRequested, Superseded
from tui.panes.frame import PaneFrame
from tui.rows.agenda import COLUMNS, AgendaItem, of_feedback, of_follow_up, of_special_day
from tui.rows.layout import Layout, Now, chosen_columns, lay_out
from tui.widgets.lazy_list import LazyList
from tui.widgets.month import MonthGrid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rich.segment import Segment
    from textual.app import ComposeResult

    from storage.services import Services
    from tui.bridge import Bridge

_EDGE = 4  # cells that corners and blanks take from a note in the frame
_MONTH_FITS = 52  # cells from which month and agenda stand side by side


class _Page:
    def __init__(self, rows: tuple[AgendaItem, ...], first: int) -> None:
        self.rows = rows
        self.first = first


class AgendaSource:
    """What stands on a day: overdue first, then follow-ups, cases, care dates."""

    def __init__(self, services: Services, day: date, assignee: int | None) -> None:
        self._services = services
        self.day = day
        self._assignee = assignee
        self._rows: tuple[AgendaItem, ...] = ()
        self.due = self.late = 0  # follow-ups, counted as the title of the program counts them
        self.cases = self.care = 0

    def count(self) -> int:
        """Reads the day; called off the event loop."""
        cards, clock = self._services.cards, self._services.core.clock
        now = Now(clock.today(), clock.now())
        planned = [of_follow_up(row, now.today) for row in cards.agenda(self.day, self._assignee)]
        cases = [of_feedback(row, now) for row in cards.feedback_due(self.day, self.day)]
        care = [of_special_day(row) for row in cards.special_days(self.day, self.day)]
        late = [item for item in planned if item.late]
        rest = [item for item in planned if not item.late]
        self._rows = tuple(late + cases + rest + care)
        self.due, self.late = len(planned), len(late)
        self.cases, self.care = len(cases), len(care)
        return len(self._rows)

    def page(self, number: int, size: int, around: object = None) -> Any:
        """A run of the items."""
        del around
        return _Page(self._rows[number * size : (number + 1) * size], number * size)

    def position(self, row_id: int) -> int | None:
        """Where an item stands."""
        found = (place for place, item in enumerate(self._rows) if item.id == row_id)
        return next(found, None)


class FollowUpsPane(PaneFrame):
    """The day begins here: what is due, with whom."""

    DEFAULT_CSS = """
    FollowUpsPane Horizontal { height: 1fr; }
    FollowUpsPane.-stacked MonthGrid { display: none; }
    FollowUpsPane.-stacked.-month MonthGrid { display: block; }
    FollowUpsPane.-stacked.-month LazyList { display: none; }
    """

    interests: ClassVar[frozenset[str]] = frozenset(
        {"follow_up", "customer", "contact", "special_date", "feedback"}
    )

    def __init__(
        self, bridge: Bridge, week_start: str = "monday", *, columns: Sequence[str] = ()
    ) -> None:
        super().__init__(bridge, 3, id="follow-ups")
        self._columns = chosen_columns(COLUMNS, columns)
        today = bridge.services.core.clock.today()
        self._week_start = week_start
        self._layout: tuple[int, int, Layout[AgendaItem]] | None = None
        self._source: AgendaSource | None = None
        self.mine = True
        self.month = MonthGrid(today, id="month")
        self.month.first_weekday = 0 if week_start == "monday" else 6
        self.list: LazyList[AgendaItem] = LazyList(
            bridge.read, self._format, group="agenda-pane", markable=False, id="agenda-list"
        )

    def compose(self) -> ComposeResult:
        """Month and agenda."""
        with Horizontal():
            yield self.month
            yield self.list

    @property
    def current(self) -> AgendaItem | None:
        """The item under the cursor."""
        return self.list.cursor_row

    def on_resize(self) -> None:
        """One above the other is too much for a narrow pane: the month comes by `w`."""
        self.set_class(self.size.width < _MONTH_FITS, "-stacked")
        self._note()

    def retitle(self) -> None:
        """Words of the frame and of the month."""
        self.month.plain = bool(getattr(self.app, "ascii", False))
        self.month.heads = week_heads(self._week_start)
        self.month.month_title = month_title(self.month.day)
        self.month.refresh()
        self.list.empty = tr("Nothing is due on this day.")
        self.list.loading_text = tr("Reading ...")
        if self.list.serial != serial():
            self.list.serial = serial()
            if self._source is not None:
                self.list.reload()  # the words of the items were made when they were read
        self._note()

    def first_load(self) -> None:
        """Month and agenda of today."""
        self._show_day()
        self._read_month()

    def reload(self) -> None:
        """Read again, the cursor stays on its item."""
        self.list.reload()
        self._read_month()

    def focus_pane(self) -> bool:
        """The agenda gets the keyboard, the month only where it was asked for."""
        wanted = self.month if self.has_class("-month") else self.list
        return self.give_focus(wanted)

    def toggle_period(self) -> None:
        """`w`: month or agenda, where only one fits."""
        self.toggle_class("-month")
        self.take_focus()

    def turn(self, periods: int) -> None:
        """`[` and `]`: another month."""
        self.month.turn(periods)

    def to_day(self, day: date) -> None:
        """Looks at another day."""
        self.month.day = day

    def on_month_grid_day_changed(self, event: MonthGrid.DayChanged) -> None:
        """The agenda follows the day."""
        event.stop()
        if isinstance(event, MonthGrid.DayOpened):
            self.remove_class("-month")
            self.take_focus()
            return
        self.month.month_title = month_title(event.day)
        self._show_day()
        self._read_month()

    def _show_day(self) -> None:
        services = self.bridge.services
        assignee = services.actor().id if self.mine else None
        self._source = AgendaSource(services, self.month.day, assignee)
        self.list.set_source(self._source)

    def _read_month(self) -> None:
        self.bridge.run(self, self._month, group="month", exclusive=True)

    async def _month(self) -> None:
        services = self.bridge.services
        first, last = self.month.span()
        assignee = services.actor().id if self.mine else None
        try:
            loads = await self.bridge.read(
                "month", lambda: services.cards.load(first, last, assignee)
            )
        except Superseded:
            return
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self.month.show({day: (load.total, load.overdue) for day, load in loads.items()})

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """A new count."""
        event.stop()
        self._note()

    def _note(self) -> None:
        found = self._source
        note = ""
        if self.list.count is not None and found is not None:
            parts = [day_of_year(self.month.day), ntr("{n} due", "{n} due", found.due)]
            if found.late:
                parts.append(ntr("{n} late", "{n} late", found.late))
            if found.cases:
                parts.append(ntr("{n} case", "{n} cases", found.cases))
            if found.care:
                parts.append(ntr("{n} special day", "{n} special days", found.care))
            note = parts.pop(0)
            for part in parts:  # whole words or none: what matters most stands first
                if cell_len(longer := f"{note} · {part}") > self.size.width - _EDGE:
                    break
                note = longer
        self.frame(tr("Follow-ups"), note)

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        """A read ended in an error."""
        event.stop()
        self.bridge.tell(event.error)

    def on_lazy_list_highlighted(self, event: LazyList.Highlighted) -> None:
        """The detail pane follows where this pane is in use."""
        event.stop()
        item = self.current
        if self.list.has_focus and item is not None and item.customer_id is not None:
            self.post_message(CustomerChosen(item.customer_id))

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter does the item: a touch form with everything known filled in."""
        event.stop()
        item = self.current
        if item is None:
            return
        if item.entity == "feedback":
            self.post_message(FormRequested("feedback_step", case_id=item.record_id))
        elif item.about == REGRADE:
            self.post_message(FormRequested("proposal", item_id=item.record_id))
        elif item.entity == "follow_up":
            self.post_message(
                FormRequested("touch", customer_id=item.customer_id, follow_up_id=item.record_id)
            )
        else:
            self.post_message(FormRequested("touch", customer_id=item.customer_id))

    def _format(
        self, row: AgendaItem, width: int, selected: bool, marked: bool
    ) -> Iterable[Segment]:
        del marked
        kept = self._layout
        if kept is None or kept[0] != width or kept[1] != serial():
            kept = self._layout = (width, serial(), lay_out(self._columns, width))
        clock = self.bridge.services.core.clock
        pieces = kept[2].row(row, Now(clock.today(), clock.now()))
        return self.palette.segments(pieces, plain=selected)  # type: ignore[no-any-return]
