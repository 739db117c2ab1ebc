"""A hidden value shown for a reason, which the log keeps (11.3, AC-196)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from tui.i18n import tr
from tui.labels import field_label
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_SEALED = tuple(field.name for field in entity("contact").fields if field.sealed)
_FIELD = FieldSpec("field", FieldKind.CHOICE, required=True)
_REASON = FieldSpec("reason", required=True, max_length=400)


def reveal_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Which value of the contact `contact_id`, and what for."""
    services = bridge.services
    contact_id = int(params["contact_id"])

    def load() -> Plan:
        found = services.cards.record("contact", contact_id)
        filled = [name for name in _SEALED if found[name]] or list(_SEALED[:1])
        options = tuple(
            (name, f"{field_label('contact', name)} {found[name] or '-'}") for name in filled
        )
        asks = (Ask(_FIELD, tr("Value"), options=options), Ask(_REASON, tr("What for")))
        title = tr("Reveal: {name}", name=str(found["name"]))
        note = tr("The reason is kept in the log with your name.")
        values = {"field": filled[0]}
        return Plan(title, asks, values, first="reason", note=note, saves=tr("show it"))

    def submit(filled: Filled) -> Done:
        field, reason = filled.texts["field"], filled.texts["reason"]
        value = services.disclosure.reveal(contact_id, field, reason)
        return Done(f"{field_label('contact', field)}: {value or '-'}", contact_id)

    return FormScreen(bridge, "reveal", params, load, submit)
