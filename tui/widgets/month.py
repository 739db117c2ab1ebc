"""A month with the load of each day; arrows move the day. Knows no follow-up."""

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

WIDTH = 21


class MonthGrid(Widget, can_focus=True):
    """Seven columns of three cells; under each day how much falls due."""

    DEFAULT_CSS = """
    MonthGrid { width: 22; height: 14; padding: 0 0 0 1; }
    """

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

        def __init__(self, control: MonthGrid, day: date) -> None:
            super().__init__()
            self._control = control
            self.day = day

        @property
        def control(self) -> MonthGrid:
            """The month it came from."""
            return self._control

    class DayOpened(DayChanged):
        """Enter: go to what stands on the day."""

    def __init__(self, today: date, *, id: str) -> None:
        super().__init__(id=id)
        self.today = today
        self.set_reactive(MonthGrid.day, today)
        self.heads: Sequence[str] = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
        self.month_title = ""
        self.loads: Mapping[date, tuple[int, int]] = {}
        self.first_weekday = 0
        self.plain = False

    def span(self) -> tuple[date, date]:
        """First and last day that are drawn."""
        weeks = self._weeks()
        return weeks[0][0], weeks[-1][-1]

    def show(self, loads: Mapping[date, tuple[int, int]]) -> None:
        """Takes over the load of the days: (due, late)."""
        self.loads = loads
        self.refresh()

    def watch_day(self, before: date, after: date) -> None:
        """Tells who listens."""
        if before != after and self.is_mounted:
            self.post_message(self.DayChanged(self, after))

    def action_move(self, days: int) -> None:
        """Moves the day."""
        self.day = self.day + timedelta(days=days)

    def action_choose(self) -> None:
        """Goes to the agenda of the day."""
        self.post_message(self.DayOpened(self, self.day))

    def turn(self, months: int) -> None:
        """Moves by whole months, clamped to the month end."""
        number = self.day.year * 12 + self.day.month - 1 + months
        year, month = divmod(number, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self.day = date(year, month + 1, min(self.day.day, last))

    def render(self) -> Text:
        """Head, weekdays, then a line of days and a line of loads for each week."""
        text = Text(no_wrap=True, end="")
        text.append(self.month_title.center(WIDTH).rstrip() + "\n", "bold")
        text.append("".join(f"{head:>2} " if len(head) > 1 else f"{head} " for head in self.heads))
        for week in self._weeks():
            text.append("\n")
            for day in week:
                text.append(*self._day(day))
            if self.size.height >= 14:
                text.append("\n")
                for day in week:
                    text.append(*self._load(day))
        return text

    def _weeks(self) -> list[list[date]]:
        return calendar.Calendar(self.first_weekday).monthdatescalendar(
            self.day.year, self.day.month
        )

    def _day(self, day: date) -> tuple[str, str]:
        sign = ">" if self.plain else "▌"
        chosen = day == self.day
        text = f"{sign if chosen else ' '}{day.day:>2}"
        if chosen:
            return text, "bold reverse" if self.has_focus else "bold"
        if day == self.today:
            return text, "bold underline"
        return text, "dim" if day.month != self.day.month else ""

    def _load(self, day: date) -> tuple[str, str]:
        total, late = self.loads.get(day, (0, 0))
        if not total:
            return ("  ." if self.plain else "  ·"), "dim"
        return f"{min(total, 999):>3}", "bold" if late else ""
