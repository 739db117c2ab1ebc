"""The rights of 11.3 before a unit of work commits: which act each write is, and whose the record.

The tables it judges by are in `permit_tables`. What a change sets off by itself (figures, tracking
items, search text) is written after this and not judged.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from models.enums import ChangeAction, CustomerStatus, Role
from models.explanation import Reason
from models.fields.registry import ENTITIES, find_entity
from models.rules.rights import Action, Whose, authorize, reach, sees_all
from storage.actor import Actor
from storage.effects import users
from storage.effects.permit_tables import (
    ACTS,
    CONTACT_DATA,
    EDITING,
    FOLLOWS,
    KINDS,
    OF_AUDIT,
    OF_TICKETS,
    SYSTEM,
    UNKNOWN,
    Kind,
    begins_by,
)
from storage.errors import NotFound, Refused
from storage.journal import Entry
from storage.queries.reader import ReadConnection
from storage.queries.scope import GIVEN, SEE_CLOSED
from storage.queries.views import is_seen
from storage.work import Work

_EDITABLE = {
    spec.name: frozenset(field.column for field in spec.editable) | {"deleted_at"}
    for spec in ENTITIES
}


def begin(work: Work, label: str, params: Mapping[str, object]) -> None:
    """Refused where no role of the actor may begin a change of that label at all (11.3).

    From what the program does by itself nothing is hidden, whoever is at the keyboard.
    """
    if work.actor is None:
        return
    if label in SYSTEM:
        work.guard = None
        return
    wanted = begins_by(label, str(params.get("entity", "")))
    if any(reach(work.actor.who, right) for right in wanted):
        return
    if wanted:
        raise refused(work.actor, wanted[0], authorize(work.actor.who, wanted[0]))


def judge(work: Work, label: str) -> None:
    """Refused where something the unit wrote is not the actor's to write (11.3).

    NotFound for a record that the actor may not even see: as if it were not there.
    """
    if work.actor is None or label in SYSTEM:
        return
    work.session.flush()
    act = ACTS.get(label, EDITING)
    asked: dict[tuple[str, Action], list[int]] = defaultdict(list)
    for (entity, record_id), entry in work.journal.entries.items():
        if record_id is None or (act.judged is not None and entity not in act.judged):
            continue
        for right in (act.by,) if act.by else rights_of(entity, entry):
            asked[entity, right].append(record_id)
    for (entity, right), ids in asked.items():
        require(work, entity, ids, right)
    found = users.objection(work)
    if found is not None and found.code == "users.last_admin":
        raise Refused(found.code)
    if found is not None:
        raise refused(work.actor, Action.USERS, (found,))


def sorted_out(
    work: Work, entity: str, ids: Sequence[int], columns: Collection[str]
) -> tuple[Sequence[int], tuple[tuple[str, Reason], ...]]:
    """Which of many records the actor may set these columns of; code and reason of the others."""
    actor = work.actor
    rights = changing(entity, columns)
    if actor is None:
        return ids, ()
    closed = _closed(work, ids) if entity == "customer" and _is_shut_out(actor) else {}
    if sees_all(actor.who) and not _strange(actor, rights) and not closed:
        return ids, ()
    refusals: dict[int, tuple[str, Reason]] = {
        one: (code, Reason("customer.closed", {"customer": code})) for one, code in closed.items()
    }
    for right in rights:
        for record_id, error in _objections(work, entity, ids, right):
            # What is not seen has no name, either.
            hidden = isinstance(error, NotFound)
            named = f"{entity}/{record_id}" if hidden else _named(work, entity, record_id)
            refusals.setdefault(record_id, (named, error.reason))
    others = tuple(refusals[one] for one in ids if one in refusals)
    return [one for one in ids if one not in refusals], others


def _closed(work: Work, ids: Collection[int]) -> dict[int, str]:
    """Code by id of those of some customers that are terminated (9.5)."""
    sql = "SELECT id, code FROM customer WHERE status = :ended AND id IN"
    sql += " (SELECT value FROM json_each(:ids))"
    params = {"ended": CustomerStatus.TERMINATED.value, "ids": json.dumps(list(ids))}
    return dict(work.stored(sql, params))


def require_open(work: Work, customer_id: int) -> None:
    """Refused where a customer is closed to the actor, whatever is asked or set there (9.5)."""
    actor = work.actor
    if actor is not None and _is_shut_out(actor):
        for code in _closed(work, [customer_id]).values():
            raise Refused("customer.closed", customer=code)


def is_closed(work: Work, customer_id: int) -> bool:
    """Does the actor see no more of a customer than name and status (9.5)."""
    actor = work.actor
    return actor is not None and _is_shut_out(actor) and bool(_closed(work, [customer_id]))


def _is_shut_out(actor: Actor) -> bool:
    """Are terminated customers closed to the actor, but for name and status (9.5)."""
    return not actor.who.alone and not actor.roles & SEE_CLOSED


def rights_of(entity: str, entry: Entry) -> tuple[Action, ...]:
    """The rights that a write of a record needs; none where nothing was changed after all."""
    changed = frozenset(entry.changed)
    if entry.action is not ChangeAction.UPDATE:
        return (_kind(entity).right,)
    return changing(entity, changed) if changed else ()


def changing(entity: str, columns: Collection[str]) -> tuple[Action, ...]:
    """The rights that setting these columns of a record needs.

    What a touch or a case works out at its customer needs no right to edit it.
    """
    changed = frozenset(columns)
    if changed <= FOLLOWS.get(entity, frozenset()):
        return (Action.CASE,)
    if entity != "customer":
        return (_kind(entity).right,)
    entered = changed & _EDITABLE[entity]
    found = [Action.REASSIGN] if "owner_id" in entered else []
    if not entered:
        found.append(Action.TOUCH)
    elif entered - {"owner_id"}:
        found.append(Action.EDIT_CONTACT if entered <= CONTACT_DATA else Action.EDIT)
    return tuple(found)


def _kind(entity: str) -> Kind:
    return KINDS.get(entity, UNKNOWN)


def _strange(actor: Actor, rights: Iterable[Action]) -> bool:
    """Is there a right among these that does not cover everybody's records."""
    return any(authorize(actor.who, right, _STRANGERS) for right in rights)


