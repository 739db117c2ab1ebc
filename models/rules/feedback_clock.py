"""Clocks and order of the feedback queue (requirements 9.1, R-SLA).

Pure: moments are timezone-aware and handed in, and compared in UTC; no clock is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from models.enums import FeedbackKind, FeedbackState
from models.explanation import Explanation, Reason
from models.policy_defaults import FeedbackPolicy
from models.rules.cadence import Severity
from models.rules.feedback import informs_manager, is_open
from models.rules.rounding import percent

_KIND_ORDER = (
    FeedbackKind.COMPLAINT,
    FeedbackKind.GRIEVANCE,
    FeedbackKind.SUGGESTION,
    FeedbackKind.OPINION,
    FeedbackKind.PRAISE,
)
_RANK_SAFETY, _RANK_OVERDUE, _RANK_REOPENED, _RANK_KINDS, _RANK_ENDED = 0, 1, 2, 3, 9


@dataclass(frozen=True, slots=True)
class FeedbackDue:
    """Moment by which a case is due; None once it has ended or nothing was promised."""

    at: datetime | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Time left (negative when late), share of the span used in percent, and its level."""

    left: timedelta
    used_percent: Decimal | None  # one decimal; None where the span is empty
    level: Severity
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """What decides the place of a case in the queue."""

    kind: FeedbackKind
    state: FeedbackState
    received_at: datetime
    due_at: datetime | None = None
    safety: bool = False
    round: int = 1


def due_at(facts: QueueFacts, promised_at: datetime | None, policy: FeedbackPolicy) -> FeedbackDue:
    """When a case is due (requirements 9.1, R-SLA).

    While NEW the time of receipt plus the acknowledgement clock; afterwards the handling time
    told to the customer (`promised_at`); an ended case has no due time.
    """
    if not is_open(facts.state):
        at, line = None, Reason("feedback.due_ended", {"state": facts.state})
    elif facts.state is FeedbackState.NEW:
        minutes = policy.ack_minutes(facts.kind, safety=facts.safety)
        at = _later(facts.received_at, timedelta(minutes=minutes))
        params = {"received_at": facts.received_at, "hours": minutes // 60, "due_at": at}
        extra = {"kind": facts.kind, "safety": facts.safety}
        line = Reason("feedback.due_acknowledge", {**params, **extra})
    elif promised_at is None:
        at, line = None, Reason("feedback.due_not_promised")
    else:
        at, line = promised_at, Reason("feedback.due_promised", {"due_at": promised_at})
    return FeedbackDue(at, Explanation("due_at", "R-SLA", at, (line,)))


def _later(moment: datetime, span: timedelta) -> datetime:
    # By way of UTC: a clock change within the span must not stretch or shrink it.
    return (moment.astimezone(UTC) + span).astimezone(moment.tzinfo)


def _between(start: datetime, end: datetime) -> timedelta:
    return end.astimezone(UTC) - start.astimezone(UTC)


def is_overdue(facts: QueueFacts, now: datetime) -> bool:
    """Has an open case passed its due moment (requirements 9.1)."""
    if facts.due_at is None or not is_open(facts.state):
        return False
    return _between(facts.due_at, now) > timedelta(0)


def progress_due(
    state: FeedbackState,
    received_at: datetime,
    last_notice_at: datetime | None,
    policy: FeedbackPolicy,
    now: datetime,
) -> Reason | None:
    """The flag "tell the customer the progress", or None (FEEDBACK_PROGRESS, AC-093).

    The clock runs from the last notice, the acknowledgement included; before any from receipt.
    """
    if not is_open(state):
        return None
    since = received_at if last_notice_at is None else last_notice_at
    silent = _between(since, now)
    if silent <= timedelta(hours=policy.progress_hours):
        return None
    hours = silent // timedelta(hours=1)
    params = {"since": since, "hours": hours, "limit": policy.progress_hours}
    return Reason("feedback.tell_progress", {**params, "setting": "feedback.progress_hours"})


def time_left(start: datetime, due: datetime, policy: FeedbackPolicy, now: datetime) -> TimeLeft:
    """How much of the time from start to due is used: amber from 75 %, red from 100 % on."""
    span, used, left = _between(start, due), _between(start, now), _between(now, due)
    if left <= timedelta(0):
        level = Severity.RED
    elif used * 100 >= span * policy.amber_percent:
        level = Severity.AMBER
    else:
        level = Severity.NONE
    tick = timedelta(microseconds=1)
    share = percent(used // tick, span // tick) if span > timedelta(0) else None
    params = {"start": start, "due_at": due, "used_percent": share, "level": level}
    line = Reason("feedback.time_left", {**params, "amber_percent": policy.amber_percent})
    return TimeLeft(left, share, level, Explanation("time_left", "R-SLA", left, (line,)))


def queue_key(facts: QueueFacts, now: datetime) -> tuple[int, bool, datetime, datetime]:
    """Sort key of the queue (requirements 9.1).

    Safety, overdue, reopened, complaint, grievance, suggestion, opinion, praise; then due time,
    then time of receipt. Ended cases come last.
    """
    due = facts.due_at or facts.received_at
    return (
        _rank(facts, now),
        facts.due_at is None,
        due.astimezone(UTC),
        facts.received_at.astimezone(UTC),
    )


def _rank(facts: QueueFacts, now: datetime) -> int:
    if not is_open(facts.state):
        return _RANK_ENDED
    if facts.safety:
        return _RANK_SAFETY
    if is_overdue(facts, now):
        return _RANK_OVERDUE
    if informs_manager(facts.round):
        return _RANK_REOPENED
    return _RANK_KINDS + _KIND_ORDER.index(facts.kind)
