"""The feedback queue: intake, the steps of 9.1 with their gates, notices, pauses, owners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from models.enums import (
    ExpectationPoint,
    FeedbackKind,
    FeedbackState,
)
from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.policy_defaults import policy_from
from models.records.feedback import Feedback
from models.rules import feedback as rules
from models.rules.feedback_clock import progress_due
from models.rules.phrases import unfit
from models.rules.rights import Action
from storage.content.phrases import load_phrases
from storage.effects import feedback_steps as steps
from storage.effects import intake, permits
from storage.effects.changing import change
from storage.effects.saving import Saved, create, parsing_context, resolve_links, saved
from storage.errors import Invalid, NotFound, Refused
from storage.queries import cases, figures
from storage.queries.reader import ReadConnection
from storage.services.core import Core
from storage.work import Work, encode_params

_ENTITY = entity("feedback")
_ACTION = entity("feedback_action")
_S = FeedbackState
Texts = Mapping[str, str | None]
Words = Mapping[str, Mapping[str, str]]

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
    _S.CLOSED: (
        "check_call_done",
        "solved_by_customer",
        "outcome_told",
        "praised_told",
        "expectation_points",
        "cost_handling",
        "cost_repair",
        "note",
    ),
    _S.REOPENED: ("reason",),
    _S.MERGED: ("merged_into",),
}
# Acts that leave the state as it is, and what they ask for.
ACT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "progress": ("note", "promised_at"),
    "pause": ("reason", "customer_told"),
    "resume": ("note",),
    "owner": ("owner", "note"),
    "idea": ("idea_author", "note"),
}
# What may be put right at any time by whoever handles the case.
CORRECTED: tuple[str, ...] = (
    "customer", "contact", "channel", "text", "received_at", "source_url", "reply_channel",
    "praised_user", "quality_dimension", "category", "experience_element", "main_issue",
    "root_cause", "cost_handling", "cost_repair", "idea_author",
)  # fmt: skip

_OF_CASE = frozenset(
    {
        "ack_text", "category", "quality_dimension", "experience_element", "main_issue",
        "root_cause", "cost_handling", "cost_repair", "owner", "idea_author",
    }
)  # fmt: skip
_STEP = EntitySpec(
    "feedback_step",
    "feedback-steps",
    "",
    (
        *(replace(f, required=False, editable=True) for f in _ENTITY.fields if f.name in _OF_CASE),
        FieldSpec("promised_at", FieldKind.INSTANT),
        FieldSpec("actions_done", FieldKind.BOOLEAN),
        FieldSpec("check_call_on", FieldKind.DATE),
        FieldSpec("check_call_done", FieldKind.BOOLEAN),
        FieldSpec("solved_by_customer", FieldKind.BOOLEAN),
        FieldSpec("outcome_told", FieldKind.BOOLEAN),
        FieldSpec("praised_told", FieldKind.BOOLEAN),
        FieldSpec("customer_told", FieldKind.BOOLEAN),
        FieldSpec(
            "expectation_points", FieldKind.CHOICES, choices=ExpectationPoint, max_length=400
        ),
        FieldSpec("reason", max_length=400),
        FieldSpec("note", FieldKind.NOTE, max_length=4000),
        FieldSpec("merged_into", FieldKind.LINK, target="feedback"),
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


class FeedbackCases:
    """Each step checks its gate in here; panes and shell only ask."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def take_in(
        self, texts: Texts, *, words: Words | None = None, record_id: int | None = None
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
                computed=intake.first_figures(work),
                words=words,
                record_id=record_id,
            )
            assert isinstance(made, Feedback)
            intake.take_in(work, made)
            _label(work, made)
            work.session.flush()
            return _receipt(work, made)

        return self._core.write("change.feedback_new", {}, unit)

    def next_steps(self, case_id: int) -> tuple[NextStep, ...]:
        """Which states may follow now, what each asks for and what is missing; writes nothing."""

        def read(reader: ReadConnection) -> tuple[NextStep, ...]:
            book = self._book(reader)
            found = book.case(case_id)
            if found is None:
                raise NotFound("not_found", entity="feedback", value=case_id)
            facts, today = found.facts, self._core.clock.today()
            assert facts.kind is not None
            return tuple(
                NextStep(
                    state,
                    asked_of(state, facts.kind),
                    rules.missing_for(state, facts, book.policy, today),
                )
                for state in rules.allowed_next(facts.state, facts.kind)
            )

        return self._core.read(read, "next_steps")

    def notice_due(self, case_id: int) -> Reason | None:
        """The flag "tell the customer the progress" of a case, or None (AC-093)."""

        def read(reader: ReadConnection) -> Reason | None:
            book = self._book(reader)
            found = book.case(case_id)
            if found is None:
                return None
            told, now = found.clocks, self._core.clock.now()
            calendar = book.calendars.progress
            return progress_due(told.state, told.progress, book.policy, now, calendar)

        return self._core.read(read, "notice_due")

    def _book(self, reader: ReadConnection) -> cases.CaseBook:
        clock = self._core.clock
        return cases.CaseBook(
            reader, policy_from(figures.figures(reader)), clock.today(), clock.zone
        )

    def step(
        self,
        case_id: int,
        target: FeedbackState,
        texts: Texts | None = None,
        *,
        words: Words | None = None,
    ) -> Saved:
        """Takes a case to its next state with what that step asks for (STEP_FIELDS).

        Refused names everything its gate lacks (9.1), Invalid what cannot be read; nothing is
        written then.
        """

        def act(work: Work, case: Feedback) -> None:
            action = {k[7:]: v for k, v in (texts or {}).items() if k.startswith("action.")}
            plain = {k: v for k, v in (texts or {}).items() if not k.startswith("action.")}
            told = _told(work, plain, words)
            if target is _S.ACTING and any(action.values()):
                self._add_action(work, case, action, words)
            steps.move(work, case, target, told)

        return self._act(case_id, "change.feedback_step", act)

    def progress(
        self,
        case_id: int,
        note: str,
        promised_at: str | None = None,
        *,
        words: Words | None = None,
    ) -> Saved:
        """Records that the customer was told how things stand; the 48-hour clock starts anew.

        With `promised_at` another handling time was told, which from now on is the due time.
        Refused once the case has ended, Invalid without a note or for a time gone by.
        """

        def act(work: Work, case: Feedback) -> None:
            _require_open(case)
            told = _told(work, {"note": note, "promised_at": promised_at}, words, "note")
            steps.tell(work, case, told)

        return self._act(case_id, "change.feedback_progress", act)

    def pause(self, case_id: int, reason: str, *, customer_told: bool) -> Saved:
        """Holds the clock for a reason that the customer was told (R-SLA); Refused else."""

        def act(work: Work, case: Feedback) -> None:
            told = _told(work, {"reason": reason}, None)
            steps.hold(work, case, told.get("reason") or "", told=customer_told)

        return self._act(case_id, "change.feedback_pause", act)

    def resume(self, case_id: int, note: str = "") -> Saved:
        """Lets a held clock run again; Refused where it is not held."""

        def act(work: Work, case: Feedback) -> None:
            steps.go_on(work, case, str(_told(work, {"note": note}, None).get("note") or ""))

        return self._act(case_id, "change.feedback_resume", act)

    def hand_over(self, case_id: int, owner: str, note: str = "") -> Saved:
        """Gives a case to another owner, with an entry in its story (S0-SVC5-01, AC-092).

        `owner` is a login or name. The first-contact owner stays named, planned calls go along.
        """

        def act(work: Work, case: Feedback) -> None:
            told = _told(work, {"owner": owner, "note": note}, None, "owner")
            _require_open(case)
            steps.hand_over(work, case, told["owner_id"], str(told.get("note") or ""))

        return self._act(case_id, "change.feedback_owner", act)

    def take_up_idea(self, case_id: int, author: str, note: str = "") -> Saved:
        """Marks the idea of a suggestion as taken up and credits its author (AC-098)."""

        def act(work: Work, case: Feedback) -> None:
            told = _told(work, {"idea_author": author, "note": note}, None, "idea_author")
            steps.take_up_idea(work, case, told["idea_author_id"], str(told.get("note") or ""))

        return self._act(case_id, "change.feedback_idea", act)

    def correct(
        self,
        case_id: int,
        texts: Texts,
        *,
        version: int | None = None,
        originals: Mapping[str, str] | None = None,
        words: Words | None = None,
    ) -> Saved:
        """Puts right what was written down, a cost or the customer who became known (CORRECTED).

        Clock and priority are told anew. Raises Invalid and Stale as `Records.update` does.
        """
        barred = [name for name in texts if name not in CORRECTED]
        if barred:
            allowed = ", ".join(CORRECTED)
            raise Invalid(
                [Reason("field.unknown_field", {"field": n, "allowed": allowed}) for n in barred]
            )

        def unit(work: Work) -> Saved:
            case = _case(work, case_id)
            key = self._core.key
            change(
                work, _ENTITY, case_id, texts, key,
                version=version, originals=originals, words=words,
            )  # fmt: skip
            intake.refuse_future(work, case)
            intake.retell_clocks(work, case)
            _label(work, case)
            work.session.flush()
            return saved(case)

        return self._core.write("change.feedback_set", {}, unit)

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
            case = _case(work, case_id)
            _require_open(case)
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
            complaint = steps.escalate(work, _case(work, case_id))
            _label(work, complaint)
            work.session.flush()
            return _receipt(work, complaint)

        return self._core.write("change.feedback_escalate", {}, unit)

    def unfit(self, text: str) -> tuple[Reason, ...]:
        """Phrases in a reply that no customer should hear, with what to say instead; no refusal.

        (S0-SVC5-03, S4-ANG-05)
        """
        return unfit(text, load_phrases())

    def _act(self, case_id: int, label: str, act: Callable[[Work, Feedback], None]) -> Saved:
        def unit(work: Work) -> Saved:
            case = _case(work, case_id)
            act(work, case)
            _label(work, case)
            work.session.flush()
            return saved(case)

        return self._core.write(label, {}, unit)

    def _add_action(self, work: Work, case: Feedback, texts: Texts, words: Words | None) -> None:
        """An action of the present round; the actor owns it, due in three days, if not said."""
        given = {"feedback": case.code, **texts}
        given["owner"] = given.get("owner") or (work.actor.login if work.actor else None)
        given["due"] = given.get("due") or (work.today + timedelta(days=3)).isoformat()
        create(
            work, _ACTION, given, self._core.key, computed={"round": case.round or 1}, words=words
        )


