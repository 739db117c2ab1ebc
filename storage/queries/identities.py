"""SQL of the identity method: the lookup by digest, the log, and what is shown of identities."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.enums import (
    AccessKind,
    AccessResult,
    DocumentState,
    DocumentType,
    IdentityBasis,
    IdentityState,
    Sex,
)
from models.views.audit import Found, Unfit
from models.views.identity import Activity, ReferenceRow, RequestRow, SystemRow
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date, as_instant
from storage.sealing import request_digest

SYSTEM = "SELECT id, scopes, enabled FROM source_system WHERE deleted_at IS NULL AND key = :key"

# Replaced and revoked documents, too: they do not match, but are no unknown number (E13).
BY_NUMBER = """
SELECT d.identity_id, i.customer_id,
  d.state = 'CURRENT' AND i.state = 'ACTIVE' AND c.deleted_at IS NULL,
  i.name, i.sex, i.birth_date
FROM document d JOIN identity i ON i.id = d.identity_id JOIN customer c ON c.id = i.customer_id
WHERE d.deleted_at IS NULL AND i.deleted_at IS NULL AND d.number_hmac = :digest ORDER BY d.id
"""
FAILURES = """
SELECT at FROM access_request WHERE number_hmac = :digest AND at > :since AND system = :system
  AND kind = 'IDENTIFY' AND result IN ('E06', 'E07', 'E08', 'E13')
"""
CUSTOMER = """
SELECT code, do_not_contact = 1 OR status = 'TERMINATED' FROM customer WHERE id = :id
"""
GRANT = """
SELECT g.customer_id, g.scope, g.purpose, g.expires_at FROM grant_ g
JOIN source_system s ON s.id = g.system_id WHERE g.id = :id AND s.key = :system
"""
ADD_GRANT = """
INSERT INTO grant_ (id, at, system_id, user_id, customer_id, scope, purpose, expires_at)
VALUES (:id, :at, :system_id, :user_id, :customer_id, :scope, :purpose, :expires_at)
"""
ADD_REQUEST = """
INSERT INTO access_request (id, at, kind, system, requester, user_id, purpose, scope, result,
  customer_id, document_type, last4, number_hmac, grant_id, row_count, duration_ms)
VALUES (:id, :at, :kind, :system, :requester, :user_id, :purpose, :scope, :result,
  :customer_id, :document_type, :last4, :number_hmac, :grant_id, :row_count, :duration_ms)
"""
ACTIVITY = """
SELECT a.kind, a.at, s.key, a.payload FROM activity_record a
JOIN source_system s ON s.id = a.system_id
WHERE a.deleted_at IS NULL AND a.customer_id = :customer
  AND a.kind IN (SELECT value FROM json_each(:kinds)) ORDER BY a.at DESC, a.id DESC
"""

# A failure runs both whatever it was: only a data fault (E08) makes them write a row each.
TAKE_NUMBER = """
INSERT INTO counter (prefix, last) SELECT 'U', 1 WHERE :fault
ON CONFLICT (prefix) DO UPDATE SET last = last + 1
"""
ADD_TASK = """
INSERT INTO follow_up (id, created_at, created_by_id, updated_at, updated_by_id, version, code,
  customer_id, kind, question_code, due_date, priority, status, assignee_id, snoozes)
SELECT :id, :at, :user, :at, :user, 1,
  'U-' || printf('%06d', (SELECT last FROM counter WHERE prefix = 'U')),
  :customer, 'TASK', :about, :today, 0, 'OPEN',
  (SELECT id FROM user WHERE deleted_at IS NULL AND active = 1
   AND ',' || roles || ',' LIKE '%,MANAGER,%' ORDER BY id LIMIT 1), 0
WHERE :fault
"""
OPEN_TASK = """
SELECT count(*) FROM follow_up WHERE deleted_at IS NULL AND customer_id = :customer
  AND question_code = :about AND status = 'OPEN'
