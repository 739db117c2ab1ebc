"""The inverse of a change set, set-based and conflict-aware: what somebody changed since stays.

Works on stored forms as the journal keeps them; the undo is a change set of its own, so that
undoing it again is the redo.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from models.enums import ChangeAction, ChangeState
from models.fields.contact_log import STANDING_VISIT
from models.fields.registry import ENTITIES
from models.records.change import ChangeSet
from storage.clock import stamp
from storage.errors import NotFound, Refused
from storage.queries.account import PLAN_TABLES
from storage.work import Work

_TABLES = frozenset(spec.name for spec in ENTITIES)
_COLUMNS = {
    spec.name: frozenset(field.column for field in spec.fields) | {"deleted_at"}
    for spec in ENTITIES
}
# Figures that follow from the rest: where they moved on since, nobody's work is lost with them.
_FIGURES = {
    "customer": frozenset(
        {
            "grade", "grade_reason", "next_tracking_due", "handle_by", "deal_status",
            "importance", "urgency", "key_account", "pyramid_tier", "value_tier",
            "revenue_year", "deals_weighted", "rfm", "open_feedback", "open_amount", "open_odds",
        }
    ),
    "opportunity": frozenset({"grade", "odds_calc", "qualified"}),
    "follow_up": frozenset({"due_date"}),  # of items that make themselves
}  # fmt: skip
_MAKES_ITSELF = f"kind = 'TRACKING' OR question_code IS '{STANDING_VISIT}'"
_MERGE = "change.merge"  # the last touch of both sides: a later one stays with the winner
Update = tuple[int, dict[str, list[Any]]]  # record, column -> [before, after]
_CHUNK = 500
_SINGLY = 50  # changes of more records of a kind are taken back set-based
_NEWEST = 1 << 62
# Archived with the customer only where the same change made them.
_HANGING = (
    "contact", "opportunity", "sales_order", "feedback", "ticket", "interaction", "follow_up",
    *PLAN_TABLES
)  # fmt: skip


class Reader(Protocol):
    """Anything that runs a query: a read connection, a unit of work."""

    def rows(self, sql: str, parameters: Any = ..., /) -> list[tuple[Any, ...]]:
        """All rows of a statement."""

    def one(self, sql: str, parameters: Any = ..., /) -> tuple[Any, ...] | None:
        """Its first row."""


def revert(work: Work, change_id: int) -> tuple[ChangeSet, set[int]]:
    """Takes a change set back inside a unit of work; returns it.

    With it the ids of customers some figure of which moved on since: it stays as it is now, and
    is to be worked out anew.

    Raises NotFound, or Refused `undo.changed_since` naming record and field where somebody (or a
    later change) touched the same field, `undo.already`,
    `undo.nothing`, `undo.emptied` where the person was erased.
    """
    change = standing(work, change_id)
    rows = entries(work, change_id)
    if not rows:
        raise Refused("undo.nothing", change=change_id)
    moved_on = take_back(work, change, rows)
    change.state = ChangeState.UNDONE
    return change, moved_on


def standing(work: Work, change_id: int) -> ChangeSet:
    """The change set of that number; NotFound, or Refused where it cannot be taken back."""
    change = work.session.get(ChangeSet, change_id)
    if change is None:
        raise NotFound("not_found", entity="change_set", value=change_id)
    if change.undone_by_id is not None:
        raise Refused("undo.already", change=change_id)
    if change.label.startswith("access."):  # what was read cannot be unread
        raise Refused("undo.nothing", change=change_id)
    return change


def entries(
    reader: Reader, change_id: int, before: int | None = None, most: int = -1
) -> list[tuple[Any, ...]]:
    """(number, kind, record, act, values) of what a change wrote, the newest first.

    Those before a number, and so many of them. An entry without a record tells that figures of
    many were worked out anew: it is none of them.
    """
    return reader.rows(
        "SELECT seq, entity, record_id, action, changed FROM change_entry"
        " WHERE change_id = :id AND seq < :before AND record_id IS NOT NULL"
        " ORDER BY seq DESC LIMIT :most",
        {"id": change_id, "before": _NEWEST if before is None else before, "most": most},
    )


def take_back(
    work: Work, change: ChangeSet, rows: Sequence[tuple[Any, ...]], *, again: bool = False
) -> set[int]:
    """Takes entries of a change back, given newest first; customers whose figures moved on since.

    `again`: some of it may have been taken back before, and is left as it is. Raises as `revert`.
    """
    created, updated = _sorted_out(change.id or 0, rows)
    moved_on: set[int] = set()
    for entity, those in updated.items():
        kept = _without_moved_figures(work, entity, those, change.label, moved_on)
        _revert_updates(work, entity, kept, again=again)
    for entity, ids in created.items():
        _refuse_changed_since(work, entity, ids, change.id or 0)
        _revert_creations(work, entity, ids)
    _refuse_orphans(work, created.get("customer", []), change.id or 0)
    return moved_on


def foresee(reader: Reader, change_id: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """Raises what `take_back` again would raise, as far as it can be read; writes nothing.

    For a change of many chunks, so that nothing of it is taken back where a part cannot be.
    """
    created, updated = _sorted_out(change_id, rows)
    for entity, those in updated.items():
        for record_id, column in _differing(reader, entity, those):
            if not _is_told_again(reader, change_id, entity, record_id, rows[0][0]):
                raise _changed_since(reader, entity, record_id, column)
    for entity, ids in created.items():
        _refuse_changed_since(reader, entity, ids, change_id)
    _refuse_orphans(reader, created.get("customer", []), change_id)


def _differing(reader: Reader, entity: str, those: Sequence[Update]) -> Iterator[tuple[int, str]]:
    """Record and column of what is neither as an entry left it nor as it was before.

    Figures may have moved on.
    """
    now = _current(reader, entity, those)
    for record_id, changed in those:
        for column in changed.keys() & _COLUMNS[entity] - _FIGURES.get(entity, frozenset()):
            if now.get(record_id, {}).get(column) not in changed[column]:
                yield record_id, column


def _is_told_again(reader: Reader, change_id: int, entity: str, record_id: int, last: int) -> bool:
    """Does the same change speak of the record more than once, up to that entry."""
    found = reader.one(
        "SELECT count(*) FROM change_entry WHERE entity = :entity AND record_id = :id"
        " AND change_id = :change AND seq <= :last",
        {"entity": entity, "id": record_id, "change": change_id, "last": last},
    )
    return found is not None and found[0] > 1


def _without_moved_figures(
    work: Work, entity: str, entries: list[Update], label: str, moved_on: set[int]
) -> list[Update]:
    """The entries without figures that are others by now; notes the customers of these."""
    figures = set(_FIGURES.get(entity, ()))
    if label == _MERGE and entity == "customer":
        figures.add("last_tracking_at")
    wanted = sorted(figures & {column for _id, changed in entries for column in changed})
    if not wanted:
        return entries
    owner = "id" if entity == "customer" else "customer_id"
    theirs = _MAKES_ITSELF if entity == "follow_up" else "TRUE"
    rows = work.rows(
        f"SELECT id, {owner}, {', '.join(wanted)} FROM {entity}"  # noqa: S608 - names of the registry
        f" WHERE id IN (SELECT value FROM json_each(:ids)) AND ({theirs})",
        {"ids": json.dumps([record_id for record_id, _changed in entries])},
    )
    now = {row[0]: (row[1], dict(zip(wanted, row[2:], strict=True))) for row in rows}
    kept = []
    for record_id, changed in entries:
        customer_id, values = now.get(record_id, (0, {}))
        moved = {c for c, value in values.items() if c in changed and value != changed[c][1]}
        if moved:
            moved_on.add(customer_id)
        kept.append((record_id, {c: one for c, one in changed.items() if c not in moved}))
    return kept


def _is_mixed(entries: Sequence[Update]) -> bool:
    """Do some come back from the archive while others move: in turn, or a key is there twice."""
    archived = sum("deleted_at" in changed for _id, changed in entries)
    return 0 < archived < len(entries)


def _sorted_out(
    change_id: int, rows: Iterable[tuple[Any, ...]]
) -> tuple[dict[str, list[int]], dict[str, list[Update]]]:
    """Created ids and updates of a change by kind, in the order of the rows."""
    created: dict[str, list[int]] = defaultdict(list)
    updated: dict[str, list[Update]] = defaultdict(list)
    for _seq, entity, record_id, action, changed in rows:
        if action == ChangeAction.UPDATE and changed == "{}":
            raise Refused("undo.emptied", change=change_id)
        if entity in _TABLES and action == ChangeAction.CREATE:
            created[entity].append(record_id)
        elif entity in _TABLES:
            updated[entity].append((record_id, json.loads(changed)))
    return created, updated


def _revert_updates(work: Work, entity: str, those: Sequence[Update], *, again: bool) -> None:
    """Set-based where there are many; one by one, newest first, where their order matters."""
    singly = len(those) <= _SINGLY or _is_mixed(those)
    for batch in ([one] for one in those) if singly else _once_each(those):
        _revert_batch(work, entity, batch, again=again)


def _once_each(those: Sequence[Update]) -> Iterator[Sequence[Update]]:
    """In that order, no record twice in a run."""
    run: dict[int, Update] = {}
    for one in those:
        if one[0] in run:
            yield list(run.values())
            run = {}
        run[one[0]] = one
    yield list(run.values())


def _revert_batch(work: Work, entity: str, batch: Sequence[Update], *, again: bool) -> None:
    now = _current(work, entity, batch)
    settings: dict[tuple[str, ...], list[Mapping[str, object]]] = defaultdict(list)
    stamps = {"updated_at": stamp(work.now), "updated_by": work.actor.id if work.actor else None}
    for record_id, changed in batch:
        if not _COLUMNS[entity].intersection(changed):
            continue
        held = now.get(record_id)
        if held is None:
            raise NotFound("not_found", entity=entity, value=record_id)
        back = {
            column: [after, before]
            for column, (before, after) in changed.items()
            if column in held and not (again and held[column] == before)
        }
        for column, (after, _before) in back.items():
            if held[column] != after:
                raise _changed_since(work, entity, record_id, column)
        if back:
            values = {column: before for column, (_after, before) in back.items()}
            settings[tuple(back)].append({**values, **stamps, "id": record_id})
            work.journal.note(entity, record_id, ChangeAction.UPDATE, back)
    for columns, rows in settings.items():
        chosen = ", ".join(f"{column} = :{column}" for column in columns)
        work.execute_many(
            f"UPDATE {entity} SET {chosen}, version = version + 1, updated_at = :updated_at,"  # noqa: S608 - names of the registry
            " updated_by_id = :updated_by WHERE id = :id",
            rows,
        )


def _current(reader: Reader, entity: str, those: Sequence[Update]) -> dict[int, dict[str, Any]]:
    """What the columns that the entries speak of hold now, by record."""
    columns = sorted({c for _id, changed in those for c in changed} & _COLUMNS[entity])
    rows = reader.rows(
        f"SELECT {', '.join(('id', *columns))} FROM {entity}"  # noqa: S608 - names of the registry
        " WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps([record_id for record_id, _changed in those])},
    )
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}


def _changed_since(reader: Reader, entity: str, record_id: int, column: str) -> Refused:
    code = reader.one(
        f"SELECT {'code' if 'code' in _COLUMNS[entity] else 'id'} FROM {entity} WHERE id = :id",  # noqa: S608
        {"id": record_id},
    )
    who = reader.one(
        "SELECT u.name, s.at FROM change_entry e JOIN change_set s ON s.id = e.change_id"
        " LEFT JOIN user u ON u.id = s.actor_id WHERE e.entity = :entity"
        " AND e.record_id = :id ORDER BY e.seq DESC LIMIT 1",
        {"entity": entity, "id": record_id},
    )
    name, at = who or (None, None)
    return Refused(
        "undo.changed_since",
        record=code[0] if code else record_id,
        entity=entity,
        field=column.removesuffix("_id"),
        who=name or "",
        at=at or "",
    )


def _refuse_changed_since(reader: Reader, entity: str, ids: list[int], change_id: int) -> None:
    """Refused where a later change that still stands touched a record that would go.

    A change of date or of a setting works figures out anew; nobody's work is lost with those.
    """
    for start in range(0, len(ids), _CHUNK):
        found = reader.one(
            "SELECT e.record_id, e.changed FROM change_entry e JOIN change_set s"
            " ON s.id = e.change_id WHERE e.entity = :entity AND e.change_id > :id"
            " AND e.record_id IN (SELECT value FROM json_each(:ids)) AND s.undone_by_id IS NULL"
            " AND s.undoes_id IS NULL"
            " AND s.label NOT IN ('change.recompute', 'change.settings')"
            " AND s.label NOT LIKE 'access.%' LIMIT 1",
            {"entity": entity, "id": change_id, "ids": json.dumps(ids[start : start + _CHUNK])},
        )
        if found is not None:
            raise _changed_since(reader, entity, found[0], next(iter(json.loads(found[1])), ""))


def _refuse_orphans(reader: Reader, customer_ids: list[int], change_id: int) -> None:
    """Refused where something made later hangs on a customer that would go (requirements 13.2)."""
    for entity in _HANGING:
        for start in range(0, len(customer_ids), _CHUNK):
            found = reader.one(
                f"SELECT c.code, count(*) FROM {entity} h JOIN customer c ON c.id = h.customer_id"  # noqa: S608
                " WHERE h.deleted_at IS NULL AND h.customer_id IN"
                " (SELECT value FROM json_each(:ids)) AND NOT EXISTS (SELECT 1 FROM change_entry e"
                " WHERE e.entity = :entity AND e.record_id = h.id AND e.change_id = :change"
                " AND e.action = 'CREATE') GROUP BY c.id LIMIT 1",
                {
                    "ids": json.dumps(customer_ids[start : start + _CHUNK]),
                    "entity": entity,
                    "change": change_id,
                },
            )
            if found is not None:
                raise Refused(
                    "refused.has_children", customer=found[0], entity=entity, count=found[1]
                )


def _revert_creations(work: Work, entity: str, ids: list[int]) -> None:
    """Archives what the change created."""
    moment = stamp(work.now)
    actor = work.actor.id if work.actor else None
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        marks = ", ".join(str(int(one)) for one in some)
        alive = work.rows(
            f"SELECT id FROM {entity} WHERE id IN ({marks}) AND deleted_at IS NULL"  # noqa: S608
        )
        work.execute(
            f"UPDATE {entity} SET deleted_at = :now, version = version + 1, updated_at = :now,"  # noqa: S608
            f" updated_by_id = :actor WHERE id IN ({marks}) AND deleted_at IS NULL",
            {"now": moment, "actor": actor},
        )
        for (record_id,) in alive:
            work.journal.note(
                entity, record_id, ChangeAction.UPDATE, {"deleted_at": [None, moment]}
            )
