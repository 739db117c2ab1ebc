"""Creates, changes and archives records of any kind, by the field tables and their gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.registry import entity as entity_named
from models.fields.registry import entity_of_code
from models.fields.spec import EntitySpec
from models.records.customer import Customer
from models.tables import RECORDS
from storage.effects import gates
from storage.effects.changing import change
from storage.effects.saving import (
    Saved,
    apply,
    create,
    find_id,
    name_change,
    parsing_context,
    require,
    resolve_links,
    saved,
)
from storage.errors import Invalid, NotFound, Refused
from storage.services.core import Core
from storage.work import Work

# Kinds with a process of their own: made by their service, not field by field.
_OWN_SERVICE = {
    "interaction": "touch",
    "feedback": "feedback",
    "nsabc_answer": "answer",
    "grade_history": "touch",
    "feedback_event": "feedback",
    "setting": "settings",
}


class Records:
    """One way to write a record, for forms, the command line and imports."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def create(
        self,
        entity: str,
        texts: Mapping[str, str | None],
        *,
        record_id: int | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Saved:
        """Makes a record from texts as typed; missing fields take their defaults.

        A `record_id` given before makes the call safe to repeat: where that record is there
        already it is returned as it is. Raises Invalid (one reason a field), Duplicate, Refused.
        """
        spec = self._writable(entity)

        def unit(work: Work) -> Saved:
            known = record_id and work.session.get(RECORDS[spec.name], record_id)
            if known:
                return saved(known)
            made = create(work, spec, texts, self._core.key, record_id=record_id, words=words)
            name_change(work, spec, made)
            return saved(made)

        return self._core.write("change.new", {"entity": spec.name}, unit)

    def update(
        self,
        entity: str,
        record_id: int,
        texts: Mapping[str, str | None],
        *,
        version: int | None = None,
        originals: Mapping[str, str] | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Saved:
        """Changes the named fields of a record.

        `version` is the one the caller read. Where the record moved on since, a field that both
        sides changed raises Stale with both values and nothing is written; fields that only one
        side touched do not disturb each other, as long as `originals` tells what the caller saw.
        Without `originals` every newer version raises. `version` None takes the record as it is.
        """
        spec = self._writable(entity)

        def unit(work: Work) -> Saved:
            record = change(
                work,
                spec,
                record_id,
                texts,
                self._core.key,
                version=version,
                originals=originals,
                words=words,
            )
            return saved(record)

        return self._core.write("change.set", {"entity": spec.name}, unit)

    def archive(self, entity: str, record_id: int) -> Saved:
        """Takes a record out of sight; undo brings it back. Never a hard delete.

        A customer with living children is refused (requirements 13.2): archive those first.
        """
        spec = entity_named(entity)

        def unit(work: Work) -> Saved:
            record = work.get(RECORDS[spec.name], record_id)
            if isinstance(record, Customer):
                _refuse_children(work, record)
            work.archive(record)
            gates.check(work, record, self._core.key)
            name_change(work, spec, record)
            return saved(record)

        return self._core.write("change.archive", {"entity": spec.name}, unit)

    def set_many(
        self,
        entity: str,
        record_ids: Sequence[int],
        texts: Mapping[str, str | None],
        *,
        dry_run: bool = False,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> tuple[int, list[tuple[str, Reason]]]:
        """Changes the same fields of many records: (how many change, what is refused and why).

        One change, one undo. With `dry_run` nothing is written.
        """
        spec = self._writable(entity)
        refused: list[tuple[str, Reason]] = []

        def unit(work: Work) -> int:
            refused.clear()
            values, problems = parse_values(spec, texts, parsing_context(work, words))
            resolved = resolve_links(work, spec, values, problems)
            if problems:
                raise Invalid(problems)
            changed = 0
            for record_id in record_ids:
                record = work.get(RECORDS[spec.name], record_id)
                if all(getattr(record, column) == value for column, value in resolved.items()):
                    continue
                try:
                    with work.session.begin_nested():
                        apply(record, spec, resolved)
                        require(spec, record)
                        gates.check(work, record, self._core.key)
                except (Invalid, Refused) as error:
                    refused.append((str(getattr(record, "code", record_id)), error.reason))
                    continue
                changed += 1
            if dry_run:
                raise _DryRun(changed)
            return changed

        params = {"entity": spec.name, "count": len(record_ids), "fields": ",".join(texts)}
        try:
            return self._core.write("change.set_many", params, unit), refused
        except _DryRun as done:
            return done.changed, refused

    def find(self, code: str, entity: str | None = None) -> tuple[str, int]:
        """(entity, id) of a human code, login or product code; NotFound names it."""
        spec = entity_named(entity) if entity else entity_of_code(code)
        if spec is None:
            raise NotFound("not_found", entity="", value=code)
        return spec.name, self._core.read(lambda reader: find_id(reader, spec.name, code))

    def _writable(self, entity: str) -> EntitySpec:
        spec = entity_named(entity)
        if spec.name in _OWN_SERVICE:
            raise Refused("refused.own_verb", entity=spec.name, verb=_OWN_SERVICE[spec.name])
        return spec


class _DryRun(Exception):
    def __init__(self, changed: int) -> None:
        self.changed = changed


def _refuse_children(work: Work, customer: Customer) -> None:
    for entity in ("opportunity", "sales_order", "feedback", "contact", "interaction"):
        row = work.one(
            f"SELECT count(*) FROM {entity} WHERE customer_id = :id AND deleted_at IS NULL",  # noqa: S608
            {"id": customer.id},
        )
        if row and row[0]:
            raise Refused(
                "refused.has_children", customer=customer.code, entity=entity, count=row[0]
            )
