"""The business calendar of a database: public holidays of a library, own days of the settings.

China moves working days onto weekends around its holidays (调休); the arrangement of a year is
announced late in the year before. The library is imported here alone, and only when asked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.locations import private_folder

if TYPE_CHECKING:
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
    from models.rules.business_time import BusinessCalendar

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


class _Cache:
    """Where the days of a year are kept between starts; None: nowhere."""

    folder: Path | None = None


def use_cache(folder: Path | None) -> None:
    """Keeps what the library says in this folder: it takes most of a second and 20 MB to load."""
    _Cache.folder = folder


@lru_cache(maxsize=4)
def _public(year: int) -> tuple[frozenset[date], frozenset[date], int]:
    file = None if _Cache.folder is None else _Cache.folder / f"holidays-{year}.json"
    stamp = _library_stamp()
    found = None if file is None else _kept(file, stamp)
    if found is None:
        found = _from_library(year)
        if file is not None:
            _keep(file, stamp, found)
    closed, made_up, announced = found
    return (
        frozenset(map(date.fromisoformat, closed)),
        frozenset(map(date.fromisoformat, made_up)),
        announced,
    )


_Days = tuple[list[str], list[str], int]


def _library_stamp() -> list[int]:
    """Tells one version of the library from another without importing it."""
    spec = find_spec("holidays")
    if spec is None or spec.origin is None:
        return []
    found = (Path(spec.origin).parent / "countries" / "china.py").stat()
    return [found.st_mtime_ns, found.st_size]


def _kept(file: Path, stamp: list[int]) -> _Days | None:
    with suppress(OSError, ValueError, TypeError, KeyError):
        found = json.loads(file.read_text(encoding="utf-8"))
        closed, made_up, announced = found["closed"], found["made_up"], int(found["announced"])
        for text in (*closed, *made_up):
            date.fromisoformat(text)
        if found["library"] == stamp:
            return closed, made_up, announced
    return None


def _keep(file: Path, stamp: list[int], days: _Days) -> None:
    closed, made_up, announced = days
    content = {"library": stamp, "closed": closed, "made_up": made_up, "announced": announced}
    passing = file.with_name(f".{file.name}-{os.getpid()}")
    with suppress(OSError):  # read anew at the next start
        private_folder(file.parent)
        passing.write_text(json.dumps(content), encoding="utf-8")
        passing.replace(file)


def _from_library(year: int) -> _Days:
    from holidays.countries.china import China, ChinaStaticHolidays

    years = range(max(FIRST_YEAR, year - _YEARS_AROUND), year + _YEARS_AROUND + 1)
    public: Any = China(years=years)  # type: ignore[no-untyped-call]  # not annotated there
    announced = max(ChinaStaticHolidays.special_public_holidays)
    days, worked = (
        sorted(day.isoformat() for day in one) for one in (public, public.weekend_workdays)
    )
    return days, worked, announced
