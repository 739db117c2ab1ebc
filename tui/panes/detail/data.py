"""Data: every field of the record, filled or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fields.registry import entity
from tui.i18n import tr
from tui.labels import field_label, group_label, worded_value
from tui.panes.detail.parts import shown_value
from tui.rows.lines import Line, Lines

if TYPE_CHECKING:
    from models.explanation import Explanation
    from storage.services import Services


def _checked(found: Explanation) -> str:
    """The oldest day on which the data were checked; stale where not all was checked lately."""
    days = [line.params["date"] for line in found.lines if line.code == "data.oldest"]
    oldest = worded_value(days[0]) if days else tr("never wholly checked")
    return oldest if found.value == 100 else tr("{day}: stale", day=oldest)


def data(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """Every field of the record with its value, by group, filled or not."""
    del plain
    values = services.cards.record("customer", customer_id)
    page = Lines(width)
    group = ""
    for spec in entity("customer").fields:
        if spec.group != group:
            group = spec.group
            page.heading(group_label(group))
        label = field_label("customer", spec.name)
        if spec.name == "verified_at":
            found = services.explanations.explain("customer", customer_id, "freshness")
            page.field(label, _checked(found), figure="freshness")
        else:
            page.field(label, shown_value(spec, values) or "-")
    return page.done()
