"""Reads of privacy: what persons agreed to."""

from __future__ import annotations

from models.enums import Channel, ConsentBasis, ConsentPurpose, ConsentState
from models.views.privacy import ConsentRow
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date

_CONSENTS = """
SELECT n.id, n.contact_id, k.name, n.purpose, n.channel, n.state, n.basis, n.given_on,
  n.notice_date, n.withdrawn_on, COALESCE(n.source, '')
FROM contact k JOIN consent n ON n.contact_id = k.id AND n.deleted_at IS NULL
WHERE k.customer_id = :id AND k.deleted_at IS NULL ORDER BY n.contact_id, n.purpose, n.id DESC
"""


def consents(reader: ReadConnection, customer_id: int) -> list[ConsentRow]:
    """What the persons of a customer said, by person and purpose, the newest first."""
    return [
        ConsentRow(
            number,
            contact,
            name,
            ConsentPurpose(purpose),
            Channel(channel) if channel else None,
            ConsentState(state),
            ConsentBasis(basis),
            as_date(given),
            as_date(notice),
            as_date(withdrawn),
            source,
        )
        for (
            number, contact, name, purpose, channel, state, basis, given, notice, withdrawn, source,
        ) in reader.rows(_CONSENTS, {"id": customer_id})
    ]  # fmt: skip
