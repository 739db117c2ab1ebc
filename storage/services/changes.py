"""Undo and redo: labelled, durable, across restarts; refused where somebody changed it since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.enums import ChangeState
from models.explanation import Reason
from models.rules.rights import NOBODYS, Action, Whose, authorize
from models.views.change import BinRow
from storage.effects import derived, ranking, search_text
from storage.effects.recomputing import mark, recompute
from storage.effects.same_values import FREE_COLUMNS
from storage.effects.search_text import MOVING
from storage.effects.tracking import local_day
from storage.engine.reading import DriverReader
from storage.errors import Refused
from storage.progress import Progress, Silent
from storage.queries import bin as bin_rows
from storage.services.core import Core
from storage.undo import entries, foresee, revert, standing, take_back
from storage.work import Work, encode_params

# An export, or an import that found nothing new, stands in the log but wrote no record. What
# the program did by itself is nobody's last act: by its number it can still be taken back.
_LAST_UNDOABLE = (
    "SELECT id FROM change_set WHERE actor_id = :actor AND undone_by_id IS NULL"
    " AND undoes_id IS NULL AND state != 'RUNNING' AND label NOT IN ('change.init', 'change.demo',"
    " 'change.recompute', 'change.over_time') AND label NOT LIKE 'access.%'"
    " AND EXISTS (SELECT 1 FROM change_entry e WHERE e.change_id = change_set.id)"
    " ORDER BY id DESC LIMIT 1"
)
_LAST_UNDO = (
    "SELECT id FROM change_set WHERE actor_id = :actor AND undoes_id IS NOT NULL"
    " AND undone_by_id IS NULL AND label = 'change.undo' AND id > coalesce(("
    "SELECT max(id) FROM change_set WHERE actor_id = :actor AND undoes_id IS NULL"
    " AND label NOT IN ('change.recompute', 'change.over_time') AND label NOT LIKE 'access.%'"
    " AND EXISTS (SELECT 1 FROM change_entry e WHERE e.change_id = change_set.id)), 0)"
    " ORDER BY id DESC LIMIT 1"
)


# What was committed in chunks is taken back in chunks, so that nobody waits long for the file.
_IN_CHUNKS = frozenset({"change.set_many", "change.import", "change.playbook_many"})
_AT_ONCE = 5_000  # entries a transaction
_DERIVED_AT_ONCE = 250  # customers whose figures are worked out anew
_ENTRIES = (
    "SELECT count(*) FROM change_entry WHERE change_id = :id AND (:before IS NULL OR seq < :before)"
)
_MANY = "SELECT 1 FROM change_entry WHERE change_id = :id LIMIT 1 OFFSET :most"
_TURNED_BY = (
    "SELECT id, state, params FROM change_set WHERE undoes_id = :id AND undone_by_id IS NULL"
    " ORDER BY id DESC LIMIT 1"
)
# What brings customers back whose figures nobody worked out meanwhile.
_RESTORING = ("change.merge", "change.archive")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again.

    `stopped` on its way, after so many entries (`done`): the same again goes on with the rest.
    """

    change_id: int
    label: Reason
    done: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """Entries of one change that are to be turned: those before a number, else all."""

    change_id: int
    before: int | None = None


