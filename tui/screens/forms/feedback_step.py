"""The next step of a case with just what it asks for, and the acts that leave its state alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models import enums
from models.explanation import Reason
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from storage.errors import Invalid, Refused
from tui.i18n import money, tr
from tui.labels import choice_label, field_label, figure_label, label, reason_text
from tui.screens.forms.common import (
    code_and_name,
    contact_options,
    enum_options,
    options_of,
    record_texts,
    user_options,
    yes_no_options,
)
from tui.screens.forms.feedback import receipt_lines
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, Question
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.views.cards import FeedbackCard
    from storage.services import Services
    from storage.services.feedback import NextStep
    from tui.bridge import Bridge

_SPEC = entity("feedback")
_ACTION = entity("feedback_action")
_STEP = FieldSpec("state", FieldKind.CHOICE, required=True)
_ENDED = (enums.FeedbackState.CLOSED, enums.FeedbackState.MERGED)
_SPOKEN = ("ack_text", "note")  # what may be read out to a customer
HOLD = "HOLD"
Told = Mapping[str, str]


# --- acts beside the states


@dataclass(frozen=True, slots=True)
class _Act:
    """Something done with a case that is no step: its fields, when it is offered, what it does."""

    fields: tuple[str, ...]
    offered: Callable[[FeedbackCard], bool]
    do: Callable[[Services, int, Told, int], Done]


def _tell(services: Services, case_id: int, told: Told, _new_id: int) -> Done:
    promised = told.get("promised_at")
    services.feedback.progress(case_id, told.get("note", ""), promised)
    return Done(tr("Noted. The 48 hours begin anew."), case_id)


def _another(services: Services, case_id: int, told: Told, new_id: int) -> Done:
    given: dict[str, str | None] = {name[7:]: text for name, text in told.items()}
    given["feedback"] = code_and_name(services, "feedback", case_id)[0]
    services.records.create("feedback_action", given, record_id=new_id)
    return Done(tr("Action planned."), case_id)


def _hold(services: Services, case_id: int, told: Told, _new_id: int) -> Done:
    customer_told = told.get("customer_told") == "yes"
    services.feedback.pause(case_id, told.get("reason", ""), customer_told=customer_told)
    return Done(tr("The clock is held."), case_id)


def _go_on(services: Services, case_id: int, told: Told, _new_id: int) -> Done:
    services.feedback.resume(case_id, told.get("note", ""))
    return Done(tr("The clock runs again."), case_id)


def _hand_over(services: Services, case_id: int, told: Told, _new_id: int) -> Done:
    services.feedback.hand_over(case_id, told.get("owner", ""), told.get("note", ""))
    return Done(tr("Handed over."), case_id)


def _take_up(services: Services, case_id: int, told: Told, _new_id: int) -> Done:
    services.feedback.take_up_idea(case_id, told.get("idea_author", ""), told.get("note", ""))
    return Done(tr("The idea is taken up; its author is named."), case_id)


def _escalate(services: Services, case_id: int, _told: Told, _new_id: int) -> Done:
    receipt = services.feedback.escalate(case_id)
    title = tr("Taken in: {code}", code=receipt.code)
    return Done(title, receipt.id, receipt=receipt_lines(receipt))


def _is_open(card: FeedbackCard) -> bool:
    return card.values["state"] not in _ENDED


def _runs(card: FeedbackCard) -> bool:
    told = card.values["promised_at"] is not None
    return _is_open(card) and told and card.values["paused_at"] is None


def _of_kind(kind: enums.FeedbackKind) -> Callable[[FeedbackCard], bool]:
    return lambda card: card.values["kind"] == kind


_ACTS: Mapping[str, _Act] = {
    "PROGRESS": _Act(("note", "promised_at"), _is_open, _tell),
    "ACTION": _Act(
        ("action.type", "action.text", "action.owner", "action.due"),
        lambda card: card.values["state"] == enums.FeedbackState.ACTING,
        _another,
    ),
    "PAUSE": _Act(("reason", "customer_told"), _runs, _hold),
    "RESUME": _Act(("note",), lambda card: card.values["paused_at"] is not None, _go_on),
    "OWNER": _Act(("owner", "note"), _is_open, _hand_over),
    "IDEA": _Act(
        ("idea_author", "note"),
        lambda card: (
            _of_kind(enums.FeedbackKind.SUGGESTION)(card) and card.values["ack_at"] is not None
        ),
        _take_up,
    ),
    "ESCALATE": _Act(
        (),
        lambda card: _of_kind(enums.FeedbackKind.GRIEVANCE)(card) and _is_open(card),
        _escalate,
    ),
}


def _act_words() -> dict[str, str]:
    return {
        "PROGRESS": tr("told the customer how things stand"),
        "ACTION": tr("another action"),
        "PAUSE": tr("hold the clock, the customer knows why"),
        "RESUME": tr("let the clock run again"),
        "OWNER": tr("hand it over to a colleague"),
        "IDEA": tr("take up the idea, name its author"),
        "ESCALATE": tr("make it a complaint"),
    }


# --- the form


def step_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """The next step of a case; `state` names another one than the first that may follow."""
    services = bridge.services
    case_id = int(params["case_id"])
    wanted = str(params.get("state") or "")
    offered: list[NextStep] = []

    def load() -> Plan:
        card = services.cards.feedback(case_id)
        steps = services.feedback.next_steps(case_id)
        offered[:] = steps
        options = _step_options(card, steps)
        fields = {step.state.value: step.fields for step in steps}
        fields.update((name, act.fields) for name, act in _ACTS.items())
        chosen = _chosen(wanted, options)
        asked = list(dict.fromkeys(name for key, _ in options for name in fields[key]))
        first = Ask(_STEP, tr("Next step"), options=options)
        customer = str(card.values.get("customer") or "")
        asks = (first, *(_ask(services, name, customer) for name in asked))
        return Plan(
            _title(card),
            asks if options else (),
            {"state": chosen, **_defaults(services, card, steps)},
            entity="feedback",
            note=_note(services, card),
            first=next(iter(fields.get(chosen, ())), "state").replace(".", "__"),
            customer=customer,
            steps={key: [n.replace(".", "__") for n in fields[key]] for key, _ in options},
            step_field="state",
        )

    def submit(filled: Filled) -> Done:
        given = dict(filled.texts)
        step = given.pop("state")
        told = {name.replace("__", "."): text for name, text in given.items() if text}
        try:
            if step in _ACTS:
                return _ACTS[step].do(services, case_id, told, filled.record_id)
            target = enums.FeedbackState(step)
            made = services.feedback.step(case_id, target, told)
        except Refused as error:
            raise _in_place(error) from error
        said = tr("{code} is now: {state}", code=made.code, state=label(target))
        return Done(said, case_id)

    def live(texts: Mapping[str, str]) -> str:
        found = [_missing_text(offered, texts.get("state", ""))]
        for name in _SPOKEN:
            reasons = services.feedback.unfit(texts.get(name, ""))
            found += [reason_text(reason, "feedback") for reason in reasons]
        return " ".join(part for part in found if part)

    def asked(texts: Mapping[str, str]) -> Question | None:
        may_reopen = any(one.state is enums.FeedbackState.REOPENED for one in offered)
        return _not_solved(texts) if may_reopen else None

    behaviour = Behaviour(live=live, live_on=("state", *_SPOKEN), asked=asked)
    return FormScreen(bridge, "feedback_step", params, load, submit, behaviour)


def _chosen(wanted: str, options: Sequence[tuple[str, str]]) -> str:
    """The step a form begins with: the one asked for where it may be, else the first."""
    known = [key for key, _words in options]
    if wanted == HOLD:  # one key holds the clock or lets it go, whichever there is to do
        wanted = next((key for key in ("RESUME", "PAUSE") if key in known), "")
    return wanted if wanted in known else next(iter(known), "")


def _not_solved(texts: Mapping[str, str]) -> Question | None:
    """The customer says no on the check call: the case is reopened from where one is."""
    closing = texts.get("state") == enums.FeedbackState.CLOSED
    if not closing or texts.get("solved_by_customer") != "no":
        return None
    answers = (("stay", tr("stay here")), ("reopen", tr("reopen it, with the reason")))
    fill = {"reopen": {"state": enums.FeedbackState.REOPENED.value}}
    return Question(tr("Not solved for the customer: reopen the case?"), answers, fill, "reason")


_BY_ITSELF = "feedback.needs_reply_time"  # taken when the text of the reply is there
# What a gate asks for -> the field where it is written.
_FIELD_OF: Mapping[str, str] = {
    "feedback.needs_reply": "ack_text",
    "feedback.needs_handling_time": "promised_at",
    "feedback.needs_category": "category",
    "feedback.needs_root_cause": "root_cause",
    "feedback.needs_quality_dimension": "quality_dimension",
    "feedback.needs_experience_element": "experience_element",
    "feedback.needs_main_issue": "main_issue",
    "feedback.needs_action": "action__text",
    "feedback.needs_action_owner_due": "action__owner",
    "feedback.action_repeated": "action__text",
    "feedback.actions_open": "actions_done",
    "feedback.needs_check_call": "check_call_on",
    "feedback.needs_check_call_done": "check_call_done",
    "feedback.needs_solved": "solved_by_customer",
    "feedback.needs_outcome_told": "outcome_told",
    "feedback.needs_praised_told": "praised_told",
    "feedback.needs_reopen_reason": "reason",
    "feedback.needs_pause_reason": "reason",
    "feedback.needs_customer_told": "customer_told",
    "feedback.needs_merge_target": "merged_into",
    "feedback.merge_with_itself": "merged_into",
    "feedback.merge_target_merged": "merged_into",
}


def _in_place(error: Refused) -> Refused | Invalid:
    """What a gate lacks, said at the field that is to be filled; else the refusal as it came."""
    if not any(reason.code in _FIELD_OF for reason in error.reasons):
        return error
    reasons = [one for one in error.reasons if one.code != _BY_ITSELF]
    return Invalid(
        [Reason(one.code, {**one.params, "field": _FIELD_OF.get(one.code, "")}) for one in reasons]
    )


def _title(card: FeedbackCard) -> str:
    kind = choice_label(enums.FeedbackKind, str(card.values["kind"]))
    state = choice_label(enums.FeedbackState, str(card.values["state"]))
    turn = tr("round {n}", n=str(card.values.get("round") or 1))
    return f"{card.values['code']} {kind} · {state} · {turn}"


def _note(services: Services, card: FeedbackCard) -> str:
    who = card.customer_name or tr("unknown")
    lines = [f"{who}: {' '.join(str(card.values['text']).split())[:200]}"]
    turn = int(str(card.values.get("round") or 1))
    lines += [
        tr("Tried in round {n}: {what}", n=str(one.round), what=one.text)
        for one in card.actions
        if one.round < turn
    ]
    lines += [
        tr(
            "To be done: {what} ({who}, {day})",
            what=one.text,
            who=one.owner_name or "-",
            day=one.due,
        )
        for one in card.actions
        if one.round == turn and one.done_on is None
    ]
    if card.values["paused_at"] is not None:
        lines.append(tr("The clock is held: {reason}", reason=str(card.values["pause_reason"])))
    flag = services.feedback.notice_due(card.id)
    if flag is not None:
        lines.append(reason_text(flag, "feedback"))
    lines += _stake(services, card)
    if not _is_open(card):
        lines.append(tr("This case has ended."))
    return "\n".join(lines)


def _stake(services: Services, card: FeedbackCard) -> list[str]:
    """What the customer is worth, against a complaint (R-LOSS)."""
    customer_id = card.values["customer_id"]
    if customer_id is None or not _of_kind(enums.FeedbackKind.COMPLAINT)(card):
        return []
    stake, currency = services.value.at_stake(int(str(customer_id)))
    if not stake.value:
        return []
    return [f"{figure_label('loss')}: {money(stake.value, currency)}"]


def _missing_text(steps: Sequence[NextStep], chosen: str) -> str:
    """What the gate of a step still lacks, before anything is typed."""
    missing = [
        reason_text(reason, "feedback")
        for step in steps
        if step.state.value == chosen
        for reason in step.missing
        if reason.code != _BY_ITSELF
    ]
    return tr("Needed: {what}", what=" ".join(missing)) if missing else ""


def _step_options(card: FeedbackCard, steps: Sequence[NextStep]) -> tuple[tuple[str, str], ...]:
    words = _act_words()
    return (
        *((step.state.value, label(step.state)) for step in steps),
        *((name, words[name]) for name, act in _ACTS.items() if act.offered(card)),
    )


def _defaults(services: Services, card: FeedbackCard, steps: Sequence[NextStep]) -> dict[str, str]:
    """What is known already, and the usual days: asked only where the step asks for it."""
    known = record_texts(services, "feedback", card.values)
    names = (
        "category", "quality_dimension", "experience_element", "main_issue", "root_cause",
        "cost_handling", "cost_repair", "idea_author",
    )  # fmt: skip
    found = {name: known[name] for name in names if known.get(name)}
    found.setdefault("idea_author", known.get("contact") or "")
    found["action__owner"] = services.actor().login
    found["action__due"] = found["check_call_on"] = "+3d"
    missing = {reason.code for step in steps for reason in step.missing}
    asked = {name for step in steps for name in step.fields}
    if "check_call_done" in asked and "feedback.needs_check_call_done" not in missing:
        found["check_call_done"] = "yes"  # its item in the calendar is done
    if "actions_done" in asked and "feedback.actions_open" not in missing:
        found["actions_done"] = "yes"
    return found


_KINDS: Mapping[str, FieldKind] = {
    "actions_done": FieldKind.BOOLEAN,
    "check_call_on": FieldKind.DATE,
    "check_call_done": FieldKind.BOOLEAN,
    "solved_by_customer": FieldKind.BOOLEAN,
    "outcome_told": FieldKind.BOOLEAN,
    "praised_told": FieldKind.BOOLEAN,
    "customer_told": FieldKind.BOOLEAN,
    "reason": FieldKind.TEXT,
    "note": FieldKind.NOTE,
}
_MUST = ("reason", "merged_into", "owner", "idea_author")
_POINTS = FieldSpec(
    "expectation_points", FieldKind.CHOICES, choices=enums.ExpectationPoint, max_length=400
)


def _ask(services: Services, name: str, customer: str) -> Ask:
    """A field of a step; those of an action stand under their own entity."""
    is_action = name.startswith("action.")
    home, bare = (_ACTION, name[7:]) if is_action else (_SPEC, name)
    known = home.field(bare)
    words = _words().get(name) or field_label(home.name, bare)
    key = name.replace(".", "__")
    if name == "expectation_points":
        return Ask(_POINTS, words, options=enum_options(_POINTS))
    if name in _KINDS or known is None:
        kind = _KINDS.get(name, FieldKind.TEXT)
        spec = FieldSpec(key, kind, max_length=4000, required=name in _MUST)
        return Ask(spec, words, options=yes_no_options() if kind is FieldKind.BOOLEAN else None)
    spec = replace(known, name=key, required=is_action or name in _MUST, editable=True)
    if known.target == "user":
        return Ask(spec, words, options=user_options(services))
    if known.target == "contact" and customer:
        return Ask(spec, words, options=contact_options(services, customer))
    options = enum_options(known) if known.choices else options_of(known, services, "")
    return Ask(spec, words, options=options)


def _words() -> dict[str, str]:
    return {
        "actions_done": tr("All actions done"),
        "check_call_on": tr("Check call on"),
        "check_call_done": tr("Check call made"),
        "outcome_told": tr("Outcome told to them"),
        "praised_told": tr("Praised person told"),
        "customer_told": tr("The customer was told so"),
        "expectation_points": tr("What they found (12 points)"),
        "reason": tr("Reason"),
        "note": tr("Note"),
        "merged_into": tr("Merge into"),
    }
