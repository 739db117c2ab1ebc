"""What the review of open deals needs besides the list: answers, next items, sums.

Set-based: one read for a page of deals, one for all of an owner's, however many there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from models.enums import NsabcState
from models.rules.answers import Answer
from storage.queries import expressions as x
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date

_IDS = "IN (SELECT value FROM json_each(:ids))"
_ANSWERS = f"""
SELECT a.subject_id, a.question_code, a.state, a.confirmed_on FROM nsabc_answer a
WHERE a.scope = 'OPPORTUNITY' AND a.deleted_at IS NULL AND a.subject_id {_IDS}
"""
_NEXT = f"""
SELECT u.opportunity_id, u.due_date, u.title FROM follow_up u
WHERE u.deleted_at IS NULL AND {x.FOLLOW_UP_OPEN} AND u.opportunity_id {_IDS}
ORDER BY u.due_date DESC
"""
_OWN = "(:owner IS NULL OR o.owner_id = :owner)"
_STEPLESS = f"""
SELECT count(*), sum(o.next_step_date IS NULL AND NOT EXISTS (
  SELECT 1 FROM follow_up u WHERE u.opportunity_id = o.id AND u.deleted_at IS NULL
  AND {x.FOLLOW_UP_OPEN}))
FROM opportunity o WHERE o.deleted_at IS NULL AND {x.OPEN_DEAL} AND {_OWN}
"""
_FORECAST = f"""
SELECT o.code, o.odds_calc, o.expected_amount, o.expected_close_date, o.currency
FROM opportunity o WHERE o.deleted_at IS NULL AND {x.OPEN_DEAL} AND {_OWN} ORDER BY o.id
"""


def answers_of(reader: ReadConnection, deal_ids: Sequence[int]) -> dict[int, list[Answer]]:
    """The answers of these deals, by deal."""
    found: dict[int, list[Answer]] = defaultdict(list)
    for deal, code, state, on in reader.rows(_ANSWERS, {"ids": json.dumps(list(deal_ids))}):
        found[deal].append(Answer(code, NsabcState(state), as_date(on)))
    return found


def next_items(
    reader: ReadConnection, deal_ids: Sequence[int]
) -> dict[int, tuple[date, str | None]]:
    """The earliest open follow-up of each of these deals: due day and title."""
    rows = reader.rows(_NEXT, {"ids": json.dumps(list(deal_ids))})
    return {deal: (date.fromisoformat(due), title) for deal, due, title in rows}


def stepless(reader: ReadConnection, owner: int | None) -> tuple[int, int]:
    """(open deals, those of them without a dated next step) of an owner, or of all."""
    row = reader.one(_STEPLESS, {"owner": owner})
    return (0, 0) if row is None else (row[0], row[1] or 0)


def forecast_rows(
    reader: ReadConnection, owner: int | None
) -> list[tuple[str, int | None, int | None, date | None, str]]:
    """(code, odds in tenths, amount, close date, currency) of the open deals."""
    rows = reader.rows(_FORECAST, {"owner": owner})
    return [(row[0], row[1], row[2], as_date(row[3]), row[4] or "") for row in rows]
