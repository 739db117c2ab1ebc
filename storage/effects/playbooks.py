"""Playbooks at work: starting, dating, releasing and ending the steps of runs (requirements 9.4).

Works inside the caller's unit of work. A step that has a day is a follow-up, and what becomes of
the follow-up becomes of the step, whoever changed it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.enums import (
    ConsentPurpose,
    FollowUpKind,
    FollowUpStatus,
    Language,
    RunState,
    SkipCause,
    StepBase,
    StepState,
    StepUnit,
)
from models.explanation import Reason
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.interaction import Interaction
from models.records.playbook import PlaybookRun, PlaybookStep
from models.records.user import User
from models.rules.playbooks import (
    ENDED,
    Planned,
    StepRule,
    anniversary,
    is_finished,
    plan_steps,
    release,
    waiting_day,
)
from models.templates import Playbook, Step
from storage.effects import consents
from storage.effects.tracking import OPEN_STATES, local_day
from storage.errors import Refused
from storage.work import Work

_TITLED_BY_CODE = frozenset({"REFERRAL"})  # worded by what they are about, in any language


@dataclass(frozen=True, slots=True)
class Subject:
    """What a run is about: whom, since when, and the record that set it off."""

    customer: Customer
    anchor: date
    contact_id: int | None = None
    opportunity_id: int | None = None
    order_id: int | None = None
    interaction_id: int | None = None
    moment: datetime | None = None  # from which hours are counted
    occasion: str = ""
    assignee_id: int | None = None
    item: FollowUp | None = None  # planned already: it is the first step that has a day


def plan(work: Work, playbook: Playbook, subject: Subject) -> tuple[Planned, ...]:
    """The steps as they would fall due, were the playbook begun now."""
    return plan_steps(
        [_rule(work, step, subject) for step in playbook.steps],
        _dates(work, subject),
        work.today,
        work.calendar,
        work.policy.playbooks.late_days,
    )


def begin(work: Work, playbook: Playbook, subject: Subject) -> PlaybookRun:
    """A new run with the words of the file as they stand now; its dated steps are follow-ups."""
    run = work.add(
        PlaybookRun,
        code=work.next_code("PB"),
        customer_id=subject.customer.id,
        contact_id=subject.contact_id,
        opportunity_id=subject.opportunity_id,
        order_id=subject.order_id,
        interaction_id=subject.interaction_id,
        playbook=playbook.code,
        title_en=playbook.title.en,
        title_zh=playbook.title.zh,
        anchor=subject.anchor,
        occasion=subject.occasion or None,
        stop_on=",".join(playbook.stop_on) or None,
        yearly=playbook.yearly,
        assignee_id=subject.assignee_id or subject.customer.owner_id,
    )
    work.session.flush()  # the run before what belongs to it
    pairs = zip(playbook.steps, plan(work, playbook, subject), strict=True)
    made = [
        (_add_step(work, run, number, step, planned), planned)
        for number, (step, planned) in enumerate(pairs, 1)
    ]
    work.session.flush()
    there = subject.item
    for step, planned in made:
        if planned.due is None or planned.state in ENDED:
            continue
        if there is not None:
            there.playbook_step_id, there = step.id, None
            continue
        _add_item(work, run, step, planned.due, _hour(work, step, subject.moment))
    _end_where_finished(work, run, [step for step, _planned in made])
    return run


def _rule(work: Work, step: Step, subject: Subject) -> StepRule:
    rule = step.rule
    if step.setting:
        rule = replace(rule, offset=getattr(work.policy.playbooks, step.setting))
    if step.kind is FollowUpKind.CARE and not rule.left_out and not _may_greet(work, step, subject):
        rule = replace(rule, left_out=SkipCause.NO_CONSENT)
    return rule


def _may_greet(work: Work, step: Step, subject: Subject) -> bool:
    """Does the person of the run, else the customer, agree to greetings (11.9)."""
    purpose = ConsentPurpose.GREETING
    return consents.agrees(work, subject.customer, subject.contact_id, purpose, step.channel)


def _dates(work: Work, subject: Subject) -> dict[StepBase, date | None]:
    customer = subject.customer
    since = max(subject.anchor, work.today)
    born = _birth_date(work, customer.id, subject.contact_id)
    return {
        StepBase.START: subject.anchor,
        StepBase.HANDOVER: customer.handover_date,
        StepBase.WARRANTY: customer.warranty_until,
        StepBase.BIRTHDAY: born and anniversary(born, since),
    }


def _birth_date(work: Work, customer_id: int, contact_id: int | None) -> date | None:
    if contact_id is not None:
        contact = work.find(Contact, contact_id)
        return contact.birth_date if contact is not None else None
    people = work.all(Contact, customer_id=customer_id, is_primary=True)
    return people[0].birth_date if people else None


def _add_step(
    work: Work, run: PlaybookRun, number: int, step: Step, planned: Planned
) -> PlaybookStep:
    points = [
        {"key": one.key, "en": one.text.en, "zh": one.text.zh, "sign_off": one.sign_off}
        for one in step.checklist
    ]
    rule = step.rule
    return work.add(
        PlaybookStep,
        run_id=run.id,
        number=number,
        step_key=step.key,
        title_en=step.title.en,
        title_zh=step.title.zh,
        script_en=step.script.en if step.script else None,
        script_zh=step.script.zh if step.script else None,
        checklist=json.dumps(points, ensure_ascii=False) if points else None,
        channel=step.channel,
        kind=step.kind,
        about=step.about or None,
        base=rule.base,
        distance=getattr(work.policy.playbooks, step.setting) if step.setting else rule.offset,
        unit=rule.unit,
        waits_for=rule.after or None,
        required=rule.required,
        state=planned.state,
        counted_from=planned.counted_from,
        ended_on=work.today if planned.state in ENDED else None,
        reason=planned.cause.value if planned.cause else None,
    )


def _add_item(
    work: Work, run: PlaybookRun, step: PlaybookStep, due: date, time: str | None = None
) -> FollowUp:
    blocked = step.state is StepState.BLOCKED
    by_code = step.about in _TITLED_BY_CODE
    return work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=run.customer_id,
        contact_id=run.contact_id,
        opportunity_id=run.opportunity_id,
        kind=step.kind,
        question_code=step.about if by_code else None,
        title=None if by_code else _title(work, run, step),
        due_date=due,
        due_time=time,
        status=FollowUpStatus.BLOCKED if blocked else FollowUpStatus.OPEN,
        assignee_id=run.assignee_id,
        playbook_step_id=step.id,
    )


def _title(work: Work, run: PlaybookRun, step: PlaybookStep) -> str:
    """For lists and files that know one language: that of who is to do it."""
    person = work.find(User, run.assignee_id)
    chinese = person is not None and person.locale is Language.ZH
    return step.title_zh if chinese else step.title_en


def _hour(work: Work, step: PlaybookStep, moment: datetime | None) -> str | None:
    if step.unit is not StepUnit.HOURS or moment is None:
        return None
    due = (moment + timedelta(hours=step.distance)).astimezone(ZoneInfo(work.zone))
    return f"{due:%H:%M}"


# ── how a run goes on ───────────────────────────────────────────────────────────────────────


def steps_of(work: Work, run: PlaybookRun) -> list[PlaybookStep]:
    """The steps of a run in their order."""
    return sorted(work.all(PlaybookStep, run_id=run.id), key=lambda step: step.number)


def item_of(work: Work, step: PlaybookStep) -> FollowUp | None:
    """The follow-up of a step; None while it has no day."""
    found = work.all(FollowUp, playbook_step_id=step.id)
    return found[0] if found else None


def checklist_of(step: PlaybookStep) -> list[dict[str, object]]:
    """The points of a step's checklist, with the day each was ticked."""
    found: list[dict[str, object]] = json.loads(step.checklist or "[]")
    return found


