"""Free words of the query line -> SQL conditions, by way of the search index.

The index keeps no places, so a hit may be false: few hits are read and checked here, many are
left to the index. Sealed numbers are found through their blind index only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage.queries.context import ListContext
from storage.queries.filters import Bind, contains
from storage.queries.reader import ReadConnection
from storage.search.index import CANDIDATES, Index
from storage.search.tokens import WordQuery, parse_word

FEW = 2_000  # hits of a word the index decides alone that are handed on as a list
_SHORTEST_NUMBER = 7
_NUMBER_SIGNS = str.maketrans("", "", "+-() .")

# Columns of the record itself that hold a word, and its customer.
_OWN_COLUMNS: dict[str, tuple[tuple[str, ...], str]] = {
    "contacts": (("k.name", "k.code", "k.title", "k.department", "k.email", "k.office_phone"), ""),
    "opportunities": (("o.title", "o.code", "o.next_step"), "o.customer_id"),
    "follow-ups": (("u.title", "u.code"), "u.customer_id"),
    "interactions": (("i.summary",), "i.customer_id"),
    "orders": (("s.code", "s.order_contract_no", "s.invoice_no"), "s.customer_id"),
    "feedback": (("f.code", "f.text", "f.main_issue"), "f.customer_id"),
    "products": (("p.code", "p.name"), ""),
    "users": (("w.login", "w.name"), ""),
    "changes": (("h.label", "h.params", "h.origin"), ""),
}


@dataclass(frozen=True, slots=True)
class _Customers:
    """Customers that hold a word: all their ids, or None where they are too many to list."""

    ids: tuple[int, ...] | None
    match: str = ""
    digest: str = ""


class WordSearch:
    """Makes the condition of a free word; each word asks the index once."""

    def __init__(self, reader: ReadConnection, context: ListContext) -> None:
        self._reader = reader
        self._context = context
        self._known: dict[str, _Customers] = {}

    def __call__(self, kind: str, word: str, bind: Bind) -> str:
        """Condition "this record of `kind` holds the word"; TRUE where it asks nothing."""
        query = parse_word(word)
        digest = self._digest(word)
        if query.is_empty and not digest:
            return self._own(kind, word, bind) if kind != "customers" else "TRUE"
        if kind == "customers":
            return self._customers("c.id", query, digest, bind, notes=True)
        if kind == "contacts":
            return self._contacts(word, query, digest, bind)
        link = _OWN_COLUMNS[kind][1]
        own = self._own(kind, word, bind)
        return f"{own} OR {self._customers(link, query, digest, bind)}" if link else own

    def _digest(self, word: str) -> str:
        number = word.translate(_NUMBER_SIGNS)
        long_enough = len(number) >= _SHORTEST_NUMBER and number.isascii() and number.isdigit()
        if not long_enough or self._context.mobile_digest is None:
            return ""
        return self._context.mobile_digest(word)

    def _own(self, kind: str, word: str, bind: Bind) -> str:
        like = bind(contains(word))
        columns = _OWN_COLUMNS[kind][0]
        return "(" + " OR ".join(rf"{column} LIKE {like} ESCAPE '\'" for column in columns) + ")"

    def _contacts(self, word: str, query: WordQuery, digest: str, bind: Bind) -> str:
        """By their own columns and number; by pinyin among those of the customers found."""
        parts = [
            self._own("contacts", word, bind),
            rf"c.name LIKE {bind(contains(word))} ESCAPE '\'",
        ]
        if digest:
            parts.append(f"k.mobile_hmac = {bind(digest)}")
        found = self._find(query, "", notes=False)
        if found.ids:
            rows = self._reader.rows(
                "SELECT k.id, k.name, c.name FROM contact k JOIN customer c ON c.id = k.customer_id"
                " WHERE k.customer_id IN (SELECT value FROM json_each(:ids)) LIMIT :few",
                {"ids": json.dumps(found.ids), "few": FEW},
            )
            own = [row[0] for row in rows if query.verify(row[1:])]
            parts.append(f"k.id IN (SELECT value FROM json_each({bind(json.dumps(own))}))")
        return "(" + " OR ".join(parts) + ")"

    def _customers(
        self, column: str, query: WordQuery, digest: str, bind: Bind, *, notes: bool = False
    ) -> str:
        found = self._find(query, digest, notes=notes)
        if found.ids is not None:
            return f"{column} IN (SELECT value FROM json_each({bind(json.dumps(found.ids))}))"
        match = bind(found.match)
        parts = [f"SELECT rowid FROM find_index WHERE find_index MATCH {match}"]
        if notes:
            parts.append(
                "SELECT customer_id FROM interaction WHERE deleted_at IS NULL AND id IN"
                f" (SELECT rowid FROM notes_index WHERE notes_index MATCH {match})"
            )
        if digest:
            parts.append(_OWNER_OF_NUMBER.replace(":digest", bind(digest)))
        # The sign keeps the planner on the list's own index: the hits are many.
        return f"+{column} IN ({' UNION ALL '.join(parts)})"

    def _find(self, query: WordQuery, digest: str, *, notes: bool) -> _Customers:
        key = f"{query.word}\n{digest}\n{notes}"
        if key not in self._known:
            self._known[key] = self._asked(query, digest, notes=notes)
        return self._known[key]

    def _asked(self, query: WordQuery, digest: str, *, notes: bool) -> _Customers:
        ids = self._hits(Index.FIND, query)
        noted = self._hits(Index.NOTES, query) if notes else []
        if ids is None or noted is None:
            return _Customers(None, query.match, digest)
        if noted:
            ids += self._ids(_CUSTOMERS_OF_NOTES, {"ids": json.dumps(noted)})
        if digest:
            ids += self._ids(_OWNER_OF_NUMBER, {"digest": digest})
        return _Customers(tuple(dict.fromkeys(ids)))

    def _hits(self, index: Index, query: WordQuery) -> list[int] | None:
        """Checked row ids, None where there are too many to read at a key stroke."""
        if query.is_empty:
            return []
        limit = FEW if query.exact else CANDIDATES
        params = {"match": query.match, "limit": limit + 1, "index": index.value}
        if query.exact:
            ids = self._ids(_HITS.replace("@index", index.value), params)
            return None if len(ids) > limit else ids
        rows = self._reader.rows(_TEXTS.replace("@index", index.value), params)
        if len(rows) > limit:
            return None
        return [row[0] for row in rows if row[1] is None or query.verify(*json.loads(row[1]))]

    def _ids(self, sql: str, params: dict[str, object]) -> list[int]:
        return [row[0] for row in self._reader.rows(sql, params)]


_HITS = "SELECT rowid FROM @index WHERE @index MATCH :match LIMIT :limit"
_TEXTS = (
    "SELECT hit.rowid, kept.texts FROM"
    " (SELECT rowid FROM @index WHERE @index MATCH :match LIMIT :limit) hit"
    " LEFT JOIN search_source kept ON kept.index_name = :index AND kept.row_id = hit.rowid"
)
_CUSTOMERS_OF_NOTES = (
    "SELECT customer_id FROM interaction WHERE deleted_at IS NULL"
    " AND id IN (SELECT value FROM json_each(:ids))"
)
_OWNER_OF_NUMBER = (
    "SELECT customer_id FROM contact WHERE mobile_hmac = :digest AND deleted_at IS NULL"
)
