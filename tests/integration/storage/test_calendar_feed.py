"""The feed of follow-ups: stable, raised on change, read again without a change, real clients."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest

from storage.services import Services
from storage.services.exchange import ImportResult
from tests.factories import a_customer, value
from tui import labels
from tui.words import vocabulary


def feed(services: Services, path: Path) -> dict[str, icalendar.Component]:
    query = services.lists.parse("", "follow-ups")
    services.exchange.export("follow-ups", query, "ics", path, words=labels.label, overwrite=True)
    found = icalendar.Calendar.from_ical(path.read_bytes()).walk()
    return {str(one["UID"]): one for one in found if one.name in ("VTODO", "VEVENT")}


def sequence(component: icalendar.Component) -> int:
    return int(str(component["SEQUENCE"]))


def read(services: Services, path: Path) -> ImportResult:
    words = vocabulary()
    seen = services.exchange.preview(path, vocabulary=words)
    assert (seen.entity, seen.problems) == ("follow_up", ())
    return services.exchange.run(seen, vocabulary=words)


@pytest.fixture
def planned(services: Services) -> list[int]:
    """A promise at a time, a task of a day, a snoozed one, and the tracking item."""
    customer = a_customer(services, "华信, 科技; 公司")
    promise = {"kind": "COMMITMENT", "due_date": "2026-03-05", "due_time": "14:30"}
    plans = (promise, {"title": "寄样品", "due_date": "2026-03-09"}, {"due_date": "2026-03-03"})
    made = [services.follow_ups.plan(customer.id, plan).id for plan in plans]
    services.follow_ups.snooze(made[2], "2026-03-20", "出差")
    return made


def test_its_own_file_changes_nothing(
    services: Services, planned: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "feed.ics"
    assert len(feed(services, path)) == 4
    result = read(services, path)
    assert (result.created, result.updated, result.rejected) == (0, 0, 0)
    assert result.unchanged == 4


def test_uid_stays_and_sequence_rises(
    services: Services, planned: list[int], tmp_path: Path
) -> None:
    before = feed(services, tmp_path / "a.ics")
    services.follow_ups.move([planned[1]], due="2026-03-10")
    after = feed(services, tmp_path / "b.ics")
    assert set(before) == set(after)
    moved = f"follow-up-{planned[1]}@fivefold"
    for uid, one in after.items():
        risen = sequence(one) - sequence(before[uid])
        assert (risen > 0) == (uid == moved)
    services.follow_ups.done(planned[1])
    done = feed(services, tmp_path / "c.ics")[moved]
    assert str(done["STATUS"]) == "COMPLETED"
    assert sequence(done) > sequence(after[moved])


def test_a_day_moved_in_another_program_comes_back(
    services: Services, planned: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "feed.ics"
    feed(services, path)
    moved = path.read_bytes().replace(b"DUE;VALUE=DATE:20260309", b"DUE;VALUE=DATE:20260311")
    path.write_bytes(moved)
    result = read(services, path)
    assert (result.updated, result.unchanged, result.rejected) == (1, 3, 0)
    assert str(value(services, "follow_up", planned[1], "due_date")) == "2026-03-11"
    services.changes.undo()
    assert str(value(services, "follow_up", planned[1], "due_date")) == "2026-03-09"


def test_what_is_not_ours_is_refused_with_its_reason(
    services: Services, planned: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "other.ics"
    path.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:1\r\n"
        "DTSTAMP:20260302T000000Z\r\nSUMMARY:dentist\r\nDUE;VALUE=DATE:20260309\r\n"
        "END:VTODO\r\nEND:VCALENDAR\r\n"
    )
    result = read(services, path)
    assert (result.created, result.rejected) == (0, 1)
    assert result.verdicts[0].reasons[0].params["field"] == "customer"


def _run(folder: Path, *words: str) -> str:
    found = subprocess.run(
        [sys.executable, "-m", *words],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "TZ": "UTC"},
    )
    return found.stdout


@pytest.mark.slow
def test_real_clients_open_it(services: Services, planned: list[int], tmp_path: Path) -> None:
    """khal shows the events of the feed, todoman its to-dos."""
    path = tmp_path / "feed.ics"
    components = feed(services, path)
    events, todos = tmp_path / "events", tmp_path / "todos"
    events.mkdir()
    todos.mkdir()
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[work]]\npath = {events}\n[locale]\nlocal_timezone = Asia/Shanghai\n"
        "default_timezone = Asia/Shanghai\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n[default]\ndefault_calendar = work\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )
    khal = ("khal", "-c", str(config))
    _run(tmp_path, *khal, "import", "--batch", "-a", "work", str(path))
    shown = _run(tmp_path, *khal, "list", "2026-03-05", "1d")
    assert "14:30" in shown
    assert "华信, 科技; 公司" in shown
    for uid, one in components.items():
        if one.name == "VTODO":
            alone = icalendar.Calendar()
            alone.add("prodid", "x")
            alone.add("version", "2.0")
            alone.add_component(one)
            (todos / f"{uid}.ics").write_bytes(alone.to_ical())
    settings = tmp_path / "todoman.py"
    settings.write_text(
        f'path = "{tmp_path}/todo*"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n'
        f'cache_path = "{tmp_path}/todoman.db"\n'
    )
    listed = _run(tmp_path, "todoman", "--config", str(settings), "list")
    assert "寄样品 - 华信, 科技; 公司" in listed
    assert "2026-03-09" in listed
