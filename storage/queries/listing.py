"""Every list, page by page: keyset pages at any depth, counts, id vectors, places.

One engine for all kinds; what a list reads stands in `specs.py`. Nothing here writes.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from models.query import And, Query, SortKey, Term, Text
from models.views.paging import After, Before, Edge, End, Key, Page, Start
from storage.queries import expressions as x
from storage.queries.compile import CLOSED, NOT_CLOSED, condition, free_words, sorts_by_more
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.queries.scope import name_and_status
from storage.queries.specs import SPECS, ListSpec, Order
from storage.queries.words import Found, Known, WordSearch, is_plain, may_be_found
from storage.search.names import COUNT_CAP

_ROWS_AT_ONCE = 500
# From so many rows on an order by another table is read along it; fewer are sorted.
LONG = 2_000
# For words that many rows hold: how many rows are looked at to tell how many, and what is done with
# what share of them: from the first on rows are looked at until the page is full, from the next on
# where texts must be read aloud; from the third on parts of the order are held against the index;
# below that the set of all hits costs less.
_LOOKED_AT = 64
_OFTEN, _OFTEN_ALOUD, _NOT_RARE = 0.2, 0.25, 0.03
_ROWS_LOOKED_AT = 1_500
_PART = 2_000
# Of a closed customer with an open case its grade is not shown, either (9.5).
_GRADE_SHOWN = "CASE WHEN c.status <> 'TERMINATED' THEN c.grade END"
# A column of the list's tables, by their one-letter aliases; the sign keeps ids off their index.
_COLUMN = re.compile(r"(?<!\+)\b[a-z]\.[a-z_]+")
_ALIAS = re.compile(r"\b([a-z]{1,2})\.[a-z_]")


@dataclass(frozen=True, slots=True)
class _Part:
    """One expression of an ORDER BY; `filled` as in `Order`."""

    sql: str
    descending: bool
    filled: str = ""
    empty: str = ""  # nothing stands here and in the next one, where a link says so

    def text(self, *, backwards: bool, within: bool = False) -> str:
        way = "DESC" if self.descending is not backwards else "ASC"
        mixed = self.filled and not within
        nulls = f" NULLS {'FIRST' if backwards else 'LAST'}" if mixed else ""
        return f"{self.sql} {way}{nulls}"

    def equal(self, place: int, value: object) -> str:
        return self.is_empty if value is None else f"{self.sql} = :k{place}"

    @property
    def is_empty(self) -> str:
        return self.empty or f"{self.sql} IS NULL"

    def beyond(self, place: int, value: object, *, backwards: bool) -> Iterator[tuple[str, int]]:
        """Conditions of what stands behind a value, and how many expressions they leave alike."""
        if value is None:  # the last ones: behind them stands nothing, before them the others
            if backwards and self.filled:
                yield self.filled, 0
            return
        yield f"{self.sql} {'<' if self.descending is not backwards else '>'} :k{place}", 0
        if self.filled and not backwards:
            yield self.is_empty, 2 if self.empty else 1


class _Asked:
    """A query made ready: its list, condition and order."""

    def __init__(
        self,
        reader: ReadConnection,
        context: ListContext,
        query: Query,
        known: Known | None = None,
    ) -> None:
        self.reader = reader
        self.query = query
        self.context = context
        self.spec = SPECS[query.kind]
        self.search = WordSearch(reader, context, known)
        self.where = condition(query, context, self.search)
        self.order = _order(self.spec, query.sort or self.spec.default)
        self.part = "TRUE"

    def parts(self) -> list[_Asked]:
        """The list; or all but closed customers, and then those in the order of making.

        So where its order would tell more of them than is shown (9.5).
        """
        if not sorts_by_more(self.query, self.query.sort or self.spec.default, self.context):
            return [self]
        open_ones, closed = copy(self), copy(self)
        open_ones.part, closed.part = NOT_CLOSED, CLOSED
        closed.query = replace(self.query, sort=(SortKey("created"),))
        closed.order = _order(self.spec, closed.query.sort)
        return [open_ones, closed]

    def words(self) -> tuple[str, ...]:
        """The free words that every row must hold."""
        return free_words(self.query.root)

    def only_words(self) -> Found | None:
        """The answer of the search index, where it decides the list by itself."""
        words = self.words()
        items = self.query.root.items if isinstance(self.query.root, And) else (self.query.root,)
        if self.query.kind != "customers" or len(words) < len(items):
            return None
        if self.context.limited or self.context.closed:
            return None
        return self.search.customers(words)

    def without_words(self) -> _Asked:
        """The same list with what else was asked for; its words are looked for row by row."""
        root = self.query.root
        items = root.items if isinstance(root, And) else ()
        rest = tuple(item for item in items if not isinstance(item, Text))
        query = replace(self.query, root=And(rest) if rest else None)
        bare = copy(self)
        bare.where = condition(query, self.context, self.search)
        found = self.search.customers(self.words()) if self.query.kind == "customers" else None
        if found is not None and found.shown is not None:
            bare.where.sql += f" AND {may_be_found('+c.id', found, bare.where.bind)}"
        return bare

    def select(self, columns: str, extra: str = "TRUE", tail: str = "", index: str = "") -> str:
        """The rows of the list, without the joined tables where nothing asks for them.

        A column that only a join needs would take each row from its table: thirty times the work
        of the index of the order.
        """
        spec = self.spec
        by = f"INDEXED BY {index}" if index else ""
        condition = f"{spec.alive} AND {self.hint} AND ({self.where.sql}) AND {self.part}"
        condition += f" AND ({extra}) {tail}"
        named = set(_ALIAS.findall(f"{columns} {condition}"))
        source = f"{spec.table} {by}" if named <= {spec.alias} else self._source(extra, by)
        return f"SELECT {columns} FROM {source} WHERE {condition}"

    def _source(self, extra: str, by: str) -> str:
        """The tables; along the leading one where all rows asked for hang on a row of it."""
        spec = self.spec
        # Only a condition on its name says that there is a row of the leading table.
        order = self.led if self.order[0].sql in extra else None
        if order is None:
            return f"{spec.table} {by} {spec.joins}"
        on = f"ON {order.lead.split()[1]}.id = {order.link}"
        rest = spec.joins.replace(f"LEFT JOIN {order.lead} {on}", "")
        return f"{order.lead} CROSS JOIN {spec.table} {on} {rest}"

    def counted(self, columns: str, tail: str = "") -> str:
        """As `select`, for counting: by the index of the living rows where no column decides.

        The planner would read the whole table, of which an encrypted file makes forty times
        the work.
        """
        spec = self.spec
        if not spec.living or _COLUMN.search(f"{self.where.sql} {self.part}"):
            return self.select(columns, tail=tail)
        return (
            f"SELECT {columns} FROM {spec.table} INDEXED BY {spec.living}"
            f" WHERE {spec.alive} AND ({self.where.sql}) AND {self.part} {tail}"
        )

    @property
    def hint(self) -> str:
        """What leads to the index of the default order, where that is asked for."""
        by_default = self.query.sort in ((), self.spec.default)
        return self.spec.hint if by_default and not self.is_listed else "TRUE"

    @cached_property
    def is_listed(self) -> bool:
        """Whether a word leaves so few rows that they are read by their ids and then sorted."""
        return self.search.is_listed(self.query.kind, self.words())

    @cached_property
    def one_key(self) -> Order | None:
        """What the list is sorted by, where that is one thing alone."""
        keys = self.query.sort or self.spec.default
        return self.spec.sorts[keys[0].name] if len(keys) == 1 else None

    @property
    def by_rank(self) -> Order | None:
        """The one sort key, where it has ranks that are read one after another.

        Not for the few records of one customer or with a rare word, which an index of their
        own has at once.
        """
        order = self.one_key
        root = self.query.root
        items = root.items if isinstance(root, And) else (root,)
        few = any(isinstance(item, Term) and item.name == "customer" for item in items)
        return order if order and order.ranks and not few and not self.is_listed else None

    @cached_property
    def led(self) -> Order | None:
        """The one sort key, where the list is long enough to be read along the table it is of."""
        order = self.one_key
        if order is None or not order.lead:
            return None
        sql = f"SELECT count(*) FROM ({self.counted('1', 'LIMIT :n')})"
        found = self.reader.one(sql, {**self.where.params, "n": LONG})
        return order if found and found[0] >= LONG else None

    def is_empty(self, rank: str) -> bool:
        """Does the query leave out a rank: what has ended, where only what is open is asked."""
        return rank == f"{x.CASE_ENDED} = 1" and x.CASE_OPEN in self.where.sql

    @property
    def key_columns(self) -> str:
        return ", ".join(part.sql for part in self.order)

    def order_by(self, *, backwards: bool, start: int = 0, within: bool = False) -> str:
        """`within` a segment, where rows with and without a value are not mixed."""
        parts = (part.text(backwards=backwards, within=within) for part in self.order[start:])
        return f"ORDER BY {', '.join(parts)}"

    def segments(self, key: Key, *, backwards: bool) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Conditions that together are "behind this key", nearest rows first.

        Each keeps the first sort values equal and moves on in the next one, so each is one
        range of the list's index, and directions may be mixed.
        """
        if len(key) != len(self.order):
            raise ValueError("key of another order")
        if self.sparse is not None:
            yield from self._sparse_segments(key, backwards=backwards)
            return
        params = {f"k{place}": value for place, value in enumerate(key)}
        for place in reversed(range(len(key))):
            equal = [self.order[n].equal(n, key[n]) for n in range(place)]
            for text, alike in self.order[place].beyond(place, key[place], backwards=backwards):
                yield " AND ".join([*equal, text]), place + alike, params

    @cached_property
    def sparse(self) -> Order | None:
        """The one sort key, where the row it is of may be missing, or have no value."""
        return self.one_key if self.one_key and self.one_key.sparse else None

    def _sparse_parts(self) -> list[tuple[str, int]]:
        """With the value, with the row that has none, without the row; how many are alike."""
        assert self.sparse is not None
        value, row = (part.sql for part in self.order[:2])
        return [
            (self.order[0].filled, 0),
            (f"{value} IS NULL AND {row} > 0", 1),
            (f"{self.sparse.link} IS NULL", 2),
        ]

    def _sparse_segments(
        self, key: Key, *, backwards: bool
    ) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """As `segments`: what is left of the part that the key stands in, then the other parts."""
        params = {f"k{place}": value for place, value in enumerate(key)}
        parts = self._sparse_parts()
        stage = next((n for n, value in enumerate(key[:2]) if value is not None), 2)
        for place in range(2, stage - 1, -1):
            equal = [self.order[n].equal(n, key[n]) for n in range(stage, place)]
            way, _alike = next(
                iter(self.order[place].beyond(place, key[place], backwards=backwards))
            )
            yield " AND ".join([parts[stage][0], *equal, way]), place, params
        rest = parts[:stage][::-1] if backwards else parts[stage + 1 :]
        yield from ((text, alike, {}) for text, alike in rest)

    def halves(self, *, backwards: bool) -> list[tuple[str, int, dict[str, Any]]]:
        """As `segments`, the whole list: what hangs on a row of the leading table, and the rest."""
        first = self.order[0]
        if self.sparse is not None:
            whole = [(text, alike, dict[str, Any]()) for text, alike in self._sparse_parts()]
            return whole[::-1] if backwards else whole
        parts = [(f"{first.sql} >= ''", 0, dict[str, Any]())]
        if first.filled:
            parts.append((first.is_empty, 2, dict[str, Any]()))
        return parts[::-1] if backwards else parts


