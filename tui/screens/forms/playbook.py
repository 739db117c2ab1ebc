"""Forms of playbooks: starting one, for one or many customers; day and reason of a step."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from models.enums import DealStepKind
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from tui.i18n import day, ntr, number, tr
from tui.labels import field_label, in_language, label, reason_text
from tui.rows.playbooks import preview_text, warnings_text
from tui.screens.forms.changing import Change, Chosen
from tui.screens.forms.common import code_and_name, contact_options, deal_options
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, Question
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.progress import Progress
    from storage.services import Services
    from tui.bridge import Bridge

_DAY = FieldSpec("day", FieldKind.DATE)
_CONTACT = FieldSpec("contact", FieldKind.CHOICE)
_DEAL = FieldSpec("deal", FieldKind.CHOICE)
_WHICH = FieldSpec("playbook", FieldKind.CHOICE, required=True)
_TIME = FieldSpec("time", FieldKind.TIME)
_REASON = FieldSpec("reason", FieldKind.TEXT, required=True, max_length=400)


def start_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Starts a playbook with a customer; what days it leads to is shown while typing."""
    services = bridge.services
    customer_id, code = int(params["customer_id"]), str(params["playbook"])

    def load() -> Plan:
        card = services.playbooks.card(code)
        customer, name = code_and_name(services, "customer", customer_id)
        asks = (
            Ask(_DAY, in_language(card.ask_day) or tr("First day")),
            Ask(_CONTACT, tr("With whom"), options=contact_options(services, customer)),
            Ask(_DEAL, tr("About which deal"), options=deal_options(services, customer)),
        )
        title = f"{in_language(card.title)}: {name}"
        today = services.core.clock.today()
        return Plan(
            title,
            asks,
            {"day": day(today)},
            note=in_language(card.about),
            first="day",
            customer=customer,
        )

    def live(texts: Mapping[str, str]) -> str:
        given = {"day": texts.get("day", ""), "contact": texts.get("contact", "")}
        return preview_text(services.playbooks.preview(customer_id, code, **given), limit=2)

    def asked(texts: Mapping[str, str]) -> Question | None:
        given = {"day": texts.get("day", ""), "contact": texts.get("contact", "")}
        warnings = services.playbooks.preview(customer_id, code, **given).warnings
        if not warnings:
            return None
        answers = (("go", tr("start it all the same")), ("back", tr("Back to the form")))
        return Question(warnings_text(warnings), answers, focus="day")

    def submit(filled: Filled) -> Done:
        texts = filled.texts
        started = services.playbooks.start(
            customer_id,
            code,
            day=texts["day"],
            contact=texts["contact"],
            deal=texts["deal"],
        )
        n = started.planned
        said = ntr("{code}: {n} step planned.", "{code}: {n} steps planned.", n, code=started.code)
        return Done(said, started.run_id)

    behaviour = Behaviour(live=live, live_on=("day", "contact"), asked=asked)
    return FormScreen(bridge, "play_start", params, load, submit, behaviour)


def many_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Starts a playbook with the marked customers: `ids`, or `query` less `but`."""
    services = bridge.services
    chosen: list[Chosen] = []

    def load() -> Plan:
        chosen[:] = [Chosen(services, params)]
        bridge.ahead(chosen[0].ids)
        cards = services.playbooks.shelf().playbooks
        options = tuple((card.code, in_language(card.title)) for card in cards)
        asks = (Ask(_WHICH, tr("Playbook"), options=options), Ask(_DAY, tr("First day")))
        today = services.core.clock.today()
        texts = {"day": day(today), "playbook": str(params.get("playbook") or "").upper()}
        return Plan(_title(chosen[0].count), asks, texts, first="playbook")

    def submit(filled: Filled) -> Done:
        texts = filled.texts
        run = partial(_run, services, chosen[0], texts["playbook"], texts["day"])
        return Change("", work=run, title=_title(chosen[0].count))

    return FormScreen(bridge, "play_many", params, load, submit)


def _title(count: int) -> str:
    return ntr(
        "Start a playbook with {count} customer",
        "Start a playbook with {count} customers",
        count,
        count=number(count),
    )


def _run(services: Services, chosen: Chosen, code: str, first: str, progress: Progress) -> str:
    result = services.playbooks.start_many(chosen.ids(), code, day=first, progress=progress)
    said = tr("Started with {n} of {total} customers.", n=result.started, total=result.found)
    refused = " ".join(reason_text(reason) for _code, reason in result.refused[:1])
    return f"{said} {refused}".strip()


def day_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Sets or moves the day of a step."""
    services = bridge.services
    step_id = int(params["step_id"])

    def load() -> Plan:
        step = services.playbooks.step(step_id).step
        asks = (
            Ask(replace(_DAY, required=True), field_label("follow_up", "due_date")),
            Ask(_TIME, field_label("follow_up", "due_time")),
        )
        texts = {"day": day(step.due) if step.due else "", "time": step.due_time}
        return Plan(in_language(step.title), asks, texts, entity="follow_up", first="day")

    def submit(filled: Filled) -> Done:
        texts = filled.texts
        _saved, warnings = services.playbooks.set_day(step_id, texts["day"], texts["time"])
        return Done(warnings_text(warnings) or tr("The day is set."), step_id)

    return FormScreen(bridge, "play_day", params, load, submit)


