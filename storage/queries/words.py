"""Free words of the query line -> SQL conditions, by way of the search index.

The index keeps no places, so a hit may be false: few hits are read and checked here, many are
left to the index. Sealed numbers are found through their blind index only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storage.queries.context import ListContext
from storage.queries.filters import Bind, contains
from storage.queries.reader import ReadConnection
from storage.queries.scope import CLOSED_IDS
from storage.search.names import CANDIDATES, COUNT_CAP, Index

if TYPE_CHECKING:
    from storage.search.tokens import WordQuery

_SHORTEST_NUMBER = 7
# Letters in front or an X at the end, no code of a record.
_DOCUMENT = re.compile(r"[A-Za-z]{0,2}[0-9]{6,19}[0-9Xx]")
_MANY_PEOPLE = 2_000  # contacts of the customers found that are looked at by pinyin
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
    "tickets": (("tk.code", "tk.symptom", "tk.serial"), "tk.customer_id"),
    "technicians": (("tn.code", "tn.name", "tn.skills", "tn.region"), ""),
    "bookings": (("bk.code", "bk.note", "tn.name", "tk.code", "c.name"), ""),
    "parts": (("pt.code", "pt.name"), ""),
    "solution-notes": (("sn.code",), ""),
    "dispatch-rules": (("dr.code", "dr.word", "dr.region", "w.name"), ""),
    "changes": (("h.label", "h.params", "h.origin"), ""),
}
# Lists whose records have words of their own in an index: that, their table and their id.
_INDEXED: dict[str, tuple[Index, str, str]] = {
    "feedback": (Index.CASES, "feedback", "f.id"),
    "tickets": (Index.TICKETS, "ticket", "tk.id"),
    "interactions": (Index.NOTES, "interaction", "i.id"),
    "solution-notes": (Index.SOLUTIONS, "solution_note", "sn.id"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Living customers that hold some words: all their ids, or None where too many to list.

    Where too many, `noted` has those found by a note, None if these are too many as well, and
    `count` all that the index has, up to `COUNT_CAP`. `shown`: the closed customers among those
    that are too many to list, where only they may be found (9.5).
    """

    ids: tuple[int, ...] | None
    match: str = ""
    digest: str = ""
    noted: tuple[int, ...] | None = ()
    count: int = 0
    shown: tuple[int, ...] | None = None

    @property
    def is_counted(self) -> bool:
        """Whether names and listed notes are all there is."""
        return self.noted is not None and not self.digest


Known = dict[str, Found]


