"""Version 22: the texts behind the search index lie in the order of their records.

A table with row ids of its own kept each text on one page and the way to it on another; a look at
it reads and decrypts one page now, and writing it writes one tree.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE search_source RENAME TO search_source_before",
    """
CREATE TABLE search_source (
    index_name VARCHAR(20) NOT NULL,
    row_id INTEGER NOT NULL,
    texts TEXT NOT NULL,
    token_version INTEGER NOT NULL,
    PRIMARY KEY (index_name, row_id)
)
WITHOUT ROWID
""",
    (
        "INSERT INTO search_source SELECT index_name, row_id, texts, token_version"
        " FROM search_source_before ORDER BY index_name, row_id"
    ),
    "DROP TABLE search_source_before",
)


def apply(connection: driver.Connection) -> None:
    """Puts the texts in order."""
    for statement in STATEMENTS:
        connection.execute(statement)
