"""Version 17: the journal becomes a keyed chain, begun over what stands there already.

Frozen text: a change to it is a new step. `audit_digest` and `audit_mac` are functions of our
connections; the texts they get are those of `storage/engine/chain.py`.
"""

from __future__ import annotations

from typing import Any

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
ALTER TABLE change_entry ADD COLUMN digest VARCHAR(32)
""",
    """
CREATE TABLE audit_link (
    id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    first_seq INTEGER,
    last_seq INTEGER,
    state VARCHAR(40) NOT NULL,
    undone_by_id INTEGER,
    params_digest VARCHAR(32) NOT NULL,
    mac VARCHAR(64) NOT NULL,
    PRIMARY KEY (id)
)
""",
)
_FIRST = "0" * 64


def apply(connection: driver.Connection) -> None:
    """Makes the tables; a link for every run of entries, and for every change without one."""
    for statement in STATEMENTS:
        connection.execute(statement)
    if connection.execute("SELECT 1 FROM change_set LIMIT 1").fetchone() is None:
        return
    _close_gaps(connection)
    connection.execute("UPDATE change_entry SET digest = audit_digest(changed)")
    chain = _Chain(connection)
    entries = connection.execute(
        "SELECT seq, change_id, seq || ' ' || change_id || ' ' || entity || ' '"
        " || coalesce(record_id, '-') || ' ' || action || ' ' || digest"
        " FROM change_entry ORDER BY seq"
    ).fetchall()
    run: list[tuple[int, int, str]] = []
    for entry in entries:
        if run and run[0][1] != entry[1]:
            chain.add(run[0][1], run)
            run = []
        run.append(entry)
    if run:
        chain.add(run[0][1], run)
    bare = connection.execute(
        "SELECT id FROM change_set WHERE id NOT IN (SELECT change_id FROM change_entry) ORDER BY id"
    ).fetchall()
    for (change_id,) in bare:
        chain.add(change_id, [])


def _close_gaps(connection: driver.Connection) -> None:
    """Numbers the entries through, as the chain wants them; nothing refers to the numbers."""
    count, last = connection.execute(
        "SELECT count(*), coalesce(max(seq), 0) FROM change_entry"
    ).fetchone()
    if count == last:
        return
    connection.execute(
        "UPDATE change_entry SET seq = -n.place FROM"
        " (SELECT seq AS old, row_number() OVER (ORDER BY seq) AS place FROM change_entry) n"
        " WHERE change_entry.seq = n.old"
    )
    connection.execute("UPDATE change_entry SET seq = -seq")


class _Chain:
    """Links, one after the other."""

    def __init__(self, connection: driver.Connection) -> None:
        self._connection = connection
        self._number = 0
        self._previous = _FIRST

    def add(self, change_id: int, run: list[tuple[int, int, str]]) -> None:
        """The link of a change and a run of its entries."""
        row: Any = self._connection.execute(
            "SELECT json_array(id, label, actor_id, at, origin, undoes_id), state, undone_by_id,"
            " audit_digest(params) FROM change_set WHERE id = ?",
            (change_id,),
        )
        head, state, undone_by, digest = row.fetchone()
        self._number += 1
        top = f"{self._number} {head} {state} {undone_by or '-'} {digest}"
        body = "\n".join((top, *(line for _seq, _change, line in run)))
        mac = self._connection.execute("SELECT audit_mac(?, ?)", (self._previous, body))
        (self._previous,) = mac.fetchone()
        span = (run[0][0], run[-1][0]) if run else (None, None)
        self._connection.execute(
            "INSERT INTO audit_link (id, change_id, first_seq, last_seq, state, undone_by_id,"
            " params_digest, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self._number, change_id, *span, state, undone_by, digest, self._previous),
        )
