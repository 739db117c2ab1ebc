"""Follow-ups as entries of a calendar: the same follow-up is always the same entry.

Takes records as stored; words come from the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from models.enums import FollowUpKind, FollowUpStatus
from storage.clock import read_stamp
from storage.exchange.icalendar_file import CalendarItem, CalendarStatus

_STATUS = {
    FollowUpStatus.DONE: CalendarStatus.DONE,
    FollowUpStatus.SKIPPED: CalendarStatus.CANCELLED,
}


def item(
    record: Mapping[str, Any], zone: ZoneInfo, words: Callable[[StrEnum], str]
) -> CalendarItem:
    """The entry of a follow-up; a snoozed one is due when it wakes (R-CADENCE)."""
    status = FollowUpStatus(record["status"] or FollowUpStatus.OPEN)
    kind = FollowUpKind(record["kind"])
    title = str(record["title"] or words(kind))
    customer = str(record["customer_name"] or "")
    return CalendarItem(
        uid=f"follow-up-{record['id']}@fivefold",
        version=int(record["version"]),
        title=f"{title} - {customer}" if customer else title,
        due=_due(record, status, zone),
        status=_STATUS.get(status, CalendarStatus.OPEN),
        note=" ".join(filter(None, (record["customer"], customer, record["code"]))),
        categories=(words(kind),),
        done_at=read_stamp(record["done_at"]) if record["done_at"] else None,
    )


def _due(record: Mapping[str, Any], status: FollowUpStatus, zone: ZoneInfo) -> date | datetime:
    if status is FollowUpStatus.SNOOZED and record["snoozed_until"]:
        return date.fromisoformat(record["snoozed_until"])
    day = date.fromisoformat(record["due_date"])
    if not record["due_time"]:
        return day
    return datetime.combine(day, time.fromisoformat(record["due_time"]), tzinfo=zone)
