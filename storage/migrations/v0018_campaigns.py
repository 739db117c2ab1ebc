"""Version 18: what persons agreed to, campaigns; an index for the end of keeping.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE consent (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER,
    contact_id INTEGER NOT NULL,
    purpose VARCHAR(40) NOT NULL,
    channel VARCHAR(40),
    state VARCHAR(40) NOT NULL,
    basis VARCHAR(40) NOT NULL,
    given_on DATE,
    notice_date DATE,
    withdrawn_on DATE,
    source VARCHAR(200),
    PRIMARY KEY (id),
    CONSTRAINT ck_consent_purpose CHECK (purpose IN ('MARKETING', 'SURVEY', 'GREETING')),
    CONSTRAINT ck_consent_channel CHECK (channel IN ('PHONE', 'MEETING', 'VISIT', 'RECEPTION', 'EMAIL', 'LETTER', 'FAX', 'SMS', 'WECHAT', 'SOCIAL', 'EVENT', 'MEAL', 'SYSTEM')),
    CONSTRAINT ck_consent_state CHECK (state IN ('GIVEN', 'REFUSED', 'WITHDRAWN')),
    CONSTRAINT ck_consent_basis CHECK (basis IN ('CONSENT', 'CONTRACT', 'LEGAL_DUTY', 'PUBLIC', 'INTEREST')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id)
)
""",
    """
CREATE TABLE campaign (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    name VARCHAR(120) NOT NULL,
    purpose VARCHAR(40) NOT NULL,
    segment_id INTEGER,
    filter VARCHAR(400),
    channel VARCHAR(40) NOT NULL,
    offer TEXT,
    planned_on DATE NOT NULL,
    owner_id INTEGER,
    cost INTEGER,
    revenue INTEGER,
    currency VARCHAR(3),
    result TEXT,
    next_change TEXT,
    state VARCHAR(40) NOT NULL,
    built_on DATE,
    closed_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT ck_campaign_purpose CHECK (purpose IN ('ACQUIRE', 'RETAIN')),
    CONSTRAINT ck_campaign_channel CHECK (channel IN ('PHONE', 'MEETING', 'VISIT', 'RECEPTION', 'EMAIL', 'LETTER', 'FAX', 'SMS', 'WECHAT', 'SOCIAL', 'EVENT', 'MEAL', 'SYSTEM')),
    CONSTRAINT ck_campaign_cost CHECK (cost >= 0),
    CONSTRAINT ck_campaign_revenue CHECK (revenue >= 0),
    CONSTRAINT ck_campaign_state CHECK (state IN ('PLANNED', 'RUNNING', 'CLOSED')),
    UNIQUE (code),
    FOREIGN KEY(segment_id) REFERENCES segment (id),
    FOREIGN KEY(owner_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE campaign_member (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    campaign_id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    contact_id INTEGER,
    left_out VARCHAR(40),
    invited_on DATE,
    attended BOOLEAN,
    response VARCHAR(40),
    note VARCHAR(400),
    follow_up_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_campaign_member_left_out CHECK (left_out IN ('NO_CONSENT', 'BLOCKED', 'NOT_ACTIVE')),
    CONSTRAINT ck_campaign_member_attended CHECK (attended IN (0, 1)),
    CONSTRAINT ck_campaign_member_response CHECK (response IN ('NONE', 'INTERESTED', 'ORDERED', 'DECLINED')),
    FOREIGN KEY(campaign_id) REFERENCES campaign (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(follow_up_id) REFERENCES follow_up (id)
)
""",
    """
CREATE INDEX ix_consent_contact ON consent (contact_id, purpose) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_consent_customer ON consent (customer_id, purpose) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_campaign_planned ON campaign (planned_on, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_campaign_member_campaign ON campaign_member (campaign_id, customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_campaign_member_customer ON campaign_member (customer_id, invited_on) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_campaign_member_follow_up ON campaign_member (follow_up_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_retention ON customer (retention_until, code) WHERE deleted_at IS NULL
""",
)


def apply(connection: driver.Connection) -> None:
    """Makes the tables and their indexes."""
    for statement in STATEMENTS:
        connection.execute(statement)
