"""Every list, page by page: keyset pages at any depth, counts, id vectors, places.

One engine for all kinds; what a list reads stands in `specs.py`. Nothing here writes.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.query import Query, SortKey
from models.views.paging import After, Before, Edge, End, Key, Page, Start
from storage.queries.compile import Condition, condition
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.queries.specs import SPECS, ListSpec
from storage.queries.words import WordSearch

_ROWS_AT_ONCE = 500
# A column of the list's tables, by their one-letter aliases; the sign keeps ids off their index.
_COLUMN = re.compile(r"(?<!\+)\b[a-z]\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class _Part:
    """One expression of an ORDER BY."""

    sql: str
    descending: bool

    def text(self, *, backwards: bool) -> str:
        return f"{self.sql} {'DESC' if self.descending is not backwards else 'ASC'}"


class _Asked:
    """A query made ready: its list, condition and order."""

    def __init__(self, reader: ReadConnection, context: ListContext, query: Query) -> None:
        self.reader = reader
        self.spec = SPECS[query.kind]
        self.where: Condition = condition(query, context, WordSearch(reader, context))
        self.order = _order(self.spec, query.sort or self.spec.default)
        owners = context.visible_owners
        if owners is not None and self.spec.owner:
            wanted = self.where.bind(json.dumps(owners))
            scope = f"{self.spec.owner} IN (SELECT value FROM json_each({wanted}))"
            self.where.sql = f"({self.where.sql}) AND {scope}"

    def select(self, columns: str, extra: str = "TRUE", tail: str = "") -> str:
        spec = self.spec
        return (
            f"SELECT {columns} FROM {spec.table} {spec.joins}"
            f" WHERE {spec.alive} AND {spec.hint} AND ({self.where.sql}) AND ({extra}) {tail}"
        )

    def counted(self, columns: str, tail: str = "") -> str:
        """As `select`, for counting: by the index of the living rows where no column decides.

        The planner would read the whole table, of which an encrypted file makes forty times
        the work.
        """
        spec = self.spec
        if not spec.living or _COLUMN.search(self.where.sql):
            return self.select(columns, tail=tail)
        return (
            f"SELECT {columns} FROM {spec.table} INDEXED BY {spec.living}"
            f" WHERE {spec.alive} AND ({self.where.sql}) {tail}"
        )

    @property
    def key_columns(self) -> str:
        return ", ".join(part.sql for part in self.order)

    def order_by(self, *, backwards: bool, start: int = 0) -> str:
        parts = (part.text(backwards=backwards) for part in self.order[start:])
        return f"ORDER BY {', '.join(parts)}"

    def segments(self, key: Key, *, backwards: bool) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Conditions that together are "behind this key", nearest rows first.

        Each keeps the first sort values equal and moves on in the next one, so each is one
        range of the list's index, and directions may be mixed.
        """
        if len(key) != len(self.order):
            raise ValueError("key of another order")
        params = {f"k{place}": value for place, value in enumerate(key)}
        for place in reversed(range(len(key))):
            part = self.order[place]
            sign = "<" if part.descending is not backwards else ">"
            equal = [f"{self.order[n].sql} = :k{n}" for n in range(place)]
            text = " AND ".join([*equal, f"{part.sql} {sign} :k{place}"])
            yield text, place, params


def _order(spec: ListSpec, keys: Sequence[SortKey]) -> list[_Part]:
    parts: list[_Part] = []
    for key in keys:
        order = spec.sorts[key.name]
        for sql in order.down if key.descending else order.up:
            if all(sql != part.sql for part in parts):
                parts.append(_Part(sql, key.descending))
    # The id goes the way of the key before it: one index serves both directions.
    return [*parts, _Part(spec.id, keys[-1].descending)]


def page(
    reader: ReadConnection, context: ListContext, query: Query, edge: Edge, limit: int
) -> Page[Any]:
    """One page of a list in the order of the query, from an edge or from a key (promise 2).

    The rows are of the class that `models.views.rows` has for the kind. ValueError for a query
    with problems, or a key that belongs to another order.
    """
    asked = _Asked(reader, context, query)
    backwards = isinstance(edge, End | Before)
    if isinstance(edge, After | Before):
        keys = _from_key(asked, edge.key, limit + 1, backwards=backwards)
    else:
        keys = _keys(asked, f"{asked.order_by(backwards=backwards)} LIMIT :n", {"n": limit + 1})
    more = len(keys) > limit
    keys = keys[:limit]
    if backwards:
        keys.reverse()
    inner = not isinstance(edge, Start | End)
    before, after = (more, inner) if backwards else (inner, more)
    return _page(asked, context, keys, more_before=before, more_after=after)


