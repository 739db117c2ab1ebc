"""Clocks and order of the feedback queue (requirements 9.1, R-SLA).

Pure: moments are timezone-aware and handed in; no clock is read here. Every clock is told from
the events of the case, so that what is stored beside it can always be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.enums import FeedbackEventKind, FeedbackKind, FeedbackState
from models.explanation import Explanation, Reason
from models.policy_defaults import FeedbackPolicy
from models.rules.clocks import ClockFacts, Pause, Reading, WorkingTime, later, passed, read_clock
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
class Working:
    """The calendar of each clock that runs in hours of work; None for elapsed time (R-SLA)."""

    ack: WorkingTime | None = None
    progress: WorkingTime | None = None
    resolution: WorkingTime | None = None


def working(policy: FeedbackPolicy, calendar: WorkingTime) -> Working:
    """The calendar given to the clocks that the settings let run in hours of work (R-SLA)."""
    return Working(
        calendar if policy.ack_in_hours_of_work else None,
        calendar if policy.progress_in_hours_of_work else None,
        calendar if policy.resolution_in_hours_of_work else None,
    )


ELAPSED = Working()


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """What happened to a case and when; `promised_at` is the handling time told with it."""

    kind: FeedbackEventKind
    at: datetime
    to_state: FeedbackState | None = None
    promised_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the clocks need of a case besides its events."""

    kind: FeedbackKind
    received_at: datetime
    safety: bool = False


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """The clocks of a case and what follows from its events.

    `resolution` is None until a handling time was told; `progress` until the case was received
    counts from receipt. `due_at` and `amber_at` are those of the clock in force, None where none
    runs or a pause holds it.
    """

    state: FeedbackState
    acknowledged_at: datetime | None
    promised_at: datetime | None
    last_progress_at: datetime | None
    paused_at: datetime | None
    pause_reason: str
    ack: ClockFacts
    resolution: ClockFacts | None
    progress: ClockFacts
    due_at: datetime | None
    amber_at: datetime | None


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """What decides the place of a case in the queue."""

    kind: FeedbackKind
    state: FeedbackState
    received_at: datetime
    due_at: datetime | None = None
    safety: bool = False
    round: int = 1


class _Story:
    """The events of a case read one after another."""

    def __init__(self, events: Sequence[CaseEvent]) -> None:
        self.state = FeedbackState.NEW
        self.acknowledged: datetime | None = None
        # When the handling time now in force was told, and that time.
        self.promise: tuple[datetime, datetime] | None = None
        self.noticed: datetime | None = None
        self.ended: datetime | None = None
        self.pauses: list[Pause] = []
        self.reason = ""
        for event in events:
            self._read(event)

    def _read(self, event: CaseEvent) -> None:
        kinds = FeedbackEventKind
        if event.kind is kinds.PAUSE:
            self._resume(event.at)
            self.pauses.append(Pause(event.at))
            self.reason = event.note
        elif event.kind is kinds.RESUME:
            self._resume(event.at)
        if event.kind in (kinds.NOTICE, kinds.PAUSE):
            self.noticed = event.at
        if event.kind is kinds.STEP and event.to_state is not None:
            self._step(event)
        if event.promised_at is not None:
            # A new time is told: what held the clock before is told with it.
            self.promise, self.pauses, self.reason = (event.at, event.promised_at), [], ""

    def _step(self, event: CaseEvent) -> None:
        assert event.to_state is not None
        self._resume(event.at)
        self.state = event.to_state
        self.ended = None if is_open(self.state) else event.at
        if self.state is FeedbackState.ACKNOWLEDGED:
            self.noticed = event.at
            self.acknowledged = self.acknowledged or event.at

    def _resume(self, at: datetime) -> None:
        if self.pauses and self.pauses[-1].ended is None:
            self.pauses[-1] = Pause(self.pauses[-1].begun, at)
            self.reason = ""

    @property
    def paused(self) -> datetime | None:
        held = self.pauses and self.pauses[-1].ended is None
        return self.pauses[-1].begun if held else None


def clocks(
    facts: CaseFacts,
    events: Sequence[CaseEvent],
    policy: FeedbackPolicy,
    calendars: Working = ELAPSED,
) -> CaseClocks:
    """The clocks of a case as its events tell them, oldest first (requirements 9.1, R-SLA).

    First response: from receipt, stopped by the reply. Progress: from the last notice, the reply
    and a pause told included, before any from receipt; a pause does not hold it, so that nobody
    forgets a case that waits. Resolution: until the handling time told, held by pauses, and kept
    by a reopening until another time is told.
    """
    story = _Story(events)
    minutes = policy.ack_minutes(facts.kind, safety=facts.safety)
    ack_due = later(facts.received_at, timedelta(minutes=minutes), calendars.ack)
    ack = ClockFacts(facts.received_at, ack_due, (), story.acknowledged or story.ended)
    since = story.noticed or facts.received_at
    next_notice = later(since, timedelta(hours=policy.progress_hours), calendars.progress)
    progress = ClockFacts(since, next_notice, (), story.ended)
    resolution = None
    if story.promise is not None:
        resolution = ClockFacts(*story.promise, tuple(story.pauses), story.ended)
    is_new = story.state is FeedbackState.NEW
    running = ack if is_new else resolution
    calendar = calendars.ack if is_new else calendars.resolution
    due = amber = None
    if running is not None and is_open(story.state):
        found = read_clock(running, policy.amber_percent, running.begun, calendar)
        due, amber = found.due, found.amber
    return CaseClocks(
        story.state,
        story.acknowledged,
        story.promise[1] if story.promise else None,
        story.noticed,
        story.paused,
        story.reason,
        ack,
        resolution,
        progress,
        due,
        amber,
    )


