"""A clock with pauses, worked out from when it began, was held and was stopped (R-SLA).

Pure: moments are timezone-aware and handed in. Time is elapsed time, or, with a calendar, the
working minutes of it. Nothing is kept as a counter, so a clock can always be told again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Protocol

from models.rules.business_time import BusinessCalendar
from models.rules.cadence import Severity

_NOTHING = timedelta(0)
_MINUTE = timedelta(minutes=1)


class WorkingTime(Protocol):
    """What a clock asks of a business calendar."""

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment at which so many working minutes have passed."""

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes from one moment to another."""


@dataclass(frozen=True, slots=True)
class HoursOfWork:
    """A business calendar in the zone where the hours are worked."""

    calendar: BusinessCalendar
    zone: str

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment at which so many working minutes have passed."""
        return self.calendar.add_working_minutes(start, minutes, self.zone)

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes from one moment to another."""
        return self.calendar.working_minutes_between(start, end, self.zone)


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock held from one moment to another; without an end it still is."""

    begun: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """When a clock began, by when it is due if never held, its pauses, and when it was stopped."""

    begun: datetime
    due: datetime
    pauses: tuple[Pause, ...] = ()
    stopped: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clock stands; `due` and `amber` are None while a pause keeps it from getting there.

    `left` is running time, negative when late; with a calendar both are working time.
    """

    due: datetime | None
    amber: datetime | None
    used: timedelta
    left: timedelta
    share: Fraction | None  # of the span; None where the span is empty
    level: Severity
    is_paused: bool = False


def later(moment: datetime, span: timedelta, calendar: WorkingTime | None = None) -> datetime:
    """The moment a span after another; by way of UTC, so no clock change stretches it (R-SLA)."""
    if calendar is not None:
        return calendar.add_working_minutes(moment, span // _MINUTE)
    return (moment.astimezone(UTC) + span).astimezone(moment.tzinfo)


def passed(start: datetime, end: datetime, calendar: WorkingTime | None = None) -> timedelta:
    """Time from one moment to another; negative where the second is earlier (R-SLA)."""
    if calendar is None:
        return end.astimezone(UTC) - start.astimezone(UTC)
    if end < start:
        return -_MINUTE * calendar.working_minutes_between(end, start)
    return _MINUTE * calendar.working_minutes_between(start, end)


def read_clock(
    facts: ClockFacts, amber_percent: int, now: datetime, calendar: WorkingTime | None = None
) -> Reading:
    """How a clock stands at a moment: amber from that percentage on, red from its due moment on.

    A pause moves the due moment by as much (working) time as it held the clock; one that begins
    after the due moment changes nothing. A stopped clock stands as it stood when it was stopped.
    """
    now = now if facts.stopped is None else min(now, facts.stopped)
    pauses = _held(facts.pauses)
    span = max(_NOTHING, passed(facts.begun, facts.due, calendar))
    used = sum(
        (passed(begun, ended, calendar) for begun, ended in _runs(facts.begun, pauses, now)),
        _NOTHING,
    )
    due = _reached(facts.begun, span, facts.due, pauses, calendar)
    early = span * amber_percent / 100
    amber = _reached(facts.begun, early, later(facts.begun, early, calendar), pauses, calendar)
    held = any(p.begun <= now and (p.ended is None or now < p.ended) for p in pauses)
    over = due is not None and now >= due
    level = Severity.NONE
    if over:
        level = Severity.RED
    elif amber is not None and now >= amber:
        level = Severity.AMBER
    left = passed(now, due, calendar) if over and due is not None else span - used
    share = Fraction(used // _MINUTE, span // _MINUTE) if span >= _MINUTE else None
    return Reading(due, amber, used, left, share, level, held and not over)


def _held(pauses: Sequence[Pause]) -> list[Pause]:
    """The pauses in their order; one that ends when it begins held nothing. They may overlap."""
    real = [one for one in pauses if one.ended is None or one.ended > one.begun]
    return sorted(real, key=lambda one: one.begun)


def _runs(
    begun: datetime, pauses: Sequence[Pause], until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches in which the clock ran."""
    at = begun
    for pause in pauses:
        if pause.begun > at and until > at:
            yield at, min(pause.begun, until)
        if pause.ended is None:
            return
        at = max(at, pause.ended)
    if until > at:
        yield at, until


def _reached(
    begun: datetime,
    span: timedelta,
    straight: datetime,
    pauses: Sequence[Pause],
    calendar: WorkingTime | None,
) -> datetime | None:
    """When so much time is used; `straight` where no pause comes before, None behind a held one."""
    at, rest, held = begun, span, False
    for pause in pauses:
        if pause.begun > at:
            run = passed(at, pause.begun, calendar)
            if run >= rest:
                break
            rest -= run
        if pause.ended is None:
            return None
        if pause.ended > at:
            at, held = pause.ended, True
    return later(at, rest, calendar) if held else straight
