"""Follow-ups as entries of a calendar: the same follow-up is always the same entry.

Takes records as stored; words come from the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from models.enums import FollowUpKind, FollowUpStatus
from models.policy_defaults import CalendarPolicy
from storage.clock import read_stamp
from storage.exchange.icalendar_file import (
    CODE,
    CUSTOMER,
    DUE,
    SUMMARY,
    CalendarItem,
    CalendarKind,
    CalendarStatus,
)
from storage.exchange.icalendar_reading import due_text

_STATUS = {
    FollowUpStatus.DONE: CalendarStatus.DONE,
    FollowUpStatus.SKIPPED: CalendarStatus.CANCELLED,
}


# With a person at a time: these stand in the calendar, everything else is a task.
_MEETINGS = frozenset(
    {
        FollowUpKind.COMMITMENT,
        FollowUpKind.CALLBACK,
        FollowUpKind.LETTER_CALL,
        FollowUpKind.EXEC_VISIT,
    }
)
_OPEN = (FollowUpStatus.OPEN, FollowUpStatus.SNOOZED)


def item(
    record: Mapping[str, Any],
    zone: ZoneInfo,
    words: Callable[[StrEnum], str],
    policy: CalendarPolicy | None = None,
) -> CalendarItem:
    """The entry of a follow-up; a snoozed one is due when it wakes (R-CADENCE).

    What was agreed for a time of day is an event, all else a to-do. The alarm of an open one
    rings before its time, of a day in the hour in which work begins.
    """
    status = FollowUpStatus(record["status"] or FollowUpStatus.OPEN)
    kind = FollowUpKind(record["kind"])
    title = str(record["title"] or words(kind))
    customer = str(record["customer_name"] or "")
    due = _due(record, status, zone)
    timed = isinstance(due, datetime)
    return CalendarItem(
        uid=f"follow-up-{record['id']}@fivefold",
        version=int(record["version"]),
        title=f"{title} - {customer}" if customer else title,
        due=due,
        kind=CalendarKind.EVENT if timed and kind in _MEETINGS else CalendarKind.TODO,
        status=_STATUS.get(status, CalendarStatus.OPEN),
        note=" ".join(filter(None, (record["customer"], customer, record["code"]))),
        categories=(words(kind),),
        done_at=read_stamp(record["done_at"]) if record["done_at"] else None,
        remind=_alarm(policy, timed) if policy and status in _OPEN else None,
        own=_own(record, due, zone),
    )


def _alarm(policy: CalendarPolicy, timed: bool) -> timedelta:
    if timed:
        return timedelta(minutes=policy.remind_minutes)
    return -timedelta(hours=policy.opens_hour)


def _own(
    record: Mapping[str, Any], due: date | datetime, zone: ZoneInfo
) -> tuple[tuple[str, str], ...]:
    """What tells the reader of our own file that nothing changed."""
    stored = " ".join(filter(None, (record["due_date"], record["due_time"])))
    found = {
        CODE: record["code"],
        CUSTOMER: record["customer"],
        SUMMARY: record["title"],
        DUE: f"{due_text(due, zone)}|{stored}",
    }
    return tuple((name, str(value)) for name, value in found.items() if value)


def _due(record: Mapping[str, Any], status: FollowUpStatus, zone: ZoneInfo) -> date | datetime:
    if status is FollowUpStatus.SNOOZED and record["snoozed_until"]:
        return date.fromisoformat(record["snoozed_until"])
    day = date.fromisoformat(record["due_date"])
    if not record["due_time"]:
        return day
    return datetime.combine(day, time.fromisoformat(record["due_time"]), tzinfo=zone)
