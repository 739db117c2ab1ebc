"""What the account plan shows of one customer (S0-VS). Standard library only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.enums import Stage, StageStrategy
from models.explanation import Reason
from models.rules.committee import Threads
from models.rules.stages import EntryTest, StageFacts, StageProposal


@dataclass(frozen=True, slots=True)
class StageStep:
    """One of the four stages: its entry tests against the facts, its strategies done on a day."""

    stage: Stage
    tests: tuple[EntryTest, ...]
    done: Mapping[StageStrategy, date]


@dataclass(frozen=True, slots=True)
class StageChange:
    """A move from one stage to another, as it was logged."""

    at: datetime
    from_stage: Stage
    to_stage: Stage
    who: str
    reason: str
    by_exception: bool
    self_approved: bool


@dataclass(frozen=True, slots=True)
class StagePanel:
    """The relationship stage of a customer with everything that speaks for and against it (8.5)."""

    code: str
    name: str
    stage: Stage
    proposal: StageProposal
    steps: tuple[StageStep, ...]
    facts: StageFacts
    threads: Threads
    openness: int | None  # 1 to 5 (S0-VS-08)
    delivered: int  # orders with a promised and a real day of delivery
    on_time: int  # of them not later than promised
    changes: tuple[StageChange, ...]  # newest first


@dataclass(frozen=True, slots=True)
class EventTask:
    """The follow-up that a success event set off."""

    code: str
    due: date
    status: str


Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class AccountCard:
    """The account plan; the rows hold every field under its name of the field table."""

    coverage: int  # knowledge meter, 0 to 100 (S0-VS-07)
    gaps: tuple[Reason, ...]  # open needs that no solution answers
    unsatisfied: frozenset[int]  # ids of incumbents the customer is not content with
    areas: Rows
    solutions: Rows
    rivals: Rows  # our competitors at the account
    chain: Rows
    their_rivals: Rows
    goals: Rows
    financials: Rows
    events: Rows
    event_tasks: Mapping[int, EventTask]  # by event
    projects: Rows
