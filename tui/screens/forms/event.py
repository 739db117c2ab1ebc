"""A success event: what to do with it is proposed, the follow-up plans itself (AC-034)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity
from tui.i18n import day, tr
from tui.labels import play_text
from tui.screens.forms.common import asks_of, code_and_name, in_group
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_SPEC = entity("success_event")
_ASKED = ("kind", "date", "source", "rival", "play")


def event_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """A new event at a customer; an empty play means the one proposed."""
    services = bridge.services
    customer_id = int(params["customer_id"])

    def load() -> Plan:
        code, name = code_and_name(services, "customer", customer_id)
        asks = in_group(asks_of(_SPEC, services, _ASKED, customer=code), "")
        values = {"date": day(services.core.clock.today())}
        title = tr("Success event: {name}", name=name)
        return Plan(title, asks, values, entity="success_event", customer=code)

    def live(texts: Mapping[str, str]) -> str:
        if not texts.get("kind"):
            return tr("The play is proposed once the kind is chosen.")
        return tr("Proposed play: {play}", play=play_text(texts["kind"]))

    def submit(filled: Filled) -> Done:
        code = code_and_name(services, "customer", customer_id)[0]
        given = {"customer": code, **filled.given}
        made = services.records.create("success_event", given, record_id=filled.record_id)
        item = services.account_plans.event_tasks(customer_id).get(made.id)
        if item is None:
            return Done(tr("Saved. No follow-up: the customer is not to be contacted."), made.id)
        said = tr("Saved. Follow-up {code} is due {due}.", code=item.code, due=day(item.due))
        return Done(said, made.id)

    return FormScreen(
        bridge, "event", params, load, submit, Behaviour(live=live, live_on=("kind",))
    )
