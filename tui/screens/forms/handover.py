"""Sending customers to another owner, taking one over, taking one back (9.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from tui.i18n import ntr, tr
from tui.labels import field_label, label
from tui.screens.forms.common import user_options
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_SPEC = entity("handover")
_REASON = FieldSpec("reason", max_length=400)


def handover_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """From whom to whom; marked are `ids`, or all of a `query` `but` some; else all the giver's."""
    services = bridge.services

    def marked() -> list[int] | None:
        if "query" in params:
            query = services.lists.parse(str(params["query"]), "customers")
            but = set(params.get("but") or ())
            return [one for one in services.lists.ids(query) if one not in but]
        return [int(one) for one in params.get("ids") or ()] or None

    def load() -> Plan:
        people, ids = user_options(services), marked()
        asks = tuple(
            Ask(
                FieldSpec(name, FieldKind.LINK, required=True, target="user"),
                field_label("handover", name),
                options=people,
            )
            for name in ("from_user", "to_user")
        )
        note = tr("All customers of the giver go on their way; each is accepted by itself.")
        if ids:
            note = ntr(
                "{n} marked customer goes on its way and is accepted by itself.",
                "{n} marked customers go on their way; each is accepted by itself.",
                len(ids),
            )
        values = {"from_user": services.actor().login}
        return Plan(tr("Handover"), asks, values, entity="handover", note=note, first="to_user")

    def submit(filled: Filled) -> Done:
        giver, receiver = filled.texts["from_user"], filled.texts["to_user"]
        count = services.handovers.begin(giver, receiver, marked())
        said = ntr("{n} customer is on its way.", "{n} customers are on their way.", count)
        return Done(said, count)

    return FormScreen(bridge, "handover", params, load, submit)


def accept_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Takes a customer over; what is not ticked asks for a reason."""
    services = bridge.services
    handover_id = int(params["handover_id"])

    def load() -> Plan:
        row = services.handovers.one(handover_id)
        missing = ", ".join(label(one) for one in row.missing)
        note = tr("Everything is ticked: ctrl+s takes the customer over.")
        if missing:
            note = tr(
                "Not ticked yet: {items}. Say why it is taken over all the same.", items=missing
            )
        spec = FieldSpec("reason", max_length=400, required=bool(missing))
        asks = (Ask(spec, field_label("handover", "reason")),)
        title = tr("Take over {name}", name=row.customer_name)
        return Plan(title, asks, entity="handover", note=note)

    def submit(filled: Filled) -> Done:
        services.handovers.accept(handover_id, filled.texts["reason"])
        return Done(tr("Taken over: it is yours now."), handover_id)

    return FormScreen(bridge, "handover_accept", params, load, submit)


def withdraw_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Ends a handover; the customer stays where it is."""
    services = bridge.services
    handover_id = int(params["handover_id"])

    def load() -> Plan:
        row = services.handovers.one(handover_id)
        spec = FieldSpec("reason", max_length=400, required=True)
        asks = (Ask(spec, field_label("handover", "reason")),)
        title = tr("{name} stays with {owner}", name=row.customer_name, owner=row.from_name)
        return Plan(title, asks, entity="handover")

    def submit(filled: Filled) -> Done:
        services.handovers.withdraw(handover_id, filled.texts["reason"])
        return Done(tr("Withdrawn: it stays where it is."), handover_id)

    return FormScreen(bridge, "handover_withdraw", params, load, submit)
