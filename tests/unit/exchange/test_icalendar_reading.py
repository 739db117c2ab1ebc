"""Our own calendar read again, and calendars of others (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import FollowUpKind, FollowUpStatus
from models.policy_defaults import CalendarPolicy
from storage.exchange import calendar
from storage.exchange.icalendar_file import CalendarItem, CalendarKind, write
from storage.exchange.icalendar_reading import COLUMNS, due_text, read
from storage.exchange.table import Problem, RawRow, UnreadableFileError

STAMP = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
RECORD = {
    "id": 7,
    "version": 3,
    "code": "U-000007",
    "customer": "C-000001",
    "customer_name": "华信, 科技; 公司",
    "title": "寄样品\\n",
    "kind": "COMMITMENT",
    "status": "OPEN",
    "due_date": "2026-03-05",
    "due_time": "14:30",
    "snoozed_until": None,
    "done_at": None,
}


def file_of(*items: CalendarItem) -> bytes:
    return b"".join(write(items, STAMP, "Asia/Shanghai"))


def item(policy: CalendarPolicy | None = None, **changes: object) -> CalendarItem:
    return calendar.item({**RECORD, **changes}, SHANGHAI, str, policy)


def rows(content: bytes) -> list[RawRow | Problem]:
    table = read(BytesIO(content))
    assert table.header == COLUMNS
    return list(table.rows)


def cells(content: bytes) -> tuple[str, ...]:
    (row,) = rows(content)
    assert isinstance(row, RawRow)
    return row.cells


def test_our_own_item_comes_back_as_it_was() -> None:
    stored = ("U-000007", "C-000001", "寄样品\\n", "2026-03-05", "14:30")
    assert cells(file_of(item())) == stored
    day = ("U-000007", "C-000001", "寄样品\\n", "2026-03-05", "")
    assert cells(file_of(item(due_time=None))) == day
    untitled = cells(file_of(item(title=None)))
    assert untitled[2] == ""  # the words of its kind are no title


def test_a_snoozed_item_keeps_its_own_day_unless_it_was_moved() -> None:
    content = file_of(item(status="SNOOZED", snoozed_until="2026-03-09", due_time=None))
    assert b"DUE;VALUE=DATE:20260309" in content
    assert cells(content)[3:] == ("2026-03-05", "")
    assert cells(content.replace(b"20260309", b"20260310"))[3:] == ("2026-03-10", "")


def test_a_day_that_was_moved_elsewhere_is_read() -> None:
    content = file_of(item()).replace(b"20260305T143000", b"20260306T160000")
    assert cells(content)[3:] == ("2026-03-06", "16:00")
    in_utc = file_of(item()).replace(
        b"DTSTART;TZID=Asia/Shanghai:20260305T143000", b"DTSTART:20260306T080000Z"
    )
    assert cells(in_utc)[3:] == ("2026-03-06", "16:00")


def test_what_others_wrote_has_no_code() -> None:
    foreign = file_of(CalendarItem("x@y", 0, "牙医", date(2026, 3, 9)))
    assert cells(foreign) == ("", "", "牙医", "2026-03-09", "")
    dayless = foreign.replace(b"DUE;VALUE=DATE:20260309\r\n", b"")
    (problem,) = rows(dayless)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.column) == (1, "due_date")
    assert rows(file_of()) == []


@pytest.mark.parametrize("content", [b"nonsense", b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\n"])
def test_what_is_no_calendar_is_said(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read(BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "time", "expected"),
    [
        (FollowUpKind.COMMITMENT, "10:00", CalendarKind.EVENT),
        (FollowUpKind.EXEC_VISIT, "10:00", CalendarKind.EVENT),
        (FollowUpKind.COMMITMENT, None, CalendarKind.TODO),
        (FollowUpKind.TRACKING, None, CalendarKind.TODO),
        (FollowUpKind.TASK, "10:00", CalendarKind.TODO),
    ],
)
def test_what_is_agreed_for_a_time_is_an_event(
    kind: FollowUpKind, time: str | None, expected: CalendarKind
) -> None:
    assert item(kind=kind.value, due_time=time).kind is expected


@pytest.mark.parametrize(
    ("status", "time", "remind"),
    [
        ("OPEN", "14:30", timedelta(minutes=15)),
        ("OPEN", None, -timedelta(hours=9)),
        ("DONE", "14:30", None),
        ("SKIPPED", None, None),
    ],
)
def test_an_alarm_rings_for_what_is_open(
    status: str, time: str | None, remind: timedelta | None
) -> None:
    found = item(CalendarPolicy(), status=status, due_time=time)
    assert found.remind == remind
    assert (b"VALARM" in file_of(found)) == (remind is not None)


@settings(max_examples=40, deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.one_of(st.none(), st.times()),
    st.sampled_from([FollowUpKind.COMMITMENT, FollowUpKind.TASK]),
    st.sampled_from(["Asia/Shanghai", "Europe/London", "UTC", "America/New_York"]),
)
def test_every_day_and_time_comes_back(day: date, time: object, kind: str, name: str) -> None:
    clock = f"{time:%H:%M}" if time is not None else None
    zone = ZoneInfo(name)
    record = {**RECORD, "due_date": day.isoformat(), "due_time": clock, "kind": str(kind)}
    content = b"".join(write([calendar.item(record, zone, str)], STAMP, name))
    assert cells(content)[3:] == (day.isoformat(), clock or "")


def test_a_moment_without_a_zone_is_one_of_the_calendar() -> None:
    assert due_text(datetime(2026, 3, 5, 14, 30), SHANGHAI) == "2026-03-05 14:30"  # noqa: DTZ001
    assert due_text(datetime(2026, 3, 5, 6, 30, tzinfo=UTC), SHANGHAI) == "2026-03-05 14:30"
    assert due_text(date(2026, 3, 5), SHANGHAI) == "2026-03-05"
    assert FollowUpStatus.OPEN in calendar._OPEN
