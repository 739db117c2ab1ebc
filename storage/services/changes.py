"""Undo and redo: labelled, durable, across restarts; refused where somebody changed it since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from models.enums import ChangeState
from models.explanation import Reason
from models.rules.rights import NOBODYS, Action, Whose, authorize
from models.views.change import BinRow
from storage.effects import derived, ranking, search_text
from storage.effects.recomputing import mark, recompute
from storage.effects.tracking import local_day
from storage.engine.reading import DriverReader
from storage.errors import Refused
from storage.progress import Silent
from storage.queries import bin as bin_rows
from storage.services.core import Core
from storage.undo import revert
from storage.work import Work

# An export, or an import that found nothing new, stands in the log but wrote no record.
_LAST_UNDOABLE = (
    "SELECT id FROM change_set WHERE actor_id = :actor AND undone_by_id IS NULL"
    " AND undoes_id IS NULL AND state != 'RUNNING' AND label NOT IN"
    " ('change.init', 'change.recompute', 'change.demo') AND label NOT LIKE 'access.%'"
    " AND EXISTS (SELECT 1 FROM change_entry e WHERE e.change_id = change_set.id)"
    " ORDER BY id DESC LIMIT 1"
)
_LAST_UNDO = (
    "SELECT id FROM change_set WHERE actor_id = :actor AND undoes_id IS NOT NULL"
    " AND undone_by_id IS NULL AND label = 'change.undo' AND id > coalesce(("
    "SELECT max(id) FROM change_set WHERE actor_id = :actor AND undoes_id IS NULL"
    " AND label != 'change.recompute' AND label NOT LIKE 'access.%'"
    " AND EXISTS (SELECT 1 FROM change_entry e WHERE e.change_id = change_set.id)), 0)"
    " ORDER BY id DESC LIMIT 1"
)


# What brings customers back whose figures nobody worked out meanwhile.
_RESTORING = ("change.merge", "change.archive")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again."""

    change_id: int
    label: Reason


class Changes:
    """The change journal seen from its user."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def undo(self, change_id: int | None = None) -> Undone:
        """Takes back a change, the actor's last one where none is named.

        Refused: nothing left, already undone, or a field was changed since (named with who).
        """
        return self._turn(change_id, _LAST_UNDOABLE, "change.undo", "undo.empty")

    def redo(self, change_id: int | None = None) -> Undone:
        """Does again what was undone last, as long as nothing new was changed in between."""
        return self._turn(change_id, _LAST_UNDO, "change.redo", "redo.empty")

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

    def _turn(self, change_id: int | None, last: str, label: str, empty: str) -> Undone:
        actor = self._core.actor()
        if change_id is None:
            row = self._core.read(lambda reader: reader.one(last, {"actor": actor.id}))
            if row is None:
                raise Refused(empty)
            change_id = int(row[0])
        chosen = change_id
        self._core.require(Action.UNDO, self._whose(chosen))
        was = self._core.read(lambda reader: _label(reader, chosen))

        def unit(work: Work) -> bool:
            _refuse_old_merge(work, chosen, label)
            change, moved_on = revert(work, chosen)
            if was.code in _RESTORING and local_day(work, change.at) != work.today:
                moved_on |= set(work.journal.touched("customer"))
            assert work.change is not None
            work.session.add(work.change)
            work.session.flush()
            change.undone_by_id = work.change.id
            self._reopen_original(work, change.undoes_id, label)
            derived.refresh(work, moved_on)
            work.session.flush()
            ranking.refresh(work, ranking.touched(work))
            found_again = {*work.journal.touched("customer"), *_customers_of_contacts(work)}
            search_text.refresh(work, found_again, work.journal.touched)
            is_figure = bool(work.journal.touched("setting"))
            if is_figure:
                mark(work, "")
            return is_figure

        params = {"of": chosen, "label": was.code, "params": json.dumps(dict(was.params))}
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

    @staticmethod
    def _reopen_original(work: Work, original_id: int | None, label: str) -> None:
        """Redoing an undo makes the first change undoable again."""
        if label != "change.redo" or original_id is None:
            return
        from models.records.change import ChangeSet

        original = work.session.get(ChangeSet, original_id)
        if original is not None:
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
