"""The rights of 11.3 before a unit of work commits: which act each write is, and whose the record.

Nothing passes here: the labels of all changes and all kinds of record are named. What a change
sets off by itself (figures, tracking items, search text) is written after this and not judged.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.enums import ChangeAction, Role
from models.explanation import Reason
from models.fields.registry import ENTITIES, find_entity
from models.rules.rights import Action, Whose, authorize, reach, sees_all
from storage.actor import Actor
from storage.effects import users
from storage.errors import NotFound, Refused
from storage.journal import Entry
from storage.queries.reader import ReadConnection
from storage.queries.scope import GIVEN
from storage.work import Work

A = Action

# Done by the program itself, whoever is at the keyboard.
SYSTEM = frozenset(
    {
        "change.recompute",
        "change.reindex",
        "change.demo",
        "change.init",
        "change.survey_job",
        "change.over_time",
    }
)


@dataclass(frozen=True, slots=True)
class Act:
    """What a change is: the rights of which one is needed to begin it.

    `judged` names the only kinds whose records are looked at; None looks at all that was written,
    each by the right of its kind. `by` is the right they are judged by instead of that.
    """

    rights: tuple[Action, ...]
    judged: frozenset[str] | None = None
    by: Action | None = None


_TOUCH, _CASE, _EDIT = Act((A.TOUCH,)), Act((A.CASE,)), Act((A.EDIT,))
_OF_KIND = Act(())  # by the kind of record that the change names
_OF_THE_CHANGE = frozenset[str]()

ACTS: Mapping[str, Act] = {
    **dict.fromkeys(("change.new", "change.set", "change.archive", "change.set_many"), _OF_KIND),
    **dict.fromkeys(
        (
            "change.touch",
            "change.plan",
            "change.done",
            "change.skip",
            "change.snooze",
            "change.snooze_many",
            "change.move",
            "change.playbook_close",
            "change.playbook_day",
            "change.playbook_many",
            "change.playbook_skip",
            "change.playbook_start",
            "change.playbook_stop",
            "change.playbook_tick",
            "change.survey",
            "change.survey_file",
            "change.fair",
            "change.release_asked",
            "change.notice_sent",
            "change.verify",
        ),
        _TOUCH,
    ),
    **dict.fromkeys(
        (
            "change.feedback_new",
            "change.feedback_step",
            "change.feedback_progress",
            "change.feedback_issue",
            "change.feedback_pause",
            "change.feedback_resume",
            "change.feedback_owner",
            "change.feedback_idea",
            "change.feedback_set",
            "change.feedback_escalate",
            "change.ticket_new",
            "change.ticket_set",
            "change.ticket_step",
            "change.ticket_visit",
            "change.ticket_part",
            "change.ticket_pause",
            "change.ticket_resume",
        ),
        _CASE,
    ),
    **dict.fromkeys(
        (
            "change.regrade",
            "change.answer",
            "change.deal_step",
            "change.stage",
            "change.strategy_done",
            "change.termination",
            "change.strategy_open",
        ),
        _EDIT,
    ),
    **dict.fromkeys(  # judged where they are answered: it depends on who asked
        (
            "change.gift_approve",
            "change.gift_decline",
            "change.release_approved",
            "change.release_declined",
        ),
        Act((A.APPROVE,), _OF_THE_CHANGE),
    ),
    **dict.fromkeys(
        (
            "change.identity_new",
            "change.identity_set",
            "change.identity_document",
            "change.identity_revoke",
        ),
        Act((A.EDIT_CONTACT,)),
    ),
    # A request writes its log and its grant; of whom it is told depends on the five elements.
    "access.identify": Act((A.IDENTIFY, A.IDENTIFY_SERVICE), _OF_THE_CHANGE),
    "change.handover": Act((A.HANDOVER,)),
    "change.handover_tick": Act((A.ACCEPT,), frozenset({"handover"}), A.ACCEPT),
    "change.handover_accept": Act((A.ACCEPT,), frozenset({"handover"}), A.ACCEPT),
    "change.handover_withdraw": Act((A.ACCEPT,), frozenset({"handover"}), A.ACCEPT),
    "change.import": Act((A.IMPORT,)),
    "change.merge": Act((A.MERGE,), _OF_THE_CHANGE),  # judged by effects/merging.py
    "change.pair": Act((A.MERGE,), _OF_THE_CHANGE),  # judged by services/duplicates.py
    # Judged by the service: it depends on the list.
    **dict.fromkeys(("access.export", "access.print"), Act((), _OF_THE_CHANGE)),
    "change.settings": Act((A.SETTINGS,), _OF_THE_CHANGE),
    "change.users": Act((A.USERS,)),
    "change.stock": Act((A.CATALOGUE,)),
    "change.audit": Act((A.KNOWLEDGE,)),
    "change.campaign": Act((A.TOUCH,)),
    "change.campaign_member": Act((A.TOUCH,)),
    "change.campaign_close": Act((A.KNOWLEDGE,)),
    "change.withdrawn": Act((A.EDIT_CONTACT,)),
    "change.erase": Act((A.ERASE,), _OF_THE_CHANGE),
    "change.subject_report": Act((A.EXPORT,), _OF_THE_CHANGE),
    "change.touchpoints": Act((A.CATALOGUE,)),
    "access.reveal": Act((A.REVEAL,), _OF_THE_CHANGE),
    "change.view": Act((A.OWN_VIEWS,)),
    "change.view_dropped": Act((A.OWN_VIEWS,)),
    # Whose change it is, services/changes.py looks at; nobody is lifted by an undo.
    **dict.fromkeys(
        ("change.undo", "change.redo"), Act((A.UNDO,), frozenset({"user", "team", "setting"}))
    ),
}

# Data by which a customer is reached: what SERVICE may put right (11.3 "contact data only").
CONTACT_DATA = frozenset(
    {
        "phone", "fax", "email", "website", "address", "postcode", "city", "province",
        "country_region", "intl_dial_code", "area_code", "preferred_channel",
    }
)  # fmt: skip

_CUSTOMER = "LEFT JOIN customer c ON c.id = r.customer_id"
_DEAL = f"LEFT JOIN opportunity o ON o.id = r.opportunity_id {_CUSTOMER}"


@dataclass(frozen=True, slots=True)
class Kind:
    """The right that writing a kind of record needs, and how it is known whose it is.

    `joins` lead to the customer `c`; `own` are columns with users it belongs to besides the owner
    of the customer; `made` stand for them in a new record. Without any it is nobody's.
    """

    right: Action
    joins: str = ""
    own: tuple[str, ...] = ()
    made: tuple[str, ...] = ()


_EDITED = Kind(A.EDIT, _CUSTOMER)
_OF_CASE = (
    "LEFT JOIN feedback f ON f.id = r.feedback_id LEFT JOIN customer c ON c.id = f.customer_id"
)
_CASE_OWNERS = ("f.owner_id", "f.first_owner_id", "f.created_by_id")
_OF_TICKET = (
    "LEFT JOIN ticket t ON t.id = r.ticket_id LEFT JOIN technician n ON n.id = t.technician_id"
    " LEFT JOIN customer c ON c.id = t.customer_id"
)
_TICKET_OWNERS = ("t.owner_id", "t.created_by_id", "n.user_id")
_KNOWLEDGE, _CATALOGUE = Kind(A.KNOWLEDGE), Kind(A.CATALOGUE)

_OF_THE_TEAM = (
    "(SELECT t.manager_id FROM team t WHERE t.id = r.team_id)",
    "(SELECT min(m.id) FROM user m WHERE m.team_id = r.team_id AND m.id != r.id)",
)
_SOMEBODYS = "-1"  # belongs to somebody, even where nobody is named

KINDS: Mapping[str, Kind] = {
    "customer": Kind(A.EDIT, "JOIN customer c ON c.id = r.id"),
    **dict.fromkeys(
        (
            "need",
            "stage_history",
            "stage_strategy",
            "success_event",
            "account_goal",
            "account_financial",
            "value_chain_link",
            "customer_rival",
            "account_plan",
            "joint_project",
        ),
        _EDITED,
    ),
    **dict.fromkeys(
        ("stakeholder", "competitor_on_account", "solution_line"),
        Kind(A.EDIT, _DEAL, ("o.owner_id",)),
    ),
    "opportunity": Kind(A.EDIT, _CUSTOMER, ("r.owner_id",)),
    "deal_step": Kind(
        A.EDIT,
        "JOIN opportunity o ON o.id = r.opportunity_id JOIN customer c ON c.id = o.customer_id",
        ("o.owner_id",),
    ),
    "nsabc_answer": Kind(
        A.EDIT,
        "LEFT JOIN opportunity o ON r.scope = 'OPPORTUNITY' AND o.id = r.subject_id"
        " LEFT JOIN customer c ON c.id = COALESCE(o.customer_id, r.subject_id)",
        ("o.owner_id",),
    ),
    "sales_order": Kind(A.EDIT, _CUSTOMER, ("r.owner_id",)),
    "sales_order_line": Kind(
        A.EDIT,
        "JOIN sales_order o ON o.id = r.order_id JOIN customer c ON c.id = o.customer_id",
        ("o.owner_id",),
    ),
    "contact": Kind(A.EDIT_CONTACT, _CUSTOMER),
    "customer_address": Kind(A.EDIT_CONTACT, _CUSTOMER),
    "special_date": Kind(
        A.EDIT_CONTACT,
        "JOIN contact k ON k.id = r.contact_id JOIN customer c ON c.id = k.customer_id",
    ),
    "contact_link": Kind(
        A.EDIT_CONTACT,
        "JOIN contact k ON k.id = r.from_contact_id JOIN customer c ON c.id = k.customer_id",
    ),
    "consent": Kind(
        A.EDIT_CONTACT,
        "JOIN contact k ON k.id = r.contact_id JOIN customer c ON c.id = k.customer_id",
    ),
    "campaign": Kind(A.KNOWLEDGE),
    "campaign_member": Kind(A.TOUCH, _CUSTOMER),
    "identity": Kind(A.EDIT_CONTACT, _CUSTOMER),
    "external_ref": Kind(A.EDIT_CONTACT, _CUSTOMER),
    "document": Kind(
        A.EDIT_CONTACT,
        "JOIN identity k ON k.id = r.identity_id LEFT JOIN customer c ON c.id = k.customer_id",
    ),
    "activity_record": Kind(A.IDENTIFY_SERVICE, _CUSTOMER),
    "source_system": Kind(A.SYSTEMS),
    "duplicate_pair": Kind(A.EDIT),
    "termination": Kind(A.EDIT, _CUSTOMER, ("r.requester_id",)),
    "contact_release": Kind(A.TOUCH, _CUSTOMER, ("r.requester_id",)),
    "interaction": Kind(A.TOUCH, _CUSTOMER, ("r.user_id",)),
    "follow_up": Kind(A.TOUCH, _CUSTOMER, ("r.assignee_id",)),
    "grade_history": Kind(A.TOUCH, _CUSTOMER),
    "grade_proposal": Kind(A.TOUCH, _CUSTOMER),
    "playbook_run": Kind(A.TOUCH, _CUSTOMER, ("r.assignee_id",)),
    "playbook_step": Kind(
        A.TOUCH,
        "JOIN playbook_run p ON p.id = r.run_id LEFT JOIN customer c ON c.id = p.customer_id",
        ("p.assignee_id",),
    ),
    "survey_invite": Kind(A.TOUCH, _CUSTOMER),
    "survey_answer": Kind(
        A.TOUCH,
        "JOIN survey_invite p ON p.id = r.invite_id LEFT JOIN customer c ON c.id = p.customer_id",
    ),
    "gift_register": Kind(A.TOUCH, _CUSTOMER, ("r.giver_id",)),
    "fair_visit": Kind(A.TOUCH, _CUSTOMER, ("r.user_id",)),
    "handover": Kind(A.HANDOVER, _CUSTOMER, ("r.to_user_id", "r.from_user_id")),
    "feedback": Kind(A.CASE, _CUSTOMER, ("r.owner_id", "r.first_owner_id", "r.created_by_id")),
    "feedback_action": Kind(A.CASE, _OF_CASE, ("r.owner_id", *_CASE_OWNERS)),
    "feedback_event": Kind(A.CASE, _OF_CASE, _CASE_OWNERS),
    "ticket": Kind(
        A.CASE,
        f"LEFT JOIN technician n ON n.id = r.technician_id {_CUSTOMER}",
        ("r.owner_id", "r.created_by_id", "n.user_id"),
    ),
    **dict.fromkeys(
        ("ticket_event", "ticket_part", "booking", "stock_move"),
        Kind(A.CASE, _OF_TICKET, _TICKET_OWNERS),
    ),
    **dict.fromkeys(
        (
            "competitor",
            "segment",
            "segment_member",
            "faq",
            "objection",
            "solution_note",
            "audit_run",
            "audit_item",
            "improvement",
            "service_review",
        ),
        _KNOWLEDGE,
    ),
    **dict.fromkeys(
        (
            "product",
            "technician",
            "part",
            "dispatch_rule",
            "touchpoint",
            "touch_indicator",
            "touch_service",
            "touch_channel",
            "touch_matrix_cell",
            "survey",
            "survey_question",
            "service_standard",
        ),
        _CATALOGUE,
    ),
    "saved_view": Kind(A.OWN_VIEWS, "", ("r.owner_id",)),
    "sales_target": Kind(A.SETTINGS),
    "setting": Kind(A.SETTINGS),
    "team": Kind(A.USERS, "", ("r.manager_id", _SOMEBODYS)),
    "user": Kind(A.USERS, "", ("r.id",), _OF_THE_TEAM),
}
_UNKNOWN = Kind(A.EDIT)
# A part of the stock that a ticket moves is the ticket's; its number on the shelf follows.
_FOLLOWS = {"part": frozenset({"on_hand"})}

_EDITABLE = {
    spec.name: frozenset(field.column for field in spec.editable) | {"deleted_at"}
    for spec in ENTITIES
}


def begin(work: Work, label: str, params: Mapping[str, object]) -> None:
    """Refused where no role of the actor may begin a change of that label at all (11.3)."""
    if work.actor is None or label in SYSTEM:
        return
    for right in _rights(label, params):
        if reach(work.actor.who, right):
            return
    wanted = _rights(label, params)
    if wanted:
        raise refused(work.actor, wanted[0], authorize(work.actor.who, wanted[0]))


def _rights(label: str, params: Mapping[str, object]) -> tuple[Action, ...]:
    act = ACTS.get(label, _EDIT)
    if act is not _OF_KIND:
        return act.rights
    spec = find_entity(str(params.get("entity", "")))
    if spec is None or spec.name not in KINDS:
        return (A.EDIT,)
    right = KINDS[spec.name].right
    return (A.EDIT, A.EDIT_CONTACT) if spec.name == "customer" else (right,)


def judge(work: Work, label: str) -> None:
    """Refused where something the unit wrote is not the actor's to write (11.3).

    NotFound for a record that the actor may not even see: as if it were not there.
    """
    if work.actor is None or label in SYSTEM:
        return
    work.session.flush()
    act = ACTS.get(label, _EDIT)
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
        raise refused(work.actor, A.USERS, (found,))


def sorted_out(
    work: Work, entity: str, ids: Sequence[int], columns: Collection[str]
) -> tuple[Sequence[int], tuple[tuple[str, Reason], ...]]:
    """Which of many records the actor may set these columns of; code and reason of the others."""
    actor = work.actor
    rights = changing(entity, columns)
    if actor is None or (sees_all(actor.who) and not _strange(actor, rights)):
        return ids, ()
    mine, others = [], []
    for record_id in ids:
        try:
            for right in rights:
                require(work, entity, [record_id], right)
        except (Refused, NotFound) as error:
            others.append((_named(work, entity, record_id), error.reason))
        else:
            mine.append(record_id)
    return mine, tuple(others)


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
    if changed <= _FOLLOWS.get(entity, frozenset()):
        return (A.CASE,)
    if entity != "customer":
        return (_kind(entity).right,)
    entered = changed & _EDITABLE[entity]
    found = [A.REASSIGN] if "owner_id" in entered else []
    if not entered:
        found.append(A.TOUCH)
    elif entered - {"owner_id"}:
        found.append(A.EDIT_CONTACT if entered <= CONTACT_DATA else A.EDIT)
    return tuple(found)


def _kind(entity: str) -> Kind:
    return KINDS.get(entity, _UNKNOWN)


def _strange(actor: Actor, rights: Iterable[Action]) -> bool:
    """Is there a right among these that does not cover everybody's records."""
    return any(authorize(actor.who, right, _STRANGERS) for right in rights)


