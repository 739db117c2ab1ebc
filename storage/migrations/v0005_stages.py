"""Version 5: strategies of a stage, stage moves approved by oneself, grades that wait for an owner.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

_COLUMNS = (
    "id, created_at, created_by_id, updated_at, updated_by_id, version, deleted_at, customer_id"
    ", from_stage, to_stage, reason, by_exception, at"
)
STATEMENTS: tuple[str, ...] = (
    "DROP INDEX ix_stage_history_customer",
    "ALTER TABLE stage_history RENAME TO stage_history_3",
    """
CREATE TABLE stage_history (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    from_stage VARCHAR(40) NOT NULL,
    to_stage VARCHAR(40) NOT NULL,
    reason VARCHAR(400),
    by_exception BOOLEAN NOT NULL,
    self_approved BOOLEAN NOT NULL,
    at VARCHAR(20) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_stage_history_from_stage CHECK (from_stage IN ('DEVELOPMENT', 'INITIAL', 'STABLE', 'STRATEGIC')),
    CONSTRAINT ck_stage_history_to_stage CHECK (to_stage IN ('DEVELOPMENT', 'INITIAL', 'STABLE', 'STRATEGIC')),
    CONSTRAINT ck_stage_history_by_exception CHECK (by_exception IN (0, 1)),
    CONSTRAINT ck_stage_history_self_approved CHECK (self_approved IN (0, 1)),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    f"INSERT INTO stage_history ({_COLUMNS}, self_approved) SELECT {_COLUMNS}, 0 FROM stage_history_3",
    "DROP TABLE stage_history_3",
    "CREATE INDEX ix_stage_history_customer ON stage_history (customer_id, at) WHERE deleted_at IS NULL",
    """
CREATE TABLE stage_strategy (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    strategy VARCHAR(40) NOT NULL,
    done_on DATE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_stage_strategy_strategy CHECK (strategy IN ('WAIT_ENTRY', 'KEY_PERSONS', 'RELATION_TRUST', 'TECHNICAL_PROOF', 'WEAVE_NET', 'BETTER_SERVICE', 'BETTER_PRODUCT', 'PERSONAL_NEEDS', 'USE_EVENTS', 'EXECUTIVE_SELLING', 'LOYALTY', 'SWITCHING_COST', 'COMPLEMENT', 'LOCK_IN', 'TOP_COORDINATION')),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE UNIQUE INDEX uq_stage_strategy_strategy ON stage_strategy (customer_id, strategy) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE grade_proposal (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    interaction_id INTEGER NOT NULL,
    follow_up_id INTEGER NOT NULL,
    from_grade VARCHAR(40),
    to_grade VARCHAR(40) NOT NULL,
    state VARCHAR(40),
    reason VARCHAR(400),
    PRIMARY KEY (id),
    CONSTRAINT ck_grade_proposal_from_grade CHECK (from_grade IN ('A', 'B', 'C', 'D', 'E')),
    CONSTRAINT ck_grade_proposal_to_grade CHECK (to_grade IN ('A', 'B', 'C', 'D', 'E')),
    CONSTRAINT ck_grade_proposal_state CHECK (state IN ('WAITING', 'TAKEN', 'DECLINED')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(interaction_id) REFERENCES interaction (id),
    FOREIGN KEY(follow_up_id) REFERENCES follow_up (id)
)
""",
    """
CREATE INDEX ix_grade_proposal_customer ON grade_proposal (customer_id, state) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_grade_proposal_follow_up ON grade_proposal (follow_up_id) WHERE deleted_at IS NULL
""",
)


def apply(connection: driver.Connection) -> None:
    """Rebuilds the table of stage moves with its new column, makes the new tables."""
    for statement in STATEMENTS:
        connection.execute(statement)