def require(work: Work, entity: str, ids: Collection[int], right: Action) -> None:
    """Refused, or NotFound, where the actor has not that right to all of these records."""
    for _record_id, error in _objections(work, entity, ids, right):
        raise error


def _objections(
    work: Work, entity: str, ids: Collection[int], right: Action
) -> Iterator[tuple[int, Refused | NotFound]]:
    """The records of these to which the actor has not that right, each with why."""
    actor = work.actor
    if actor is None:
        return
    looks = right in _CLOSED and _is_shut_out(actor)
    if sees_all(actor.who) and not _strange(actor, (right,)) and not looks:
        return
    for record_id, whose, hidden in _whose(work, entity, ids, right):
        if hidden:
            yield record_id, NotFound("not_found", entity=entity, value=record_id)
            continue
        reasons = authorize(actor.who, right, whose)
        if reasons:
            yield record_id, refused(
                actor, right, reasons, record=_named(work, entity, record_id),
                owner=_names(work, whose),
            )  # fmt: skip


def require_making(work: Work, entity: str, columns: Mapping[str, Any]) -> None:
    """Refused where a new record of these columns would not be the actor's to make.

    For imports, which store many at once: each row has its own verdict.
    """
    actor, right = work.actor, _kind(entity).right
    if actor is None or not _strange(actor, (right,)):
        return
    if not reach(actor.who, right):
        raise refused(actor, right, authorize(actor.who, right))
    # A case is its taker's, at whatever customer of the team (11.3 "create").
    right = Action.SEE if right is Action.CASE else right
    customer_id, owner = columns.get("customer_id"), columns.get("owner_id")
    if customer_id is not None:
        row = work.one("SELECT id FROM customer WHERE id = :id", {"id": customer_id})
        if row is not None:  # else it is born in the same import, and judged as itself
            require(work, "customer", [customer_id], right)
    elif entity == "customer" and owner is not None:
        reasons = authorize(actor.who, right, Whose(frozenset({owner})))
        if reasons:
            whose = Whose(frozenset({owner}))
            raise refused(actor, right, reasons, owner=_names(work, whose))


def taking_out(kind: str) -> Action:
    """The right to export or print a list of a kind, or a page of that name (11.3)."""
    if kind in OF_TICKETS:
        return Action.EXPORT_TICKETS
    return Action.EXPORT_AUDIT if kind in OF_AUDIT else Action.EXPORT


def to_take_out(
    reader: ReadConnection, actor: Actor, entity: str, ids: Sequence[int]
) -> Sequence[int]:
    """Those of some records that the actor may take out: of a right to one's own, the own."""
    spec, kind = find_entity(entity), _kind(entity)
    right = taking_out(spec.kind if spec else entity)
    if not _strange(actor, (right,)) or not (kind.joins or kind.own):
        return ids
    columns = [*(["c.owner_id"] if kind.joins else []), *kind.own]
    rows = reader.rows(
        f"SELECT r.id FROM {entity} r {kind.joins} WHERE :me IN ({', '.join(columns)})"  # noqa: S608 - names of this module
        f" OR COALESCE({', '.join(columns)}, NULL) IS NULL",
        {"me": actor.id},
    )
    own = {record_id for (record_id,) in rows}
    return [one for one in ids if one in own]


def visible(work: Work, entity: str, record_id: int) -> bool:
    """May the actor see a record at all: SALES their own and their team's (11.3).

    Of saved views everybody the own and the shared ones.
    """
    actor = work.actor
    if actor is not None and entity == "saved_view":
        return is_seen(work, record_id, actor.id)
    if actor is None or sees_all(actor.who) or not _kind(entity).joins:
        return True
    return not any(hidden for _id, _w, hidden in _whose(work, entity, [record_id], Action.SEE))


