"""Keeps the stored value figures right: revenue, RFM, key account, pyramid and value tier.

Set-based, for the customers a change touched and for all whose rank moves with them. What one
customer's figures are follows from the whole book, so no undo writes them back: it works them out.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.enums import ChangeAction
from models.records.customer import Customer
from storage.queries import ranking
from storage.work import Work

_MEASURE = (
    "UPDATE customer SET revenue_year = :revenue, deals_weighted = :weighted, rfm = :rfm,"
    " version = version + 1 WHERE id = :id"
)
_PLACE = (
    "UPDATE customer SET key_account = :key, pyramid_tier = :tier, version = version + 1"
    " WHERE id = :id"
)
_TIER = "UPDATE customer SET value_tier = :tier, version = version + 1 WHERE id = :id"


def refresh(work: Work, customer_ids: Iterable[int], *, whole_book: bool = False) -> int:
    """Figures of these customers and of those whose rank moves; returns how many rows it wrote.

    `whole_book` looks at every rank even where nothing of these customers moves one: after a
    change of the settings (R-PARETO, R-PYR, R-RFM, R-TIER).
    """
    ids = sorted(set(customer_ids))
    if not ids and not whole_book:
        return 0
    given = ranking.figures(work.policy, work.today)
    found = ranking.measured(work, given, ids)
    work.execute_many(
        _MEASURE,
        [
            {"id": one.id, "revenue": one.revenue, "weighted": one.weighted, "rfm": one.rfm}
            for one in found
        ],
    )
    changed = {one.id for one in found}
    if whole_book or any(one.moves_ranks for one in found) or ranking.misplaced(work, ids):
        moved = ranking.placed(work, work.policy, ids)
        work.execute_many(
            _PLACE,
            [{"id": one.id, "key": one.key_account, "tier": one.pyramid_tier} for one in moved],
        )
        changed |= {one.id for one in moved}
    tiers = ranking.tiered(work, given, {*ids, *changed})
    work.execute_many(_TIER, [{"id": one, "tier": tier} for one, tier in tiers])
    changed |= {one for one, _tier in tiers}
    _tell(work, changed)
    return len(changed)


def _tell(work: Work, changed: set[int]) -> None:
    """Records in hand are read anew; lists learn that customers changed."""
    if not changed:
        return
    for record in list(work.session.identity_map.values()):
        if isinstance(record, Customer) and record.id in changed:
            work.session.expire(record)
    work.journal.note("customer", None, ChangeAction.UPDATE)


def touched(work: Work) -> set[int]:
    """Customers whose value figures this unit may have moved, read set-based."""
    found = set(work.journal.touched("customer"))
    for entity in ("sales_order", "opportunity"):
        ids = list(work.journal.touched(entity))
        rows = work.rows(
            f"SELECT DISTINCT customer_id FROM {entity}"  # noqa: S608 - names of this line
            " WHERE id IN (SELECT value FROM json_each(:ids))",
            {"ids": ranking.ids_parameter(ids)},
        )
        found.update(row[0] for row in rows)
        for record_id in ids:
            moved = work.journal.entries[(entity, record_id)].changed.get("customer_id", ())
            found.update(one for one in moved if isinstance(one, int))
    return found
