"""Days to walk through by arrows: a month with the load of each day. Knows no follow-up."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 21  # seven columns of three cells
_WITH_LOADS = 14  # lines of a month of six weeks with a line of loads under each


class DayGrid(Widget, can_focus=True):
    """Seven columns of days; the arrows move the chosen one, Enter opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "move(-1)", show=False, id="left"),
        Binding("l,right", "move(1)", show=False, id="right"),
        Binding("k,up", "move(-7)", show=False, id="up"),
        Binding("j,down", "move(7)", show=False, id="down"),
        Binding("enter", "choose", show=False, id="open"),
    ]

    day: reactive[date] = reactive(date(2026, 1, 1))

    class DayChanged(Message):
        """Another day is looked at."""

        def __init__(self, control: DayGrid, day: date) -> None:
            super().__init__()
            self._control = control
            self.day = day

        @property
        def control(self) -> DayGrid:
            """The grid it came from."""
            return self._control

    class DayOpened(DayChanged):
        """Enter: go to what stands on the day."""

    def __init__(self, today: date, *, id: str) -> None:
        super().__init__(id=id)
        self.today = today
        self.set_reactive(DayGrid.day, today)
        self.heads: Sequence[str] = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
        self.title = ""
        self.first_weekday = 0
        self.plain = False
        self.notes: Mapping[date, tuple[str, str]] = {}  # sign and style of a special day
        self.footnotes: Sequence[str] = ()

    def watch_day(self, before: date, after: date) -> None:
        """Tells who listens."""
        if before != after and self.is_mounted:
            self.post_message(self.DayChanged(self, after))

    def action_move(self, days: int) -> None:
        """Moves the day, never out of what a calendar knows."""
        if 0 < self.day.toordinal() + days <= date.max.toordinal():
            self.day = self.day + timedelta(days=days)

    def action_choose(self) -> None:
        """Goes to the agenda of the day."""
        self.post_message(self.DayOpened(self, self.day))

    def sign(self, notes: Mapping[date, tuple[str, str]], footnotes: Sequence[str]) -> None:
        """Takes over the signs of special days and what is to be said below."""
        self.notes, self.footnotes = notes, footnotes
        self.refresh()

    def add_footnotes(self, text: Text) -> None:
        """Adds what is to be said, as far as there is room for whole lines."""
        room = self.size.height - text.plain.count("\n") - 1
        for line in self.footnotes[: max(0, room)]:
            text.append(f"\n{line}", "dim")

    def week_of(self, day: date) -> list[date]:
        """The seven days of the line that a day stands in."""
        start = day - timedelta(days=(day.weekday() - self.first_weekday) % 7)
        return [start + timedelta(days=number) for number in range(7)]

    def head_line(self) -> str:
        """The names of the days over their columns."""
        return "".join(f"{head:>2} " if len(head) > 1 else f"{head} " for head in self.heads)

    def day_cell(self, day: date, *, dim: bool = False) -> tuple[str, str]:
        """A day in three cells: the cursor or the sign of a special day, then its number."""
        chosen = day == self.day
        sign, tone = self.notes.get(day, (" ", ""))
        if chosen:
            sign = ">" if self.plain else "▌"
        text = f"{sign}{day.day:>2}"
        if chosen:
            return text, "bold reverse" if self.has_focus else "bold"
        if day == self.today:
            return text, "bold underline"
        return text, "dim" if dim else tone

    def count_cell(self, count: int, *, strong: bool = False) -> tuple[str, str]:
        """How much there is, in three cells."""
        if not count:
            return ("  ." if self.plain else "  ·"), "dim"
        return f"{min(count, 999):>3}", "bold" if strong else ""


class MonthGrid(DayGrid):
    """Seven columns of three cells; under each day how much falls due."""

    DEFAULT_CSS = """
    MonthGrid { width: 22; height: 1fr; max-height: 18; padding: 0 0 0 1; }
    """

    def __init__(self, today: date, *, id: str) -> None:
        super().__init__(today, id=id)
        self.loads: Mapping[date, tuple[int, int]] = {}

    def span(self) -> tuple[date, date]:
        """First and last day that are drawn."""
        weeks = self._weeks()
        return weeks[0][0], weeks[-1][-1]

    def show(self, loads: Mapping[date, tuple[int, int]]) -> None:
        """Takes over the load of the days: (due, late)."""
        self.loads = loads
        self.refresh()

    def render(self) -> Text:
        """Head, weekdays, then a line of days and a line of loads for each week."""
        text = Text(no_wrap=True, end="")
        text.append(self.title.center(WIDTH).rstrip() + "\n", "bold")
        text.append(self.head_line())
        for week in self._weeks():
            text.append("\n")
            for day in week:
                text.append(*self.day_cell(day, dim=day.month != self.day.month))
            if self.size.height >= _WITH_LOADS:
                text.append("\n")
                for day in week:
                    total, late = self.loads.get(day, (0, 0))
                    text.append(*self.count_cell(total, strong=bool(late)))
        self.add_footnotes(text)
        return text

    def _weeks(self) -> list[list[date]]:
        first = self.day.replace(day=1)
        last = self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
        count = (self.week_of(last)[0] - self.week_of(first)[0]).days // 7 + 1
        start = self.week_of(first)[0]
        return [self.week_of(start + timedelta(weeks=number)) for number in range(count)]


def month_later(day: date, months: int) -> date:
    """The same day some months on, clamped to the month end."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not date.min.year < year < date.max.year:
        return day
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
