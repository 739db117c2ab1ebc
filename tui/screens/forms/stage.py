"""Moving a customer to another relationship stage: what is missing, why all the same (8.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.enums import Stage
from models.fields.registry import entity
from models.fields.spec import FieldSpec
from tui.i18n import tr
from tui.labels import field_label, label, reason_text, stage_goal
from tui.rows.stage_panel import next_stage
from tui.screens.forms.common import enum_options
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, Question
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_FIELD = entity("customer").field("stage")
_REASON = FieldSpec("reason", max_length=400)


def stage_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """The stage to go to, and the reason; an open complaint is asked about before (AC-181)."""
    services = bridge.services
    customer_id = int(params["customer_id"])
    asked_about: list[str] = []  # stages whose hints were answered with yes

    def load() -> Plan:
        panel = services.account_plans.stage(customer_id)
        assert _FIELD is not None
        spec = replace(_FIELD, editable=True, required=True)
        options = enum_options(spec, (panel.stage.value,))
        proposed = panel.proposal.proposed or next_stage(panel.stage)
        wanted = str(params.get("stage") or proposed.value)
        asks = (
            Ask(spec, field_label("customer", "stage"), options=options),
            Ask(_REASON, field_label("stage_history", "reason")),
        )
        title = tr("Stage of {name}: {stage}", name=panel.name, stage=label(panel.stage))
        note = tr("Forward needs every entry test, or the reason of a manager; back is free.")
        values = {"stage": wanted} if wanted != panel.stage.value else {}
        return Plan(title, asks, values, entity="customer", note=note)

    def live(texts: Mapping[str, str]) -> str:
        if not texts.get("stage"):
            return ""
        stage = Stage(texts["stage"])
        found = services.account_plans.stage_move(customer_id, stage)
        lines = [reason_text(one) for one in (*found.missing, *found.hints)]
        return "\n".join(lines) or tr("Goal: {goal}", goal=stage_goal(stage.value))

    def asked(texts: Mapping[str, str]) -> Question | None:
        stage = Stage(texts["stage"])
        hints = services.account_plans.stage_move(customer_id, stage).hints
        if not hints:
            return None
        asked_about.append(stage.value)
        answers = (("go", tr("raise the stage all the same")), ("back", tr("repair first")))
        return Question("\n".join(reason_text(one) for one in hints), answers, focus="stage")

    def submit(filled: Filled) -> Done:
        stage = Stage(filled.texts["stage"])
        moved = services.stages.move(
            customer_id,
            stage,
            reason=filled.texts["reason"],
            confirmed=stage.value in asked_about,
        )
        said = tr("{code}: now {stage}", code=moved.code, stage=label(moved.stage))
        return Done(said, customer_id)

    behaviour = Behaviour(live=live, live_on=("stage",), asked=asked)
    return FormScreen(bridge, "stage", params, load, submit, behaviour)