class Changes:
    """The change journal seen from its user."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def undo(self, change_id: int | None = None, progress: Progress | None = None) -> Undone:
        """Takes back a change, the actor's last one where none is named.

        Refused: nothing left, already undone, or a field was changed since (named with who): then
        nothing is taken back. A change of many records goes in chunks; stopped by `progress`, what
        is taken back stays so, the next undo goes on with it, and redo does that part again.
        """
        return self._turn(change_id, "change.undo", progress or Silent())

    def redo(self, change_id: int | None = None, progress: Progress | None = None) -> Undone:
        """Does again what was undone last, as long as nothing new was changed in between.

        In chunks and stopped as `undo`.
        """
        return self._turn(change_id, "change.redo", progress or Silent())

    def long(self, change_id: int | None = None, *, redo: bool = False) -> Reason | None:
        """Label of what undo (or redo) would turn, where that takes a while; None else."""
        label = "change.redo" if redo else "change.undo"
        chosen = self._chosen(change_id, label)
        if chosen is None or not self._is_long(chosen):
            return None
        return self._core.read(lambda reader: _label(reader, chosen))

    def archived(self, text: str = "") -> list[BinRow]:
        """What was archived and not brought back, newest first, that holds the text.

        Code, title or kind; those whom 11.3 lets take back their own acts alone see these.
        """
        actor = self._core.actor()
        strangers = authorize(actor.who, Action.UNDO, Whose(frozenset({-1})))
        only = actor.id if strangers else None
        return self._core.read(lambda reader: list(bin_rows.archived(reader, text, only)), "bin")

    def restore(self, change_id: int) -> Undone:
        """Brings an archived record back, with all that went in the same change.

        Refused: what it belongs to is archived itself (`bin.owner_archived`), or as `undo`.
        """
        owner = self._core.read(lambda reader: bin_rows.hidden_owner(reader, change_id))
        if owner is not None:
            raise Refused("bin.owner_archived", customer=owner)
        return self.undo(change_id)

    def undoable(self) -> Reason | None:
        """Label of the change that undo would take back; None where there is none."""

        def read(reader: DriverReader) -> Reason | None:
            row = reader.one(_LAST_UNDOABLE, {"actor": self._core.actor().id})
            return _label(reader, row[0]) if row else None

        return self._core.read(read)

    def _chosen(self, change_id: int | None, label: str) -> int | None:
        """The change that is meant: where none is named, the actor's last one."""
        if change_id is not None:
            return change_id
        last = _LAST_UNDO if label == "change.redo" else _LAST_UNDOABLE
        actor = self._core.actor()
        row = self._core.read(lambda reader: reader.one(last, {"actor": actor.id}))
        return None if row is None else int(row[0])

    def _is_long(self, change_id: int) -> bool:
        def read(reader: DriverReader) -> bool:
            many = reader.one(_MANY, {"id": change_id, "most": _AT_ONCE}) is not None
            return many and _label(reader, change_id).code in _IN_CHUNKS

        return self._core.read(read)

    def _turn(self, change_id: int | None, label: str, progress: Progress) -> Undone:
        found = self._chosen(change_id, label)
        if found is None:
            raise Refused("redo.empty" if label == "change.redo" else "undo.empty")
        chosen = found
        self._core.require(Action.UNDO, self._whose(chosen))
        was = self._core.read(lambda reader: _label(reader, chosen))
        params = {"of": chosen, "label": was.code, "params": json.dumps(dict(was.params))}
        if self._is_long(chosen):
            return _InChunks(self._core, chosen, was, label, params, progress).run()

        def unit(work: Work) -> bool:
            _refuse_old_merge(work, chosen, label)
            change, moved_on = revert(work, chosen)
            if was.code in _RESTORING and local_day(work, change.at) != work.today:
                moved_on |= set(work.journal.touched("customer"))
            assert work.change is not None
            work.session.add(work.change)
            work.session.flush()
            change.undone_by_id = work.change.id
            _reopen_original(work, change.undoes_id, label)
            derived.refresh(work, moved_on)
            _follow(work)
            is_figure = bool(work.journal.touched("setting"))
            if is_figure:
                mark(work, "")
            return is_figure

        units = self._core.units
        if units.write(label, params, unit, settle=False, undoes=chosen):
            recompute(self._core.database, units, None, Silent())
        return Undone(chosen, was)

    def _whose(self, change_id: int) -> Whose:
        """Who made a change: one takes back what one did oneself, a manager anything (11.3)."""
        row = self._core.read(
            lambda reader: reader.one(
                "SELECT actor_id FROM change_set WHERE id = :id", {"id": change_id}
            )
        )
        return Whose(frozenset({-1 if row[0] is None else int(row[0])})) if row else NOBODYS


