"""Rows and lines of the service screens, in both languages and at every width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.enums import ClockMark, TicketKind, TicketPlace, TicketState
from models.rules.dispatch import Job, TechnicianFacts, suggest
from models.views import service as views
from models.width import cell_width
from tui import i18n
from tui.rows.layout import Now, lay_out
from tui.rows.lines import Line
from tui.rows.tickets import (
    PART_COLUMNS,
    SOLUTION_COLUMNS,
    day_lines,
    left_tone,
    part_lines,
    solution_lines,
    suggestion_text,
    ticket_columns,
    ticket_lines,
    warranty_text,
)

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
SPAN = timedelta(hours=36)
NOW = Now(date(2026, 3, 2), NINE)
ROW = views.TicketRow(
    1, 1, "T-000001", "REPAIR", "ONSITE", "RECEIVED", 1, "水泵漏水", None, None, None, None,
    NINE, NINE + SPAN, None, None, None, None, None, None, True, 0, 7, "C-000001", "华信科技",
    None, None, None, None, "陈思", NINE, NINE,
)  # fmt: skip
PART = views.PartRow(1, 1, "SEAL", "密封圈", "只", 5, 3, 2, 2, True, 4, None, "CNY", NINE, NINE)
SOLUTION = views.SolutionRow(
    1, 1, "SN-000001", "漏水", None, "换密封圈", None, True, None, "水泵", 1, "T-1", NINE, NINE
)


@pytest.fixture(autouse=True, params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    i18n.use_zone(ZoneInfo("Asia/Shanghai"))
    yield request.param
    i18n.set_language("en")
    i18n.use_zone(UTC)


def said(lines: tuple[Line, ...]) -> str:
    return "\n".join("".join(text for text, _tone in line.pieces) for line in lines)


@pytest.mark.parametrize(
    ("hours", "tone"), [(0, ""), (26.9, ""), (27, "amber"), (35.9, "amber"), (36, "red")]
)
def test_the_time_left_is_amber_from_three_quarters_on(hours: float, tone: str) -> None:
    now = Now(date(2026, 3, 2), NINE + timedelta(hours=hours))
    assert left_tone(ROW, now, SPAN, 75) == tone


def test_a_clock_that_stands_has_no_colour() -> None:
    late = Now(date(2026, 3, 9), NINE + timedelta(days=7))
    for row in (replace(ROW, paused_since=NINE), replace(ROW, running=False)):
        assert left_tone(row, late, SPAN, 75) == "muted"


@pytest.mark.parametrize("width", [58, 78, 118])
def test_rows_are_exactly_as_wide_as_the_list(width: int) -> None:
    rows: list[tuple[Any, Any]] = [
        (ticket_columns(SPAN, 75), ROW),
        (ticket_columns(SPAN, 75), replace(ROW, round=2, parts_waited=1, visit_start=NINE)),
        (PART_COLUMNS, PART),
        (SOLUTION_COLUMNS, SOLUTION),
    ]
    for columns, row in rows:
        layout = lay_out(columns, width)
        for pieces in (layout.head(), layout.row(row, NOW)):
            assert sum(cell_width(text) for text, _tone in pieces) == width


def test_what_matters_stays_on_a_narrow_screen() -> None:
    pieces = lay_out(ticket_columns(SPAN, 75), 58).row(ROW, NOW)
    text = "".join(text for text, _tone in pieces)
    assert "T-000001" in text
    assert "华信科技" in text


def test_signs_tell_low_stock_and_parts_that_are_waited_for() -> None:
    low = lay_out(PART_COLUMNS, 78).row(PART, NOW)
    assert low[0] == ("!", "red")
    waiting = lay_out(ticket_columns(SPAN, 75), 78).row(replace(ROW, parts_waited=1), NOW)
    assert waiting[0] == ("*", "red")


def test_a_warranty_in_words(language: str) -> None:
    today = date(2026, 3, 2)
    words = [warranty_text(until, today) for until in (None, today, date(2026, 3, 1))]
    assert len(set(words)) == 3
    assert "2026-03-02" in words[1]


def test_a_suggestion_says_what_speaks_for_it(language: str) -> None:
    job = Job(TicketKind.REPAIR, ("水泵漏水",), None, ("长沙",))
    (one,) = suggest([TechnicianFacts(1, "王强", "水泵", "湖南, 长沙")], job, None)
    text = suggestion_text(one)
    assert text.startswith("王强")
    assert "水泵" in text
    assert ("free" if language == "en" else "有空") in text


def card() -> views.TicketCard:
    values: dict[str, object] = {
        "code": "T-000001", "kind": TicketKind.REPAIR, "place": TicketPlace.ONSITE,
        "state": TicketState.WAITING_PARTS, "round": 2, "symptom": "水泵漏水\n第二次",
        "serial": "A 7", "warranty_until": date(2026, 3, 1), "order": None, "feedback": "F-000001",
        "received_at": NINE, "due_at": NINE + SPAN, "paused_since": NINE, "visit_start": NINE,
        "visit_end": NINE + timedelta(hours=2), "diagnosis": "老化", "solution": None,
        "cancel_reason": None, "cost_repair": 18000, "travel_cost": 0, "cost_handling": 0,
        "satisfaction": None,
    }  # fmt: skip
    parts = (views.TicketPartRow(5, 1, 1, "SEAL", "密封圈", "只", 2, "ORDERED", 0),)
    events = (
        views.TicketEventRow(1, NINE, None, "RECEIVED", None, "陈思", None),
        views.TicketEventRow(
            2, NINE, "IN_WORK", "WAITING_PARTS", ClockMark.PAUSE.value, "陈思", "缺货"
        ),
        views.TicketEventRow(3, NINE, "IN_WORK", "IN_WORK", None, None, "改约"),
    )
    return views.TicketCard(1, 1, values, "华信科技", "王芳", "陈思", None, "水泵", parts, events)


def test_a_ticket_tells_its_story(language: str) -> None:
    lines = ticket_lines(card(), date(2026, 3, 2), 78)
    text = said(lines)
    for words in ("水泵漏水", "第二次", "A 7", "F-000001", "老化", "缺货", "密封圈", "180.00"):
        assert words in text
    assert [line.record_id for line in lines if line.entity == "ticket_part"] == [5]
    assert {line.figure for line in lines if line.figure} == {"due_at", "warranty_until"}


def test_a_day_shows_who_is_where(language: str) -> None:
    booked = views.BookingOnDay(
        3, "BK-000001", NINE, NINE + timedelta(hours=2), 9, "T-000001", "DISPATCHED", "水泵\n漏水",
        7, "华信科技", "长沙", None,
    )  # fmt: skip
    days = (
        views.TechnicianDay(1, "王强", "水泵", "湖南", (booked,)),
        views.TechnicianDay(2, "李四", "", "", ()),
    )
    rule = views.DispatchRuleRow(
        4, 1, "DR-000001", "水泵", "华东", "REPAIR", True, None, None, 2, "王芳", NINE, NINE
    )
    lines = day_lines(days, [rule], 78)
    assert [line.record_id for line in lines if line.entity == "dispatch_rule"] == [4]
    text = said(lines)
    assert "09:00-11:00" in text
    assert "华信科技" in text
    assert [(line.entity, line.record_id) for line in lines if line.entity == "ticket"] == [
        ("ticket", 9)
    ]


def test_a_part_and_a_solution_say_everything(language: str) -> None:
    values: dict[str, object] = {
        "code": "SEAL", "name": "密封圈", "on_hand": 5, "reserved": 3, "reorder_level": 2,
    }  # fmt: skip
    moves = (views.StockMoveRow(1, NINE, "USE", -2, "T-000001", "陈思", None),)
    waiting = (views.PartWaitRow(9, "T-000002", "华信科技", 4, "ORDERED"),)
    text = said(part_lines(views.PartCard(1, 1, values, moves, waiting), 78))
    assert "-2" in text
    assert "T-000002" in text
    note: dict[str, object] = {
        "symptom": "漏水", "cause": None, "solution": "换密封圈", "product": "PUMP", "tags": None,
        "ticket": "T-000001", "held": False,
    }  # fmt: skip
    text = said(solution_lines(note, 78))
    assert "换密封圈" in text
    assert ("no" if language == "en" else "无效") in text