def seen_of(work: Work, entity: str, ids: Sequence[int]) -> frozenset[int]:
    """Those of some records that the actor may see: of many at once, as the lists show them.

    Of a customer that is closed to the actor that is itself and its cases, nothing else (9.5).
    """
    actor = work.actor
    if actor is None or sees_all(actor.who) or not _kind(entity).joins:
        return frozenset(ids)
    looked_for = Action.SEE if _kind(entity).right is Action.CASE else Action.EDIT
    whose = _whose(work, entity, ids, looked_for)
    return frozenset(record_id for record_id, _whose_it_is, hidden in whose if not hidden)


def refused(
    actor: Actor, right: Action, reasons: Iterable[Reason], record: str = "", owner: str = ""
) -> Refused:
    """The refusal that names right, record and the way out."""
    first = next(iter(reasons))
    return Refused(
        first.code,
        action=right,
        record=record,
        owner=owner,
        roles=tuple(role for role in Role if role in actor.roles),
        ask=first.params.get("ask", ""),
    )


# What nobody may do with what hangs on a customer that is closed to them; a case goes on.
_CLOSED = frozenset({Action.EDIT, Action.EDIT_CONTACT, Action.REVEAL})
_STRANGERS = Whose(frozenset({-1}))  # only a right to all records covers these


def _whose(
    work: Work, entity: str, ids: Collection[int], right: Action
) -> list[tuple[int, Whose, bool]]:
    """(id, whom it belongs to, is it hidden from the actor) of records."""
    kind, actor = _kind(entity), work.actor
    assert actor is not None
    columns = ["c.id, c.owner_id, c.status" if kind.joins else "NULL, NULL, NULL"]
    columns += [f"{alias}.id" if f" {alias} ON" in kind.joins else "NULL" for alias in "ft"]
    # What is being checked is not written by the question: to its gate it is still new.
    rows = work.stored(
        f"SELECT r.id, {', '.join([*columns, *kind.own, *kind.made])} FROM {entity} r {kind.joins}"  # noqa: S608 - names of this module
        " WHERE r.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(ids))},
    )
    return [_belongs(work, entity, kind, row, right) for row in rows]


def _belongs(
    work: Work, entity: str, kind: Kind, row: tuple[Any, ...], right: Action
) -> tuple[int, Whose, bool]:
    record_id, customer_id, owner_id, status, feedback_id, ticket_id, *own = row
    ids = {"r": (entity, record_id), "f": ("feedback", feedback_id), "t": ("ticket", ticket_id)}
    made = work.journal.entries.get((entity, record_id))
    created = made is not None and made.action is ChangeAction.CREATE
    owner = _before(work, ("customer", customer_id), "owner_id", owner_id)
    owners = {owner}
    names = kind.made if created and kind.made else kind.own
    values = own[len(kind.own) :] if names is kind.made else own[: len(kind.own)]
    for name, now in zip(names, values, strict=True):
        alias, _, column = name.partition(".")
        # A new record is as much one's own as that which it is hung on; a case is its taker's.
        if not (created and alias == "r" and customer_id is not None) or kind.right is Action.CASE:
            owners.add(_before(work, ids.get(alias, ("", None)), column, now))
    actor = work.actor
    assert actor is not None
    hidden = customer_id is not None and owner is not None
    hidden = hidden and not _seen(actor, owner) and (created or actor.id not in owners)
    if hidden and _is_given(work, actor, customer_id):
        hidden = False
        if right is Action.TOUCH:  # whom one is given to work for one calls
            owners.add(actor.id)
    if right in _CLOSED and entity != "customer" and _is_shut_out(actor):
        was = _before(work, ("customer", customer_id), "status", status)
        hidden = hidden or was == CustomerStatus.TERMINATED
    return record_id, Whose(frozenset(one for one in owners if one is not None)), hidden


def _is_given(work: Work, actor: Actor, customer_id: int) -> bool:
    sql = f"SELECT 1 FROM ({GIVEN}) WHERE customer_id = :customer"  # noqa: S608 - no value in it
    return bool(work.stored(sql, {"me": actor.id, "customer": customer_id}))


def _seen(actor: Actor, owner: int | None) -> bool:
    return sees_all(actor.who) or owner == actor.id or owner in actor.team


def _before(work: Work, place: tuple[str, int | None], column: str, now: Any) -> Any:
    """What a column held before this unit."""
    entry = work.journal.entries.get(place)
    if entry is None or column not in entry.changed:
        return now
    return entry.changed[column][0]


def _named(work: Work, entity: str, record_id: int) -> str:
    spec = find_entity(entity)
    if spec is None or not spec.numbered:
        return ""
    row = work.one(f"SELECT code FROM {entity} WHERE id = :id", {"id": record_id})  # noqa: S608 - a name of this module
    return str(row[0] or "") if row else ""


def _names(work: Work, whose: Whose) -> str:
    rows = work.rows(
        "SELECT name FROM user WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id LIMIT 1",
        {"ids": json.dumps(sorted(whose.owners))},
    )
    return str(rows[0][0]) if rows else ""