"""

_SYSTEMS = """
SELECT s.id, s.key, s.name, s.scopes, s.enabled,
  (SELECT count(*) FROM external_ref e WHERE e.system_id = s.id AND e.deleted_at IS NULL),
  (SELECT count(*) FROM activity_record a WHERE a.system_id = s.id AND a.deleted_at IS NULL),
  (SELECT r.at FROM access_request r WHERE r.system = s.key ORDER BY r.id DESC LIMIT 1)
FROM source_system s WHERE s.deleted_at IS NULL ORDER BY s.enabled DESC, s.name, s.id
"""
_IDENTITIES = """
SELECT i.id, i.version, i.customer_id, k.name, i.name, i.sex, i.birth_date, i.legal_basis,
  i.basis_note, i.state, i.reason
FROM identity i LEFT JOIN contact k ON k.id = i.contact_id
WHERE i.deleted_at IS NULL AND i.customer_id = :customer ORDER BY i.state, i.id
"""
_DOCUMENTS = """
SELECT d.id, d.identity_id, d.document_type,
  unseal(d.document_number, d.id, 'document.document_number'), d.valid_until, d.state, d.ended_on
FROM document d JOIN identity i ON i.id = d.identity_id
WHERE d.deleted_at IS NULL AND i.deleted_at IS NULL AND i.customer_id = :customer
ORDER BY d.state, d.id DESC
"""
_DOCUMENT = """
SELECT c.code, c.owner_id FROM document d JOIN identity i ON i.id = d.identity_id
JOIN customer c ON c.id = i.customer_id
WHERE d.deleted_at IS NULL AND i.deleted_at IS NULL AND d.id = :id
"""
_NUMBER = """
SELECT unseal(document_number, id, 'document.document_number') FROM document WHERE id = :id
"""
_REFERENCES = """
SELECT e.id, s.key, s.name, e.external_id FROM external_ref e
JOIN source_system s ON s.id = e.system_id
WHERE e.deleted_at IS NULL AND e.customer_id = :customer ORDER BY s.name, e.id
"""
_KINDS = """
SELECT kind, count(*), max(at) FROM activity_record
WHERE deleted_at IS NULL AND customer_id = :customer GROUP BY kind ORDER BY kind
"""
_LOG = """
SELECT r.id, r.at, r.kind, r.system, r.requester, u.name, r.purpose, r.scope, r.result,
  r.customer_id, c.code, r.document_type, r.last4, r.number_hmac, r.grant_id, r.row_count,
  r.duration_ms
FROM access_request r LEFT JOIN user u ON u.id = r.user_id
LEFT JOIN customer c ON c.id = r.customer_id
WHERE (:system IS NULL OR r.system = :system) AND (:failed = 0 OR r.result <> 'OK')
ORDER BY r.id DESC LIMIT :limit
"""
BY_EXTERNAL_ID = """
SELECT c.code FROM external_ref e JOIN source_system s ON s.id = e.system_id
JOIN customer c ON c.id = e.customer_id
WHERE e.deleted_at IS NULL AND s.deleted_at IS NULL AND s.key = :system
  AND e.external_id = :external_id