def missing_sign_offs(step: PlaybookStep) -> list[Reason]:
    """The sign-offs a step still lacks, each named in both languages (S3-MC-10)."""
    return [
        Reason("playbook.sign_off", {"who": {"en": str(one["en"]), "zh": str(one["zh"])}})
        for one in checklist_of(step)
        if one.get("sign_off") and not one.get("done_on")
    ]


def check_done(work: Work, item: FollowUp, *, by_touch: bool) -> None:
    """Whether a step may be done now; an item that is none always may (9.4).

    Refused: a step that waits for the one before, unless a touch has done it all the same; one
    that lacks a sign-off (AC-086); one in which the time of the next is to be agreed, which only
    a touch can tell (S3-MC-06).
    """
    step = work.find(PlaybookStep, item.playbook_step_id)
    if step is None:
        return
    title = {"en": step.title_en, "zh": step.title_zh}
    if missing := missing_sign_offs(step):
        raise Refused("playbook.sign_offs_missing", missing, step=title)
    if by_touch:
        return
    if step.state is StepState.BLOCKED:
        raise Refused("playbook.blocked", step=title)
    if _agrees_time(work, step):
        raise Refused("playbook.agree_in_touch", step=title)


def agrees_time(work: Work, item_id: int | None) -> bool:
    """Is it an item in which the time of the step after it is agreed (AC-083)."""
    item = work.find(FollowUp, item_id)
    step = work.find(PlaybookStep, item.playbook_step_id) if item is not None else None
    return step is not None and _agrees_time(work, step)


