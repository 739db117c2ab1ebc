"""Forms around planned items and grades: plan, snooze, skip, move, regrade; archiving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.enums import Grade
from models.explanation import Reason
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from tui.i18n import tr
from tui.labels import field_label, question_text, reason_text
from tui.screens.forms.common import asks_of, code_and_name, enum_options, in_group
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.screen import Screen

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
    """Lets an item sleep until a day, with a reason."""
    services = bridge.services
    item_id = int(params["item_id"])

    def load() -> Plan:
        asks = (
            Ask(_UNTIL, field_label("follow_up", "snoozed_until")),
            Ask(_REASON, field_label("follow_up", "reason")),
        )
        return Plan(tr("Snooze"), asks, {"snoozed_until": "+7d"}, entity="follow_up")

    def submit(filled: Filled) -> Done:
        services.follow_ups.snooze(item_id, filled.texts["snoozed_until"], filled.texts["reason"])
        return Done(tr("It sleeps until then."), item_id)

    return FormScreen(bridge, "snooze", params, load, submit)


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
    """Another day or another person for an item."""
    services = bridge.services
    item_id = int(params["item_id"])

    def load() -> Plan:
        values = services.cards.record("follow_up", item_id)
        asks = asks_of(_SPEC, services, ("due_date", "assignee"))
        texts = {"due_date": str(values["due_date"]), "assignee": str(values.get("assignee") or "")}
        return Plan(tr("Move"), asks, texts, entity="follow_up")

    def submit(filled: Filled) -> Done:
        changed = filled.changed
        if changed:
            due, who = changed.get("due_date"), changed.get("assignee")
            services.follow_ups.move([item_id], due=due, assignee=who)
        return Done(tr("Moved."), item_id)

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
