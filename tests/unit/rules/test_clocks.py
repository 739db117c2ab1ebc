from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.cadence import Severity
from models.rules.clocks import ClockFacts, Pause, later, passed, read_clock

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


class NineToFive:
    """Working minutes from 9 to 17 o'clock, every day."""

    def _worked(self, moment: datetime) -> int:
        days = (moment.date() - NINE.date()).days
        into = int((moment - datetime.combine(moment.date(), NINE.timetz())).total_seconds() // 60)
        return days * 480 + min(max(into, 0), 480)

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        return self._worked(end) - self._worked(start)

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        days, rest = divmod(self._worked(start) + minutes, 480)
        if rest == 0 and minutes:
            days, rest = days - 1, 480
        return NINE + timedelta(days=days, minutes=rest)


WORK = NineToFive()


@pytest.mark.parametrize(
    ("pauses", "due", "amber"),
    [
        pytest.param((), 8, 6, id="never held"),
        pytest.param((Pause(at(2), at(5)),), 11, 9, id="held before amber"),
        pytest.param((Pause(at(7), at(10)),), 11, 6, id="held after amber"),
        pytest.param((Pause(at(9), at(12)),), 8, 6, id="held when it was over"),
        pytest.param((Pause(at(2), at(5)), Pause(at(4), at(6))), 12, 10, id="held twice at once"),
        pytest.param((Pause(at(5), at(6)), Pause(at(1), at(3))), 11, 9, id="told out of order"),
        pytest.param((Pause(at(2)),), None, None, id="still held"),
        pytest.param((Pause(at(7)),), None, 6, id="still held after amber"),
        pytest.param((Pause(at(8)),), 8, 6, id="held at the end"),
    ],
)
def test_a_pause_moves_the_end_by_as_long_as_it_held(
    pauses: tuple[Pause, ...], due: float | None, amber: float | None
) -> None:
    found = read_clock(ClockFacts(at(0), at(8), pauses), 75, at(0))
    assert found.due == (None if due is None else at(due))
    assert found.amber == (None if amber is None else at(amber))


def test_a_held_clock_stands_and_goes_on_where_it_stood() -> None:
    facts = ClockFacts(at(0), at(8), (Pause(at(2), at(5)),))
    for now, used, held in (
        (1, 1, False),
        (2, 2, True),
        (4.5, 2, True),
        (5, 2, False),
        (6, 3, False),
    ):
        found = read_clock(facts, 75, at(now))
        assert (found.used, found.is_paused) == (timedelta(hours=used), held)
        assert found.left == timedelta(hours=8 - used)
        assert found.share == Fraction(used, 8)


def test_a_stopped_clock_stands_as_it_was_stopped() -> None:
    found = read_clock(ClockFacts(at(0), at(8), (), at(6)), 75, at(100))
    assert (found.used, found.level) == (timedelta(hours=6), Severity.AMBER)
    late = read_clock(ClockFacts(at(0), at(8), (), at(9)), 75, at(100))
    assert (late.left, late.level) == (timedelta(hours=-1), Severity.RED)


def test_an_empty_span_has_no_share_but_a_level() -> None:
    found = read_clock(ClockFacts(at(0), at(0)), 75, at(0))
    assert (found.share, found.level) == (None, Severity.RED)


def test_hours_of_work_stop_over_night() -> None:
    assert later(at(7), timedelta(hours=4), WORK) == at(24 + 3)
    assert passed(at(7), at(24 + 3), WORK) == timedelta(hours=4)
    assert passed(at(24 + 3), at(7), WORK) == timedelta(hours=-4)
    facts = ClockFacts(at(0), at(24 + 8), (Pause(at(4), at(24 + 4)),))
    found = read_clock(facts, 75, at(3), WORK)
    assert found.due == at(48 + 8)  # held for eight hours of work
    assert (found.used, found.left) == (timedelta(hours=3), timedelta(hours=13))


_times = st.integers(0, 60)
_pauses = st.lists(st.tuples(_times, st.none() | _times), max_size=4)


@settings(max_examples=200, deadline=None)
@given(_times, _pauses, _times, st.booleans())
def test_used_and_left_make_the_span_until_the_end(
    span: int, pauses: list[tuple[int, int | None]], now: int, working: bool
) -> None:
    held = tuple(Pause(at(a), None if b is None else at(max(a, b))) for a, b in pauses)
    calendar = WORK if working else None
    facts = ClockFacts(at(0), at(span), held)
    found = read_clock(facts, 75, at(now), calendar)
    whole = passed(at(0), at(span), calendar)
    if found.level is not Severity.RED:
        assert found.used + found.left == whole
        assert found.left >= timedelta(0)
    if found.due is None:
        assert any(pause.ended is None for pause in held)
        assert found.level is not Severity.RED
    else:
        # In running time: after hours one moment is as late as another.
        assert passed(at(span), found.due, calendar) >= timedelta(0)
        assert (found.level is Severity.RED) == (at(now) >= found.due)
    if found.amber is not None and found.due is not None:
        assert found.amber <= found.due
