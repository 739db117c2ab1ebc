"""Keeps the query of a list under a name and a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity
from models.fields.spec import FieldKind
from tui.i18n import tr
from tui.labels import field_label
from tui.screens.forms.common import yes_no_options
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_SPEC = entity("saved_view")


def view_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Name, key and whether colleagues see it; the query as it stands in the line."""
    services = bridge.services
    kind = str(params.get("kind", "customers"))
    columns = [str(one) for one in params.get("columns", ())]

    def load() -> Plan:
        fields = {spec.name: spec for spec in _SPEC.fields}
        asks = tuple(
            Ask(
                fields[name],
                field_label("saved_view", name),
                options=yes_no_options() if fields[name].kind is FieldKind.BOOLEAN else None,
            )
            for name in ("name", "slot", "query", "shared")
        )
        values = {"query": str(params.get("query", "")), "slot": _free(services, kind)}
        note = tr("v and its key open the view again; an own view of that name is replaced.")
        return Plan(tr("Save this view"), asks, values, entity="saved_view", note=note)

    def submit(filled: Filled) -> Done:
        texts = filled.texts
        made = services.views.save(
            kind,
            texts["name"],
            texts["query"],
            slot=texts["slot"],
            shared=texts["shared"] == "yes",
            columns=columns,
        )
        return Done(tr("Saved view: {name}", name=texts["name"]), made.id)

    return FormScreen(bridge, "view", params, load, submit)


def _free(services: Any, kind: str) -> str:
    """The first digit that no view has yet."""
    taken = {row.slot for row in services.views.of(kind)}
    return next((digit for digit in "123456789" if digit not in taken), "")
