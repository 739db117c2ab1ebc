"""Keeps the keys by which lookalikes are found in step with customers (requirements 11.5)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence, Set

from storage.search.lookalikes import COLUMNS, Key, facts_of_row, kept_keys
from storage.work import Work

_CHOSEN = "IN (SELECT value FROM json_each(:ids))"
_FACTS = f"SELECT id, {', '.join(COLUMNS)} FROM customer WHERE id {_CHOSEN} AND deleted_at IS NULL"  # noqa: S608 - constants
_KEPT = f"SELECT customer_id, kind, value FROM match_key WHERE customer_id {_CHOSEN}"  # noqa: S608 - constants
_KEEP = "INSERT INTO match_key (kind, value, customer_id) VALUES (:kind, :value, :id)"
_FORGET = "DELETE FROM match_key WHERE kind = :kind AND value = :value AND customer_id = :id"


def refresh(work: Work, customer_ids: Sequence[int]) -> None:
    """Makes the keys of these customers what they are now; archived ones have none."""
    chosen = {"ids": json.dumps(list(customer_ids))}
    kept: dict[int, set[Key]] = defaultdict(set)
    for customer_id, kind, value in work.rows(_KEPT, chosen):
        kept[customer_id].add((kind, value))
    wanted = {row[0]: kept_keys(facts_of_row(row[1:])) for row in work.rows(_FACTS, chosen)}
    gone, made = [], []
    for customer_id in {*kept, *wanted}:
        before: Set[Key] = kept.get(customer_id, frozenset())
        now = wanted.get(customer_id, frozenset())
        gone += [{"kind": k, "value": v, "id": customer_id} for k, v in sorted(before - now)]
        made += [{"kind": k, "value": v, "id": customer_id} for k, v in sorted(now - before)]
    work.execute_many(_FORGET, list(gone), records=False)
    work.execute_many(_KEEP, list(made), records=False)
