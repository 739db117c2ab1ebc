"""When a customer is to be tracked next and how late that is (R-CADENCE).

Pure: grade and dates in, due date and severity out. Makes no follow-up and reads no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.enums import Grade, JournalType
from models.explanation import Explanation, Reason
from models.policy_defaults import CadencePolicy
from models.rules.business_time import BusinessCalendar

_JOURNALS = {
    Grade.A: JournalType.DAILY,
    Grade.B: JournalType.WEEKLY,
    Grade.C: JournalType.HALF_MONTH,
    Grade.D: JournalType.MONTHLY,
    Grade.E: JournalType.YEARLY,
}
JOURNAL_GRADES = {journal: grade for grade, journal in _JOURNALS.items()}


class Severity(StrEnum):
    """How late something is."""

    NONE = "NONE"
    AMBER = "AMBER"
    RED = "RED"


@dataclass(frozen=True, slots=True)
class TrackingDue:
    """The next tracking date of a customer with the journal it belongs to."""

    due: date
    cadence_days: int
    journal: JournalType
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Overdue:
    """Days a tracking date has passed (0 while it has not) and how that is marked."""

    days: int
    severity: Severity
    explanation: Explanation


def journal_type(grade: Grade) -> JournalType:
    """Tracking journal of a grade (S1-JRN-01..05)."""
    return _JOURNALS[grade]


def next_tracking_due(
    grade: Grade,
    last_tracking: date | None,
    created: date,
    policy: CadencePolicy,
    calendar: BusinessCalendar | None = None,
) -> TrackingDue:
    """Next tracking date (R-CADENCE): last tracking, or creation, plus the days of the grade.

    Args:
        grade: Grade in force after the touch.
        last_tracking: Day of the last touch; None when there was none.
        created: Day the customer was created.
        policy: Days of each grade; with `shift_weekend` the date moves to the next working day.
        calendar: Which days are worked; looked at only when shifting. None: Monday to Friday.
    """
    days = policy.days(grade)
    setting = f"cadence.{grade.lower()}_days"
    start = created if last_tracking is None else last_tracking
    code = "cadence.from_creation" if last_tracking is None else "cadence.from_touch"
    due = start + timedelta(days=days)
    params = {"start": start, "grade": grade, "days": days, "due": due, "setting": setting}
    lines = [Reason(code, params)]
    planned = due
    if policy.shift_weekend:
        due = (calendar or BusinessCalendar()).next_working_day(planned)
    if due != planned:
        shift = {"from": planned, "to": due, "setting": "cadence.shift_weekend"}
        lines.append(Reason("cadence.shifted", shift))
    explanation = Explanation("next_tracking_due", "R-CADENCE", due, tuple(lines))
    return TrackingDue(due, days, journal_type(grade), explanation)


def overdue(due: date, grade: Grade, policy: CadencePolicy, today: date) -> Overdue:
    """How late a tracking is (R-CADENCE): amber from one day, red from one cadence on."""
    cadence = policy.days(grade)
    days = max(0, (today - due).days)
    if days == 0:
        severity, line = Severity.NONE, Reason("cadence.on_time", {"due": due})
    else:
        severity = Severity.RED if days >= cadence else Severity.AMBER
        params = {"due": due, "days": days, "cadence": cadence, "severity": severity}
        line = Reason("cadence.overdue", params)
    return Overdue(days, severity, Explanation("overdue_days", "R-CADENCE", days, (line,)))
