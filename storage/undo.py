"""The inverse of a change set, set-based and conflict-aware: what somebody changed since stays.

Works on stored forms as the journal keeps them; the undo is a change set of its own, so that
undoing it again is the redo.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

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
# Archived with the customer only where the same change made them.
_HANGING = (
    "contact", "opportunity", "sales_order", "feedback", "ticket", "interaction", "follow_up",
    *PLAN_TABLES
)  # fmt: skip


def revert(work: Work, change_id: int) -> tuple[ChangeSet, set[int]]:
    """Takes a change set back inside a unit of work; returns it.

    With it the ids of customers some figure of which moved on since: it stays as it is now, and
    is to be worked out anew.

    Raises NotFound, or Refused `undo.changed_since` naming record and field where somebody (or a
    later change) touched the same field, `undo.already`,
    `undo.nothing`, `undo.emptied` where the person was erased.
    """
    change = work.session.get(ChangeSet, change_id)
    if change is None:
        raise NotFound("not_found", entity="change_set", value=change_id)
    if change.undone_by_id is not None:
        raise Refused("undo.already", change=change_id)
    rows = work.rows(
        # An entry without a record tells that figures of many were worked out anew.
        "SELECT entity, record_id, action, changed FROM change_entry WHERE change_id = :id"
        " AND record_id IS NOT NULL ORDER BY seq DESC",
        {"id": change_id},
    )
    if not rows or change.label.startswith("access."):  # what was read cannot be unread
        raise Refused("undo.nothing", change=change_id)
    if any(action == ChangeAction.UPDATE and changed == "{}" for *_, action, changed in rows):
        raise Refused("undo.emptied", change=change_id)
    created, updated = _sorted_out(rows)
    moved_on: set[int] = set()
    for entity, entries in updated.items():
        kept = _without_moved_figures(work, entity, entries, change.label, moved_on)
        singly = kept != entries or _is_mixed(entries)
        _revert_entries(work, entity, change_id, kept, singly=singly)
    for entity, ids in created.items():
        _refuse_changed_since(work, entity, ids, change_id)
        _revert_creations(work, entity, ids)
    _refuse_orphans(work, created.get("customer", []))
    change.state = ChangeState.UNDONE
    return change, moved_on


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
    rows: Iterable[tuple[Any, ...]],
) -> tuple[dict[str, list[int]], dict[str, list[Update]]]:
    """Created ids and updates of a change by kind, in the order of the rows."""
    created: dict[str, list[int]] = defaultdict(list)
    updated: dict[str, list[Update]] = defaultdict(list)
    for entity, record_id, action, changed in rows:
        if entity in _TABLES and action == ChangeAction.CREATE:
            created[entity].append(record_id)
        elif entity in _TABLES:
            updated[entity].append((record_id, json.loads(changed)))
    return created, updated


def _revert_entries(
    work: Work, entity: str, change_id: int, entries: Sequence[Update], *, singly: bool
) -> None:
    """Set-based where there are many; one by one, newest first, where a record stands twice."""
    many = len(entries) > _SINGLY and not singly
    if many and len({one[0] for one in entries}) == len(entries):
        _revert_updates(work, entity, change_id, entries)
        return
    for record_id, values in entries:
        _revert_update(work, entity, record_id, values)


def _revert_update(work: Work, entity: str, record_id: int, changed: dict[str, list[Any]]) -> None:
    columns = [column for column in changed if column in _COLUMNS[entity]]
    if not columns:
        return
    chosen = ", ".join(columns)
    row = work.one(
        f"SELECT {chosen} FROM {entity} WHERE id = :id",  # noqa: S608 - names of the registry
        {"id": record_id},
    )
    if row is None:
        raise NotFound("not_found", entity=entity, value=record_id)
    for column, now in zip(columns, row, strict=True):
        if now != changed[column][1]:
            raise _changed_since(work, entity, record_id, column)
    settings = ", ".join(f"{column} = :{column}" for column in columns)
    parameters = {column: changed[column][0] for column in columns}
    actor = work.actor.id if work.actor else None
    work.execute(
        f"UPDATE {entity} SET {settings}, version = version + 1, updated_at = :updated_at,"  # noqa: S608
        " updated_by_id = :updated_by WHERE id = :id",
        {**parameters, "id": record_id, "updated_at": stamp(work.now), "updated_by": actor},
    )
    back = {column: [changed[column][1], changed[column][0]] for column in columns}
    work.journal.note(entity, record_id, ChangeAction.UPDATE, back)


def _revert_updates(work: Work, entity: str, change_id: int, entries: Sequence[Update]) -> None:
    """As `_revert_update` for many records at once, each changed once, out of their entries."""
    columns = sorted({c for _id, changed in entries for c in changed} & _COLUMNS[entity])
    params = {"change": change_id, "entity": entity}
    entry = "e.change_id = :change AND e.entity = :entity AND e.action = 'UPDATE'"
    moved = {
        column: f"json_type(e.changed, '$.{column}') IS NOT NULL"
        f" AND r.{column} IS NOT json_extract(e.changed, '$.{column}[1]')"
        for column in columns
    }
    which = " ".join(f"WHEN {test} THEN '{column}'" for column, test in moved.items())
    found = work.one(
        f"SELECT r.id, CASE {which} END FROM change_entry e JOIN {entity} r ON r.id = e.record_id"  # noqa: S608 - names of the registry
        f" WHERE {entry} AND ({' OR '.join(f'({test})' for test in moved.values())}) LIMIT 1",
        params,
    )
    if found is not None:
        raise _changed_since(work, entity, *found)
    settings = ", ".join(
        f"{column} = CASE WHEN json_type(e.changed, '$.{column}') IS NULL THEN r.{column}"
        f" ELSE json_extract(e.changed, '$.{column}[0]') END"
        for column in columns
    )
    work.execute(
        f"UPDATE {entity} AS r SET {settings}, version = version + 1, updated_at = :now,"  # noqa: S608
        f" updated_by_id = :actor FROM change_entry e WHERE {entry} AND e.record_id = r.id",
        {
            **params,
            "now": stamp(work.now),
            "actor": work.actor.id if work.actor else None,
        },
    )
    for record_id, changed in entries:
        back = {c: [values[1], values[0]] for c, values in changed.items() if c in columns}
        work.journal.note(entity, record_id, ChangeAction.UPDATE, back)


def _changed_since(work: Work, entity: str, record_id: int, column: str) -> Refused:
    code = work.one(
        f"SELECT {'code' if 'code' in _COLUMNS[entity] else 'id'} FROM {entity} WHERE id = :id",  # noqa: S608
        {"id": record_id},
    )
    who = work.one(
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


def _refuse_changed_since(work: Work, entity: str, ids: list[int], change_id: int) -> None:
    """Refused where a later change that still stands touched a record that would go.

    A change of date or of a setting works figures out anew; nobody's work is lost with those.
    """
    for start in range(0, len(ids), _CHUNK):
        found = work.one(
            "SELECT e.record_id, e.changed FROM change_entry e JOIN change_set s"
            " ON s.id = e.change_id WHERE e.entity = :entity AND e.change_id > :id"
            " AND e.record_id IN (SELECT value FROM json_each(:ids)) AND s.undone_by_id IS NULL"
            " AND s.undoes_id IS NULL"
            " AND s.label NOT IN ('change.recompute', 'change.settings')"
            " AND s.label NOT LIKE 'access.%' LIMIT 1",
            {"entity": entity, "id": change_id, "ids": json.dumps(ids[start : start + _CHUNK])},
        )
        if found is not None:
            raise _changed_since(work, entity, found[0], next(iter(json.loads(found[1])), ""))


def _refuse_orphans(work: Work, customer_ids: list[int]) -> None:
    """Refused where something made later hangs on a customer that would go (requirements 13.2)."""
    for entity in _HANGING:
        for start in range(0, len(customer_ids), _CHUNK):
            found = work.one(
                f"SELECT c.code, count(*) FROM {entity} h JOIN customer c ON c.id = h.customer_id"  # noqa: S608
                " WHERE h.deleted_at IS NULL AND h.customer_id IN"
                " (SELECT value FROM json_each(:ids)) GROUP BY c.id LIMIT 1",
                {"ids": json.dumps(customer_ids[start : start + _CHUNK])},
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
