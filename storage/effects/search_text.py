"""Keeps the search indexes in step with the records, inside the unit of work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from storage.effects import match_keys
from storage.search import index, tokens
from storage.search.lookalikes import COLUMNS
from storage.search.names import Index
from storage.work import Work

Source = tuple[list[str], list[str]]  # texts, digit strings

_AT_ONCE = 500
_CUSTOMER = ("name", "code", "registration_no", "city", "email", "website", "phone")
# What a customer is found by, itself or as a lookalike; another value in one asks for both anew.
MOVING = frozenset({*_CUSTOMER, *COLUMNS, "deleted_at", "merged_into_id"})
_PERSON = ("name", "email", "office_phone")
_CHOSEN = " IN (SELECT value FROM json_each(:ids)) AND deleted_at IS NULL"
_CUSTOMERS = f"SELECT id, {', '.join(_CUSTOMER)} FROM customer WHERE id{_CHOSEN}"  # noqa: S608 - constants
_PEOPLE = (
    f"SELECT customer_id, {', '.join(_PERSON)} FROM contact WHERE customer_id{_CHOSEN}"  # noqa: S608 - constants
    " ORDER BY id"
)
_ALIASES = (
    "SELECT merged_into_id, code, name FROM customer WHERE deleted_at IS NOT NULL"
    " AND merged_into_id IN (SELECT value FROM json_each(:ids)) ORDER BY id"
)
_NOTES = f"SELECT id, summary FROM interaction WHERE id{_CHOSEN}"  # noqa: S608 - constants
_SOLUTIONS = (
    "SELECT n.id, n.code, n.symptom, n.cause, n.solution, n.tags, g.name, g.code"
    " FROM solution_note n LEFT JOIN product g ON g.id = n.product_id"
    " WHERE n.id IN (SELECT value FROM json_each(:ids)) AND n.deleted_at IS NULL"
)
_ABOUT = (
    "SELECT id FROM solution_note WHERE deleted_at IS NULL"
    " AND product_id IN (SELECT value FROM json_each(:products))"
)
_CASES = f"SELECT id, code, text, main_issue FROM feedback WHERE id{_CHOSEN}"  # noqa: S608 - constants
_TICKETS = f"SELECT id, code, serial, symptom FROM ticket WHERE id{_CHOSEN}"  # noqa: S608 - constants
_KEPT = (
    "SELECT row_id, texts FROM search_source WHERE index_name = :index"
    " AND row_id IN (SELECT value FROM json_each(:ids))"
)
_KEEP = (
    "INSERT INTO search_source (index_name, row_id, texts, token_version)"
    " VALUES (:index, :row, :texts, :version) ON CONFLICT (index_name, row_id)"
    " DO UPDATE SET texts = excluded.texts, token_version = excluded.token_version"
)
_FORGET = "DELETE FROM search_source WHERE index_name = :index AND row_id = :row"


def refresh(work: Work, customers: Iterable[int], written: Callable[[str], Iterable[int]]) -> None:
    """Re-indexes customers, and of all other kinds with an index the records that were written.

    Of a customer: name, codes, city, mail, office phones, and those of its contacts; the keys by
    which possible duplicates are found go with it. `written` names the records of a kind.
    """
    _refresh_customers(work, customers)
    for which, kind, made in _SOURCES:
        if which is not Index.FIND:
            ids = set(written(kind))
            if which is Index.SOLUTIONS:  # a note is found by the name of its product, too
                products = json.dumps(list(written("product")))
                ids.update(row[0] for row in work.rows(_ABOUT, {"products": products}))
            for some in _runs(ids):
                _put(work, which, some, made(work, some))


def refresh_all(work: Work) -> int:
    """Indexes every record, archived ones as gone; returns how many were looked at."""
    found = {kind: [row[0] for row in work.rows(sql)] for kind, sql in _ALL.items()}
    refresh(work, found["customer"], lambda kind: found.get(kind, ()))
    return sum(map(len, found.values()))


def _refresh_customers(work: Work, customer_ids: Iterable[int]) -> None:
    for some in _runs(_and_merged_into(work, customer_ids)):
        _put(work, Index.FIND, some, _customer_sources(work, some))
        match_keys.refresh(work, some)


def _and_merged_into(work: Work, customer_ids: Iterable[int]) -> set[int]:
    """These, and those that this unit merged one of them into, or parted it from."""
    found = set(customer_ids)
    for customer_id in tuple(found):
        entry = work.journal.entries.get(("customer", customer_id))
        ends = entry.changed.get("merged_into_id", ()) if entry else ()
        found.update(one for one in ends if isinstance(one, int))
    return found


def customer_texts(work: Work, customer_id: int) -> Source | None:
    """(texts, digit strings) a customer is found by; None where it is archived.

    Sealed fields (mobile, home phone, household note) are never among them.
    """
    return _customer_sources(work, [customer_id]).get(customer_id)


def _runs(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(sorted(set(ids)))
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _customer_sources(work: Work, customer_ids: Sequence[int]) -> dict[int, Source]:
    chosen = {"ids": json.dumps(list(customer_ids))}
    sources = {row[0]: _own_source(row[1:]) for row in work.rows(_CUSTOMERS, chosen)}
    for customer_id, name, email, phone in work.rows(_PEOPLE, chosen):
        if customer_id in sources:
            texts, digits = sources[customer_id]
            texts += [text for text in (name, email) if text]
            digits += [phone] if phone else []
    for customer_id, code, name in work.rows(_ALIASES, chosen):  # what was merged into it
        if customer_id in sources:
            texts, digits = sources[customer_id]
            texts += [code, name]
            digits.append(code)
    return sources


def _own_source(row: Sequence[Any]) -> Source:
    texts = [text for text in row[:6] if text]
    return texts, [text for text in (row[1], row[2], row[6]) if text]


def _put(work: Work, which: Index, ids: Sequence[int], sources: Mapping[int, Source]) -> None:
    """Old tokens out as they came in, new ones in; the texts are kept to do so again."""
    chosen = {"index": which.value, "ids": json.dumps(list(ids))}
    kept: dict[int, str] = dict(work.rows(_KEPT, chosen))
    changed = []
    kept_rows: list[Mapping[str, object]] = []
    gone: list[Mapping[str, object]] = []
    for row_id in ids:
        source, before = sources.get(row_id), kept.get(row_id)
        encoded = None if source is None else json.dumps(source, ensure_ascii=False)
        if encoded == before:
            continue
        old = None if before is None else tokens.record_tokens(*json.loads(before))
        new = None if source is None else tokens.record_tokens(*source)
        changed.append((row_id, new, old))
        place = {"index": which.value, "row": row_id}
        if encoded is None:
            gone.append(place)
        else:
            kept_rows.append({**place, "texts": encoded, "version": tokens.TOKEN_VERSION})
    index.replace_many(index.ThroughSqlAlchemy(work.session.connection()), which, changed)
    work.execute_many(_KEEP, kept_rows, records=False)
    work.execute_many(_FORGET, gone, records=False)


_KEPT_ALL = "SELECT row_id, texts FROM search_source WHERE index_name = :index"


def outdated(reader: Any) -> int:
    """Rows of the index that say something else than their records do, or that are missing.

    `reader` is anything that runs queries: a read connection or a unit of work.
    """
    return sum(_outdated(reader, which, _ALL[kind], made) for which, kind, made in _SOURCES)


def _outdated(reader: Any, which: Index, sql: str, made: _Maker) -> int:
    kept: dict[int, str] = dict(reader.rows(_KEPT_ALL, {"index": which.value}))
    wrong = 0
    for some in _runs(row[0] for row in reader.rows(sql)):
        sources = made(reader, some)
        for row_id in some:
            told = json.dumps(sources.get(row_id), ensure_ascii=False)
            wrong += kept.pop(row_id, "null") != told
    return wrong + len(kept)


def _note_sources(work: Any, ids: Sequence[int]) -> dict[int, Source]:
    rows = work.rows(_NOTES, {"ids": json.dumps(list(ids))})
    return {row[0]: ([row[1]], []) for row in rows}


def _solution_sources(work: Any, ids: Sequence[int]) -> dict[int, Source]:
    return _numbered(work, _SOLUTIONS, ids, 1)


def _case_sources(work: Any, ids: Sequence[int]) -> dict[int, Source]:
    return _numbered(work, _CASES, ids, 1)


def _ticket_sources(work: Any, ids: Sequence[int]) -> dict[int, Source]:
    return _numbered(work, _TICKETS, ids, 2)


def _numbered(work: Any, sql: str, ids: Sequence[int], numbers: int) -> dict[int, Source]:
    """Texts of records, the first `numbers` of them found by any run of their digits as well."""
    rows = work.rows(sql, {"ids": json.dumps(list(ids))})
    return {
        row[0]: (
            [text for text in row[1:] if text],
            [text for text in row[1 : 1 + numbers] if text],
        )
        for row in rows
    }


_Maker = Callable[[Any, Sequence[int]], dict[int, Source]]
_SOURCES: tuple[tuple[Index, str, _Maker], ...] = (
    (Index.FIND, "customer", _customer_sources),
    (Index.NOTES, "interaction", _note_sources),
    (Index.SOLUTIONS, "solution_note", _solution_sources),  # AC-116
    (Index.CASES, "feedback", _case_sources),
    (Index.TICKETS, "ticket", _ticket_sources),
)
_ALL = {kind: f"SELECT id FROM {kind}" for _which, kind, _made in _SOURCES}  # noqa: S608 - constants