def require(work: Work, entity: str, ids: Collection[int], right: Action) -> None:
    """Refused, or NotFound, where the actor has not that right to all of these records."""
    actor = work.actor
    if actor is None:
        return
    if sees_all(actor.who) and not _strange(actor, (right,)):
        return
    for record_id, whose, hidden in _whose(work, entity, ids, right):
        if hidden:
            raise NotFound("not_found", entity=entity, value=record_id)
        reasons = authorize(actor.who, right, whose)
        if reasons:
            raise refused(
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
    if kind in _OF_TICKETS:
        return A.EXPORT_TICKETS
    return A.EXPORT_AUDIT if kind in _OF_AUDIT else A.EXPORT


_OF_TICKETS = frozenset({"tickets", "technicians", "bookings", "parts", "stock", "ticket"})
_OF_AUDIT = frozenset({"changes", "audit", "trail"})


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
    """May the actor see a record at all: SALES their own and their team's (11.3)."""
    actor = work.actor
    if actor is None or sees_all(actor.who) or not _kind(entity).joins:
        return True
    return not any(hidden for _id, _w, hidden in _whose(work, entity, [record_id], A.SEE))


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


_STRANGERS = Whose(frozenset({-1}))  # only a right to all records covers these


def _whose(
    work: Work, entity: str, ids: Collection[int], right: Action
) -> list[tuple[int, Whose, bool]]:
    """(id, whom it belongs to, is it hidden from the actor) of records."""
    kind, actor = _kind(entity), work.actor
    assert actor is not None
    columns = ["c.id, c.owner_id" if kind.joins else "NULL, NULL"]
    columns += [f"{alias}.id" if f" {alias} ON" in kind.joins else "NULL" for alias in "ft"]
    rows = work.rows(
        f"SELECT r.id, {', '.join([*columns, *kind.own, *kind.made])} FROM {entity} r {kind.joins}"  # noqa: S608 - names of this module
        " WHERE r.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(ids))},
    )
    return [_belongs(work, entity, kind, row, right) for row in rows]


def _belongs(
    work: Work, entity: str, kind: Kind, row: tuple[Any, ...], right: Action
) -> tuple[int, Whose, bool]:
    record_id, customer_id, owner_id, feedback_id, ticket_id, *own = row
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
        if not (created and alias == "r" and customer_id is not None) or kind.right is A.CASE:
            owners.add(_before(work, ids.get(alias, ("", None)), column, now))
    actor = work.actor
    assert actor is not None
    hidden = customer_id is not None and owner is not None
    hidden = hidden and not _seen(actor, {owner} if created else owners)
    if hidden and _is_given(work, actor, customer_id):
        hidden = False
        if right is A.TOUCH:  # whom one is given to work for one calls
            owners.add(actor.id)
    return record_id, Whose(frozenset(one for one in owners if one is not None)), hidden


def _is_given(work: Work, actor: Actor, customer_id: int) -> bool:
    sql = f"SELECT 1 FROM ({GIVEN}) WHERE customer_id = :customer"  # noqa: S608 - no value in it
    return work.one(sql, {"me": actor.id, "customer": customer_id}) is not None


def _seen(actor: Actor, owners: Collection[int | None]) -> bool:
    return sees_all(actor.who) or any(one == actor.id or one in actor.team for one in owners)


def _before(work: Work, place: tuple[str, int | None], column: str, now: int | None) -> int | None:
    """What a column held before this unit."""
    entry = work.journal.entries.get(place)
    if entry is None or column not in entry.changed:
        return now
    before = entry.changed[column][0]
    return before if isinstance(before, int) else None


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
