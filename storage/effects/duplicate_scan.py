"""Looks through the whole book for customers that may be one: blocks first, then scores (11.5).

Equal keys are read as groups from the keys on record; names by the pieces an alike name must
hold. Of a group of many only the pairs with its first one are told, so that a switchboard or a
common name does not bury the rest.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, groupby, product

from models.rules.duplicates import (
    KEYS,
    Facts,
    bare_city,
    likeness,
    match,
    name_keys,
    name_probes,
)
from models.views.duplicates import Pair, PairSide
from storage.effects.duplicates import answered
from storage.errors import Cancelled
from storage.progress import Progress
from storage.queries import duplicates as queries
from storage.queries.reader import ReadConnection
from storage.search.lookalikes import COLUMNS, facts_of_row
from storage.search.reading import fold

_MANY = 20  # of a larger group only the pairs with its first one are told
_LOOKS = 1_000  # names between two looks at progress
_AT_ONCE = 5_000

Ids = tuple[int, int]


def scan(reader: ReadConnection, progress: Progress) -> list[Pair]:
    """Every pair of 60 points or more that was not settled, the highest score first.

    Whom the connection does not show is in no pair. Cancelled where `progress` asks to.
    """
    seen = set(_of_keys(reader, progress))
    seen.update(_of_names(reader, progress))
    facts = _facts(reader, {one for pair in seen for one in pair})
    said = {(row[0], row[1]): (row[2], row[3]) for row in reader.rows(queries.ALL_PAIRS)}
    found = []
    for ids in seen:
        if ids[0] not in facts or ids[1] not in facts:
            continue
        (first, one), (second, other) = facts[ids[0]], facts[ids[1]]
        seen_as = match(one, other)
        if seen_as is None or answered(said.get(ids), seen_as.score):
            continue
        fields = tuple(KEYS[name] for name in seen_as.keys)
        if seen_as.likeness is not None:
            fields = (*fields, "name")
        found.append(Pair(first, second, seen_as.score, fields, seen_as.reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.first.id, pair.second.id))


def _of_keys(reader: ReadConnection, progress: Progress) -> Iterator[Ids]:
    """Who shares a key."""
    rows = reader.rows(queries.SHARED_KEYS)
    _look(progress, 0, 0)
    for _key, some in groupby(rows, key=lambda row: row[:2]):
        yield from _pairs([row[2] for row in some])


def _of_names(reader: ReadConnection, progress: Progress) -> Iterator[Ids]:
    """Whose names are alike in one city: shorter ones are kept, longer ones look for them."""
    places = _places(reader)
    kept: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, place in enumerate(sorted(places, key=lambda one: (len(one[1]), one))):
        if number % _LOOKS == 0:
            _look(progress, number, len(places))
        city, name = place
        yield from _pairs(places[place])
        near = {
            one
            for probe in name_probes(name, city, longest=len(name))
            for one in kept.get(probe, ())
        }
        for other in near:
            if likeness(name, other[1]) is not None:
                yield from _across(places[place], places[other])
        for key in name_keys(name, city):
            kept[key].append(place)
    _look(progress, len(places), len(places))


def _places(reader: ReadConnection) -> dict[tuple[str, str], list[int]]:
    """(city, normalised name) -> the customers of that name there."""
    cities: dict[str, str] = {}
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for customer_id, name, city in reader.rows(queries.NAMES):
        if city not in cities:
            cities[city] = bare_city(fold(city))
        found[cities[city], name].append(customer_id)
    return found


def _pairs(ids: Sequence[int]) -> Iterator[Ids]:
    pairs: Iterable[Ids] = combinations(sorted(ids), 2)
    if len(ids) > _MANY:
        first, *rest = sorted(ids)
        pairs = ((first, one) for one in rest)
    yield from pairs


def _across(ids: Sequence[int], others: Sequence[int]) -> Iterator[Ids]:
    if len(ids) * len(others) > _MANY**2:
        ids = ids[:1]
    for one, other in product(ids, others[:_MANY]):
        yield (one, other) if one < other else (other, one)


def _facts(reader: ReadConnection, ids: Collection[int]) -> dict[int, tuple[PairSide, Facts]]:
    """What is shown and what is compared of these customers, as far as they are shown."""
    found: dict[int, tuple[PairSide, Facts]] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        given = {"ids": json.dumps(wanted[start : start + _AT_ONCE])}
        for customer_id, name, owner, *row in reader.rows(queries.SIDES, given):
            values = dict(zip(COLUMNS, row, strict=True))
            side = PairSide(
                customer_id, values["code"] or "", name, values["city"] or "", owner or ""
            )
            found[customer_id] = side, facts_of_row(row)
    return found


def _look(progress: Progress, done: int, total: int) -> None:
    if progress.cancelled():
        raise Cancelled("cancelled")
    if total:
        progress.report(done, total)
