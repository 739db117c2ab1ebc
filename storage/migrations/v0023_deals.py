"""Version 23: follow-ups by amount and odds of their deal are read along all deals.

Archived ones are among them, as what hangs on them stands in the list as well.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    "CREATE INDEX ix_opportunity_amount ON opportunity (expected_amount)",
    "CREATE INDEX ix_opportunity_odds ON opportunity (odds_calc)",
)


def apply(connection: driver.Connection) -> None:
    """Makes the indexes."""
    for statement in STATEMENTS:
        connection.execute(statement)
