"""Spans of days and calendar months (requirements 8, conventions)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

# "In 365 days" of the rules: revenue, orders, journal hours.
YEAR_DAYS = 365
_MONTHS = 12


def within(day: date | None, days: int, today: date) -> bool:
    """Does the day lie within that many days up to today; a day to come does not."""
    return day is not None and 0 <= (today - day).days <= days


def add_months(day: date, months: int) -> date:
    """The same day that many calendar months later, clamped to the end of the month."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
