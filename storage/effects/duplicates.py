"""Asks, whoever saves a customer, whether it is on record already (requirements 11.5, AC-149)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.enums import PairVerdict
from models.explanation import Reason
from models.records.customer import Customer
from models.records.duplicates import DuplicatePair
from models.rules.duplicates import KEYS, Facts, Match, likeness, match
from models.views.duplicates import TO_MERGE, Lookalike
from storage.effects import permits
from storage.errors import Alike
from storage.queries import duplicates as queries
from storage.search.lookalikes import (
    COLUMNS,
    NAME,
    Asked,
    Key,
    asked_by,
    facts,
    kept_keys,
    probe_keys,
)
from storage.work import KeptPair, Work

_NAMED = 5  # lookalikes that a refusal names
_NORM = COLUMNS.index("name_norm")


@dataclass(frozen=True, slots=True)
class Known:
    """A customer on record, as far as it is compared."""

    id: int
    name: str
    code: str
    city: str
    facts: Facts


class Lookalikes:
    """The customers that look like those of one unit: read once, the new ones among them."""

    def __init__(self) -> None:
        self._asked: set[Asked] = set()
        self._known: dict[int, Known] = {}
        self._places: dict[Key, set[int]] = defaultdict(set)
        self.born: list[Known] = []

    def foresee(self, work: Work, those: Iterable[Facts]) -> None:
        """Reads who looks like any of these, in one statement.

        Of the many that share a piece of the name with one of them those that are not alike are
        let go at once.
        """
        asked = {what: one for one in those if (what := asked_by(one)) not in self._asked}
        if not asked:
            return
        self._asked.update(asked)
        names: dict[Key, set[str]] = defaultdict(set)
        for one in asked.values():
            for key in probe_keys(one):
                names[key].add(one.name)
        given = {"keys": json.dumps(sorted(names)), "limit": queries.at_most(len(asked))}
        for kind, value, customer_id, name, *row in work.stored(queries.LOOKALIKES, given):
            if customer_id in self._known:
                continue
            norm = row[_NORM] or ""
            if kind == NAME and all(likeness(one, norm) is None for one in names[kind, value]):
                continue
            values = dict(zip(COLUMNS, row, strict=True))
            city, code = values["city"] or "", values["code"] or ""
            self.put(Known(customer_id, name, code, city, facts(values)))

    def add(self, customer: Customer, found: Facts) -> None:
        """A customer that is new, or new as it is now."""
        known = Known(customer.id, customer.name, customer.code or "", customer.city or "", found)
        self.born.append(known)
        self.put(known)

    def remember(self, those: Iterable[Known]) -> None:
        """New customers of units before, which are not stored."""
        for known in those:
            self.put(known)

    def like(self, work: Work, customer_id: int, found: Facts) -> list[tuple[Known, Match]]:
        """Who looks like one, the best match first."""
        self.foresee(work, [found])
        ids = set().union(*(self._places[key] for key in probe_keys(found)))
        pairs = [
            (known, seen)
            for known in (self._known[one] for one in sorted(ids - {customer_id}))
            if (seen := match(found, known.facts)) is not None
        ]
        return sorted(pairs, key=lambda pair: -pair[1].score)

    def put(self, known: Known) -> None:
        """A customer as it is now, in place of how it was known."""
        before = self._known.get(known.id)
        if before is not None:
            for key in kept_keys(before.facts):
                self._places[key].discard(known.id)
        self._known[known.id] = known
        for key in kept_keys(known.facts):
            self._places[key].add(known.id)


def check(work: Work, customer: Customer) -> None:
    """Raises Alike where a new customer, or one with another name or key, is there already.

    Where the unit has a reason to keep both, it is noted with the pair instead. What was said
    about a pair before holds: kept as long as the score is no higher, never for good.
    """
    if not work.asks_duplicates or customer.deleted_at is not None or not _moved(work, customer):
        return
    found = facts_of(customer)
    lookalikes = work.lookalikes  # kept: the customers of one unit see each other
    if not isinstance(lookalikes, Lookalikes):
        work.lookalikes = lookalikes = Lookalikes()
    pairs = lookalikes.like(work, customer.id, found)
    if pairs and not work.is_new(customer):
        pairs = _not_answered(work, customer.id, pairs)
    if pairs and not work.keep_duplicate:
        raise Alike(customer.name, [_seen(work, known, seen) for known, seen in pairs[:_NAMED]])
    for known, seen in pairs:
        work.kept_pairs.append(KeptPair(customer.id, known.id, seen.score, known.code))
    lookalikes.add(customer, found)


def foreseen(
    work: Work, those: Iterable[tuple[int, str, Mapping[str, object]]]
) -> dict[int, Reason]:
    """Why stored customers (id, name, columns as they would be) would be refused, where so."""
    ready = [
        (record_id, name, str(columns["city"] or ""), facts(columns))
        for record_id, name, columns in those
    ]
    lookalikes = Lookalikes()
    lookalikes.foresee(work, [one[-1] for one in ready])
    refused: dict[int, Reason] = {}
    for record_id, name, city, found in ready:
        pairs = lookalikes.like(work, record_id, found)
        pairs = _not_answered(work, record_id, pairs) if pairs else pairs
        if pairs:
            refused[record_id] = Alike(name, [_seen(work, *pairs[0])]).reason
        else:
            lookalikes.put(Known(record_id, name, found.code, city, found))
    return refused


def facts_of(customer: Customer) -> Facts:
    """What a customer is compared by."""
    return facts({column: getattr(customer, column) for column in COLUMNS})


def _moved(work: Work, customer: Customer) -> bool:
    return work.is_new(customer) or any(work.replaced(customer, column) for column in COLUMNS)


def _not_answered(
    work: Work, customer_id: int, pairs: list[tuple[Known, Match]]
) -> list[tuple[Known, Match]]:
    said = {
        first if second == customer_id else second: (verdict, score)
        for first, second, verdict, score in work.stored(queries.PAIRS_OF, {"id": customer_id})
    }
    return [(known, seen) for known, seen in pairs if not answered(said.get(known.id), seen.score)]


def answered(said: tuple[str, int] | None, score: int) -> bool:
    """Was a pair settled, by (verdict, score) as stored, for a score that it has now."""
    if said is None:
        return False
    return said[0] == PairVerdict.NEVER or score <= said[1]


def _seen(work: Work, known: Known, seen: Match) -> Lookalike:
    fields = tuple(KEYS[name] for name in seen.keys)
    if seen.likeness is not None:
        fields = (*fields, "name")
    if not permits.visible(work, "customer", known.id):
        return Lookalike(0, "", "", "", seen.score, fields, ())
    return Lookalike(known.id, known.code, known.name, known.city, seen.score, fields, seen.reasons)


def keep_pairs(work: Work) -> None:
    """Stores that the pairs of this unit are two, each with the reason of whoever saved."""
    for pair in work.kept_pairs if work.keep_duplicate != TO_MERGE else ():
        say(work, pair, PairVerdict.KEPT, work.keep_duplicate)
    work.kept_pairs.clear()


def say(work: Work, pair: KeptPair, verdict: PairVerdict, reason: str) -> DuplicatePair:
    """Stores what is said about a pair; what was said before is put right."""
    first, second = sorted((pair.customer_id, pair.other_id))
    before = work.all(DuplicatePair, first_id=first, second_id=second)
    if not before:
        return work.add(
            DuplicatePair,
            first_id=first,
            second_id=second,
            verdict=verdict,
            score=pair.score,
            reason=reason[:400] or None,
        )
    before[0].verdict = verdict
    before[0].score = pair.score
    before[0].reason = reason[:400] or None
    return before[0]
