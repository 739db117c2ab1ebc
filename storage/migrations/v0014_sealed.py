"""Version 14: mobiles, home phones and household notes are sealed, in the journal as well.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

import json
from typing import Any

from sqlcipher3 import dbapi2 as driver

_COLUMNS = ("mobile", "home_phone", "household_note")


def apply(connection: driver.Connection) -> None:
    """Seals what stands there in clear; `seal` is a function of our connections."""
    for column in _COLUMNS:
        rows = connection.execute(
            f"SELECT id, {column} FROM contact WHERE {column} IS NOT NULL"
        ).fetchall()
        for row_id, text in rows:
            connection.execute(
                f"UPDATE contact SET {column} = ? WHERE id = ?",
                (_sealed(connection, text, row_id, column), row_id),
            )
    entries = connection.execute(
        "SELECT seq, record_id, changed FROM change_entry WHERE entity = 'contact'"
        " AND (changed LIKE '%\"mobile\"%' OR changed LIKE '%\"home_phone\"%'"
        " OR changed LIKE '%\"household_note\"%')"
    ).fetchall()
    for seq, row_id, changed in entries:
        values: dict[str, list[Any]] = json.loads(changed)
        for column in _COLUMNS:
            if column in values:
                values[column] = [
                    _sealed(connection, text, row_id, column) for text in values[column]
                ]
        connection.execute(
            "UPDATE change_entry SET changed = ? WHERE seq = ?",
            (json.dumps(values, ensure_ascii=False, separators=(",", ":")), seq),
        )


def _sealed(
    connection: driver.Connection, text: str | None, row_id: int, column: str
) -> str | None:
    if text is None:
        return None
    row = connection.execute("SELECT seal(?, ?, ?)", (text, row_id, f"contact.{column}"))
    sealed: str = row.fetchone()[0]
    return sealed
