"""The change journal of one unit of work: what each record was and became.

Listens to the session, so that no write of a record can pass it by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import String, Text, event, inspect
from sqlalchemy.orm.attributes import History, get_history
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE
from sqlmodel import AutoString, Session

from models.clean import TextRefusedError, stored
from models.enums import ChangeAction
from models.explanation import Reason
from models.records.base import RecordBase, Sealed, SealedText, sealed_columns
from models.records.change import ChangeSet
from storage.clock import stamp
from storage.engine import chain
from storage.errors import Invalid
from storage.sealing import seal

PLAIN = frozenset({str, int, type(None)})  # stored as they are
_SILENT = frozenset({"updated_at", "updated_by_id", "version"})
_INSERT = (
    "INSERT INTO change_entry (seq, change_id, entity, record_id, action, digest, changed)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_LAST = "SELECT coalesce(max(seq), 0) FROM change_entry"


def stored_form(value: object) -> object:
    """A value as its column holds it, fit for JSON: the same form undo writes back."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, frozenset | set):
        kind: Any = type(next(iter(value))) if value else ()
        order = list(kind)
        members = sorted(value, key=order.index)
        return ",".join(member.value for member in members)
    return value


@cache
def _texts(record: type[RecordBase]) -> tuple[tuple[str, int | None, bool], ...]:
    """(attribute, most characters, lines kept) of the plain texts of a kind of record."""
    return tuple(
        (attribute.key, getattr(column.type, "length", None), _has_lines(column.type))
        for attribute in inspect(record).column_attrs
        for column in attribute.columns
        if isinstance(column.type, AutoString | String | SealedText)
    )


def _has_lines(column_type: object) -> bool:
    if isinstance(column_type, SealedText):
        return column_type.length is None
    return isinstance(column_type, Text)


def _clean(record: RecordBase) -> None:
    """The last fence before the file: what no form parsed is cleaned, or refused in words.

    Reasons and notes of an act come here as they were given. Nothing is cut in silence.
    """
    state = inspect(record)
    for name, limit, lines in _texts(type(record)):
        value = state.dict.get(name)
        if not isinstance(value, str) or not state.attrs[name].history.added:
            continue
        try:
            setattr(record, name, stored(value, multiline=lines, max_length=limit))
        except TextRefusedError as refused:
            params = {"field": name, **refused.reason.params}
            if "limit" in params:
                found = Reason("field.too_long", {**params, "value": value[:80]})
            else:
                found = Reason("field.bad_character", params)
            raise Invalid([found]) from refused


def _changes(record: RecordBase) -> Iterator[tuple[str, History]]:
    """Columns that hold another value than was read, in the order of the record, with both.

    Looks only at what was set: asking for the history of every column was a tenth of a save.
    """
    state = inspect(record)
    was_set = frozenset(state.committed_state)
    for column in state.mapper.attrs.keys():  # noqa: SIM118 - no mapping: it iterates otherwise
        if column in was_set:
            history = get_history(record, column, PASSIVE_NO_INITIALIZE)
            if history.has_changes():
                yield column, history


class Entry:
    """What happened to one record inside the unit."""

    __slots__ = ("action", "changed")

    def __init__(self, action: ChangeAction) -> None:
        self.action = action
        self.changed: dict[str, list[object]] = {}


