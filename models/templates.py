"""Shapes of the bilingual content files that people may add to: audits and playbooks.

Strict and frozen; holds no text itself, reads no file and knows no clock.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.enums import (
    Channel,
    FollowUpKind,
    PlaybookEvent,
    PlaybookStop,
    SkipCause,
    Stage,
    StepBase,
    StepUnit,
    ValueTier,
)
from models.rules.playbooks import StepRule

# What a script may leave open, filled in when it is read out.
PLACEHOLDERS: Final = frozenset(
    {"name", "salutation", "customer", "time", "day", "firm", "me", "deal"}
)
_PLACE = re.compile(r"\{([^{}]*)\}")
# What may stand behind an event as its value: a stage, a tier, a date of the customer.
_VALUES: Final = {
    PlaybookEvent.STAGE_REACHED: frozenset(Stage.__members__),
    PlaybookEvent.TIER_REACHED: frozenset(ValueTier.__members__),
    PlaybookEvent.DATE_SET: frozenset({"handover_date", "warranty_until"}),
}
_MONTHS: Final = 120
# Kinds of follow-up that a step may be; the others make themselves.
STEP_KINDS: Final = frozenset(
    {
        FollowUpKind.PLAYBOOK,
        FollowUpKind.LETTER_CALL,
        FollowUpKind.CALLBACK,
        FollowUpKind.CARE,
        FollowUpKind.TASK,
        FollowUpKind.SLA,
        FollowUpKind.EXEC_VISIT,
        FollowUpKind.REVIEW,
    }
)

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,30}$")]


class Shape(BaseModel):
    """What all parts of such a file have in common: nothing unknown, nothing changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Pair(Shape):
    """A text in both languages; neither may be empty."""

    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1, pattern=r"[\u4e00-\u9fff]")]


class AuditItem(Shape):
    """One indicator, scored 0, 1 or 2; the hint says what a full score asks for."""

    key: Key
    text: Pair
    hint: Pair | None = None


class AuditSection(Shape):
    """Indicators that are looked at together."""

    key: Key
    title: Pair
    items: Annotated[tuple[AuditItem, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _different(self) -> Self:
        check_keys("item", [item.key for item in self.items])
        return self


class AuditTemplate(Shape):
    """What is looked at in an audit (S3-4S, requirements 9.7)."""

    code: Code
    title: Pair
    about: Pair
    sections: Annotated[tuple[AuditSection, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _different(self) -> Self:
        check_keys("section", [section.key for section in self.sections])
        return self


def check_keys(kind: str, keys: list[str]) -> None:
    """Raises ValueError where a key stands twice."""
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{kind} {key} stands twice")


class CheckItem(Shape):
    """One point of a checklist; a sign-off must be there before the step can be done."""

    key: Key
    text: Pair
    sign_off: bool = False


class Step(Shape):
    """One step of a playbook (requirements 9.4)."""

    key: Key
    title: Pair
    script: Pair | None = None
    checklist: tuple[CheckItem, ...] = ()
    checklist_of: str = ""  # "AUDIT/section": the indicators of an audit are the checklist
    channel: Channel | None = None
    kind: FollowUpKind = FollowUpKind.PLAYBOOK
    about: Annotated[str, Field(pattern=r"^[A-Z-]{0,8}$")] = ""
    base: StepBase = StepBase.START
    offset: Annotated[int, Field(strict=True, ge=-3650, le=3650)] = 0
    unit: StepUnit = StepUnit.DAYS
    setting: Literal["", "mail_reply_hours"] = ""  # figure of the settings in place of the offset
    after: str = ""
    required: bool = True
    operable: bool = True  # the team can do it (D-22)
    unknown: bool = False  # a slot that the seed does not fill (D-23)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        check_keys("item", [item.key for item in self.checklist])
        if (self.base in (StepBase.BEFORE, StepBase.AGREED)) and not self.after:
            raise ValueError(f"{self.key}: base {self.base} needs `after`")
        if self.after and self.base not in (StepBase.BEFORE, StepBase.AGREED, StepBase.NONE):
            raise ValueError(f"{self.key}: a step after another counts from BEFORE or AGREED")
        if self.kind not in STEP_KINDS:
            raise ValueError(f"{self.key}: steps are not of the kind {self.kind}")
        if self.unit is StepUnit.MONTHS and abs(self.offset) > _MONTHS:
            raise ValueError(f"{self.key}: more than {_MONTHS} months")
        for text in (self.script.en, self.script.zh) if self.script else ():
            if strange := sorted(set(_PLACE.findall(text)) - PLACEHOLDERS):
                raise ValueError(f"{self.key}: no such placeholder: {', '.join(strange)}")
        return self

    @property
    def rule(self) -> StepRule:
        """The step as the rules of dates look at it."""
        cause = None
        if self.unknown:
            cause = SkipCause.UNKNOWN_SLOT
        elif not self.operable:
            cause = SkipCause.NOT_OPERABLE
        return StepRule(
            self.key, self.base, self.offset, self.unit, self.after, self.required, cause
        )


class Trigger(Shape):
    """What sets a playbook off; offered where `auto` is off, begun by itself where it is on."""

    event: PlaybookEvent
    value: str = ""
    auto: bool = True

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        values = _VALUES.get(self.event)
        if values is None and self.value:
            raise ValueError(f"{self.event} takes no value")
        if values is not None and self.value not in values:
            raise ValueError(f"{self.event}: not one of {', '.join(sorted(values))}")
        if self.event is PlaybookEvent.TIER_REACHED and self.auto:
            raise ValueError("a tier moves with the whole book: it offers, it does not begin")
        return self


class Playbook(Shape):
    """Steps that belong together, with what sets them off and what ends them (9.4)."""

    code: Code
    title: Pair
    about: Pair
    ask_day: Pair | None = None  # what day is asked for at the start; the first day where none
    triggers: tuple[Trigger, ...] = ()
    stop_on: tuple[PlaybookStop, ...] = ()
    yearly: bool = False  # begins anew for the next year when it has ended
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_keys("step", [step.key for step in self.steps])
        seen: set[str] = set()
        for step in self.steps:
            if step.after and step.after not in seen:
                raise ValueError(f"{step.key}: no step {step.after} before it")
            seen.add(step.key)
        return self