class _InChunks:
    """One turn of a change of many records: a change of its own, however often it was stopped.

    How far it came stands in its parameters. Whatever is refused is refused before it begins.
    What is already as it is to become is left: it may have been turned, and turned back, before.
    """

    def __init__(
        self,
        core: Core,
        chosen: int,
        was: Reason,
        label: str,
        params: Mapping[str, object],
        progress: Progress,
    ) -> None:
        self._core = core
        self._chosen = chosen
        self._was = was
        self._label = label
        self._params = dict(params)
        self._progress = progress
        self._moved_on: set[int] = set()
        self._total = self._seen = self._done = 0

    def run(self) -> Undone:
        begun, parts = self._parts()
        self._total = sum(map(self._count, parts))
        for part in parts:
            self._look(part)
        if self._progress.cancelled():
            return Undone(self._chosen, self._was, stopped=True)
        units = self._core.units
        batch = begun or units.begin_long(self._label, self._params, undoes=self._chosen)
        is_through = False
        try:
            is_through = all(self._through(batch, part) for part in parts)
            moved = sorted(self._moved_on)
            for at in range(0, len(moved), _DERIVED_AT_ONCE):
                some = moved[at : at + _DERIVED_AT_ONCE]
                units.chunk(batch, lambda work: _refreshed(work, some))  # noqa: B023
            if is_through:
                units.chunk(batch, lambda work: self._close(work, parts))
        finally:
            if not is_through:
                units.end_long(batch, ChangeState.CANCELLED, self._params)
        return Undone(self._chosen, self._was, self._done, stopped=not is_through)

    def _parts(self) -> tuple[int | None, Sequence[_Part]]:
        """The turn that was begun before, if one was, and what is to be turned in this order."""
        begun = self._read(_TURNED_BY, {"id": self._chosen})
        if begun is None:
            return None, [_Part(self._chosen)]
        number, state, params = begun
        opposite = self._read(_TURNED_BY, {"id": number})  # stopped on its way back
        parts = [_Part(int(opposite[0]))] if opposite else []
        if state != ChangeState.DONE:
            self._params = json.loads(params)
            before = self._params.get("before")
            parts.append(_Part(self._chosen, before if isinstance(before, int) else None))
        return int(number), parts

    def _read(self, sql: str, params: Mapping[str, object]) -> tuple[Any, ...] | None:
        # Beside the reads of the screen, and of everything: what is not seen is turned, too.
        return self._core.database.read(lambda reader: reader.one(sql, params), "undo")

    def _count(self, part: _Part) -> int:
        found = self._read(_ENTRIES, {"id": part.change_id, "before": part.before})
        return int(found[0]) if found else 0

    def _look(self, part: _Part) -> None:
        """Looks at all of it beforehand, as long as it is not stopped."""
        before = part.before
        while not self._progress.cancelled():

            def look(reader: DriverReader, before: int | None = before) -> tuple[int, int | None]:
                rows = entries(reader, part.change_id, before, _AT_ONCE)
                if rows:
                    foresee(reader, part.change_id, rows)
                return len(rows), rows[-1][0] if rows else None

            found, before = self._core.database.read(look, "undo")
            self._seen += found
            self._progress.report(self._seen, 2 * self._total)
            if before is None:
                break

    def _through(self, batch: int, part: _Part) -> bool:
        """Turns a part chunk by chunk; False where it was stopped."""
        before = part.before
        while not self._progress.cancelled():
            rows, before = self._core.units.chunk(
                batch,
                lambda work: self._chunk(work, part, before),  # noqa: B023
            )
            self._done += rows
            self._progress.report(self._total + self._done, 2 * self._total)
            if before is None:
                return True
        return False

    def _chunk(self, work: Work, part: _Part, before: int | None) -> tuple[int, int | None]:
        """Turns some entries; how many, and before which number to go on, None at the end."""
        change = standing(work, part.change_id)
        rows = entries(work, part.change_id, before, _AT_ONCE)
        moved_on = take_back(work, change, rows, again=True) if rows else set()
        self._moved_on |= moved_on
        _reopen_original(work, change.undoes_id, self._label)
        _follow(work)
        last = rows[-1][0] if rows else None
        if last is not None and part.change_id == self._chosen:
            assert work.change is not None
            self._params["before"] = last
            work.change.params = encode_params(self._params)
            work.change.state = ChangeState.RUNNING
        return len(rows), last

    def _close(self, work: Work, parts: Sequence[_Part]) -> None:
        from models.records.change import ChangeSet

        assert work.change is not None
        self._params.pop("before", None)
        work.change.params = encode_params(self._params)
        work.change.state = ChangeState.DONE
        for change_id in {self._chosen, *(part.change_id for part in parts)}:
            change = work.session.get(ChangeSet, change_id)
            if change is not None:
                change.undone_by_id = work.change.id
                change.state = ChangeState.UNDONE


def _refreshed(work: Work, customers: Sequence[int]) -> None:
    derived.refresh(work, customers)
    _follow(work)


def _follow(work: Work) -> None:
    """What follows from what was turned: ranks and search text, where anything moves them."""
    work.session.flush()
    customers = set(work.journal.touched("customer"))
    told = {one: work.journal.entries["customer", one].changed for one in customers}
    unmoved = {one for one, changed in told.items() if changed and FREE_COLUMNS.issuperset(changed)}
    ranking.refresh(work, ranking.touched(work) - unmoved)
    reworded = {one for one, changed in told.items() if not changed or MOVING & changed.keys()}
    found_again = {*reworded, *_customers_of_contacts(work)}
    search_text.refresh(work, found_again, work.journal.touched)


def _reopen_original(work: Work, original_id: int | None, label: str) -> None:
    """Redoing an undo makes the first change undoable again."""
    if label != "change.redo" or original_id is None:
        return
    from models.records.change import ChangeSet

    original = work.session.get(ChangeSet, original_id)
    if original is not None and original.undone_by_id is not None:
        original.undone_by_id = None
        original.state = ChangeState.DONE


def _refuse_old_merge(work: Work, change_id: int, label: str) -> None:
    """A merge can be taken back for 30 days (9.7)."""
    from models.records.change import ChangeSet

    change = work.session.get(ChangeSet, change_id)
    if change is None or change.label != "change.merge" or label != "change.undo":
        return
    limit = work.policy.duplicates.undo_days
    age = (work.today - local_day(work, change.at)).days
    if age > limit:
        raise Refused("undo.merge_too_old", days=age, limit=limit)


def _label(reader: DriverReader, change_id: int) -> Reason:
    row = reader.one("SELECT label, params FROM change_set WHERE id = :id", {"id": change_id})
    if row is None:
        return Reason("change.undo")
    params: Mapping[str, object] = json.loads(row[1])
    if row[0] in ("change.undo", "change.redo"):  # named by what they turned, not by each other
        return Reason(str(params["label"]), json.loads(str(params["params"])))
    return Reason(row[0], params)


def _customers_of_contacts(work: Work) -> set[int]:
    found = set()
    for contact_id in work.journal.touched("contact"):
        row = work.one("SELECT customer_id FROM contact WHERE id = :id", {"id": contact_id})
        if row:
            found.add(row[0])
    return found
