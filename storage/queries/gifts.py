"""Reads of the gift and meal register."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.enums import GiftDirection, GiftKind, GiftState
from models.views.dealings import GiftRow
from storage.queries.reader import ReadConnection

_ROWS = """
SELECT g.id, g.version, c.id, c.code, c.name, k.name, g.kind, g.direction, g.value, g.currency,
  g.date, g.purpose, w.name, g.state, a.name, g.reason
FROM gift_register g JOIN customer c ON c.id = g.customer_id
LEFT JOIN contact k ON k.id = g.contact_id
LEFT JOIN user w ON w.id = g.giver_id LEFT JOIN user a ON a.id = g.approver_id
WHERE g.deleted_at IS NULL AND (:customer IS NULL OR g.customer_id = :customer)
  AND (:state IS NULL OR g.state = :state)
ORDER BY g.state <> 'WAITING', g.date DESC, g.id DESC LIMIT :limit
"""
_FUND = """
SELECT g.direction, g.value FROM gift_register g
WHERE g.deleted_at IS NULL AND g.customer_id = :customer AND g.kind = 'LOYALTY_FUND'
  AND g.state IN ('FREE', 'APPROVED') ORDER BY g.id
"""
MOST = 1000


def rows(
    reader: ReadConnection, customer_id: int | None = None, state: GiftState | None = None
) -> list[GiftRow]:
    """Entries, what waits for an answer first, then the newest."""
    given = {"customer": customer_id, "state": state and state.value, "limit": MOST}
    return [_row(row) for row in reader.rows(_ROWS, given)]


def fund(reader: ReadConnection, customer_id: int) -> list[tuple[GiftDirection, int]]:
    """What was paid into the loyalty fund of a customer and drawn from it, in minor units."""
    return [
        (GiftDirection(direction), value)
        for direction, value in reader.rows(_FUND, {"customer": customer_id})
    ]


def _row(row: tuple[Any, ...]) -> GiftRow:
    return GiftRow(
        id=row[0],
        version=row[1],
        customer_id=row[2],
        customer_code=row[3],
        customer_name=row[4],
        contact_name=row[5] or "",
        kind=GiftKind(row[6]),
        direction=GiftDirection(row[7]),
        value=row[8],
        currency=row[9] or "",
        date=date.fromisoformat(row[10]),
        purpose=row[11],
        giver_name=row[12] or "",
        state=GiftState(row[13]),
        approver_name=row[14] or "",
        reason=row[15] or "",
    )
