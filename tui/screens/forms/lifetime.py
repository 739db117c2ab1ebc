"""The lifetime value as a person reckons it: amount, purchases a year, years (R-CLV, AC-072)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity
from tui.i18n import money, tr
from tui.screens.forms.common import asks_of, in_group, record_texts
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_SPEC = entity("customer")
_ASKED = ("clv_amount", "clv_per_year", "expected_years", "currency")


def clv_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Three figures of a customer; `given` are those typed behind `:clv`."""
    services = bridge.services
    customer_id = int(params["customer_id"])

    def load() -> Plan:
        record = services.cards.record("customer", customer_id)
        texts = record_texts(services, "customer", record)
        values = {name: texts.get(name, "") for name in _ASKED}
        values.update(zip(_ASKED, str(params.get("given") or "").split(), strict=False))
        title = tr("Lifetime value: {name}", name=str(record["name"]))
        asks = in_group(asks_of(_SPEC, services, _ASKED), "")
        # Without a version: what stands behind the command is saved as if typed here.
        return Plan(title, asks, values, entity="customer")

    def submit(filled: Filled) -> Done:
        services.records.update("customer", customer_id, dict(filled.texts))
        sheet = services.value.sheet(customer_id)
        worth = sheet.clv_entered
        if worth is None or worth.value is None:
            return Done(tr("No lifetime value is entered any more."), customer_id)
        said = money(int(worth.value), sheet.currency)
        return Done(tr("Lifetime value now {amount}", amount=said), customer_id)

    return FormScreen(bridge, "clv", params, load, submit)
