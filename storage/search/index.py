"""The full-text indexes, their schema and every statement about them.

No tokens are made here: they come from `tokens.record_tokens` and `tokens.parse_word`. Runs in the
caller's transaction and never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

from storage.search.names import CANDIDATES, COUNT_CAP, Index
from storage.search.tokens import TOKEN_VERSION, WordQuery, match_expression

NEWEST = 2**63 - 1
"""Above every row id."""

_CHUNK = 5_000


class Connection(Protocol):
    """What is needed of a connection; one of sqlcipher3 or sqlite3 fits as it is."""

    def execute(self, sql: str, params: Any = ..., /) -> Any:
        """Run one statement."""

    def executemany(self, sql: str, params: Any, /) -> Any:
        """Run one statement for each of the parameter rows."""


class DriverConnection(Protocol):
    """What is needed of an SQLAlchemy connection."""

    def exec_driver_sql(self, statement: str, parameters: Any = None) -> Any:
        """Run text on the driver."""


class ThroughSqlAlchemy:
    """An SQLAlchemy connection as a `Connection`, inside its own transaction."""

    def __init__(self, connection: DriverConnection) -> None:
        self._connection = connection

    def execute(self, sql: str, params: Sequence[Any] = (), /) -> Any:
        """Run one statement."""
        return self._connection.exec_driver_sql(sql, tuple(params))

    def executemany(self, sql: str, params: Iterable[Sequence[Any]], /) -> Any:
        """Run one statement for each of the parameter rows."""
        rows = [tuple(row) for row in params]
        return self._connection.exec_driver_sql(sql, rows) if rows else None


# The ascii tokenizer cuts at ASCII blanks and signs only: every other character, private-use
# markers and Han of the newest planes included, stays in its token. unicode61 cuts at characters
# its Unicode 6.1 tables do not know (U+2B820 and above, in use in names). Tokens come folded.
#
# No contentless_delete: deleted tokens would stay in the file until `optimize`.
SCHEMA_SQL: tuple[str, ...] = (
    *(
        statement.replace("@index", index.value)
        for index in Index
        for statement in (
            (
                "CREATE VIRTUAL TABLE @index"
                " USING fts5(tokens, content='', detail=none, tokenize=ascii)"
            ),
            "INSERT INTO @index (@index, rank) VALUES ('secure-delete', 1)",
        )
    ),
    "CREATE TABLE search_state (index_name TEXT PRIMARY KEY, token_version INTEGER NOT NULL)",
)
"""Statements of the schema, one after another; `create` runs them and notes the version."""


def _sql(index: Index, statement: str) -> str:
    # A table name cannot be a parameter; it comes from the closed enumeration above.
    return statement.replace("@index", index.value)


def create(conn: Connection) -> None:
    """Make the indexes, empty and current. Raises the driver's error if they exist."""
    for statement in SCHEMA_SQL:
        conn.execute(statement)
    for index in Index:
        _note_version(conn, index)


def put(
    conn: Connection, index: Index, rowid: int, new_tokens: str, old_tokens: str | None = None
) -> None:
    """Write the tokens of one record.

    `old_tokens` are those of the values before, made again by `record_tokens`; None for a new
    record. Wrong old tokens leave words behind that find nothing to check against, so give the
    values exactly as they were. Equal tokens write nothing.
    """
    if old_tokens == new_tokens:
        return
    if old_tokens is not None:
        remove(conn, index, rowid, _only_in(old_tokens, new_tokens))
        new_tokens = _only_in(new_tokens, old_tokens)
    conn.execute(_sql(index, _INSERT), (rowid, new_tokens))


def remove(conn: Connection, index: Index, rowid: int, old_tokens: str) -> None:
    """Take a record out; its tokens leave the file with the next checkpoint."""
    conn.execute(_sql(index, _DELETE), (rowid, old_tokens))
    _flush(conn, index)


def put_many(conn: Connection, index: Index, rows: Iterable[tuple[int, str]]) -> int:
    """Write new records (rowid, tokens), such as those of an import; returns how many."""
    written = 0
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        conn.executemany(_sql(index, _INSERT), chunk)
        written += len(chunk)
    return written


