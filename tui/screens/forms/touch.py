"""The touch form: one dialog logs, regrades and plans (S1-JRN-06, S3-MC-01)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models import enums
from models.explanation import Reason
from models.fields.parsing import Context, parse
from models.fields.promises import PROMISES, REMARKS, THREE_CALLS, read_promises
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from storage.errors import Refused
from tui.i18n import day, day_of_week, ntr, tr
from tui.labels import enum_words, field_label, label
from tui.rows.closing import closing
from tui.rows.playbooks import spoken
from tui.screens.forms.common import (
    asks_of,
    code_and_name,
    contact_options,
    deal_options,
    enum_options,
    in_group,
    now_text,
    optional,
    standard_message,
)
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, Question
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from models.rules.grading import Graded
    from storage.services import Services
    from storage.services.interactions import TouchSaved
    from tui.bridge import Bridge

_SPEC = entity("interaction")
_ASKED = (
    "channel",
    "direction",
    "kind",
    "contact",
    "opportunity",
    "summary",
    "need_after",
    "expected_date_after",
    "no_chance_reason",
    "next_contact_at",
    "no_next_reason",
    "at",
    "minutes",
    "lifecycle_step",
    "touchpoint",
)
_LATER = ("at", "minutes", "lifecycle_step", "touchpoint")
_ENDING = ("channel", "kind", "contact", "next_contact_at", "touchpoint")
_RESULT = ("need_after", "expected_date_after", "no_chance_reason", "opportunity")
# What a touch is that does an item of that kind.
_KINDS = {
    enums.FollowUpKind.CALLBACK.value: enums.InteractionKind.CALLBACK,
    enums.FollowUpKind.EXEC_VISIT.value: enums.InteractionKind.EXEC_VISIT,
    enums.FollowUpKind.CARE.value: enums.InteractionKind.CARE,
}
_CHANNELS = {
    enums.FollowUpKind.EXEC_VISIT.value: enums.Channel.VISIT,
    enums.FollowUpKind.LETTER_CALL.value: enums.Channel.PHONE,
    enums.FollowUpKind.CALLBACK.value: enums.Channel.PHONE,
}
_MORNING = "10:00"  # when a proposed contact would be
_MESSAGES = (enums.Channel.EMAIL, enums.Channel.FAX, enums.Channel.SMS)
_KEEP = FieldSpec("keep_grade", FieldKind.CHOICE, choices=enums.Grade)
_WHY = FieldSpec("grade_reason", FieldKind.TEXT, max_length=400)


def touch_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """A touch of a customer; `follow_up_id` is the planned item that it does.

    `known` are texts to begin with.
    """
    customer_id = int(params["customer_id"])
    follow_up_id = params.get("follow_up_id")
    services = bridge.services

    def load() -> Plan:
        values = services.cards.record("customer", customer_id)
        code = str(values["code"])
        texts = {"channel": "PHONE", "direction": "OUT", "kind": "TRACKING"}
        texts["at"] = now_text(services)
        texts.update(_known(services, code, follow_up_id))
        texts.update(params.get("known") or {})
        asks = optional(asks_of(_SPEC, services, _ASKED, customer=code, keep=texts), "at")
        asks = in_group(asks, tr("More"), *_LATER)
        grades = enum_options(_KEEP)
        asks = (
            *asks[: -len(_LATER)],
            *_outcomes(),
            Ask(_KEEP, tr("Keep this grade instead"), tr("Grade"), grades),
            Ask(_WHY, tr("Why this grade"), tr("Grade"), hint=tr("It stands for 90 days.")),
            *asks[-len(_LATER) :],
        )
        grade = str(values.get("grade") or "-")
        title = tr("Touch: {name}, grade {grade}", name=str(values["name"]), grade=grade)
        note = _script(services, follow_up_id)
        names = [ask.name for ask in asks]
        return Plan(
            title,
            asks,
            texts,
            entity="interaction",
            first="summary",
            note=note,
            customer=code,
            steps={kind.value: _asked_of(kind, names) for kind in enums.InteractionKind},
            step_field="kind",
            is_open=True,
        )

    calls: list[str] = []  # whether the three calls were wanted, as it was answered last

    def asked(texts: Mapping[str, str]) -> Question | None:
        follow = _calls_question(texts, calls)
        question = _regrade_question(services, customer_id, texts)
        return follow if question is None else replace(question, then=follow)

    def submit(filled: Filled) -> Done:
        given = filled.given
        if calls:
            given[THREE_CALLS.name] = calls[-1]
        keep = given.pop("keep_grade", "")
        why = given.pop("grade_reason", "")
        saved = services.interactions.touch(
            customer_id,
            given,
            keep_grade=enums.Grade(keep) if keep else None,
            keep_reason=why,
            follow_up_id=follow_up_id,
            record_id=filled.record_id,
            words=enum_words(),
        )
        grade = saved.grade_after.value if saved.grade_after else "-"
        due = day(saved.next_due) if saved.next_due else "-"
        said = tr("Logged: grade {grade}, next tracking {due}", grade=grade, due=due)
        if saved.proposal_code and saved.proposed_grade:
            words = {"grade": grade, "due": due, "proposed": saved.proposed_grade.value}
            said = tr(
                "Logged: grade {grade}, next tracking {due}. Grade {proposed} waits for the owner.",
                **words,
            )
        return Done(" ".join((said, *_followed(saved))), saved.id)

    behaviour = Behaviour(
        live=lambda texts: "\n".join(
            filter(
                None,
                (
                    standard_message(services, texts),
                    _proposal_text(services, customer_id, texts),
                    _closing(services, texts),
                ),
            )
        ),
        live_on=(*_RESULT, *_ENDING, "keep_grade"),
        check=lambda texts: _check(texts, services.core.clock.today()),
        asked=asked,
        offer=lambda name, texts: _next_contact(services, customer_id, name, texts),
    )
    return FormScreen(bridge, "touch", params, load, submit, behaviour)


def _known(services: Services, code: str, follow_up_id: Any) -> dict[str, str]:
    """What is known without asking: the main contact, the only deal, the planned item's own."""
    found: dict[str, str] = {}
    deals = deal_options(services, code)
    if len(deals) == 1:
        found["opportunity"] = deals[0][0]
    people = contact_options(services, code)
    if people:
        found["contact"] = people[0][0]
    if follow_up_id:
        found |= _of_item(services, services.cards.record("follow_up", int(follow_up_id)))
    return found


