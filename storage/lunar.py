"""The Chinese lunar calendar of a kept library, imported here alone and only when asked."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from models.rules.care_dates import LunarDay

FIRST_DAY, LAST_DAY = date(1900, 1, 31), date(2101, 1, 28)  # of what the library knows


@lru_cache(maxsize=1024)
def lunar_day(day: date) -> LunarDay | None:
    """A day by the lunar calendar; None beyond the years that are known."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    from borax.calendars.lunardate import LCalendars, LunarDate

    found = LunarDate.from_solar(day)
    leap_month = LCalendars.leap_month(found.year)
    length = LCalendars.ndays(found.year, found.month, found.leap)
    has_leap = leap_month == found.month
    return LunarDay(found.month, found.day, bool(found.leap), has_leap, length)