def replace_many(
    conn: Connection, index: Index, rows: Iterable[tuple[int, str | None, str | None]]
) -> int:
    """Write (rowid, new tokens, old tokens) of many records; returns how many.

    No new tokens: the record is removed; no old ones: it is new. Each row id at most once. For
    set-based changes and their undo.
    """
    written = 0
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        changed = [(rowid, new, old) for rowid, new, old in sorted(chunk, key=_rowid) if new != old]
        conn.executemany(
            _sql(index, _DELETE),
            [(rowid, _only_in(old, new)) for rowid, new, old in changed if old is not None],
        )
        _flush(conn, index)
        conn.executemany(
            _sql(index, _INSERT),
            [(rowid, _only_in(new, old)) for rowid, new, old in changed if new is not None],
        )
        _flush(conn, index)
        written += len(chunk)
    return written


def rebuild(conn: Connection, index: Index, rows: Iterable[tuple[int, str]]) -> int:
    """Empty an index and fill it with all its records; returns how many.

    Needed where `is_current` is false, and by `doctor`. `rows` is read while writing.
    """
    conn.execute(_sql(index, "INSERT INTO @index (@index) VALUES ('delete-all')"))
    written = put_many(conn, index, rows)
    _note_version(conn, index)
    return written


def is_current(conn: Connection, index: Index) -> bool:
    """Whether this version of the tokens made the index; if not, `rebuild` before writing."""
    row = conn.execute(
        "SELECT token_version FROM search_state WHERE index_name = ?", (index.value,)
    ).fetchone()
    return row is not None and row[0] == TOKEN_VERSION


def candidates(
    conn: Connection,
    index: Index,
    words: Sequence[WordQuery],
    limit: int = CANDIDATES,
    below: int = NEWEST,
) -> list[int]:
    """Row ids that may hold every word, the newest ids first, at most `limit`.

    Those of an inexact word want `WordQuery.verify`. If a full answer loses too many there, ask
    again with `below` = its last id. Empty where no word asks anything: that is no search, and
    the caller shows its list unfiltered.
    """
    match = match_expression(words)
    if not match:
        return []
    rows = conn.execute(_sql(index, _CANDIDATES), (match, below, limit)).fetchall()
    return [row[0] for row in rows]


def count_capped(
    conn: Connection, index: Index, words: Sequence[WordQuery], cap: int = COUNT_CAP
) -> int:
    """How many candidates there are, counted up to `cap`; false hits are counted as well."""
    match = match_expression(words)
    if not match:
        return 0
    return int(conn.execute(_sql(index, _COUNT), (match, cap)).fetchone()[0])


def indexed_ids(conn: Connection, index: Index) -> Iterator[int]:
    """Every row id in the index, ascending: `doctor` compares them with the records."""
    rows = conn.execute(_sql(index, "SELECT id FROM @index_docsize ORDER BY id"))
    while chunk := rows.fetchmany(_CHUNK):
        yield from (row[0] for row in chunk)


def is_sound(conn: Connection, index: Index) -> bool:
    """FTS5's own look at its structures; false if they are broken."""
    try:
        conn.execute(_sql(index, "INSERT INTO @index (@index) VALUES ('integrity-check')"))
    except Exception as error:
        # Drivers and SQLAlchemy raise classes of their own; the words are SQLite's.
        if "malformed" in str(error) or "corrupt" in str(error):
            return False
        raise
    return True


def _flush(conn: Connection, index: Index) -> None:
    """Write out what FTS5 holds back within the transaction.

    With secure-delete and detail=none it loses deletions (3.53.4) that wait in memory together
    with later insertions: the removed row would be found for ever.
    """
    conn.execute(_sql(index, "INSERT INTO @index (@index) VALUES ('flush')"))


def _only_in(tokens: str, others: str | None) -> str:
    """The tokens to touch: each has its own list of rows, so what stays need not be written."""
    if others is None:
        return tokens
    known = set(others.split(" "))
    return " ".join(token for token in tokens.split(" ") if token not in known)


def _rowid(row: tuple[int, str | None, str | None]) -> int:
    return row[0]


def _note_version(conn: Connection, index: Index) -> None:
    conn.execute(
        "INSERT OR REPLACE INTO search_state (index_name, token_version) VALUES (?, ?)",
        (index.value, TOKEN_VERSION),
    )


_INSERT = "INSERT INTO @index (rowid, tokens) VALUES (?, ?)"
_DELETE = "INSERT INTO @index (@index, rowid, tokens) VALUES ('delete', ?, ?)"
_CANDIDATES = (
    "SELECT rowid FROM @index WHERE @index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
)
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM @index WHERE @index MATCH ? LIMIT ?)"
