"""How a record is made and changed inside a unit of work: parsed, linked, defaulted, checked.

The one way for forms, the command line and imports; services and effects build on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from models.explanation import Reason
from models.fields import registry
from models.fields.parsing import Context, Parsed, parse_values
from models.fields.spec import EntitySpec, FieldKind
from models.records.base import RecordBase
from models.records.customer import Customer
from models.tables import RECORDS
from models.values import BASE_CURRENCY
from storage.effects import gates
from storage.errors import Invalid, NotFound, Refused
from storage.queries.details import NAMED_BY
from storage.work import Work, encode_params

_COUNTED = frozenset(
    {
        "playbook_run",
        "customer", "contact", "opportunity", "sales_order", "follow_up", "feedback", "product",
        "survey", "survey_question", "survey_invite", "ticket", "technician", "part", "booking",
        "solution_note", "dispatch_rule",
        "touchpoint", "audit_run", "improvement",
        "service_standard", "service_review", "campaign",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saved:
    """A record as it stands after a write."""

    id: int
    code: str
    version: int


# Kinds with a process of their own: made by their service, not field by field.
_OWN_SERVICE = {
    "playbook_run": "playbook",
    "playbook_step": "playbook",
    "interaction": "touch",
    "feedback": "feedback",
    "nsabc_answer": "answer",
    "grade_history": "touch",
    "grade_proposal": "touch",
    "feedback_event": "feedback",
    "setting": "settings",
    "stage_history": "stage",
    "segment_member": "new segment",
    "stage_strategy": "stage",
    "audit_item": "audit",
    "ticket": "ticket",
    "ticket_event": "ticket",
    "ticket_part": "ticket",
    "stock_move": "stock",
    "handover": "handover",
    "fair_visit": "fair",
    "identity": "identity",
    "document": "identity",
    "termination": "terminate",
    "contact_release": "terminate",
    "campaign_member": "campaign",
}


def writable(entity: str) -> EntitySpec:
    """The field table of a kind that is written field by field; Refused names the verb else."""
    spec = registry.entity(entity)
    if spec.name in _OWN_SERVICE:
        raise Refused("refused.own_verb", entity=spec.name, verb=_OWN_SERVICE[spec.name])
    return spec


def parsing_context(
    work: Work, words: Mapping[str, Mapping[str, str]] | None = None, currency: str = ""
) -> Context:
    """How texts are read in this unit: today, the zone, words for labels, the currency meant."""
    return Context(work.today, work.zone, words, currency or BASE_CURRENCY)


def create(
    work: Work,
    spec: EntitySpec,
    texts: Mapping[str, str | None],
    key: bytes,
    *,
    record_id: int | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    computed: Mapping[str, Any] | None = None,
    currency: str = "",
) -> RecordBase:
    """A new record inside a unit of work: parsed, defaulted, coded, checked by its gate.

    `currency` is that of amounts where the record has none of its own (an order line).
    """
    values, problems = parse_values(spec, texts, parsing_context(work, words, currency))
    resolved = resolve_links(work, spec, values, problems)
    return make(work, spec, resolved, problems, key, record_id=record_id, computed=computed)


def make(
    work: Work,
    spec: EntitySpec,
    resolved: dict[str, Any],
    problems: list[Reason],
    key: bytes,
    *,
    record_id: int | None = None,
    computed: Mapping[str, Any] | None = None,
) -> RecordBase:
    """As `create`, from checked values by column and what was wrong with others."""
    actor_id = work.actor.id if work.actor else None
    for name, column, default, owned, required in _filling(spec.name):
        if column not in resolved and (owned or default is not None):
            resolved[column] = actor_id if owned else default
        missing = required and resolved.get(column) is None
        if missing and not any(p.params.get("field") == name for p in problems):
            problems.append(Reason("field.required", {"field": name}))
    if problems:
        raise Invalid(problems)
    resolved.update(computed or {})
    if spec.name in _COUNTED and spec.numbered:
        resolved["code"] = work.next_code(spec.prefix)
    filled = {column: value for column, value in resolved.items() if value is not None}
    made = work.add(RECORDS[spec.name], record_id=record_id, **filled)
    gates.check(work, made, key)
    work.session.flush()
    return made


@cache
def _filling(entity: str) -> tuple[tuple[str, str, Any, bool, bool], ...]:
    """(field, column, default, takes the actor, must be filled) of the fields that matter here.

    What nobody typed gets the field's default, an owner the actor. No default depends on the
    day or the zone.
    """
    spec = registry.entity(entity)
    texts = {
        field.name: _text_of_default(field.default)
        for field in spec.editable
        if field.default is not None
    }
    defaults, _problems = parse_values(spec, texts, Context(date.min))
    rows = (
        (f.name, f.column, defaults.get(f.name), f.name in ("owner", "assignee"), f.required)
        for f in spec.editable
    )
    return tuple(row for row in rows if row[2] is not None or row[3] or row[4])


def _text_of_default(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default)


def resolve_links(
    work: Work,
    spec: EntitySpec,
    values: Mapping[str, Parsed],
    problems: list[Reason],
    find: Callable[[str, str], int] | None = None,
) -> dict[str, Any]:
    """Values by column, with codes and logins looked up; a wrong one becomes a problem.

    `find(entity, text)` stands in for `find_id` where the caller remembers what it found.
    """
    resolved: dict[str, Any] = {}
    for name, value in values.items():
        field = spec.field(name)
        assert field is not None
        if field.kind is FieldKind.LINK and value is not None:
            try:
                if find is not None:
                    value = find(field.target, str(value))
                else:
                    value = find_id(work, field.target, str(value), actor=work.actor)
            except NotFound:
                params = {"field": name, "value": value, "target": field.target}
                problems.append(Reason("field.unknown_link", params))
                continue
        resolved[field.column] = value
    return resolved


def _by_number(reader: Any, entity: str, text: str) -> int | None:
    kind, slash, number = text.partition("/")
    spec = registry.find_entity(kind) if slash else None
    if spec is None or spec.name != entity or not (number.isascii() and number.isdigit()):
        return None
    sql = f"SELECT id FROM {entity} WHERE deleted_at IS NULL AND id = :id"  # noqa: S608 - a name of the registry
    rows = reader.rows(sql, {"id": min(int(number), 2**63 - 1)})
    return int(rows[0][0]) if rows else None


def find_id(reader: Any, entity: str, text: str, actor: Any = None) -> int:
    """Id of a living record by its code, login, product code or exact name; NotFound else.

    What has no code is also named by kind and id, as the command line prints it: `needs/17`. The
    code of a customer that was merged finds the one it was merged into (9.7).
    """
    by_number = _by_number(reader, entity, text)
    if by_number is not None and not _hidden(reader, entity, by_number):
        return by_number
    if entity == "user":
        if text == "me" and actor is not None:
            return int(actor.id)
        sql = "SELECT id FROM user WHERE deleted_at IS NULL AND (login = :text OR name = :text)"
    elif entity == "customer":
        sql = (
            "SELECT id FROM customer WHERE deleted_at IS NULL AND code = :code"
            " UNION ALL SELECT w.id FROM customer a JOIN customer w ON w.id = a.merged_into_id"
            " WHERE a.code = :code AND a.deleted_at IS NOT NULL AND w.deleted_at IS NULL"
            " UNION ALL SELECT id FROM (SELECT id FROM customer WHERE deleted_at IS NULL"
            " AND name = :text COLLATE NOCASE AND name = :text LIMIT 2)"
        )
    elif entity in NAMED_BY:
        column = NAMED_BY[entity]
        sql = f"SELECT id FROM {entity} WHERE deleted_at IS NULL AND {column} = :text LIMIT 2"  # noqa: S608 - a name of the registry
    elif entity in _COUNTED:
        # The code of a product is its maker's: it may have small letters.
        sql = (
            f"SELECT id FROM {entity} WHERE deleted_at IS NULL AND code IN (:text, :code)"  # noqa: S608 - a name of the registry
            " ORDER BY code = :text DESC LIMIT 1"
        )
    else:
        raise NotFound("not_found", entity=entity, value=text)
    rows = reader.rows(sql, {"text": text, "code": text.upper()})
    if len(rows) != 1 or _hidden(reader, entity, int(rows[0][0])):
        raise NotFound("not_found", entity=entity, value=text)
    return int(rows[0][0])


def _hidden(reader: Any, entity: str, record_id: int) -> bool:
    """Is a record kept from the actor of a unit; a page read never comes upon it."""
    return isinstance(reader, Work) and not reader.sees(entity, record_id)


def apply(record: RecordBase, spec: EntitySpec, resolved: Mapping[str, Any]) -> None:
    """Sets columns; an emptied field that may not be empty takes its default."""
    for column, value in resolved.items():
        field = spec.field(column)
        if value is None and field is not None:
            if field.kind is FieldKind.BOOLEAN and field.default is not None:
                value = field.default
            elif field.kind is FieldKind.CHOICES:
                value = frozenset()
        setattr(record, column, value)
    if isinstance(record, Customer) and "need_status" in resolved:
        record.need_confirmed = True


def require(spec: EntitySpec, record: RecordBase) -> None:
    """Raises Invalid where a field that must be filled is empty."""
    problems = [
        Reason("field.required", {"field": field.name})
        for field in spec.editable
        if field.required and getattr(record, field.column) is None
    ]
    if problems:
        raise Invalid(problems)


def name_change(work: Work, spec: EntitySpec, record: RecordBase) -> None:
    """Puts code and title of the record into the label of the change."""
    assert work.change is not None
    title = str(getattr(record, spec.title, "") or "")[:80]
    code = str(getattr(record, "code", "") or "")
    work.change.params = encode_params({"entity": spec.name, "code": code, "title": title})


def saved(record: RecordBase) -> Saved:
    """Id, code and version to hand back."""
    return Saved(record.id, str(getattr(record, "code", "") or ""), record.version)


def refreshed(work: Work, answer: object) -> object:
    """The answer of a unit after settling: a `Saved` tells the version that now stands."""
    if not isinstance(answer, Saved):
        return answer
    for entity, record_id in list(work.journal.entries):
        if record_id == answer.id:
            record = work.find(RECORDS[entity], record_id)
            return answer if record is None else saved(record)
    return answer