def _order(spec: ListSpec, keys: Sequence[SortKey]) -> list[_Part]:
    parts: list[_Part] = []
    down = keys[-1].descending
    together = spec.together.get(tuple((key.name, key.descending) for key in keys))
    if together is not None:
        parts = [_Part(sql, down) for sql in together]
    else:
        for key in keys:
            order = spec.sorts[key.name]
            for number, sql in enumerate(order.keys):
                if all(sql != part.sql for part in parts):
                    filled = "" if number else order.filled
                    empty = f"{order.link} IS NULL" if order.lead and len(keys) == 1 else ""
                    parts.append(_Part(sql, key.descending, filled, empty))
        if len(keys) == 1:
            missing = f"{order.link} IS NOT NULL" if order.sparse else ""
            parts += [_Part(sql, down, missing) for sql in order.ties]
    # The id goes the way of the key before it: one index serves both directions.
    return [*parts, _Part(spec.id, down)]


def page(
    reader: ReadConnection,
    context: ListContext,
    query: Query,
    edge: Edge,
    limit: int,
    known: Known | None = None,
) -> Page[Any]:
    """One page of a list in the order of the query, from an edge or from a key (promise 2).

    The rows are of the class that `models.views.rows` has for the kind. ValueError for a query
    with problems, or a key that belongs to another order. `known` keeps what the search index
    answered, for the next page.
    """
    asked = _Asked(reader, context, query, known)
    backwards = isinstance(edge, End | Before)
    keys = _keys_from(asked, edge, limit + 1)
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
    keys: list[Key] = []
    skip = max(0, number)
    for part in asked.parts():
        tail = f"{part.order_by(backwards=False)} LIMIT :n OFFSET :skip"
        keys += _keys(part, tail, {"n": limit + 1 - len(keys), "skip": skip})
        if len(keys) > limit:
            break
        skip = 0 if keys else skip - _all_of(part)
    more = len(keys) > limit
    return _page(asked, context, keys[:limit], more_before=number > 0, more_after=more)