def page_at(
    reader: ReadConnection, context: ListContext, query: Query, number: int, limit: int
) -> Page[Any]:
    """The page that begins with the row of that number, counted from 0."""
    asked = _Asked(reader, context, query)
    tail = f"{asked.order_by(backwards=False)} LIMIT :n OFFSET :skip"
    keys = _keys(asked, tail, {"n": limit + 1, "skip": max(0, number)})
    more = len(keys) > limit
    return _page(asked, context, keys[:limit], more_before=number > 0, more_after=more)


def count(
    reader: ReadConnection, context: ListContext, query: Query, cap: int | None = None
) -> int:
    """How many rows the query has, counted up to `cap` where there is one."""
    asked = _Asked(reader, context, query)
    if cap is None:
        sql = asked.counted("count(*)")
    else:
        sql = f"SELECT count(*) FROM ({asked.counted('1', 'LIMIT :n')})"
    found = reader.one(sql, {**asked.where.params, "n": cap})
    return int(found[0]) if found else 0


def ids(reader: ReadConnection, context: ListContext, query: Query) -> array[int]:
    """All row ids in list order, 8 bytes each: for jumps into the depth and for bulk changes."""
    asked = _Asked(reader, context, query)
    sql = asked.select(asked.spec.id, tail=asked.order_by(backwards=False))
    return array("q", (row[0] for row in reader.rows(sql, asked.where.params)))


def position(reader: ReadConnection, context: ListContext, query: Query, row_id: int) -> int | None:
    """Number of a row in the list, from 0; None where the query does not hold it."""
    asked = _Asked(reader, context, query)
    sql = asked.select(asked.key_columns, f"{asked.spec.id} = :row")
    key = reader.one(sql, {**asked.where.params, "row": row_id})
    if key is None:
        return None
    total = 0
    for extra, _place, params in asked.segments(key, backwards=True):
        found = reader.one(asked.select("count(*)", extra), {**asked.where.params, **params})
        total += int(found[0]) if found else 0
    return total


def rows_by_ids(
    reader: ReadConnection, context: ListContext, kind: str, row_ids: Iterable[int]
) -> list[Any]:
    """The rows of these ids in the order given; archived and unknown ones are left out."""
    spec = SPECS[kind]
    found = {row.id: row for row in _rows(reader, context, spec, list(row_ids))}
    return [found[row_id] for row_id in row_ids if row_id in found]


def _keys(asked: _Asked, tail: str, params: dict[str, Any], extra: str = "TRUE") -> list[Key]:
    sql = asked.select(asked.key_columns, extra, tail)
    return [tuple(row) for row in asked.reader.rows(sql, {**asked.where.params, **params})]


def _from_key(asked: _Asked, key: Key, wanted: int, *, backwards: bool) -> list[Key]:
    found: list[Key] = []
    for extra, place, params in asked.segments(key, backwards=backwards):
        order = asked.order_by(backwards=backwards, start=place)
        more = {**params, "n": wanted - len(found)}
        found += _keys(asked, f"{order} LIMIT :n", more, extra)
        if len(found) >= wanted:
            break
    return found


def _page(
    asked: _Asked, context: ListContext, keys: list[Key], *, more_before: bool, more_after: bool
) -> Page[Any]:
    by_id = {row.id: row for row in _rows(asked.reader, context, asked.spec, [k[-1] for k in keys])}
    kept = [key for key in keys if key[-1] in by_id]
    rows = tuple(by_id[key[-1]] for key in kept)
    return Page(rows, tuple(kept), more_before, more_after)


def _rows(
    reader: ReadConnection, context: ListContext, spec: ListSpec, row_ids: Sequence[Any]
) -> Iterator[Any]:
    columns = ", ".join(sql for _name, sql in spec.columns)
    sql = (
        f"SELECT {columns} FROM {spec.table} {spec.joins}"
        f" WHERE {spec.alive} AND {spec.id} IN (SELECT value FROM json_each(:ids))"
    )
    names = [name for name, _sql in spec.columns]
    converts = [(place, spec.converts[n]) for place, n in enumerate(names) if n in spec.converts]
    for start in range(0, len(row_ids), _ROWS_AT_ONCE):
        part = json.dumps(list(row_ids[start : start + _ROWS_AT_ONCE]))
        for values in reader.rows(sql, {"ids": part, "now": context.now}):
            cells = list(values)
            for place, convert in converts:
                cells[place] = convert(cells[place])
            yield spec.row(**dict(zip(names, cells, strict=True)))
