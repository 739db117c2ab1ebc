"""`reveal`: one hidden value, for a reason that is kept in the log (AC-196)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fields.registry import entity as entity_named
from tui.cli.call import field_name

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """CODE of a contact, or of a customer for its primary contact, and the field."""
    code, name = call.take("CODE", "FIELD")
    call.finish()
    kind, record_id = call.find(code)
    disclosure = call.services.disclosure
    field = field_name(entity_named("contact"), name)
    contact_id = disclosure.contact_of(kind, record_id)
    value = disclosure.reveal(contact_id, field, call.value("reason") or "")
    if call.options.json:
        call.out.data({"code": code, "field": field, "value": value or None})
    else:
        call.out.line(value or "-")
    return 0
