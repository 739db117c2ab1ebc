"""Tracked in time or not, and the share of a journal (S1-JRN-01..05)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import JournalType, TrackingVerdict
from models.rules.tracking_journal import judge, kept

TODAY = date(2026, 3, 2)
V = TrackingVerdict
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("due", "tracked", "verdict", "days"),
    [
        (0, 0, V.IN_TIME, 0),
        (0, -3, V.IN_TIME, 0),
        (-1, 0, V.LATE, 1),
        (-9, -2, V.LATE, 7),
        (0, None, V.DUE, 0),
        (1, None, V.DUE, 0),
        (-1, None, V.MISSED, 1),
    ],
)
def test_a_date_is_kept_or_not(
    due: int, tracked: int | None, verdict: TrackingVerdict, days: int
) -> None:
    on = None if tracked is None else TODAY + timedelta(days=tracked)
    found = judge(TODAY + timedelta(days=due), on, TODAY)
    assert (found.verdict, found.days) == (verdict, days)
    (line,) = found.explanation.lines
    assert line.params["days"] == days
    assert line.code == ("tracking.open" if on is None else "tracking.touched")


@given(DAYS, DAYS, DAYS)
def test_a_touch_settles_it_whatever_the_day(due: date, tracked: date, today: date) -> None:
    found = judge(due, tracked, today)
    assert found == judge(due, tracked, tracked)
    assert (found.verdict is V.IN_TIME) == (tracked <= due)
    assert found.days == max(0, (tracked - due).days)


def test_the_share_leaves_out_what_is_open_today() -> None:
    found = kept(JournalType.DAILY, [V.IN_TIME, V.IN_TIME, V.LATE, V.DUE])
    assert found.share == Decimal("66.7")
    assert found.counts == {V.IN_TIME: 2, V.LATE: 1, V.MISSED: 0, V.DUE: 1}
    assert found.explanation.value == found.share
    assert found.explanation.lines[0].params["judged"] == 3


def test_nothing_due_is_no_data() -> None:
    found = kept(JournalType.YEARLY, [V.DUE])
    assert found.share is None
    assert [line.code for line in found.explanation.lines] == ["tracking.nothing"]
