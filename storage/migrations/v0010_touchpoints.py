"""Version 10: touchpoints and their matrix, audits, improvements, standards, survey calls.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE survey_invite ADD COLUMN follow_up_id INTEGER",
    "ALTER TABLE survey_invite ADD COLUMN feedback_id INTEGER",
    "ALTER TABLE feedback ADD COLUMN touchpoint_id INTEGER",
    "ALTER TABLE interaction ADD COLUMN touchpoint_id INTEGER",
    """
CREATE TABLE touchpoint (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    name VARCHAR(120) NOT NULL,
    name_zh VARCHAR(120),
    touch_class VARCHAR(40) NOT NULL,
    touch_kind VARCHAR(40) NOT NULL,
    line VARCHAR(40) NOT NULL,
    stage VARCHAR(40) NOT NULL,
    way VARCHAR(40),
    journey_stage VARCHAR(40),
    actor VARCHAR(40),
    experience_element VARCHAR(40),
    key_for_decision BOOLEAN NOT NULL,
    key_for_prospect BOOLEAN NOT NULL,
    template VARCHAR(40),
    slot INTEGER,
    active BOOLEAN NOT NULL,
    message TEXT,
    message_zh TEXT,
    medium VARCHAR(120),
    medium_zh VARCHAR(120),
    PRIMARY KEY (id),
    CONSTRAINT ck_touchpoint_touch_class CHECK (touch_class IN ('COMMUNICATION', 'CHANNEL', 'PEOPLE', 'BRAND')),
    CONSTRAINT ck_touchpoint_touch_kind CHECK (touch_kind IN ('PHYSICAL', 'DIGITAL', 'PHONE', 'MAIL', 'EVENT')),
    CONSTRAINT ck_touchpoint_line CHECK (line IN ('PROMOTION', 'DISPLAY', 'PRODUCT', 'SERVICE')),
    CONSTRAINT ck_touchpoint_stage CHECK (stage IN ('PRE', 'IN', 'AFTER')),
    CONSTRAINT ck_touchpoint_way CHECK (way IN ('PEOPLE', 'ADVERT', 'PR', 'MEDIA')),
    CONSTRAINT ck_touchpoint_journey_stage CHECK (journey_stage IN ('AWARE', 'CONSULT', 'EXPERIENCE', 'DEAL', 'CONTINUED')),
    CONSTRAINT ck_touchpoint_actor CHECK (actor IN ('SALESPERSON', 'ASSISTANT', 'SERVICE_STAFF', 'DRIVER', 'GUARD')),
    CONSTRAINT ck_touchpoint_experience_element CHECK (experience_element IN ('ENVIRONMENT', 'SERVICE', 'EMOTION', 'VALUE', 'PROBLEM_SOLVING')),
    CONSTRAINT ck_touchpoint_key_for_decision CHECK (key_for_decision IN (0, 1)),
    CONSTRAINT ck_touchpoint_key_for_prospect CHECK (key_for_prospect IN (0, 1)),
    CONSTRAINT ck_touchpoint_template CHECK (template IN ('PRE_SALE', 'IN_SALE', 'PRODUCT', 'AFTER_SALE_8', 'TEN_SERVICE', 'FURTHER')),
    CONSTRAINT ck_touchpoint_slot CHECK (slot >= 1 AND slot <= 999),
    CONSTRAINT ck_touchpoint_active CHECK (active IN (0, 1)),
    UNIQUE (code)
)
""",
    """
CREATE TABLE touch_indicator (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    touchpoint_id INTEGER NOT NULL,
    text VARCHAR(200) NOT NULL,
    text_zh VARCHAR(200),
    target VARCHAR(80),
    PRIMARY KEY (id),
    FOREIGN KEY(touchpoint_id) REFERENCES touchpoint (id)
)
""",
    """
CREATE TABLE touch_service (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    service_no VARCHAR(4) NOT NULL,
    name VARCHAR(80) NOT NULL,
    name_zh VARCHAR(80),
    PRIMARY KEY (id)
)
""",
    """
CREATE UNIQUE INDEX uq_touch_service_service_no ON touch_service (service_no) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE touch_channel (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    channel_letter VARCHAR(1) NOT NULL,
    name VARCHAR(80) NOT NULL,
    name_zh VARCHAR(80),
    PRIMARY KEY (id)
)
""",
    """
CREATE UNIQUE INDEX uq_touch_channel_channel_letter ON touch_channel (channel_letter) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE touch_matrix_cell (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    service_no VARCHAR(4) NOT NULL,
    channel_letter VARCHAR(1) NOT NULL,
    process_code VARCHAR(5),
    status VARCHAR(40) NOT NULL,
    owner_id INTEGER,
    process TEXT,
    standard TEXT,
    touchpoint_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_touch_matrix_cell_status CHECK (status IN ('DEFINED', 'GAP', 'NA')),
    FOREIGN KEY(owner_id) REFERENCES user (id),
    FOREIGN KEY(touchpoint_id) REFERENCES touchpoint (id)
)
""",
    """
