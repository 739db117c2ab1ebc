"""Version 20: feedback cases and tickets are found by the words of an index of their own.

Frozen text: a change to it is a new step. What is on record is indexed at once, the solution
library anew, because its numbers are found by the index from now on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE VIRTUAL TABLE cases_index USING fts5(tokens, content='', detail=none, tokenize=ascii)
""",
    """
INSERT INTO cases_index (cases_index, rank) VALUES ('secure-delete', 1)
""",
    """
CREATE VIRTUAL TABLE tickets_index USING fts5(tokens, content='', detail=none, tokenize=ascii)
""",
    """
INSERT INTO tickets_index (tickets_index, rank) VALUES ('secure-delete', 1)
""",
    """
INSERT INTO solutions_index (solutions_index) VALUES ('delete-all')
""",
    """
DELETE FROM search_source WHERE index_name = 'solutions_index'
""",
)
# Index, how many of the columns are numbers, the columns.
_SOURCES: tuple[tuple[str, int, str], ...] = (
    ("cases_index", 1, "SELECT id, code, text, main_issue FROM feedback WHERE deleted_at IS NULL"),
    ("tickets_index", 2, "SELECT id, code, serial, symptom FROM ticket WHERE deleted_at IS NULL"),
    (
        "solutions_index",
        1,
        (
            "SELECT n.id, n.code, n.symptom, n.cause, n.solution, n.tags, g.name, g.code"
            " FROM solution_note n LEFT JOIN product g ON g.id = n.product_id"
            " WHERE n.deleted_at IS NULL"
        ),
    ),
)
_AT_ONCE = 1_000


def apply(connection: driver.Connection) -> None:
    """Makes the indexes and fills them with what is on record."""
    from storage.search.tokens import TOKEN_VERSION  # tables of Han, which no other start loads

    for statement in STATEMENTS:
        connection.execute(statement)
    for index, numbers, sql in _SOURCES:
        rows = connection.execute(sql)
        while some := rows.fetchmany(_AT_ONCE):
            _fill(connection, index, numbers, some)
        connection.execute(
            "INSERT OR REPLACE INTO search_state (index_name, token_version) VALUES (?, ?)",
            (index, TOKEN_VERSION),
        )


def _fill(
    connection: driver.Connection, index: str, numbers: int, rows: Sequence[Sequence[str]]
) -> None:
    from storage.search.tokens import TOKEN_VERSION, record_tokens

    sources = [
        (
            row[0],
            [text for text in row[1:] if text],
            [text for text in row[1 : 1 + numbers] if text],
        )
        for row in rows
    ]
    connection.executemany(
        f"INSERT INTO {index} (rowid, tokens) VALUES (?, ?)",
        [(row_id, record_tokens(texts, digits)) for row_id, texts, digits in sources],
    )
    connection.executemany(
        "INSERT INTO search_source (index_name, row_id, texts, token_version) VALUES (?, ?, ?, ?)",
        [
            (index, row_id, json.dumps((texts, digits), ensure_ascii=False), TOKEN_VERSION)
            for row_id, texts, digits in sources
        ],
    )
