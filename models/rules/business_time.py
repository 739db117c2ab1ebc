"""Working days and working hours (requirements 8, conventions; crm-bars 5).

Pure: the days off and the made-up days are handed in. Moments are timezone-aware; a clock change
inside working hours neither stretches nor shrinks a span.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.policy_defaults import CalendarPolicy

_SATURDAY = 5
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class DayKind(StrEnum):
    """What a day is for those who work by this calendar."""

    WORKING = "WORKING"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"  # a public holiday, a day off given for it, or an own closing day
    MAKE_UP = "MAKE_UP"  # 调休: a Saturday or Sunday on which is worked


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Monday to Friday, less `closed`, plus `open`; hours the same on every working day.

    `open` wins over `closed`: who says that a day is worked has the last word. `announced_to` is
    the last year whose made-up days are announced; later years know the weekends and the holidays
    that follow from the calendar alone.
    """

    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()
    policy: CalendarPolicy = field(default_factory=CalendarPolicy)
    announced_to: int | None = None

    def kind_of(self, day: date) -> DayKind:
        """What a day is; a made-up day is one although it lies on a weekend."""
        weekend = day.weekday() >= _SATURDAY
        if day in self.open:
            return DayKind.MAKE_UP if weekend else DayKind.WORKING
        if day in self.closed:
            return DayKind.HOLIDAY
        return DayKind.WEEKEND if weekend else DayKind.WORKING

    def is_working_day(self, day: date) -> bool:
        """Is that day worked (requirements 8, "working day")."""
        return self.kind_of(day) in (DayKind.WORKING, DayKind.MAKE_UP)

    def next_working_day(self, day: date) -> date:
        """The day itself where it is worked, else the first one after it that is."""
        return next(self._worked_from(day))

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after (before, where negative) the day; 0: as it is worked.

        With 0 a day that is not worked moves to the next that is.
        """
        if count == 0:
            return self.next_working_day(day)
        step = 1 if count > 0 else -1
        days = self._worked_from(day + step * _DAY, step)
        for _ in range(abs(count) - 1):
            next(days)
        return next(days)

    def add_working_minutes(self, moment: datetime, minutes: int, zone: str) -> datetime:
        """The moment when so many minutes of working time have passed since `moment` (UTC).

        Outside working hours no time passes. Exactly used up at closing time, the answer is the
        closing time and not the next opening.
        """
        left = timedelta(minutes=minutes)
        start = moment.astimezone(UTC)
        for day in self._worked_from(self._local(moment, zone)):
            opens, closes = self._hours(day, zone)
            begin = max(opens, start)
            if begin > closes:
                continue
            if left <= closes - begin:
                return begin + left
            left -= closes - begin
        raise AssertionError  # pragma: no cover - the days never end

    def working_minutes_between(self, start: datetime, end: datetime, zone: str) -> int:
        """Whole minutes of working time from start to end; 0 where the end is not later."""
        begin, finish = start.astimezone(UTC), end.astimezone(UTC)
        last = self._local(end, zone)
        total = timedelta()
        for day in self._worked_from(self._local(start, zone)):
            if day > last:
                break
            opens, closes = self._hours(day, zone)
            total += max(timedelta(), min(closes, finish) - max(opens, begin))
        return total // _MINUTE

    def _worked_from(self, day: date, step: int = 1) -> Iterator[date]:
        while True:  # the closed days end some time, as every list does
            if self.is_working_day(day):
                yield day
            day += step * _DAY

    def _hours(self, day: date, zone: str) -> tuple[datetime, datetime]:
        place = ZoneInfo(zone)
        midnight = datetime.combine(day, time(), place)
        # Hour 24 is the midnight that follows.
        opens, closes = (
            (
                datetime.combine(day + _DAY, time(), place)
                if hour == 24
                else midnight.replace(hour=hour)
            ).astimezone(UTC)
            for hour in (self.policy.opens_hour, self.policy.closes_hour)
        )
        return opens, closes

    def _local(self, moment: datetime, zone: str) -> date:
        return moment.astimezone(ZoneInfo(zone)).date()
