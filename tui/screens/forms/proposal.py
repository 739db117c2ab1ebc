"""The owner answers a grade that a colleague proposed after a touch (11.3, AC-199)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import NeedStatus, ProposalState
from models.explanation import Reason
from models.fields.registry import entity
from models.fields.spec import FieldSpec
from storage.errors import NotFound
from tui.i18n import day, tr
from tui.labels import choice_label, field_label
from tui.screens.forms.common import enum_options
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.views.cards import ProposalRow
    from storage.services import Services
    from tui.bridge import Bridge

_STATE = entity("grade_proposal").field("state")
_REASON = FieldSpec("reason", max_length=400)


def proposal_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Take the proposed grade with its need and date, or decline it with a reason."""
    services = bridge.services
    item_id = int(params["item_id"])

    def load() -> Plan:
        customer, found = _proposal(services, item_id)
        assert _STATE is not None
        asks = (
            Ask(
                _STATE,
                tr("Your answer"),
                options=enum_options(_STATE, (ProposalState.WAITING.value,)),
            ),
            Ask(_REASON, field_label("grade_proposal", "reason")),
        )
        note = f"{proposal_words(found)}\n{found.summary}"
        values = {"state": ProposalState.TAKEN.value}
        title = tr("Proposed grade: {name}", name=customer)
        return Plan(title, asks, values, entity="grade_proposal", note=note)

    def check(texts: Mapping[str, str]) -> Sequence[Reason]:
        if texts.get("state") == ProposalState.DECLINED and not texts.get("reason", "").strip():
            return [Reason("field.required", {"field": "reason"})]
        return []

    def submit(filled: Filled) -> Done:
        if filled.texts["state"] == ProposalState.DECLINED:
            services.follow_ups.skip(item_id, filled.texts["reason"])
            return Done(tr("Declined: the grade stays."), item_id)
        services.follow_ups.done(item_id)
        return Done(tr("Taken: need, date and grade follow the touch."), item_id)

    return FormScreen(bridge, "proposal", params, load, submit, Behaviour(check=check))


def _proposal(services: Services, item_id: int) -> tuple[str, ProposalRow]:
    item = services.cards.record("follow_up", item_id)
    customer_id = int(str(item["customer_id"]))
    for found in services.cards.proposals(customer_id):
        if found.follow_up_id == item_id:
            return str(services.cards.record("customer", customer_id)["name"]), found
    raise NotFound("not_found", entity="grade_proposal", value=item_id)


def proposal_words(found: ProposalRow) -> str:
    """Who proposes which grade, with the need and date that the touch found."""
    parts = [
        tr(
            "{who} proposes grade {before} > {after}",
            who=found.by_name or "-",
            before=found.from_grade or "-",
            after=found.to_grade,
        )
    ]
    if found.need_after:
        parts.append(choice_label(NeedStatus, found.need_after))
    if found.expected_date_after:
        parts.append(f"{tr('close')} {day(found.expected_date_after)}")
    if found.no_chance_reason:
        parts.append(found.no_chance_reason)
    return " · ".join(parts)
