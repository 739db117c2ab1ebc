"""The on-site clock of a ticket, always rebuilt from its events (R-SLA ONSITE_FIX, 9.2).

Pure: moments are timezone-aware and handed in, and compared in UTC; no clock is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.enums import ClockMark, TicketState
from models.explanation import Explanation, Reason
from models.policy_defaults import FeedbackPolicy, TicketPolicy
from models.rules.cadence import Severity
from models.rules.rounding import percent

_STOPS = frozenset(
    {TicketState.RESOLVED, TicketState.CONFIRMED, TicketState.CLOSED, TicketState.CANCELLED}
)
_MINUTE = timedelta(minutes=1)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One step of a ticket: when, where it went to, and what it did to the clock."""

    at: datetime
    to_state: TicketState | None = None
    mark: ClockMark | None = None


@dataclass(frozen=True, slots=True)
class TicketClock:
    """The clock of the present round.

    `paused` sums the pauses that have ended; `due_at` counts those alone, so that it moves on
    when a running pause ends. `stopped_at` is when the ticket was resolved, or ended.
    """

    started_at: datetime
    due_at: datetime
    paused: timedelta
    paused_since: datetime | None
    stopped_at: datetime | None

    @property
    def paused_minutes(self) -> int:
        """Whole minutes of the pauses that have ended."""
        return self.paused // _MINUTE


@dataclass(frozen=True, slots=True)
class OnsiteTime:
    """Time left (negative when late) and its level; the clock may stand still or be stopped."""

    left: timedelta
    level: Severity
    explanation: Explanation


def rebuild(events: Sequence[ClockEvent], policy: TicketPolicy) -> TicketClock | None:
    """The clock as the events tell it, oldest first; None without a step to RECEIVED (AC-113).

    It runs from RECEIVED, anew in each round, stands still from a PAUSE to its RESUME, and stops
    at RESOLVED.
    """
    clock: TicketClock | None = None
    span = timedelta(hours=policy.onsite_hours)
    for event in events:
        at = event.at.astimezone(UTC)
        if event.to_state is TicketState.RECEIVED:
            clock = TicketClock(at, at + span, timedelta(0), None, None)
        elif clock is not None:
            clock = _next(clock, event, at, span)
    return clock


def _next(clock: TicketClock, event: ClockEvent, at: datetime, span: timedelta) -> TicketClock:
    since, paused, stopped = clock.paused_since, clock.paused, clock.stopped_at
    if event.mark is ClockMark.PAUSE and since is None and stopped is None:
        since = at
    ends = event.mark is ClockMark.RESUME or event.to_state in _STOPS
    if ends and since is not None:
        paused, since = paused + (at - since), None
    if event.to_state in _STOPS and stopped is None:
        stopped = at
    return TicketClock(clock.started_at, clock.started_at + span + paused, paused, since, stopped)


def onsite_time(
    clock: TicketClock, policy: TicketPolicy, shared: FeedbackPolicy, now: datetime
) -> OnsiteTime:
    """How much of the promise is used: amber from 75 %, red from 100 % on (R-SLA).

    A pause and the end of the work hold the clock where it stood.
    """
    moment = clock.stopped_at or clock.paused_since or now.astimezone(UTC)
    span = timedelta(hours=policy.onsite_hours)
    left = clock.due_at - moment
    used = span - left
    if left <= timedelta(0):
        level = Severity.RED
    elif used * 100 >= span * shared.amber_percent:
        level = Severity.AMBER
    else:
        level = Severity.NONE
    lines = (*_due_lines(clock, policy), *_state_lines(clock))
    share = percent(used // _TICK, span // _TICK)
    params = {"used": share, "level": level, "amber_percent": shared.amber_percent}
    lines = (*lines, Reason("ticket.time_used", {"at": moment, **params}))
    return OnsiteTime(left, level, Explanation("due_at", "R-SLA", clock.due_at, lines))


def _due_lines(clock: TicketClock, policy: TicketPolicy) -> tuple[Reason, ...]:
    params = {
        "start": clock.started_at,
        "hours": policy.onsite_hours,
        "minutes": clock.paused_minutes,
        "due_at": clock.due_at,
        "setting": "tickets.onsite_hours",
    }
    return (Reason("ticket.due_paused" if clock.paused else "ticket.due", params),)


def _state_lines(clock: TicketClock) -> tuple[Reason, ...]:
    if clock.stopped_at is not None:
        late = clock.stopped_at > clock.due_at
        code = "ticket.clock_missed" if late else "ticket.clock_kept"
        return (Reason(code, {"at": clock.stopped_at}),)
    if clock.paused_since is not None:
        return (Reason("ticket.clock_paused", {"since": clock.paused_since}),)
    return ()