def asked_of(state: FeedbackState, kind: FeedbackKind) -> tuple[str, ...]:
    """The fields a step asks of this kind of case (requirements 9.1)."""
    asked = STEP_FIELDS.get(state, ())
    if state is _S.CLOSED:
        costs = ("expectation_points", "cost_handling", "cost_repair", "note")
        if kind is FeedbackKind.PRAISE:
            return ("praised_told", "note")
        if kind in (FeedbackKind.OPINION, FeedbackKind.SUGGESTION):
            return ("check_call_done", "outcome_told", *costs)
        return ("check_call_done", "solved_by_customer", *costs)
    if state is _S.ACKNOWLEDGED and kind is FeedbackKind.PRAISE:
        return ("ack_text",)
    return asked


def _told(work: Work, texts: Texts, words: Words | None, *required: str) -> dict[str, Any]:
    """What a step was told, read and with codes looked up; Invalid where it cannot be."""
    values, problems = parse_values(_STEP, texts, parsing_context(work, words))
    told = resolve_links(work, _STEP, values, problems)
    for name in required:
        field = _STEP.field(name)
        assert field is not None
        if not problems and told.get(field.column) is None:
            problems.append(Reason("field.required", {"field": name}))
    if problems:
        raise Invalid(problems)
    if told.get("merged_into_id") is not None:
        target = work.get(Feedback, told["merged_into_id"])
        told.update(merged_into=target.code, merge_target_state=target.state)
    return told


def _case(work: Work, case_id: int) -> Feedback:
    """The case; refused where it is not the actor's to work on (11.3), before any gate is asked."""
    case = work.get(Feedback, case_id)
    permits.require(work, "feedback", [case.id], Action.CASE)
    return case


def _require_open(case: Feedback) -> None:
    if case.state is not None and not rules.is_open(case.state):
        raise Refused("feedback.ended", case=case.code, state=case.state)


def _receipt(work: Work, case: Feedback) -> Receipt:
    assert case.due_at is not None
    owner = work.actor.name if work.actor else ""
    channel = (case.reply_channel or case.channel).value
    return Receipt(case.id, case.code or "", case.kind, owner, case.due_at, channel)


def _label(work: Work, case: Feedback) -> None:
    assert work.change is not None
    state = case.state.value if case.state else ""
    work.change.params = encode_params({"code": case.code, "state": state})
