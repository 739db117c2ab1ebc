"""Everything that is held on a customer or a person, found in the schema: nothing is forgotten.

Archived records and those merged into a customer belong to it; what belongs to the house alone
(products, knowledge, segments, campaigns) does not.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Final

from storage.effects.links import links_to
from storage.queries.bulk import Rows

# Kinds that follow a record they point to: found again through it, or the house's own.
_NOT_THEIRS: Final = frozenset({"improvement", "solution_note", "stock_move"})
# Columns that name somebody without belonging to them.
_NAMES_ONLY: Final = frozenset({("customer", "referred_by_id")})
# Of a person alone: contracts stay with the customer they were made with.
_OF_THE_CUSTOMER: Final = frozenset({"sales_order", "opportunity"})
Holdings = Mapping[str, frozenset[int]]


def held(reader: Rows, entity: str, record_id: int) -> dict[str, frozenset[int]]:
    """Ids by kind of all records of a customer or a contact, archived ones too, itself first."""
    found: dict[str, set[int]] = {entity: {record_id}}
    waiting = [(entity, {record_id})]
    while waiting:
        kind, ids = waiting.pop()
        for link in links_to(kind):
            if _is_left_out(entity, link.table, link.column):
                continue
            rows = reader.rows(
                f'SELECT id FROM "{link.table}" WHERE {link.where} AND "{link.column}"'  # noqa: S608 - names of the schema
                " IN (SELECT value FROM json_each(:ids))",
                {"ids": json.dumps(sorted(ids))},
            )
            new = {row[0] for row in rows} - found.setdefault(link.table, set())
            if new:
                found[link.table] |= new
                waiting.append((link.table, new))
    return {kind: frozenset(ids) for kind, ids in found.items() if ids}


def _is_left_out(entity: str, table: str, column: str) -> bool:
    of_another = entity == "contact" and table in _OF_THE_CUSTOMER
    return table in _NOT_THEIRS or (table, column) in _NAMES_ONLY or of_another


def to_be_looked_at(reader: Rows, holdings: Holdings) -> list[str]:
    """Codes of knowledge that came out of these cases and tickets: a person reads them through."""
    found: list[str] = []
    for table, column, kind in (
        ("solution_note", "ticket_id", "ticket"),
        ("improvement", "feedback_id", "feedback"),
    ):
        ids: Collection[int] = holdings.get(kind, frozenset())
        rows = reader.rows(
            f"SELECT code FROM {table} WHERE {column}"  # noqa: S608 - constants
            " IN (SELECT value FROM json_each(:ids)) ORDER BY code",
            {"ids": json.dumps(sorted(ids))},
        )
        found += [str(code) for (code,) in rows]
    return found