def _agrees_time(work: Work, step: PlaybookStep) -> bool:
    after = work.all(PlaybookStep, run_id=step.run_id, waits_for=step.step_key)
    return any(one.base is StepBase.AGREED and one.state not in ENDED for one in after)


def advance(work: Work, run: PlaybookRun) -> None:
    """Takes over what became of the follow-ups, releases what waited, ends what is finished."""
    if run.state is not RunState.RUNNING or run.deleted_at is not None:
        return
    steps = steps_of(work, run)
    items = {step.id: item_of(work, step) for step in steps}
    by_key = {step.step_key: step for step in steps}
    for step in steps:
        _take_over(work, step, items[step.id])
        if step.state is StepState.BLOCKED:
            before = by_key[step.waits_for or ""]
            if before.state in ENDED:
                items[step.id] = _go(work, run, step, before, items)
            else:
                items[step.id] = _wait(work, run, step, items[step.id], items[before.id])
    _end_where_finished(work, run, steps)


def _take_over(work: Work, step: PlaybookStep, item: FollowUp | None) -> None:
    if item is None or step.state in ENDED:
        return
    if item.status is FollowUpStatus.DONE:
        step.state = StepState.DONE
    elif item.status is FollowUpStatus.SKIPPED:
        step.state = StepState.SKIPPED
        step.reason = item.reason
    else:
        return
    step.ended_on = local_day(work, item.done_at) if item.done_at else work.today


def _wait(
    work: Work,
    run: PlaybookRun,
    step: PlaybookStep,
    item: FollowUp | None,
    earlier: FollowUp | None,
) -> FollowUp | None:
    """A step that waits moves with the one before it."""
    due = waiting_day(rule_of(step), earlier.due_date if earlier else None, work.calendar)
    if due is None:
        return item
    if item is None:
        return _add_item(work, run, step, due)
    item.due_date = due
    return item


def _go(
    work: Work,
    run: PlaybookRun,
    step: PlaybookStep,
    before: PlaybookStep,
    items: Mapping[int, FollowUp | None],
) -> FollowUp | None:
    """The step before has ended: at the time agreed in it, else by the offset."""
    item = items[step.id]
    agreed = _agreed_in(work, items[before.id])
    day = local_day(work, agreed) if agreed else None
    planned = release(rule_of(step), before.ended_on or work.today, day, work.today, work.calendar)
    step.state, step.counted_from = planned.state, planned.counted_from
    if planned.due is None:
        return item  # a person is to set the day
    time = None
    if agreed is not None and day == planned.due:
        time = f"{agreed.astimezone(ZoneInfo(work.zone)):%H:%M}"
    if item is None:
        return _add_item(work, run, step, planned.due, time)
    item.due_date, item.due_time, item.status = planned.due, time, FollowUpStatus.OPEN
    item.snoozed_until = None
    return item


def _agreed_in(work: Work, item: FollowUp | None) -> datetime | None:
    """The next contact agreed in the touch that did an item."""
    made = work.find(Interaction, item.done_interaction_id) if item is not None else None
    return made.next_contact_at if made is not None else None


def rule_of(step: PlaybookStep) -> StepRule:
    """A stored step as the rules of dates look at it."""
    return StepRule(
        step.step_key, step.base, step.distance, step.unit, step.waits_for or "", step.required
    )


