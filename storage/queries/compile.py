"""A read query line -> one SQL condition with :name parameters.

Values never stand in the SQL. A query with problems is refused: nothing is silently ignored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from models.query import And, Node, Not, Or, Query, SortKey, Term, Text
from models.query_terms import KINDS, ME, NONE, TEAM, TermSpec, ValueKind, day_range
from storage.queries.context import ListContext
from storage.queries.filters import (
    FILTERS,
    TEAM_SQL,
    Bind,
    Filter,
    contains,
    customer_sql,
    gap_sql,
    user_sql,
)
from storage.queries.scope import CLOSED_IDS

_LARGEST = 2**63 - 1
# What is shown of a customer that is closed (9.5): terms that find one, keys that it is sorted by.
_OF_CLOSED = frozenset({"code", "name", "status", "owner", "dnc"})
_SORTS_CLOSED = frozenset({"code", "name", "status", "created"})  # the code tells when it was made
# The sign keeps the ids a filter: the list stays on the index of its order, and reads no more rows.
CLOSED, NOT_CLOSED = f"c.id IN ({CLOSED_IDS})", f"+c.id NOT IN ({CLOSED_IDS})"
WordFilter = Callable[[str, Sequence[str], Bind], str]  # kind, words, bind -> condition


class Condition:
    """A WHERE condition and its parameters; grows while a query is compiled."""

    def __init__(self, context: ListContext) -> None:
        self.context = context
        self.sql = "TRUE"
        self.params: dict[str, Any] = {
            "today": context.today.isoformat(),
            "now": context.now,
            "fresh": context.fresh_since,
            "checked_since": context.checked_since,
            "me": context.user_id,
        }

    def bind(self, value: object) -> str:
        """Keeps a value; its name in the SQL."""
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f":{name}"


def condition(query: Query, context: ListContext, words: WordFilter) -> Condition:
    """The condition of a query; ValueError where the query line has problems.

    `words` makes the condition of free words, because that asks the search index.
    """
    if query.problems:
        raise ValueError(f"query with problems: {query.problems[0].code}")
    result = Condition(context)
    if query.root is not None:
        result.sql = _node(query.root, query.kind, result, words)
    if query.kind == "customers" and context.closed and _asks_more(query.root):
        result.sql = f"({result.sql}) AND {NOT_CLOSED}"
    if query.kind == "changes" and context.actors is not None:
        told = result.bind(json.dumps(sorted(context.actors)))
        result.sql = f"({result.sql}) AND h.actor_id IN (SELECT value FROM json_each({told}))"
    return result


def sorts_by_more(query: Query, keys: Sequence[SortKey], context: ListContext) -> bool:
    """Would the place of a closed customer in a list tell what is not shown of it (9.5)."""
    hidden = {key.name for key in keys} - _SORTS_CLOSED
    found = query.kind == "customers" and context.closed and not _asks_more(query.root)
    return found and bool(hidden)


def _asks_more(node: Node | None) -> bool:
    """Does a query ask for more of a customer than is shown of one that is closed (9.5)."""
    if isinstance(node, Term):
        return node.name not in _OF_CLOSED
    if isinstance(node, Not):
        return _asks_more(node.item)
    return isinstance(node, And | Or) and any(map(_asks_more, node.items))


def _node(node: Node, kind: str, into: Condition, words: WordFilter) -> str:
    if isinstance(node, Text):
        return words(kind, (node.text,), into.bind)
    if isinstance(node, Term):
        return _term(node, kind, into)
    if isinstance(node, Not):
        # IS NOT TRUE: a record without the value is not one with it.
        return f"({_node(node.item, kind, into, words)}) IS NOT TRUE"
    if isinstance(node, And):
        texts = free_words(node)  # asked for together: one answer of the index for all
        rest = [item for item in node.items if not isinstance(item, Text)]
        parts = [words(kind, texts, into.bind)] if texts else []
        return _joined([*parts, *(_node(item, kind, into, words) for item in rest)], " AND ")
    return _joined([_node(item, kind, into, words) for item in node.items], " OR ")


def free_words(node: Node | None) -> tuple[str, ...]:
    """The free words that every record of a query must hold."""
    if isinstance(node, Text):
        return (node.text,)
    if isinstance(node, And):
        return tuple(item.text for item in node.items if isinstance(item, Text))
    return ()


def _joined(parts: list[str], sign: str) -> str:
    return parts[0] if len(parts) == 1 else "(" + sign.join(f"({part})" for part in parts) + ")"


def _term(term: Term, kind: str, into: Condition) -> str:
    spec = KINDS[kind].term(term.name)
    assert spec is not None
    found = FILTERS[kind][spec.name]
    return found.within.format(_MAKERS[spec.kind](spec, term, found, into))


def _choice(spec: TermSpec, term: Term, found: Filter, into: Condition) -> str:
    if spec.name == "gap":
        return _joined([gap_sql(element) for element in term.values], " OR ")
    if spec.name == "role":
        return _joined(
            [f"instr({found.sql}, {into.bind(f',{value},')}) > 0" for value in term.values], " OR "
        )
    names = [into.bind(value) for value in term.values]
    if len(names) == 1 and "(" not in found.sql:
        return f"{found.sql} = {names[0]}"
    # An equal expression makes the planner sort where an index has the order; IN keeps it.
    return f"{found.sql} IN ({', '.join(names if len(names) > 1 else names * 2)})"


def _text(_spec: TermSpec, term: Term, found: Filter, into: Condition) -> str:
    if term.op == "=":
        among = f"IN ({', '.join(into.bind(value) for value in term.values)})"
        by_index = f"{found.sql} COLLATE NOCASE {among} AND " if found.word else ""
        return f"({by_index}{found.sql} {among})"
    return _joined(
        [rf"{found.sql} LIKE {into.bind(contains(value))} ESCAPE '\'" for value in term.values],
        " OR ",
    )


def _boolean(_spec: TermSpec, term: Term, found: Filter, _into: Condition) -> str:
    if len(term.values) > 1:
        return "TRUE"
    return f"({found.sql})" if term.values[0] == "yes" else f"({found.sql}) IS NOT TRUE"


def _user(_spec: TermSpec, term: Term, found: Filter, into: Condition) -> str:
    return _joined([_person(value, found.sql, into) for value in term.values], " OR ")


def _person(value: str, column: str, into: Condition) -> str:
    if value == ME:
        return f"{column} = :me"
    if value == TEAM:
        return f"{column} IN ({TEAM_SQL})"
    if value == NONE:
        return f"{column} IS NULL"
    return f"{column} IN ({user_sql(value, into.bind)})"


def _record(_spec: TermSpec, term: Term, found: Filter, into: Condition) -> str:
    return _joined(
        [
            f"{found.sql} IS NULL"
            if value == NONE
            else f"{found.sql} {customer_sql(value, into.bind)}"
            for value in term.values
        ],
        " OR ",
    )


def _number(_spec: TermSpec, term: Term, found: Filter, into: Condition) -> str:
    parts = [
        _compared(term.op, Decimal(value) * found.scale, found.sql, into) for value in term.values
    ]
    return _joined(parts, " OR ")


def _compared(op: str, wanted: Decimal, sql: str, into: Condition) -> str:
    """Stored numbers are whole: a fraction moves to the whole number that decides alike."""
    if op in (":", "="):
        if wanted != wanted.to_integral_value():
            return "FALSE"
        return f"{sql} = {into.bind(_whole(wanted, ROUND_FLOOR))}"
    rounding = ROUND_CEILING if op in ("<", ">=") else ROUND_FLOOR
    return f"{sql} {op} {into.bind(_whole(wanted, rounding))}"


def _whole(number: Decimal, rounding: str) -> int:
    return max(-_LARGEST, min(_LARGEST, int(number.to_integral_value(rounding=rounding))))


def _date(_spec: TermSpec, term: Term, found: Filter, into: Condition) -> str:
    return _joined([_day(term.op, value, found, into) for value in term.values], " OR ")


def _day(op: str, value: str, found: Filter, into: Condition) -> str:
    if value == NONE:
        return f"({found.sql}) IS {'NULL' if op in (':', '=') else 'NOT NULL'}"
    first, last = day_range(value, into.context.today)
    begin = _edge(first, found, into)
    end = _edge(_next(last), found, into)
    sql = f"({found.sql})"
    return {
        "<": lambda: f"{sql} < {into.bind(begin)}",
        "<=": lambda: f"{sql} < {into.bind(end)}",
        ">": lambda: f"{sql} >= {into.bind(end)}",
        ">=": lambda: f"{sql} >= {into.bind(begin)}",
    }.get(op, lambda: f"({sql} >= {into.bind(begin)} AND {sql} < {into.bind(end)})")()


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _edge(day: date, found: Filter, into: Condition) -> str:
    if not found.instant:
        return day.isoformat()
    return into.context.start_of(max(day, date(2, 1, 1)))


_MAKERS: dict[ValueKind, Callable[[TermSpec, Term, Filter, Condition], str]] = {
    ValueKind.CHOICE: _choice,
    ValueKind.TEXT: _text,
    ValueKind.BOOLEAN: _boolean,
    ValueKind.USER: _user,
    ValueKind.RECORD: _record,
    ValueKind.NUMBER: _number,
    ValueKind.MONEY: _number,
    ValueKind.DATE: _date,
}
