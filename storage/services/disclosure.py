"""Hidden values shown to who may ask for them, with a reason that is kept (11.3, AC-196)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from models.explanation import Reason
from models.fields.registry import entity
from models.records.contact import Contact
from models.rules.rights import Action
from storage.effects import permits
from storage.errors import Invalid, NotFound, Refused
from storage.work import encode_params

if TYPE_CHECKING:
    from storage.services.core import Core
    from storage.work import Work

FIELDS = tuple(field.name for field in entity("contact").fields if field.sealed)
_LONGEST = 400  # characters of a reason


class Disclosure:
    """Reveals one value at a time; none without its line in the log."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def reveal(self, contact_id: int, field: str, reason: str) -> str:
        """The whole value of a sealed field of a contact; "" where there is none.

        Refused: no reason, or no right to it (SALES for own customers only). Invalid: a field
        that is not hidden. NotFound: no such contact, or none that the user may see. The line in
        the log and the value come in one commit.
        """
        why = " ".join(reason.split())[:_LONGEST]
        if field not in FIELDS:
            params = {"field": "field", "value": field, "entity": "contact", "fields": FIELDS}
            raise Invalid([Reason("reveal.not_hidden", params)])
        if not why:
            raise Refused("reveal.needs_reason", entity="contact", field=field)

        def unit(work: Work) -> str:
            contact = work.get(Contact, contact_id)
            permits.require(work, "contact", [contact_id], Action.REVEAL)
            assert work.change is not None
            work.change.params = encode_params(
                {"entity": "contact", "record": contact.code, "field": field, "reason": why}
            )
            work.session.add(work.change)  # nothing was written, and yet it is kept
            return str(getattr(contact, field) or "")

        return self._core.write("access.reveal", {"entity": "contact"}, unit)

    def contact_of(self, kind: str, record_id: int) -> int:
        """The contact meant by a code: itself, or the primary one of a customer. NotFound else."""
        if kind == "contact":
            return record_id
        row = self._core.read(
            lambda reader: reader.one(
                "SELECT id FROM contact WHERE customer_id = :id AND deleted_at IS NULL"
                " ORDER BY is_primary DESC, id LIMIT 1",
                {"id": record_id},
            )
        )
        if row is None:
            raise NotFound("not_found", entity="contact", value=record_id)
        return cast("int", row[0])
