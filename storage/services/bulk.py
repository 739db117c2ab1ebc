"""One act for many records: counted and refused beforehand, in chunks, one change, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from models.enums import ChangeState
from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.spec import EntitySpec, FieldKind
from models.tables import RECORDS
from storage.effects import foreseeing, gates, permits, ranking, regrading, same_values
from storage.effects.same_values import FIGURE_COLUMNS, FREE_COLUMNS
from storage.effects.saving import apply, parsing_context, require, resolve_links, writable
from storage.effects.settling import settle
from storage.effects.tracking import follow_owner
from storage.errors import Alike, Invalid, Refused
from storage.journal import stored_form
from storage.progress import Progress, Silent
from storage.services.core import Core
from storage.work import Work

# Records a transaction, so that another writer waits less than a second.
_AT_ONCE = 5_000
_WITH_FIGURES = 1_000
_ONE_BY_ONE = 250


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of the records; `refused` names code and reason, in the order of making."""

    found: int
    changed: int
    refused: tuple[tuple[str, Reason], ...]
    cancelled: bool = False

    @property
    def kept(self) -> int:
        """Records that held the values already, or were archived meanwhile."""
        return self.found - self.changed - len(self.refused)


class Bulk:
    """Changes of many records at once, through the same gates as those of one."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def change(
        self,
        entity: str,
        ids: Sequence[int],
        texts: Mapping[str, str | None],
        *,
        dry_run: bool = False,
        words: Mapping[str, Mapping[str, str]] | None = None,
        progress: Progress | None = None,
    ) -> BulkResult:
        """Sets the same fields of many records, as typed; one change with one undo.

        With `dry_run` it is foreseen, or tried and taken back; nothing is kept. Invalid: a text
        that is no value of its field, before anything is written. A record that its gate refuses
        is named and the others go on. Stopped by `progress`, what was done stays as one change
        that can be undone.
        """
        spec = writable(entity)
        job = _Job(self._core, spec, self._resolved(spec, texts, words))
        told = progress or Silent()
        if dry_run:
            return job.foresee(ids, self._core.units.rehearse, told)
        params = {"entity": spec.name, "count": len(ids), "fields": ",".join(texts)}
        if len(ids) <= job.at_once:
            return job.run(
                ids,
                lambda fn: self._core.units.write("change.set_many", params, fn, settle=False),
                told,
            )
        return self._long(job, ids, params, told)

    def _long(
        self, job: _Job, ids: Sequence[int], params: Mapping[str, object], progress: Progress
    ) -> BulkResult:
        units = self._core.units
        batch = units.begin_long("change.set_many", params)
        state = ChangeState.CANCELLED
        try:
            result = job.run(ids, lambda fn: units.chunk(batch, fn), progress)
            state = ChangeState.CANCELLED if result.cancelled else ChangeState.DONE
        finally:
            units.end_long(batch, state, {**params, "count": job.changed})
        return result

    def _resolved(
        self,
        spec: EntitySpec,
        texts: Mapping[str, str | None],
        words: Mapping[str, Mapping[str, str]] | None,
    ) -> dict[str, Any]:
        def unit(work: Work) -> dict[str, Any]:
            values, problems = parse_values(spec, texts, parsing_context(work, words))
            resolved = resolve_links(work, spec, values, problems)
            emptied = [
                Reason("field.required", {"field": field.name})
                for field in spec.editable
                if field.required and field.column in resolved and resolved[field.column] is None
            ]
            if problems or emptied:
                raise Invalid([*problems, *emptied])
            return resolved

        return self._core.units.rehearse(unit)


class _Job:
    """The same values for many records, chunk by chunk."""

    def __init__(
        self,
        core: Core,
        spec: EntitySpec,
        resolved: dict[str, Any],
    ) -> None:
        self._core = core
        self._spec = spec
        self._resolved = resolved
        others = frozenset(resolved) - FREE_COLUMNS
        self._is_free = spec.name == "customer" and others <= FIGURE_COLUMNS
        self._moves_figures = bool(others)
        self.at_once = _ONE_BY_ONE
        if self._is_free:
            self.at_once = _WITH_FIGURES if others else _AT_ONCE
        self.changed = 0
        self._refused: list[tuple[str, Reason]] = []

    def run(self, ids: Sequence[int], door: _Door, progress: Progress) -> BulkResult:
        return self._run(ids, self.at_once, self._piece, door, progress)

    def foresee(self, ids: Sequence[int], door: _Door, progress: Progress) -> BulkResult:
        if self._spec.name != "customer":
            return self.run(ids, door, progress)
        return self._run(ids, _AT_ONCE, self._foreseen, door, progress)

    def _run(
        self,
        ids: Sequence[int],
        at_once: int,
        piece: _Piece,
        door: _Door,
        progress: Progress,
    ) -> BulkResult:
        cancelled = False
        done = 0
        # Neighbours in the file are neighbours in a chunk: a page is read and written once.
        for some in _pieces(sorted(ids), at_once):
            if progress.cancelled():
                cancelled = True
                break
            part = door(partial(_called, piece, some))
            self.changed += part.changed
            self._refused.extend(part.refused)
            done += len(some)
            progress.report(done, len(ids))
        return BulkResult(len(ids), self.changed, tuple(self._refused), cancelled)

    def _piece(self, work: Work, ids: Sequence[int]) -> _Part:
        if not self._is_free:
            part = self._one_by_one(work, ids)
            settle(work)
            return part
        values = self._values()
        mine, refused = permits.sorted_out(work, self._spec.name, ids, frozenset(values))
        changed = same_values.put(work, self._spec, values, mine)
        if "owner_id" in values:
            follow_owner(work, changed, self._resolved["owner_id"])
        if self._moves_figures:
            regrading.follow(work, changed)
            ranking.refresh(work, changed)
        return _Part(len(changed), refused)

    def _foreseen(self, work: Work, ids: Sequence[int]) -> _Part:
        values = self._values()
        mine, others = permits.sorted_out(work, self._spec.name, ids, frozenset(values))
        changed, refused = foreseeing.foreseen(work, self._spec, values, mine)
        return _Part(changed, (*others, *refused))

    def _values(self) -> dict[str, object]:
        """As their columns hold them."""
        return {column: stored_form(value) for column, value in self._set().items()}

    def _set(self) -> dict[str, Any]:
        """As `apply` would set them: an emptied switch is off, emptied choices are none."""
        found = dict(self._resolved)
        for field in self._spec.fields:
            if found.get(field.column, field) is None:
                if field.default is False:
                    found[field.column] = False
                elif field.kind is FieldKind.CHOICES:
                    found[field.column] = frozenset()
        return found

    def _one_by_one(self, work: Work, ids: Sequence[int]) -> _Part:
        changed = 0
        mine, others = permits.sorted_out(work, self._spec.name, ids, frozenset(self._resolved))
        refused = list(others)
        for record_id in mine:
            record = work.find(RECORDS[self._spec.name], record_id)
            if record is None or record.deleted_at is not None or self._holds(record):
                continue
            try:
                with work.session.begin_nested():
                    apply(record, self._spec, self._resolved)
                    require(self._spec, record)
                    gates.check(work, record, self._core.key)
            except (Invalid, Refused, Alike) as error:
                refused.append((str(getattr(record, "code", record_id)), error.reason))
                continue
            changed += 1
        return _Part(changed, tuple(refused))

    def _holds(self, record: object) -> bool:
        return all(getattr(record, column) == value for column, value in self._set().items())


@dataclass(frozen=True, slots=True)
class _Part:
    """What became of one chunk."""

    changed: int
    refused: tuple[tuple[str, Reason], ...]


def _called(piece: _Piece, ids: Sequence[int], work: Work) -> _Part:
    return piece(work, ids)


_Piece = Callable[[Work, Sequence[int]], _Part]
_Door = Callable[[Callable[[Work], _Part]], _Part]


def _pieces(ids: Sequence[int], at_once: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + at_once] for start in range(0, len(ids), at_once))
