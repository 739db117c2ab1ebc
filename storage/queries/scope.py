"""What a user may see (requirements 11.3), laid over a read connection so that no query passes it.

Views in the connection's own schema take the place of the tables: whatever SQL text asks for
`customer` gets those of the user and the team, and of all that hangs on a customer the same. What
is sealed comes out masked. Who sees everything reads the tables themselves, at no cost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from models.masks import MASKS, NUMBERS
from models.rules.rights import Action, Cell, Who, reach, sees_all
from storage.sealing import unseal

# Whom one is given to work for one sees: what is on its way to the user, or assigned.
GIVEN = """
SELECT customer_id FROM main.handover
 WHERE to_user_id = :me AND state = 'OPEN' AND deleted_at IS NULL
UNION SELECT customer_id FROM main.follow_up
 WHERE assignee_id = :me AND status NOT IN ('DONE', 'SKIPPED') AND deleted_at IS NULL
UNION SELECT customer_id FROM main.opportunity WHERE owner_id = :me AND deleted_at IS NULL
UNION SELECT customer_id FROM main.feedback WHERE owner_id = :me AND deleted_at IS NULL
   AND state NOT IN ('CLOSED', 'MERGED') AND customer_id IS NOT NULL
UNION SELECT customer_id FROM main.ticket WHERE deleted_at IS NULL
   AND state NOT IN ('CLOSED', 'CANCELLED')
   AND (owner_id = :me OR technician_id IN (SELECT id FROM main.technician WHERE user_id = :me))
"""
_SEE_GIVEN = f"INSERT OR IGNORE INTO temp.seen_customer {GIVEN}"
_OWNER = "v.owner_id IS NULL OR v.owner_id IN (SELECT id FROM temp.seen_owner)"
_CUSTOMER = f"{_OWNER} OR v.id IN (SELECT id FROM temp.seen_customer)"
_AT = "v.{column} IS NULL OR EXISTS (SELECT 1 FROM temp.{parent} s WHERE s.id = v.{column})"
# What nobody is known for: one's own and the team's.
_UNKNOWN_SENDER = (
    "EXISTS (SELECT 1 FROM temp.customer s WHERE s.id = v.customer_id)"
    f" OR (v.customer_id IS NULL AND ({_OWNER}"
    " OR v.created_by_id IN (SELECT id FROM temp.seen_owner)))"
)
# Kinds that know their customer by way of another record: (column, its kind).
CHILDREN = {
    "special_date": ("contact_id", "contact"),
    "contact_link": ("from_contact_id", "contact"),
    "playbook_step": ("run_id", "playbook_run"),
    "deal_step": ("opportunity_id", "opportunity"),
    "sales_order_line": ("order_id", "sales_order"),
    "feedback_action": ("feedback_id", "feedback"),
    "feedback_event": ("feedback_id", "feedback"),
    "survey_answer": ("invite_id", "survey_invite"),
    "ticket_event": ("ticket_id", "ticket"),
    "ticket_part": ("ticket_id", "ticket"),
    "booking": ("ticket_id", "ticket"),
    "document": ("identity_id", "identity"),
    "duplicate_pair": ("first_id", "customer"),
}
_ANSWERS = (
    "CASE v.scope WHEN 'OPPORTUNITY'"
    " THEN EXISTS (SELECT 1 FROM temp.opportunity s WHERE s.id = v.subject_id)"
    " ELSE EXISTS (SELECT 1 FROM temp.customer s WHERE s.id = v.subject_id) END"
)
_OF_CUSTOMERS = (
    "SELECT m.name FROM main.sqlite_master m JOIN pragma_table_info(m.name, 'main') p"
    " WHERE m.type = 'table' AND p.name = 'customer_id' ORDER BY m.name"
)
_TABLES = "SELECT name FROM main.sqlite_master WHERE type = 'table'"
_OWN_CONTACT = (
    "SELECT 1 FROM main.contact k JOIN main.customer c ON c.id = k.customer_id"
    " WHERE k.id = ? AND (c.owner_id = ? OR c.owner_id IS NULL)"
)
_HINT = re.compile(r"\bINDEXED BY \w+")


@dataclass(frozen=True, slots=True)
class Scope:
    """What one user sees: `owners` limit the customers, None for all; `numbers` how far.

    `numbers` None shows no sealed value in clear; OWN those of one's own customers.
    """

    me: int
    owners: frozenset[int] | None
    numbers: Cell | None

    def prepare(self, connection: Any, key: bytes) -> None:
        """Lays views and masks over a fresh connection."""
        connection.create_function("unseal", 3, self._masked(connection, key))
        if self.owners is None:
            return
        execute = connection.execute
        execute("PRAGMA temp_store = MEMORY")
        execute("CREATE TEMP TABLE seen_owner (id INTEGER PRIMARY KEY)")
        execute("CREATE TEMP TABLE seen_customer (id INTEGER PRIMARY KEY)")
        rows = [(one,) for one in sorted(self.owners)]
        connection.executemany("INSERT INTO temp.seen_owner VALUES (?)", rows)
        tables = {name for (name,) in execute(_TABLES)}
        hanging = [name for (name,) in execute(_OF_CUSTOMERS)]
        for name, condition in _conditions(hanging).items():
            if name in tables:
                execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} v WHERE {condition}")

    def refresh(self, connection: Any) -> None:
        """Looks again whom the user is given to work for, after somebody wrote."""
        if self.owners is None:
            return
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute("DELETE FROM temp.seen_customer")
            connection.execute(_SEE_GIVEN, {"me": self.me})
        finally:
            connection.execute("PRAGMA query_only = ON")

    def worded(self, sql: str) -> str:
        """A query as it is asked of views: those have no indexes to be named."""
        return sql if self.owners is None else _without_hints(sql)

    def _masked(self, connection: Any, key: bytes) -> Any:
        def opened(value: str | None, row: int, place: str) -> str | None:
            if value is None:
                return None
            clear, mask = unseal(key, place, row, value), MASKS.get(place)
            if mask is None or self._is_clear(connection, row, place):
                return clear
            return mask(clear)

        return opened

    def _is_clear(self, connection: Any, row: int, place: str) -> bool:
        if self.numbers is Cell.ALL:
            return True
        if self.numbers is None or place not in NUMBERS:
            return False
        return connection.execute(_OWN_CONTACT, (row, self.me)).fetchone() is not None


def scope_of(who: Who) -> Scope | None:
    """What stands between a user and the rows; None for who sees everything in clear (D-28)."""
    cells = reach(who, Action.SEE_NUMBERS)
    numbers = max(cells, key=list(Cell).index, default=None)
    if who.alone or (sees_all(who) and numbers is Cell.ALL):
        return None
    return Scope(who.id, None if sees_all(who) else who.team | {who.id}, numbers)


def _conditions(hanging: list[str]) -> dict[str, str]:
    """What of each kind is seen, the kinds that others are known by first."""
    at_customer = _AT.format(column="customer_id", parent="customer")
    return {
        "customer": _CUSTOMER,
        **dict.fromkeys(hanging, at_customer),
        "feedback": _UNKNOWN_SENDER,
        **{
            name: _AT.format(column=column, parent=parent)
            for name, (column, parent) in CHILDREN.items()
        },
        "nsabc_answer": _ANSWERS,
    }


@lru_cache(maxsize=512)
def _without_hints(sql: str) -> str:
    return _HINT.sub("", sql)
