"""Version 3: the account plan, rivals, solutions, success events and stage moves.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE competitor (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    name VARCHAR(120) NOT NULL,
    notes TEXT,
    PRIMARY KEY (id)
)
""",
    """
CREATE TABLE competitor_on_account (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    opportunity_id INTEGER,
    competitor_id INTEGER NOT NULL,
    incumbent BOOLEAN NOT NULL,
    satisfaction INTEGER,
    strength TEXT,
    weakness TEXT,
    counter_plan TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_competitor_on_account_incumbent CHECK (incumbent IN (0, 1)),
    CONSTRAINT ck_competitor_on_account_satisfaction CHECK (satisfaction >= 1 AND satisfaction <= 5),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(competitor_id) REFERENCES competitor (id)
)
""",
    """
CREATE TABLE solution_line (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    opportunity_id INTEGER,
    need_id INTEGER,
    product_id INTEGER,
    description VARCHAR(200) NOT NULL,
    qty VARCHAR(40) NOT NULL,
    price INTEGER,
    currency VARCHAR(3) NOT NULL,
    discount VARCHAR(40) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_solution_line_price CHECK (price >= 0),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(need_id) REFERENCES need (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
)
""",
    """
CREATE TABLE success_event (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    date DATE NOT NULL,
    source VARCHAR(200) NOT NULL,
    rival_id INTEGER,
    play TEXT,
    follow_up_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_success_event_kind CHECK (kind IN ('NEW_PRODUCT', 'PURCHASE_WINDOW', 'STAFF_CHANGE', 'QUALITY', 'SERVICE_COMPLAINT', 'WEAK_RELATION', 'SOURED', 'COST_CUT')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(rival_id) REFERENCES competitor (id),
    FOREIGN KEY(follow_up_id) REFERENCES follow_up (id)
)
""",
    """
CREATE TABLE account_goal (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    horizon VARCHAR(40) NOT NULL,
    text VARCHAR(400) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_account_goal_horizon CHECK (horizon IN ('SHORT', 'LONG')),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE account_financial (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    margin VARCHAR(60),
    cash_flow VARCHAR(60),
    return_on_investment VARCHAR(60),
    velocity VARCHAR(60),
    growth VARCHAR(60),
    PRIMARY KEY (id),
    CONSTRAINT ck_account_financial_year CHECK (year >= 1900 AND year <= 2999),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE value_chain_link (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR(120) NOT NULL,
    wants VARCHAR(400),
    PRIMARY KEY (id),
    CONSTRAINT ck_value_chain_link_position CHECK (position >= 1 AND position <= 4),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE customer_rival (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    name VARCHAR(120) NOT NULL,
    threat VARCHAR(400),
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE account_plan (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    area VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    note TEXT,
    date DATE,
    PRIMARY KEY (id),
    CONSTRAINT ck_account_plan_area CHECK (area IN ('ENVIRONMENT', 'VALUE_CHAIN', 'DECISION', 'CULTURE', 'GOALS')),
    CONSTRAINT ck_account_plan_state CHECK (state IN ('UNKNOWN', 'ASSUMED', 'KNOWN')),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE joint_project (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    name VARCHAR(120) NOT NULL,
    status VARCHAR(40) NOT NULL,
    since DATE,
    PRIMARY KEY (id),
    CONSTRAINT ck_joint_project_status CHECK (status IN ('OPEN', 'DONE')),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
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
    at VARCHAR(20) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_stage_history_from_stage CHECK (from_stage IN ('DEVELOPMENT', 'INITIAL', 'STABLE', 'STRATEGIC')),
    CONSTRAINT ck_stage_history_to_stage CHECK (to_stage IN ('DEVELOPMENT', 'INITIAL', 'STABLE', 'STRATEGIC')),
    CONSTRAINT ck_stage_history_by_exception CHECK (by_exception IN (0, 1)),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE UNIQUE INDEX uq_competitor_name ON competitor (name) WHERE deleted_at IS NULL
""",
    """
CREATE UNIQUE INDEX uq_account_financial_year ON account_financial (customer_id, year) WHERE deleted_at IS NULL
""",
    """
CREATE UNIQUE INDEX uq_value_chain_link_position ON value_chain_link (customer_id, position) WHERE deleted_at IS NULL
""",
    """
CREATE UNIQUE INDEX uq_account_plan_area ON account_plan (customer_id, area) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_competitor_on_account_customer ON competitor_on_account (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_solution_line_customer ON solution_line (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_success_event_customer ON success_event (customer_id, date) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_account_goal_customer ON account_goal (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_account_financial_customer ON account_financial (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_value_chain_link_customer ON value_chain_link (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_rival_customer ON customer_rival (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_account_plan_customer ON account_plan (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_joint_project_customer ON joint_project (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_stage_history_customer ON stage_history (customer_id, at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_success_event_follow_up ON success_event (follow_up_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_solution_line_opportunity ON solution_line (opportunity_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_solution_line_need ON solution_line (need_id) WHERE deleted_at IS NULL
""",
)


def apply(connection: driver.Connection) -> None:
    """Makes the new tables and their indexes; touches no older one."""
    for statement in STATEMENTS:
        connection.execute(statement)
