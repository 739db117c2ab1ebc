"""Empties what the journal keeps of records whose person was erased; the chain stays whole.

The entries stay, with their keyed digests: what was done, when and by whom can still be proved,
what stood there cannot be read any more (requirements 11.4, 11.9).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from models.enums import ChangeAction
from models.records.change import ChangeSet
from storage.work import Work

_CHUNK = 500
# Words of a change that name no person; all other texts in it are emptied.
_KEPT = frozenset(
    {"entity", "code", "kind", "label", "state", "stage", "grade", "channel", "question", "fields",
     "key", "day", "format", "strategy"}
)  # fmt: skip
_ABOUT = (
    "SELECT seq, change_id FROM change_entry WHERE entity = :entity"
    " AND record_id IN (SELECT value FROM json_each(:ids))"
)


def empty_journal(work: Work, records: Mapping[str, Collection[int]]) -> int:
    """Empties the values of all entries about these records (kind -> ids); returns how many.

    Called last in the unit that erases: what that unit itself noted of them loses its values too,
    and keeps the names of the fields. Each emptied entry is noted as such: `audit verify` takes
    an empty entry that is not for tampering.
    """
    work.session.flush()
    for (entity, record_id), entry in work.journal.entries.items():
        if record_id in records.get(entity, ()):
            entry.changed = {column: [None, None] for column in entry.changed}
    emptied: list[int] = []
    changes: set[int] = set()
    for entity, ids in records.items():
        wanted = sorted(ids)
        for start in range(0, len(wanted), _CHUNK):
            some = json.dumps(wanted[start : start + _CHUNK])
            changes.update(row[1] for row in work.rows(_ABOUT, {"entity": entity, "ids": some}))
            filled = work.rows(f"{_ABOUT} AND changed != '{{}}'", {"entity": entity, "ids": some})
            emptied += [row[0] for row in filled]
    for start in range(0, len(emptied), _CHUNK):
        work.execute(
            "UPDATE change_entry SET changed = '{}' WHERE seq IN (SELECT value FROM json_each(?))",
            (json.dumps(emptied[start : start + _CHUNK]),),
        )
    for seq in emptied:
        work.journal.note("change_entry", seq, ChangeAction.DELETE)
    for change_id in sorted(changes):
        _empty_words(work.session.get(ChangeSet, change_id))
    return len(emptied)


def _empty_words(change: ChangeSet | None) -> None:
    """A new link of the chain tells the words as they are from now on."""
    if change is not None:
        change.params = json.dumps(_without_texts(json.loads(change.params)), ensure_ascii=False)


def _without_texts(params: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in params.items():
        if name == "params" and isinstance(value, str):  # of what an undo took back
            found[name] = json.dumps(_without_texts(json.loads(value)), ensure_ascii=False)
        elif isinstance(value, str | dict | list) and name not in _KEPT:
            found[name] = ""
        else:
            found[name] = value
    return found