def skip_step_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Leaves a step out, with a reason."""
    services = bridge.services
    step_id = int(params["step_id"])

    def load() -> Plan:
        step = services.playbooks.step(step_id).step
        asks = (Ask(_REASON, field_label("follow_up", "reason")),)
        return Plan(tr("Skip: {what}", what=in_language(step.title)), asks, entity="follow_up")

    def submit(filled: Filled) -> Done:
        services.playbooks.skip(step_id, filled.texts["reason"])
        return Done(tr("Left out."), step_id)

    return FormScreen(bridge, "play_skip", params, load, submit)


def stop_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Stops a run, with a reason."""
    services = bridge.services
    run_id = int(params["run_id"])

    def load() -> Plan:
        run = services.playbooks.run(run_id)
        asks = (Ask(_REASON, field_label("follow_up", "reason")),)
        title = tr("Stop: {what}", what=f"{run.code} {in_language(run.title)}")
        return Plan(title, asks, entity="follow_up")

    def submit(filled: Filled) -> Done:
        saved = services.playbooks.stop(run_id, filled.texts["reason"])
        return Done(tr("Stopped: {what}. u takes it back.", what=saved.code), run_id)

    return FormScreen(bridge, "play_stop", params, load, submit)


def deal_step_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """The day on which a step of a sale was done; empty takes it back."""
    services = bridge.services
    deal_id, kind = int(params["deal_id"]), DealStepKind(params["step"])

    def load() -> Plan:
        rows = services.playbooks.deal_steps(deal_id).steps
        done = next(row.done_on for row in rows if row.step is kind)
        today = services.core.clock.today()
        asks = (Ask(_DAY, field_label("deal_step", "done_on")),)
        return Plan(label(kind), asks, {"day": day(done or today)}, entity="deal_step")

    def submit(filled: Filled) -> Done:
        saved = services.playbooks.deal_step_done(deal_id, kind, filled.texts["day"])
        return Done("", saved.id)

    return FormScreen(bridge, "deal_step", params, load, submit)


def deal_part_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """An entry of one of the two lists of a sale that a team fills itself."""
    services = bridge.services
    deal_id, part_id = int(params["deal_id"]), int(params.get("part_id") or 0)
    spec = entity("deal_step")
    fields = [spec.field(name) for name in ("label", "done_on")]

    def load() -> Plan:
        values = services.cards.record("deal_step", part_id) if part_id else {}
        kind = DealStepKind(str(values.get("step") or params["step"]))
        asks = tuple(
            Ask(
                replace(field, required=field.name == "label"), field_label("deal_step", field.name)
            )
            for field in fields
            if field is not None
        )
        texts = {name: str(values.get(name) or "") for name in ("label", "done_on")}
        return Plan(label(kind), asks, texts, entity="deal_step", first="label")

    def submit(filled: Filled) -> Done:
        if part_id:
            saved = services.records.update("deal_step", part_id, filled.changed)
            return Done("", saved.id)
        deal, _title = code_and_name(services, "opportunity", deal_id)
        texts = {"opportunity": deal, "step": str(params["step"]), **filled.given}
        saved = services.records.create("deal_step", texts, record_id=filled.record_id)
        return Done("", saved.id)

    return FormScreen(bridge, "deal_part", params, load, submit)
