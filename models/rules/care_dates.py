"""On which day of the sun a date to remember is kept, by either calendar.

Pure: what the lunar calendar says of a day is handed in. A date that a year does not have is kept
on the last day before it: 29 February on the 28th (S3-V62-04), the 30th of a short lunar month on
its 29th. A date in a leap month is kept in the leap month where a year has that one, else in the
month of the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.enums import DateCalendar

_LONG_MONTH = 30  # days; a lunar month has these or one less
Kept = tuple[DateCalendar, str]  # calendar, month and day as mm-dd


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day by the Chinese lunar calendar."""

    month: int
    day: int
    is_leap: bool  # the second month of that number in its year
    has_leap: bool  # such a second month follows, or this is it
    month_days: int  # 29 or 30


Lunar = Callable[[date], LunarDay | None]  # None: beyond the years that are known


def kept_on(day: date, lunar: LunarDay | None) -> Iterator[Kept]:
    """The dates, as they are noted, that are kept on a day."""
    yield DateCalendar.SOLAR, f"{day:%m-%d}"
    if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
        yield DateCalendar.SOLAR, "02-29"
    if lunar is None:
        return
    numbers = [lunar.day]
    if lunar.day == lunar.month_days < _LONG_MONTH:
        numbers.append(_LONG_MONTH)
    for number in numbers:
        text = f"{lunar.month:02d}-{number:02d}"
        if not lunar.is_leap:
            yield DateCalendar.LUNAR, text
        if lunar.is_leap or not lunar.has_leap:
            yield DateCalendar.LUNAR_LEAP, text


def kept_between(first: date, last: date, lunar: Lunar) -> Mapping[Kept, list[date]]:
    """Every date, as it is noted, with the days of a span on which it is kept."""
    found: dict[Kept, list[date]] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for kept in kept_on(day, lunar(day)):
            found.setdefault(kept, []).append(day)
    return found