class WordSearch:
    """Makes the condition of free words; each asks the index once.

    `known` keeps the answers: a list hands in the same one for its count and its pages, and
    another one after data changed.
    """

    def __init__(
        self, reader: ReadConnection, context: ListContext, known: Known | None = None
    ) -> None:
        self._reader = reader
        self._context = context
        self._known: Known = {} if known is None else known

    def __call__(self, kind: str, words: Sequence[str], bind: Bind) -> str:
        """Condition "this record of `kind` holds these words"; TRUE where they ask nothing."""
        if kind == "customers":
            found = self.customers(words)
            if found is not None:
                return _within("c.id", found, bind, notes=True)
        parts = [self._one(kind, word, bind) for word in words]
        return parts[0] if len(parts) == 1 else " AND ".join(f"({part})" for part in parts)

    def customers(self, words: Sequence[str]) -> Found | None:
        """Who holds all of these words; None where one answer cannot be given for them.

        One word may be in a name and the next in a note, or a number may be sealed: then each
        has a condition of its own.
        """
        queries = [query for query in map(_parsed, words) if not query.is_empty]
        if len(words) == 1:
            digest = self._digest(words[0])
            return self._find(queries, digest, notes=True) if queries or digest else None
        if not queries or any(self._digest(word) for word in words):
            return None
        if any(self._noted([query]) != () for query in queries):
            return None
        return self._find(queries, "", notes=False)

    def is_listed(self, kind: str, words: Sequence[str]) -> bool:
        """Whether what holds these words is so little that a condition names it by its ids.

        For the lists with an index of their own; such rows are read and sorted by themselves.
        """
        return kind in _INDEXED and any(
            self._records(kind, query, self._digest(word)).ids is not None
            for word in words
            if not (query := _parsed(word)).is_empty
        )

    def frequent(self, kind: str, words: Sequence[str]) -> Found | None:
        """The answer for words that very many records hold, None where they are not that many."""
        if kind == "customers":
            found = self.customers(words)
            return found if found and found.is_counted and found.count >= COUNT_CAP else None
        if kind not in _INDEXED or not words:
            return None
        each = [(_parsed(word), self._digest(word)) for word in words]
        if any(query.is_empty for query, _digest in each):
            return None
        if _OWN_COLUMNS[kind][1] and any(
            self._find([query], digest, notes=False).ids != () for query, digest in each
        ):
            return None
        few = min(self._records(kind, *one).count for one in each) < COUNT_CAP
        return None if few else Found(None, _expression([query for query, _digest in each]))

    def holding(
        self, kind: str, words: Sequence[str], ids: Sequence[object], *, roughly: bool = False
    ) -> set[int]:
        """Those of some records that the index has for all the words, by their kept texts.

        `roughly`: of letters without the false hits of the index, and faster: for choosing a way.
        """
        queries = [(word if is_plain(word) else "", _parsed(word)) for word in words]
        params = {"index": _index(kind).value, "ids": json.dumps(list(ids))}
        return {
            row_id
            for row_id, texts in self._reader.rows(_KEPT, params)
            if all(_holds(texts, han, query, roughly=roughly) for han, query in queries)
        }

    def among(self, kind: str, words: Sequence[str], ids: Sequence[object]) -> set[int]:
        """As `holding`, by going through the index: for long lists and words that are not rare."""
        match = _expression(list(map(_parsed, words)))
        params: dict[str, object] = {"match": match, "ids": json.dumps(list(ids))}
        return set(self._ids(_AMONG.replace("@index", _index(kind).value), params))

    def _one(self, kind: str, word: str, bind: Bind) -> str:
        query = _parsed(word)
        digest = self._digest(word)
        if query.is_empty:  # signs alone: no index has them
            return self._own(kind, word, bind) if kind != "customers" else "TRUE"
        if kind == "customers":
            return _within("c.id", self._find([query], digest, notes=True), bind, notes=True)
        if kind == "contacts":
            return self._contacts(word, query, digest, bind)
        if kind in _INDEXED:
            return self._indexed(kind, query, digest, bind)
        link = _OWN_COLUMNS[kind][1]
        own = self._own(kind, word, bind)
        if not link:
            return own
        return f"{own} OR {_within(link, self._find([query], digest, notes=False), bind)}"

    def _digest(self, word: str) -> str:
        """Blind indexes of what may be a mobile or document number, as a JSON list; else ""."""
        number = word.translate(_NUMBER_SIGNS)
        if len(number) < _SHORTEST_NUMBER or not number.isascii():
            return ""
        found: list[str] = []
        if number.isdigit() and self._context.mobile_digest is not None:
            found.append(self._context.mobile_digest(word))
        if _DOCUMENT.fullmatch(number) and self._context.document_digests is not None:
            found += self._context.document_digests(word)
        return json.dumps(found) if found else ""

    def _own(self, kind: str, word: str, bind: Bind) -> str:
        like = bind(contains(word))
        columns = _OWN_COLUMNS[kind][0]
        return "(" + " OR ".join(rf"{column} LIKE {like} ESCAPE '\'" for column in columns) + ")"

    def _indexed(self, kind: str, query: WordQuery, digest: str, bind: Bind) -> str:
        """By the index of the list itself, and by its customers; too many hits stay unchecked."""
        index, _table, column = _INDEXED[kind]
        listed = self._records(kind, query, digest)
        if listed.ids is not None:
            return f"{column} IN (SELECT value FROM json_each({bind(json.dumps(listed.ids))}))"
        match = bind(listed.match)
        # The sign keeps the planner on the list's own index: the hits are many.
        own = f"+{column} IN (SELECT rowid FROM {index.value} WHERE {index.value} MATCH {match})"
        link = _OWN_COLUMNS[kind][1]
        if not link:
            return own
        return f"({own} OR {_within(f'+{link}', self._find([query], digest, notes=False), bind)})"

    def _records(self, kind: str, query: WordQuery, digest: str) -> Found:
        """What of an indexed list holds a word, in its own text or in that of its customer."""
        key = "\n".join([kind, query.word, digest])
        if key not in self._known:
            self._known[key] = self._looked_up(kind, query, digest)
        return self._known[key]

    def _looked_up(self, kind: str, query: WordQuery, digest: str) -> Found:
        index, table, _column = _INDEXED[kind]
        hits, count = self._hits(index, [query])
        many = Found(None, _expression([query]), count=count)
        if hits is None or not _OWN_COLUMNS[kind][1]:
            return many if hits is None else Found(tuple(hits))
        customers = self._find([query], digest, notes=False).ids
        if customers is None:
            return many
        chosen = {"ids": json.dumps(customers), "limit": CANDIDATES + 1}
        more = self._ids(_OF_CUSTOMERS.replace("@table", table), chosen) if customers else []
        return many if len(more) > CANDIDATES else Found(tuple(dict.fromkeys([*hits, *more])))

    def _contacts(self, word: str, query: WordQuery, digest: str, bind: Bind) -> str:
        """By their own columns and number; by pinyin among those of the customers found."""
        parts = [
            self._own("contacts", word, bind),
            rf"c.name LIKE {bind(contains(word))} ESCAPE '\'",
        ]
        if digest:
            parts.append(f"k.mobile_hmac IN (SELECT value FROM json_each({bind(digest)}))")
        found = self._find([query], "", notes=False)
        if found.ids:
            rows = self._reader.rows(
                "SELECT k.id, k.name, c.name FROM contact k JOIN customer c ON c.id = k.customer_id"
                " WHERE k.customer_id IN (SELECT value FROM json_each(:ids)) LIMIT :few",
                {"ids": json.dumps(found.ids), "few": _MANY_PEOPLE},
            )
            own = [row[0] for row in rows if query.verify(row[1:])]
            parts.append(f"k.id IN (SELECT value FROM json_each({bind(json.dumps(own))}))")
        return "(" + " OR ".join(parts) + ")"

    def _find(self, queries: Sequence[WordQuery], digest: str, *, notes: bool) -> Found:
        key = "\n".join([*(query.word for query in queries), digest, str(notes)])
        if key not in self._known:
            self._known[key] = self._asked(queries, digest, notes=notes)
        return self._known[key]

    def _asked(self, queries: Sequence[WordQuery], digest: str, *, notes: bool) -> Found:
        ids, count = self._hits(Index.FIND, queries)
        noted = self._noted(queries) if notes else ()
        if ids is None or noted is None:
            shown = self._shown(queries, _MATCHING, {"match": _expression(queries)})
            found = Found(None, _expression(queries), digest, noted, count, shown)
            return self._many(found) if noted else found
        ids += noted
        if digest:
            ids += self._ids(_OWNER_OF_NUMBER, {"digest": digest})
        if self._context.closed:
            listed: dict[str, object] = {"ids": json.dumps(ids)}
            shut = set(self._ids(_CLOSED_AMONG, listed))
            shut -= set(self._shown(queries, _LISTED, listed) or ())
            ids = [one for one in ids if one not in shut]
        return Found(tuple(dict.fromkeys(ids)))

    def _shown(
        self, queries: Sequence[WordQuery], among: str, params: dict[str, object]
    ) -> tuple[int, ...] | None:
        """Closed customers that hold the words in what is shown of them: name and code (9.5).

        None where nobody is closed to who asks.
        """
        if not self._context.closed:
            return None
        rows = self._reader.rows(_CLOSED_NAMES.replace("@among", among), params) if queries else ()
        return tuple(one for one, *texts in rows if all(query.verify(texts) for query in queries))

    def _many(self, found: Found) -> Found:
        sql = "SELECT rowid FROM find_index WHERE find_index MATCH :match"
        if found.noted:
            sql += " UNION SELECT value FROM json_each(:noted)"
        params = {"match": found.match, "noted": json.dumps(found.noted), "cap": COUNT_CAP}
        row = self._reader.one(f"SELECT count(*) FROM ({sql} LIMIT :cap)", params)
        return replace(found, count=int(row[0]) if row else 0)

    def _noted(self, queries: Sequence[WordQuery]) -> tuple[int, ...] | None:
        """Customers with a note that holds the words; None where there are too many notes."""
        notes, _count = self._hits(Index.NOTES, queries)
        if not notes:
            return None if notes is None else ()
        return tuple(self._ids(_CUSTOMERS_OF_NOTES, {"ids": json.dumps(notes)}))

    def _hits(self, index: Index, queries: Sequence[WordQuery]) -> tuple[list[int] | None, int]:
        """Checked row ids, None where there are too many to read at a key stroke.

        With them how many the index has, counted up to `COUNT_CAP`.
        """
        if not queries or queries[0].is_empty:
            return [], 0
        params = {"match": _expression(queries), "cap": COUNT_CAP, "few": CANDIDATES}
        row = self._reader.one(_HITS.replace("@index", index.value), params)
        count, listed = row or (0, "[]")
        if count > CANDIDATES:
            return None, count
        ids: list[int] = json.loads(listed)
        if not ids or (len(queries) == 1 and queries[0].exact):
            return ids, count
        rows = self._reader.rows(_KEPT, {"index": index.value, "ids": listed})
        kept = {row_id: json.loads(texts) for row_id, texts in rows}
        ids = [
            row_id
            for row_id in ids
            if row_id not in kept or all(query.verify(*kept[row_id]) for query in queries)
        ]
        return ids, count

    def _ids(self, sql: str, params: dict[str, object]) -> list[int]:
        return [row[0] for row in self._reader.rows(sql, params)]


