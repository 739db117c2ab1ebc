"""Version 6: odds at closing, sales targets, segments.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
ALTER TABLE opportunity ADD COLUMN odds_at_close INTEGER
""",
    # Of deals that were closed before, the journal knows what their odds were.
    """
UPDATE opportunity SET odds_at_close = (
    SELECT json_extract(e.changed, '$.odds_calc[0]') FROM change_entry e
    WHERE e.entity = 'opportunity' AND e.record_id = opportunity.id
        AND json_extract(e.changed, '$.closed_on[1]') IS NOT NULL
    ORDER BY e.seq DESC LIMIT 1
) WHERE closed_on IS NOT NULL
""",
    """
CREATE TABLE sales_target (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    owner_id INTEGER NOT NULL,
    quarter VARCHAR(7) NOT NULL,
    amount INTEGER NOT NULL,
    currency VARCHAR(3),
    PRIMARY KEY (id),
    CONSTRAINT ck_sales_target_amount CHECK (amount >= 0),
    FOREIGN KEY(owner_id) REFERENCES user (id)
)
""",
    """
CREATE UNIQUE INDEX uq_sales_target_quarter ON sales_target (owner_id, quarter) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE segment (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    filter VARCHAR(400) NOT NULL,
    findings TEXT,
    name VARCHAR(80) NOT NULL,
    "plan" TEXT NOT NULL,
    marketing TEXT,
    review_date DATE NOT NULL,
    taken_on DATE,
    PRIMARY KEY (id)
)
""",
    """
CREATE UNIQUE INDEX uq_segment_name ON segment (name) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE segment_member (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    segment_id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(segment_id) REFERENCES segment (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE UNIQUE INDEX uq_segment_member_customer_id ON segment_member (segment_id, customer_id) WHERE deleted_at IS NULL
""",
)


def apply(connection: driver.Connection) -> None:
    """Adds the column, makes the tables."""
    for statement in STATEMENTS:
        connection.execute(statement)
