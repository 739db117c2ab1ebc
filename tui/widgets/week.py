"""A week by hours: how much stands at which time of which day. Knows no follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from tui.widgets.month import DayGrid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_LABEL: Final = 3  # cells in front of the days
_ABOVE: Final = 4  # lines over the first hour
_HOURS: Final = (8, 18)  # shown although nothing stands there
_DAY: Final = 24


class WeekGrid(DayGrid):
    """Seven columns of days; a line for what has no time, then one for each hour or few hours."""

    DEFAULT_CSS = """
    WeekGrid { width: 25; height: 1fr; max-height: 20; padding: 0 0 0 1; }
    """

    def __init__(self, today: date, *, id: str) -> None:
        super().__init__(today, id=id)
        self.all_day = ""
        self.slots: Mapping[tuple[date, int | None], int] = {}

    def show(self, slots: Mapping[tuple[date, int | None], int]) -> None:
        """Takes over how much stands on a day and in an hour of it; None is no hour."""
        self.slots = slots
        self.refresh()

    def render(self) -> Text:
        """Head, weekdays, days, what has no time, hours."""
        week = self.week_of(self.day)
        text = Text(no_wrap=True, end="")
        text.append(self.title + "\n", "bold")
        text.append(" " * _LABEL + self.head_line() + "\n" + " " * _LABEL)
        for day in week:
            text.append(*self.day_cell(day))
        label = self.all_day + " " * max(0, _LABEL - cell_len(self.all_day))
        text.append(f"\n{label}", "dim")
        for day in week:
            text.append(*self.count_cell(self.slots.get((day, None), 0)))
        step, hours = self.hours(week, self.size.height - len(self.footnotes))
        for start in hours:
            text.append(f"\n{start:02d} ", "dim")
            for day in week:
                some = (self.slots.get((day, start + more), 0) for more in range(step))
                text.append(*self.count_cell(sum(some)))
        self.add_footnotes(text)
        return text

    def hours(self, week: Sequence[date], height: int) -> tuple[int, range]:
        """Hours of a line, and where each line begins: all of them, in so many lines at most."""
        used = [hour for day, hour in self.slots if hour is not None and day in week]
        first, last = min([*used, _HOURS[0]]), max([*used, _HOURS[1]])
        room = max(1, height - _ABOVE)
        step = -(-(last - first + 1) // room)
        return step, range(first, min(last + 1, _DAY), step)
