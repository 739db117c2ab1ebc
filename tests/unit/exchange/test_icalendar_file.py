from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import icalendar
import pytest

from storage.exchange.icalendar_file import CalendarItem, CalendarKind, CalendarStatus, write

STAMP = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2026, 3, 5, 14, 30, tzinfo=SHANGHAI)


def text(*items: CalendarItem) -> str:
    return b"".join(write(items, STAMP)).decode().replace("\r\n ", "")


def test_a_follow_up_of_a_day() -> None:
    item = CalendarItem("f-1@fivefold", 3, "电话, 张三; 报价", date(2026, 3, 5), note="a\nb")
    lines = text(item).split("\r\n")
    todo = lines[lines.index("BEGIN:VTODO") : lines.index("END:VTODO")]
    assert sorted(todo[1:]) == [
        "DESCRIPTION:a\\nb",
        "DTSTAMP:20260302T090000Z",
        "DUE;VALUE=DATE:20260305",
        "SEQUENCE:3",
        "STATUS:NEEDS-ACTION",
        "SUMMARY:电话\\, 张三\\; 报价",
        "UID:f-1@fivefold",
    ]


def test_a_moment_has_its_zone_and_the_zone_its_rules() -> None:
    found = text(CalendarItem("u", 1, "x", MOMENT))
    assert "DUE;TZID=Asia/Shanghai:20260305T143000\r\n" in found
    assert found.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Asia/Shanghai\r\n" in found
    assert found.index("BEGIN:VTIMEZONE") < found.index("BEGIN:VTODO")


@pytest.mark.parametrize(
    "due", [MOMENT.astimezone(UTC), MOMENT.astimezone(timezone(timedelta(hours=8)))]
)
def test_a_bare_offset_is_written_in_utc(due: datetime) -> None:
    found = text(CalendarItem("u", 1, "x", due))
    assert "DUE:20260305T063000Z\r\n" in found
    assert "VTIMEZONE" not in found


def test_a_moment_without_zone_is_refused() -> None:
    naive = MOMENT.replace(tzinfo=None)
    with pytest.raises(ValueError, match="due"):
        text(CalendarItem("u", 1, "x", naive))


@pytest.mark.parametrize(
    ("kind", "status", "word"),
    [
        (CalendarKind.TODO, CalendarStatus.OPEN, "NEEDS-ACTION"),
        (CalendarKind.TODO, CalendarStatus.DONE, "COMPLETED"),
        (CalendarKind.TODO, CalendarStatus.CANCELLED, "CANCELLED"),
        (CalendarKind.EVENT, CalendarStatus.OPEN, "CONFIRMED"),
        (CalendarKind.EVENT, CalendarStatus.DONE, "CONFIRMED"),
        (CalendarKind.EVENT, CalendarStatus.CANCELLED, "CANCELLED"),
    ],
)
def test_status(kind: CalendarKind, status: CalendarStatus, word: str) -> None:
    found = text(CalendarItem("u", 1, "x", date(2026, 1, 1), kind=kind, status=status))
    assert f"STATUS:{word}\r\n" in found


def test_a_done_item_says_when() -> None:
    item = CalendarItem("u", 1, "x", MOMENT, status=CalendarStatus.DONE, done_at=MOMENT)
    found = text(item)
    assert "COMPLETED:20260305T063000Z\r\n" in found
    assert "PERCENT-COMPLETE:100\r\n" in found


@pytest.mark.parametrize(
    ("remind", "trigger"),
    [
        (timedelta(minutes=15), "TRIGGER;RELATED=END:-PT15M"),
        (-timedelta(hours=9), "TRIGGER;RELATED=END:PT9H"),
        (timedelta(0), "TRIGGER;RELATED=END:P0D"),
    ],
)
def test_a_reminder(remind: timedelta, trigger: str) -> None:
    found = text(CalendarItem("u", 1, "x", date(2026, 1, 1), remind=remind))
    assert "BEGIN:VALARM\r\n" in found
    assert f"{trigger}\r\n" in found


def test_an_event_at_a_moment_and_of_a_day() -> None:
    at = CalendarItem("u", 1, "x", MOMENT, kind=CalendarKind.EVENT, remind=timedelta(minutes=5))
    found = text(at)
    assert "DTSTART;TZID=Asia/Shanghai:20260305T143000\r\n" in found
    assert "DTEND;TZID=Asia/Shanghai:20260305T153000\r\n" in found
    assert "RELATED=START" in found
    day = text(CalendarItem("u", 1, "x", date(2026, 12, 31), kind=CalendarKind.EVENT))
    assert "DTSTART;VALUE=DATE:20261231\r\n" in day
    assert "DTEND;VALUE=DATE:20270101\r\n" in day


def test_the_same_items_give_the_same_bytes_and_another_program_reads_them() -> None:
    items = [
        CalendarItem(f"u{n}", n, f"第{n}项", date(2026, 1, 1), categories=("A", "B"), priority=1)
        for n in range(450)
    ]
    content = b"".join(write(items, STAMP))
    assert content == b"".join(write(items, STAMP))
    calendar = icalendar.Calendar.from_ical(content)
    todos = calendar.walk("VTODO")
    assert [str(todo["UID"]) for todo in todos] == [item.uid for item in items]
    assert calendar["VERSION"] == "2.0"
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_no_items_are_an_empty_calendar() -> None:
    assert icalendar.Calendar.from_ical(text()).walk("VTODO") == []
