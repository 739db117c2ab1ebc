"""Forms of the feedback queue: intake with its receipt, and the next step with what it asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models import enums
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from tui.i18n import day_of_week, moment, tr
from tui.labels import choice_label, field_label, group_label, label, reason_text
from tui.screens.forms.common import (
    asks_of,
    code_and_name,
    enum_options,
    in_group,
    now_text,
    optional,
    options_of,
    record_texts,
    user_options,
    yes_no_options,
)
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from models.views.cards import FeedbackCard
    from storage.services import Services
    from storage.services.feedback import NextStep, Receipt
    from tui.bridge import Bridge

_SPEC = entity("feedback")
_ACTION = entity("feedback_action")
_ASKED = (
    "kind",
    "channel",
    "customer",
    "contact",
    "text",
    "quality_dimension",
    "owner",
    "reply_channel",
    "received_at",
    "source_url",
    "praised_user",
)
_LATER = ("reply_channel", "received_at", "source_url", "praised_user")

# ── intake ──────────────────────────────────────────────────────────────────────────────


def intake_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Takes in what a customer said; ends with the receipt to read out (AC-194)."""
    services = bridge.services

    def load() -> Plan:
        values = {"kind": "COMPLAINT", "channel": "PHONE", "owner": services.actor().login}
        values["received_at"] = now_text(services)
        names = {}
        if params.get("customer_id"):
            found = code_and_name(services, "customer", int(params["customer_id"]))
            values["customer"], names["customer"] = found
        asks = optional(asks_of(_SPEC, services, _ASKED), "received_at")
        asks = in_group(asks, group_label("main"), *(n for n in _ASKED if n not in _LATER))
        asks = in_group(asks, tr("More"), *_LATER)
        note = tr("Leave the customer empty where nobody knows who it was.")
        title = tr("Take in feedback")
        return Plan(title, asks, values, entity="feedback", note=note, first="text", names=names)

    def submit(filled: Filled) -> Done:
        receipt = services.feedback.take_in(filled.given, record_id=filled.record_id)
        title = tr("Taken in: {code}", code=receipt.code)
        return Done(title, receipt.id, receipt=receipt_lines(receipt))

    return FormScreen(bridge, "feedback", params, load, submit)


def receipt_lines(receipt: Receipt) -> tuple[str, ...]:
    """What is read out to the customer: number, who is in charge, by when, how."""
    channel = choice_label(enums.FeedbackChannel, receipt.reply_channel)
    weekday = day_of_week(receipt.due_at.date())
    return (
        tr("Your number: {code}", code=receipt.code),
        tr("In charge: {owner}", owner=receipt.owner),
        tr("You hear from us by {due} {weekday}", due=moment(receipt.due_at), weekday=weekday),
        tr("By: {channel}", channel=channel),
    )


# ── the next step ───────────────────────────────────────────────────────────────────────

PROGRESS = "PROGRESS"  # steps that leave the state as it is
ACTION = "ACTION"
ESCALATE = "ESCALATE"
_STEP = FieldSpec("state", FieldKind.CHOICE, required=True)
_ACTION_FIELDS = ("action.type", "action.text", "action.owner", "action.due")
_EXTRA: Mapping[str, tuple[str, ...]] = {
    PROGRESS: ("note",),
    ACTION: _ACTION_FIELDS,
    ESCALATE: (),
}
_ENDED = (enums.FeedbackState.CLOSED, enums.FeedbackState.MERGED)


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
        fields = {**{step.state.value: step.fields for step in steps}, **_EXTRA}
        chosen = wanted if any(key == wanted for key, _ in options) else ""
        if not chosen and options:
            chosen = options[0][0]
        asked = list(dict.fromkeys(name for key, _ in options for name in fields[key]))
        first = Ask(_STEP, tr("Next step"), options=options)
        asks = (first, *(_ask(services, name) for name in asked))
        return Plan(
            _title(card),
            asks if options else (),
            {"state": chosen, **_defaults(services, card)},
            entity="feedback",
            note=_note(card, ended=not steps),
            first=next(iter(fields.get(chosen, ())), "state").replace(".", "__"),
            customer=str(card.values.get("customer") or ""),
            steps={key: [n.replace(".", "__") for n in fields[key]] for key, _ in options},
            step_field="state",
        )

    def submit(filled: Filled) -> Done:
        given = dict(filled.texts)
        step = given.pop("state")
        told = {name.replace("__", "."): text for name, text in given.items() if text}
        act = _ACTS.get(step)
        if act is not None:
            return act(services, case_id, told, filled.record_id)
        target = enums.FeedbackState(step)
        made = services.feedback.step(case_id, target, told)
        said = tr("{code} is now: {state}", code=made.code, state=label(target))
        return Done(said, case_id)

    behaviour = Behaviour(
        live=lambda texts: _missing_text(offered, texts.get("state", "")), live_on=("state",)
    )
    return FormScreen(bridge, "feedback_step", params, load, submit, behaviour)


