"""Playbooks: what there is, what runs with a customer, starting, ticking, dating, ending (9.4)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import partial

from models.enums import (
    ACTIVE_STATUSES,
    ChangeState,
    DealStepKind,
    FollowUpStatus,
    RunState,
    SkipCause,
    StepState,
)
from models.explanation import Reason
from models.fields.contact_log import FOLLOW_UP
from models.fields.parsing import Context, parse
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.opportunity import Opportunity
from models.records.playbook import DealStep, PlaybookRun, PlaybookStep
from models.rules.playbooks import ENDED, Planned
from models.templates import Playbook, Step
from models.views.playbook import (
    CheckPoint,
    CustomerRuns,
    DealStepRow,
    DealSteps,
    PlaybookCard,
    Preview,
    Run,
    Shelf,
    Started,
    StartedMany,
    StepCard,
    StepShape,
)
from storage.content.library import Library, library, own_folder
from storage.effects import contact_block, playbook_events, playbooks
from storage.effects.gates import may_plan
from storage.effects.given import day_of, reason_of
from storage.effects.nursery import Nursery
from storage.effects.playbooks import Subject
from storage.effects.saving import Saved, find_id, saved
from storage.errors import Invalid, NotFound, Refused
from storage.progress import Progress, Silent
from storage.queries import details
from storage.queries import playbooks as queries
from storage.queries.reader import ReadConnection
from storage.services.core import Core
from storage.work import Work, encode_params

_AT_ONCE = 1_000  # customers a transaction
NO_MEAL = "playbook.no_meal_on_signing_day"
# Lists of a sale that a team fills itself; everything else is one of the nine steps.
OPEN_LISTS = (DealStepKind.DELIVERY_PART, DealStepKind.ADDED_VALUE)


class Playbooks:
    """Everything `:play` and `fivefold playbook` do."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # ── what there is ───────────────────────────────────────────────────────────────────

    def shelf(self) -> Shelf:
        """All playbooks by code, and in one sentence each what is wrong with own files."""
        found = self._library()
        cards = [_card(one, one.code in found.own) for one in found.playbooks.values()]
        cards.sort(key=lambda card: card.code)
        folder = own_folder(str(self._core.database.path))
        return Shelf(tuple(cards), found.faults, str(folder))

    def card(self, code: str) -> PlaybookCard:
        """One playbook as its file describes it; NotFound."""
        playbook = self._playbook(code)
        return _card(playbook, playbook.code in self._library().own)

    def runs(self, customer_id: int) -> CustomerRuns:
        """What runs with a customer and what has run; what is meant for where it stands.

        NotFound. Refused: a terminated customer, to who sees its name and status alone (9.5).
        """

        def read(reader: ReadConnection) -> CustomerRuns:
            values = details.whole_customer(reader, self._core.context(), customer_id)
            runs = queries.runs_of_customer(reader, customer_id)
            running = {run.playbook for run in runs if run.state == RunState.RUNNING}
            offered = frozenset(
                one.code
                for one in self._library().playbooks.values()
                if one.code not in running and playbook_events.offered(one, values)
            )
            clashes = queries.meals_on_signing_days(reader, customer_id)
            warnings = tuple(Reason(NO_MEAL, {"day": day}) for day in clashes)
            code, name = str(values["code"]), str(values["name"])
            active = values["status"] in ACTIVE_STATUSES and not values["do_not_contact"]
            return CustomerRuns(code, name, active, runs, offered, warnings)

        return self._core.read(read, "playbooks")

    def run(self, run_id: int) -> Run:
        """One run with its steps; NotFound."""
        found = self._core.read(lambda reader: queries.run(reader, run_id), "playbook")
        if found is None:
            raise NotFound("not_found", entity="playbook_run", value=run_id)
        return found

    def step(self, step_id: int) -> StepCard:
        """A step with its script and what fills its open places; NotFound."""

        def read(reader: ReadConnection) -> StepCard:
            found = queries.step(reader, step_id)
            run = queries.run(reader, found[0]) if found else None
            if found is None or run is None:
                raise NotFound("not_found", entity="playbook_step", value=step_id)
            step = next(one for one in run.steps if one.id == step_id)
            places = queries.places(reader, step_id, self._core.actor().id)
            return StepCard(run, step, found[1], places)

        return self._core.read(read, "step")

    # ── starting ────────────────────────────────────────────────────────────────────────

    def preview(self, customer_id: int, code: str, *, day: str = "", contact: str = "") -> Preview:
        """What days the steps would fall on, and what speaks against them; writes nothing."""
        playbook = self._playbook(code)

        def unit(work: Work) -> Preview:
            subject = self._subject(work, customer_id, day, contact, "")
            planned = playbooks.plan(work, playbook, subject)
            titles = [step.title.model_dump() for step in playbook.steps]
            warnings = _clashes(work, customer_id, playbook.steps, planned)
            return Preview(tuple(zip(titles, planned, strict=True)), warnings)

        return self._core.units.rehearse(unit)

    def start(
        self,
        customer_id: int,
        code: str,
        *,
        day: str = "",
        contact: str = "",
        deal: str = "",
    ) -> Started:
        """Begins a playbook; its steps become follow-ups of the owner. One change, one undo.

        `day` is the day it is about, today where left empty. A meal on a signing day is warned of
        (AC-085). Refused: do-not-contact, not active, nothing to be done (`playbook.no_consent`).
        """
        playbook = self._playbook(code)

        def unit(work: Work) -> Started:
            subject = self._subject(work, customer_id, day, contact, deal)
            _check_start(work, playbook, subject)
            planned = playbooks.plan(work, playbook, subject)
            warnings = _clashes(work, customer_id, playbook.steps, planned)
            run = playbooks.begin(work, playbook, subject)
            count = sum(one.due is not None and one.state not in ENDED for one in planned)
            _label(work, run, subject.customer)
            return Started(run.id, run.code or "", count, warnings)

        return self._core.write("change.playbook_start", {}, unit)

    def start_many(
        self,
        customer_ids: Sequence[int],
        code: str,
        *,
        day: str = "",
        progress: Progress | None = None,
    ) -> StartedMany:
        """Begins a playbook with many customers: one change with one undo, in chunks.

        Whom nothing may be planned with is named and left out; so is who has it running.
        """
        playbook = self._playbook(code)
        told, units = progress or Silent(), self._core.units
        params = {"playbook": playbook.title.model_dump(), "count": len(customer_ids)}
        batch = units.begin_long("change.playbook_many", params)
        started, refused, state = 0, [], ChangeState.CANCELLED
        try:
            for first in range(0, len(customer_ids), _AT_ONCE):
                if told.cancelled():
                    break
                some = customer_ids[first : first + _AT_ONCE]
                made, left_out = units.chunk(batch, partial(self._chunk, some, playbook, day))
                started += made
                refused += left_out
                told.report(min(first + _AT_ONCE, len(customer_ids)), len(customer_ids))
            else:
                state = ChangeState.DONE
        finally:
            units.end_long(batch, state, {**params, "count": started})
        cancelled = state is ChangeState.CANCELLED
        return StartedMany(len(customer_ids), started, tuple(refused), cancelled)

    def _chunk(
        self, customer_ids: Sequence[int], playbook: Playbook, day: str, work: Work
    ) -> tuple[int, list[tuple[str, Reason]]]:
        made, refused = 0, []
        nursery = Nursery(work)  # stored set-based
        nursery.foresee(customer_ids, (Contact,))
        running = queries.running_with(work, playbook.code, customer_ids)
        for customer_id in customer_ids:
            try:
                subject = self._subject(nursery, customer_id, day, "", "")
                if customer_id in running:
                    raise Refused("playbook.running", customer=subject.customer.code)
                _check_start(nursery, playbook, subject)
            except Refused as error:
                customer = work.find(Customer, customer_id)
                refused.append((str(customer and customer.code), error.reason))
                continue
            playbooks.begin(nursery, playbook, subject)
            made += 1
        nursery.keep()
        return made, refused

    # ── while it runs ───────────────────────────────────────────────────────────────────

    def tick(self, step_id: int, key: str, on: bool = True) -> Saved:
        """Ticks a point of a step's checklist, or takes the tick away; NotFound."""

        def unit(work: Work) -> Saved:
            step, run = self._living(work, step_id)
            points = playbooks.checklist_of(step)
            chosen = next((one for one in points if one["key"] == key), None)
            if chosen is None:
                raise NotFound("not_found", entity="playbook_step", value=key)
            chosen.pop("done_on", None)
            if on:
                chosen["done_on"] = work.today.isoformat()
            step.checklist = json.dumps(points, ensure_ascii=False)
            _label(work, run, work.find(Customer, run.customer_id))
            return saved(step)

        return self._core.write("change.playbook_tick", {}, unit)

    def set_day(self, step_id: int, day: str, time: str = "") -> tuple[Saved, tuple[Reason, ...]]:
        """Sets or moves the day of a step; with what speaks against that day (AC-085).

        Refused: a step whose step before is not done, or lacks a sign-off, which is named
        (S3-MC-10, AC-086). Invalid: a day that has passed, a text that is none.
        """

        def unit(work: Work) -> tuple[Saved, tuple[Reason, ...]]:
            step, run = self._living(work, step_id)
            _check_before(work, run, step)
            when = _day(work, day)
            planned = Planned(step.step_key, StepState.OPEN, when)
            warnings = _clash(work, run.customer_id, step.about or "", planned)
            item = playbooks.set_day(work, run, step, when, _time(work, time))
            _label(work, run, work.find(Customer, run.customer_id))
            work.session.flush()
            return saved(item), warnings

        return self._core.write("change.playbook_day", {}, unit)

    def skip(self, step_id: int, reason: str) -> Saved:
        """Leaves a step out, with a reason; a required one needs it (9.4), and so do the others."""
        why = reason_of(reason)

        def unit(work: Work) -> Saved:
            step, run = self._living(work, step_id)
            item = playbooks.item_of(work, step)
            if item is not None:
                item.status, item.reason, item.done_at = FollowUpStatus.SKIPPED, why, work.now
            else:
                step.state, step.reason, step.ended_on = StepState.SKIPPED, why, work.today
            _label(work, run, work.find(Customer, run.customer_id))
            work.session.flush()
            playbooks.advance(work, run)
            return saved(step)

        return self._core.write("change.playbook_skip", {}, unit)

    def close(self, run_id: int) -> Saved:
        """Ends a run as done; Refused while required steps are open, with their number (AC-084).

        Steps that are not required are left out with it.
        """

        def unit(work: Work) -> Saved:
            run = self._running(work, run_id)
            playbooks.close(work, run)
            _label(work, run, work.find(Customer, run.customer_id))
            return saved(run)

        return self._core.write("change.playbook_close", {}, unit)

    def stop(self, run_id: int, reason: str) -> Saved:
        """Ends a run before its time: open steps are left out with the reason."""
        why = reason_of(reason)

        def unit(work: Work) -> Saved:
            run = self._running(work, run_id)
            playbooks.stop(work, run, why)
            _label(work, run, work.find(Customer, run.customer_id))
            return saved(run)

        return self._core.write("change.playbook_stop", {}, unit)

    # ── the steps of a deal ─────────────────────────────────────────────────────────────

    def deal_steps(self, deal_id: int) -> DealSteps:
        """The nine steps of a sale with their days, and the two lists of the team (AC-107)."""

        def read(reader: ReadConnection) -> DealSteps:
            values = details.record(reader, "opportunity", deal_id)
            if values is None:
                raise NotFound("not_found", entity="opportunity", value=deal_id)
            rows = queries.deal_steps(reader, deal_id)
            known = {row.step: row for row in rows}
            steps = [kind for kind in DealStepKind if kind not in OPEN_LISTS]
            return DealSteps(
                deal_id,
                str(values["code"]),
                str(values["title"]),
                tuple(known.get(kind, DealStepRow(kind)) for kind in steps),
                {kind: tuple(row for row in rows if row.step is kind) for kind in OPEN_LISTS},
            )

        return self._core.read(read, "deal steps")

    def deal_step_done(self, deal_id: int, step: DealStepKind, day: str = "today") -> Saved:
        """Notes the day a step of a sale was done; an empty day takes it back."""

        def unit(work: Work) -> Saved:
            deal = work.get(Opportunity, deal_id)
            rows = work.all(DealStep, opportunity_id=deal.id, step=step)
            row = rows[0] if rows else work.add(DealStep, opportunity_id=deal.id, step=step)
            row.done_on = _past_day(work, day) if day else None
            assert work.change is not None
            work.change.params = encode_params({"code": deal.code, "step": step.value})
            return saved(row)

        return self._core.write("change.deal_step", {}, unit)

    # ── parts ───────────────────────────────────────────────────────────────────────────

    def _library(self) -> Library:
        return library(str(self._core.database.path))

    def _playbook(self, code: str) -> Playbook:
        found = self._library().playbooks.get(code.strip().upper().replace("-", "_"))
        if found is None:
            raise NotFound("playbook.unknown", value=code)
        return found

    def _subject(self, work: Work, customer_id: int, day: str, contact: str, deal: str) -> Subject:
        customer = work.get(Customer, customer_id)
        anchor = day_of(day, work.today, "day") if day else work.today
        person = _linked(work, "contact", contact, customer_id)
        deal_id = _linked(work, "opportunity", deal, customer_id)
        owner = customer.owner_id or (work.actor.id if work.actor else None)
        return Subject(customer, anchor, person, deal_id, moment=work.now, assignee_id=owner)

    def _living(self, work: Work, step_id: int) -> tuple[PlaybookStep, PlaybookRun]:
        step = work.get(PlaybookStep, step_id)
        run = self._running(work, step.run_id)
        if step.state in ENDED:
            raise Refused("playbook.step_ended", step=_both(step), state=step.state)
        return step, run

    def _running(self, work: Work, run_id: int) -> PlaybookRun:
        run = work.get(PlaybookRun, run_id)
        if run.state is not RunState.RUNNING:
            raise Refused("playbook.ended", run=run.code, state=run.state)
        return run


