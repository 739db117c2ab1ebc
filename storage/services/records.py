"""Creates, changes and archives records of any kind, by the field tables and their gates."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from models.explanation import Reason
from models.fields.customer import VERIFIED_GROUPS
from models.fields.registry import entity as entity_named
from models.fields.registry import entity_of_code
from models.records.customer import Customer
from models.tables import RECORDS
from storage.effects import gates, permits
from storage.effects.changing import change
from storage.effects.saving import (
    Saved,
    create,
    find_id,
    name_change,
    saved,
    writable,
)
from storage.errors import Invalid, NotFound, Refused
from storage.queries.account import PLAN_TABLES
from storage.services.core import Core
from storage.work import Work, encode_params


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
        keep_duplicate: str = "",
    ) -> Saved:
        """Makes a record from texts as typed; missing fields take their defaults.

        A `record_id` given before makes the call safe to repeat: where that record is there
        already it is returned as it is. A customer that looks like one on record is refused as
        Alike, unless `keep_duplicate` says why there are two (11.5). Raises Invalid (one reason a
        field), Duplicate, Refused.
        """
        spec = writable(entity)

        def unit(work: Work) -> Saved:
            known = record_id and work.session.get(RECORDS[spec.name], record_id)
            if known:
                return saved(known)
            work.keep_duplicate = keep_duplicate.strip()
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
        keep_duplicate: str = "",
    ) -> Saved:
        """Changes the named fields of a record.

        `version` is the one the caller read. Where the record moved on since, a field that both
        sides changed raises Stale with both values and nothing is written; fields that only one
        side touched do not disturb each other, as long as `originals` tells what the caller saw.
        Without `originals` every newer version raises. `version` None takes the record as it is.
        `keep_duplicate` as in `create`.
        """
        spec = writable(entity)

        def unit(work: Work) -> Saved:
            work.keep_duplicate = keep_duplicate.strip()
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

        about = {"entity": spec.name, "record": record_id}
        return self._core.write("change.set", about, unit)

    def archive(self, entity: str, record_id: int) -> Saved:
        """Takes a record out of sight; undo brings it back. Never a hard delete.

        A customer with living children is refused (requirements 13.2): archive those first. Its
        account plan goes with it, in the same change.
        """
        spec = entity_named(entity)

        def unit(work: Work) -> Saved:
            record = work.get(RECORDS[spec.name], record_id)
            if isinstance(record, Customer):
                permits.require_open(work, record.id)
                _refuse_children(work, record)
                _archive_plan(work, record)
            work.archive(record)
            gates.check(work, record, self._core.key)
            name_change(work, spec, record)
            return saved(record)

        about = {"entity": spec.name, "record": record_id}
        return self._core.write("change.archive", about, unit)

    def verify(self, customer_id: int, groups: Collection[str] = ()) -> Saved:
        """Notes that the data of a customer were checked today, by group of fields (11.1, R-DQ).

        Without `groups` all of VERIFIED_GROUPS. Invalid: a group that is none of them.
        """
        wrong = [name for name in groups if name not in VERIFIED_GROUPS]
        if wrong:
            allowed = ", ".join(VERIFIED_GROUPS)
            raise Invalid([Reason("data.unknown_group", {"value": wrong[0], "allowed": allowed})])

        def unit(work: Work) -> Saved:
            customer = work.get(Customer, customer_id)
            permits.require_open(work, customer.id)
            held = json.loads(customer.verified_at or "{}")
            held |= dict.fromkeys(groups or VERIFIED_GROUPS, work.today.isoformat())
            customer.verified_at = json.dumps(held, sort_keys=True)
            assert work.change is not None
            work.change.params = encode_params({"code": customer.code, "name": customer.name})
            return saved(customer)

        return self._core.write("change.verify", {}, unit)

    def find(self, code: str, entity: str | None = None) -> tuple[str, int]:
        """(entity, id) of a human code, login or product code; NotFound names it."""
        spec = entity_named(entity) if entity else entity_of_code(code)
        if spec is None:
            raise NotFound("not_found", entity="", value=code)
        return spec.name, self._core.read(lambda reader: find_id(reader, spec.name, code))


def _archive_plan(work: Work, customer: Customer) -> None:
    for entity in PLAN_TABLES:
        for row in work.all(RECORDS[entity], customer_id=customer.id):
            work.archive(row)


def _refuse_children(work: Work, customer: Customer) -> None:
    for entity in ("opportunity", "sales_order", "feedback", "ticket", "contact", "interaction"):
        row = work.one(
            f"SELECT count(*) FROM {entity} WHERE customer_id = :id AND deleted_at IS NULL",  # noqa: S608
            {"id": customer.id},
        )
        if row and row[0]:
            raise Refused(
                "refused.has_children", customer=customer.code, entity=entity, count=row[0]
            )
