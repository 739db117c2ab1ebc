"""The visitor of a fair: five fields, then the next one (S3-FAIR-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity as entity_named
from tui.i18n import ntr, tr
from tui.labels import enum_words, field_label
from tui.screens.forms.common import in_group, yes_no_options
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_MORE = ("card_no", "minutes")


def fair_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Company, person, messenger, interest, hot; the rest opens with its heading."""
    services = bridge.services
    fair = str(params["fair"])

    def load() -> Plan:
        from storage.services.fairs import CAPTURED

        asks = tuple(
            Ask(
                spec,
                _label(spec.name),
                options=yes_no_options() if spec.name == "hot" else None,
                hint=tr("As on the card; who is on record is not made twice")
                if spec.name == "company"
                else "",
            )
            for spec in CAPTURED.fields
        )
        asks = in_group(asks, tr("Visitor"), *(one.name for one in asks if one.name not in _MORE))
        asks = in_group(asks, tr("More"), *_MORE)
        today = services.fairs.visitors(fair)
        hot = sum(row.hot for row in today)
        counted = ntr("{n} visitor today", "{n} visitors today", len(today))
        note = tr(
            "{counted}, {hot} hot. ctrl+s keeps this one and opens the next.",
            counted=counted,
            hot=hot,
        )
        title = tr("Fair {name}", name=fair.upper())
        return Plan(title, asks, {"hot": "no"}, entity="fair_visit", note=note)

    def submit(filled: Filled) -> Done:
        made = services.fairs.capture(
            fair, filled.given, words=enum_words(), record_id=filled.record_id
        )
        said = tr("Card {number}: {code}", number=made.card_no, code=made.customer_code)
        if made.follow_up:
            said = tr("{said}, to be called today ({item})", said=said, item=made.follow_up)
        return Done(said, made.id)

    return FormScreen(bridge, "fair", params, load, submit)


def _label(name: str) -> str:
    """Company and person are no fields of the visit: they belong to customer and contact."""
    entity = "fair_visit" if entity_named("fair_visit").field(name) else ""
    return field_label(entity, name)
