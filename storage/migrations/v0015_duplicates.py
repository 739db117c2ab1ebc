"""Version 15: keys by which possible duplicates are found, pairs that stay two, aliases.

Frozen text: a change to it is a new step. The keys of what is on record are made at once.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
ALTER TABLE customer ADD COLUMN merged_into_id INTEGER
""",
    """
CREATE TABLE duplicate_pair (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    first_id INTEGER NOT NULL,
    second_id INTEGER NOT NULL,
    verdict VARCHAR(40) NOT NULL,
    score INTEGER NOT NULL,
    reason VARCHAR(400),
    PRIMARY KEY (id),
    CONSTRAINT ck_duplicate_pair_verdict CHECK (verdict IN ('KEPT', 'NEVER')),
    CONSTRAINT ck_duplicate_pair_score CHECK (score >= 60 AND score <= 100),
    FOREIGN KEY(first_id) REFERENCES customer (id),
    FOREIGN KEY(second_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE match_key (
    kind VARCHAR(16) NOT NULL,
    value VARCHAR(240) NOT NULL,
    customer_id INTEGER NOT NULL,
    PRIMARY KEY (kind, value, customer_id)
)
 WITHOUT ROWID
""",
    """
CREATE INDEX ix_match_key_customer ON match_key (customer_id)
""",
    """
CREATE UNIQUE INDEX uq_duplicate_pair_second_id ON duplicate_pair (first_id, second_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_duplicate_pair_second ON duplicate_pair (second_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_merged_into ON customer (merged_into_id) WHERE merged_into_id IS NOT NULL
""",
)
_AT_ONCE = 1_000


def apply(connection: driver.Connection) -> None:
    """Adds the column, makes the tables and their indexes, fills in the keys."""
    # Loads the tables of Han; every other start runs no step.
    from storage.search.lookalikes import COLUMNS, facts_of_row, kept_keys

    for statement in STATEMENTS:
        connection.execute(statement)
    rows = connection.execute(
        f"SELECT id, {', '.join(COLUMNS)} FROM customer WHERE deleted_at IS NULL"
    )
    while some := rows.fetchmany(_AT_ONCE):
        keys = (
            (kind, value, row[0])
            for row in some
            for kind, value in sorted(kept_keys(facts_of_row(row[1:])))
        )
        connection.executemany("INSERT INTO match_key VALUES (?, ?, ?)", keys)