def _parsed(word: str) -> WordQuery:
    """The query of a word; its tables and patterns are loaded here, not before the first rows."""
    from storage.search.tokens import parse_word

    return parse_word(word)


def _expression(queries: Sequence[WordQuery]) -> str:
    from storage.search.tokens import match_expression

    return match_expression(queries)


def is_plain(word: str) -> bool:
    """Whether a word is Han alone: a look at the texts decides, none need be read aloud."""
    from storage.search.reading import DENSE_RUN

    return bool(DENSE_RUN.fullmatch(word))


def _holds(texts: str, han: str, query: WordQuery, *, roughly: bool) -> bool:
    """Whether the index has a record of these kept texts for a word, which is `han` or letters."""
    if han:
        from storage.search.reading import fold

        if han in texts:
            return True
        folded = fold(texts)
        if not all(char in folded for char in fold(han)):
            return False
    look = query.verify if roughly and not han else query.indexed
    return look(*json.loads(texts))


def _index(kind: str) -> Index:
    return _INDEXED[kind][0] if kind in _INDEXED else Index.FIND


def _within(column: str, found: Found, bind: Bind, *, notes: bool = False) -> str:
    """Condition that a customer is among those found."""
    if found.ids is not None:
        return f"{column} IN (SELECT value FROM json_each({bind(json.dumps(found.ids))}))"
    match = bind(found.match)
    parts = [f"SELECT rowid FROM find_index WHERE find_index MATCH {match}"]
    if notes and found.noted is None:
        parts.append(
            "SELECT customer_id FROM interaction WHERE deleted_at IS NULL AND id IN"
            f" (SELECT rowid FROM notes_index WHERE notes_index MATCH {match})"
        )
    elif notes and found.noted:
        parts.append(f"SELECT value FROM json_each({bind(json.dumps(found.noted))})")
    if found.digest:
        parts.append(_OWNER_OF_NUMBER.replace(":digest", bind(found.digest)))
    # The sign keeps the planner on the list's own index: the hits are many.
    column = f"+{column.lstrip('+')}"
    within = f"{column} IN ({' UNION ALL '.join(parts)})"
    return within if found.shown is None else f"({within} AND {may_be_found(column, found, bind)})"


