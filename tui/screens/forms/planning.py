"""Forms around planned items and grades: plan, snooze, skip, move, regrade; archiving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.enums import FollowUpKind, Grade
from models.explanation import Reason
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from tui.i18n import day, ntr, tr
from tui.labels import choice_label, field_label, question_text, reason_text, task_text
from tui.screens.forms.common import asks_of, code_and_name, enum_options, in_group, optional
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.screen import Screen

    from storage.services import Services
    from tui.bridge import Bridge

_SPEC = entity("follow_up")
_ASKED = ("title", "due_date", "due_time", "kind", "contact", "opportunity", "assignee", "priority")
_MADE_BY_THEMSELVES = ("TRACKING", "SLA")
_UNTIL = FieldSpec("snoozed_until", FieldKind.DATE, required=True)
_REASON = FieldSpec("reason", FieldKind.TEXT, required=True, max_length=400)
_GRADE = FieldSpec("grade", FieldKind.CHOICE, choices=Grade)
_WHY = FieldSpec("grade_reason", max_length=400)


def plan_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """A new follow-up for a customer."""
    services = bridge.services
    customer_id = int(params["customer_id"])

    def load() -> Plan:
        code, name = code_and_name(services, "customer", customer_id)
        asks = tuple(
            replace(ask, options=enum_options(ask.spec, _MADE_BY_THEMSELVES))
            if ask.name == "kind"
            else ask
            for ask in in_group(asks_of(_SPEC, services, _ASKED, customer=code), "")
        )
        values = {"kind": "TASK", "assignee": services.actor().login, "due_date": "+1d"}
        values["opportunity"] = str(params.get("opportunity") or "")
        title = tr("Plan: {name}", name=name)
        return Plan(title, asks, values, entity="follow_up", first="title", customer=code)

    def submit(filled: Filled) -> Done:
        given = filled.given
        made = services.follow_ups.plan(customer_id, given, record_id=filled.record_id)
        return Done(tr("Planned: {code}", code=made.code), made.id)

    return FormScreen(bridge, "plan", params, load, submit)


def gap_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """The follow-up that closes a gap of a deal, filled in as the rule proposes it (8.1)."""
    services = bridge.services
    deal_id, question = int(params["opportunity_id"]), str(params["question"])

    def load() -> Plan:
        gap = services.answers.gap_plan(deal_id, question)
        code, name = code_and_name(services, "customer", gap.customer_id)
        asked = ("title", "due_date", "due_time", "contact", "opportunity", "assignee")
        asks = in_group(asks_of(_SPEC, services, asked, customer=code), "")
        blanks = {"contact": gap.person or tr("the contact"), "problem": gap.problem or tr("it")}
        action = Reason(gap.action.code, {**gap.action.params, **blanks})
        values = {
            "title": reason_text(action),
            "due_date": gap.due.isoformat(),
            "contact": gap.contact,
            "opportunity": gap.opportunity,
            "assignee": services.actor().login,
        }
        title = tr("Close {question}: {name}", question=question, name=name)
        note = question_text(question)
        plan = Plan(title, asks, values, entity="follow_up", note=note, customer=code)
        return replace(plan, first="due_date")

    def submit(filled: Filled) -> Done:
        gap = services.answers.gap_plan(deal_id, question)
        texts = {**filled.given, "kind": "TASK"}
        made = services.follow_ups.plan(
            gap.customer_id, texts, record_id=filled.record_id, question=question
        )
        return Done(tr("Planned: {code}", code=made.code), made.id)

    return FormScreen(bridge, "gap", params, load, submit)


def snooze_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Lets items sleep until a day, with a reason; the third time the reason is reported."""
    services = bridge.services
    items = [int(one) for one in params["items"]]

    def load() -> Plan:
        asks = (
            Ask(_REASON, field_label("follow_up", "reason")),
            Ask(_UNTIL, field_label("follow_up", "snoozed_until")),
        )
        notes = [what(services, items)]
        times, last = services.follow_ups.put_off(items)
        if times:
            notes.append(
                tr(
                    "This is time {n} that it is put off. The reason goes into the report put-off"
                    " (:report put-off), under your name. Last time: {reason}",
                    n=times,
                    reason=last,
                )
            )
        note = "\n".join(notes)
        return Plan(tr("Snooze"), asks, {"snoozed_until": "+7d"}, entity="follow_up", note=note)

    def submit(filled: Filled) -> Done:
        until, why = filled.texts["snoozed_until"], filled.texts["reason"]
        if len(items) == 1:
            services.follow_ups.snooze(items[0], until, why)
            return Done(tr("It sleeps until then."), items[0])
        count = services.follow_ups.snooze_all(items, until, why)
        return Done(ntr("{n} sleeps until then.", "{n} sleep until then.", count), items[0])

    return FormScreen(bridge, "snooze", params, load, submit)