def _both(step: PlaybookStep) -> dict[str, str]:
    return {"en": step.title_en, "zh": step.title_zh}


def _card(playbook: Playbook, own: bool) -> PlaybookCard:
    events = (":".join(filter(None, (one.event.value, one.value))) for one in playbook.triggers)
    return PlaybookCard(
        playbook.code,
        playbook.title.model_dump(),
        playbook.about.model_dump(),
        playbook.ask_day.model_dump() if playbook.ask_day else {},
        own,
        tuple(events),
        tuple(map(_shape, playbook.steps)),
    )


def _shape(step: Step) -> StepShape:
    return StepShape(
        step.key,
        step.title.model_dump(),
        step.script.model_dump() if step.script else {},
        tuple(CheckPoint(one.key, one.text.model_dump(), one.sign_off) for one in step.checklist),
        step.channel.value if step.channel else "",
        step.base.value,
        step.offset,
        step.unit.value,
        step.after,
        step.required,
        step.unknown,
        step.operable,
    )


def _check_start(work: Work, playbook: Playbook, subject: Subject) -> None:
    customer = subject.customer
    contact_block.refuse_outgoing(customer)
    if not may_plan(customer):
        raise Refused("playbook.not_active", customer=customer.code, status=customer.status)
    planned = playbooks.plan(work, playbook, subject)
    if all(one.state is StepState.SKIPPED for one in planned):
        causes = {one.cause for one in planned}
        if SkipCause.NO_CONSENT in causes:
            raise Refused("playbook.no_consent", customer=customer.code)
        raise Refused("playbook.nothing_to_do", customer=customer.code)