def count(
    reader: ReadConnection,
    context: ListContext,
    query: Query,
    cap: int | None = None,
    known: Known | None = None,
) -> int:
    """How many rows the query has, counted up to `cap` where there is one."""
    asked = _Asked(reader, context, query, known)
    found = asked.only_words()
    if found is not None and found.ids is not None:
        return len(found.ids) if cap is None else min(cap, len(found.ids))
    if cap is None:
        return _all_of(asked)
    if found is not None and found.is_counted and cap <= COUNT_CAP:
        return min(cap, found.count)
    sql = f"SELECT count(*) FROM ({asked.counted('1', 'LIMIT :n')})"
    row = reader.one(sql, {**asked.where.params, "n": cap})
    return int(row[0]) if row else 0


def ids(reader: ReadConnection, context: ListContext, query: Query) -> array[int]:
    """All row ids in list order, 8 bytes each: for jumps into the depth and for bulk changes."""
    found = array("q")
    for part in _Asked(reader, context, query).parts():
        sql = part.select(part.spec.id, tail=part.order_by(backwards=False))
        found.extend(row[0] for row in reader.each(sql, part.where.params))
    return found


def position(reader: ReadConnection, context: ListContext, query: Query, row_id: int) -> int | None:
    """Number of a row in the list, from 0; None where the query does not hold it."""
    passed = 0
    parts = _Asked(reader, context, query).parts()
    for part in parts:
        sql = part.select(part.key_columns, f"{part.spec.id} = :row")
        key = reader.one(sql, {**part.where.params, "row": row_id})
        if key is not None:
            return passed + _number(part, key)
        if part is not parts[-1]:
            passed += _all_of(part)
    return None