def what(services: Services, items: Sequence[int]) -> str:
    """What a form is about: the item, or how many."""
    if len(items) > 1:
        return ntr("{n} follow-up", "{n} follow-ups", len(items))
    (planned,) = services.calendar.rows(items)
    row = planned.row
    title = task_text(row.title, row.question_code, row.step_en, row.step_zh)
    kind = choice_label(FollowUpKind, row.kind)
    return " · ".join(filter(None, [row.customer_name or "", kind, title, day(row.due)]))


def skip_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Leaves an item out, with a reason."""
    services = bridge.services
    item_id = int(params["item_id"])

    def load() -> Plan:
        asks = (Ask(_REASON, field_label("follow_up", "reason")),)
        return Plan(tr("Skip"), asks, entity="follow_up")

    def submit(filled: Filled) -> Done:
        services.follow_ups.skip(item_id, filled.texts["reason"])
        return Done(tr("Left out."), item_id)

    return FormScreen(bridge, "skip", params, load, submit)


def move_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Another day or another person for one or several items."""
    services = bridge.services
    items = [int(one) for one in params["items"]]

    def load() -> Plan:
        asks = asks_of(_SPEC, services, ("due_date", "assignee"))
        texts: dict[str, str] = {}
        if len(items) == 1:
            values = services.cards.record("follow_up", items[0])
            texts = {name: str(values.get(name) or "") for name in ("due_date", "assignee")}
        else:
            asks = optional(asks, "due_date")
        return Plan(tr("Move"), asks, texts, entity="follow_up", note=what(services, items))

    def submit(filled: Filled) -> Done:
        changed = filled.changed
        if not changed:
            return Done("", items[0])
        due, who = changed.get("due_date"), changed.get("assignee")
        moved = services.follow_ups.move(items, due=due, assignee=who)
        said = ntr("{n} moved.", "{n} moved.", moved.changed)
        if moved.kept:
            kept = ntr(
                "{n} keeps its day, which follows from the grade: S snoozes it.",
                "{n} keep their day, which follows from the grade: S snoozes them.",
                len(moved.kept),
            )
            said = f"{said} {kept}"
        return Done(said, items[0])

    return FormScreen(bridge, "move", params, load, submit)


def regrade_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Pins a grade with a reason; an empty grade lets the rule decide again."""
    services = bridge.services
    customer_id = int(params["customer_id"])

    def load() -> Plan:
        values = services.cards.record("customer", customer_id)
        asks = (
            Ask(_GRADE, field_label("customer", "grade"), options=enum_options(_GRADE)),
            Ask(_WHY, tr("Why this grade")),
        )
        grade = str(values.get("grade") or "-")
        title = tr("Regrade: {name}, grade {grade}", name=str(values["name"]), grade=grade)
        note = tr("A grade set by hand stands for 90 days; left empty, the rule decides again.")
        return Plan(title, asks, entity="customer", note=note)

    def check(texts: Mapping[str, str]) -> Sequence[Reason]:
        if texts.get("grade") and not texts.get("grade_reason", "").strip():
            return [Reason("grade.override_reason_required", {"field": "grade_reason"})]
        return []

    def submit(filled: Filled) -> Done:
        wanted, why = filled.texts["grade"], filled.texts["grade_reason"]
        now = services.interactions.regrade(customer_id, Grade(wanted) if wanted else None, why)
        return Done(tr("Grade now {grade}", grade=now.value), customer_id)

    return FormScreen(bridge, "regrade", params, load, submit, Behaviour(check=check))


def archive_form(bridge: Bridge, params: Mapping[str, Any]) -> Screen[Any]:
    """Asks before a record is taken out of sight."""
    from tui.screens.forms.archiving import ArchiveScreen

    return ArchiveScreen(bridge, str(params["entity"]), int(params["record_id"]))
