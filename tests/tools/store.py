"""A database in memory with the current schema, filled row by row: for tests of page reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from sqlcipher3 import dbapi2 as driver

from models.fields.registry import entity as entity_of
from models.fields.spec import FieldKind, FieldSpec
from storage.crypto import DEMO_KEY
from storage.engine.connect import add_functions
from storage.migrations import runner
from storage.queries.context import ListContext
from storage.queries.reader import Params
from storage.sealing import seal
from storage.search import index
from storage.search.names import Index
from storage.search.tokens import record_tokens

TODAY = date(2026, 3, 2)
NOW = "2026-03-02T01:00:00Z"  # 09:00 in Shanghai
STAMP = "2026-01-05T02:00:00Z"


def _connected() -> driver.Connection:
    connection = driver.connect(":memory:")
    connection.isolation_level = None
    add_functions(connection, DEMO_KEY)
    return connection


@cache
def _raised() -> driver.Connection:
    """An empty database that went all the steps, once a process: stores are copies of it."""
    connection = _connected()
    for step in runner.STEPS:
        step(connection)
    return connection


class Store:
    """Rows in, rows out; every entity gets what its field table requires."""

    def __init__(self) -> None:
        self.connection = _connected()
        _raised().backup(self.connection)
        self._ids = count(1)

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        return list(self.connection.execute(sql, dict(params or {})).fetchall())

    def each(self, sql: str, params: Params | None = None) -> Iterator[tuple[Any, ...]]:
        """The same one by one."""
        return iter(self.rows(sql, params))

    def one(self, sql: str, params: Params | None = None) -> tuple[Any, ...] | None:
        """Its first row."""
        found: tuple[Any, ...] | None = self.connection.execute(sql, dict(params or {})).fetchone()
        return found

    def plan(self, sql: str, params: Params) -> list[str]:
        """What the planner means to do."""
        return [row[3] for row in self.rows(f"EXPLAIN QUERY PLAN {sql}", params)]

    def add(self, entity: str, **values: Any) -> int:
        """One record; what it requires and is not given is filled in."""
        spec = entity_of(entity)
        row: dict[str, Any] = {
            "id": next(self._ids),
            "created_at": STAMP,
            "updated_at": STAMP,
            "version": 1,
            **{field.column: _filled(field) for field in spec.fields},
        }
        for field in spec.fields:
            if field.sealed and row[field.column] is not None:
                place = f"{spec.name}.{field.column}"
                row[field.column] = seal(DEMO_KEY, place, row["id"], row[field.column])
        row.update(values)
        self._insert(spec.name, row)
        return int(row["id"])

    def add_change(self, **values: Any) -> int:
        """One line of the log."""
        row = {
            "id": next(self._ids),
            "label": "change.edit",
            "params": "{}",
            "at": STAMP,
            "state": "DONE",
            "origin": "",
            **values,
        }
        self._insert("change_set", row)
        return int(row["id"])

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join(f":{name}" for name in row)
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)

    def index(self, which: Index, row_id: int, texts: Iterable[str], *digits: str) -> None:
        """Makes a record findable by words."""
        source = (list(texts), list(digits))
        index.put(self.connection, which, row_id, record_tokens(*source))
        self.connection.execute(
            "INSERT INTO search_source VALUES (?, ?, ?, 1)",
            (which.value, row_id, json.dumps(source, ensure_ascii=False)),
        )

    def context(
        self,
        user_id: int | None = None,
        mobile_digest: Callable[[str], str] | None = None,
    ) -> ListContext:
        """A morning of March 2026 in Shanghai."""
        return ListContext(
            TODAY,
            NOW,
            user_id=user_id,
            mobile_digest=mobile_digest,
        )


def _filled(field: FieldSpec) -> Any:
    if field.default is not None:
        return int(field.default) if isinstance(field.default, bool) else field.default
    if field.kind is FieldKind.BOOLEAN:
        return 0 if field.name != "solved_by_customer" else None
    if field.kind is FieldKind.CHOICES:
        return ""
    if not field.required:
        return None
    if field.choices is not None:
        return next(iter(field.choices)).value
    if field.kind is FieldKind.INTEGER and field.minimum is not None:
        return field.minimum
    return _REQUIRED.get(field.kind, f"some {field.name}")


_REQUIRED: dict[FieldKind, Any] = {
    FieldKind.DATE: "2026-03-02",
    FieldKind.INSTANT: STAMP,
    FieldKind.INTEGER: 1,
    FieldKind.MONEY: 0,
    FieldKind.LINK: 0,
}
