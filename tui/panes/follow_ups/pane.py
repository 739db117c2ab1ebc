"""Pane 3: the calendar of follow-ups beside the agenda of the chosen day or week."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.cells import cell_len
from textual.containers import Horizontal

from models.enums import CalendarLayer
from models.fields.contact_log import (
    GIFT,
    HANDOVER,
    REGRADE,
    RELEASE,
    SURVEY_CALL,
    TERMINATION,
)
from models.rules.agenda import EVERY_LAYER
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import day_of_year, day_span, month_title, serial, tr, trc, week_heads
from tui.messages import CustomerChosen, FormRequested, Superseded
from tui.panes.follow_ups.source import AgendaSource, assignee_of
from tui.panes.frame import PaneFrame
from tui.rows.agenda import COLUMNS, DAY, AgendaItem, day_sign, footnotes, note_parts
from tui.rows.layout import Layout, Now, chosen_columns, lay_out
from tui.widgets.lazy_list import LazyList
from tui.widgets.month import DayGrid, MonthGrid, month_later
from tui.widgets.week import WeekGrid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rich.segment import Segment
    from textual.app import ComposeResult

    from models.views.change import DataChange
    from storage.services.calendar import Load
    from tui.bridge import Bridge

AGENDA_PAGE: Final = 32  # rows read at once: a day rarely has more, a view never half as many
_EDGE = 4  # cells that corners and blanks take from a note in the frame
_GRID_FITS = 52  # cells from which calendar and agenda stand side by side
MONTH, WEEK, DAY_ALONE = "month", "week", "day"
_NEXT: Final = {MONTH: WEEK, WEEK: DAY_ALONE, DAY_ALONE: MONTH}
_KEPT: Final = "calendar"
# Items that ask for an answer, not for a touch: form by what the item is about.
ANSWERS = {
    REGRADE: "proposal",
    GIFT: "gift_answer",
    HANDOVER: "handovers",
    TERMINATION: "termination",
    RELEASE: "termination",
}


class FollowUpsPane(PaneFrame):
    """The day begins here: what is due, with whom."""

    DEFAULT_CSS = """
    FollowUpsPane Horizontal { height: 1fr; }
    FollowUpsPane DayGrid { display: none; }
    FollowUpsPane.-month MonthGrid { display: block; }
    FollowUpsPane.-week WeekGrid { display: block; }
    FollowUpsPane.-stacked WeekGrid { display: none; }
    FollowUpsPane.-stacked.-month LazyList { display: none; }
    """

    interests: ClassVar[frozenset[str]] = frozenset(
        {"follow_up", "customer", "contact", "special_date", "feedback", "opportunity", "setting"}
    )

    def __init__(
        self, bridge: Bridge, week_start: str = "monday", *, columns: Sequence[str] = ()
    ) -> None:
        super().__init__(bridge, 3, id="follow-ups")
        self._columns = chosen_columns(COLUMNS, columns)
        self.day = bridge.services.core.clock.today()
        self._week_start = week_start
        self._layout: tuple[int, int, str, Layout[AgendaItem]] | None = None
        self._source: AgendaSource | None = None
        self._loaded: tuple[object, ...] = ()  # what the month shows the loads of
        self._signed = (self.day, self.day)  # days whose holidays are shown
        self.mine = True
        kept = bridge.services.desk.place(_KEPT)
        hidden = set(kept.get("hidden", ()))
        self.shown_layers = frozenset(one for one in CalendarLayer if one.value not in hidden)
        self._view: str = kept["view"] if kept.get("view") in _NEXT else MONTH
        self._month_asked = False  # alone in a narrow pane
        self.month = MonthGrid(self.day, id="month")
        self.week = WeekGrid(self.day, id="week")
        for grid in (self.month, self.week):
            grid.first_weekday = 0 if week_start == "monday" else 6
        self.list: LazyList[AgendaItem] = LazyList(
            bridge.read,
            self._format,
            group="agenda-pane",
            page_size=AGENDA_PAGE,
            id="agenda-list",
        )

    def compose(self) -> ComposeResult:
        """Month or week, and agenda."""
        with Horizontal():
            yield self.month
            yield self.week
            yield self.list

    @property
    def current(self) -> AgendaItem | None:
        """The item under the cursor."""
        return self.list.cursor_row

    @property
    def chosen(self) -> list[int]:
        """Ids of the marked follow-ups, else of the one under the cursor."""
        marks = self.list.marks
        if marks and self._source is not None:
            return [one for one in self._source.follow_ups() if one in marks]
        item = self.current
        return [item.record_id] if item is not None and item.entity == "follow_up" else []

    @property
    def view(self) -> str:
        """What is shown: a narrow pane has its month only where that was asked for."""
        alone = self.has_class("-stacked") and self._view == MONTH and not self._month_asked
        return DAY_ALONE if alone else self._view

    # ── layout ──────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """One above the other is too much for a narrow pane: the month comes by `w`."""
        before = self.view
        self.set_class(self.size.width < _GRID_FITS, "-stacked")
        if self.view != before:
            self._show_view()
        self._arrange()
        self._note()

    def _arrange(self) -> None:
        self.update_classes({"-month": self.view == MONTH, "-week": self.view == WEEK})

    def focus_pane(self) -> bool:
        """The agenda gets the keyboard, the month only where it stands alone."""
        alone = self.has_class("-stacked") and self.view == MONTH
        return self.give_focus(self.month if alone else self.list)

    def next_view(self) -> None:
        """`w`: month, week, day."""
        self._view = _NEXT[self.view]
        self._month_asked = True
        self._show_view()
        self._keep()
        self.take_focus()

    def _show_view(self) -> None:
        self._arrange()
        self._show_days()
        self._read_month()
        self._read_days_off()

    def show_layers(self, layers: Collection[str]) -> None:
        """Shows these layers and no others."""
        self.shown_layers = frozenset(CalendarLayer(one) for one in layers)
        self._show_view()
        self._keep()

    def _keep(self) -> None:
        """View and layers come back at the next start; written off the event loop."""
        hidden = sorted(one.value for one in EVERY_LAYER - self.shown_layers)
        place = {"view": self._view, "hidden": hidden}
        keep = partial(self.bridge.services.desk.keep_place, _KEPT, place)

        async def kept() -> None:
            await self.bridge.read("", keep)

        self.bridge.run(self, kept, group="keep")

    # ── days ────────────────────────────────────────────────────────────────────────────

    def turn(self, periods: int) -> None:
        """`[` and `]`: another month, week or day."""
        if self.view == MONTH:
            self.to_day(month_later(self.day, periods))
        else:
            self.step(periods * (7 if self.view == WEEK else 1))

    def step(self, days: int) -> None:
        """Looks some days further."""
        if 1000 < self.day.toordinal() + days < date.max.toordinal() - 1000:
            self.to_day(self.day + timedelta(days=days))

    def to_day(self, day: date) -> None:
        """Looks at another day; in a week that is shown already the cursor goes there."""
        if day == self.day:
            return
        self.day = day
        self.month.day = self.week.day = day
        self._words()
        if self.view == WEEK and self._source is not None and self._days() == self._source.days:
            place = self._source.first_of(day)
            if place is not None:
                self.list.go_to(place)
        else:
            self._show_days()
        self._read_month()
        self._read_days_off()
        self._note()

    def today(self) -> None:
        """Back to the day that is."""
        self.to_day(self.bridge.services.core.clock.today())

    def on_day_grid_day_changed(self, event: DayGrid.DayChanged) -> None:
        """The agenda follows the day."""
        event.stop()
        self.to_day(event.day)

    def on_day_grid_day_opened(self, event: DayGrid.DayOpened) -> None:
        """Enter on a day: to what stands on it."""
        event.stop()
        if self.has_class("-stacked"):
            self._view = DAY_ALONE
            self._show_view()
        self.take_focus()

    def _days(self) -> tuple[date, date]:
        if self.view != WEEK:
            return self.day, self.day
        week = self.week.week_of(self.day)
        return week[0], week[-1]

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def first_load(self) -> None:
        """Month and agenda of today."""
        self._show_view()

    def reload(self) -> None:
        """Read again, the cursor stays on its item; after midnight on the new day."""
        self._loaded = ()
        today = self.bridge.services.core.clock.today()
        if today != self.month.today:
            was_today = self.day == self.month.today
            self.month.today = self.week.today = today
            if was_today:
                self.to_day(today)
        self.list.reload()
        self._read_month()

    def _on_data(self, change: DataChange) -> None:
        super()._on_data(change)
        if "setting" in change.kinds:
            self._signed = (date.min, date.min)
            self._read_days_off()

    def _show_days(self) -> None:
        services = self.bridge.services
        self._source = AgendaSource(services, self._days(), self.shown_layers, mine=self.mine)
        self.list.set_source(self._source)

    def _read_month(self) -> None:
        wanted = (self.month.span(), self.shown_layers, self.mine)
        if self.view == MONTH and wanted != self._loaded:
            self._loaded = wanted
            self.bridge.run(self, self._month, group="month", exclusive=True)

    async def _month(self) -> None:
        services = self.bridge.services
        first, last = self.month.span()
        layers, mine = self.shown_layers, self.mine

        def read() -> Mapping[date, Load]:
            assignee = assignee_of(services, mine=mine)
            return services.calendar.loads(first, last, assignee, layers)

        try:
            loads = await self.bridge.read("month", read)
        except Superseded:
            return
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self.month.show({day: (load.total, load.late) for day, load in loads.items()})

    def _read_days_off(self) -> None:
        """Signs of holidays, after what is due: the library that knows them loads slowly."""
        wanted = self.month.span() if self.view == MONTH else self._days()
        if self.view != DAY_ALONE and wanted != self._signed:
            self._signed = wanted
            self.bridge.run(self, self._days_off, group="days-off", exclusive=True)

    async def _days_off(self) -> None:
        services = self.bridge.services
        first, last = self._signed
        try:
            found = await self.bridge.read(
                "days-off", lambda: services.calendar.days_off(first, last)
            )
        except Superseded:
            return
        except ServiceError as error:
            self.bridge.tell(error)
            return
        notes = {day: day_sign(kind) for day, kind in found.kinds.items()}
        for grid in (self.month, self.week):
            grid.sign(notes, footnotes(found, self.day))

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """A new count."""
        event.stop()
        if self._source is not None:
            self.week.show(self._source.slots)
        self._note()

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        """A read ended in an error."""
        event.stop()
        self.bridge.tell(event.error)

    # ── words ───────────────────────────────────────────────────────────────────────────

    def retitle(self) -> None:
        """Words of the frame, of month and week."""
        for grid in (self.month, self.week):
            grid.plain = bool(getattr(self.app, "ascii", False))
            grid.heads = week_heads(self._week_start)
        self.week.all_day = trc("hours of a week", "all")
        self._words()
        self.list.loading_text = tr("Reading ...")
        if self.list.serial != serial():
            self.list.serial = serial()
            if self._source is not None:
                self.list.reload()  # the words of the items were made when they were read
                self._signed = (date.min, date.min)  # and so were the notes below the month
                self._read_days_off()
        self._note()

    def _words(self) -> None:
        self.month.title = month_title(self.day)
        week = self.week.week_of(self.day)
        self.week.title = day_span(week[0], week[-1])
        self.month.refresh()
        self.week.refresh()
        self.list.empty = tr("Nothing is due on this day.")
        if self.view == WEEK:
            self.list.empty = tr("Nothing is due in this week.")
        if self.shown_layers != EVERY_LAYER:
            self.list.empty = tr("Nothing is due in the layers shown. L shows others.")

    def _note(self) -> None:
        found = self._source
        note = ""
        if self.list.count is not None and found is not None:
            when = day_of_year(self.day) if self.view != WEEK else day_span(*self._days())
            marked = len(self.chosen) if self.list.marks else 0
            hidden = len(EVERY_LAYER - self.shown_layers)
            note, *parts = [when, *note_parts(found, marked, hidden)]
            for part in parts:  # whole words or none: what matters most stands first
                if cell_len(longer := f"{note} · {part}") > self.size.width - _EDGE:
                    break
                note = longer
        self.frame(tr("Follow-ups"), note)

    def _format(
        self, row: AgendaItem, width: int, selected: bool, marked: bool
    ) -> Iterable[Segment]:
        del marked
        kept, view = self._layout, self.view
        if kept is None or kept[:3] != (width, serial(), view):
            columns = self._columns
            if view == WEEK:
                columns = (DAY, *(one for one in columns if one.name != "when"))
            kept = self._layout = (width, serial(), view, lay_out(columns, width))
        clock = self.bridge.services.core.clock
        pieces = kept[3].row(row, Now(clock.today(), clock.now()))
        return self.palette.segments(pieces, plain=selected)  # type: ignore[no-any-return]

    # ── what is done with an item ───────────────────────────────────────────────────────

    def on_lazy_list_marks_changed(self, event: LazyList.MarksChanged) -> None:
        """The note counts the marks."""
        event.stop()
        self._note()

    def on_lazy_list_highlighted(self, event: LazyList.Highlighted) -> None:
        """The detail pane follows where this pane is in use, the day of a week always."""
        event.stop()
        item = self.current
        if item is None:
            return
        if self.view == WEEK and self._days()[0] <= item.due <= self._days()[1]:
            self.day = self.month.day = self.week.day = item.due
        if self.list.has_focus and item.customer_id is not None:
            self.post_message(CustomerChosen(item.customer_id))

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter does the item: a touch form with everything known filled in."""
        event.stop()
        item = self.current
        if item is None:
            return
        if not item.greets:
            said = tr(
                "{customer} has not agreed to greetings; t logs another touch.",
                customer=item.customer,
            )
            toast(self.app, said, "warning")
            return
        form, params = form_of(item)
        self.post_message(FormRequested(form, **params))


def form_of(item: AgendaItem) -> tuple[str, dict[str, Any]]:
    """The form that does an item, and what it is about."""
    if item.about == SURVEY_CALL:
        return "survey", {"customer_id": item.customer_id, "item_id": item.record_id}
    if item.entity == "feedback":
        return "feedback_step", {"case_id": item.record_id}
    if item.about in ANSWERS:
        return ANSWERS[item.about], {"item_id": item.record_id}
    if item.ticket_id is not None:
        return "ticket_step", {"ticket_id": item.ticket_id}
    if item.entity == "follow_up":
        return "touch", {"customer_id": item.customer_id, "follow_up_id": item.record_id}
    known = {"kind": "CARE", "contact": item.contact}
    return "touch", {"customer_id": item.customer_id, "known": known}
