"""One unit of work: session, actor, moment, ids, codes, policy and journal, handed to a function.

Services write through it alone, so that every write is stamped, journalled and settled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import inspect
from sqlmodel import Session, select

from models.enums import ChangeState
from models.fields.registry import find_entity
from models.policy_defaults import Policy, policy_from
from models.records.base import RecordBase
from models.records.change import ChangeSet, Counter
from models.rules.business_time import BusinessCalendar
from models.values import code_of
from storage.actor import Actor
from storage.business_calendar import business_calendar
from storage.clock import Clock
from storage.crypto import DEMO_KEY
from storage.engine.database import Database
from storage.engine.reading import Parameters
from storage.errors import NotFound, Refused, StorageFault
from storage.ids import IdSource
from storage.journal import Journal, stored_form
from storage.queries.figures import whole_numbers
from storage.queries.history import codes
from storage.queries.scope import scope_of


@dataclass(frozen=True, slots=True)
class KeptPair:
    """Two customers that look alike and are both kept, with the score they had."""

    customer_id: int
    other_id: int
    score: int
    code: str = ""  # of the other one


T = TypeVar("T")
R = TypeVar("R", bound=RecordBase)

# Refusals by the matrix of rights (11.3); each is kept in the log (AC-143).
BY_RIGHT = frozenset({"refused.right", "refused.role", "refused.own_request"})
REFUSED_LABEL = "access.refused"


class Guard(Protocol):
    """What stands between a user and the records (requirements 11.3)."""

    def begin(self, work: Work, label: str, params: Mapping[str, object]) -> None:
        """Refused where the actor may not begin a change of that label."""

    def judge(self, work: Work, label: str) -> None:
        """Refused where the unit wrote what is not the actor's to write."""

    def visible(self, work: Work, entity: str, record_id: int) -> bool:
        """May the actor see a record at all."""


