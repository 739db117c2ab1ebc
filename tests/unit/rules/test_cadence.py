from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import Grade, JournalType
from models.explanation import Reason
from models.policy_defaults import CadencePolicy
from models.rules.business_time import BusinessCalendar
from models.rules.cadence import (
    Severity,
    journal_type,
    next_tracking_due,
    overdue,
)

TODAY = date(2026, 3, 2)
POLICY = CadencePolicy()
SHIFTING = CadencePolicy(shift_weekend=True)


@pytest.mark.parametrize(
    ("grade", "due"),
    [
        ("A", date(2026, 3, 3)),
        ("B", date(2026, 3, 9)),
        ("C", date(2026, 3, 17)),
        ("D", date(2026, 4, 1)),
        ("E", date(2027, 3, 2)),
    ],
)
def test_ac_061_next_due_of_each_grade(grade: str, due: date) -> None:
    found = next_tracking_due(Grade(grade), TODAY, date(2020, 1, 1), POLICY)
    assert found.due == due == found.explanation.value
    assert found.cadence_days == POLICY.days(Grade(grade))


def test_ac_054_no_need_is_tracked_once_a_year() -> None:
    assert next_tracking_due(Grade.E, None, TODAY, POLICY).cadence_days == 365


@pytest.mark.parametrize(
    ("today", "days", "severity"),
    [
        (date(2026, 2, 28), 0, "NONE"),
        (date(2026, 3, 1), 0, "NONE"),
        (date(2026, 3, 2), 1, "AMBER"),
        (date(2026, 3, 7), 6, "AMBER"),
        (date(2026, 3, 8), 7, "RED"),
        (date(2026, 3, 9), 8, "RED"),
    ],
)
def test_ac_062_overdue_is_amber_then_red(today: date, days: int, severity: str) -> None:
    late = overdue(date(2026, 3, 1), Grade.B, POLICY, today)
    assert (late.days, late.severity) == (days, severity)
    assert late.explanation.value == days
    (line,) = late.explanation.lines
    assert line.code == ("cadence.overdue" if days else "cadence.on_time")


def test_grade_a_is_red_from_the_first_day() -> None:
    assert overdue(date(2026, 3, 1), Grade.A, POLICY, TODAY).severity is Severity.RED


def test_ac_063_without_a_touch_creation_counts() -> None:
    found = next_tracking_due(Grade.A, None, TODAY, POLICY)
    assert found.due == date(2026, 3, 3)
    assert found.explanation.lines == (
        Reason(
            "cadence.from_creation",
            {
                "start": TODAY,
                "grade": Grade.A,
                "days": 1,
                "due": date(2026, 3, 3),
                "setting": "cadence.a_days",
            },
        ),
    )


def test_ac_065_next_due_follows_the_new_grade() -> None:
    assert next_tracking_due(Grade.B, TODAY, date(2025, 1, 1), POLICY).due == date(2026, 3, 9)


def test_ac_200_imported_customer_is_due_in_thirty_days() -> None:
    assert next_tracking_due(Grade.D, None, TODAY, POLICY).due == date(2026, 4, 1)


def test_a_touch_wins_over_creation() -> None:
    found = next_tracking_due(Grade.C, date(2026, 2, 1), TODAY, POLICY)
    assert found.due == date(2026, 2, 16)
    assert found.explanation.lines[0].code == "cadence.from_touch"


@pytest.mark.parametrize(("grade", "journal"), [*zip(Grade, JournalType, strict=True)])
def test_journal_of_each_grade(grade: Grade, journal: JournalType) -> None:
    assert journal_type(grade) is journal
    assert next_tracking_due(grade, TODAY, TODAY, POLICY).journal is journal


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2026, 3, 5), date(2026, 3, 6)),  # Friday
        (date(2026, 3, 6), date(2026, 3, 9)),  # Saturday
        (date(2026, 3, 7), date(2026, 3, 9)),  # Sunday
        (date(2026, 3, 8), date(2026, 3, 9)),  # Monday
    ],
)
def test_weekend_shifts_to_monday_where_switched_on(last: date, due: date) -> None:
    found = next_tracking_due(Grade.A, last, TODAY, SHIFTING)
    assert found.due == due
    planned = last + timedelta(days=1)
    assert next_tracking_due(Grade.A, last, TODAY, POLICY).due == planned
    shifted = found.explanation.lines[1:]
    moved = {"from": planned, "to": due, "setting": "cadence.shift_weekend"}
    assert shifted == (() if due == planned else (Reason("cadence.shifted", moved),))


def test_holidays_are_passed_over_only_when_shifting() -> None:
    calendar = BusinessCalendar(closed=frozenset({date(2026, 3, 9)}))
    assert next_tracking_due(Grade.A, date(2026, 3, 6), TODAY, SHIFTING, calendar).due == date(
        2026, 3, 10
    )
    assert next_tracking_due(Grade.A, date(2026, 3, 8), TODAY, POLICY, calendar).due == date(
        2026, 3, 9
    )


days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(Grade), days, days, st.booleans())
def test_next_due_lies_after_the_last_tracking(
    grade: Grade, last: date, created: date, shift: bool
) -> None:
    policy = CadencePolicy(shift_weekend=shift)
    found = next_tracking_due(grade, last, created, policy)
    assert found.due > last
    assert 0 <= (found.due - last).days - policy.days(grade) <= (2 if shift else 0)
    assert not shift or BusinessCalendar().is_working_day(found.due)


@settings(max_examples=100, deadline=None)
@given(days, st.sampled_from(Grade), days)
def test_severity_agrees_with_the_days(due: date, grade: Grade, today: date) -> None:
    late = overdue(due, grade, POLICY, today)
    assert (late.severity is Severity.NONE) == (today <= due)
    assert (late.severity is Severity.RED) == ((today - due).days >= POLICY.days(grade))
