"""Knows rows of an imported file again: among the records, and among the rows before them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from models.explanation import Reason
from models.fields.spec import EntitySpec
from storage.effects import permits
from storage.effects.names import normalised_name
from storage.errors import Invalid
from storage.exchange.codes import Code
from storage.exchange.keys import KeyPlan
from storage.journal import stored_form
from storage.queries import bulk
from storage.sealing import phone_digest
from storage.work import Work


@dataclass(slots=True)
class Row:
    """A row on its way in: what was read, the values by field, later those by column."""

    line: int
    cells: tuple[str, ...]
    code: str
    values: dict[str, Any]
    problems: list[Reason]
    notes: tuple[Reason, ...]
    fingerprint: int  # of the texts: equal rows are equal
    line_values: dict[str, Any] = field(default_factory=dict)  # of an order line
    employer: str = ""  # the organisation on an address card
    columns: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a row may mean; `stored` holds what the file could change."""

    id: int
    narrow: tuple[object, ...]
    name: object
    customer_id: object
    stored: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """The row that a record, or a key without a record, belongs to."""

    line: int
    fingerprint: int
    record_id: int


class Claims:
    """The claims of a whole file in arrays of numbers, by the hash of their place.

    Open addressing: a dict of as many places takes four times the memory, and that grows with the
    file.
    """

    def __init__(self) -> None:
        self._numbers = array("q")  # line, fingerprint and record of each claim
        self._count = 0
        self._make_room(1 << 10)

    def get(self, place: int) -> Claim | None:
        """The claim at a place."""
        at = self._claims[self._slot(place)] - 1
        return None if at < 0 else Claim(*self._numbers[3 * at : 3 * at + 3])

    def update(self, claims: Mapping[int, Claim]) -> None:
        """Adds the claims of one run; a row that claimed two places is kept once."""
        kept: dict[int, int] = {}
        for place, claim in claims.items():
            at = kept.get(id(claim))
            if at is None:
                self._numbers.extend((claim.line, claim.fingerprint, claim.record_id))
                at = kept[id(claim)] = len(self._numbers) // 3
            self._put(place, at)

    def _make_room(self, slots: int) -> None:
        self._mask = slots - 1
        self._places = array("q", bytes(8 * slots))
        self._claims = array("i", bytes(4 * slots))  # numbered from 1; 0 is free

    def _slot(self, place: int) -> int:
        """Where a place stands, or would stand."""
        slot = place & self._mask
        while self._claims[slot] and self._places[slot] != place:
            slot = (slot + 1) & self._mask
        return slot

    def _put(self, place: int, at: int) -> None:
        slot = self._slot(place)
        self._count += not self._claims[slot]
        self._places[slot], self._claims[slot] = place, at
        if 3 * self._count > 2 * self._mask:
            places, claims = self._places, self._claims
            self._make_room(2 * len(places))
            for old, number in zip(places, claims, strict=True):
                if number:
                    again = self._slot(old)
                    self._places[again], self._claims[again] = old, number