def _check_before(work: Work, run: PlaybookRun, step: PlaybookStep) -> None:
    """A day is confirmed only when the step before is done and signed off (AC-086)."""
    if step.state is not StepState.BLOCKED:
        return
    steps = {one.step_key: one for one in playbooks.steps_of(work, run)}
    before = steps[step.waits_for or ""]
    if missing := playbooks.missing_sign_offs(before):
        raise Refused("playbook.sign_offs_missing", missing, step=_both(before))
    raise Refused("playbook.step_before", step=_both(before))


def _clashes(
    work: Work, customer_id: int, steps: Sequence[Step], planned: Sequence[Planned]
) -> tuple[Reason, ...]:
    found: list[Reason] = []
    for step, one in zip(steps, planned, strict=True):
        found += _clash(work, customer_id, step.about, one)
    return tuple(found)


def _clash(work: Work, customer_id: int, about: str, planned: Planned) -> tuple[Reason, ...]:
    """No meal on the day of a signing, whichever of them is planned first (AC-085)."""
    other = {"MEAL": "SIGNING", "SIGNING": "MEAL"}.get(about)
    if other is None or planned.due is None or planned.state in ENDED:
        return ()
    if other in queries.planned_about(work, customer_id, planned.due):
        return (Reason(NO_MEAL, {"day": planned.due}),)
    return ()