class Work:
    """What a unit of work may use; lives no longer than its transaction."""

    def __init__(
        self,
        session: Session,
        actor: Actor | None,
        clock: Clock,
        ids: IdSource,
        database: Database,
    ) -> None:
        self.session = session
        self.actor = actor
        self.now: datetime = clock.now().replace(microsecond=0)
        self.today: date = clock.today()
        self.zone: str = clock.zone
        self.ids = ids
        self.path = str(database.path)
        self.key = database.key or DEMO_KEY
        self.journal = Journal(session, self.now, actor.id if actor else None, self.key)
        self.change: ChangeSet | None = None
        # What this unit would set off by itself, and its user has declined.
        self.declined: frozenset[str] = frozenset()
        # Is a customer that looks like another one asked about, why both are kept, and which.
        self.asks_duplicates = True
        self.keep_duplicate = ""
        self.kept_pairs: list[KeptPair] = []
        # Who looks like whom, as far as this unit has read it.
        self.lookalikes: object = None
        # Hides records from the actor; nothing is hidden from the rules that settle a unit.
        self.guard: Guard | None = None
        self._settings: dict[str, str] | None = None
        self._policy: Policy | None = None
        self._calendar: BusinessCalendar | None = None
        # Records read so far, which the session alone would forget and read again.
        self._held: dict[tuple[type[RecordBase], int], RecordBase] = {}

    @property
    def policy(self) -> Policy:
        """The figures of the rules as they stand now."""
        if self._policy is None:
            self._policy = policy_from(whole_numbers(self._set()))
        return self._policy

    @property
    def calendar(self) -> BusinessCalendar:
        """Which days are worked, and when (requirements 8, "working day")."""
        if self._calendar is None:
            self._calendar = business_calendar(self.policy.calendar, self._set(), self.today)
        return self._calendar

    def _set(self) -> dict[str, str]:
        if self._settings is None:
            found = self.rows("SELECT key, value FROM setting WHERE deleted_at IS NULL")
            self._settings = {str(key): str(value) for key, value in found}
        return self._settings

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, inside this unit, after what it wrote so far."""
        self.session.flush()
        return self._read(sql, parameters)

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """As `rows`, one by one."""
        self.session.flush()
        return iter(self._reader.execute(sql, parameters))

    def stored(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """As `rows`, but of what is stored: a record that is being checked is not written first."""
        return self._read(sql, parameters)

    def _read(self, sql: str, parameters: Parameters) -> list[tuple[Any, ...]]:
        # The driver itself: a unit asks a dozen such questions, which need no result of SQLAlchemy.
        found: list[tuple[Any, ...]] = self._reader.execute(sql, parameters).fetchall()
        return found

    @cached_property
    def _reader(self) -> Any:
        """The connection of this transaction; to be told it anew costs as much as a question."""
        return self.session.connection().connection.driver_connection

    def one(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """The first row of a query inside this unit."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def execute(self, sql: str, parameters: Parameters = ()) -> Any:
        """A set-based write; the caller notes it in the journal."""
        self.session.flush()
        self._held.clear()
        return self._driver(sql, parameters)

    def execute_many(
        self, sql: str, parameters: list[Mapping[str, object]], *, records: bool = True
    ) -> None:
        """A set-based write of many rows; the caller notes it in the journal.

        `records`: whether it writes rows that may have been read as records.
        """
        self.session.flush()
        if records and parameters:
            self._held.clear()
        if parameters:
            self.session.connection().exec_driver_sql(sql, parameters)

    def find(self, record: type[R], record_id: int | None) -> R | None:
        """The record of that id, archived or not; None where there is none."""
        if record_id is None:
            return None
        found = self.session.get(record, record_id)
        if found is not None:
            self._held[record, record_id] = found
        return found

    def get(self, record: type[R], record_id: int | None, *, archived: bool = False) -> R:
        """The record of that id; NotFound where there is none, or where it is archived."""
        found = self.find(record, record_id)
        entity = str(record.__tablename__)
        gone = found is None or (found.deleted_at is not None and not archived)
        if found is None or gone or not self.sees(entity, found.id):
            raise NotFound("not_found", entity=entity, value=record_id)
        return found

    def sees(self, entity: str, record_id: int) -> bool:
        """May the actor see a stored record: what is hidden is to be as if it were not there."""
        return self.guard is None or self.guard.visible(self, entity, record_id)

    def all(self, record: type[R], **equal: object) -> list[R]:
        """Living records whose columns equal the given values, oldest first."""
        # Mostly there are none, or they are at hand: asking for ids is a tenth of a record query.
        columns = "".join(f' AND "{column}" IS :{column}' for column in equal)
        if self.session.autoflush:
            self.session.flush()
        rows = self._read(
            f'SELECT id FROM "{record.__tablename__}"'  # noqa: S608 - columns of a record
            f" WHERE deleted_at IS NULL{columns} ORDER BY id",
            {column: stored_form(value) for column, value in equal.items()},
        )
        missing = [row_id for (row_id,) in rows if (record, row_id) not in self._held]
        if missing:
            query = select(record).where(record.id.in_(missing))  # type: ignore[attr-defined]
            for found in self.session.exec(query):
                self._held[record, found.id] = found
        return [cast("R", self._held[record, row_id]) for (row_id,) in rows]

    def add(self, record: type[R], /, *, record_id: int | None = None, **values: Any) -> R:
        """A new record with id and stamps; its code, where it has one, is given by the caller."""
        made = self.newborn(record, record_id=record_id, **values)
        self.session.add(made)
        return made

    def newborn(self, record: type[R], /, *, record_id: int | None = None, **values: Any) -> R:
        """As `add`, but left to the caller to store."""
        actor_id = self.actor.id if self.actor else None
        stamps = {"created_at": self.now, "updated_at": self.now}
        return record(
            id=record_id or self.ids.next(),
            created_by_id=actor_id,
            updated_by_id=actor_id,
            **{**stamps, **values},
        )

    def is_new(self, record: RecordBase) -> bool:
        """Was the record made in this unit and not stored yet."""
        return not inspect(record).persistent

    def replaced(self, record: RecordBase, column: str) -> tuple[object, ...]:
        """The value a column held before it was set; empty where it was not set to another."""
        return tuple(inspect(record).attrs[column].history.deleted or ())

    def archive(self, record: RecordBase) -> None:
        """Soft delete; undo brings it back."""
        record.deleted_at = self.now

    def next_code(self, prefix: str) -> str:
        """The next human code of a prefix, from the counter row of this transaction."""
        counter = self.session.get(Counter, prefix)
        if counter is None:
            counter = Counter(prefix=prefix, last=0)
            self.session.add(counter)
        counter.last += 1
        return code_of(prefix, counter.last)

    def reserve_codes(self, prefix: str, count: int) -> list[str]:
        """So many codes at once, for set-based creation."""
        counter = self.session.get(Counter, prefix)
        if counter is None:
            counter = Counter(prefix=prefix, last=0)
            self.session.add(counter)
        first = counter.last + 1
        counter.last += count
        return [code_of(prefix, number) for number in range(first, first + count)]

    def _driver(self, sql: str, parameters: Parameters) -> Any:
        given: Any = parameters if isinstance(parameters, Mapping) else tuple(parameters)
        return self.session.connection().exec_driver_sql(sql, given or None)


