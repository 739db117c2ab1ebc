"""When the steps of a playbook fall due, what waits for what, and when a run has ended (9.4).

Pure: steps, dates and today in, planned steps out. Makes no follow-up and reads no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from models.enums import SkipCause, StepBase, StepState, StepUnit
from models.explanation import Explanation, Reason
from models.rules.spans import add_months

ENDED = frozenset({StepState.DONE, StepState.SKIPPED})
WAITING = frozenset({StepState.UNDATED, StepState.BLOCKED})


class WorkingDays(Protocol):
    """The calendar of working days, as far as a playbook needs it."""

    def add_working_days(self, day: date, count: int) -> date:
        """The working day so many working days after a day; 0: itself, or the next one worked."""


@dataclass(frozen=True, slots=True)
class StepRule:
    """What decides when a step falls due."""

    key: str
    base: StepBase = StepBase.START
    offset: int = 0
    unit: StepUnit = StepUnit.DAYS
    after: str = ""  # key of the step it waits for
    required: bool = True
    left_out: SkipCause | None = None  # never to be done here, whatever the dates


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its day; a BLOCKED one has the day it is likely to fall on, where known."""

    key: str
    state: StepState
    due: date | None = None
    counted_from: date | None = None
    cause: SkipCause | None = None
    natural: date | None = None  # the day it would have been due, had it not been late


def offset_day(start: date, offset: int, unit: StepUnit, calendar: WorkingDays) -> date:
    """The day that lies so many days, working days or calendar months from another.

    Months are clamped to the end of the month; no working days from a free day is the next
    working day. Hours count whole days here; the hour of the
    day is the caller's.
    """
    if unit is StepUnit.MONTHS:
        return add_months(start, offset)
    if unit is StepUnit.WORKING_DAYS:
        return calendar.add_working_days(start, offset)
    if unit is StepUnit.HOURS:
        return start + timedelta(hours=offset)
    return start + timedelta(days=offset)


def anniversary(day: date, since: date) -> date:
    """The first return of a day from `since` on; 29 February is kept on the 28th (S3-V62-04)."""
    found = _in_year(day, since.year)
    return found if found >= since else _in_year(day, since.year + 1)


def _in_year(day: date, year: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    try:
        return day.replace(year=year)
    except ValueError:
        assert leap
        return day.replace(year=year, day=28)


def plan_steps(
    steps: Sequence[StepRule],
    dates: Mapping[StepBase, date | None],
    today: date,
    calendar: WorkingDays,
    late_days: int,
) -> tuple[Planned, ...]:
    """The steps of a run that begins today, in their order; no day lies before today.

    Args:
        steps: In the order in which they are done; `after` names one that stands before.
        dates: The day each base stands for; a base without a day leaves its steps undated.
        today: The day of the start.
        calendar: Working days.
        late_days: A step that would have fallen due up to so many days ago is due today; one
            that lies further back is left out (PAST).
    """
    found: dict[str, Planned] = {}
    for step in steps:
        found[step.key] = _planned(step, found, dates, today, calendar, late_days)
    return tuple(found.values())


def _planned(
    step: StepRule,
    before: Mapping[str, Planned],
    dates: Mapping[StepBase, date | None],
    today: date,
    calendar: WorkingDays,
    late_days: int,
) -> Planned:
    if step.left_out is not None:
        return Planned(step.key, StepState.SKIPPED, cause=step.left_out)
    if step.after:
        waits_for = before[step.after]
        if waits_for.cause is SkipCause.PAST:  # its time was then
            return Planned(step.key, StepState.SKIPPED, cause=SkipCause.PAST)
        if waits_for.state is StepState.SKIPPED:  # nothing to wait for
            return release(step, today, None, today, calendar)
        return Planned(step.key, StepState.BLOCKED, waiting_day(step, waits_for.due, calendar))
    start = dates.get(step.base)
    if start is None:
        return Planned(step.key, StepState.UNDATED)
    due = offset_day(start, step.offset, step.unit, calendar)
    late = (today - due).days
    if late > late_days:
        return Planned(step.key, StepState.SKIPPED, None, start, SkipCause.PAST)
    return Planned(step.key, StepState.OPEN, max(due, today), start, natural=due)


def waiting_day(step: StepRule, before: date | None, calendar: WorkingDays) -> date | None:
    """Where a step that waits is shown: so far behind the one before, as it stands now."""
    if before is None or step.base is StepBase.NONE:
        return None
    return offset_day(before, max(step.offset, 0), step.unit, calendar)


def release(
    step: StepRule, ended: date, agreed: date | None, today: date, calendar: WorkingDays
) -> Planned:
    """A step whose step before has ended: at the time agreed there, else by its offset.

    A step that a person is to date waits for that day.
    """
    if step.base is StepBase.NONE:
        return Planned(step.key, StepState.UNDATED)
    if step.base is StepBase.AGREED and agreed is not None:
        return Planned(step.key, StepState.OPEN, max(agreed, today), agreed)
    due = offset_day(ended, max(step.offset, 0), step.unit, calendar)
    return Planned(step.key, StepState.OPEN, max(due, today), ended)


def is_finished(steps: Iterable[tuple[StepState, bool]]) -> bool:
    """Has a run of these (state, required) steps ended: what is left is optional and undated."""
    return all(
        state in ENDED or (state is StepState.UNDATED and not required) for state, required in steps
    )


def sets_off(planned: Iterable[Planned], today: date) -> bool:
    """Is an event still fresh: does any step fall due from today on by its own date.

    What would be late from its first step to its last is a thing of the past.
    """
    return any(one.natural is not None and one.natural >= today for one in planned)


def explain(
    step: StepRule, counted_from: date | None, due: date | None, today: date
) -> Explanation:
    """How the day of a step came about."""
    params = {"base": step.base, "start": counted_from, "offset": step.offset, "unit": step.unit}
    if due is None:
        line = Reason("step.undated", {"base": step.base})
    elif counted_from is None:
        line = Reason("step.set_by_hand", {"due": due})
    elif step.base is StepBase.AGREED and counted_from == due:
        line = Reason("step.agreed", {"due": due})
    else:
        line = Reason("step.counted", {**params, "due": due})
    lines = [line]
    if due is not None and due < today:
        lines.append(Reason("step.late", {"days": (today - due).days}))
    return Explanation("step_due", "9.4", due, tuple(lines))
