"""Data: every field of the record, filled or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fields.registry import entity
from tui.labels import field_label, group_label
from tui.panes.detail.parts import shown_value
from tui.rows.lines import Line, Lines

if TYPE_CHECKING:
    from storage.services import Services


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
        page.field(field_label("customer", spec.name), shown_value(spec, values) or "-")
    return page.done()
