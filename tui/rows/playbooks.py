"""Playbooks as lines: the shelf, what runs with a customer, a step while it is done, deal steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from models.enums import (
    DealStepKind,
    PlaybookEvent,
    PlaybookStop,
    RunState,
    SkipCause,
    StepBase,
    StepState,
    StepUnit,
)
from models.width import cut
from tui.i18n import day, day_long, listed, ntr, relative_due, tr
from tui.labels import choice_label, in_language, label, reason_text
from tui.rows.lines import Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from models.explanation import Reason
    from models.views.playbook import (
        CheckPoint,
        CustomerRuns,
        DealStepRow,
        DealSteps,
        Places,
        PlaybookCard,
        PlayedStep,
        Preview,
        Run,
        RunStep,
        Shelf,
        StepCard,
        StepShape,
    )
    from tui.rows.lines import Line

# What Enter does on a line; `question` names playbook, point or step.
OPEN_STEP, TICK, START, DEAL_STEP, NEW_PART = "step", "tick", "start", "deal_step", "new_part"
_SIGNS: Final = {"DONE": "+", "SKIPPED": "x", "OPEN": "-", "BLOCKED": ".", "UNDATED": "?"}
_TONES: Final = {"DONE": "good", "SKIPPED": "muted", "BLOCKED": "muted", "UNDATED": "amber"}
_PLACE = re.compile(r"\{([^{}]*)\}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BLANK: Final = "____"


def customer_lines(found: CustomerRuns, shelf: Shelf, today: date, width: int) -> tuple[Line, ...]:
    """What runs with a customer, what may be started, what has run."""
    page = Lines(width)
    for warning in found.warnings:
        _text(page, f"! {reason_text(warning)}", "red", 1)
    running = [run for run in found.runs if run.state == RunState.RUNNING]
    if not running:
        _text(page, tr("No playbook is running."), "muted", 1)
    for run in running:
        run_lines(page, run, today)
    if found.may_start:
        _to_start(page, found, shelf)
    _faults(page, shelf)
    ended = [run for run in found.runs if run.state != RunState.RUNNING]
    if ended:
        page.heading(tr("Ended"))
    for run in ended:
        _ended(page, run)
    return page.done()


def _to_start(page: Lines, found: CustomerRuns, shelf: Shelf) -> None:
    page.heading(tr("Start"))
    ordered = sorted(shelf.playbooks, key=lambda card: card.code not in found.offered)
    for card in ordered:
        meant = card.code in found.offered
        title = cut(in_language(card.title), 42, pad=True)
        page.add(
            (f" {'>' if meant else ' '} ", "accent" if meant else ""),
            (title, "strong" if meant else ""),
            (f"  {_steps_count(card)}", "muted"),
            (f"  {card.code}", "muted"),
            key=f"start {card.code}",
            act=START,
            question=card.code,
        )


def _steps_count(card: PlaybookCard) -> str:
    return ntr("{n} step", "{n} steps", card.filled)


def _faults(page: Lines, shelf: Shelf) -> None:
    if not shelf.faults:
        return
    page.heading(tr("Own files that cannot be used"))
    for fault in shelf.faults:
        _text(page, reason_text(fault), "red", 3)


def _ended(page: Lines, run: Run) -> None:
    parts = [run.code, in_language(run.title), choice_label(RunState, run.state)]
    if run.ended_on:
        parts.append(day(run.ended_on))
    parts.append(cause_text(run.reason))
    text = " · ".join(part for part in parts if part)
    for place, part in enumerate(wrapped(text, page.width - 4)):
        page.add((f"   {part}", "muted"), key=f"run {run.id} {place}", record_id=run.id)


def run_lines(page: Lines, run: Run, today: date) -> None:
    """One run: its head, then a line a step with what is to be done when."""
    done = sum(step.state in ("DONE", "SKIPPED") for step in run.steps)
    parts = [in_language(run.title), f"{done}/{len(run.steps)}", run.code]
    parts += [run.contact_name, run.deal_code, day(run.anchor)]
    page.heading(" · ".join(part for part in parts if part))
    for step in run.steps:
        _step_line(page, run, step, today)


def _step_line(page: Lines, run: Run, step: RunStep, today: date) -> None:
    late = step.due is not None and step.due < today and step.state == StepState.OPEN
    tone = "red" if late else _TONES.get(step.state, "")
    when = _when(step, today)
    head = f"   {'!' if late else _SIGNS[step.state]} {step.number:>2} "
    title = in_language(step.title)
    if not step.required and step.state not in ("DONE", "SKIPPED"):
        title = tr("{title} (optional)", title=title)
    points = len(step.checklist)
    ticked = sum(point.done_on is not None for point in step.checklist)
    count = f"  [{ticked}/{points}]" if points else ""
    page.add(
        (head, tone),
        (title, tone),
        (count, "muted"),
        (f"  {when}", tone or "muted"),
        key=f"step {step.id}",
        entity="playbook_step",
        record_id=step.id,
        figure="step_due" if step.item_id else "",
        act=OPEN_STEP,
        question=run.code,
    )


def _when(step: RunStep, today: date) -> str:
    if step.state in ("DONE", "SKIPPED"):
        ended = day(step.ended_on) if step.ended_on else ""
        return " · ".join(part for part in (ended, cause_text(step.reason)) if part)
    if step.state == StepState.BLOCKED:
        return label(StepState.BLOCKED)
    if step.due is None:
        return label(StepState.UNDATED)
    when = f"{day(step.due)} {step.due_time}".strip()
    late = f" ({relative_due(step.due, today)})" if step.due < today else ""
    return when + late


def played_text(one: PlayedStep) -> str:
    """One line of the journal: a playbook that began, or what became of a step."""
    title = in_language(one.playbook)
    if not one.step:
        return tr("Playbook started: {title}", title=title)
    state = choice_label(StepState, one.state)
    parts = [f"{title}: {in_language(one.step)}", state, cause_text(one.reason)]
    return " · ".join(part for part in parts if part)


def cause_text(reason: str) -> str:
    """Why a run or step ended: a cause of the rules in words, what a person wrote as it stands."""
    for kind in (SkipCause, PlaybookStop):
        if reason in kind.__members__:
            return label(kind(reason))
    if reason == "DO_NOT_CONTACT":
        return tr("do not contact")
    return choice_label_of_status(reason)


def choice_label_of_status(reason: str) -> str:
    """A status of the customer in words; any other text as it stands."""
    from models.enums import CustomerStatus

    return label(CustomerStatus(reason)) if reason in CustomerStatus.__members__ else reason


# ── a step while it is done ─────────────────────────────────────────────────────────────────


def step_lines(card: StepCard, today: date, width: int) -> tuple[Line, ...]:
    """Script and checklist of a step: what is said, what is ticked."""
    page = Lines(width)
    step = card.step
    page.add((f" {in_language(card.run.title)}", "muted"), (f"  {card.run.code}", "muted"))
    page.field(tr("State"), choice_label(StepState, step.state))
    page.field(tr("When"), _when(step, today), figure="step_due" if step.item_id else "")
    page.field(tr("With"), addressed(card.places) or card.run.customer_name)
    if step.reason:
        page.field(tr("Reason"), cause_text(step.reason))
    script = filled(in_language(card.script), card.places)
    if script:
        page.heading(tr("What to say"))
        for part in wrapped(script, page.width - 4):
            page.add((f"   {part}", ""))
    if step.checklist:
        page.heading(_checklist_title(step.checklist))
    for point in step.checklist:
        _point(page, point)
    return page.done()


def spoken(card: StepCard) -> str:
    """Script and open points of a step in a few lines, for the form that logs it."""
    lines = [filled(in_language(card.script), card.places)]
    points = [in_language(point.text) for point in card.step.checklist if point.done_on is None]
    if points:
        lines.append(tr("To mind: {points}", points=listed(points)))
    return "\n".join(line for line in lines if line)


def _checklist_title(points: Sequence[CheckPoint]) -> str:
    ticked = sum(point.done_on is not None for point in points)
    return f"{tr('Checklist')}  {ticked}/{len(points)}"


def _point(page: Lines, point: CheckPoint) -> None:
    done = point.done_on is not None
    text = in_language(point.text)
    if point.sign_off:
        text = tr("Sign-off: {who}", who=text)
    for place, part in enumerate(wrapped(text, page.width - 12)):
        box = f"[{'x' if done else ' '}]" if place == 0 else "   "
        on = f"  {day(point.done_on)}" if point.done_on and place == 0 else ""
        page.add(
            (f"   {box} {part}", "good" if done else "strong"),
            (on, "muted"),
            key=f"point {point.key} {place}",
            act=TICK,
            question=point.key,
        )


def addressed(places: Places) -> str:
    """How a person is spoken to: 何敏女士, Ms Lee."""
    if not places.person or not places.salutation:
        return places.person
    if _HAN.search(places.salutation):
        return places.person + places.salutation
    return f"{places.salutation} {places.person}"


def filled(script: str, places: Places) -> str:
    """A script with its open places filled; what is not known stays a blank to be spoken over."""
    when = f"{day_long(places.day)} {places.time}".strip() if places.day else ""
    values = {
        "name": addressed(places),
        "salutation": places.salutation,
        "customer": places.customer,
        "firm": places.firm,
        "me": places.me,
        "deal": places.deal,
        "day": day_long(places.day) if places.day else "",
        "time": when,
    }
    return _PLACE.sub(lambda found: values.get(found[1], "") or _BLANK, script)


# ── a playbook as its file describes it ─────────────────────────────────────────────────────


def playbook_lines(card: PlaybookCard, width: int) -> tuple[Line, ...]:
    """A playbook before it is started: what it is for, its steps with script and checklist."""
    page = Lines(width)
    for part in wrapped(in_language(card.about), page.width - 2):
        page.add((f" {part}", ""))
    page.blank()
    page.field(tr("Code"), card.code)
    page.field(tr("Starts by itself"), listed([event_text(one) for one in card.starts_on]))
    page.field(tr("Steps"), tr("{n} of {total} described", n=card.filled, total=len(card.steps)))
    if card.own:
        page.field(tr("From"), tr("a file of your own"))
    for step in card.steps:
        _shape_lines(page, step)
    return page.done()


def event_text(event: str) -> str:
    """What sets a playbook off, with the stage, tier or date that is meant."""
    name, _colon, value = event.partition(":")
    text = choice_label(PlaybookEvent, name)
    return f"{text} ({value.replace('_', ' ').lower()})" if value else text


def _shape_lines(page: Lines, step: StepShape) -> None:
    page.heading(in_language(step.title))
    if step.unknown:
        page.add((f"   {label(SkipCause.UNKNOWN_SLOT)}", "amber"), key=f"unknown {step.key}")
        return
    page.add((f"   {timing(step)}", "muted"), key=f"timing {step.key}")
    for place, part in enumerate(wrapped(in_language(step.script), page.width - 4)):
        page.add((f"   {part}", ""), key=f"script {step.key} {place}")
    for point in step.checklist:
        text = in_language(point.text)
        if point.sign_off:
            text = tr("Sign-off: {who}", who=text)
        for place, part in enumerate(wrapped(text, page.width - 8)):
            sign = "[ ]" if place == 0 else "   "
            page.add((f"   {sign} {part}", "muted"), key=f"point {step.key} {point.key} {place}")


def timing(step: StepShape) -> str:
    """When a step falls due, in words."""
    base = choice_label(StepBase, step.base)
    if step.base in (StepBase.NONE, StepBase.AGREED) or step.distance == 0:
        text = base
    else:
        sign = "+" if step.distance > 0 else "-"
        unit = choice_label(StepUnit, step.unit)
        text = f"{base} {sign} {abs(step.distance)} {unit}"
    parts = [text, tr("required") if step.required else tr("optional")]
    if not step.operable:
        parts.append(label(SkipCause.NOT_OPERABLE))
    return " · ".join(parts)


def preview_text(preview: Preview, limit: int = 4) -> str:
    """What days a start would lead to, in a few lines for a form."""
    lines = [f"! {reason_text(one)}" for one in preview.warnings]
    dated = [
        f"{day(planned.due)} {in_language(title)}"
        for title, planned in preview.steps
        if planned.due is not None and planned.state is StepState.OPEN
    ]
    lines += dated[:limit]
    if len(dated) > limit:
        lines.append(tr("and {n} more", n=len(dated) - limit))
    return "\n".join(lines) or tr("No step falls due by itself.")


# ── the steps of a deal ─────────────────────────────────────────────────────────────────────


def deal_step_lines(found: DealSteps, width: int) -> tuple[Line, ...]:
    """The nine steps of a sale with their days; under the delivery the lists of the team."""
    page = Lines(width)
    page.add((f" {found.code} {found.title}", "muted"), (f"  {found.done}/9", "muted"))
    page.blank()
    for number, row in enumerate(found.steps, 1):
        _deal_step(page, row, f"{number} {label(row.step)}", row.step.value, 3)
        if row.step is DealStepKind.PRODUCTION:
            for kind, rows in found.lists.items():
                _part_list(page, kind, rows)
    return page.done()


def _deal_step(page: Lines, row: DealStepRow, text: str, question: str, indent: int) -> None:
    done = row.done_on is not None
    page.add(
        (f"{' ' * indent}[{'x' if done else ' '}] {text}", "good" if done else "strong"),
        (f"  {day(row.done_on)}" if row.done_on else "", "muted"),
        key=f"deal step {row.step} {row.id}",
        entity="deal_step",
        record_id=row.id,
        act=DEAL_STEP,
        question=question,
    )


def _part_list(page: Lines, kind: DealStepKind, rows: Sequence[DealStepRow]) -> None:
    page.add((f"       {label(kind)}", "muted"), key=f"list {kind}")
    for row in rows:
        _deal_step(page, row, row.label, "", 7)
    page.add(
        (f"       + {tr('add an entry')}", "accent"),
        key=f"add {kind}",
        act=NEW_PART,
        question=kind.value,
    )


def _text(page: Lines, text: str, tone: str, indent: int) -> None:
    for part in wrapped(text, page.width - indent - 1):
        page.add((" " * indent + part, tone))


def warnings_text(warnings: Sequence[Reason]) -> str:
    """Warnings of a start, one a line."""
    return "\n".join(reason_text(one) for one in warnings)
