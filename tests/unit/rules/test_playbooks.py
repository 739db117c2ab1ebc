"""Days of playbook steps: boundaries, and that no run is ever stuck (requirements 9.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import SkipCause, StepBase, StepState, StepUnit
from models.explanation import Reason
from models.rules.business_time import BusinessCalendar
from models.rules.playbooks import (
    ENDED,
    Planned,
    StepRule,
    anniversary,
    explain,
    is_finished,
    offset_day,
    plan_steps,
    release,
    sets_off,
)

TODAY = date(2026, 3, 2)
# National day week of 2026 with the Saturday that is worked for it.
CALENDAR = BusinessCalendar(
    closed=frozenset(date(2026, 10, day) for day in range(1, 8)),
    open=frozenset({date(2026, 10, 10)}),
)
LATE = 7
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def planned(step: StepRule, start: date | None = TODAY) -> Planned:
    dates = dict.fromkeys(StepBase, start)
    (found,) = plan_steps([step], dates, TODAY, CALENDAR, LATE)
    return found


@pytest.mark.parametrize(
    ("start", "offset", "unit", "due"),
    [
        ("2026-03-02", 0, StepUnit.DAYS, "2026-03-02"),
        ("2026-02-28", 1, StepUnit.DAYS, "2026-03-01"),
        ("2024-02-28", 1, StepUnit.DAYS, "2024-02-29"),
        ("2028-01-15", -30, StepUnit.DAYS, "2027-12-16"),
        ("2026-03-06", 1, StepUnit.WORKING_DAYS, "2026-03-09"),  # over a weekend
        ("2026-03-07", 0, StepUnit.WORKING_DAYS, "2026-03-09"),  # a Saturday
        ("2026-09-30", 1, StepUnit.WORKING_DAYS, "2026-10-08"),  # over the holidays
        ("2026-10-09", 1, StepUnit.WORKING_DAYS, "2026-10-10"),  # a Saturday that is worked
        ("2026-03-09", -1, StepUnit.WORKING_DAYS, "2026-03-06"),
        ("2026-01-15", 3, StepUnit.MONTHS, "2026-04-15"),
        ("2025-11-30", 3, StepUnit.MONTHS, "2026-02-28"),
        ("2023-11-30", 3, StepUnit.MONTHS, "2024-02-29"),
        ("2024-02-29", 12, StepUnit.MONTHS, "2025-02-28"),
        ("2026-03-02", 24, StepUnit.HOURS, "2026-03-03"),
        ("2026-03-02", 23, StepUnit.HOURS, "2026-03-02"),
    ],
)
def test_a_day_lies_so_far_from_another(start: str, offset: int, unit: StepUnit, due: str) -> None:
    assert offset_day(date.fromisoformat(start), offset, unit, CALENDAR).isoformat() == due


@pytest.mark.parametrize(
    ("born", "since", "kept"),
    [
        ("1980-06-14", "2026-03-02", "2026-06-14"),
        ("1980-03-02", "2026-03-02", "2026-03-02"),
        ("1980-03-01", "2026-03-02", "2027-03-01"),
        ("1980-02-29", "2026-02-20", "2026-02-28"),
        ("1980-02-29", "2026-03-01", "2027-02-28"),
        ("1980-02-29", "2027-12-01", "2028-02-29"),
    ],
)
def test_ac_133_an_anniversary_returns_every_year(born: str, since: str, kept: str) -> None:
    found = anniversary(date.fromisoformat(born), date.fromisoformat(since))
    assert found.isoformat() == kept


@pytest.mark.parametrize(
    ("ago", "state", "due"),
    [
        (0, StepState.OPEN, TODAY),
        (1, StepState.OPEN, TODAY),
        (7, StepState.OPEN, TODAY),  # up to the days of the settings
        (8, StepState.SKIPPED, None),
        (-5, StepState.OPEN, TODAY + timedelta(days=5)),
    ],
)
def test_no_day_lies_before_the_start(ago: int, state: StepState, due: date | None) -> None:
    found = planned(StepRule("a"), TODAY - timedelta(days=ago))
    assert (found.state, found.due) == (state, due)
    assert (found.cause is SkipCause.PAST) == (state is StepState.SKIPPED)


def test_a_base_without_a_day_waits_for_one() -> None:
    assert planned(StepRule("a", StepBase.WARRANTY), None).state is StepState.UNDATED


def test_slots_of_the_source_that_are_empty_are_left_out() -> None:
    found = planned(StepRule("a", left_out=SkipCause.UNKNOWN_SLOT))
    assert (found.state, found.cause) == (StepState.SKIPPED, SkipCause.UNKNOWN_SLOT)


def three(first: StepRule) -> tuple[Planned, ...]:
    second = StepRule("b", StepBase.BEFORE, 2, after=first.key)
    third = StepRule("c", StepBase.NONE, after="b")
    return plan_steps([first, second, third], {StepBase.START: TODAY}, TODAY, CALENDAR, LATE)


def test_a_step_waits_behind_the_one_before() -> None:
    found = three(StepRule("a", offset=3))
    assert [one.state for one in found] == [StepState.OPEN, StepState.BLOCKED, StepState.BLOCKED]
    assert [one.due for one in found] == [date(2026, 3, 5), date(2026, 3, 7), None]


def test_after_a_step_that_is_left_out_the_next_one_goes_on() -> None:
    found = three(StepRule("a", left_out=SkipCause.NOT_OPERABLE))
    assert found[1] == Planned("b", StepState.OPEN, date(2026, 3, 4), TODAY)


def test_what_waits_for_the_past_is_past() -> None:
    found = three(StepRule("a", offset=-30))
    assert [one.cause for one in found] == [SkipCause.PAST] * 3


@pytest.mark.parametrize(
    ("agreed", "due", "counted_from"),
    [
        (date(2026, 3, 6), date(2026, 3, 6), date(2026, 3, 6)),
        (date(2026, 3, 1), TODAY, date(2026, 3, 1)),  # agreed for a day that has passed
        (None, date(2026, 3, 5), TODAY),
    ],
)
def test_a_step_goes_on_at_the_time_agreed(
    agreed: date | None, due: date, counted_from: date
) -> None:
    step = StepRule("c", StepBase.AGREED, 3, StepUnit.WORKING_DAYS, after="b")
    found = release(step, TODAY, agreed, TODAY, CALENDAR)
    assert found == Planned("c", StepState.OPEN, due, counted_from)


def test_a_released_step_that_a_person_dates_waits_for_the_day() -> None:
    step = StepRule("c", StepBase.NONE, after="b")
    assert release(step, TODAY, None, TODAY, CALENDAR).state is StepState.UNDATED


@pytest.mark.parametrize(
    ("states", "ended"),
    [
        ([], True),
        ([(StepState.DONE, True), (StepState.SKIPPED, True)], True),
        ([(StepState.DONE, True), (StepState.UNDATED, False)], True),
        ([(StepState.UNDATED, True)], False),
        ([(StepState.OPEN, False)], False),
        ([(StepState.BLOCKED, False)], False),
    ],
)
def test_a_run_ends_when_only_optional_undated_steps_are_left(
    states: Sequence[tuple[StepState, bool]], ended: bool
) -> None:
    assert is_finished(states) is ended


@pytest.mark.parametrize(("offset", "fresh"), [(0, True), (1, True), (-1, False), (-30, False)])
def test_an_event_of_the_past_sets_nothing_off(offset: int, fresh: bool) -> None:
    assert sets_off([planned(StepRule("a", offset=offset))], TODAY) is fresh


def test_a_step_without_a_day_of_its_own_sets_nothing_off() -> None:
    assert not sets_off([planned(StepRule("a", StepBase.NONE), None)], TODAY)


@pytest.mark.parametrize(
    ("counted_from", "due", "base", "codes"),
    [
        (TODAY, date(2026, 3, 5), StepBase.START, ["step.counted"]),
        (None, date(2026, 3, 5), StepBase.START, ["step.set_by_hand"]),
        (date(2026, 3, 6), date(2026, 3, 6), StepBase.AGREED, ["step.agreed"]),
        (None, None, StepBase.WARRANTY, ["step.undated"]),
        (date(2026, 2, 1), date(2026, 3, 1), StepBase.START, ["step.counted", "step.late"]),
    ],
)
def test_a_day_is_explained(
    counted_from: date | None, due: date | None, base: StepBase, codes: list[str]
) -> None:
    found = explain(StepRule("a", base, 3), counted_from, due, TODAY)
    assert ([one.code for one in found.lines], found.value) == (codes, due)
    if "step.late" in codes:
        assert found.lines[1] == Reason("step.late", {"days": 1})


# ── properties ──────────────────────────────────────────────────────────────────────────────

_UNITS = st.sampled_from([StepUnit.DAYS, StepUnit.WORKING_DAYS, StepUnit.MONTHS])


@st.composite
def playbooks(draw: st.DrawFn) -> list[StepRule]:
    """Steps of any kind; one that waits names one before it."""
    steps: list[StepRule] = []
    for number in range(draw(st.integers(1, 7))):
        after = draw(st.sampled_from(["", *(one.key for one in steps)]))
        bases = (
            [StepBase.BEFORE, StepBase.AGREED, StepBase.NONE]
            if after
            else [StepBase.START, StepBase.HANDOVER, StepBase.BIRTHDAY, StepBase.NONE]
        )
        steps.append(
            StepRule(
                f"s{number}",
                draw(st.sampled_from(bases)),
                draw(st.integers(-40, 40)),
                draw(_UNITS),
                after,
                draw(st.booleans()),
                draw(st.sampled_from([None, None, None, *SkipCause])),
            )
        )
    return steps


@given(playbooks(), days, st.dictionaries(st.sampled_from(StepBase), days), st.integers(0, 60))
def test_no_step_falls_due_before_the_start(
    steps: list[StepRule], today: date, dates: Mapping[StepBase, date], late: int
) -> None:
    for one in plan_steps(steps, dates, today, CALENDAR, late):
        assert one.due is None or one.due >= today
        assert one.state is not StepState.OPEN or one.due is not None


@given(playbooks(), days, st.dictionaries(st.sampled_from(StepBase), days), st.data())
def test_no_run_is_ever_stuck(
    steps: list[StepRule], today: date, dates: Mapping[StepBase, date], data: st.DataObject
) -> None:
    found = {one.key: one for one in plan_steps(steps, dates, today, CALENDAR, LATE)}
    for _ in range(2 * len(steps) + 1):
        if is_finished((found[step.key].state, step.required) for step in steps):
            return
        ready = [
            step for step in steps if found[step.key].state in (StepState.OPEN, StepState.UNDATED)
        ]
        assert ready  # there is always a step that a person can do, date or leave out
        chosen = data.draw(st.sampled_from(ready))
        if found[chosen.key].state is StepState.UNDATED and data.draw(st.booleans()):
            found[chosen.key] = Planned(chosen.key, StepState.OPEN, today)
            continue
        found[chosen.key] = Planned(chosen.key, data.draw(st.sampled_from(sorted(ENDED))))
        today += timedelta(days=data.draw(st.integers(0, 30)))
        for step in steps:
            waits = found[step.key].state is StepState.BLOCKED
            if waits and found[step.after].state in ENDED:
                agreed = data.draw(st.none() | days)
                found[step.key] = release(step, today, agreed, today, CALENDAR)
                due = found[step.key].due
                assert due is None or due >= today
    assert is_finished((found[step.key].state, step.required) for step in steps)


@given(days, days)
def test_an_anniversary_is_the_first_one_from_that_day_on(born: date, since: date) -> None:
    found = anniversary(born, since)
    assert since <= found <= since + timedelta(days=366)
    leap = (born.month, born.day) == (2, 29)
    assert (found.month, found.day) == (born.month, born.day) or (
        leap and (found.month, found.day) == (2, 28)
    )


@given(days, st.integers(0, 60))
def test_working_days_end_on_a_working_day(start: date, offset: int) -> None:
    due = offset_day(start, offset, StepUnit.WORKING_DAYS, CALENDAR)
    assert CALENDAR.is_working_day(due)
    assert due >= start
