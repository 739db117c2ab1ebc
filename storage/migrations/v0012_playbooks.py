"""Version 12: running playbooks with their steps, the step an item belongs to, steps of a deal.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
ALTER TABLE follow_up ADD COLUMN playbook_step_id INTEGER
""",
    """
CREATE TABLE playbook_run (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    customer_id INTEGER NOT NULL,
    contact_id INTEGER,
    opportunity_id INTEGER,
    order_id INTEGER,
    interaction_id INTEGER,
    playbook VARCHAR(31) NOT NULL,
    title_en VARCHAR(120) NOT NULL,
    title_zh VARCHAR(120) NOT NULL,
    state VARCHAR(40) NOT NULL,
    anchor DATE NOT NULL,
    occasion VARCHAR(40),
    stop_on VARCHAR(120),
    yearly BOOLEAN NOT NULL,
    assignee_id INTEGER,
    ended_on DATE,
    reason VARCHAR(400),
    PRIMARY KEY (id),
    CONSTRAINT ck_playbook_run_state CHECK (state IN ('RUNNING', 'DONE', 'STOPPED')),
    CONSTRAINT ck_playbook_run_yearly CHECK (yearly IN (0, 1)),
    UNIQUE (code),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(order_id) REFERENCES sales_order (id),
    FOREIGN KEY(interaction_id) REFERENCES interaction (id),
    FOREIGN KEY(assignee_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE playbook_step (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    run_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    step_key VARCHAR(31) NOT NULL,
    title_en VARCHAR(200) NOT NULL,
    title_zh VARCHAR(200) NOT NULL,
    script_en TEXT,
    script_zh TEXT,
    checklist TEXT,
    channel VARCHAR(40),
    kind VARCHAR(40) NOT NULL,
    about VARCHAR(8),
    base VARCHAR(40) NOT NULL,
    distance INTEGER NOT NULL,
    unit VARCHAR(40) NOT NULL,
    waits_for VARCHAR(31),
    required BOOLEAN NOT NULL,
    state VARCHAR(40) NOT NULL,
    counted_from DATE,
    ended_on DATE,
    reason VARCHAR(400),
    PRIMARY KEY (id),
    CONSTRAINT ck_playbook_step_number CHECK (number >= 1),
    CONSTRAINT ck_playbook_step_channel CHECK (channel IN ('PHONE', 'MEETING', 'VISIT', 'RECEPTION', 'EMAIL', 'LETTER', 'FAX', 'SMS', 'WECHAT', 'SOCIAL', 'EVENT', 'MEAL', 'SYSTEM')),
    CONSTRAINT ck_playbook_step_kind CHECK (kind IN ('TRACKING', 'COMMITMENT', 'CALLBACK', 'LETTER_CALL', 'CARE', 'PLAYBOOK', 'SURVEY', 'SLA', 'EXEC_VISIT', 'REVIEW', 'TASK')),
    CONSTRAINT ck_playbook_step_base CHECK (base IN ('START', 'HANDOVER', 'WARRANTY', 'BIRTHDAY', 'BEFORE', 'AGREED', 'NONE')),
    CONSTRAINT ck_playbook_step_unit CHECK (unit IN ('DAYS', 'WORKING_DAYS', 'MONTHS', 'HOURS')),
    CONSTRAINT ck_playbook_step_required CHECK (required IN (0, 1)),
    CONSTRAINT ck_playbook_step_state CHECK (state IN ('UNDATED', 'BLOCKED', 'OPEN', 'DONE', 'SKIPPED')),
    FOREIGN KEY(run_id) REFERENCES playbook_run (id)
)
""",
    """
CREATE TABLE deal_step (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    opportunity_id INTEGER NOT NULL,
    step VARCHAR(40) NOT NULL,
    label VARCHAR(120),
    done_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT ck_deal_step_step CHECK (step IN ('FIRST_CALL', 'VISIT', 'NEED_SAMPLE', 'SAMPLE_TEST', 'QUOTE_ORDER', 'CONTRACT_REVIEW', 'PRODUCTION', 'RECONCILE', 'COLLECT', 'DELIVERY_PART', 'ADDED_VALUE')),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id)
)
""",
    """
CREATE INDEX ix_playbook_run_customer ON playbook_run (customer_id, state, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_playbook_step_run ON playbook_step (run_id, number) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_playbook_step ON follow_up (playbook_step_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_deal_step_opportunity ON deal_step (opportunity_id, id) WHERE deleted_at IS NULL
""",
)


def apply(connection: driver.Connection) -> None:
    """Adds the column, makes the tables and their indexes."""
    for statement in STATEMENTS:
        connection.execute(statement)
