"""The doctor finds each fault by itself, names it, and nothing else; a restore is rehearsed."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from storage.clock import FixedClock
from storage.engine.connect import connect
from storage.errors import StorageFault
from storage.locations import Locations, find
from storage.services import Services, create_database, open_services
from tests.factories import a_contact, a_customer


def bad(services: Services) -> set[str]:
    return {check.seen.code for check in services.maintenance.doctor() if not check.well}


@pytest.fixture
def filled(services: Services) -> Services:
    customer = a_customer(services, city="深圳")
    a_contact(services, customer, mobile="13912345678")
    services.interactions.touch(customer.id, {"channel": "EMAIL", "summary": "hi"})
    services.records.update("customer", customer.id, {"city": "广州"})
    return services


FAULTS = {
    "doctor.search_rows_bad": "UPDATE search_source SET texts = '[[\"x\"],[]]'",
    "doctor.journal_bad": "UPDATE change_set SET state = 'RUNNING' WHERE id = 1",
    "doctor.chain_bad": "UPDATE change_entry SET changed = '{}'",
    "doctor.sealed_bad": "UPDATE contact SET mobile = substr(mobile, 5)",
    "doctor.blind_bad": "UPDATE contact SET mobile_hmac = NULL",
    "doctor.references_bad": "UPDATE contact SET customer_id = 7",
}


ALONG = {  # what one fault shows besides itself
    "doctor.journal_bad": ("doctor.chain_bad",),
    "doctor.references_bad": ("doctor.search_rows_bad",),
}


@pytest.mark.parametrize("code", FAULTS)
def test_each_fault_is_named(filled: Services, code: str) -> None:
    assert bad(filled) == set()
    connection = connect(filled.core.database.path, filled.core.database.key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(FAULTS[code])
    connection.close()
    assert bad(filled) == {code, *ALONG.get(code, ())}


def test_a_stale_index_is_mended(filled: Services) -> None:
    connection = connect(filled.core.database.path, filled.core.database.key)
    connection.execute(FAULTS["doctor.search_rows_bad"])
    connection.close()
    filled.maintenance.rebuild_search()
    assert bad(filled) == set()


def test_digests_of_numbers_are_mended(filled: Services) -> None:
    number = "11010519491231002X"
    texts = {"name": "李秀英", "sex": "F", "birth_date": "1949-12-31", "legal_basis": "CONSENT"}
    document = {"document_type": "RESIDENT_ID", "document_number": number}
    (customer,) = filled.lists.ids(filled.lists.parse("", "customers"))
    filled.identities.add(customer, {**texts, **document})
    assert bad(filled) == set()
    connection = connect(filled.core.database.path, filled.core.database.key)
    connection.execute("UPDATE document SET number_hmac = 'x'")
    connection.execute(FAULTS["doctor.blind_bad"])
    connection.close()
    (check,) = [one for one in filled.maintenance.doctor() if one.name == "blind"]
    assert (check.well, check.seen.params["count"]) == (False, 2)
    assert filled.maintenance.rebuild_digests() == 2
    assert bad(filled) == set()
    assert filled.lists.count(filled.lists.parse(number, "customers")) == 1
    assert filled.maintenance.rebuild_digests() == 0


def test_open_rights_of_file_and_key_are_named(filled: Services, home: Locations) -> None:
    os.chmod(home.key_file(home.database), 0o644)
    os.chmod(home.database, 0o640)
    assert bad(filled) == {"doctor.mode_bad", "doctor.key_mode_bad"}


def test_a_backup_is_owed_after_a_day(filled: Services, clock: FixedClock) -> None:
    assert filled.trail.backup_due() is None
    clock.advance(timedelta(days=1))
    due = filled.trail.backup_due()
    assert due is not None
    assert (due.code, due.params["days"]) == ("doctor.no_backup_bad", 1)
    assert bad(filled) == {"doctor.no_backup_bad"}
    made = filled.maintenance.backup(filled.core.database.path.parent / "backups" / "x.db")
    moment = (clock.now() - timedelta(hours=23)).timestamp()
    os.utime(made, (moment, moment))
    assert filled.trail.backup_due() is None
    clock.advance(timedelta(hours=2))
    assert bad(filled) == {"doctor.backup_bad"}
    filled.policies.set({"trust.backup_days": 0})
    assert filled.trail.backup_due() is None


def test_ac_152_a_backup_is_whole_and_restorable(filled: Services, tmp_path: Path) -> None:
    backup = filled.maintenance.backup(tmp_path / "kept.db")
    drill = filled.maintenance.drill(backup)
    assert (drill.whole, drill.belongs, drill.behind) == (True, True, 0)
    assert drill.counts["customer"] == 1
    a_customer(filled)
    assert filled.maintenance.drill(backup).behind == 1
    assert {path.name for path in filled.core.database.path.parent.iterdir()} <= {
        "fivefold.db", "fivefold.db-wal", "fivefold.db-shm", "fivefold.db-lock",
        "fivefold.db-turn",
    }  # fmt: skip


def test_a_backup_of_another_database_is_told_apart(
    filled: Services, tmp_path: Path, clock: FixedClock
) -> None:
    backup = filled.maintenance.backup(tmp_path / "kept.db")
    connection = connect(filled.core.database.path, filled.core.database.key)
    connection.execute("UPDATE audit_link SET mac = 'x'")
    connection.close()
    assert not filled.maintenance.drill(backup).belongs
    other = find(environ={"FIVEFOLD_HOME": str(tmp_path / "other")})
    create_database(other, clock=clock)
    stranger = open_services(other, clock=clock)
    with pytest.raises(StorageFault):
        stranger.maintenance.drill(backup)
    stranger.close()
