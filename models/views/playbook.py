"""Playbooks, their runs and the steps of a deal as they are shown. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models.enums import DealStepKind
from models.explanation import Reason
from models.rules.playbooks import Planned

Words = Mapping[str, str]  # a text by language: en, zh


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """A point of a checklist; a sign-off must be there before the step can be done."""

    key: str
    text: Words
    sign_off: bool
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepShape:
    """A step as its file describes it."""

    key: str
    title: Words
    script: Words
    checklist: tuple[CheckPoint, ...]
    channel: str
    base: str
    distance: int
    unit: str
    waits_for: str
    required: bool
    unknown: bool  # a slot that the source does not fill (D-23)
    operable: bool  # the team can do it (D-22)


@dataclass(frozen=True, slots=True)
class PlaybookCard:
    """A playbook as its file describes it."""

    code: str
    title: Words
    about: Words
    ask_day: Words
    own: bool  # a file of the team
    starts_on: tuple[str, ...]  # events, with their value behind a colon
    steps: tuple[StepShape, ...]

    @property
    def filled(self) -> int:
        """Steps that are described; the others are slots to be defined (AC-106)."""
        return sum(not step.unknown for step in self.steps)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All playbooks, and what is wrong with files of the team."""

    playbooks: tuple[PlaybookCard, ...]
    faults: tuple[Reason, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class RunStep:
    """A step of a run with its follow-up; `due` is the day it really falls due."""

    id: int
    key: str
    number: int
    title: Words
    state: str
    required: bool
    channel: str
    about: str
    checklist: tuple[CheckPoint, ...]
    item_id: int  # 0 while it has no day
    item_code: str
    item_kind: str
    due: date | None
    due_time: str
    snoozed: bool
    ended_on: date | None
    reason: str
    waits_for: str


@dataclass(frozen=True, slots=True)
class Run:
    """A playbook with one customer."""

    id: int
    code: str
    playbook: str
    title: Words
    state: str
    anchor: date
    occasion: str
    customer_id: int
    customer_code: str
    customer_name: str
    contact_name: str
    deal_code: str
    ended_on: date | None
    reason: str
    steps: tuple[RunStep, ...]

    @property
    def open_steps(self) -> tuple[RunStep, ...]:
        """Steps that are still to be done, waiting ones included."""
        return tuple(step for step in self.steps if step.state not in ("DONE", "SKIPPED"))


@dataclass(frozen=True, slots=True)
class CustomerRuns:
    """What runs with a customer, what has run, and what is offered."""

    code: str
    name: str
    may_start: bool
    runs: tuple[Run, ...]  # running ones first, then newest first
    offered: frozenset[str]  # codes of playbooks meant for where the customer stands
    warnings: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """What the journal tells of a playbook: that it began, or what became of a step."""

    id: int  # of the step, or of the run that began
    at: datetime
    playbook: Words
    step: Words  # empty where the run began
    state: str
    reason: str
    interaction_id: int  # the touch that did it; 0 for none


@dataclass(frozen=True, slots=True)
class Places:
    """What stands in the open places of a script."""

    person: str
    salutation: str
    customer: str
    firm: str
    me: str
    deal: str
    day: date | None
    time: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step while it is done: script, checklist, whom it is about."""

    run: Run
    step: RunStep
    script: Words
    places: Places


@dataclass(frozen=True, slots=True)
class Preview:
    """What a start would lead to."""

    steps: tuple[tuple[Words, Planned], ...]
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Started:
    """A run that was begun."""

    run_id: int
    code: str
    planned: int
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class StartedMany:
    """What a start with many customers led to."""

    found: int
    started: int
    refused: tuple[tuple[str, Reason], ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class DealStepRow:
    """A step of a sale, or an entry of one of its lists; `id` is 0 where nothing is stored."""

    step: DealStepKind
    id: int = 0
    label: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class DealSteps:
    """The nine steps of a sale, with the two lists a team fills itself (AC-107)."""

    deal_id: int
    code: str
    title: str
    steps: tuple[DealStepRow, ...]
    lists: Mapping[DealStepKind, tuple[DealStepRow, ...]] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many of the nine are done."""
        return sum(step.done_on is not None for step in self.steps)