CREATE UNIQUE INDEX uq_touch_matrix_cell_channel_letter ON touch_matrix_cell (service_no, channel_letter) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE audit_run (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    template VARCHAR(40) NOT NULL,
    place VARCHAR(120) NOT NULL,
    date DATE NOT NULL,
    inspector_id INTEGER,
    note TEXT,
    points INTEGER,
    max_points INTEGER,
    result INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_audit_run_points CHECK (points >= 0),
    CONSTRAINT ck_audit_run_max_points CHECK (max_points >= 0),
    UNIQUE (code),
    FOREIGN KEY(inspector_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE audit_item (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    audit_run_id INTEGER NOT NULL,
    item VARCHAR(60) NOT NULL,
    score INTEGER NOT NULL,
    note VARCHAR(400),
    PRIMARY KEY (id),
    CONSTRAINT ck_audit_item_score CHECK (score >= 0 AND score <= 2),
    FOREIGN KEY(audit_run_id) REFERENCES audit_run (id)
)
""",
    """
CREATE UNIQUE INDEX uq_audit_item_item ON audit_item (audit_run_id, item) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE improvement (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    title VARCHAR(200) NOT NULL,
    origin VARCHAR(40) NOT NULL,
    impact INTEGER NOT NULL,
    feasibility INTEGER NOT NULL,
    reach INTEGER NOT NULL,
    kind VARCHAR(40),
    owner_id INTEGER,
    due DATE,
    state VARCHAR(40) NOT NULL,
    drop_reason VARCHAR(400),
    note TEXT,
    experience_element VARCHAR(40),
    before_from DATE,
    before_to DATE,
    after_from DATE,
    after_to DATE,
    feedback_id INTEGER,
    audit_run_id INTEGER,
    survey_id INTEGER,
    touchpoint_id INTEGER,
    priority INTEGER,
    before_score VARCHAR(40),
    after_score VARCHAR(40),
    done_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT ck_improvement_origin CHECK (origin IN ('FEEDBACK', 'AUDIT', 'SURVEY', 'REVIEW', 'IDEA')),
    CONSTRAINT ck_improvement_impact CHECK (impact >= 1 AND impact <= 5),
    CONSTRAINT ck_improvement_feasibility CHECK (feasibility >= 1 AND feasibility <= 5),
    CONSTRAINT ck_improvement_reach CHECK (reach >= 1 AND reach <= 5),
    CONSTRAINT ck_improvement_kind CHECK (kind IN ('PROCESS', 'TRAINING', 'TECHNOLOGY', 'PERSONALISATION')),
    CONSTRAINT ck_improvement_state CHECK (state IN ('OPEN', 'DOING', 'DONE', 'REVIEWED', 'DROPPED')),
    CONSTRAINT ck_improvement_experience_element CHECK (experience_element IN ('ENVIRONMENT', 'SERVICE', 'EMOTION', 'VALUE', 'PROBLEM_SOLVING')),
    CONSTRAINT ck_improvement_priority CHECK (priority >= 1 AND priority <= 125),
    UNIQUE (code),
    FOREIGN KEY(owner_id) REFERENCES user (id),
    FOREIGN KEY(feedback_id) REFERENCES feedback (id),
    FOREIGN KEY(audit_run_id) REFERENCES audit_run (id),
    FOREIGN KEY(survey_id) REFERENCES survey (id),
    FOREIGN KEY(touchpoint_id) REFERENCES touchpoint (id)
)
""",
    """
CREATE TABLE service_standard (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    name VARCHAR(120) NOT NULL,
    scope TEXT NOT NULL,
    process TEXT NOT NULL,
    minutes INTEGER,
    skill VARCHAR(200),
    language VARCHAR(200),
    owner_id INTEGER,
    touchpoint_id INTEGER,
    review_date DATE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_service_standard_minutes CHECK (minutes >= 0 AND minutes <= 1000000),
    UNIQUE (code),
    FOREIGN KEY(owner_id) REFERENCES user (id),
    FOREIGN KEY(touchpoint_id) REFERENCES touchpoint (id)
)
""",
    """
CREATE TABLE service_review (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    date DATE NOT NULL,
    kind VARCHAR(40) NOT NULL,
    score INTEGER NOT NULL,
    level VARCHAR(40),
    person_id INTEGER,
    reviewer_id INTEGER,
    standard_id INTEGER,
    note TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_service_review_kind CHECK (kind IN ('RECORDING', 'INSPECTION', 'PEER')),
    CONSTRAINT ck_service_review_score CHECK (score >= 0 AND score <= 100),
    CONSTRAINT ck_service_review_level CHECK (level IN ('BASIC', 'EXCELLENT')),
    UNIQUE (code),
    FOREIGN KEY(person_id) REFERENCES user (id),
    FOREIGN KEY(reviewer_id) REFERENCES user (id),
    FOREIGN KEY(standard_id) REFERENCES service_standard (id)
)
""",
    "CREATE INDEX ix_touch_indicator_touchpoint ON touch_indicator (touchpoint_id) WHERE deleted_at IS NULL",
    "CREATE INDEX ix_audit_item_run ON audit_item (audit_run_id) WHERE deleted_at IS NULL",
)


def apply(connection: driver.Connection) -> None:
    """Adds the columns, makes the tables."""
    for statement in STATEMENTS:
        connection.execute(statement)