def _of_item(services: Services, item: Mapping[str, object]) -> dict[str, str]:
    """What a planned item says of the touch that does it; a step of a playbook its channel."""
    found = {name: str(item[name]) for name in ("contact", "opportunity") if item.get(name)}
    planned = str(item.get("kind"))
    if planned in _KINDS:
        found["kind"] = _KINDS[planned].value
    if planned in _CHANNELS:
        found["channel"] = _CHANNELS[planned].value
    step_id = item.get("playbook_step_id")
    if isinstance(step_id, int) and (channel := services.playbooks.step(step_id).step.channel):
        found["channel"] = channel
    return found


def _script(services: Services, follow_up_id: Any) -> str:
    """What is to be said and minded, where the planned item is a step of a playbook."""
    if not follow_up_id:
        return ""
    step_id = services.cards.record("follow_up", int(follow_up_id)).get("playbook_step_id")
    if not isinstance(step_id, int):
        return ""
    return spoken(services.playbooks.step(step_id))


def _outcomes() -> tuple[Ask, ...]:
    """What was promised and what was heard, a line each."""
    hints = {
        PROMISES.name: tr("A line each: day, what, @login if another keeps it"),
        REMARKS.name: tr("A line each; begin with suggestion: or praise: where it is one"),
    }
    return tuple(
        Ask(spec, field_label("", spec.name), tr("Promises and remarks"), hint=hints[spec.name])
        for spec in (PROMISES, REMARKS)
    )


def _asked_of(kind: enums.InteractionKind, names: Sequence[str]) -> list[str]:
    """A note has no result and no next contact; remarks are those of an owner forum (AC-134)."""
    left_out = set()
    if kind is not enums.InteractionKind.OWNER_FORUM:
        left_out.add(REMARKS.name)
    return [name for name in names if name not in left_out]


def _followed(saved: TouchSaved) -> list[str]:
    """What else was made of the touch."""
    found = []
    if saved.promises:
        n = len(saved.promises)
        found.append(ntr("{n} promise planned.", "{n} promises planned.", n))
    if saved.remarks:
        n = len(saved.remarks)
        found.append(ntr("{n} remark taken in.", "{n} remarks taken in.", n))
    return found


def _closing(services: Services, texts: Mapping[str, str]) -> str:
    """How to end the call, with the time that was agreed (S3-MC-01, AC-081)."""
    if texts.get("channel") != enums.Channel.PHONE:
        return ""
    context = Context(services.core.clock.today(), services.core.clock.zone)
    agreed = _date("next_contact_at", texts, context)
    if agreed is None:
        return ""
    contact = texts.get("contact", "")
    name = ""
    if contact:
        name = code_and_name(services, *services.cards.find(contact, "contact"))[1]
    return closing(name, agreed.astimezone(context.zone))