def may_be_found(column: str, found: Found, bind: Bind) -> str:
    """Condition that a customer is not closed, or found by what is shown of it (9.5)."""
    shown = f"SELECT value FROM json_each({bind(json.dumps(found.shown or ()))})"
    return f"({column} NOT IN ({CLOSED_IDS}) OR {column} IN ({shown}))"


# One pass: what a word costs is for the most part to find its lists of rows and to bring them
# together, not to go on in them.
_HITS = (
    "WITH hit AS MATERIALIZED (SELECT rowid AS id FROM @index WHERE @index MATCH :match LIMIT :cap)"
    " SELECT (SELECT count(*) FROM hit),"
    " (SELECT json_group_array(id) FROM (SELECT id FROM hit LIMIT :few))"
)
# The sign keeps the ids a filter: asked one by one the index takes a hundred times as long.
_AMONG = (
    "SELECT rowid FROM @index WHERE @index MATCH :match"
    " AND +rowid IN (SELECT value FROM json_each(:ids))"
)
# Closed customers among those found, who may be so by what is hidden of them.
_LISTED = "SELECT value FROM json_each(:ids)"
_MATCHING = "SELECT rowid FROM find_index WHERE find_index MATCH :match"
_CLOSED_AMONG = f"{CLOSED_IDS} AND id IN ({_LISTED})"
_CLOSED_NAMES = (
    f"SELECT id, name, code FROM main.customer WHERE id IN ({CLOSED_IDS} AND id IN (@among))"
)
_OF_CUSTOMERS = (
    "SELECT id FROM @table WHERE deleted_at IS NULL"
    " AND customer_id IN (SELECT value FROM json_each(:ids)) LIMIT :limit"
)
_KEPT = (
    "SELECT row_id, texts FROM search_source WHERE index_name = :index"
    " AND row_id IN (SELECT value FROM json_each(:ids))"
)
# A list counts these without asking again, so those of an archived customer stay out.
_CUSTOMERS_OF_NOTES = (
    "SELECT DISTINCT i.customer_id FROM interaction i CROSS JOIN customer c"
    " ON c.id = i.customer_id AND c.deleted_at IS NULL WHERE i.deleted_at IS NULL"
    " AND i.id IN (SELECT value FROM json_each(:ids))"
)
_OWNER_OF_NUMBER = (
    "SELECT k.customer_id FROM contact k CROSS JOIN customer c"
    " ON c.id = k.customer_id AND c.deleted_at IS NULL"
    " WHERE k.mobile_hmac IN (SELECT value FROM json_each(:digest)) AND k.deleted_at IS NULL"
    " UNION ALL SELECT i.customer_id FROM document d CROSS JOIN identity i"
    " ON i.id = d.identity_id AND i.deleted_at IS NULL CROSS JOIN customer c"
    " ON c.id = i.customer_id AND c.deleted_at IS NULL"
    " WHERE d.number_hmac IN (SELECT value FROM json_each(:digest)) AND d.deleted_at IS NULL"
)
