"""Reads an iCalendar file (RFC 5545) into rows of follow-ups: our own are known by their code.

What another program may have changed is the day and the time; words and persons stay ours. What
we did not write has no customer, and the row is refused for that like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar

from storage.exchange.codes import Code
from storage.exchange.icalendar_file import CODE, CUSTOMER, DUE, SUMMARY, ZONE
from storage.exchange.table import Problem, RawRow, Table, unreadable

COLUMNS = ("code", "customer", "title", "due_date", "due_time")


def read(source: BinaryIO) -> Table:
    """A row for each to-do and event; UnreadableFileError where the file is no calendar."""
    source.seek(0)
    try:
        calendars = list(icalendar.Calendar.from_ical(source.read(), multiple=True))
    except (ValueError, IndexError, KeyError) as error:
        raise unreadable(Code.CALENDAR_DAMAGED, reason=str(error)[:200]) from error
    if not calendars:  # cut off before its end
        raise unreadable(Code.CALENDAR_DAMAGED, reason="END:VCALENDAR")
    return Table(COLUMNS, _rows(calendars))


def _rows(calendars: Sequence[icalendar.Component]) -> Iterator[RawRow | Problem]:
    number = 0
    for calendar in calendars:
        zone = _zone(str(calendar.get(ZONE, "")))
        for component in calendar.walk():
            if component.name in ("VTODO", "VEVENT"):
                number += 1
                yield _row(component, zone, number)


def _zone(name: str) -> tzinfo:
    with suppress(ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(name) if name else UTC
    return UTC


def _row(component: icalendar.Component, zone: tzinfo, number: int) -> RawRow | Problem:
    code, customer = str(component.get(CODE, "")), str(component.get(CUSTOMER, ""))
    told = component.get("DUE" if component.name == "VTODO" else "DTSTART")
    title = str(component.get("SUMMARY", ""))
    moment = getattr(told, "dt", None)
    if not isinstance(moment, date):
        cells = (code, customer, title, "", "")
        return Problem(number, "due_date", Code.CALENDAR_NO_DAY, {"title": title}, cells)
    due = due_text(moment, zone)
    written, _, stored = str(component.get(DUE, "")).partition("|")
    if stored and written == due:
        due = stored  # a snoozed item shows the day it wakes, and keeps its own
    if code:
        title = str(component.get(SUMMARY, ""))
    day, _, time = due.partition(" ")
    return RawRow(number, (code, customer, title, day, time))


def due_text(moment: date | datetime, zone: tzinfo) -> str:
    """A day, or a moment as the clock of its zone shows it; one without its zone in `zone`."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None or moment.utcoffset() == UTC.utcoffset(None):
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)
    return f"{moment:%Y-%m-%d %H:%M}"