"""
# The lines of the log as they stand, and what the journal vouches for.
LINE = (
    "id", "at", "kind", "system", "requester", "user_id", "purpose", "scope", "result",
    "customer_id", "document_type", "last4", "number_hmac", "grant_id", "row_count", "duration_ms",
)  # fmt: skip
WHOLE_LOG = f"SELECT {', '.join(LINE)} FROM access_request ORDER BY id"
VOUCHED = """
SELECT record_id, json_extract(changed, '$.digest[1]'), change_id FROM change_entry
WHERE entity = 'access_request' AND action = 'CREATE'
"""
DocumentParts = tuple[int, int, DocumentType, str, date | None, DocumentState, date | None]
IdentityParts = tuple[
    int, int, int, str, str, Sex, date, IdentityBasis, str, IdentityState, str
]  # fmt: skip


def vouched(reader: ReadConnection, key: bytes) -> tuple[int, list[Unfit]]:
    """How many lines the log of requests has, and which do not fit what the journal holds of them.

    What fits was neither changed, put in nor taken out since it was written; the journal itself
    is proved by its chain.
    """
    wanted = {row[0]: row[1:] for row in reader.rows(VOUCHED)}
    unfit: list[Unfit] = []
    count = 0
    for row in reader.rows(WHOLE_LOG):
        count += 1
        line = dict(zip(LINE, row, strict=True))
        digest, change_id = wanted.pop(line["id"], (None, None))
        if digest is None:
            unfit.append(Unfit(Found.REQUEST_ADDED, line["id"], change_id))
        elif digest != request_digest(key, line):
            unfit.append(Unfit(Found.REQUEST_CHANGED, line["id"], change_id))
    unfit += [Unfit(Found.REQUEST_MISSING, gone, told[1]) for gone, told in wanted.items()]
    return count, unfit


def systems(reader: ReadConnection) -> list[SystemRow]:
    """Every system that is registered, those that may ask first."""
    return [
        SystemRow(key_id, key, name, scopes, bool(enabled), references, told, as_instant(asked))
        for key_id, key, name, scopes, enabled, references, told, asked in reader.rows(_SYSTEMS)
    ]


def identities(reader: ReadConnection, customer_id: int) -> list[IdentityParts]:
    """The identities of a customer, without their documents."""
    return [
        (
            *row[:3],
            row[3] or "",
            row[4],
            Sex(row[5]),
            date.fromisoformat(row[6]),
            IdentityBasis(row[7]),
            row[8] or "",
            IdentityState(row[9]),
            row[10] or "",
        )
        for row in reader.rows(_IDENTITIES, {"customer": customer_id})
    ]


def documents(reader: ReadConnection, customer_id: int) -> list[DocumentParts]:
    """The documents of a customer, their numbers in clear: the caller masks them."""
    return [
        (
            *row[:2],
            DocumentType(row[2]),
            row[3],
            as_date(row[4]),
            DocumentState(row[5]),
            as_date(row[6]),
        )
        for row in reader.rows(_DOCUMENTS, {"customer": customer_id})
    ]


def document(reader: ReadConnection, document_id: int) -> tuple[str, int | None] | None:
    """(code, owner) of the customer of a document; None where there is none."""
    row = reader.one(_DOCUMENT, {"id": document_id})
    return None if row is None else (row[0], row[1])


def number(reader: ReadConnection, document_id: int) -> str:
    """The whole number of a document that is there."""
    row = reader.one(_NUMBER, {"id": document_id})
    assert row is not None
    return str(row[0])


def references(reader: ReadConnection, customer_id: int) -> list[ReferenceRow]:
    """What other systems call a customer."""
    return [ReferenceRow(*row) for row in reader.rows(_REFERENCES, {"customer": customer_id})]


def kinds(reader: ReadConnection, customer_id: int) -> list[tuple[str, int, Any]]:
    """(kind, how many, the newest) of the activity of a customer."""
    rows = reader.rows(_KINDS, {"customer": customer_id})
    return [(kind, count, as_instant(newest)) for kind, count, newest in rows]


def log(
    reader: ReadConnection, system: str | None, *, failed: bool, limit: int
) -> list[RequestRow]:
    """The newest lines of the log, of one system or of all."""
    given = {"system": system, "failed": int(failed), "limit": limit}
    return [_request(row) for row in reader.rows(_LOG, given)]


def activity_of(row: tuple[Any, ...]) -> Activity:
    """A row of ACTIVITY."""
    at = as_instant(row[1])
    assert at is not None
    return Activity(row[0], at, row[2], row[3])


def _request(row: tuple[Any, ...]) -> RequestRow:
    at = as_instant(row[1])
    assert at is not None
    return RequestRow(
        row[0],
        at,
        AccessKind(row[2]),
        row[3],
        row[4],
        row[5] or "",
        row[6],
        row[7],
        AccessResult(row[8]),
        row[9],
        row[10] or "",
        *row[11:],
    )
