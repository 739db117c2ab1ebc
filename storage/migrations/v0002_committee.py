"""Version 2: a member of a committee may be a copy of an earlier deal's, still to be confirmed.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

_COLUMNS = (
    "id, created_at, created_by_id, updated_at, updated_by_id, version, deleted_at, contact_id, customer_id, opportunity_id, roles, weight_pct"
    ", formal_power, real_power, stance, relation_strength, pays, future_leader, informant, archetype, criteria, past_decision_note, counter_plan"
)
STATEMENTS: tuple[str, ...] = (
    "DROP INDEX uq_stakeholder_contact_id",
    "DROP INDEX ix_stakeholder_customer",
    "DROP INDEX ix_stakeholder_contact",
    "ALTER TABLE stakeholder RENAME TO stakeholder_1",
    """
CREATE TABLE stakeholder (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    contact_id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    opportunity_id INTEGER,
    roles VARCHAR(200) NOT NULL,
    weight_pct INTEGER,
    formal_power INTEGER,
    real_power INTEGER,
    stance INTEGER,
    relation_strength INTEGER,
    pays BOOLEAN NOT NULL,
    future_leader BOOLEAN NOT NULL,
    informant BOOLEAN NOT NULL,
    archetype VARCHAR(40),
    criteria TEXT,
    past_decision_note TEXT,
    counter_plan TEXT,
    assumed BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_stakeholder_weight_pct CHECK (weight_pct >= 0 AND weight_pct <= 100),
    CONSTRAINT ck_stakeholder_formal_power CHECK (formal_power >= 1 AND formal_power <= 5),
    CONSTRAINT ck_stakeholder_real_power CHECK (real_power >= 1 AND real_power <= 5),
    CONSTRAINT ck_stakeholder_stance CHECK (stance >= -2 AND stance <= 2),
    CONSTRAINT ck_stakeholder_relation_strength CHECK (relation_strength >= 0 AND relation_strength <= 5),
    CONSTRAINT ck_stakeholder_pays CHECK (pays IN (0, 1)),
    CONSTRAINT ck_stakeholder_future_leader CHECK (future_leader IN (0, 1)),
    CONSTRAINT ck_stakeholder_informant CHECK (informant IN (0, 1)),
    CONSTRAINT ck_stakeholder_archetype CHECK (archetype IN ('FIGUREHEAD', 'QUIET_POWER', 'RISING', 'STRONGMAN', 'VETERAN', 'AMBASSADOR', 'MEDDLER')),
    CONSTRAINT ck_stakeholder_assumed CHECK (assumed IN (0, 1)),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id)
)
""",
    f"INSERT INTO stakeholder ({_COLUMNS}, assumed) SELECT {_COLUMNS}, 0 FROM stakeholder_1",
    "DROP TABLE stakeholder_1",
    """
CREATE UNIQUE INDEX uq_stakeholder_contact_id ON stakeholder (opportunity_id, contact_id) WHERE deleted_at IS NULL
""",
    "CREATE INDEX ix_stakeholder_customer ON stakeholder (customer_id) WHERE deleted_at IS NULL",
    "CREATE INDEX ix_stakeholder_contact ON stakeholder (contact_id) WHERE deleted_at IS NULL",
)


def apply(connection: driver.Connection) -> None:
    """Rebuilds the table with its new column; nothing else refers to it."""
    for statement in STATEMENTS:
        connection.execute(statement)
