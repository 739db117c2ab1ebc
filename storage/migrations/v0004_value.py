"""Version 4: surveys, and the stored figures of a customer's value (R-PARETO, R-PYR, R-RFM).

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE survey (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    title VARCHAR(120) NOT NULL,
    purpose TEXT,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_survey_active CHECK (active IN (0, 1)),
    UNIQUE (code)
)
""",
    """
CREATE TABLE survey_question (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    survey_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    text VARCHAR(400) NOT NULL,
    experience_element VARCHAR(40),
    quality_dimension VARCHAR(40),
    expectation_group VARCHAR(40),
    PRIMARY KEY (id),
    CONSTRAINT ck_survey_question_number CHECK (number >= 1 AND number <= 99),
    CONSTRAINT ck_survey_question_kind CHECK (kind IN ('SCORE_1_5', 'GAP_EXPECT_PERCEIVE', 'NPS_0_10', 'INTENT_0_10', 'TEXT')),
    CONSTRAINT ck_survey_question_experience_element CHECK (experience_element IN ('ENVIRONMENT', 'SERVICE', 'EMOTION', 'VALUE', 'PROBLEM_SOLVING')),
    CONSTRAINT ck_survey_question_quality_dimension CHECK (quality_dimension IN ('PRODUCT', 'SERVICE', 'IMAGE', 'RELATIONSHIP', 'SAFETY')),
    CONSTRAINT ck_survey_question_expectation_group CHECK (expectation_group IN ('CARE', 'CONFIDENCE', 'RESPONSIVENESS', 'RELIABILITY')),
    UNIQUE (code),
    FOREIGN KEY(survey_id) REFERENCES survey (id)
)
""",
    """
CREATE UNIQUE INDEX uq_survey_question_number ON survey_question (survey_id, number) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE survey_invite (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    survey_id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    contact_id INTEGER,
    invited_on DATE,
    answered_on DATE,
    PRIMARY KEY (id),
    UNIQUE (code),
    FOREIGN KEY(survey_id) REFERENCES survey (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id)
)
""",
    """
CREATE TABLE survey_answer (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    invite_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    score INTEGER,
    expected INTEGER,
    note TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_survey_answer_score CHECK (score >= 0 AND score <= 10),
    CONSTRAINT ck_survey_answer_expected CHECK (expected >= 1 AND expected <= 5),
    FOREIGN KEY(invite_id) REFERENCES survey_invite (id),
    FOREIGN KEY(question_id) REFERENCES survey_question (id)
)
""",
    """
CREATE UNIQUE INDEX uq_survey_answer_question_id ON survey_answer (invite_id, question_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_survey_invite_customer ON survey_invite (customer_id, answered_on, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_survey_answer_invite ON survey_answer (invite_id, id) WHERE deleted_at IS NULL
""",
    """
ALTER TABLE customer ADD COLUMN revenue_year INTEGER
""",
    """
ALTER TABLE customer ADD COLUMN deals_weighted INTEGER
""",
    """
ALTER TABLE customer ADD COLUMN rfm VARCHAR(3)
""",
    """
CREATE INDEX ix_customer_rank ON customer (revenue_year DESC, deals_weighted DESC, code, pyramid_tier, key_account) WHERE deleted_at IS NULL AND revenue_year > 0
""",
    """
CREATE INDEX ix_customer_value_tier ON customer (value_tier, COALESCE(grade, '~'), COALESCE(next_tracking_due, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    # The figures of an older file are worked out at its next start, as after a long absence.
    """
UPDATE setting SET value = '1970-01-01' WHERE key = 'computed_on'
""",
)


def apply(connection: driver.Connection) -> None:
    """Makes the tables, adds the columns."""
    for statement in STATEMENTS:
        connection.execute(statement)