def explain_due(
    facts: CaseFacts, found: CaseClocks, policy: FeedbackPolicy, calendars: Working = ELAPSED
) -> Explanation:
    """When a case is due and why (requirements 9.1, R-SLA).

    While NEW receipt plus the acknowledgement clock; afterwards the handling time told to the
    customer, moved by the pauses; an ended case has no due time.
    """
    lines: list[Reason] = []
    if not is_open(found.state):
        lines.append(Reason("feedback.due_ended", {"state": found.state}))
    elif found.state is FeedbackState.NEW:
        minutes = policy.ack_minutes(facts.kind, safety=facts.safety)
        params = {"received_at": facts.received_at, "hours": minutes // 60, "due_at": found.due_at}
        extra = {"kind": facts.kind, "safety": facts.safety}
        lines.append(Reason("feedback.due_acknowledge", {**params, **extra}))
        if calendars.ack is not None:
            lines.append(Reason("feedback.in_hours_of_work"))
    elif found.resolution is None:
        lines.append(Reason("feedback.due_not_promised"))
    else:
        lines.append(Reason("feedback.due_promised", {"due_at": found.resolution.due}))
        lines.extend(_pause_lines(found, calendars))
    return Explanation("due_at", "R-SLA", found.due_at, tuple(lines))


def _pause_lines(found: CaseClocks, calendars: Working) -> list[Reason]:
    assert found.resolution is not None
    lines = []
    for pause in found.resolution.pauses:
        if pause.ended is None:
            params = {"since": pause.begun, "reason": found.pause_reason}
            lines.append(Reason("feedback.paused", params))
        else:
            held = passed(pause.begun, pause.ended, calendars.resolution)
            params = {"since": pause.begun, "until": pause.ended, "minutes": _minutes(held)}
            lines.append(Reason("feedback.was_paused", params))
    if lines and found.due_at is not None:
        lines.append(Reason("feedback.due_moved", {"due_at": found.due_at}))
    if calendars.resolution is not None:
        lines.append(Reason("feedback.in_hours_of_work"))
    return lines


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def explain_left(
    found: CaseClocks, policy: FeedbackPolicy, now: datetime, calendars: Working = ELAPSED
) -> tuple[Reading | None, Explanation]:
    """How the clock in force stands, with the arithmetic; no reading where none runs (9.1)."""
    is_new = found.state is FeedbackState.NEW
    running = found.ack if is_new else found.resolution
    calendar = calendars.ack if is_new else calendars.resolution
    if running is None or not is_open(found.state):
        return None, Explanation("time_left", "R-SLA", None)
    read = read_clock(running, policy.amber_percent, now, calendar)
    share = None if read.share is None else percent(read.share, 1)
    params = {"start": running.begun, "due_at": read.due or running.due, "used_percent": share}
    more = {"level": read.level, "amber_percent": policy.amber_percent}
    lines = [Reason("feedback.time_left", {**params, **more})]
    if read.is_paused:
        reason = {"since": found.paused_at, "reason": found.pause_reason}
        lines.append(Reason("feedback.paused", reason))
    return read, Explanation("time_left", "R-SLA", read.left, tuple(lines))


def is_overdue(facts: QueueFacts, now: datetime) -> bool:
    """Has an open case passed its due moment (requirements 9.1)."""
    if facts.due_at is None or not is_open(facts.state):
        return False
    return passed(facts.due_at, now) > timedelta(0)


def progress_due(
    state: FeedbackState,
    progress: ClockFacts,
    policy: FeedbackPolicy,
    now: datetime,
    calendar: WorkingTime | None = None,
) -> Reason | None:
    """The flag "tell the customer the progress", or None (FEEDBACK_PROGRESS, AC-093)."""
    if not is_open(state) or passed(progress.due, now) <= timedelta(0):
        return None
    hours = passed(progress.begun, now, calendar) // timedelta(hours=1)
    params = {"since": progress.begun, "hours": hours, "limit": policy.progress_hours}
    return Reason("feedback.tell_progress", {**params, "setting": "feedback.progress_hours"})


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
