"""Makes one customer of two (requirements 9.7): fields as chosen, children moved, loser an alias.

Runs inside the caller's unit of work, as one change that undo takes back as a whole.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.enums import ChangeAction, CustomerStatus, HandoverState, PairVerdict
from models.fields.registry import entity
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.dealings import Handover
from models.records.duplicates import DuplicatePair
from models.rules.duplicates import same_person
from models.rules.rights import Action
from storage.clock import stamp
from storage.effects import gates, permits
from storage.effects.links import Link, links_to, unique_with
from storage.errors import Refused
from storage.search.reading import fold
from storage.work import Work

_CUSTOMER, _CONTACT = entity("customer"), entity("contact")
_STRICT = ("do_not_contact", "do_not_sell")
_OVERRIDES = (
    ("importance_until", ("importance_override", "importance_reason", "importance_until")),
    ("grade_override_until", ("grade_override_until",)),
)
# Rows that say the same again once they hang on one record.
_SAME_AGAIN: Mapping[str, tuple[str, ...]] = {
    "special_date": ("contact_id", "kind", "calendar", "month", "day"),
    "contact_link": ("from_contact_id", "to_contact_id", "kind"),
    "customer_address": ("customer_id", "kind", "name", "city", "address"),
}
_OWN = frozenset({("duplicate_pair", "first_id"), ("duplicate_pair", "second_id")})


@dataclass(slots=True)
class Moved:
    """What a merge did: records moved and left behind by kind, people that were on both sides."""

    moved: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    people: list[str] = field(default_factory=list)


def merge(
    work: Work, winner: Customer, loser: Customer, taken: Collection[str], key: bytes
) -> Moved:
    """Moves all that hangs on the loser to the winner, and archives it as an alias.

    `taken` are fields that get the loser's value. Refused: no right to both, the same twice,
    both on their way to another owner. A mark not to contact, and a termination, of either stays.
    """
    _check(work, winner, loser)
    done = Moved()
    work.asks_duplicates = False  # what it was about is settled; the list shows what is left
    _take_fields(work, winner, loser, taken, key)
    _settle_pairs(work, winner, loser)
    _fold_people(work, winner, loser, done)
    loser.merged_into_id = winner.id
    work.archive(loser)
    work.session.flush()
    _move(work, "customer", winner.id, loser.id, done)
    work.session.expire_all()
    if winner.referred_by_id == winner.id:
        winner.referred_by_id = None
    work.session.flush()
    return done


def _check(work: Work, winner: Customer, loser: Customer) -> None:
    if winner.id == loser.id:
        raise Refused("merge.same", customer=winner.code)
    permits.require(work, "customer", [winner.id, loser.id], Action.MERGE)
    waiting = [
        one
        for one in (winner, loser)
        if work.all(Handover, customer_id=one.id, state=HandoverState.OPEN)
    ]
    if len(waiting) == 2:
        raise Refused("merge.on_their_way", customer=winner.code, other=loser.code)


# ── the customer itself ─────────────────────────────────────────────────────────────────


def _take_fields(
    work: Work, winner: Customer, loser: Customer, taken: Collection[str], key: bytes
) -> None:
    for name in taken:
        chosen = _CUSTOMER.field(name)
        if chosen is None or not chosen.editable:
            raise Refused("merge.no_field", field=name)
        setattr(winner, chosen.column, getattr(loser, chosen.column))
    if "need_status" in taken:
        winner.need_confirmed = loser.need_confirmed
    if winner.referred_by_id in (winner.id, loser.id):
        winner.referred_by_id = None
    _join(winner, loser)
    ended = CustomerStatus.TERMINATED
    was_ended = ended in (loser.status, winner.status, _was(work, winner))
    if winner.status is ended:
        winner.status = CustomerStatus.DORMANT  # the gate lets none end; a merge ends nobody
    gates.check(work, winner, key)
    if was_ended:
        winner.status = ended


def _join(winner: Customer, loser: Customer) -> None:
    """What nobody chooses: marks of either stay, the last touch of both, overrides set by hand."""
    for name in _STRICT:
        setattr(winner, name, getattr(winner, name) or getattr(loser, name))
    for sign, columns in _OVERRIDES:
        if getattr(winner, sign) is None and getattr(loser, sign) is not None:
            for column in columns:
                setattr(winner, column, getattr(loser, column))
    touches = [one.last_tracking_at for one in (winner, loser) if one.last_tracking_at]
    winner.last_tracking_at = max(touches, default=None)


def _was(work: Work, winner: Customer) -> object:
    before = work.replaced(winner, "status")
    return before[0] if before else winner.status


def _settle_pairs(work: Work, winner: Customer, loser: Customer) -> None:
    """What was said about the loser's pairs holds for the winner's; their own is settled."""
    for column, other in (("first_id", "second_id"), ("second_id", "first_id")):
        for pair in work.all(DuplicatePair, **{column: loser.id}):
            with_id = getattr(pair, other)
            first, second = sorted((winner.id, with_id))
            known = work.all(DuplicatePair, first_id=first, second_id=second)
            if with_id == winner.id or known:
                work.archive(pair)
                if known and pair.verdict is PairVerdict.NEVER:
                    known[0].verdict = PairVerdict.NEVER
            else:
                pair.first_id, pair.second_id = first, second
            work.session.flush()


# ── people ──────────────────────────────────────────────────────────────────────────────


def _fold_people(work: Work, winner: Customer, loser: Customer, done: Moved) -> None:
    """One record of who is on both sides; one primary contact, the winner's."""
    own = work.all(Contact, customer_id=winner.id)
    for person in work.all(Contact, customer_id=loser.id):
        twin = next((one for one in own if same_person(_known(one), _known(person))), None)
        if any(one.is_primary for one in own):
            person.is_primary = False
        if twin is None:
            own.append(person)
            continue
        for spec in _CONTACT.editable:
            if spec.column != "customer_id" and not getattr(twin, spec.column):
                setattr(twin, spec.column, getattr(person, spec.column))
        twin.mobile_hmac = twin.mobile_hmac or person.mobile_hmac
        own.remove(twin)  # nobody is two of the others
        done.people.append(person.name)
        work.archive(person)
        work.session.flush()
        _move(work, "contact", twin.id, person.id, Moved())
        work.session.expire_all()


