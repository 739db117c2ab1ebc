"""Version 13: identities, documents, other systems, activity, grants and the log of requests.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE source_system (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    "key" VARCHAR(40) NOT NULL,
    name VARCHAR(80) NOT NULL,
    scopes VARCHAR(400) NOT NULL,
    enabled BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_source_system_enabled CHECK (enabled IN (0, 1))
)
""",
    """
CREATE TABLE identity (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    contact_id INTEGER,
    name VARCHAR(120) NOT NULL,
    sex VARCHAR(40) NOT NULL,
    birth_date DATE NOT NULL,
    legal_basis VARCHAR(40) NOT NULL,
    basis_note VARCHAR(200),
    state VARCHAR(40) NOT NULL,
    reason VARCHAR(200),
    PRIMARY KEY (id),
    CONSTRAINT ck_identity_sex CHECK (sex IN ('M', 'F')),
    CONSTRAINT ck_identity_legal_basis CHECK (legal_basis IN ('CONSENT', 'CONTRACT', 'LEGAL_DUTY')),
    CONSTRAINT ck_identity_state CHECK (state IN ('ACTIVE', 'REVOKED')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id)
)
""",
    """
CREATE TABLE document (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    identity_id INTEGER NOT NULL,
    document_type VARCHAR(40) NOT NULL,
    document_number VARCHAR(120) NOT NULL,
    number_hmac VARCHAR(64) NOT NULL,
    valid_until DATE,
    state VARCHAR(40) NOT NULL,
    ended_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT ck_document_document_type CHECK (document_type IN ('RESIDENT_ID', 'PASSPORT', 'HK_MACAO_PERMIT', 'TAIWAN_PERMIT', 'FOREIGN_PR', 'MILITARY', 'OTHER')),
    CONSTRAINT ck_document_state CHECK (state IN ('CURRENT', 'REPLACED', 'REVOKED')),
    FOREIGN KEY(identity_id) REFERENCES identity (id)
)
""",
    """
CREATE TABLE external_ref (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    system_id INTEGER NOT NULL,
    external_id VARCHAR(80) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(system_id) REFERENCES source_system (id)
)
""",
    """
CREATE TABLE activity_record (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    system_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    at VARCHAR(20) NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(system_id) REFERENCES source_system (id)
)
""",
    """
CREATE TABLE grant_ (
    id INTEGER NOT NULL,
    at VARCHAR(20) NOT NULL,
    system_id INTEGER NOT NULL,
    user_id INTEGER,
    customer_id INTEGER NOT NULL,
    scope VARCHAR(400) NOT NULL,
    purpose VARCHAR(40) NOT NULL,
    expires_at VARCHAR(20) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(system_id) REFERENCES source_system (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE access_request (
    id INTEGER NOT NULL,
    at VARCHAR(20) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    system VARCHAR(40) NOT NULL,
    requester VARCHAR(60) NOT NULL,
    user_id INTEGER,
    purpose VARCHAR(40) NOT NULL,
    scope VARCHAR(400) NOT NULL,
    result VARCHAR(40) NOT NULL,
    customer_id INTEGER,
    document_type VARCHAR(40) NOT NULL,
    last4 VARCHAR(4) NOT NULL,
    number_hmac VARCHAR(64) NOT NULL,
    grant_id INTEGER,
    row_count INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    PRIMARY KEY (id)
)
""",
    """
CREATE UNIQUE INDEX uq_source_system_key ON source_system ("key") WHERE deleted_at IS NULL
""",
    """
CREATE UNIQUE INDEX uq_document_number_hmac ON document (number_hmac) WHERE deleted_at IS NULL AND state = 'CURRENT'
""",
    """
CREATE UNIQUE INDEX uq_external_ref_external_id ON external_ref (system_id, external_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_access_request_customer ON access_request (customer_id, id)
""",
    """
CREATE INDEX ix_access_request_number ON access_request (number_hmac, at)
""",
    """
CREATE INDEX ix_identity_customer ON identity (customer_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_document_identity ON document (identity_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_document_number ON document (number_hmac, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_external_ref_customer ON external_ref (customer_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_activity_record_customer ON activity_record (customer_id, kind, at) WHERE deleted_at IS NULL
""",
    """
CREATE TRIGGER grant_no_update BEFORE UPDATE ON grant_
BEGIN
    SELECT RAISE(ABORT, 'grant_ is appended to, never changed');
END
""",
    """
CREATE TRIGGER grant_no_delete BEFORE DELETE ON grant_
BEGIN
    SELECT RAISE(ABORT, 'grant_ is appended to, never changed');
END
""",
    """
CREATE TRIGGER access_request_no_update BEFORE UPDATE ON access_request
BEGIN
    SELECT RAISE(ABORT, 'access_request is appended to, never changed');
END
""",
    """
CREATE TRIGGER access_request_no_delete BEFORE DELETE ON access_request
BEGIN
    SELECT RAISE(ABORT, 'access_request is appended to, never changed');
END
""",
)


def apply(connection: driver.Connection) -> None:
    """Makes the tables, their indexes, and what keeps grants and log from being changed."""
    for statement in STATEMENTS:
        connection.execute(statement)
