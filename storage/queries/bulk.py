"""Reads of many records at once: candidates of an import, whole records for an export.

SQL text without values; every list of ids or keys goes in as one JSON parameter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from models.fields.registry import entity as entity_named
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from storage.queries.details import code_column, opened

_AT_ONCE = 500


class Rows(Protocol):
    """Anything that runs a query: a read connection, a unit of work."""

    def rows(self, sql: str, parameters: Any = ..., /) -> list[tuple[Any, ...]]:
        """All rows of a statement."""


def candidates(
    reader: Rows, entity: str, columns: Sequence[str], where: str, values: Iterable[object]
) -> list[tuple[Any, ...]]:
    """(id, columns…) of the living records whose column `where` holds one of these values."""
    spec = entity_named(entity)
    chosen = ", ".join(("id", *(_known(spec, column) for column in columns)))
    sql = (
        f"SELECT {chosen} FROM {spec.name} WHERE deleted_at IS NULL"
        f" AND {_known(spec, where)} IN (SELECT value FROM json_each(:values)) ORDER BY id"
    )
    return reader.rows(sql, {"values": json.dumps(list(values), ensure_ascii=False)})


def _known(spec: EntitySpec, column: str) -> str:
    field = spec.field(column)
    if field is None:
        raise ValueError(column)
    return opened(spec, field, "")


def records(reader: Rows, spec: EntitySpec, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Living records of these ids in that order, as stored, by field name; a link as a code.

    `id`, `version` and `customer_name` (where there is a customer) stand with them.
    """
    sql = _select(spec) + f" WHERE r.deleted_at IS NULL AND r.id {_IN}"
    names = ["id", "version", "customer_name", *(field.name for field in spec.fields)]
    for start in range(0, len(ids), _AT_ONCE):
        some = list(ids[start : start + _AT_ONCE])
        rows = reader.rows(sql, {"ids": json.dumps(some)})
        found = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
        yield from (found[one] for one in some if one in found)


def lines_of(reader: Rows, order_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Living lines of orders, by the id of the order, in the order they were made."""
    spec = entity_named("sales_order_line")
    sql = (
        _select(spec).replace("SELECT ", "SELECT r.order_id, ", 1)
        + f" WHERE r.deleted_at IS NULL AND r.order_id {_IN} ORDER BY r.id"
    )
    names = ["id", "version", "customer_name", *(field.name for field in spec.fields)]
    found: dict[int, list[dict[str, Any]]] = {}
    for order_id, *row in reader.rows(sql, {"ids": json.dumps(list(order_ids))}):
        found.setdefault(order_id, []).append(dict(zip(names, row, strict=True)))
    return found


_IN = "IN (SELECT value FROM json_each(:ids))"


def _select(spec: EntitySpec) -> str:
    owned = spec.field("customer")
    customer = "(SELECT c.name FROM customer c WHERE c.id = r.customer_id)" if owned else "NULL"
    columns = ["r.id", "r.version", customer, *(_column(spec, field) for field in spec.fields)]
    return f"SELECT {', '.join(columns)} FROM {spec.name} r"


def _column(spec: EntitySpec, field: FieldSpec) -> str:
    if field.kind is not FieldKind.LINK:
        return opened(spec, field)
    target = entity_named(field.target)
    code = code_column(target)
    if code is None:
        return "NULL"
    return f"(SELECT t.{code} FROM {target.name} t WHERE t.id = r.{field.column})"