def _end_where_finished(work: Work, run: PlaybookRun, steps: Sequence[PlaybookStep]) -> None:
    if not is_finished((step.state, step.required) for step in steps):
        return
    run.state, run.ended_on = RunState.DONE, work.today
    for step in steps:
        if step.state not in ENDED:
            _leave_out(step, SkipCause.NOT_PLANNED.value, work.today)
    done = [step for step in steps if step.state is StepState.DONE]
    if run.yearly and done:
        _begin_next_year(work, run, done)


def _begin_next_year(work: Work, run: PlaybookRun, done: Iterable[PlaybookStep]) -> None:
    """The same for the next year, with the words of the file as they stand by then."""
    from storage.content.library import library

    playbook = library(work.path).playbooks.get(run.playbook)
    customer = work.find(Customer, run.customer_id)
    kept = [step.counted_from for step in done if step.counted_from]
    if playbook is None or customer is None or not kept:
        return
    subject = Subject(
        customer,
        max(*kept, work.today) + timedelta(days=1),
        run.contact_id,
        assignee_id=run.assignee_id,
        occasion=run.occasion or "",
    )
    begin(work, playbook, subject)


def _leave_out(step: PlaybookStep, reason: str, today: date) -> None:
    step.state, step.reason, step.ended_on = StepState.SKIPPED, reason, today


def stop(work: Work, run: PlaybookRun, reason: str) -> None:
    """Ends a run before its time: what is still to be done is left out with the reason."""
    _leave_rest(work, run, reason)
    run.state, run.reason, run.ended_on = RunState.STOPPED, reason, work.today


def close(work: Work, run: PlaybookRun) -> None:
    """Ends a run as done; Refused while a required step is open, with their number (AC-084)."""
    count = sum(step.required and step.state not in ENDED for step in steps_of(work, run))
    if count:
        raise Refused("playbook.open_steps", run=run.code, count=count)
    _leave_rest(work, run, SkipCause.RUN_CLOSED.value)
    run.state, run.ended_on = RunState.DONE, work.today


def _leave_rest(work: Work, run: PlaybookRun, reason: str) -> None:
    for step in steps_of(work, run):
        if step.state in ENDED:
            continue
        item = item_of(work, step)
        if item is not None and item.status in OPEN_STATES:
            item.status, item.reason, item.done_at = FollowUpStatus.SKIPPED, reason, work.now
        _leave_out(step, reason, work.today)


def set_day(
    work: Work, run: PlaybookRun, step: PlaybookStep, day: date, time: str | None
) -> FollowUp:
    """Gives a step the day a person set; a step without a day becomes a follow-up."""
    item = item_of(work, step)
    step.state, step.counted_from = StepState.OPEN, None
    if item is None:
        return _add_item(work, run, step, day, time)
    item.due_date, item.due_time = day, time or item.due_time
    item.status, item.snoozed_until = FollowUpStatus.OPEN, None
    return item


def redate(work: Work, run: PlaybookRun) -> None:
    """Counts open steps anew from dates of customer and person that moved or were filled in."""
    customer = work.find(Customer, run.customer_id)
    if customer is None or run.state is not RunState.RUNNING:
        return
    dates = _dates(work, Subject(customer, run.anchor, run.contact_id))
    for step in steps_of(work, run):
        base = dates.get(step.base)
        moved = step.base is not StepBase.START and base is not None and base != step.counted_from
        by_hand = step.state is StepState.OPEN and step.counted_from is None
        if not moved or by_hand or step.state in (*ENDED, StepState.BLOCKED):
            continue
        late = work.policy.playbooks.late_days
        (planned,) = plan_steps([rule_of(step)], dates, work.today, work.calendar, late)
        item = item_of(work, step)
        step.state, step.counted_from = planned.state, planned.counted_from
        if planned.due is None:
            _leave_out(step, (planned.cause or SkipCause.PAST).value, work.today)
            if item is not None:
                item.status, item.reason = FollowUpStatus.SKIPPED, step.reason
                item.done_at = work.now
        elif item is None:
            _add_item(work, run, step, planned.due)
        else:
            item.due_date = planned.due
    _end_where_finished(work, run, steps_of(work, run))