class Verdict(Enum):
    """What a row turned out to be."""

    NEW = "NEW"
    KNOWN = "KNOWN"
    REPEATED = "REPEATED"  # an earlier row means the same record


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict, with the record or the earlier row."""

    verdict: Verdict
    candidate: Candidate | None = None
    claim: Claim | None = None


_Key = tuple[int, tuple[object, ...], tuple[object, ...]]  # number of the plan, main, narrow
_NEW = Match(Verdict.NEW)


class KeyBook:
    """The candidates for a run of rows, read at once, and the claims of the rows so far."""

    def __init__(
        self,
        spec: EntitySpec,
        plans: Sequence[KeyPlan],
        columns: Sequence[str],
        claims: Claims,
        key: bytes,
    ) -> None:
        """`columns` are those that the file fills, `claims` those of runs before."""
        self._spec = spec
        self._plans = plans
        self._columns = list(dict.fromkeys(columns))
        self._before = claims
        self._key = key
        self._found: dict[tuple[int, tuple[object, ...]], list[Candidate]] = defaultdict(list)
        self.claims: dict[int, Claim] = {}

    def load(self, work: Work, rows: Sequence[Row]) -> None:
        """Reads the records that these rows may mean, a statement for each plan.

        Those that the actor may not see are as if they were not there (11.3).
        """
        owner = [name for name in ("name", "customer_id") if self._spec.field(name)]
        for number, plan in enumerate(self._plans):
            wanted = {main[0] for row in rows if (main := self._main(plan, row)) is not None}
            if not wanted:
                continue
            if plan.main[0] == "email":
                wanted |= {row.columns["email"] for row in rows if row.columns.get("email")}
            chosen = [*plan.main, *plan.narrow, *owner, *self._columns]
            found = bulk.candidates(
                work, self._spec.name, chosen, plan.main[0], sorted(wanted, key=str)
            )
            seen = permits.seen_of(work, self._spec.name, [row[0] for row in found])
            for record_id, *values in found:
                if record_id in seen:
                    self._take(number, plan, record_id, dict(zip(chosen, values, strict=True)))

    def _take(self, number: int, plan: KeyPlan, record_id: int, stored: dict[str, Any]) -> None:
        main = tuple(_comparable(column, stored[column]) for column in plan.main)
        narrow = tuple(stored[column] for column in plan.narrow)
        one = Candidate(record_id, narrow, stored.get("name"), stored.get("customer_id"), stored)
        self._found[number, main].append(one)

    def match(self, row: Row) -> Match:
        """What the row is; Invalid where it could mean several records, or names none."""
        key = self._key_of(row)
        if key is None:
            return _NEW
        found = self._chosen(key, row)
        if found is not None:
            claim = self._claim(("id", found.id))
            return Match(Verdict.REPEATED, found, claim) if claim else Match(Verdict.KNOWN, found)
        claim = self._claim(self._mark(key, row))
        return Match(Verdict.REPEATED, None, claim) if claim else _NEW

    def claim(self, row: Row, record_id: int) -> None:
        """From now on the record, and the key, belong to this row."""
        claim = Claim(row.line, row.fingerprint, record_id)
        self.claims[hash(("id", record_id))] = claim
        if (key := self._key_of(row)) is not None:
            self.claims[hash(self._mark(key, row))] = claim

    def born(self, row: Row, record_id: int) -> None:
        """A record was made of the row: later rows may mean it."""
        for number, plan in enumerate(self._plans):
            main = self._main(plan, row)
            if main is not None:
                narrow = self._narrow(plan, row)
                name, owner = row.columns.get("name"), row.columns.get("customer_id")
                self._found[number, main].append(Candidate(record_id, narrow, name, owner, {}))

    def _key_of(self, row: Row) -> _Key | None:
        """The first plan that the row fills; a code that no record has leaves it to the next."""
        for number, plan in enumerate(self._plans):
            main = self._main(plan, row)
            if main is None:
                continue
            by_code = plan.main == ("code",) and self._spec.numbered
            if by_code and (number, main) not in self._found and len(self._plans) > 1:
                continue
            return number, main, self._narrow(plan, row)
        if len(self._plans) == 1:
            raise Invalid([Reason("field.required", {"field": self._plans[0].fields[0]})])
        return None

    def _main(self, plan: KeyPlan, row: Row) -> tuple[object, ...] | None:
        values = tuple([self._value(column, row) for column in plan.main])
        return None if None in values else values

    def _narrow(self, plan: KeyPlan, row: Row) -> tuple[object, ...]:
        return tuple([stored_form(row.columns.get(column)) for column in plan.narrow])

    def _value(self, column: str, row: Row) -> object:
        columns = row.columns
        if column == "code" and self._spec.numbered:
            return row.code.upper() or None
        if column == "name_norm":
            return normalised_name(columns["name"]) if columns.get("name") else None
        if column == "mobile_hmac":
            mobile = columns.get("mobile")
            return phone_digest(self._key, mobile) if mobile else None
        return _comparable(column, stored_form(columns.get(column)))

    def _chosen(self, key: _Key, row: Row) -> Candidate | None:
        number, main, narrow = key
        plan = self._plans[number]
        pool = self._found.get((number, main), [])
        exact = [one for one in pool if one.narrow == narrow]
        if not exact:  # what the row leaves empty says nothing
            pool = [one for one in pool if _fits(one.narrow, narrow)]
        if plan.soft:
            return self._person(pool, row)
        if exact:
            return _only(exact, plan, row)
        free = [one for one in pool if self._claim(("id", one.id)) is None]
        return _only(free, plan, row) if free else None

    def _person(self, pool: Sequence[Candidate], row: Row) -> Candidate | None:
        """Who shares a mailbox or a number is told apart by the name."""
        name, owner = row.columns.get("name"), row.columns.get("customer_id")
        named = [one for one in pool if one.name == name]
        if len(named) > 1:
            named = [one for one in named if one.customer_id == owner] or named
        if named:
            return named[0]
        free = [one for one in pool if self._claim(("id", one.id)) is None]
        fitting = [one for one in free if owner is None or one.customer_id == owner]
        return fitting[0] if len(free) == len(fitting) == 1 else None

    def _mark(self, key: _Key, row: Row) -> tuple[object, ...]:
        name = row.columns.get("name") if self._plans[key[0]].soft else None
        return ("key", *key, name)

    def _claim(self, mark: tuple[object, ...]) -> Claim | None:
        place = hash(mark)
        return self.claims.get(place) or self._before.get(place)


def _fits(stored: Sequence[object], wanted: Sequence[object]) -> bool:
    return all(value is None or value == own for own, value in zip(stored, wanted, strict=True))


def _only(pool: Sequence[Candidate], plan: KeyPlan, row: Row) -> Candidate:
    """The one candidate, or the one of that very name."""
    if len(pool) > 1:
        named = [one for one in pool if one.name is not None]
        pool = [one for one in named if one.name == row.columns.get("name")] or pool
    if len(pool) > 1:
        params = {"field": plan.fields[-1], "count": len(pool)}
        raise Invalid([Reason(Code.AMBIGUOUS, params)])
    return pool[0]


def _comparable(column: str, value: object) -> object:
    return value.lower() if column == "email" and isinstance(value, str) else value


def differs(value: Any, stored: Any) -> bool:
    """Is a value another than what its column holds."""
    if isinstance(value, Decimal):
        return stored is None or Decimal(stored) != value
    return bool(stored_form(value) != stored)
