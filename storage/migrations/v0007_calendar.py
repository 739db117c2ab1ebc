"""Version 7: how often a follow-up was put off, dates of the lunar calendar.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

_COLUMNS = (
    "id, created_at, created_by_id, updated_at, updated_by_id, version, deleted_at, contact_id"
    ", kind, label, month, day, year, lead_days"
)
STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE follow_up ADD COLUMN snoozes INTEGER",
    "ALTER TABLE follow_up ADD COLUMN snoozed_by_id INTEGER",
    "DROP INDEX ix_special_date_day",
    "DROP INDEX ix_special_date_contact",
    "ALTER TABLE special_date RENAME TO special_date_6",
    """
CREATE TABLE special_date (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    contact_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    label VARCHAR(80),
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    year INTEGER,
    lead_days INTEGER,
    calendar VARCHAR(40) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_special_date_kind CHECK (kind IN ('BIRTHDAY', 'WEDDING', 'FESTIVAL', 'CUSTOM')),
    CONSTRAINT ck_special_date_month CHECK (month >= 1 AND month <= 12),
    CONSTRAINT ck_special_date_day CHECK (day >= 1 AND day <= 31),
    CONSTRAINT ck_special_date_year CHECK (year >= 1850 AND year <= 2200),
    CONSTRAINT ck_special_date_lead_days CHECK (lead_days >= 0 AND lead_days <= 60),
    CONSTRAINT ck_special_date_calendar CHECK (calendar IN ('SOLAR', 'LUNAR', 'LUNAR_LEAP')),
    FOREIGN KEY(contact_id) REFERENCES contact (id)
)
""",
    f"INSERT INTO special_date ({_COLUMNS}, calendar) SELECT {_COLUMNS}, 'SOLAR' FROM special_date_6",
    "DROP TABLE special_date_6",
    "CREATE INDEX ix_special_date_day ON special_date (month, day) WHERE deleted_at IS NULL",
    "CREATE INDEX ix_special_date_contact ON special_date (contact_id) WHERE deleted_at IS NULL",
)


def apply(connection: driver.Connection) -> None:
    """Adds the columns, keeps the dates as dates of the sun."""
    for statement in STATEMENTS:
        connection.execute(statement)