class Journal:
    """Collects the entries of a session; stamps records as they are flushed."""

    def __init__(self, session: Session, now: datetime, actor_id: int | None, key: bytes) -> None:
        self._session = session
        self._key = key
        self._now = now
        self._actor_id = actor_id
        self.entries: dict[tuple[str, int | None], Entry] = {}
        self._codes = chain.codes_of(key)
        self._changes: list[ChangeSet] = []
        self._written: dict[int, list[chain.Entry]] = {}
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "before_commit", self._before_commit)

    def note(
        self,
        entity: str,
        record_id: int | None,
        action: ChangeAction,
        changed: Mapping[str, list[object]] | None = None,
    ) -> None:
        """Notes a write made set-based; `record_id` None stands for all rows of the kind."""
        entry = self.entries.setdefault((entity, record_id), Entry(action))
        for column, (before, after) in (changed or {}).items():
            self._put(entry, column, before, after)

    @property
    def empty(self) -> bool:
        """Did nothing change after all."""
        return not any(map(self._counts, self.entries.items()))

    @staticmethod
    def _counts(item: tuple[tuple[str, int | None], Entry]) -> bool:
        (_, record_id), entry = item
        return bool(entry.changed) or entry.action is not ChangeAction.UPDATE or record_id is None

    def write(self, change_id: int) -> None:
        """Inserts the entries under their change set, each with the digest of its values."""
        told = list(filter(self._counts, self.entries.items()))
        self.entries.clear()
        if not told:
            return
        (last,) = self._driver().execute(_LAST).fetchone()
        rows: list[tuple[Any, ...]] = []
        for seq, ((entity, record_id), entry) in enumerate(told, last + 1):
            changed, digest = "{}", self._codes.empty
            if entry.changed:
                changed = json.dumps(entry.changed, ensure_ascii=False, separators=(",", ":"))
                digest = self._codes.digest(changed)
            rows.append((seq, change_id, entity, record_id, entry.action.value, digest, changed))
        self._session.connection().exec_driver_sql(_INSERT, rows)
        self._written.setdefault(change_id, []).extend(row[:6] for row in rows)

    def touched(self, entity: str) -> Iterable[int]:
        """Ids of the records of one entity that the unit wrote."""
        return [key[1] for key in self.entries if key[0] == entity and key[1] is not None]

    def _driver(self) -> Any:
        return self._session.connection().connection.driver_connection

    def _before_commit(self, session: Session) -> None:
        """The chain grows with the commit: a link for each change that it wrote or moved."""
        session.flush()
        moved = {change.id: None for change in self._changes if change.id is not None}
        for change_id in moved | dict.fromkeys(self._written):
            chain.append(self._driver(), self._codes, change_id, self._written.get(change_id, ()))
        self._changes.clear()
        self._written.clear()

    def _before_flush(self, session: Session, _context: Any, _instances: Any) -> None:
        self._changes += [one for one in session.new if isinstance(one, ChangeSet)]
        self._changes += [one for one in session.dirty if isinstance(one, ChangeSet)]
        for record in session.new:
            if isinstance(record, RecordBase):
                _clean(record)
                self._seal(record)
                self.entries[(str(record.__tablename__), record.id)] = Entry(ChangeAction.CREATE)
        for record in session.dirty:
            if isinstance(record, RecordBase) and any(_changes(record)):
                _clean(record)
                self._seal(record)
                self._note_update(record)
        for record in session.deleted:
            if isinstance(record, RecordBase):
                self.note(str(record.__tablename__), record.id, ChangeAction.DELETE)

    def _seal(self, record: RecordBase) -> None:
        """What is stored sealed leaves this unit in no other form."""
        for column, place in sealed_columns(record.__table__).items():  # type: ignore[attr-defined]
            value = getattr(record, column)
            if value is not None:
                setattr(record, column, Sealed(value, seal(self._key, place, record.id, value)))

    def _stored(self, record: RecordBase, column: str, values: Sequence[object]) -> object:
        """The one value of a history as its column holds it, None where there is none."""
        value = values[0] if values else None
        place = sealed_columns(record.__table__).get(column)  # type: ignore[attr-defined]
        if place is None or value is None:
            return stored_form(value)
        return seal(self._key, place, record.id, str(value))

    def _note_update(self, record: RecordBase) -> None:
        key = (str(record.__tablename__), record.id)
        entry = self.entries.setdefault(key, Entry(ChangeAction.UPDATE))
        for column, history in list(_changes(record)):
            if column not in _SILENT:
                before = self._stored(record, column, history.deleted)
                after = self._stored(record, column, history.added)
                self._merge(entry, column, before, after)
        record.updated_at = self._now
        record.updated_by_id = self._actor_id

    @classmethod
    def _merge(cls, entry: Entry, column: str, before: object, after: object) -> None:
        if entry.action is not ChangeAction.CREATE:
            cls._put(entry, column, before, after)

    @staticmethod
    def _put(entry: Entry, column: str, before: object, after: object) -> None:
        """A column that moved twice in the unit went from the first value to the last."""
        first = entry.changed[column][0] if column in entry.changed else before
        if first == after:
            entry.changed.pop(column, None)
        else:
            entry.changed[column] = [first, after]
