"""Follow-ups and appointments as an iCalendar file (RFC 5545); the same items give the same bytes.

Takes items ready made and the moment of writing; knows no records and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import icalendar

PRODUCT = "-//Fivefold//Fivefold//EN"
_PIECE = 200  # components handed over at once

# Properties of our own, by which `icalendar_reading` knows an item again: code of the item and of
# its customer, its title as stored, and the due time as written | as stored.
CODE, CUSTOMER, SUMMARY, DUE = (
    f"X-FIVEFOLD-{name}" for name in ("CODE", "CUSTOMER", "TITLE", "DUE")
)
ZONE = "X-WR-TIMEZONE"


class CalendarKind(StrEnum):
    """What an item is in the calendar of another program."""

    TODO = "TODO"
    EVENT = "EVENT"


class CalendarStatus(StrEnum):
    """Where an item stands."""

    OPEN = "OPEN"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


_STATUS = {
    (CalendarKind.TODO, CalendarStatus.OPEN): "NEEDS-ACTION",
    (CalendarKind.TODO, CalendarStatus.DONE): "COMPLETED",
    (CalendarKind.TODO, CalendarStatus.CANCELLED): "CANCELLED",
    (CalendarKind.EVENT, CalendarStatus.OPEN): "CONFIRMED",
    (CalendarKind.EVENT, CalendarStatus.DONE): "CONFIRMED",
    (CalendarKind.EVENT, CalendarStatus.CANCELLED): "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One entry of the calendar.

    `uid` stays the same for ever and `version` rises with each change, so that a second import
    updates the entry instead of doubling it. `due` is a day, or a moment with its time zone.
    `remind` is the time before `due` (for a day: before its midnight; negative: after it).
    """

    uid: str
    version: int
    title: str
    due: date | datetime
    kind: CalendarKind = CalendarKind.TODO
    status: CalendarStatus = CalendarStatus.OPEN
    note: str = ""
    categories: tuple[str, ...] = ()
    priority: int = 0  # 1 highest, 9 lowest, 0 none (RFC 5545 3.8.1.9)
    lasts: timedelta = timedelta(hours=1)  # of an event at a moment
    done_at: datetime | None = None
    remind: timedelta | None = None
    own: tuple[tuple[str, str], ...] = ()  # properties of our own


def write(items: Sequence[CalendarItem], stamp: datetime, zone: str = "") -> Iterator[bytes]:
    """The file in pieces; `stamp` (with time zone) becomes the DTSTAMP of every item.

    `zone` is told as the zone of the whole calendar, for programs that keep moments in UTC.

    Raises:
        ValueError: a moment has no time zone.
    """
    if any(isinstance(item.due, datetime) and item.due.tzinfo is None for item in items):
        raise ValueError("due")
    frame = icalendar.Calendar()
    frame.add("prodid", PRODUCT)
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    if zone:
        frame.add("x-wr-calname", "Fivefold")
        frame.add(ZONE, zone)
    opening, _, closing = frame.to_ical().rpartition(b"END:VCALENDAR")
    yield opening + b"".join(zone.to_ical() for zone in _zones(items))
    for start in range(0, len(items), _PIECE):
        part = items[start : start + _PIECE]
        yield b"".join(_component(item, stamp).to_ical() for item in part)
    yield b"END:VCALENDAR" + closing


def _zones(items: Iterable[CalendarItem]) -> Iterator[icalendar.Timezone]:
    """Rules of the time zones in use, for the years in use."""
    years: dict[str, list[int]] = {}
    for item in items:
        if isinstance(item.due, datetime) and isinstance(item.due.tzinfo, ZoneInfo):
            years.setdefault(item.due.tzinfo.key, []).append(item.due.year)
    for name in sorted(years.keys() - {"UTC", "Etc/UTC"}):
        first, last = date(min(years[name]) - 1, 1, 1), date(max(years[name]) + 2, 1, 1)
        yield icalendar.Timezone.from_tzid(name, first_date=first, last_date=last)


def _component(item: CalendarItem, stamp: datetime) -> icalendar.Component:
    component: icalendar.Todo | icalendar.Event
    component = icalendar.Todo() if item.kind is CalendarKind.TODO else icalendar.Event()
    component.add("uid", item.uid)
    component.add("dtstamp", stamp.astimezone(UTC))
    component.add("sequence", item.version)
    component.add("summary", item.title)
    component.add("status", _STATUS[item.kind, item.status])
    _add_times(component, item)
    if item.note:
        component.add("description", item.note)
    if item.categories:
        component.add("categories", list(item.categories))
    if item.priority:
        component.add("priority", item.priority)
    for name, value in item.own:
        component.add(name, value)
    if item.remind is not None:
        component.add_component(_alarm(item, item.remind))
    return component


def _add_times(component: icalendar.Component, item: CalendarItem) -> None:
    due = _zoned(item.due)
    if item.kind is CalendarKind.TODO:
        component.add("due", due)
        if item.status is CalendarStatus.DONE:
            component.add("percent-complete", 100)
            if item.done_at is not None:
                component.add("completed", item.done_at.astimezone(UTC))
        return
    component.add("dtstart", due)
    component.add("dtend", due + (item.lasts if isinstance(due, datetime) else timedelta(days=1)))


def _zoned(due: date | datetime) -> date | datetime:
    """A moment keeps a named zone; one with a bare offset is written in UTC."""
    if isinstance(due, datetime) and not isinstance(due.tzinfo, ZoneInfo):
        return due.astimezone(UTC)
    return due


def _alarm(item: CalendarItem, remind: timedelta) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    related = "END" if item.kind is CalendarKind.TODO else "START"
    alarm.add("action", "DISPLAY")
    alarm.add("description", item.title)
    alarm.add("trigger", -remind, parameters={"RELATED": related})
    return alarm
