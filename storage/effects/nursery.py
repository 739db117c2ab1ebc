"""A unit of work whose new records are stored set-based, all at once.

Gates and figures run over it as they run over any unit: what they ask for is answered from what
was born in it and from what was read for many customers together, not record by record. A new
record is a draft until then: the attributes of its class without the session's bookkeeping,
which costs more than all rules together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Table
from sqlmodel import col, func, select

from models.enums import ChangeAction
from models.records.base import RecordBase, sealed_columns
from models.records.change import Counter
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.feedback import Feedback
from models.records.follow_up import FollowUp
from models.records.grade_history import GradeHistory
from models.records.opportunity import Opportunity
from models.records.order import SalesOrder
from models.tables import METADATA
from models.values import code_of
from storage.effects import derived, duplicates, ranking, search_text
from storage.effects.settling import concerned
from storage.journal import PLAIN, stored_form
from storage.sealing import seal
from storage.work import Work

R = TypeVar("R", bound=RecordBase)
Place = tuple[type[RecordBase], str, object]  # kind, column, value in it

_HANGING: tuple[type[Any], ...] = (
    Contact,
    Opportunity,
    SalesOrder,
    FollowUp,
    Feedback,
    GradeHistory,
)
_AT_ONCE = 500
_UNLIKE = frozenset({Decimal, set})  # equal ones are not stored alike, or have no hash


class Draft:
    """Stands for a new record: same attributes, same defaults; no session ever sees it."""

    __slots__ = ("__dict__", "__weakref__", "record")

    def __init__(self, record: type[RecordBase], values: dict[str, Any]) -> None:
        self.record = record
        self.__dict__.update(_blank(record))
        self.__dict__.update(values)

    @property
    def __tablename__(self) -> str:
        """The kind of record, as its class says."""
        return str(self.record.__tablename__)


@cache
def _blank(record: type[RecordBase]) -> dict[str, Any]:
    """The attributes of a record that nobody filled."""
    fields = record.model_fields
    blank = {name: None if one.is_required() else one.get_default() for name, one in fields.items()}
    return {name: value for name, value in blank.items() if name in record.__table__.columns}  # type: ignore[attr-defined]


class Nursery(Work):
    """Holds new records back until `settle`; reads see them nonetheless, raw SQL does not."""

    def __init__(self, work: Work) -> None:
        self.__dict__.update(work.__dict__)
        self._born: dict[int, Draft] = {}
        self._places: dict[tuple[type[RecordBase], str], dict[object, list[Any]]] = {}
        self._stored: dict[Place, list[Any]] = {}
        self._numbers: dict[str, int] = {}

    def newborn(self, record: type[R], /, *, record_id: int | None = None, **values: Any) -> R:
        """As `Work.newborn`, a draft."""
        actor_id = self.actor.id if self.actor else None
        stamps = {"created_at": self.now, "updated_at": self.now}
        own = {
            "id": record_id or self.ids.next(),
            "created_by_id": actor_id,
            "updated_by_id": actor_id,
        }
        return cast("R", Draft(record, {**own, **stamps, **values}))

    def add(self, record: type[R], /, *, record_id: int | None = None, **values: Any) -> R:
        """As `Work.add`; the record is stored by `settle`."""
        made = self.newborn(record, record_id=record_id, **values)
        self._born[made.id] = cast("Draft", made)
        self.journal.note(str(record.__tablename__), made.id, ChangeAction.CREATE)
        for (kind, column), places in self._places.items():
            if kind is record:
                places[getattr(made, column)].append(made)
        return made

    def find(self, record: type[R], record_id: int | None) -> R | None:
        """The record of that id, born here or stored."""
        made = self._born.get(record_id) if record_id is not None else None
        if made is not None and made.record is record:
            return cast("R", made)
        return super().find(record, record_id)

    def is_new(self, record: RecordBase) -> bool:
        """Was the record born here."""
        return isinstance(cast("object", record), Draft) or super().is_new(record)

    def replaced(self, record: RecordBase, column: str) -> tuple[object, ...]:
        """As `Work.replaced`; a draft replaces nothing."""
        if isinstance(cast("object", record), Draft):
            return ()
        return super().replaced(record, column)

    def all(self, record: type[R], **equal: object) -> list[R]:
        """Living records whose columns equal the given values: the stored ones, then the new."""
        if not equal:
            return [*super().all(record), *self.born(record)]
        column = _told_apart_by(tuple(equal))
        place = (record, column, equal[column])
        found: list[R] = [*self._there(place), *self.born_at(record, column, equal[column])]
        return found and [
            one
            for one in found
            if one.deleted_at is None
            and all(getattr(one, name) == value for name, value in equal.items())
        ]

    def born(self, record: type[R]) -> list[R]:
        """All new records of a kind, in the order of their birth."""
        return [cast("R", made) for made in self._born.values() if made.record is record]

    def born_at(self, record: type[R], column: str, value: object) -> list[R]:
        """New records of a kind whose column held that value at their birth."""
        places = self._places.get((record, column))
        if places is None:
            places = self._places[record, column] = defaultdict(list)
            for made in self.born(record):
                places[getattr(made, column)].append(made)
        return cast("list[R]", places.get(value, []))

    def next_code(self, prefix: str) -> str:
        """The next human code of a prefix; the counter is moved on by `settle`."""
        if prefix not in self._numbers:
            counter = self.session.get(Counter, prefix)
            self._numbers[prefix] = counter.last if counter is not None else 0
        self._numbers[prefix] += 1
        return code_of(prefix, self._numbers[prefix])

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What is born inside is forgotten, its codes too, where the block raises."""
        before, numbers = len(self._born), dict(self._numbers)
        try:
            yield
        except Exception:
            for made in list(self._born.values())[before:]:
                self._forget(made)
            self._numbers = numbers
            raise

    def foresee(self, customer_ids: Iterable[int], kinds: Iterable[type[Any]] = _HANGING) -> None:
        """Reads at once these customers and what hangs on them."""
        ids = sorted({one for one in customer_ids if one not in self._born})
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            wanted = select(Customer).where(col(Customer.id).in_(_values(some)))
            for found in self.session.exec(wanted):
                self._held[Customer, found.id] = found  # the session alone would forget it
            for record in kinds:
                self._foresee(record, some)

    def settle(self) -> None:
        """Figures of the customers concerned, then all new records, then their search text."""
        self.session.flush()
        duplicates.keep_pairs(self)
        customers, found_again = concerned(self)
        self.foresee(customers)
        derived.refresh(self, customers)
        self._store()
        ranking.refresh(self, customers)
        search_text.refresh(self, found_again, self.journal.touched)

    def keep(self) -> None:
        """Stores what was born and moves no figure."""
        self.session.flush()
        self._store()

    def _there(self, place: Place) -> list[Any]:
        """Stored records at a place; nothing stored hangs on what was born here."""
        record, column, value = place
        if value in self._born:
            return []
        found = self._stored.get(place)
        if found is None:
            found = self._stored[place] = super().all(record, **{column: value})
        return found

    def _foresee(self, record: type[Any], customer_ids: list[int]) -> None:
        query = select(record).where(record.customer_id.in_(_values(customer_ids)))
        query = query.where(record.deleted_at == None).order_by(record.id)  # noqa: E711
        found: dict[int, list[Any]] = {one: [] for one in customer_ids}
        for hanging in self.session.exec(query):
            if hanging.customer_id in found:
                found[hanging.customer_id].append(hanging)
        for customer_id, those in found.items():
            self._stored[record, "customer_id", customer_id] = those

    def _forget(self, made: Draft) -> None:
        record_id = made.__dict__["id"]
        del self._born[record_id]
        self.journal.entries.pop((made.__tablename__, record_id), None)
        for (kind, _column), places in self._places.items():
            if kind is made.record:
                for those in places.values():
                    those[:] = [one for one in those if one is not made]

    def _store(self) -> None:
        """Inserts what was born, kind by kind, referred ones first."""
        for prefix, last in self._numbers.items():
            counter = self.session.get(Counter, prefix) or Counter(prefix=prefix)
            counter.last = last
            self.session.add(counter)
        self.session.flush()
        kinds: dict[str, list[Draft]] = defaultdict(list)
        for made in self._born.values():
            kinds[made.__tablename__].append(made)
        for table in METADATA.sorted_tables:
            if kinds.get(table.name):
                self._insert(table, kinds[table.name])
        self._born.clear()
        self._places.clear()

    def _insert(self, table: Table, those: list[Draft]) -> None:
        """One statement for all rows of a table, values as its columns hold them.

        Columns that nobody filled are left to the file: to bind a NULL takes the driver longer
        than to store a text.
        """
        for column, place in sealed_columns(table).items():
            for made in those:
                value = made.__dict__[column]
                if value is not None:
                    made.__dict__[column] = seal(self.key, place, made.__dict__["id"], value)
        found = {
            column.name: _stored(column.name, those)
            for column in table.columns
            if column.server_default is not None
            or any(made.__dict__[column.name] is not None for made in those)
        }
        columns, marks = ", ".join(f'"{name}"' for name in found), ", ".join("?" for _ in found)
        rows = list(zip(*found.values(), strict=True))
        sql = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608 - names of the schema
        self.session.connection().exec_driver_sql(sql, rows)


@cache
def _told_apart_by(columns: tuple[str, ...]) -> str:
    """The column of some by which few records are found."""
    return next((name for name in columns if name.endswith("_id")), columns[0])


def _stored(name: str, those: list[Draft]) -> list[object]:
    """A column of new records as it is stored."""
    values = [made.__dict__[name] for made in those]
    kinds = set(map(type, values)) - PLAIN
    if kinds and _UNLIKE.isdisjoint(kinds):  # few values, many rows
        forms = {value: stored_form(value) for value in set(values)}
        return list(map(forms.__getitem__, values))
    return list(map(stored_form, values)) if kinds else values


def _values(ids: list[int]) -> Any:
    """So many ids as one parameter."""
    return select(func.json_each(json.dumps(ids)).table_valued("value").c.value)
