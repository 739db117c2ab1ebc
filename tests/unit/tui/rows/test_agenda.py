"""Rows of the agenda: signs, tones, days in a week; words about what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from models.rules.business_time import DayKind
from models.rules.cadence import Severity
from models.views.cards import SpecialDay
from models.views.rows import FeedbackRow, FollowUpRow
from storage.services.calendar import DaysOff, Planned
from tui import i18n
from tui.rows.agenda import (
    COLUMNS,
    DAY,
    AgendaItem,
    footnotes,
    note_parts,
    of_feedback,
    of_follow_up,
    of_special_day,
)
from tui.rows.layout import Now, lay_out

TODAY = date(2026, 3, 2)
NOW = Now(TODAY, datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
MADE = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    i18n.set_language("en")


def _planned(due: date, severity: Severity = Severity.NONE, time: str | None = None) -> AgendaItem:
    row = FollowUpRow(
        1, 1, "U-000001", "TASK", "call", "OPEN", due, due, time, None, None, 0, None, 7,
        "C-000007", "华信", "B", False, None, None, None, None, None, None, None, None, None,
        None, None, None, MADE,
    )  # fmt: skip
    return of_follow_up(Planned(row, severity), TODAY)


def _care(on: date, **changes: object) -> SpecialDay:
    plain = SpecialDay(
        on, "BIRTHDAY", None, None, 0, 3, "孔令辉", "围棋", 7, "C-000007", "华信", False, True,
        "P-000003", "", False,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def _cells(item: AgendaItem, *, week: bool = False) -> list[str]:
    columns = (DAY, *COLUMNS[:-1]) if week else COLUMNS
    pieces = lay_out(columns, 80).row(item, NOW)
    return [text.strip() for text, _tone in pieces if text.strip()]


@pytest.mark.parametrize(
    ("due", "severity", "sign", "tone"),
    [
        (date(2026, 3, 1), Severity.AMBER, "!", "amber"),
        (date(2026, 2, 23), Severity.RED, "!", "red"),
        (TODAY, Severity.NONE, "-", ""),
    ],
)
def test_ac_062_late_is_amber_then_red_and_has_a_sign_of_its_own(
    due: date, severity: Severity, sign: str, tone: str
) -> None:
    item = _planned(due, severity)
    assert (item.sign, item.tone) == (sign, tone)
    head, *_rest, when = lay_out(COLUMNS, 80).row(item, NOW)
    assert (head[1], when[1]) == ((tone or "muted"), (tone or "muted"))


@pytest.mark.parametrize(
    ("due", "time", "said"),
    [
        (date(2026, 2, 28), None, "! 2d"),
        (TODAY, None, "today"),
        (TODAY, "10:00", "10:00"),
        (date(2026, 3, 3), None, "Tue 3"),
        (date(2026, 3, 3), "09:30", "3 09:30"),
    ],
)
def test_a_row_of_the_week_begins_with_its_day(due: date, time: str | None, said: str) -> None:
    late = Severity.AMBER if due < TODAY else Severity.NONE
    assert _cells(_planned(due, late, time), week=True)[0] == said


def test_a_case_falls_on_the_day_and_hour_of_the_zone() -> None:
    due = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    values: dict[str, object] = dict.fromkeys(FeedbackRow.__dataclass_fields__)
    values |= {"id": 5, "version": 1, "code": "F-000005", "kind": "COMPLAINT", "due_at": due}
    row = FeedbackRow(**values)  # type: ignore[arg-type]
    there = of_feedback(row, NOW, ZoneInfo("Asia/Shanghai"))
    assert (there.due, there.hour, there.sign) == (date(2026, 3, 3), 1, "@")
    here = of_feedback(row, NOW, ZoneInfo("Europe/London"))
    assert (here.due, here.hour) == (TODAY, 17)


def test_a_person_to_greet_and_one_who_is_not_to_be_greeted() -> None:
    item = of_special_day(_care(TODAY))
    assert (item.sign, item.what, item.contact) == ("+", "孔令辉: Birthday (围棋)", "P-000003")
    for changes in ({"greets": False}, {"do_not_contact": True}):
        refused = of_special_day(_care(TODAY, **changes))
        assert (refused.sign, refused.greets) == ("x", False)
        assert "no greetings" in refused.what


def test_what_is_to_be_prepared_says_when_it_comes() -> None:
    item = of_special_day(_care(date(2026, 3, 7)), TODAY)
    assert (item.what, item.due) == ("+5d 孔令辉: Birthday (围棋)", date(2026, 3, 7))


@pytest.mark.parametrize(
    ("lunar", "leap", "zh", "en"),
    [
        ("01-01", False, "农历正月初一", "lunar 01-01"),
        ("08-15", False, "农历八月十五", "lunar 08-15"),
        ("12-30", False, "农历腊月三十", "lunar 12-30"),
        ("11-20", False, "农历冬月二十", "lunar 11-20"),
        ("06-21", True, "农历闰六月廿一", "lunar leap 06-21"),
        ("10-10", False, "农历十月初十", "lunar 10-10"),
        ("02-11", False, "农历二月十一", "lunar 02-11"),
    ],
)
def test_lunar_dates_as_they_are_read(lunar: str, leap: bool, zh: str, en: str) -> None:
    assert i18n.lunar_date(lunar, leap=leap) == en
    i18n.set_language("zh")
    assert i18n.lunar_date(lunar, leap=leap) == zh
    assert zh in of_special_day(_care(TODAY, lunar=lunar, is_leap=leap)).what


@dataclass
class _Counts:
    due: int = 3
    late: int = 0
    cases: int = 0
    care: int = 0


def test_the_edge_of_the_pane_says_what_is_there_and_what_is_hidden() -> None:
    assert note_parts(_Counts(), 0, 0) == ["3 due"]
    full = note_parts(_Counts(3, 2, 1, 1), 2, 1)
    assert full == [
        "3 due", "2 late", "2 marked", "1 layer hidden", "1 case", "1 special day",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "kinds", "years", "announced", "said"),
    [
        (2026, (), (2001, 2099), 2026, []),
        (2026, (DayKind.HOLIDAY, DayKind.MAKE_UP), (2001, 2099), 2026,
         ["- public holiday", "+ worked, made up"]),
        (2027, (DayKind.HOLIDAY,), (2001, 2099), 2026,
         ["- public holiday", "made up: to 2026 only"]),
        (2100, (), (2001, 2099), 2026, ["holidays 2001-2099 only"]),
        (1999, (), (2001, 2099), 2026, ["holidays 2001-2099 only"]),
        (2100, (), None, None, []),
    ],
)  # fmt: skip
def test_below_the_month_stands_what_signs_mean_and_how_far_holidays_are_known(
    year: int,
    kinds: tuple[DayKind, ...],
    years: tuple[int, int] | None,
    announced: int | None,
    said: list[str],
) -> None:
    day = date(year, 5, 5)
    off = {day.replace(day=number): kind for number, kind in enumerate(kinds, 1)}
    assert footnotes(DaysOff(off, years, announced), day) == said
