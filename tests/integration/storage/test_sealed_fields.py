"""Mobiles, home phones and household notes are sealed in every file and read in clear nowhere else.

Requirements 11.2; the journal keeps them sealed as well, undo and import work all the same.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from storage.content.loader import load_demo
from storage.crypto import DEMO_KEY
from storage.engine.connect import add_functions
from storage.errors import Invalid, Stale, StorageFault
from storage.locations import Locations
from storage.migrations import runner
from storage.sealing import unseal
from storage.services import Services
from tests.factories import a_contact, a_customer, count_of, value
from tests.integration.storage.test_import import load, table
from tests.workspaces import lay_demo

SEALED = 14  # the version that seals
SECRET = {
    "mobile": "13912345678",
    "home_phone": "0755-26001234",
    "household_note": "Two children, 豆豆 and 毛毛",
}


def stored(services: Services, record_id: int) -> dict[str, str]:
    """The sealed columns as the file holds them."""
    row = services.core.read(
        lambda reader: reader.one(
            f"SELECT {', '.join(SECRET)} FROM contact WHERE id = :id", {"id": record_id}
        )
    )
    assert row is not None
    return dict(zip(SECRET, row, strict=True))


def journal(services: Services) -> str:
    rows = services.core.read(lambda reader: reader.rows("SELECT changed FROM change_entry"))
    return "\n".join(row[0] for row in rows)


def test_what_is_saved_is_stored_sealed_and_read_in_clear(services: Services) -> None:
    person = a_contact(services, a_customer(services), **SECRET)
    kept = stored(services, person.id)
    for column, text in SECRET.items():
        assert text not in kept[column]
        assert unseal(services.core.key, f"contact.{column}", person.id, kept[column]) == text
        assert value(services, "contact", person.id, column) == text


def test_saving_the_same_again_is_no_change(services: Services) -> None:
    person = a_contact(services, a_customer(services), **SECRET)
    before = (stored(services, person.id), count_of(services, "change_entry"))
    services.records.update("contact", person.id, SECRET)
    assert (stored(services, person.id), count_of(services, "change_entry")) == before


def test_the_journal_holds_no_sealed_value_in_clear_and_undo_brings_it_back(
    services: Services,
) -> None:
    person = a_contact(services, a_customer(services), **SECRET)
    first = stored(services, person.id)
    services.records.update("contact", person.id, {"mobile": "13700137000", "home_phone": ""})
    told = journal(services)
    assert first["mobile"] in told
    assert not any(text in told for text in (*SECRET.values(), "13700137000"))
    services.changes.undo()
    assert stored(services, person.id) == first
    services.changes.redo()
    assert value(services, "contact", person.id, "mobile") == "13700137000"
    assert value(services, "contact", person.id, "home_phone") is None


def test_an_edit_by_another_is_told_in_clear_and_its_form_compares_in_clear(
    services: Services, second: Services
) -> None:
    person = a_contact(services, a_customer(services), **SECRET)
    second.records.update("contact", person.id, {"mobile": "13700137000"})
    with pytest.raises(Stale) as stale:
        services.records.update(
            "contact",
            person.id,
            {"mobile": "13600136000"},
            version=person.version,
            originals={"mobile": SECRET["mobile"]},
        )
    (conflict,) = stale.value.conflicts
    assert (conflict.original, conflict.theirs, conflict.mine) == (
        SECRET["mobile"],
        "13700137000",
        "13600136000",
    )


def test_a_value_moved_between_people_does_not_open(services: Services) -> None:
    customer = a_customer(services)
    one = a_contact(services, customer, **SECRET)
    other = a_contact(services, customer, "李雷", mobile="13700137000")
    services.core.database.write(
        lambda session: session.connection().exec_driver_sql(
            "UPDATE contact SET mobile = (SELECT mobile FROM contact WHERE id = ?) WHERE id = ?",
            (one.id, other.id),
        )
    )
    with pytest.raises(StorageFault) as fault:
        value(services, "contact", other.id, "mobile")
    assert fault.value.code == "fault.seal_broken"


def test_a_file_gives_and_takes_them_in_clear(services: Services, tmp_path: Path) -> None:
    customer = a_customer(services)
    person = a_contact(services, customer, **SECRET)
    header = "customer,name,mobile,household_note"
    path = table(tmp_path / "p.csv", header, f"{customer.code},王芳,13912345678,Two cats")
    result = load(services, path, "contacts")
    assert (result.updated, result.created) == (1, 0)
    assert value(services, "contact", person.id, "household_note") == "Two cats"
    again = load(services, path, "contacts")
    assert (again.updated, again.unchanged) == (0, 1)


def test_the_check_of_what_may_be_stored_comes_before_the_seal(services: Services) -> None:
    person = a_contact(services, a_customer(services))
    with pytest.raises(Invalid):
        services.records.update("contact", person.id, {"mobile": "no number"})


@pytest.mark.slow
def test_a_person_known_before_is_sealed_with_its_journal_by_the_migration() -> None:
    connection = driver.connect(":memory:")
    connection.isolation_level = None
    add_functions(connection, DEMO_KEY)
    for step in runner.STEPS[: SEALED - 1]:
        step(connection)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(
        "INSERT INTO contact (id, created_at, updated_at, version, customer_id, name, is_primary,"
        " mobile, household_note) VALUES (7, 'x', 'x', 1, 1, '王芳', 1, '139', 'cats')"
    )
    changed = {"mobile": [None, "139"], "name": ["王", "王芳"], "household_note": ["dogs", "cats"]}
    connection.execute(
        "INSERT INTO change_entry (change_id, entity, record_id, action, changed)"
        " VALUES (1, 'contact', 7, 'UPDATE', ?)",
        (json.dumps(changed),),
    )
    runner.STEPS[SEALED - 1](connection)
    (mobile, note) = connection.execute("SELECT mobile, household_note FROM contact").fetchone()
    assert unseal(DEMO_KEY, "contact.mobile", 7, mobile) == "139"
    (told,) = connection.execute("SELECT changed FROM change_entry").fetchone()
    assert json.loads(told) == {
        "mobile": [None, mobile],
        "name": ["王", "王芳"],
        "household_note": [json.loads(told)["household_note"][0], note],
    }
    assert "dogs" not in told
    connection.close()


def test_ac_144_the_file_of_the_plain_demo_shows_no_mobile_to_another_tool(
    home: Locations,
) -> None:
    path = lay_demo(home)
    connection = driver.connect(path)  # any tool: no key, none of our functions
    mobiles = connection.execute("SELECT mobile FROM contact WHERE mobile NOT NULL").fetchall()
    connection.close()
    planted = {
        person.text("mobile")
        for story in load_demo().stories
        for person in story.contacts
        if person.text("mobile")
    }
    content = path.read_bytes()
    assert len(mobiles) == len(planted) > 20
    assert not [number for number in planted if number.encode() in content]
