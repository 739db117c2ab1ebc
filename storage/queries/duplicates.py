"""Reads of possible duplicates: lookalikes of one customer by their keys, the whole book at once.

Nothing here writes; a save reads a handful of rows by index, never the book.
"""

from __future__ import annotations

from storage.search.lookalikes import COLUMNS

_AT_MOST = 400  # found at most for one save: a key that more share says nothing

LOOKALIKES = (
    f"SELECT k.kind, k.value, c.id, c.name, c.{', c.'.join(COLUMNS)}"
    " FROM json_each(:keys) j"
    " CROSS JOIN match_key k ON k.kind = json_extract(j.value, '$[0]')"
    " AND k.value = json_extract(j.value, '$[1]')"
    " CROSS JOIN customer c ON c.id = k.customer_id"
    " WHERE c.deleted_at IS NULL LIMIT :limit"
)
"""Living customers kept under one of some keys, once for each of these."""

PAIRS_OF = (
    "SELECT first_id, second_id, verdict, score FROM duplicate_pair"
    " WHERE deleted_at IS NULL AND first_id = :id"
    " UNION ALL SELECT first_id, second_id, verdict, score FROM duplicate_pair"
    " WHERE deleted_at IS NULL AND second_id = :id"
)
"""What was said about the pairs of one customer."""


def at_most(askers: int) -> int:
    """Lookalikes read at most for so many customers."""
    return _AT_MOST * askers


SHARED_KEYS = (
    "SELECT kind, value, customer_id FROM match_key WHERE kind != 'name' AND (kind, value) IN"
    " (SELECT kind, value FROM match_key WHERE kind != 'name' GROUP BY kind, value"
    " HAVING count(*) > 1) ORDER BY kind, value, customer_id"
)
"""Customers that share a key, key by key."""

NAMES = (
    "SELECT id, name_norm, city FROM customer WHERE deleted_at IS NULL"
    " AND name_norm IS NOT NULL AND city IS NOT NULL"
)
"""Normalised name and city of everybody who has both."""

SIDES = (
    f"SELECT c.id, c.name, u.name, c.{', c.'.join(COLUMNS)} FROM customer c"
    " LEFT JOIN user u ON u.id = c.owner_id"
    " WHERE c.deleted_at IS NULL AND c.id IN (SELECT value FROM json_each(:ids))"
)
"""Customers of pairs, as they are shown and compared."""

ALL_PAIRS = (
    "SELECT first_id, second_id, verdict, score FROM duplicate_pair WHERE deleted_at IS NULL"
)
"""What was said about all pairs."""
