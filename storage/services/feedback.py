"""The feedback queue: intake, the steps of 9.1 with their gates, reopening, escalating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from models.enums import (
    FeedbackKind,
    FeedbackState,
    FollowUpKind,
    FollowUpStatus,
)
from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.records.feedback import Feedback, FeedbackAction
from models.records.follow_up import FollowUp
from models.rules import feedback as rules
from storage.effects.changing import change
from storage.effects.intake import add_event, first_figures, set_clock
from storage.effects.intake import take_in as intake
from storage.effects.saving import Saved, create, parsing_context, resolve_links, saved
from storage.effects.tracking import OPEN_STATES, local_day
from storage.errors import Invalid, Refused
from storage.services.core import Core
from storage.work import Work, encode_params

_ENTITY = entity("feedback")
_ACTION = entity("feedback_action")
_S = FeedbackState

# What each step asks for, by field of the case; `action.…` fields make a feedback_action.
STEP_FIELDS: Mapping[FeedbackState, tuple[str, ...]] = {
    _S.ACKNOWLEDGED: ("ack_text", "promised_at"),
    _S.ANALYSED: (
        "category",
        "quality_dimension",
        "experience_element",
        "main_issue",
        "root_cause",
    ),
    _S.ACTING: ("action.type", "action.text", "action.owner", "action.due"),
    _S.TRACKING: ("actions_done", "check_call_on"),
    _S.CLOSED: ("check_call_done", "solved_by_customer", "outcome_told", "praised_told", "note"),
    _S.REOPENED: ("reason",),
    _S.MERGED: ("merged_into",),
}

_STEP = EntitySpec(
    "feedback_step",
    "feedback-steps",
    "",
    (
        *(
            FieldSpec(f.name, f.kind, max_length=f.max_length, choices=f.choices)
            for f in _ENTITY.fields
            if f.name
            in {
                "ack_text",
                "promised_at",
                "category",
                "quality_dimension",
                "experience_element",
                "main_issue",
                "root_cause",
            }
        ),
        FieldSpec("actions_done", FieldKind.BOOLEAN),
        FieldSpec("check_call_on", FieldKind.DATE),
        FieldSpec("check_call_done", FieldKind.BOOLEAN),
        FieldSpec("solved_by_customer", FieldKind.BOOLEAN),
        FieldSpec("outcome_told", FieldKind.BOOLEAN),
        FieldSpec("praised_told", FieldKind.BOOLEAN),
        FieldSpec("reason", max_length=400),
        FieldSpec("note", FieldKind.NOTE, max_length=4000),
        FieldSpec("merged_into", max_length=10),
    ),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the customer is told on intake (AC-194): number, owner, expected time, channel."""

    id: int
    code: str
    kind: FeedbackKind
    owner: str
    due_at: datetime
    reply_channel: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that may follow, the fields it asks for, and what is still missing."""

    state: FeedbackState
    fields: tuple[str, ...]
    missing: tuple[Reason, ...]


def _receipt(work: Work, case: Feedback) -> Receipt:
    assert case.due_at is not None
    owner = work.actor.name if work.actor else ""
    channel = (case.reply_channel or case.channel).value
    return Receipt(case.id, case.code or "", case.kind, owner, case.due_at, channel)


class FeedbackCases:
    """Each step checks its gate in here; panes and shell only ask."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def take_in(
        self,
        texts: Mapping[str, str | None],
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
        record_id: int | None = None,
    ) -> Receipt:
        """A new case; the actor is its first-contact owner and stays named (S0-SVC5-01).

        `customer` may be left out: then the case says "unknown". Due by R-SLA; a safety case is
        urgent. A `received_at` in the future is Invalid.
        """

        def unit(work: Work) -> Receipt:
            known = work.session.get(Feedback, record_id) if record_id else None
            if known is not None:  # the same save again, its answer was lost
                return _receipt(work, known)
            given = {"received_at": work.now.isoformat(), **texts}
            given["received_at"] = given["received_at"] or work.now.isoformat()
            made = create(
                work,
                _ENTITY,
                given,
                self._core.key,
                computed=first_figures(work),
                words=words,
                record_id=record_id,
            )
            assert isinstance(made, Feedback)
            intake(work, made)
            _label(work, made)
            work.session.flush()
            return _receipt(work, made)

        return self._core.write("change.feedback_new", {}, unit)

    def next_steps(self, case_id: int) -> tuple[NextStep, ...]:
        """Which states may follow now, what each asks for and what is missing; writes nothing."""

        def unit(work: Work) -> None:
            case = work.get(Feedback, case_id)
            assert case.state is not None
            steps = []
            for state in rules.allowed_next(case.state, case.kind):
                missing = rules.missing_for(state, _facts(work, case), _policy(work), work.today)
                steps.append(NextStep(state, _asked(state, case.kind), missing))
            raise _Answer(tuple(steps))

        try:
            self._core.write("change.feedback_step", {}, unit)
        except _Answer as answer:
            return cast("tuple[NextStep, ...]", answer.value)
        raise AssertionError("unreachable")

    def step(
        self,
        case_id: int,
        target: FeedbackState,
        texts: Mapping[str, str | None] | None = None,
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Saved:
        """Takes a case to its next state with what that step asks for (STEP_FIELDS).

        Refused names everything its gate lacks (9.1); nothing is written then.
        """

        def unit(work: Work) -> Saved:
            case = work.get(Feedback, case_id)
            values = self._take(work, case, target, texts or {}, words)
            move(work, case, target, values)
            _label(work, case)
            work.session.flush()
            return saved(case)

        return self._core.write("change.feedback_step", {"state": target.value}, unit)

    def progress(self, case_id: int, note: str) -> Saved:
        """Records that the customer was told how things stand; the 48-hour clock starts anew."""

        def unit(work: Work) -> Saved:
            case = work.get(Feedback, case_id)
            if case.state is not None and not rules.is_open(case.state):
                raise Refused("feedback.ended", case=case.code, state=case.state)
            if not note.strip():
                raise Invalid([Reason("field.required", {"field": "note"})])
            case.last_progress_at = work.now
            add_event(work, case, case.state, case.state, note)
            _label(work, case)
            work.session.flush()
            return saved(case)

        return self._core.write("change.feedback_progress", {}, unit)

    def name_issue(
        self,
        case_id: int,
        issue: str,
        *,
        version: int | None = None,
        originals: Mapping[str, str] | None = None,
    ) -> Saved:
        """Writes down the one issue of the conflict, before its step asks for it (S4-ANG-04).

        Raises Refused for a case that has ended, Invalid without an issue, Stale as
        `Records.update` does.
        """

        def unit(work: Work) -> Saved:
            case = work.get(Feedback, case_id)
            if case.state is not None and not rules.is_open(case.state):
                raise Refused("feedback.ended", case=case.code, state=case.state)
            if not issue.strip():
                raise Invalid([Reason("field.required", {"field": "main_issue"})])
            texts = {"main_issue": issue}
            key = self._core.key
            saved_case = change(
                work, _ENTITY, case_id, texts, key, version=version, originals=originals
            )
            _label(work, case)
            return saved(saved_case)

        return self._core.write("change.feedback_issue", {}, unit)

    def escalate(self, case_id: int) -> Receipt:
        """Turns an open grievance into a complaint with a link; the grievance ends as merged."""

        def unit(work: Work) -> Receipt:
            case = work.get(Feedback, case_id)
            objections = rules.escalation_objections(_facts(work, case))
            if objections:
                raise Refused(objections[0].code, missing=objections)
            complaint = work.add(
                Feedback,
                code=work.next_code("F"),
                customer_id=case.customer_id,
                contact_id=case.contact_id,
                kind=FeedbackKind.COMPLAINT,
                channel=case.channel,
                text=case.text,
                received_at=work.now,
                reply_channel=case.reply_channel,
                first_owner_id=case.first_owner_id,
                owner_id=case.owner_id,
                quality_dimension=case.quality_dimension,
                state=_S.NEW,
                round=1,
                escalated_from_id=case.id,
            )
            work.session.flush()
            set_clock(work, complaint)
            add_event(work, complaint, None, _S.NEW, case.code or "")
            case.merged_into_id = complaint.id
            move(work, case, _S.MERGED, {"merged_into": complaint.code, "escalated": True})
            _label(work, complaint)
            work.session.flush()
            assert complaint.due_at is not None
            return Receipt(
                complaint.id,
                complaint.code or "",
                complaint.kind,
                work.actor.name if work.actor else "",
                complaint.due_at,
                (complaint.reply_channel or complaint.channel).value,
            )

        return self._core.write("change.feedback_escalate", {}, unit)

    def _take(
        self,
        work: Work,
        case: Feedback,
        target: FeedbackState,
        texts: Mapping[str, str | None],
        words: Mapping[str, Mapping[str, str]] | None,
    ) -> dict[str, Any]:
        """Parses what the step asks for; an action's fields make or refuse the action."""
        action = {k[7:]: v for k, v in texts.items() if k.startswith("action.")}
        plain = {k: v for k, v in texts.items() if not k.startswith("action.")}
        values, problems = parse_values(_STEP, plain, parsing_context(work, words))
        if problems:
            raise Invalid(problems)
        merged = values.get("merged_into")
        if merged:
            linked = resolve_links(work, _LINK, {"merged_into": merged}, problems)
            if problems:
                raise Invalid(problems)
            values["merged_into_id"] = linked["merged_into_id"]
        if target is _S.ACTING and any(action.values()):
            self._add_action(work, case, action, words)
        return values

    def _add_action(
        self,
        work: Work,
        case: Feedback,
        texts: Mapping[str, str | None],
        words: Mapping[str, Mapping[str, str]] | None,
    ) -> None:
        """An action of the present round; the actor owns it, due in three days, if not said."""
        given = {"feedback": case.code, **texts}
        given["owner"] = given.get("owner") or (work.actor.login if work.actor else None)
        given["due"] = given.get("due") or (work.today + timedelta(days=3)).isoformat()
        create(
            work, _ACTION, given, self._core.key, computed={"round": case.round or 1}, words=words
        )


_LINK = EntitySpec(
    "feedback_link",
    "feedback-links",
    "",
    (FieldSpec("merged_into", FieldKind.LINK, target="feedback"),),
)


class _Answer(Exception):
    """Carries an answer out of a unit that must not commit."""

    def __init__(self, value: Any) -> None:
        self.value = value


def move(work: Work, case: Feedback, target: FeedbackState, values: Mapping[str, Any]) -> None:
    """One step of a case inside a unit: stores what was told, checks the gate, writes the event."""
    before = case.state
    note = str(values.get("note") or values.get("reason") or "")
    _store(work, case, target, values)
    work.session.flush()
    facts = _facts(work, case, values)
    objections = rules.objections(target, facts, _policy(work), work.today)
    if objections:
        raise Refused(objections[0].code, missing=objections)
    case.state = target
    if target is _S.REOPENED:
        case.round = rules.round_after_reopening(case.round or 1)
        case.closed_at = None
        case.solved_by_customer = None
        case.check_call_at = None
    elif target is _S.CLOSED:
        case.closed_at = work.now
        _after_care(work, case)
    set_clock(work, case)
    add_event(work, case, before, target, note)


_TOLD = (
    "ack_text",
    "promised_at",
    "category",
    "quality_dimension",
    "experience_element",
    "main_issue",
    "root_cause",
    "merged_into_id",
    "solved_by_customer",
)


def _store(work: Work, case: Feedback, target: FeedbackState, values: Mapping[str, Any]) -> None:
    """Takes over what the step was told."""
    for column in _TOLD:
        if values.get(column) is not None:
            setattr(case, column, values[column])
    if target is _S.ACKNOWLEDGED and case.ack_text:
        case.ack_at = work.now
        case.last_progress_at = work.now
    if values.get("actions_done"):
        for action in work.all(FeedbackAction, feedback_id=case.id):
            action.done_on = action.done_on or work.today
    if values.get("check_call_on"):
        _check_call(work, case, values["check_call_on"])
    _store_told(work, case, values)


def _store_told(work: Work, case: Feedback, values: Mapping[str, Any]) -> None:
    """What was said to the customer, or to the praised person, and when."""
    if values.get("check_call_done"):
        case.check_call_at = work.now
        for item in _check_calls(work, case):
            item.status = FollowUpStatus.DONE
            item.done_at = work.now
    if values.get("outcome_told"):
        case.outcome_told_at = work.now
    if values.get("praised_told"):
        case.praise_told_at = work.now


def _facts(
    work: Work, case: Feedback, values: Mapping[str, Any] | None = None
) -> rules.FeedbackFacts:
    values = values or {}
    actions = tuple(
        rules.ActionFacts(
            action.type,
            action.text,
            bool(action.owner_id),
            action.due,
            action.done_on is not None,
            action.round or 1,
        )
        for action in work.all(FeedbackAction, feedback_id=case.id)
    )
    return rules.FeedbackFacts(
        kind=case.kind,
        state=case.state or _S.NEW,
        code=case.code or "",
        round=case.round or 1,
        channel=case.channel,
        customer_answered=True,
        text=case.text,
        has_first_owner=case.first_owner_id is not None,
        ack_text=case.ack_text or "",
        ack_recorded=case.ack_at is not None,
        handling_time_told=case.promised_at is not None,
        praised_told=case.praise_told_at is not None,
        category=case.category,
        root_cause=case.root_cause or "",
        quality_dimension=case.quality_dimension,
        experience_element=case.experience_element,
        main_issue=case.main_issue or "",
        actions=actions,
        check_call_planned=bool(_check_calls(work, case)) or case.check_call_at is not None,
        check_call_done=case.check_call_at is not None,
        solved_by_customer=case.solved_by_customer,
        outcome_told=case.outcome_told_at is not None,
        reopen_reason=str(values.get("reason") or ""),
        closed_on=local_day(work, case.closed_at) if case.closed_at else None,
        merged_into=str(values.get("merged_into") or ""),
        escalated=bool(values.get("escalated")),
    )


def _asked(state: FeedbackState, kind: FeedbackKind) -> tuple[str, ...]:
    """The fields a step asks of this kind of case."""
    asked = STEP_FIELDS.get(state, ())
    if state is _S.CLOSED:
        if kind is FeedbackKind.PRAISE:
            return ("praised_told", "note")
        if kind in (FeedbackKind.OPINION, FeedbackKind.SUGGESTION):
            return ("check_call_done", "outcome_told", "note")
        return ("check_call_done", "solved_by_customer", "note")
    if state is _S.ACKNOWLEDGED and kind is FeedbackKind.PRAISE:
        return ("ack_text",)
    return asked


def _policy(work: Work) -> Any:
    return work.policy.feedback


def _label(work: Work, case: Feedback) -> None:
    assert work.change is not None
    state = case.state.value if case.state else ""
    work.change.params = encode_params({"code": case.code, "state": state})


def _check_calls(work: Work, case: Feedback) -> list[FollowUp]:
    items = work.all(FollowUp, feedback_id=case.id, kind=FollowUpKind.CALLBACK)
    return [item for item in items if item.status in OPEN_STATES]


def _check_call(work: Work, case: Feedback, day: Any) -> None:
    """The check call of TRACKING as a follow-up; a case without a customer has nowhere to call."""
    if case.customer_id is None:
        raise Refused("feedback.no_customer", case=case.code)
    calls = _check_calls(work, case)
    if calls:
        calls[0].due_date = day
        return
    _plan_call(work, case, day)


def _after_care(work: Work, case: Feedback) -> None:
    """Closing plans the after-care call (9.1)."""
    if case.customer_id is not None:
        _plan_call(work, case, rules.aftercare_due(work.today, work.policy.feedback))


def _plan_call(work: Work, case: Feedback, day: Any) -> None:
    work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=case.customer_id,
        contact_id=case.contact_id,
        feedback_id=case.id,
        kind=FollowUpKind.CALLBACK,
        due_date=day,
        assignee_id=case.owner_id,
    )
