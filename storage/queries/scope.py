"""What a user may see (requirements 11.3), laid over a read connection so that no query passes it.

Views in the connection's own schema take the place of the tables: whatever SQL text asks for
`customer` gets those of the user and the team, and of all that hangs on a customer the same. What
is sealed comes out masked. Who sees everything reads the tables themselves, at no cost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from models.enums import CustomerStatus, Role
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
# A terminated customer is closed to all but managers and auditors: name and status are left of it
# (9.5, AC-126), and of what hangs on it the case or ticket that is still to be handled.
SEE_CLOSED = frozenset({Role.MANAGER, Role.AUDITOR})
_NOT_CLOSED = "v.customer_id IS NULL OR EXISTS (SELECT 1 FROM temp.customer s WHERE"
_NOT_CLOSED += " s.id = v.customer_id AND s.status <> 'TERMINATED')"
_OPEN_ONLY = {
    "feedback": "v.state NOT IN ('CLOSED', 'MERGED')",
    "ticket": "v.state NOT IN ('CLOSED', 'CANCELLED')",
    "contact_release": "TRUE",  # what one asked for oneself
}
# What lists sort by stays where it stands, for their indexes, and is emptied when it is shown
# (`name_and_status`); by it no closed one is found, nor does it stand among the others in such an
# order (`compile.asks_more`, `listing`). All else of it is empty in the view itself.
LEFT = frozenset(
    {
        "id", "code", "name", "name_norm", "status", "kind", "owner_id", "created_at",
        "created_by_id", "updated_at", "updated_by_id", "version", "deleted_at", "grade",
        "next_tracking_due", "urgency", "deal_status", "importance", "stage", "city", "industry",
        "value_tier", "pyramid_tier", "merged_into_id", "need_status", "key_account",
        "open_feedback", "is_internal", "do_not_contact", "do_not_sell",
    }
)  # fmt: skip
# Ids of what is closed, by the covering index of the status; without an alias, for it is a value.
CLOSED_IDS = "SELECT id FROM main.customer WHERE status = 'TERMINATED' AND deleted_at IS NULL"
_SHOWN = frozenset(
    {"id", "version", "code", "name", "status", "owner", "owner_id", "owner_name", "do_not_contact"}
)
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
    `closed` shows no more than name and status of terminated ones.
    """

    me: int
    owners: frozenset[int] | None
    numbers: Cell | None
    closed: bool = False  # of terminated customers name and status alone

    def prepare(self, connection: Any, key: bytes) -> None:
        """Lays views and masks over a fresh connection."""
        connection.create_function("unseal", 3, self._masked(connection, key))
        if not self._is_laid:
            return
        execute = connection.execute
        execute("PRAGMA temp_store = MEMORY")
        execute("CREATE TEMP TABLE seen_owner (id INTEGER PRIMARY KEY)")
        execute("CREATE TEMP TABLE seen_customer (id INTEGER PRIMARY KEY)")
        rows = [(one,) for one in sorted(self.owners or ())]
        connection.executemany("INSERT INTO temp.seen_owner VALUES (?)", rows)
        tables = {name for (name,) in execute(_TABLES)}
        hanging = [name for (name,) in execute(_OF_CUSTOMERS)]
        for name, condition in self._conditions(hanging).items():
            if name in tables:
                columns = self._columns(connection) if name == "customer" else "*"
                execute(
                    f"CREATE TEMP VIEW {name} AS"
                    f" SELECT {columns} FROM main.{name} v WHERE {condition}"
                )

    @property
    def _is_laid(self) -> bool:
        return self.owners is not None or self.closed

    def _conditions(self, hanging: list[str]) -> dict[str, str]:
        found = _conditions(hanging)
        if self.owners is None:
            found["customer"] = "TRUE"
        if self.closed:
            for name in hanging:
                left = _OPEN_ONLY.get(name)
                shut = f"({_NOT_CLOSED} OR {left})" if left else f"({_NOT_CLOSED})"
                seen = found[name] if self.owners is not None else "TRUE"
                found[name] = f"({seen}) AND {shut}"
        return found

    def _columns(self, connection: Any) -> str:
        """The columns of a customer; what is closed is empty."""
        if not self.closed:
            return "*"
        rows = connection.execute(
            "SELECT name, \"notnull\", type FROM pragma_table_info('customer', 'main')"
        )
        return ", ".join(
            f'v."{name}"'
            if name in LEFT
            else f"CASE WHEN v.status <> 'TERMINATED' THEN v.\"{name}\""
            f' ELSE {_empty(kind) if must else "NULL"} END AS "{name}"'
            for name, must, kind in rows.fetchall()
        )

    def refresh(self, connection: Any) -> None:
        """Looks again whom the user is given to work for, after somebody wrote."""
        if not self._is_laid:
            return
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute("DELETE FROM temp.seen_customer")
            connection.execute(_SEE_GIVEN, {"me": self.me})
        finally:
            connection.execute("PRAGMA query_only = ON")

    def worded(self, sql: str) -> str:
        """A query as it is asked of views: those have no indexes to be named."""
        return _without_hints(sql) if self._is_laid else sql

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
    closed = not who.roles & SEE_CLOSED
    return Scope(who.id, None if sees_all(who) else who.team | {who.id}, numbers, closed)


def name_and_status(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a customer as who it is closed to sees them: empty but for name and status (9.5).

    Any other than a terminated one is left as it is.
    """
    if values.get("status") != CustomerStatus.TERMINATED:
        return dict(values)
    return {name: value if name in _SHOWN else None for name, value in values.items()}


def _empty(kind: str) -> str:
    """What stands for nothing in a column that must hold something."""
    return "''" if kind.startswith("VARCHAR") else "0"


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
