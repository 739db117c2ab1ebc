"""Reads of campaigns: how far they are, who takes part, what members ordered since."""

from __future__ import annotations

from typing import Any

from models.enums import CampaignPurpose, CampaignResponse, CampaignState, LeftOut
from models.rules.campaigns import campaign_return
from models.views.campaigns import CampaignCard, CampaignRow, MemberRow, Participation
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date, moment

_ROWS = """
SELECT g.id, g.code, g.name, g.purpose, g.state, g.planned_on,
  (SELECT count(*) FROM campaign_member m WHERE m.campaign_id = g.id AND m.deleted_at IS NULL
     AND m.left_out IS NULL),
  (SELECT count(*) FROM campaign_member m WHERE m.campaign_id = g.id AND m.deleted_at IS NULL
     AND m.left_out IS NOT NULL),
  (SELECT count(m.invited_on) FROM campaign_member m WHERE m.campaign_id = g.id
     AND m.deleted_at IS NULL),
  (SELECT count(*) FROM campaign_member m WHERE m.campaign_id = g.id AND m.deleted_at IS NULL
     AND m.attended = 1),
  (SELECT count(*) FROM campaign_member m WHERE m.campaign_id = g.id AND m.deleted_at IS NULL
     AND m.response <> 'NONE'),
  g.cost, g.revenue, g.currency
FROM campaign g WHERE g.deleted_at IS NULL AND (:id IS NULL OR g.id = :id)
ORDER BY g.state = 'CLOSED', g.planned_on DESC, g.id LIMIT 1000
"""
_MEMBERS = """
SELECT m.id, c.id, c.code, c.name, COALESCE(k.name, ''), m.left_out, m.invited_on, m.attended,
  m.response, COALESCE(m.note, '')
FROM campaign_member m JOIN customer c ON c.id = m.customer_id
LEFT JOIN contact k ON k.id = m.contact_id
WHERE m.campaign_id = :id AND m.deleted_at IS NULL
ORDER BY m.left_out IS NOT NULL, c.code
"""
_TEXTS = """
SELECT COALESCE(filter, ''), COALESCE(offer, ''), COALESCE(result, ''), COALESCE(next_change, '')
FROM campaign WHERE id = :id
"""
_ORDERED = """
SELECT COALESCE(sum(s.amount), 0) FROM sales_order s
JOIN campaign_member m ON m.customer_id = s.customer_id
JOIN campaign g ON g.id = m.campaign_id
WHERE g.id = :id AND m.deleted_at IS NULL AND m.left_out IS NULL AND s.deleted_at IS NULL
  AND s.status <> 'CANCELLED' AND s.currency = g.currency AND s.sale_date >= g.built_on
  AND s.sale_date <= COALESCE(g.closed_on, s.sale_date)
"""
_SPENT = """
SELECT purpose, sum(cost) FROM campaign WHERE deleted_at IS NULL AND state <> 'PLANNED'
  AND currency = :currency AND built_on BETWEEN :first AND :last GROUP BY purpose
"""


def rows(reader: ReadConnection, campaign_id: int | None = None) -> list[CampaignRow]:
    """Campaigns with their counts, those under way first, the newest on top."""
    return [_row(row) for row in reader.rows(_ROWS, {"id": campaign_id})]


def _row(row: tuple[Any, ...]) -> CampaignRow:
    number, code, name, purpose, state, on, members, out, invited, attended, responded = row[:11]
    cost, revenue, currency = row[11:]
    planned = as_date(on)
    assert planned is not None
    return CampaignRow(
        number,
        code or "",
        name,
        CampaignPurpose(purpose),
        CampaignState(state),
        planned,
        members,
        out,
        invited,
        attended,
        responded,
        cost,
        revenue,
        currency or "CNY",
        campaign_return(cost, revenue),
    )


def card(reader: ReadConnection, campaign_id: int) -> CampaignCard | None:
    """A campaign with everybody of its segment; None where there is none."""
    found = rows(reader, campaign_id)
    if not found:
        return None
    query, offer, result, change = reader.one(_TEXTS, {"id": campaign_id}) or ("", "", "", "")
    members = tuple(_member(row) for row in reader.rows(_MEMBERS, {"id": campaign_id}))
    ordered = reader.one(_ORDERED, {"id": campaign_id})
    sold = int(ordered[0]) if ordered else 0
    return CampaignCard(found[0], query, offer, result, change, members, sold)


def _member(row: tuple[Any, ...]) -> MemberRow:
    number, customer, code, name, person, out, invited, attended, response, note = row
    return MemberRow(
        number,
        customer,
        code,
        name,
        person,
        LeftOut(out) if out else None,
        as_date(invited),
        bool(attended),
        CampaignResponse(response or "NONE"),
        note,
    )


def spent(reader: ReadConnection, first: str, last: str, currency: str) -> dict[str, int]:
    """What campaigns that began in a period cost, by purpose (R-LEAK)."""
    given = {"first": first, "last": last, "currency": currency}
    return {purpose: int(cost or 0) for purpose, cost in reader.rows(_SPENT, given)}


_OF_CUSTOMER = """
SELECT m.id, m.updated_at, g.name, m.invited_on, m.attended, m.response
FROM campaign_member m JOIN campaign g ON g.id = m.campaign_id AND g.deleted_at IS NULL
WHERE m.customer_id = :id AND m.deleted_at IS NULL AND m.left_out IS NULL
ORDER BY m.updated_at DESC, m.id DESC LIMIT 200
"""


def of_customer(reader: ReadConnection, customer_id: int) -> tuple[Participation, ...]:
    """The campaigns a customer takes or took part in, the newest first."""
    return tuple(
        Participation(
            number, moment(at), name, as_date(invited), bool(attended), CampaignResponse(said)
        )
        for number, at, name, invited, attended, said in reader.rows(
            _OF_CUSTOMER, {"id": customer_id}
        )
    )
