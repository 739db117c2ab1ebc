"""Version 21: what the customer list sorts by, kept at the customer by the file itself.

The largest amount and the best odds of the open deals and the number of open cases follow from
the rows alone, not from a day or a figure of the rules; triggers keep them, whoever writes.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

_DEALS = """
UPDATE customer SET (open_amount, open_odds) = (
    SELECT max(o.expected_amount), max(o.odds_calc) FROM opportunity o
    WHERE o.customer_id = customer.id AND o.deleted_at IS NULL
        AND COALESCE(o.pipeline, '') NOT IN ('WON', 'LOST')
) WHERE id {}
"""
_CASES = """
UPDATE customer SET open_feedback = (
    SELECT count(*) FROM feedback f
    WHERE f.customer_id = customer.id AND f.deleted_at IS NULL
        AND COALESCE(f.state, 'NEW') NOT IN ('CLOSED', 'MERGED')
) WHERE id {}
"""
_MOVED = "CREATE TRIGGER {table}_open_{when} AFTER {when}{columns} ON {table} WHEN {holds} BEGIN {sql}; END"


def _triggers(table: str, columns: str, sql: str) -> tuple[str, ...]:
    differs = " OR ".join(f"OLD.{one} IS NOT NEW.{one}" for one in columns.split(", "))
    return (
        _MOVED.format(
            table=table, when="INSERT", columns="",
            holds="NEW.customer_id IS NOT NULL AND NEW.deleted_at IS NULL",
            sql=sql.format("= NEW.customer_id"),
        ),
        _MOVED.format(
            table=table, when="UPDATE", columns=f" OF {columns}", holds=differs,
            sql=sql.format("IN (OLD.customer_id, NEW.customer_id)"),
        ),
        _MOVED.format(
            table=table, when="DELETE", columns="", holds="OLD.customer_id IS NOT NULL",
            sql=sql.format("= OLD.customer_id"),
        ),
    )  # fmt: skip


STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE customer ADD COLUMN open_feedback INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE customer ADD COLUMN open_amount INTEGER",
    "ALTER TABLE customer ADD COLUMN open_odds INTEGER",
    _DEALS.format("IN (SELECT customer_id FROM opportunity)"),
    _CASES.format("IN (SELECT customer_id FROM feedback)"),
    *_triggers(
        "opportunity", "customer_id, deleted_at, pipeline, expected_amount, odds_calc", _DEALS
    ),
    *_triggers("feedback", "customer_id, deleted_at, state", _CASES),
    "CREATE INDEX ix_customer_by_feedback ON customer (open_feedback) WHERE deleted_at IS NULL",
    "CREATE INDEX ix_customer_by_amount ON customer (open_amount) WHERE deleted_at IS NULL",
    "CREATE INDEX ix_customer_by_odds ON customer (open_odds) WHERE deleted_at IS NULL",
    # all of them, for what hangs on archived ones stands by their grade as well
    "CREATE INDEX ix_customer_graded ON customer (COALESCE(grade, '~'), id)",
)


def apply(connection: driver.Connection) -> None:
    """Adds the columns, fills them, and keeps them from here on."""
    for statement in STATEMENTS:
        connection.execute(statement)