def _label(work: Work, run: PlaybookRun, customer: Customer | None) -> None:
    assert work.change is not None
    title = {"en": run.title_en, "zh": run.title_zh}
    name = customer.name[:80] if customer is not None else ""
    work.change.params = encode_params({"playbook": title, "code": run.code, "name": name})


def _linked(work: Work, entity: str, code: str, customer_id: int) -> int | None:
    """The contact or deal of a code, which must be one of the customer's; Invalid."""
    if not code:
        return None
    params = {"field": entity, "value": code, "target": entity}
    try:
        found = find_id(work, entity, code)
    except NotFound as error:
        raise Invalid([Reason("field.unknown_link", params)]) from error
    row = work.one(
        f"SELECT customer_id FROM {entity} WHERE id = :id",  # noqa: S608 - one of two names
        {"id": found},
    )
    if row is None or row[0] != customer_id:
        raise Invalid([Reason("field.unknown_link", params)])
    return found


def _day(work: Work, text: str) -> date:
    found = day_of(text, work.today, "day")
    if found < work.today:
        params = {"field": "day", "value": text, "minimum": work.today}
        raise Invalid([Reason("field.too_early", params)])
    return found


def _past_day(work: Work, text: str) -> date:
    found = day_of(text, work.today, "day")
    if found > work.today:
        params = {"field": "done_on", "value": text, "maximum": work.today}
        raise Invalid([Reason("field.too_late", params)])
    return found


def _time(work: Work, text: str) -> str | None:
    if not text.strip():
        return None
    spec = FOLLOW_UP.field("due_time")
    assert spec is not None
    found = parse(spec, text, Context(work.today, work.zone))
    if isinstance(found, Reason):
        raise Invalid([found])
    return str(found)