def _check(texts: Mapping[str, str], today: date) -> Sequence[Reason]:
    """A call ends with the next contact, or with the reason why there is none (S3-MC-01)."""
    found = read_promises(texts.get(PROMISES.name, ""), today)[1]
    is_call = texts.get("channel") == enums.Channel.PHONE
    is_touch = texts.get("kind") != enums.InteractionKind.NOTE
    agreed = texts.get("next_contact_at", "").strip() or texts.get("no_next_reason", "").strip()
    if is_call and is_touch and not agreed:
        found.append(Reason("touch.no_next_contact", {"field": "next_contact_at"}))
    if texts.get("keep_grade") and not texts.get("grade_reason", "").strip():
        found.append(Reason("grade.override_reason_required", {"field": "grade_reason"}))
    return found


def _next_contact(
    services: Services, customer_id: int, name: str, texts: Mapping[str, str]
) -> tuple[str, str] | None:
    """The next contact that the cadence proposes, on a working day, to be agreed or changed."""
    due = _proposed(services, customer_id, texts)[1] if name == "next_contact_at" else None
    if due is None:
        return None
    on = services.calendar.working_day(due)
    said = tr(
        "Proposed by the cadence: {day} {weekday}. ctrl+s agrees it, typing replaces it.",
        day=day(on),
        weekday=day_of_week(on),
    )
    return f"{day(on)} {_MORNING}", said


def _graded(
    services: Services, customer_id: int, texts: Mapping[str, str]
) -> tuple[Graded, str] | None:
    """Grade and next tracking day that the result leads to.

    None for what is no touch, and of a customer of whom that is not told (9.5).
    """
    if texts.get("kind") == enums.InteractionKind.NOTE:
        return None
    try:
        graded, due = _proposed(services, customer_id, texts)
    except Refused as error:
        if error.reason.code != "customer.closed":
            raise
        return None
    return graded, f"{day(due)} {day_of_week(due)}"


def _proposed(
    services: Services, customer_id: int, texts: Mapping[str, str]
) -> tuple[Graded, date]:
    context = Context(services.core.clock.today(), services.core.clock.zone)
    need = texts.get("need_after", "")
    deal = texts.get("opportunity", "")
    return services.interactions.proposal(
        customer_id,
        need=enums.NeedStatus(need) if need else None,
        expected=_date("expected_date_after", texts, context),
        no_chance=bool(texts.get("no_chance_reason", "").strip()),
        opportunity_id=services.cards.find(deal, "opportunity")[1] if deal else None,
    )


def _proposal_text(services: Services, customer_id: int, texts: Mapping[str, str]) -> str:
    found = _graded(services, customer_id, texts)
    if found is None:
        return ""
    graded, due = found
    before = _grade_now(services, customer_id)
    if texts.get("keep_grade"):
        return tr("Grade {grade} is kept by hand", grade=texts["keep_grade"])
    words = {"why": label(graded.reason), "due": due, "grade": graded.grade.value}
    if before == graded.grade.value:
        return tr("Grade stays {grade} ({why}), next tracking {due}", **words)
    return tr(
        "Proposed: grade {before} -> {grade} ({why}), next tracking {due}", before=before, **words
    )


def _grade_now(services: Services, customer_id: int) -> str:
    return str(services.cards.record("customer", customer_id).get("grade") or "-")


def _regrade_question(
    services: Services, customer_id: int, texts: Mapping[str, str]
) -> Question | None:
    """A grade that would change is confirmed, or kept with a reason (R-REGRADE)."""
    if texts.get("keep_grade"):
        return None
    found = _graded(services, customer_id, texts)
    before = _grade_now(services, customer_id)
    if found is None or before in ("-", found[0].grade.value):
        return None
    graded, due = found
    text = tr(
        "The grade goes from {before} to {after} ({why}); next tracking {due}.",
        before=before,
        after=graded.grade.value,
        why=label(graded.reason),
        due=due,
    )
    answers = (
        ("take", tr("take grade {grade}", grade=graded.grade.value)),
        ("keep", tr("keep grade {grade}, with a reason", grade=before)),
    )
    return Question(text, answers, {"keep": {"keep_grade": before}}, "grade_reason")


def _calls_question(texts: Mapping[str, str], calls: list[str]) -> Question | None:
    """After a mail, fax or text message three calls are offered; a letter has them (S3-MC-06)."""
    calls.clear()
    sent = texts.get("direction") == enums.Direction.OUT
    is_touch = texts.get("kind") != enums.InteractionKind.NOTE
    if not (sent and is_touch and texts.get("channel") in _MESSAGES):
        return None
    answers = (("yes", tr("plan three calls")), ("no", tr("no calls after it")))
    text = tr("A message is read when somebody rings. Three calls after it?")
    return Question(text, answers, also=("no",), heard=calls.append)


def _date(name: str, texts: Mapping[str, str], context: Context) -> Any:
    spec = _SPEC.field(name)
    assert spec is not None
    text = texts.get(name, "")
    found = parse(spec, text, context) if text else None
    return None if isinstance(found, Reason) else found
