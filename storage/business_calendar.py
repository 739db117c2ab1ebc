"""The business calendar of a database: public holidays of a library, own days of the settings.

China moves working days onto weekends around its holidays (调休); the arrangement of a year is
announced late in the year before. The library is imported here alone, and only when asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from models.policy_defaults import CalendarPolicy
from models.rules.business_time import BusinessCalendar

CLOSED_KEY = "calendar.closed_days"
OPEN_KEY = "calendar.open_days"
DAYS_KEYS = (CLOSED_KEY, OPEN_KEY)
MOST_DAYS = 36  # what the value of a setting has room for
FIRST_YEAR = 2001  # of the arrangements that the library knows
LAST_YEAR = 2099  # whose holidays it works out from the calendar
_YEARS_AROUND = 5


def read_days(text: str | None) -> frozenset[date]:
    """The ISO dates of a setting, separated by commas or blanks; what is no date is left out."""
    days: set[date] = set()
    for word in (text or "").replace(",", " ").split():
        with suppress(ValueError):
            days.add(date.fromisoformat(word))
    return frozenset(days)


def business_calendar(
    policy: CalendarPolicy, settings: Mapping[str, str], today: date
) -> BusinessCalendar:
    """The calendar for the years around today, out of figures, own days and public holidays.

    `settings` are the texts under DAYS_KEYS. Own days win over public ones.
    """
    closed: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    announced: int | None = None
    if policy.public_holidays:
        closed, made_up, announced = _public(today.year)
    own_closed = read_days(settings.get(CLOSED_KEY))
    own_open = read_days(settings.get(OPEN_KEY))
    return BusinessCalendar(
        closed=(closed - own_open) | own_closed,
        open=(made_up - own_closed) | own_open,
        policy=policy,
        announced_to=announced,
    )


@lru_cache(maxsize=4)
def _public(year: int) -> tuple[frozenset[date], frozenset[date], int]:
    from holidays.countries.china import China, ChinaStaticHolidays

    years = range(max(FIRST_YEAR, year - _YEARS_AROUND), year + _YEARS_AROUND + 1)
    public: Any = China(years=years)  # type: ignore[no-untyped-call]  # not annotated there
    announced = max(ChinaStaticHolidays.special_public_holidays)
    return frozenset(public), frozenset(public.weekend_workdays), announced
