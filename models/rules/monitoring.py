"""What the feedback queue did in a period: how many, how fast, how often again (S2-COM-03).

Pure: one record a case in, figures with their arithmetic out (AC-105, S0-SVC5-04, S2-QA-01).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.explanation import Explanation, Reason
from models.rules.rounding import percent

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What became of one case: time to the first reply and to closing, None while open."""

    answered: timedelta | None = None
    closed: timedelta | None = None
    is_reopened: bool = False
    is_late: bool = False  # a clock of it ran out, first response or resolution


@dataclass(frozen=True, slots=True)
class Monitored:
    """Figures of some cases; percent with one decimal, times in whole minutes, None for none."""

    count: int
    first_response: int | None  # median of those answered
    time_to_close: int | None  # median of those closed
    reopen_rate: Decimal | None
    breach_share: Decimal | None
    explanations: tuple[Explanation, ...]  # of the five, in that order


def median(values: Sequence[timedelta]) -> timedelta | None:
    """The middle one; of an even number the mean of the two in the middle; None of none."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return None
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def monitored(cases: Sequence[CaseRecord]) -> Monitored:
    """Count, median first response and time to close, reopen rate, breach share (AC-105)."""
    answered = [case.answered for case in cases if case.answered is not None]
    closed = [case.closed for case in cases if case.closed is not None]
    again = sum(case.is_reopened for case in cases)
    late = sum(case.is_late for case in cases)
    response, closing = _minutes(median(answered)), _minutes(median(closed))
    reopened, breached = percent(again, len(cases)), percent(late, len(cases))
    return Monitored(
        len(cases),
        response,
        closing,
        reopened,
        breached,
        (
            _told("feedback_cases", len(cases), "monitoring.counted", len(cases), len(cases)),
            _told("first_response", response, "monitoring.answered", len(answered), len(cases)),
            _told("time_to_close", closing, "monitoring.closed", len(closed), len(cases)),
            _told("reopen_rate", reopened, "monitoring.reopened", again, len(cases)),
            _told("breach_share", breached, "monitoring.late", late, len(cases)),
        ),
    )


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else span // _MINUTE


def _told(figure: str, value: object, code: str, part: int, whole: int) -> Explanation:
    line = Reason(code, {"count": part, "of": whole, "value": value})
    return Explanation(figure, "S2-COM-03", value, (line,))


def complaint_free(last: date | None, today: date) -> Explanation:
    """Days without a complaint, up to and including today; None where there never was one."""
    if last is None:
        line = Reason("monitoring.never")
        return Explanation("complaint_free", "S2-COM-03", None, (line,))
    days = (today - last).days
    line = Reason("monitoring.last_complaint", {"date": last, "today": today, "days": days})
    return Explanation("complaint_free", "S2-COM-03", days, (line,))
