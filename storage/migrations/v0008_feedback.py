"""Version 8: the clocks of a feedback case told from its events; answers and objections.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

_COLUMNS = (
    "id, created_at, created_by_id, updated_at, updated_by_id, version, deleted_at, feedback_id"
    ", from_state, to_state, user_id, at, note"
)
STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE feedback ADD COLUMN amber_at VARCHAR(20)",
    "ALTER TABLE feedback ADD COLUMN notice_due_at VARCHAR(20)",
    "ALTER TABLE feedback ADD COLUMN paused_at VARCHAR(20)",
    "ALTER TABLE feedback ADD COLUMN pause_reason VARCHAR(400)",
    "ALTER TABLE feedback ADD COLUMN check_call_on DATE",
    "DROP INDEX ix_feedback_event_feedback",
    "ALTER TABLE feedback_event RENAME TO feedback_event_7",
    """
CREATE TABLE feedback_event (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    feedback_id INTEGER NOT NULL,
    kind VARCHAR(40),
    from_state VARCHAR(40),
    to_state VARCHAR(40),
    user_id INTEGER,
    at VARCHAR(20) NOT NULL,
    promised_at VARCHAR(20),
    owner_id INTEGER,
    note TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_feedback_event_kind CHECK (kind IN ('STEP', 'NOTICE', 'PAUSE', 'RESUME', 'OWNER', 'IDEA')),
    CONSTRAINT ck_feedback_event_from_state CHECK (from_state IN ('NEW', 'ACKNOWLEDGED', 'ANALYSED', 'ACTING', 'TRACKING', 'CLOSED', 'REOPENED', 'MERGED')),
    CONSTRAINT ck_feedback_event_to_state CHECK (to_state IN ('NEW', 'ACKNOWLEDGED', 'ANALYSED', 'ACTING', 'TRACKING', 'CLOSED', 'REOPENED', 'MERGED')),
    FOREIGN KEY(feedback_id) REFERENCES feedback (id),
    FOREIGN KEY(user_id) REFERENCES user (id),
    FOREIGN KEY(owner_id) REFERENCES user (id)
)
""",
    # A line that leaves the state as it was told the customer how things stand.
    f"""
INSERT INTO feedback_event ({_COLUMNS}, kind, promised_at)
SELECT {_COLUMNS}, CASE WHEN from_state = to_state THEN 'NOTICE' ELSE 'STEP' END,
    CASE WHEN to_state = 'ACKNOWLEDGED' AND from_state <> to_state
        THEN (SELECT f.promised_at FROM feedback f WHERE f.id = feedback_id) END
FROM feedback_event_7
""",
    "DROP TABLE feedback_event_7",
    """
CREATE INDEX ix_feedback_event_feedback ON feedback_event (feedback_id, at) WHERE deleted_at IS NULL
""",
    # Three quarters of the way, and two days after the last notice; the next step tells it anew.
    """
UPDATE feedback SET
    amber_at = strftime('%Y-%m-%dT%H:%M:%SZ', julianday(COALESCE(ack_at, received_at))
        + 0.75 * (julianday(due_at) - julianday(COALESCE(ack_at, received_at)))),
    notice_due_at = strftime(
        '%Y-%m-%dT%H:%M:%SZ', COALESCE(last_progress_at, received_at), '+48 hours')
WHERE COALESCE(state, 'NEW') NOT IN ('CLOSED', 'MERGED')
""",
    # A planned check call is known to its case too.
    """
UPDATE feedback SET check_call_on = (
    SELECT max(u.due_date) FROM follow_up u WHERE u.feedback_id = feedback.id
        AND u.kind = 'CALLBACK' AND u.deleted_at IS NULL
) WHERE state IN ('TRACKING', 'CLOSED')
""",
    """
CREATE INDEX ix_feedback_order ON feedback ((COALESCE(state, 'NEW') IN ('CLOSED', 'MERGED')), CASE WHEN quality_dimension = 'SAFETY' THEN 0 WHEN round > 1 THEN 2 WHEN kind = 'COMPLAINT' THEN 3 WHEN kind = 'GRIEVANCE' THEN 4 WHEN kind = 'SUGGESTION' THEN 5 WHEN kind = 'OPINION' THEN 6 ELSE 7 END, COALESCE(due_at, '9999-12-31T00:00:00Z'), received_at, id) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE faq (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    question VARCHAR(400) NOT NULL,
    answer TEXT NOT NULL,
    tags VARCHAR(200),
    product_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
)
""",
    """
CREATE TABLE objection (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    objection VARCHAR(400) NOT NULL,
    argument TEXT NOT NULL,
    proof VARCHAR(400),
    tags VARCHAR(200),
    product_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
)
""",
)


def apply(connection: driver.Connection) -> None:
    """Adds the columns, rebuilds the table of events, makes the new tables."""
    for statement in STATEMENTS:
        connection.execute(statement)
