"""Reads of trade fairs: the visitors of a day, the hot ones first; the fair that is on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from models.views.dealings import FairRow
from storage.queries import expressions as x
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_instant

_ROWS = f"""
SELECT v.id, v.fair, v.card_no, c.id, c.code, c.name, k.name, v.messenger, v.interest, v.hot,
  v.at, w.name, u.code, {x.FOLLOW_UP_ENDED}
FROM fair_visit v JOIN customer c ON c.id = v.customer_id
LEFT JOIN contact k ON k.id = v.contact_id LEFT JOIN user w ON w.id = v.user_id
LEFT JOIN follow_up u ON u.id = v.follow_up_id AND u.deleted_at IS NULL
WHERE v.deleted_at IS NULL AND v.fair = :fair AND v.at >= :since AND v.at < :until
  AND (:hot = 0 OR v.hot = 1)
ORDER BY v.hot DESC, v.card_no LIMIT 1000
"""
_LAST = "SELECT fair FROM fair_visit WHERE deleted_at IS NULL AND at >= :since ORDER BY at DESC"
_RECENT_DAYS = 5  # a fair lasts so long (S3-FAIR-01)


def visitors(
    reader: ReadConnection, context: ListContext, fair: str, day: date, hot: bool
) -> list[FairRow]:
    """The visitors of a fair on a day, or the hot ones alone."""
    given = {
        "fair": fair,
        "since": context.start_of(day),
        "until": context.start_of(day + timedelta(days=1)),
        "hot": int(hot),
    }
    return [_row(row) for row in reader.rows(_ROWS, given)]


def last_fair(reader: ReadConnection, context: ListContext) -> str:
    """The fair of the newest visitor of the last days; "" for none."""
    since = context.start_of(context.today - timedelta(days=_RECENT_DAYS))
    row = reader.one(f"{_LAST} LIMIT 1", {"since": since})
    return "" if row is None else str(row[0])


def _row(row: tuple[Any, ...]) -> FairRow:
    at = as_instant(row[10])
    assert at is not None
    return FairRow(
        id=row[0],
        fair=row[1],
        card_no=row[2] or 0,
        customer_id=row[3],
        customer_code=row[4],
        customer_name=row[5],
        contact_name=row[6] or "",
        messenger=row[7] or "",
        interest=row[8],
        hot=bool(row[9]),
        at=at,
        user_name=row[11] or "",
        follow_up=row[12] or "",
        done=bool(row[12]) and bool(row[13]),
    )
