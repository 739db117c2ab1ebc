"""Stores rows of a file as records: new ones set-based, changed ones through the journal.

The gates, defaults and figures are those of single records; only the storing is done at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from models.clean import tidied
from models.enums import CustomerKind, SpecialDateKind
from models.explanation import Reason
from models.fields.parsing import Context, parse_values
from models.fields.registry import entity as entity_named
from models.fields.spec import EntitySpec
from models.records.base import RecordBase
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.feedback import Feedback
from models.records.follow_up import FollowUp
from models.records.order import SalesOrderLine
from models.rules.duplicates import Facts
from models.rules.segmentation import need_when_missing
from models.tables import RECORDS
from storage.effects import gates, intake, permits, saving
from storage.effects.duplicates import Known, Lookalikes
from storage.effects.import_keys import Claim, Claims, KeyBook, Match, Row, Verdict, differs
from storage.effects.names import normalised_name
from storage.effects.nursery import Draft, Nursery
from storage.errors import Alike, Conflict, Invalid, NotFound, Refused, ServiceError
from storage.exchange.codes import Code
from storage.exchange.keys import LINE_FIELDS, PLANS, KeyPlan, plan_of
from storage.exchange.mapping import Mapping as Columns
from storage.exchange.table import RawRow
from storage.queries import bulk
from storage.search.lookalikes import facts
from storage.work import Work

_CUSTOMER = entity_named("customer")
_LINE = entity_named("sales_order_line")
_SPECIAL_DATE = entity_named("special_date")
_ALIASES = (
    "SELECT a.code, w.code FROM customer a JOIN customer w ON w.id = a.merged_into_id"
    " WHERE a.code IN (SELECT value FROM json_each(:codes)) AND a.deleted_at IS NOT NULL"
    " AND w.deleted_at IS NULL"
)
_PLACE = ("country_region", "province", "city", "postcode", "address")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken, and everything that is wrong with it."""

    line: int
    column: str
    reasons: tuple[Reason, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """A new record that may be one of the others: line, its name, code of the other.

    Another new one has no code yet in a dry run: its name stands there.
    """

    line: int
    name: str
    other: str


@dataclass(slots=True)
class Tally:
    """What became of the rows; `founded` counts customers made for people on cards."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    founded: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    similar: list[Similar] = field(default_factory=list)
    claims: dict[int, Claim] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)  # ids of order lines that rows stand for
    primaries: dict[int, int] = field(default_factory=dict)  # customer -> line of its primary
    twins: dict[int, str] = field(default_factory=dict)  # in a dry run: name and place -> name
    born: list[Known] = field(default_factory=list)  # in a dry run: new customers


class Importer:
    """Takes the rows of one file, run by run; remembers which row stands for which record."""

    def __init__(
        self, columns: Columns, field_key: str, key: bytes, *, cards: bool, dry_run: bool
    ) -> None:
        """`field_key` is the field a person chose as key, "" for the natural keys.

        In a dry run nothing of one run is there in the next: what is needed is remembered.
        """
        self.spec = entity_named(columns.entity.name)
        self._columns = columns
        self._headers = {match.field: match.column for match in columns.columns if match.field}
        self._key = key
        self._cards = cards
        self.dry_run = dry_run
        chosen = plan_of(self.spec, field_key) if field_key else None
        self._plans: Sequence[KeyPlan] = (chosen,) if chosen else PLANS[self.spec.name]
        self.total = Tally()
        self.claims = Claims()

    def read(self, raw: RawRow, context: Context) -> Row:
        """A row with its values checked; empty cells say nothing.

        A new record takes the default instead, an existing one keeps what it has.
        """
        cells = self._columns.values(raw.cells)
        texts = {name: text for name, text in cells.items() if _says_something(text)}
        code = texts.pop("code", "").strip() if self.spec.numbered else ""
        employer = texts.pop("customer", "").strip() if self._cards else ""
        values, problems = parse_values(self._columns.entity, texts, context)
        row = Row(raw.line_number, raw.cells, code, values, problems, raw.notes, 0)
        row.employer = employer
        if self.spec.name == "sales_order":
            lines = {name: values.pop(name) for name in LINE_FIELDS if name in values}
            row.line_values = {name: one for name, one in lines.items() if one is not None}
            texts = {name: text for name, text in texts.items() if name not in LINE_FIELDS}
        row.fingerprint = hash((code, employer, *sorted(texts.items())))
        return row

    def chunk(self, work: Work, rows: Sequence[Row]) -> Tally:
        """Stores a run of rows inside a unit of work; `merge` its tally once it is committed."""
        return _Run(self, Nursery(work)).through(rows)

    def merge(self, tally: Tally) -> None:
        """Adds what a committed run did; the lists of rows are left to the caller."""
        total = self.total
        total.created += tally.created
        total.updated += tally.updated
        total.unchanged += tally.unchanged
        total.founded += tally.founded
        self.claims.update(tally.claims)
        total.taken |= tally.taken
        total.primaries.update(tally.primaries)
        total.twins.update(tally.twins)
        total.born += tally.born

    def rejected(self, row: Row, reasons: Sequence[Reason]) -> Rejected:
        """The verdict about a bad row, with the column that the first reason names."""
        name = str(reasons[0].params.get("field", ""))
        told = tuple(map(_of_a_cell, reasons))
        return Rejected(row.line, self._headers.get(name, ""), told, row.cells)

    def book(self) -> KeyBook:
        """The keys of one run."""
        fields = (self.spec.field(name) for name in self._headers)
        names = [one.column for one in fields if one is not None]
        return KeyBook(self.spec, self._plans, names, self.claims, self._key)

    @property
    def key(self) -> bytes:
        """The key of the database, for blind indexes."""
        return self._key

    @property
    def cards(self) -> bool:
        """Are the rows address cards."""
        return self._cards


class _Run:
    """One run of rows inside one unit of work."""

    def __init__(self, importer: Importer, nursery: Nursery) -> None:
        self.importer = importer
        self.spec = importer.spec
        self.nursery = nursery
        self.tally = Tally()
        self.book = importer.book()
        self._links: dict[tuple[str, str], int | None] = {}
        self._twins: dict[tuple[object, object], str] = {}
        self._updated: list[int] = []
        self._lookalikes = nursery.lookalikes = Lookalikes()
        self._lookalikes.remember(importer.total.born)

    def through(self, rows: Sequence[Row]) -> Tally:
        """Every row gets its verdict; then all is stored."""
        for row in rows:
            if not row.problems:
                self._resolve(row)
        good = [row for row in rows if not row.problems]
        if self.spec.name == "contact":
            owners = (row.columns.get("customer_id") for row in good)
            self.nursery.foresee(one for one in owners if one is not None)
        self._follow_aliases(good)
        self.book.load(self.nursery, good)
        self._load_twins(good)
        if self.spec.name == "customer":
            self._lookalikes.foresee(self.nursery, map(_facts, good))
        for row in rows:
            self._verdict(row)
        self._count_updates()
        if self.importer.cards:
            self.tally.founded = len(self.nursery.born(Customer))
        if self.importer.dry_run:  # the other one may be of a run before, which is not stored
            self.nursery.kept_pairs.clear()
        self.nursery.settle()
        self.tally.born = self._lookalikes.born if self.importer.dry_run else []
        self.tally.claims = self.book.claims
        return self.tally

    def _resolve(self, row: Row) -> None:
        row.columns = saving.resolve_links(
            self.nursery, self.spec, row.values, row.problems, self._find
        )
        if "product" in row.line_values:
            product = {"product": row.line_values.pop("product")}
            row.line_values |= saving.resolve_links(
                self.nursery, _LINE, product, row.problems, self._find
            )
        if self.importer.cards:
            self._resolve_card(row)

    def _follow_aliases(self, rows: Sequence[Row]) -> None:
        """The code of a customer that was merged means the one it was merged into (9.7)."""
        codes = [row.code.upper() for row in rows if row.code and self.spec.name == "customer"]
        known = dict(self.nursery.rows(_ALIASES, {"codes": json.dumps(codes)})) if codes else {}
        for row in rows:
            row.code = known.get(row.code.upper(), row.code)

    def _find(self, target: str, text: str) -> int:
        """Id of a record that a cell names; NotFound is remembered as well as the answer."""
        place = (target, text)
        if place not in self._links:
            try:
                self._links[place] = saving.find_id(
                    self.nursery, target, text, actor=self.nursery.actor
                )
            except NotFound:
                self._links[place] = None
        found = self._links[place]
        if found is None and target == "customer":
            born = self.nursery.born_at(Customer, "name", text)
            found = born[0].id if len(born) == 1 else None
        if found is None:
            raise NotFound("not_found", entity=target, value=text)
        return found

    def _verdict(self, row: Row) -> None:
        try:
            if row.problems:
                raise Invalid(row.problems)
            self._take(row)
        except (Invalid, Refused, Conflict, NotFound) as error:
            if isinstance(error, Alike):
                other = error.lookalikes[0].code if not self.importer.dry_run else ""
                name = str(error.reason.params["name"])
                self.tally.similar.append(
                    Similar(row.line, name, other or error.lookalikes[0].name)
                )
            self.tally.rejected.append(self.importer.rejected(row, error.reasons))
            owner = int(row.columns.get("customer_id") or 0)
            if self.tally.primaries.get(owner) == row.line:
                del self.tally.primaries[owner]

    def _take(self, row: Row) -> None:
        if self.importer.cards and row.columns.get("customer_id") is None:
            self._resolve_card(row)  # the customer may have been made for a card above
        match = self.book.match(row)
        if match.verdict is Verdict.REPEATED:
            self._repeat(row, match)
            return
        outcome = "created"
        if match.candidate is None:
            with self.nursery.attempt():
                record_id = self._create(row)
                self._add_line(row, record_id)
            self.book.born(row, record_id)
        else:
            record_id = match.candidate.id
            changed = self._update(row, match.candidate.id, match.candidate.stored)
            with self.nursery.attempt():
                added = self._add_line(row, record_id)
            outcome = "updated" if added or changed else "unchanged"
            if changed and not added:
                self._updated.append(record_id)  # counted when it is known what changed
                outcome = ""
        self.book.claim(row, record_id)
        if outcome:
            setattr(self.tally, outcome, getattr(self.tally, outcome) + 1)

    def _repeat(self, row: Row, match: Match) -> None:
        """The same again is no harm; something else under the same key is an error."""
        assert match.claim is not None
        if match.claim.fingerprint != row.fingerprint:
            raise Invalid([Reason(Code.REPEATED, {"line": match.claim.line})])
        with self.nursery.attempt():
            added = self._add_line(row, match.claim.record_id)
        if added:
            self.tally.created += 1
        else:
            self.tally.unchanged += 1

    # --- new records

    def _create(self, row: Row) -> int:
        self._complete(row)
        computed: dict[str, Any] = {}
        resolved = dict(row.columns)
        if self.spec.name == "customer" and resolved.get("need_status") is None:
            resolved["need_status"], computed["need_confirmed"] = need_when_missing()
        elif self.spec.name == "feedback":
            computed = intake.first_figures(self.nursery)
            resolved.setdefault("received_at", self.nursery.now)
        self._allowed(resolved)
        made = saving.make(
            self.nursery, self.spec, resolved, [], self.importer.key, computed=computed
        )
        self._after(row, made)
        self._note_twin(row, made)
        return made.id

    def _allowed(self, columns: Mapping[str, Any]) -> None:
        """Refused where the record would be made at, or for, somebody else's customer (11.3)."""
        permits.require_making(self.nursery, self.spec.name, columns)

    def _complete(self, row: Row) -> None:
        if self.importer.cards and row.columns.get("customer_id") is None:
            row.columns["customer_id"] = self._found_employer(row)
        self._one_primary(row)

    def _after(self, row: Row, made: RecordBase) -> None:
        """What belongs to a new record of its kind besides itself."""
        if self.spec.name == "follow_up":
            gates.check_plan(self.nursery, cast("FollowUp", made))
        elif self.spec.name == "feedback":
            intake.take_in(self.nursery, cast("Feedback", made))
        elif self.spec.name == "contact":
            for note in row.notes:
                if note.code == Code.BIRTHDAY_WITHOUT_YEAR:
                    self._keep_birthday(made, note.params)

    def _keep_birthday(self, person: RecordBase, day: Mapping[str, object]) -> None:
        values = {
            "contact_id": person.id,
            "kind": SpecialDateKind.BIRTHDAY,
            "month": day["month"],
            "day": day["day"],
        }
        saving.make(self.nursery, _SPECIAL_DATE, values, [], self.importer.key)

    def _one_primary(self, row: Row) -> None:
        """The first row of a customer that claims to be its primary contact is it."""
        owner = row.columns.get("customer_id")
        if self.spec.name != "contact" or not row.columns.get("is_primary") or owner is None:
            return
        primaries = self.importer.total.primaries
        first = primaries.get(owner) or self.tally.primaries.setdefault(owner, row.line)
        row.columns["is_primary"] = first == row.line

    # --- existing records

    def _update(self, row: Row, record_id: int, stored: Mapping[str, Any]) -> bool:
        """Sets what differs; a case is moved by its own process alone, never by a file."""
        if self.spec.name == "customer":
            permits.require_open(self.nursery, record_id)
        self._one_primary(row)
        changes = {
            column: value
            for column, value in row.columns.items()
            if column in stored and differs(value, stored[column])
        }
        if self.importer.cards:
            changes.pop("customer_id", None)  # a card moves nobody to another customer
        if not changes or self.spec.name == "feedback":
            return False
        self._require(self.spec.name, record_id, changes)
        self._apply(self.spec, self.nursery.get(RECORDS[self.spec.name], record_id), changes)
        return True

    def _require(self, entity: str, record_id: int, columns: Mapping[str, Any]) -> None:
        """Refused where these columns of a record are not the actor's to set (11.3)."""
        for right in permits.changing(entity, columns):
            permits.require(self.nursery, entity, [record_id], right)

    def _apply(self, spec: EntitySpec, record: RecordBase, changes: Mapping[str, Any]) -> None:
        session = self.nursery.session
        try:
            with session.no_autoflush:
                saving.apply(record, spec, changes)
                saving.require(spec, record)
                gates.check(self.nursery, record, self.importer.key)
        except ServiceError:
            if not isinstance(cast("object", record), Draft):
                session.expire(record)
            raise

    def _count_updates(self) -> None:
        """A change that its gate took back again is none."""
        self.nursery.session.flush()
        for record_id in self._updated:
            entry = self.nursery.journal.entries.get((self.spec.name, record_id))
            if entry is not None and entry.changed:
                self.tally.updated += 1
            else:
                self.tally.unchanged += 1

    # --- lines of orders

    def _add_line(self, row: Row, order_id: int) -> bool:
        """The line that stands in the row of an order; False where it is there already."""
        values = row.line_values
        if not values:
            return False
        taken = self.tally.taken | self.importer.total.taken
        lines = self.nursery.all(SalesOrderLine, order_id=order_id)
        free = [line for line in lines if line.id not in taken]
        alike = [line for line in free if not _changes(line, values)]
        named = ("product_id", "description")
        same = [line for line in free if all(getattr(line, n) == values.get(n) for n in named)]
        found = next(iter(alike or same), None)
        if not alike:
            self._require("sales_order", order_id, values)
        if found is None:
            made = saving.make(
                self.nursery, _LINE, {**values, "order_id": order_id}, [], self.importer.key
            )
            self.tally.taken.add(made.id)
            return True
        self.tally.taken.add(found.id)
        changes = _changes(found, values)
        if changes:
            self._apply(_LINE, found, changes)
        return bool(changes)

    # --- people on cards

    def _resolve_card(self, row: Row) -> None:
        """The customer a card belongs to, as far as there is one.

        Its organisation by code, name or normalised name. A card without one is an individual
        who is a customer, and known by the name where it has neither e-mail nor mobile.
        """
        found = None
        if row.employer:
            found = self._customer_named(row.employer)
        elif not row.columns.get("email") and not row.columns.get("mobile"):
            name = row.columns.get("name") or ""
            found = self._customer_like(name, CustomerKind.INDIVIDUAL)
        if found is not None:
            row.columns["customer_id"] = found

    def _customer_named(self, text: str) -> int | None:
        try:
            return self._find("customer", text)
        except NotFound:
            return self._customer_like(text, None)

    def _customer_like(self, name: str, kind: CustomerKind | None) -> int | None:
        """The one customer of that normalised name (and kind), stored or new."""
        norm = normalised_name(name) if name else ""
        alike = self.nursery.all(Customer, name_norm=norm)
        fitting = [one for one in alike if kind in (None, one.kind)]
        fitting = [one for one in fitting if self.nursery.sees("customer", one.id)]
        return fitting[0].id if len(fitting) == 1 else None

    def _found_employer(self, row: Row) -> int:
        """Makes the customer of a card: a lead whose need nobody has asked for yet (R-SEG4)."""
        if row.employer:
            values, problems = parse_values(
                _CUSTOMER, {"name": row.employer}, saving.parsing_context(self.nursery)
            )
            if problems:
                raise Invalid([Reason(p.code, {**p.params, "field": "customer"}) for p in problems])
        else:
            values = {name: row.columns.get(name) for name in ("name", *_PLACE)}
            values = {name: value for name, value in values.items() if value is not None}
            values["kind"] = CustomerKind.INDIVIDUAL
        values["need_status"], confirmed = need_when_missing()
        norm = normalised_name(values["name"])  # known from birth on, for the cards below
        computed = {"need_confirmed": confirmed, "name_norm": norm}
        made = saving.make(
            self.nursery, _CUSTOMER, values, [], self.importer.key, computed=computed
        )
        return made.id

    # --- possible duplicates

    def _load_twins(self, rows: Sequence[Row]) -> None:
        if self.spec.name != "customer":
            return
        names = {normalised_name(row.columns["name"]) for row in rows if row.columns.get("name")}
        found = bulk.candidates(
            self.nursery, "customer", ("name_norm", "city", "code"), "name_norm", names
        )
        seen = permits.seen_of(self.nursery, "customer", [row[0] for row in found])
        for record_id, norm, city, code in found:
            if record_id in seen:
                self._twins.setdefault((norm, city), code)

    def _note_twin(self, row: Row, made: RecordBase) -> None:
        """Notes a record of the same name and place that the row's key did not mean."""
        other = None
        if self.spec.name == "customer":
            customer = cast("Customer", made)
            place = (customer.name_norm, customer.city)
            other = self._twins.get(place) or self.importer.total.twins.get(hash(place))
            known = customer.name if self.importer.dry_run else customer.code or ""
            self._twins.setdefault(place, known)
            if self.importer.dry_run:
                self.tally.twins[hash(place)] = known
            kept = [one for one in self.nursery.kept_pairs if one.customer_id == made.id]
            if kept and not self.importer.dry_run:
                seen = (one for one in kept if self.nursery.sees("customer", one.other_id))
                other = next((one.code for one in seen), None)
        elif self.spec.name == "contact":
            person = cast("Contact", made)
            people = self.nursery.all(Contact, customer_id=person.customer_id, name=person.name)
            other = next((one.code for one in people if one.id != person.id), None)
        if other is not None:
            self.tally.similar.append(Similar(row.line, str(getattr(made, "name", "")), other))


def _facts(row: Row) -> Facts:
    name = row.columns.get("name")
    return facts({**row.columns, "name_norm": normalised_name(name) if name else ""})


def _changes(line: SalesOrderLine, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(line, name) != value}


def _of_a_cell(reason: Reason) -> Reason:
    """What is missing is filled in as a cell, neither in a form nor as an option."""
    if reason.code == "field.required":
        return Reason(Code.CELL_EMPTY, reason.params)
    return reason


def _says_something(text: str) -> bool:
    """Is there more in a cell than blanks and what nobody sees."""
    return bool(text.strip()) and (text.isascii() or bool(tidied(text).strip()))
