"""Version 16: parting with a customer, and what is allowed after it.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE termination (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    reason_code VARCHAR(40),
    text TEXT,
    "plan" TEXT,
    documents TEXT,
    state VARCHAR(40) NOT NULL,
    requester_id INTEGER,
    approver_id INTEGER,
    decided_at VARCHAR(20),
    comment VARCHAR(400),
    self_approved BOOLEAN,
    notice_date DATE,
    effective_date DATE,
    terminated_on DATE,
    checklist VARCHAR(200) NOT NULL,
    gathered TEXT,
    evaluation TEXT,
    ended_reason VARCHAR(400),
    PRIMARY KEY (id),
    CONSTRAINT ck_termination_reason_code CHECK (reason_code IN ('NO_PURCHASE', 'CONDUCT', 'NO_FIT', 'BROKEN', 'MARKET_EXIT')),
    CONSTRAINT ck_termination_state CHECK (state IN ('DRAFT', 'PREPARED', 'SUBMITTED', 'APPROVED', 'REJECTED', 'NOTICE', 'SETTLING', 'TERMINATED', 'CLEARED', 'ARCHIVED', 'EVALUATED', 'WITHDRAWN', 'REACTIVATED')),
    CONSTRAINT ck_termination_self_approved CHECK (self_approved IN (0, 1)),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(requester_id) REFERENCES user (id),
    FOREIGN KEY(approver_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE contact_release (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    text TEXT,
    reason VARCHAR(400) NOT NULL,
    state VARCHAR(40) NOT NULL,
    requester_id INTEGER,
    approver_id INTEGER,
    decided_at VARCHAR(20),
    comment VARCHAR(400),
    self_approved BOOLEAN,
    interaction_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_contact_release_kind CHECK (kind IN ('IMPORTANT_NOTICE', 'REACTIVATION')),
    CONSTRAINT ck_contact_release_state CHECK (state IN ('WAITING', 'APPROVED', 'DECLINED', 'USED')),
    CONSTRAINT ck_contact_release_self_approved CHECK (self_approved IN (0, 1)),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(requester_id) REFERENCES user (id),
    FOREIGN KEY(approver_id) REFERENCES user (id),
    FOREIGN KEY(interaction_id) REFERENCES interaction (id)
)
""",
    """
CREATE INDEX ix_termination_customer ON termination (customer_id, state) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_termination_state ON termination (state, effective_date) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_release_customer ON contact_release (customer_id, state) WHERE deleted_at IS NULL
""",
)


def apply(connection: driver.Connection) -> None:
    """Makes the tables and their indexes."""
    for statement in STATEMENTS:
        connection.execute(statement)
