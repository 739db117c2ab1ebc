"""Where the list of pane 3 gets its rows: some days of the calendar, read page by page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tui.rows.agenda import AgendaItem, of_feedback, of_follow_up, of_special_day
from tui.rows.layout import Now

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from models.enums import CalendarLayer
    from storage.services import Services

Slot = tuple["date", "int | None"]  # a day and an hour of it, None for all day


class _Page:
    def __init__(self, rows: tuple[AgendaItem, ...], first: int) -> None:
        self.rows = rows
        self.first = first


class AgendaSource:
    """What stands on some days: overdue first, then day by day cases, follow-ups, care dates.

    Cases and care dates are few and read at once; follow-ups are known by id and read by page.
    """

    def __init__(
        self,
        services: Services,
        days: tuple[date, date],
        layers: Collection[CalendarLayer],
        *,
        mine: bool,
    ) -> None:
        self._services = services
        self.first, self.last = days
        self._layers = frozenset(layers)
        self._mine = mine
        self._order: list[int | AgendaItem] = []  # the id of a follow-up, or what is no follow-up
        self.due = self.late = 0  # follow-ups, counted as the title of the program counts them
        self.cases = self.care = 0
        self.slots: Mapping[Slot, int] = {}
        self._starts: dict[date, int] = {}

    def count(self) -> int:
        """Reads the order of the days; called off the event loop."""
        services = self._services
        now = self._now()
        assignee = assignee_of(services, mine=self._mine)
        plan = services.calendar.plan(self.first, self.last, assignee, self._layers)
        zone = ZoneInfo(services.core.clock.zone)
        late = [place for place in plan.places if place.due < now.today]
        cases = [of_feedback(row, now, zone) for row in plan.cases]
        rest: list[tuple[date, int, int | AgendaItem]] = [
            *((case.due, 0, case) for case in cases),
            *((one.due, 1, one.id) for one in plan.places[len(late) :]),
            *((one.on, 2, of_special_day(one)) for one in plan.care),
            *((now.today, 3, of_special_day(one, now.today)) for one in plan.coming),
        ]
        rest.sort(key=lambda one: one[:2])  # keeps the order that each of them came in
        self._order = [*(place.id for place in late), *(one[2] for one in rest)]
        self._starts = {now.today: 0} if late else {}
        for place, one in enumerate(rest, len(late)):
            self._starts.setdefault(one[0], place)
        self.due, self.late = len(plan.places), len(late)
        self.cases, self.care = len(plan.cases), len(plan.care) + len(plan.coming)
        slots = [(one.due, hour(one.time)) for one in plan.places]
        slots += [(one.on, None) for one in plan.care]
        slots += [(case.due, case.hour) for case in cases]
        self.slots = Counter(slots)
        return len(self._order)

    def page(self, number: int, size: int, around: object = None) -> Any:
        """A run of the items."""
        del around
        now = self._now()
        part = self._order[number * size : (number + 1) * size]
        wanted = [one for one in part if isinstance(one, int)]
        read = {one.row.id: of_follow_up(one, now.today) for one in self._rows(wanted)}
        rows = (read.get(one) if isinstance(one, int) else one for one in part)
        return _Page(tuple(row for row in rows if row is not None), number * size)

    def position(self, row_id: int) -> int | None:
        """Where an item stands."""
        found = (place for place, one in enumerate(self._order) if _id_of(one) == row_id)
        return next(found, None)

    @property
    def days(self) -> tuple[date, date]:
        """First and last day that are shown."""
        return self.first, self.last

    def first_of(self, day: date) -> int | None:
        """Position of the first item of a day; overdue ones belong to today."""
        return self._starts.get(day)

    def follow_ups(self) -> list[int]:
        """Ids of all follow-ups in their order, for marks of the whole list."""
        return [one for one in self._order if isinstance(one, int)]

    def _rows(self, ids: list[int]) -> Any:
        return self._services.calendar.rows(ids) if ids else []

    def _now(self) -> Now:
        clock = self._services.core.clock
        return Now(clock.today(), clock.now())


def assignee_of(services: Services, *, mine: bool) -> int | None:
    """Whose follow-ups are shown: the user's own, or everybody's; asked off the event loop."""
    return services.actor().id if mine else None


def _id_of(one: int | AgendaItem) -> int:
    return one if isinstance(one, int) else one.id


def hour(time: str | None) -> int | None:
    """The hour of a time as it is stored; None where the day alone is known."""
    return int(time[:2]) if time else None