def _title(card: FeedbackCard) -> str:
    kind = choice_label(enums.FeedbackKind, str(card.values["kind"]))
    state = choice_label(enums.FeedbackState, str(card.values["state"]))
    turn = tr("round {n}", n=str(card.values.get("round") or 1))
    return f"{card.values['code']} {kind} · {state} · {turn}"


def _note(card: FeedbackCard, *, ended: bool) -> str:
    who = card.customer_name or tr("unknown")
    said = f"{who}: {' '.join(str(card.values['text']).split())[:200]}"
    return f"{said}\n{tr('This case has ended.')}" if ended else said


def _missing_text(steps: Sequence[NextStep], chosen: str) -> str:
    """What the gate of a step still lacks, before anything is typed."""
    missing = [
        reason_text(reason, "feedback")
        for step in steps
        if step.state.value == chosen
        for reason in step.missing
    ]
    return tr("Needed: {what}", what=" ".join(missing)) if missing else ""


def _step_options(card: FeedbackCard, steps: Sequence[NextStep]) -> tuple[tuple[str, str], ...]:
    options = [(step.state.value, label(step.state)) for step in steps]
    is_open = card.values["state"] not in _ENDED
    if is_open:
        options.append((PROGRESS, tr("told the customer how things stand")))
    if card.values["state"] == enums.FeedbackState.ACTING:
        options.append((ACTION, tr("another action")))
    if is_open and card.values["kind"] == enums.FeedbackKind.GRIEVANCE:
        options.append((ESCALATE, tr("make it a complaint")))
    return tuple(options)


def _progress(services: Services, case_id: int, told: Mapping[str, str], _new_id: int) -> Done:
    services.feedback.progress(case_id, told.get("note", ""))
    return Done(tr("Noted. The 48 hours begin anew."), case_id)


def _another(services: Services, case_id: int, told: Mapping[str, str], new_id: int) -> Done:
    given: dict[str, str | None] = {name[7:]: text for name, text in told.items()}
    given["feedback"] = code_and_name(services, "feedback", case_id)[0]
    services.records.create("feedback_action", given, record_id=new_id)
    return Done(tr("Action planned."), case_id)


def _escalate(services: Services, case_id: int, _told: Mapping[str, str], _new_id: int) -> Done:
    receipt = services.feedback.escalate(case_id)
    title = tr("Taken in: {code}", code=receipt.code)
    return Done(title, receipt.id, receipt=receipt_lines(receipt))


_ACTS: Mapping[str, Callable[[Services, int, Mapping[str, str], int], Done]] = {
    PROGRESS: _progress,
    ACTION: _another,
    ESCALATE: _escalate,
}


def _defaults(services: Services, card: FeedbackCard) -> dict[str, str]:
    """What is known already, and the usual days: asked only where the step asks for it."""
    known = record_texts(services, "feedback", card.values)
    names = ("category", "quality_dimension", "experience_element", "main_issue", "root_cause")
    found = {name: known[name] for name in names if known.get(name)}
    found["action__owner"] = services.actor().login
    found["action__due"] = found["check_call_on"] = "+3d"
    return found


_KINDS: Mapping[str, FieldKind] = {
    "actions_done": FieldKind.BOOLEAN,
    "check_call_on": FieldKind.DATE,
    "check_call_done": FieldKind.BOOLEAN,
    "solved_by_customer": FieldKind.BOOLEAN,
    "outcome_told": FieldKind.BOOLEAN,
    "praised_told": FieldKind.BOOLEAN,
    "reason": FieldKind.TEXT,
    "note": FieldKind.NOTE,
}
_MUST = ("reason", "merged_into")


def _ask(services: Services, name: str) -> Ask:
    """A field of a step; those of an action stand under their own entity."""
    is_action = name.startswith("action.")
    home, bare = (_ACTION, name[7:]) if is_action else (_SPEC, name)
    known = home.field(bare)
    words = _words().get(name) or field_label(home.name, bare)
    key = name.replace(".", "__")
    if name in _KINDS or known is None:
        kind = _KINDS.get(name, FieldKind.TEXT)
        spec = FieldSpec(key, kind, max_length=4000, required=name in _MUST)
        return Ask(spec, words, options=yes_no_options() if kind is FieldKind.BOOLEAN else None)
    spec = replace(known, name=key, required=is_action or name in _MUST, editable=True)
    if known.target == "user":
        return Ask(spec, words, options=user_options(services))
    options = enum_options(known) if known.choices else options_of(known, services, "")
    return Ask(spec, words, options=options)


def _words() -> dict[str, str]:
    return {
        "promised_at": tr("Handled by (told to them)"),
        "actions_done": tr("All actions done"),
        "check_call_on": tr("Check call on"),
        "check_call_done": tr("Check call made"),
        "outcome_told": tr("Outcome told to them"),
        "praised_told": tr("Praised person told"),
        "reason": tr("Reason"),
        "note": tr("Note"),
        "merged_into": tr("Merge into"),
    }
