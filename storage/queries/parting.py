"""Reads of terminations: where one stands, what is still open, what was allowed after it (9.5)."""

from __future__ import annotations

from typing import Any

from models.enums import CustomerStatus, ReleaseKind, ReleaseState, TerminationState
from models.rules.termination import OpenMatter
from models.views.parting import ReleaseRow, TerminationCard, TerminationRow
from storage.queries import details
from storage.queries import expressions as x
from storage.queries.bulk import Rows
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date, as_instant

# What must be settled before a customer is parted with; a contract is an order of its number.
_OPEN = f"""
SELECT 'sales_order', s.code, s.order_contract_no FROM sales_order s
WHERE s.customer_id = :id AND s.deleted_at IS NULL AND s.status = 'OPEN'
UNION ALL
SELECT 'ticket', tk.code, '' FROM ticket tk
WHERE tk.customer_id = :id AND tk.deleted_at IS NULL AND {x.TICKET_OPEN}
UNION ALL
SELECT 'feedback', f.code, '' FROM feedback f
WHERE f.customer_id = :id AND f.deleted_at IS NULL AND {x.CASE_OPEN}
UNION ALL
SELECT 'opportunity', o.code, o.title FROM opportunity o
WHERE o.customer_id = :id AND o.deleted_at IS NULL AND {x.OPEN_DEAL}
"""
_UNPAID = """
SELECT code FROM sales_order WHERE customer_id = :id AND deleted_at IS NULL
  AND status <> 'CANCELLED' AND COALESCE(paid_amount, 0) < COALESCE(amount, 0) ORDER BY code
"""
_CURRENT = """
SELECT t.id, COALESCE(q.name, ''), COALESCE(p.name, '') FROM termination t
LEFT JOIN user q ON q.id = t.requester_id LEFT JOIN user p ON p.id = t.approver_id
WHERE t.customer_id = :id AND t.deleted_at IS NULL AND t.state NOT IN ('WITHDRAWN', 'REACTIVATED')
ORDER BY t.id DESC LIMIT 1
"""
_ENDED = """
SELECT state, terminated_on, COALESCE(ended_reason, '') FROM termination
WHERE customer_id = :id AND deleted_at IS NULL AND state IN ('WITHDRAWN', 'REACTIVATED')
ORDER BY id DESC
"""
_RELEASES = """
SELECT r.id, r.kind, r.state, COALESCE(r.text, ''), r.reason, COALESCE(q.name, ''),
  COALESCE(p.name, ''), r.decided_at, COALESCE(r.comment, ''), r.self_approved
FROM contact_release r LEFT JOIN user q ON q.id = r.requester_id
LEFT JOIN user p ON p.id = r.approver_id
WHERE r.customer_id = :id AND r.deleted_at IS NULL ORDER BY r.id DESC
"""
_ALL = """
SELECT t.id, c.id, c.code, c.name, COALESCE(w.name, ''), t.state, COALESCE(q.name, ''),
  t.effective_date
FROM termination t JOIN customer c ON c.id = t.customer_id
LEFT JOIN user w ON w.id = c.owner_id LEFT JOIN user q ON q.id = t.requester_id
WHERE t.deleted_at IS NULL AND c.deleted_at IS NULL
  AND t.state NOT IN ('WITHDRAWN', 'REACTIVATED')
ORDER BY t.state = 'EVALUATED', t.state <> 'SUBMITTED', t.effective_date IS NULL,
  t.effective_date, c.code
LIMIT 1000
"""


def open_matters(reader: Rows, customer_id: int) -> tuple[OpenMatter, ...]:
    """Open orders, tickets, cases and deals of a customer, in this order."""
    rows = reader.rows(_OPEN, {"id": customer_id})
    return tuple(OpenMatter(entity, code or "", title or "") for entity, code, title in rows)


def unpaid_orders(reader: Rows, customer_id: int) -> tuple[str, ...]:
    """Codes of orders that are not paid in full."""
    return tuple(str(code) for (code,) in reader.rows(_UNPAID, {"id": customer_id}))


def card(reader: ReadConnection, customer_id: int) -> TerminationCard | None:
    """Everything about parting with a customer; None where there is no such customer."""
    customer = reader.one(
        "SELECT code, name, status, do_not_contact, retention_until FROM customer"
        " WHERE id = :id AND deleted_at IS NULL",
        {"id": customer_id},
    )
    if customer is None:
        return None
    code, name, status, silent, kept = customer
    found = reader.one(_CURRENT, {"id": customer_id})
    values = (details.record(reader, "termination", found[0]) if found else None) or {}
    return TerminationCard(
        customer_id,
        code,
        name,
        CustomerStatus(status),
        bool(silent),
        as_date(kept),
        found[0] if found else None,
        TerminationState(str(values["state"])) if values else None,
        values,
        found[1] if found else "",
        found[2] if found else "",
        open_matters(reader, customer_id),
        unpaid_orders(reader, customer_id),
        tuple(_release(row) for row in reader.rows(_RELEASES, {"id": customer_id})),
        tuple(
            (TerminationState(state), as_date(on), why)
            for state, on, why in reader.rows(_ENDED, {"id": customer_id})
        ),
    )


def _release(row: tuple[Any, ...]) -> ReleaseRow:
    number, kind, state, text, reason, requester, approver, at, comment, alone = row
    return ReleaseRow(
        number,
        ReleaseKind(kind),
        ReleaseState(state),
        text,
        reason,
        requester,
        approver,
        as_instant(at),
        comment,
        bool(alone),
    )


def rows(reader: ReadConnection) -> list[TerminationRow]:
    """All terminations that were not given up, what waits for an answer first."""
    return [
        TerminationRow(
            number, customer, code, name, owner, TerminationState(state), who, as_date(on)
        )
        for number, customer, code, name, owner, state, who, on in reader.rows(_ALL)
    ]


def release_of(reader: Rows, release_id: int) -> int | None:
    """The customer of a request."""
    found = reader.rows(
        "SELECT customer_id FROM contact_release WHERE id = :id AND deleted_at IS NULL",
        {"id": release_id},
    )
    return int(found[0][0]) if found else None
