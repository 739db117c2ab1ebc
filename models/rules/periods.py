"""Periods of reports: days, weeks, half months, calendar months, quarters and years.

As requirements 8, conventions, have it; a half month is up to the 15th, or from the 16th.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from models.enums import PeriodLength
from models.rules.spans import add_months

_MONTHS = {PeriodLength.MONTH: 1, PeriodLength.QUARTER: 3, PeriodLength.YEAR: 12}
_WEEK = 7
_HALF = 15  # days of the first half of a month
_IN_DAYS = {PeriodLength.DAY: 1, PeriodLength.WEEK: _WEEK}
_QUARTER = re.compile(r"([0-9]{4})-?[Qq]([1-4])")


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a report, both ends included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Does the day lie in the period."""
        return day is not None and self.first <= day <= self.last


def period_of(length: PeriodLength, day: date) -> Period:
    """The week from Monday, month, quarter or year that a day lies in; all time is up to it."""
    if length is PeriodLength.ALL:
        return Period(date.min, day)
    if length is PeriodLength.DAY:
        return Period(day, day)
    if length is PeriodLength.HALF_MONTH:
        month = period_of(PeriodLength.MONTH, day)
        middle = month.first + timedelta(days=_HALF - 1)
        if day <= middle:
            return Period(month.first, middle)
        return Period(middle + timedelta(days=1), month.last)
    if length is PeriodLength.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=_WEEK - 1))
    months = _MONTHS[length]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, add_months(first, months) - timedelta(days=1))


def neighbour(length: PeriodLength, period: Period, step: int) -> Period:
    """The period of that length so many steps after (or before) this one; all time has none."""
    if length is PeriodLength.ALL:
        return period
    if length in _IN_DAYS:
        return period_of(length, period.first + timedelta(days=_IN_DAYS[length] * step))
    if length is PeriodLength.HALF_MONTH:
        halves = 2 * (12 * period.first.year + period.first.month - 1) + step
        halves += period.first.day > _HALF
        year, month = divmod(halves // 2, 12)
        return period_of(length, date(year, month + 1, _HALF + 1 if halves % 2 else 1))
    return period_of(length, add_months(period.first, _MONTHS[length] * step))


def quarter_name(day: date) -> str:
    """The quarter of a day as targets name it: 2026-Q1."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def read_quarter(text: str) -> str:
    """A quarter as it is stored, from 2026-Q1 or 2026q1; empty where it is none."""
    found = _QUARTER.fullmatch(text.strip())
    return f"{found[1]}-Q{found[2]}" if found else ""


def quarters(period: Period) -> tuple[tuple[str, ...], Period]:
    """Names of the quarters that a period touches, and the whole of their days."""
    first = period_of(PeriodLength.QUARTER, period.first).first
    last = period_of(PeriodLength.QUARTER, period.last).last
    names = []
    day = first
    while day <= last:
        names.append(quarter_name(day))
        day = add_months(day, 3)
    return tuple(names), Period(first, last)
