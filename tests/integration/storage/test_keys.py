"""Keys: where they come from, a passphrase over them, another key for the same data."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.views.draft import FormDraft
from storage.clock import FixedClock
from storage.crypto import Key, find_key, is_protected, make_key, read_key, sub_key, write_key
from storage.errors import StorageFault
from storage.locations import Locations
from storage.services import (
    Services,
    change_key,
    keys,
    open_services,
    protect_key,
    restore_database,
)
from tests.factories import a_contact, a_customer, value

ROOT = Path(__file__).parents[3]
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(StorageFault) as caught:
        yield
    assert caught.value.code == code


def test_a_key_file_is_private_and_comes_back_with_its_data_key(tmp_path: Path) -> None:
    path = tmp_path / "config" / "x.key"
    made = make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path) == made
    other = Key(bytes(32), made.data)
    write_key(path, other)
    found = read_key(path)
    assert (found, found.data) == (other, made.data)
    assert sub_key(found, "audit") == sub_key(made, "audit")
    assert sub_key(Key(bytes(32)), "audit") != sub_key(made, "audit")


def test_a_passphrase_opens_the_key_and_is_changed_without_touching_the_data(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.key"
    made = make_key(path)
    write_key(path, made, "一二三 four")
    assert is_protected(path)
    assert made.hex() not in path.read_text()
    assert read_key(path, lambda: "一二三 four") == made
    with refused("fault.passphrase_wrong"):
        read_key(path, lambda: "一二三 five")
    with refused("fault.passphrase_needed"):
        read_key(path)
    write_key(path, made, "another")
    assert read_key(path, lambda: "another") == made


def test_sources_come_in_order(tmp_path: Path) -> None:
    path, handed = tmp_path / "x.key", tmp_path / "credentials"
    with refused("fault.key_missing"):
        find_key(path, None)
    credential = make_key(handed / "fivefold.key")
    assert find_key(path, handed) == credential
    own = make_key(path)
    assert find_key(path, handed) == own
    write_key(path, own, "secret")
    assert find_key(path, handed) == credential
    assert find_key(path, None, lambda: "secret") == own


@pytest.mark.parametrize(
    "text", ["", "fivefold-key-1", "fivefold-key-1 12", "fivefold-key-2 argon2id 3", "x 1", "é"]
)
def test_a_damaged_key_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.key"
    path.write_text(text, "utf-8")
    with refused("fault.key_damaged"):
        read_key(path, lambda: "")


@pytest.fixture
def kept(services: Services, home: Locations) -> Locations:
    """A database with sealed values, a draft and a chain, closed."""
    customer = a_customer(services, name="华信")
    a_contact(services, customer, mobile="13912345678")
    draft = FormDraft("customer", "new", {"name": "x"}, {}, 0, "name", (0, 0), MOMENT)
    services.desk.save(draft)
    services.close()
    return home


def looks_well(home: Locations, clock: FixedClock) -> None:
    found = open_services(home, clock=clock)
    (person,) = found.lists.ids(found.lists.parse("", "contacts"))
    assert value(found, "contact", person, "mobile") == "13912345678"
    whole = found.lists.parse("13912345678", "customers")
    assert len(list(found.lists.ids(whole))) == 1
    assert found.trail.verify().whole
    assert [draft.form for draft in found.desk.drafts()] == ["customer"]
    a_customer(found)
    found.close()


def test_another_key_opens_the_same_data_and_old_backups_come_back(
    kept: Locations, clock: FixedClock
) -> None:
    before = read_key(kept.key_file(kept.database))
    done = keys.change(kept, "20260302-100000", None)
    after = read_key(done.key)
    assert after != before
    assert after.data == before.data
    looks_well(kept, clock)
    for path in kept.data.iterdir():  # nothing of the old key, nothing half done is left
        assert not path.name.endswith((".next", ".part"))
    assert keys.state(kept).older == (done.older,)
    restore_database(kept, done.backup, "20260302-110000")
    looks_well(kept, clock)


@pytest.mark.slow
def test_a_protected_key_is_exchanged_under_its_passphrase(
    kept: Locations, clock: FixedClock
) -> None:
    keys.protect(kept, "secret", None)
    with refused("fault.passphrase_needed"):
        open_services(kept, clock=clock)
    done = keys.change(kept, "20260302-100000", lambda: "secret")
    assert is_protected(done.key)
    assert is_protected(done.older)
    open_services(kept, clock=clock, ask=lambda: "secret").close()
    keys.protect(kept, "", lambda: "secret")
    looks_well(kept, clock)


def test_a_passphrase_covers_the_older_keys_and_follows_when_it_changes(
    kept: Locations, clock: FixedClock
) -> None:
    done = keys.change(kept, "20260302-100000", None)
    older = read_key(done.older)
    keys.protect(kept, "secret", None)
    assert is_protected(done.older)  # it opens older backups, and holds the data key
    keys.protect(kept, "another", lambda: "secret")
    assert read_key(done.older, lambda: "another") == older
    assert keys.key_for(kept, done.backup, lambda: "another")[0] == older
    write_key(done.older, older, "forgotten")  # one that nobody opens hinders nothing
    newest = kept.database
    assert keys.key_for(kept, newest, lambda: "another")[0] == keys.key_of(
        kept, newest, lambda: "another"
    )
    keys.protect(kept, "", lambda: "another")
    looks_well(kept, clock)


def test_acts_on_the_whole_file_stand_in_the_trail(kept: Locations, clock: FixedClock) -> None:
    opened = open_services(kept, clock=clock)
    made = opened.maintenance.backup(kept.data / "backups" / "today.db")
    assert opened.maintenance.drill(made).behind == 0  # the copy tells of itself
    opened.close()
    change_key(kept, "20260302-100000")
    restore_database(kept, made, "20260302-110000")
    protect_key(kept, "secret")
    protect_key(kept, "", lambda: "secret")
    found = open_services(kept, clock=clock)
    told = [(one.label, one.params["file"], one.who) for one in found.trail.log({"act": "access."})]
    who, key = found.core.actor().name, kept.key_file(kept.database).name
    assert told == [
        ("access.unprotect", key, who), ("access.protect", key, who),
        ("access.restore", "today.db", who), ("access.backup", "today.db", who),
    ]  # fmt: skip
    assert found.trail.verify().whole
    found.close()


def test_a_key_is_not_changed_while_somebody_is_in(kept: Locations, clock: FixedClock) -> None:
    inside = open_services(kept, clock=clock)
    list(inside.lists.ids(inside.lists.parse("", "customers")))
    with refused("fault.in_use"):
        keys.change(kept, "20260302-100000", None)
    inside.close()
    looks_well(kept, clock)


CHANGE = """
import sys
from storage.locations import find
from storage.services import keys

pytestmark = pytest.mark.slow
places = find()
print("begun", flush=True)
keys.change(places, sys.argv[1], None)
"""


@pytest.mark.fault
@pytest.mark.slow
def test_a_change_of_the_key_killed_anywhere_leaves_a_database_that_opens(
    kept: Locations, clock: FixedClock
) -> None:
    chance = random.Random(20260302)
    for number in range(25):
        run = subprocess.Popen(
            [sys.executable, "-c", CHANGE, f"run-{number}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(chance.uniform(0, 0.25))
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        looks_well(kept, clock)
