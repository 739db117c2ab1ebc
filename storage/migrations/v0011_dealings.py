"""Version 11: handovers between owners, the gift register, visitors of trade fairs.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE handover (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    from_user_id INTEGER NOT NULL,
    to_user_id INTEGER NOT NULL,
    checklist VARCHAR(200) NOT NULL,
    state VARCHAR(40) NOT NULL,
    reason VARCHAR(400),
    follow_up_id INTEGER,
    accepted_at VARCHAR(20),
    PRIMARY KEY (id),
    CONSTRAINT ck_handover_state CHECK (state IN ('OPEN', 'ACCEPTED', 'WITHDRAWN')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(from_user_id) REFERENCES user (id),
    FOREIGN KEY(to_user_id) REFERENCES user (id),
    FOREIGN KEY(follow_up_id) REFERENCES follow_up (id)
)
""",
    """
CREATE TABLE gift_register (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    contact_id INTEGER,
    kind VARCHAR(40) NOT NULL,
    direction VARCHAR(40) NOT NULL,
    value INTEGER NOT NULL,
    currency VARCHAR(3),
    date DATE NOT NULL,
    purpose VARCHAR(400) NOT NULL,
    giver_id INTEGER,
    state VARCHAR(40) NOT NULL,
    approver_id INTEGER,
    approved_at VARCHAR(20),
    reason VARCHAR(400),
    follow_up_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_gift_register_kind CHECK (kind IN ('COUPON', 'DISCOUNT', 'GIFT', 'MEAL', 'LOYALTY_FUND')),
    CONSTRAINT ck_gift_register_direction CHECK (direction IN ('GIVEN', 'RECEIVED')),
    CONSTRAINT ck_gift_register_value CHECK (value >= 0),
    CONSTRAINT ck_gift_register_state CHECK (state IN ('FREE', 'WAITING', 'APPROVED', 'DECLINED')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(giver_id) REFERENCES user (id),
    FOREIGN KEY(approver_id) REFERENCES user (id),
    FOREIGN KEY(follow_up_id) REFERENCES follow_up (id)
)
""",
    """
CREATE TABLE fair_visit (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    fair VARCHAR(40) NOT NULL,
    card_no INTEGER,
    customer_id INTEGER NOT NULL,
    contact_id INTEGER,
    interest VARCHAR(400) NOT NULL,
    hot BOOLEAN,
    messenger VARCHAR(60),
    minutes INTEGER,
    at VARCHAR(20) NOT NULL,
    user_id INTEGER,
    follow_up_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_fair_visit_card_no CHECK (card_no >= 1),
    CONSTRAINT ck_fair_visit_hot CHECK (hot IN (0, 1)),
    CONSTRAINT ck_fair_visit_minutes CHECK (minutes >= 0 AND minutes <= 1000),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(user_id) REFERENCES user (id),
    FOREIGN KEY(follow_up_id) REFERENCES follow_up (id)
)
""",
    """
CREATE INDEX ix_handover_customer ON handover (customer_id, state) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_handover_to_user ON handover (to_user_id, state) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_handover_follow_up ON handover (follow_up_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_gift_register_customer ON gift_register (customer_id, contact_id, date) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_gift_register_state ON gift_register (state, date) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_gift_register_follow_up ON gift_register (follow_up_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_fair_visit_fair ON fair_visit (fair, at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_fair_visit_customer ON fair_visit (customer_id, at) WHERE deleted_at IS NULL
""",
)


def apply(connection: driver.Connection) -> None:
    """Makes the tables and their indexes."""
    for statement in STATEMENTS:
        connection.execute(statement)
