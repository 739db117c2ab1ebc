"""The change journal and concurrent edits: nothing passes it by, nobody's words are lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from models.enums import ChangeAction
from storage.errors import Stale
from storage.services import Services
from tests.factories import a_case, a_contact, a_customer, an_order, count_of, value


def entries(services: Services) -> list[tuple[int, str, str, dict[str, list[object]]]]:
    rows = services.core.read(
        lambda reader: reader.rows(
            "SELECT change_id, entity, action, changed FROM change_entry ORDER BY seq"
        )
    )
    return [(row[0], row[1], row[2], json.loads(row[3])) for row in rows]


def last_change(services: Services) -> int:
    row = services.core.read(lambda reader: reader.one("SELECT max(id) FROM change_set"))
    assert row is not None
    return int(row[0])


def test_every_write_is_one_change_with_its_entries(services: Services) -> None:
    customer = a_customer(services)
    acts: list[Callable[[], object]] = [
        lambda: a_contact(services, customer),
        lambda: an_order(services, customer),
        lambda: a_case(services, customer),
        lambda: services.records.update("customer", customer.id, {"city": "深圳"}),
        lambda: services.interactions.touch(customer.id, {"channel": "EMAIL", "summary": "hi"}),
    ]
    for act in acts:
        before = last_change(services)
        act()
        assert last_change(services) == before + 1
        assert [entry for entry in entries(services) if entry[0] == before + 1]


def test_a_creation_stores_no_values(services: Services) -> None:
    a_contact(services, a_customer(services), mobile="13800138000")
    made = [entry for entry in entries(services) if entry[2] == ChangeAction.CREATE]
    assert {entry[1] for entry in made} >= {"customer", "contact", "follow_up"}
    assert all(entry[3] == {} for entry in made)


def test_an_edit_stores_before_and_after_of_what_moved(services: Services) -> None:
    customer = a_customer(services, city="深圳")
    services.records.update("customer", customer.id, {"city": "广州", "industry": ""})
    _change, entity, action, changed = entries(services)[-1]
    assert (entity, action, changed) == ("customer", "UPDATE", {"city": ["深圳", "广州"]})


def test_where_nothing_changed_there_is_no_change(services: Services) -> None:
    customer = a_customer(services, city="深圳")
    before = (last_change(services), value(services, "customer", customer.id, "version"))
    services.records.update("customer", customer.id, {"city": "深圳"})
    assert (last_change(services), value(services, "customer", customer.id, "version")) == before


def test_a_failed_write_leaves_nothing(services: Services) -> None:
    customer = a_customer(services)
    before = (last_change(services), count_of(services, "change_entry"))

    def fail(work: object) -> None:
        del work
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        services.core.write("change.set", {}, fail)
    assert (last_change(services), count_of(services, "change_entry")) == before
    assert value(services, "customer", customer.id, "version") == customer.version


def test_a_stale_edit_keeps_both_values(services: Services, second: Services) -> None:
    customer = a_customer(services, phone="0755 1111")
    second.records.update("customer", customer.id, {"phone": "0755 2222"})
    with pytest.raises(Stale) as stale:
        services.records.update(
            "customer",
            customer.id,
            {"phone": "0755 3333"},
            version=customer.version,
            originals={"phone": "0755 1111"},
        )
    (conflict,) = stale.value.conflicts
    seen = (conflict.field, conflict.original, conflict.theirs, conflict.mine)
    assert seen == ("phone", "0755 1111", "0755 2222", "0755 3333")
    assert stale.value.reason.params["who"] == services.actor().name
    assert value(services, "customer", customer.id, "phone") == "0755 2222"
    kept = services.records.update(
        "customer", customer.id, {"phone": "0755 3333"}, version=stale.value.version
    )
    assert kept.version == stale.value.version + 1


def test_edits_of_different_fields_both_survive(services: Services, second: Services) -> None:
    customer = a_customer(services, phone="0755 1111", city="深圳")
    second.records.update("customer", customer.id, {"phone": "0755 2222"}, version=customer.version)
    services.records.update(
        "customer",
        customer.id,
        {"city": "广州"},
        version=customer.version,
        originals={"city": "深圳"},
    )
    assert value(services, "customer", customer.id, "phone") == "0755 2222"
    assert value(services, "customer", customer.id, "city") == "广州"


def test_an_older_version_without_originals_is_refused(
    services: Services, second: Services
) -> None:
    customer = a_customer(services)
    second.records.update("customer", customer.id, {"city": "深圳"})
    with pytest.raises(Stale):
        services.records.update(
            "customer", customer.id, {"phone": "0755 1111"}, version=customer.version
        )


def test_a_repeated_creation_with_its_id_makes_one_record(services: Services) -> None:
    number = services.core.ids.next()
    texts = {"name": "华信", "need_status": "LATENT"}
    first = services.records.create("customer", texts, record_id=number)
    assert services.records.create("customer", texts, record_id=number) == first
    assert count_of(services, "customer") == 1
