"""What setting the same fields of many customers would come to, read and not tried.

The gate of the customer (`gates`, `saving.require`) as one SQL verdict a chunk; a test holds both
ways together. Whether one would look like another is asked of the same rule as on saving.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from models.enums import CustomerStatus
from models.explanation import Reason
from models.fields.spec import EntitySpec
from storage.effects import duplicates, gates
from storage.effects.same_values import Stored
from storage.search.lookalikes import COLUMNS
from storage.work import Work

_LOST = f"'{CustomerStatus.LOST}'"
_TERMINATED = f"'{CustomerStatus.TERMINATED}'"
Verdict = tuple[str, Reason]  # code of the customer, why it would be refused


def foreseen(
    work: Work, spec: EntitySpec, values: Stored, ids: Sequence[int]
) -> tuple[int, tuple[Verdict, ...]]:
    """How many living customers of `ids` would change, and which would be refused and why."""
    columns = tuple(values)
    given = {f"v{place}": values[column] for place, column in enumerate(columns)}
    marks = {column: f":v{place}" for place, column in enumerate(columns)}
    differs = " OR ".join(f'"{column}" IS NOT {mark}' for column, mark in marks.items())
    moved = [column for column in columns if column in COLUMNS]
    compared = ", ".join((*COLUMNS, "name")) if moved else "NULL"
    sql = (
        f"SELECT id, code, {_verdict(spec, marks)}, {compared} FROM customer"  # noqa: S608 - names of the registry
        " WHERE id IN (SELECT value FROM json_each(:ids)) AND deleted_at IS NULL"
        f" AND ({differs}) ORDER BY id"
    )
    rows = work.rows(
        sql, {**given, "closed": gates.is_closed_to(work.actor), "ids": json.dumps(list(ids))}
    )
    refused = {row[0]: (row[1], _reason(row[1], row[2])) for row in rows if row[2]}
    if moved:
        refused |= _alike(work, values, [row for row in rows if not row[2]])
    return len(rows) - len(refused), tuple(refused[one] for one in sorted(refused))


def _verdict(spec: EntitySpec, marks: Mapping[str, str]) -> str:
    """The first thing that the gate would object to, as `code` or `code field`; NULL for none."""

    def then(column: str) -> str:
        return marks.get(column, f'"{column}"')

    needed = "".join(
        f" WHEN {then(field.column)} IS NULL THEN 'field.required {field.name}'"
        for field in spec.editable
        if field.required
    )
    ended = f"{then('status')} IS {_TERMINATED}"
    return (
        f"CASE{needed} WHEN {then('status')} = {_LOST} AND {then('churn_type')} IS NULL"
        " THEN 'customer.churn_type_required churn_type'"
        f" WHEN status = {_TERMINATED} AND NOT {ended} THEN 'customer.reactivated_by_process'"
        f" WHEN status IS NOT {_TERMINATED} AND {ended} THEN 'customer.terminated_by_process'"
        f" WHEN status = {_TERMINATED} AND :closed THEN 'customer.closed'"
        f" WHEN {then('referred_by_id')} = id THEN 'customer.refers_itself referred_by' END"
    )


def _reason(code: str | None, verdict: str) -> Reason:
    return _of_field(verdict) if " " in verdict else Reason(verdict, {"customer": code})


@cache
def _of_field(verdict: str) -> Reason:
    """One for all that are refused alike: they may be a million."""
    name, field = verdict.split(" ")
    return Reason(name, {"field": field})


def _alike(
    work: Work, values: Stored, rows: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, Verdict]]:
    """Those that would look like another customer, as they would be."""
    those: list[tuple[int, str, str, dict[str, object]]] = []
    for record_id, code, _verdict, *row in rows:
        stored: dict[str, object] = dict(zip((*COLUMNS, "name"), row, strict=True))
        those.append((record_id, str(stored["name"]), code, {**stored, **values}))
    found = duplicates.foreseen(work, [(one, name, columns) for one, name, _code, columns in those])
    return ((one, (code, found[one])) for one, _name, code, _columns in those if one in found)