class Units:
    """The write door of the services: `write(label, params, fn)` is one labelled change."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        *,
        actor: Callable[[], Actor | None],
        settle: Callable[[Work], None],
        refreshed: Callable[[Work, object], object] | None = None,
        guard: Guard | None = None,
        origin: str = "",
    ) -> None:
        self.database = database
        self.clock = clock
        self.ids = ids
        self._actor = actor
        self._settle = settle
        self._refreshed = refreshed or (lambda _work, answer: answer)
        self._guard = guard
        self._origin = origin

    def write(
        self,
        label: str,
        params: Mapping[str, object],
        fn: Callable[[Work], T],
        *,
        settle: bool = True,
        undoes: int | None = None,
    ) -> T:
        """Runs `fn`, settles what it set off, writes the journal, commits. One undo.

        `fn` may add to `work.change` parameters that are known only afterwards (a new code).
        Nothing is journalled where nothing changed.
        """
        actor = self._actor()

        def unit(session: Session) -> T:
            work = self._work(session, actor)
            self._begin(work, label, params)
            work.change = self._change_set(work, label, params, ChangeState.DONE, undoes)
            answer = fn(work)
            session.flush()
            self._judge(work, label)
            if settle:
                self._settle(work)
                session.flush()
                answer = cast("T", self._refreshed(work, answer))
            if not work.journal.empty:
                session.add(work.change)
                session.flush()
                assert work.change.id is not None
                work.journal.write(work.change.id)
            return answer

        return self._told(label, params, unit)

    def begin_long(
        self, label: str, params: Mapping[str, object], *, undoes: int | None = None
    ) -> int:
        """Opens a change set of several chunks (import, bulk); returns its number."""
        actor = self._actor()

        def unit(session: Session) -> int:
            work = self._work(session, actor)
            self._begin(work, label, params)
            change = self._change_set(work, label, params, ChangeState.RUNNING, undoes)
            session.add(change)
            session.flush()
            assert change.id is not None
            return change.id

        return self._told(label, params, unit)

    def chunk(self, change_id: int, fn: Callable[[Work], T]) -> T:
        """One committed chunk of a long change set; `fn` settles set-based by itself."""
        actor = self._actor()

        label = self._label_of(change_id)

        def unit(session: Session) -> T:
            work = self._work(session, actor)
            work.change = session.get(ChangeSet, change_id)
            answer = fn(work)
            session.flush()
            self._judge(work, label)
            work.journal.write(change_id)
            return answer

        return self._told(label, {}, unit)

    def rehearse(
        self, fn: Callable[[Work], T], label: str = "", params: Mapping[str, object] | None = None
    ) -> T:
        """Runs `fn` as `chunk` would and takes back all it wrote; returns its answer.

        With the `label` of the act that is tried, a refusal for want of a right is kept in the
        log, as that of the act itself would be (11.3).
        """
        actor = self._actor()

        def unit(session: Session) -> T:
            work = self._work(session, actor)
            work.change = self._change_set(work, "", {}, ChangeState.RUNNING, None)  # never stored
            raise _Rehearsed(fn(work))

        try:
            return self._told(label, params or {}, unit) if label else self.database.write(unit)
        except _Rehearsed as done:
            return cast("T", done.answer)

    def end_long(self, change_id: int, state: ChangeState, params: Mapping[str, object]) -> None:
        """Closes a long change set as done or cancelled, with its final parameters."""
        actor = self._actor()

        def unit(session: Session) -> None:
            Work(session, actor, self.clock, self.ids, self.database)  # journals what follows
            change = session.get(ChangeSet, change_id)
            if change is not None:
                change.state = state
                change.params = encode_params(params)

        self.database.write(unit)

    def log(self, label: str, params: Mapping[str, object]) -> None:
        """One line of the log for an act that wrote nothing: a reveal, a refusal (11.4)."""
        actor = self._actor()

        def unit(session: Session) -> None:
            work = self._work(session, actor)
            session.add(self._change_set(work, label, params, ChangeState.DONE, None))

        self.database.write(unit)

    def _work(self, session: Session, actor: Actor | None) -> Work:
        work = Work(session, actor, self.clock, self.ids, self.database)
        work.guard = self._guard
        return work

    def _begin(self, work: Work, label: str, params: Mapping[str, object]) -> None:
        if self._guard is not None:
            self._guard.begin(work, label, params)

    def _judge(self, work: Work, label: str) -> None:
        """From here on the unit belongs to the rules, from which nothing is hidden."""
        if self._guard is not None:
            self._guard.judge(work, label)
        work.guard = None

    def _label_of(self, change_id: int) -> str:
        found = self.database.read(
            lambda reader: reader.one(
                "SELECT label FROM change_set WHERE id = :id", {"id": change_id}
            )
        )
        return str(found[0]) if found else ""

    def _told(self, label: str, params: Mapping[str, object], unit: Callable[[Session], T]) -> T:
        """Runs a unit; what a right refused is kept in the log, which its rollback does not reach.

        (AC-143.)
        """
        try:
            return self.database.write(unit)
        except Refused as error:
            if error.code in BY_RIGHT:
                self.log_refused(error, label, params)
            raise

    def log_refused(self, error: Refused, label: str, params: Mapping[str, object]) -> None:
        """Keeps in the log that a right refused something; the refusal itself goes on."""
        told = {key: value for key, value in params.items() if key in ("entity", "kind", "count")}
        about = error.reason.params
        more = {"action": about.get("action") or "", "record": about.get("record") or ""}
        with suppress(StorageFault):  # a file that cannot be written keeps no log
            more["record"] = more["record"] or self._meant(params)
            self.log(REFUSED_LABEL, {"act": label, **told, **more})

    def _meant(self, params: Mapping[str, object]) -> str:
        """The code of the record that a change was to be about, "" where it names none."""
        entity, record = str(params.get("entity", "")), params.get("record")
        if find_entity(entity) is None or not isinstance(record, int):
            return ""
        actor = self._actor()  # what one does not see has no name in one's log, either
        scope = scope_of(actor.who) if actor is not None else None
        found = self.database.read(lambda reader: codes(reader, entity, [record]), scope=scope)
        return found.get(record, "")

    def _change_set(
        self,
        work: Work,
        label: str,
        params: Mapping[str, object],
        state: ChangeState,
        undoes: int | None,
    ) -> ChangeSet:
        return ChangeSet(
            label=label,
            params=encode_params(params),
            actor_id=work.actor.id if work.actor else None,
            at=work.now,
            state=state,
            origin=self._origin,
            undoes_id=undoes,
        )


class _Rehearsed(Exception):
    """Carries the answer of a unit out of its transaction, which is rolled back."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer


def encode_params(params: Mapping[str, object]) -> str:
    """Parameters of a label as JSON."""
    text = json.dumps({name: _plain(value) for name, value in params.items()}, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()  # the name of a file may be no text at all


def _plain(value: object) -> object:
    if isinstance(value, Mapping):  # a text in both languages
        return dict(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)