def _known(person: Contact) -> tuple[str, str, str]:
    name = "".join(fold(person.name).split())
    return name, person.mobile_hmac or "", fold(person.email or "")


# ── what hangs on a record ──────────────────────────────────────────────────────────────


def _move(work: Work, kind: str, winner_id: int, loser_id: int, done: Moved) -> None:
    """Points every link from the loser to the winner, archived records too."""
    for link in links_to(kind):
        if (link.table, link.column) in _OWN:
            continue
        for others in unique_with(link.table, link.column):
            _leave_older(work, link, others, winner_id, loser_id, done)
        _repoint(work, link, winner_id, loser_id, done)
    for table, columns in _SAME_AGAIN.items():
        for column in (one for one in columns if Link(table, one) in links_to(kind)):
            _leave_same(work, table, column, columns, winner_id, done)


def _repoint(work: Work, link: Link, winner_id: int, loser_id: int, done: Moved) -> None:
    sql = f'SELECT id, deleted_at FROM {link.table} WHERE "{link.column}" = :loser AND {link.where}'  # noqa: S608 - names of the schema
    rows = work.rows(sql, {"loser": loser_id})
    if not rows:
        return
    _write(work, link.table, [row[0] for row in rows], {link.column: (loser_id, winner_id)})
    done.moved[link.table] += sum(row[1] is None for row in rows)


def _leave_older(
    work: Work, link: Link, others: tuple[str, ...], winner_id: int, loser_id: int, done: Moved
) -> None:
    """Of what a record has once, the row that was changed last stays; before anything moves."""
    same = " AND ".join(f'w."{one}" IS l."{one}"' for one in others)
    rows = work.rows(
        f"SELECT w.id, l.id, w.updated_at >= l.updated_at FROM {link.table} w"  # noqa: S608 - names of the schema
        f" JOIN {link.table} l ON {same} WHERE w.deleted_at IS NULL AND l.deleted_at IS NULL"
        f' AND w."{link.column}" = :winner AND l."{link.column}" = :loser'
        + (f" AND w.{link.where} AND l.{link.where}" if link.scope else ""),
        {"winner": winner_id, "loser": loser_id},
    )
    _archive(work, link.table, [row[1] if row[2] else row[0] for row in rows], done)


def _leave_same(
    work: Work, table: str, column: str, columns: tuple[str, ...], record_id: int, done: Moved
) -> None:
    """Of rows that say the same, the first stays; a tie of a person to himself goes."""
    known = [one for one in columns if entity(table).field(one)]
    same = " AND ".join(f'a."{one}" IS b."{one}"' for one in known)
    rows = work.rows(
        f"SELECT DISTINCT b.id FROM {table} a JOIN {table} b ON a.id < b.id AND {same}"  # noqa: S608 - names of the schema
        f' WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL AND b."{column}" = :id',
        {"id": record_id},
    )
    if table == "contact_link":
        rows += work.rows(
            "SELECT id FROM contact_link WHERE from_contact_id = to_contact_id"
            " AND deleted_at IS NULL AND from_contact_id = :id",
            {"id": record_id},
        )
    _archive(work, table, sorted({row[0] for row in rows}), done)


def _archive(work: Work, table: str, ids: list[int], done: Moved) -> None:
    if ids:
        _write(work, table, ids, {"deleted_at": (None, stamp(work.now))})
        done.left[table] += len(ids)


def _write(work: Work, table: str, ids: list[int], values: Mapping[str, tuple[Any, Any]]) -> None:
    """Sets columns (before, after) of some records, stamped and journalled."""
    settings = ", ".join(f'"{column}" = :{column}' for column in values)
    work.execute(
        f"UPDATE {table} SET {settings}, version = version + 1, updated_at = :now,"  # noqa: S608 - names of the schema
        " updated_by_id = :actor WHERE id IN (SELECT value FROM json_each(:ids))",
        {
            **{column: after for column, (_before, after) in values.items()},
            "now": stamp(work.now),
            "actor": work.actor.id if work.actor else None,
            "ids": json.dumps(ids),
        },
    )
    for record_id in ids:
        changed = {column: [before, after] for column, (before, after) in values.items()}
        work.journal.note(table, record_id, ChangeAction.UPDATE, changed)