def _number(asked: _Asked, key: Key) -> int:
    total = 0
    for extra, index, params in _before(asked, key):
        sql = asked.select("count(*)", extra, index=index)
        found = asked.reader.one(sql, {**asked.where.params, **params})
        total += int(found[0]) if found else 0
    return total


def _all_of(asked: _Asked) -> int:
    found = asked.reader.one(asked.counted("count(*)"), asked.where.params)
    return int(found[0]) if found else 0


def _before(asked: _Asked, key: Key) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(condition, index, parameters) that together are what stands before a key."""
    order = asked.by_rank
    if order is None:
        for extra, _place, params in asked.segments(key, backwards=True):
            yield extra, "", params
        return
    first = order.ranked
    begun = int(key[first - 1] or 0)
    down = asked.order[0].descending
    for rank, index in order.ranks[begun + 1 :] if down else order.ranks[:begun]:
        yield rank, index, {}
    for extra, place, params in asked.segments(key, backwards=True):
        if place >= first:
            rank, index = order.ranks[begun]
            yield f"{rank} AND ({extra})", index, params


def rows_by_ids(
    reader: ReadConnection, context: ListContext, kind: str, row_ids: Iterable[int]
) -> list[Any]:
    """The rows of these ids in the order given; archived and unknown ones are left out."""
    spec = SPECS[kind]
    found = {row.id: row for row in _rows(reader, context, spec, list(row_ids))}
    return [found[row_id] for row_id in row_ids if row_id in found]


def _keys(
    asked: _Asked, tail: str, params: dict[str, Any], extra: str = "TRUE", index: str = ""
) -> list[Key]:
    sql = asked.select(asked.key_columns, extra, tail, index)
    return [tuple(row) for row in asked.reader.rows(sql, {**asked.where.params, **params})]


def _keys_from(asked: _Asked, edge: Edge, wanted: int) -> list[Key]:
    """Keys from an edge on through the parts of the list, in the direction the edge means."""
    backwards = isinstance(edge, End | Before)
    parts = asked.parts()
    if isinstance(edge, After | Before):
        # Those of closed customers are the id alone, in an order of others there is more to them.
        begun = next((n for n, one in enumerate(parts) if len(one.order) == len(edge.key)), 0)
        parts = parts[: begun + 1] if backwards else parts[begun:]
    found: list[Key] = []
    for part in reversed(parts) if backwards else parts:
        more = wanted - len(found)
        keys = _walked(part, edge, more)
        found += _from_edge(part, edge, more) if keys is None else keys
        if len(found) >= wanted:
            break
        edge = End() if backwards else Start()
    return found


def _from_edge(asked: _Asked, edge: Edge, wanted: int) -> list[Key]:
    """Keys from an edge on, in the direction it means."""
    backwards = isinstance(edge, End | Before)
    if asked.by_rank is not None:
        return _ranked(asked, asked.by_rank, edge, wanted)
    if isinstance(edge, After | Before):
        return _through(asked, asked.segments(edge.key, backwards=backwards), edge, wanted)
    if asked.led is not None or asked.sparse is not None:
        return _through(asked, asked.halves(backwards=backwards), edge, wanted)
    return _keys(asked, f"{asked.order_by(backwards=backwards)} LIMIT :n", {"n": wanted})


def _ranked(asked: _Asked, order: Order, edge: Edge, wanted: int) -> list[Key]:
    """As `_from_edge`, rank after rank: each is one range of an index, none sorts the list."""
    backwards = isinstance(edge, End | Before)
    key = edge.key if isinstance(edge, After | Before) else None
    first = order.ranked  # expressions that are alike within a rank
    begun = None if key is None else int(key[first - 1] or 0)
    found: list[Key] = []
    numbers = range(len(order.ranks))
    falling = asked.order[0].descending is not backwards
    for number in reversed(numbers) if falling else numbers:
        rank, index = order.ranks[number]
        passed = begun is not None and (number > begun if falling else number < begun)
        if passed or asked.is_empty(rank):
            continue
        parts = [("TRUE", first, dict[str, Any]())]
        if key is not None and number == begun:
            behind = asked.segments(key, backwards=backwards)
            parts = [part for part in behind if part[1] >= first]
        for extra, place, params in parts:
            tail = f"{asked.order_by(backwards=backwards, start=place)} LIMIT :n"
            more = {**params, "n": wanted - len(found)}
            found += _keys(asked, tail, more, f"{rank} AND ({extra})", index)
            if len(found) >= wanted:
                return found
    return found


def _walked(asked: _Asked, edge: Edge, wanted: int) -> list[Key] | None:
    """As `_from_edge`, for words that many rows hold: along the order of the list.

    A page of them is full after a few rows, while the set of all that hold them costs its size.
    Rows are looked at themselves as long as so many of them hold the words that this is less
    than to go through the index; then parts of the order are held against the index. None where
    the words are not so frequent, or not in this part of the list.
    """
    words = asked.words()
    found = asked.search.frequent(asked.query.kind, words) if words else None
    if found is None:
        return None
    walk = _Walk(asked, frozenset(found.noted or ()), edge, wanted)
    keys = walk.next(_LOOKED_AT)
    held = asked.search.holding(asked.query.kind, words, [key[-1] for key in keys], roughly=True)
    share = len(held) / max(1, len(keys))
    plain = all(map(is_plain, words))
    # Of letters the texts are read aloud, which takes longer.
    by_rows = share >= (_OFTEN if plain else _OFTEN_ALOUD)
    if not by_rows and share < _NOT_RARE:
        return None
    if by_rows and plain:
        walk.keep(keys, held, _LOOKED_AT)
    holding = asked.search.holding if by_rows else asked.search.among
    most = _ROWS_LOOKED_AT if by_rows else 3 * _PART
    while not walk.is_done:
        if walk.seen >= most:
            return None
        step = walk.more if by_rows else _PART
        keys = walk.next(step)
        walk.keep(keys, holding(asked.query.kind, words, [key[-1] for key in keys]), step)
    return walk.kept[:wanted]


class _Walk:
    """A way along the order of a list, past its words; what of the rows holds them is kept."""

    def __init__(self, asked: _Asked, noted: frozenset[int], edge: Edge, wanted: int) -> None:
        self.kept: list[Key] = []
        self.seen = 0
        self.is_done = False
        self._bare = asked.without_words()
        self._noted, self._edge, self._wanted = noted, edge, wanted

    def next(self, step: int) -> list[Key]:
        """The rows ahead, so many of them."""
        return _from_edge(self._bare, self._edge, step)

    def keep(self, keys: Sequence[Key], held: set[int], step: int) -> None:
        """Goes past rows; `is_done` where the page is full then, or the list has ended."""
        self.kept += (key for key in keys if key[-1] in held or key[-1] in self._noted)
        self.seen += step
        if keys:
            backwards = isinstance(self._edge, End | Before)
            self._edge = Before(keys[-1]) if backwards else After(keys[-1])
        self.is_done = len(self.kept) >= self._wanted or len(keys) < step

    @property
    def more(self) -> int:
        """How many more rows will fill the page, as far as can be told."""
        share = max(len(self.kept) / self.seen, _OFTEN / 4) if self.seen else 1
        return int(1.2 * (self._wanted - len(self.kept)) / share)


def _through(
    asked: _Asked, segments: Iterable[tuple[str, int, dict[str, Any]]], edge: Edge, wanted: int
) -> list[Key]:
    """Keys of one segment after another, until there are enough."""
    backwards = isinstance(edge, End | Before)
    found: list[Key] = []
    for extra, place, params in segments:
        within = asked.sparse is not None
        order = asked.order_by(backwards=backwards, start=place, within=within)
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
    shown = {"c.grade": _GRADE_SHOWN} if context.closed else {}
    columns = ", ".join(shown.get(sql, sql) for _name, sql in spec.columns)
    sql = (
        f"SELECT {columns} FROM {spec.table} {spec.joins}"
        f" WHERE {spec.alive} AND {spec.id} IN (SELECT value FROM json_each(:ids))"
    )
    row_class = spec.row_class()
    names = [name for name, _sql in spec.columns]
    converts = [(place, spec.converts[n]) for place, n in enumerate(names) if n in spec.converts]
    closed = context.closed and spec.kind == "customers"
    for start in range(0, len(row_ids), _ROWS_AT_ONCE):
        part = json.dumps(list(row_ids[start : start + _ROWS_AT_ONCE]))
        for values in reader.rows(sql, {"ids": part, "now": context.now}):
            cells = list(values)
            for place, convert in converts:
                cells[place] = convert(cells[place])
            found = dict(zip(names, cells, strict=True))
            yield row_class(**(name_and_status(found) if closed else found))
