"""How a record is changed inside a unit of work: parsed, compared with what others saved, checked.

The one way for single records and for records saved with their children.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.fields.parsing import Context, parse_values
from models.fields.spec import EntitySpec
from models.records.base import RecordBase
from models.records.user import User
from models.tables import RECORDS
from storage.effects import gates
from storage.effects.saving import apply, name_change, parsing_context, require, resolve_links
from storage.errors import FieldConflict, Invalid, Stale
from storage.journal import stored_form
from storage.work import Work

Texts = Mapping[str, str | None]
Words = Mapping[str, Mapping[str, str]]


def change(
    work: Work,
    spec: EntitySpec,
    record_id: int,
    texts: Texts,
    key: bytes,
    *,
    version: int | None = None,
    originals: Mapping[str, str] | None = None,
    words: Words | None = None,
    more: Sequence[FieldConflict] = (),
) -> RecordBase:
    """Changes the named fields of a record and returns it; see `Records.update`.

    `more` are conflicts that the caller found in the children of the record.
    """
    record = work.get(RECORDS[spec.name], record_id)
    context = parsing_context(work, words, getattr(record, "currency", None) or "")
    values, problems = parse_values(spec, texts, context)
    resolved = resolve_links(work, spec, values, problems)
    if problems:
        raise Invalid(problems)
    if version is not None and (more or record.version != version):
        conflicts = [*conflicts_of(work, spec, record, resolved, originals, context), *more]
        if conflicts or originals is None:
            raise stale(work, spec, record, conflicts)
    apply(record, spec, resolved)
    require(spec, record)
    gates.check(work, record, key)
    name_change(work, spec, record)
    work.session.flush()
    return record


def conflicts_of(
    work: Work,
    spec: EntitySpec,
    record: RecordBase,
    mine: Mapping[str, Any],
    originals: Mapping[str, str] | None,
    context: Context,
) -> list[FieldConflict]:
    """Three-way comparison field by field: what it was, what they saved, what was typed."""
    before, _problems = parse_values(spec, dict(originals or {}), context)
    seen = resolve_links(work, spec, before, [])
    found = []
    for column, value in mine.items():
        field = spec.field(column)
        theirs = getattr(record, column)
        was = stored_form(seen.get(column))
        if field is None or stored_form(theirs) == stored_form(value):
            continue
        if column in seen and stored_form(theirs) == was:
            continue  # only this caller changed it
        found.append(FieldConflict(field.name, was, stored_form(theirs), stored_form(value)))
    return found


def stale(
    work: Work, spec: EntitySpec, record: RecordBase, conflicts: Sequence[FieldConflict]
) -> Stale:
    """The failure that names who saved the record meanwhile, and when."""
    who = work.session.get(User, record.updated_by_id) if record.updated_by_id else None
    return Stale(
        entity=spec.name,
        record_code=str(getattr(record, "code", "") or ""),
        version=record.version,
        changed_by=who.name if who else "",
        changed_at=record.updated_at,
        conflicts=conflicts,
    )
