"""Reads of handovers: what is on its way, what there is of each item, who is known by one alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.enums import HandoverItem, HandoverState
from models.views.dealings import HandoverRow, KnownByOne
from storage.queries import expressions as x
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_instant

_I = HandoverItem
# What there is of each item at a customer c; the giver counts where a thing is personal.
_COUNTS: Mapping[HandoverItem, str] = {
    _I.DEALS: (
        f"SELECT count(*) FROM opportunity o WHERE o.customer_id = c.id"
        f" AND o.deleted_at IS NULL AND {x.OPEN_DEAL}"
    ),
    _I.COMMITMENTS: (
        "SELECT count(*) FROM follow_up u WHERE u.customer_id = c.id AND u.deleted_at IS NULL"
        f" AND {x.FOLLOW_UP_OPEN} AND u.kind <> 'TRACKING' AND u.assignee_id = h.from_user_id"
    ),
    _I.FEEDBACK: (
        "SELECT count(*) FROM feedback f WHERE f.customer_id = c.id AND f.deleted_at IS NULL"
        f" AND {x.CASE_OPEN}"
    ),
    _I.STAKEHOLDERS: (
        "SELECT count(*) FROM contact k WHERE k.customer_id = c.id AND k.deleted_at IS NULL"
        " AND k.left_at IS NULL"
    ),
    _I.CARE_DATES: (
        "SELECT (SELECT count(*) FROM contact k WHERE k.customer_id = c.id"
        " AND k.deleted_at IS NULL AND k.left_at IS NULL AND k.birth_date IS NOT NULL)"
        " + (SELECT count(*) FROM special_date d JOIN contact k ON k.id = d.contact_id"
        " WHERE k.customer_id = c.id AND d.deleted_at IS NULL AND k.deleted_at IS NULL)"
    ),
}
_ONLY = (
    f"NOT EXISTS (SELECT 1 FROM interaction i WHERE i.customer_id = c.id AND {x.TOUCH}"
    " AND i.user_id IS NOT h.from_user_id)"
)
_ROWS = f"""
SELECT h.id, c.id, c.code, c.name, c.grade, h.from_user_id, g.name, h.to_user_id, r.name,
  h.state, h.created_at, h.accepted_at, h.checklist, h.reason,
  EXISTS (SELECT 1 FROM interaction i WHERE i.customer_id = c.id AND {x.TOUCH}) AND {_ONLY},
  {", ".join(f"({sql})" for sql in _COUNTS.values())}
FROM handover h JOIN customer c ON c.id = h.customer_id
JOIN user g ON g.id = h.from_user_id JOIN user r ON r.id = h.to_user_id
WHERE h.deleted_at IS NULL AND c.deleted_at IS NULL AND {{where}}
ORDER BY h.state <> 'OPEN', h.to_user_id <> :user, c.grade, c.code LIMIT :limit
"""


def _rows(
    reader: ReadConnection, context: ListContext, where: str, params: Mapping[str, Any]
) -> list[HandoverRow]:
    given = {"user": context.user_id, "limit": 1000, **params}
    return [_row(context, row) for row in reader.rows(_ROWS.format(where=where), given)]


def open_ones(
    reader: ReadConnection, context: ListContext, *, everybodys: bool
) -> list[HandoverRow]:
    """Handovers on their way that the user gives or takes, what is to be accepted first.

    `everybodys` are those among others, too.
    """
    where = "h.state = 'OPEN' AND (:all OR :user IN (h.from_user_id, h.to_user_id))"
    return _rows(reader, context, where, {"all": everybodys})


def all_of(reader: ReadConnection, context: ListContext) -> list[HandoverRow]:
    """All handovers of all users, those on their way first."""
    return _rows(reader, context, "TRUE", {})


def one(reader: ReadConnection, context: ListContext, handover_id: int) -> HandoverRow | None:
    """One handover by its id."""
    found = _rows(reader, context, "h.id = :id", {"id": handover_id})
    return found[0] if found else None


def of_customer(reader: ReadConnection, customer_id: int) -> int | None:
    """Id of the handover by which a customer is on its way."""
    row = reader.one(
        "SELECT id FROM handover WHERE customer_id = :id AND state = 'OPEN' AND deleted_at IS NULL",
        {"id": customer_id},
    )
    return None if row is None else int(row[0])


def sides(reader: ReadConnection, customer_id: int) -> tuple[str, str] | None:
    """Who hands a customer over to whom at present; None where it stays."""
    row = reader.one(
        "SELECT g.name, r.name FROM handover h JOIN user g ON g.id = h.from_user_id"
        " JOIN user r ON r.id = h.to_user_id WHERE h.customer_id = :id"
        " AND h.state = 'OPEN' AND h.deleted_at IS NULL",
        {"id": customer_id},
    )
    return None if row is None else (str(row[0]), str(row[1]))


def _row(context: ListContext, row: tuple[Any, ...]) -> HandoverRow:
    (
        handover_id, customer_id, code, name, grade, from_id, from_name, to_id, to_name, state,
        created, accepted, checklist, reason, known_only, *counts,
    ) = row  # fmt: skip
    found: dict[HandoverItem, int | None] = dict(zip(_COUNTS, counts, strict=True))
    return HandoverRow(
        id=handover_id,
        customer_id=customer_id,
        customer_code=code,
        customer_name=name,
        customer_grade=grade,
        from_id=from_id,
        from_name=from_name,
        to_id=to_id,
        to_name=to_name,
        state=HandoverState(state),
        begun_on=context.day_of(created),
        accepted_at=as_instant(accepted),
        ticked=frozenset(HandoverItem(one) for one in (checklist or "").split(",") if one),
        counts={item: found.get(item) for item in HandoverItem},
        known_only=bool(known_only),
        reason=reason or "",
    )


_KNOWN_BY_ONE = f"""
SELECT c.id, c.code, c.name, min(i.user_id), w.name, count(*), max(i.at)
FROM interaction i JOIN customer c ON c.id = i.customer_id AND c.deleted_at IS NULL
LEFT JOIN user w ON w.id = i.user_id
WHERE {x.TOUCH} AND c.status IN ('LEAD', 'ACTIVE', 'DORMANT')
GROUP BY c.id HAVING count(DISTINCT i.user_id) = 1 AND min(i.user_id) IS NOT NULL
  AND (:only IS NULL OR min(i.user_id) = :only)
ORDER BY w.name, c.grade, c.code
"""


def known_by_one(reader: ReadConnection, user_id: int | None = None) -> list[KnownByOne]:
    """Active customers whose only touched user is one person, or that person (9.6)."""
    found = []
    for row in reader.rows(_KNOWN_BY_ONE, {"only": user_id}):
        last = as_instant(row[6])
        assert last is not None
        found.append(KnownByOne(row[0], row[1], row[2], row[3], row[4] or "", row[5], last))
    return found
