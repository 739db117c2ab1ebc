"""Relative days and moments of the content files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.content_values import parse_day, parse_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("+0", date(2026, 3, 2), date(2026, 3, 2)),
        ("-3", date(2026, 3, 2), date(2026, 2, 27)),
        ("+79", date(2026, 3, 2), date(2026, 5, 20)),
        ("+2/1979", date(2026, 3, 2), date(1979, 3, 4)),
        ("+0/1979", date(2028, 2, 29), date(1979, 2, 28)),
        ("+0/1980", date(2028, 2, 29), date(1980, 2, 28)),
    ],
)
def test_days(text: str, today: date, expected: date) -> None:
    assert parse_day(text).on(today) == expected


def test_a_fixed_day_stays() -> None:
    assert parse_day(date(1984, 11, 5)).on(date(2026, 3, 2)) == date(1984, 11, 5)


@pytest.mark.parametrize("raw", ["3", "tomorrow", "+3 10:00", "", 3, None, "+2/79", NOW])
def test_other_forms_are_no_days(raw: object) -> None:
    with pytest.raises(ValueError, match="no day"):
        parse_day(raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-3 10:30", datetime(2026, 2, 27, 2, 30, tzinfo=UTC)),
        ("+0 00:00", datetime(2026, 3, 1, 16, 0, tzinfo=UTC)),
        ("now-22h", datetime(2026, 3, 1, 3, 30, tzinfo=UTC)),
        ("now+2h15m", datetime(2026, 3, 2, 3, 45, tzinfo=UTC)),
    ],
)
def test_moments(text: str, expected: datetime) -> None:
    assert parse_moment(text).at(NOW, SHANGHAI) == expected


@pytest.mark.parametrize("raw", ["now", "-3", "-3 10.30", "now-2d", 5, "-3 25:00", "-3 10:61"])
def test_other_forms_are_no_moments(raw: object) -> None:
    with pytest.raises(ValueError, match=r"no moment|hour must|minute must"):
        parse_moment(raw)


@given(st.integers(-900, -1), st.integers(0, 23), st.integers(0, 1439))
def test_a_past_moment_lies_behind_at_every_time_of_the_day(
    offset: int, hour: int, minute: int
) -> None:
    now = datetime(2026, 3, 2, tzinfo=SHANGHAI) + timedelta(minutes=minute)
    moment = parse_moment(f"{offset} {hour:02d}:59")
    assert moment.past
    assert moment.at(now, SHANGHAI) < now
