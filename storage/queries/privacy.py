"""Reads of privacy: what persons agreed to, what the log says of them, who is kept how long."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from models.enums import Channel, ConsentBasis, ConsentPurpose, ConsentState, CustomerStatus
from models.views.privacy import ConsentRow, HeldChange, HeldRequest, RetentionRow
from storage.queries import expressions as x
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date, moment

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


_RETENTION = f"""
SELECT c.id, c.code, c.name, c.status, COALESCE(w.name, ''), c.retention_until,
  (SELECT count(*) FROM sales_order s WHERE s.customer_id = c.id AND s.deleted_at IS NULL
     AND s.status = 'OPEN')
  + (SELECT count(*) FROM ticket tk WHERE tk.customer_id = c.id AND tk.deleted_at IS NULL
     AND {x.TICKET_OPEN})
  + (SELECT count(*) FROM feedback f WHERE f.customer_id = c.id AND f.deleted_at IS NULL
     AND {x.CASE_OPEN})
  + (SELECT count(*) FROM opportunity o WHERE o.customer_id = c.id AND o.deleted_at IS NULL
     AND {x.OPEN_DEAL})
FROM customer c LEFT JOIN user w ON w.id = c.owner_id
WHERE c.deleted_at IS NULL AND c.retention_until <= :last
ORDER BY c.retention_until, c.code LIMIT 5000
"""
_LOG = """
SELECT s.at, COALESCE(w.name, ''), s.label, s.params, e.entity, e.changed
FROM change_entry e JOIN change_set s ON s.id = e.change_id LEFT JOIN user w ON w.id = s.actor_id
WHERE e.entity = :entity AND e.record_id IN (SELECT value FROM json_each(:ids))
ORDER BY e.seq
"""
_REQUESTS = """
SELECT at, system, purpose, result FROM access_request
WHERE customer_id IN (SELECT value FROM json_each(:ids)) ORDER BY at
"""


def retention(reader: ReadConnection, last: date) -> list[RetentionRow]:
    """Customers to be kept until a day up to `last`, the oldest first (11.10)."""
    found = []
    for customer_id, code, name, status, owner, until, matters in reader.rows(
        _RETENTION, {"last": last.isoformat()}
    ):
        day = as_date(until)
        assert day is not None
        row = (customer_id, code, name, CustomerStatus(status), owner, day, int(matters))
        found.append(RetentionRow(*row))
    return found


def changes_of(reader: ReadConnection, entity: str, ids: Collection[int]) -> list[HeldChange]:
    """What the log says of records of one kind, the oldest first."""
    given = {"entity": entity, "ids": json.dumps(sorted(ids))}
    return [
        HeldChange(
            moment(at), who, label, json.loads(params), kind, tuple(json.loads(changed or "{}"))
        )
        for at, who, label, params, kind, changed in reader.rows(_LOG, given)
    ]


def requests_of(reader: ReadConnection, customer_ids: Collection[int]) -> list[HeldRequest]:
    """Who asked for the identity of customers, the oldest first."""
    given = {"ids": json.dumps(sorted(customer_ids))}
    return [HeldRequest(moment(at), *rest) for at, *rest in reader.rows(_REQUESTS, given)]
