"""Backup, rehearsal and restore: a copy is good or refused, the old file is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.anchors import anchors_of
from storage.errors import Refused, StorageFault
from storage.services import Services, maintenance, open_services
from storage.services.maintenance import restore
from tests.factories import a_contact, a_customer, count_of


def test_a_backup_holds_what_is_not_yet_checkpointed(services: Services, tmp_path: Path) -> None:
    a_contact(services, a_customer(services))
    target = tmp_path / "backups" / "today.db"
    assert services.maintenance.backup(target) == target
    counts = services.maintenance.rehearse(target)
    assert (counts["customer"], counts["contact"]) == (1, 1)
    assert target.stat().st_mode & 0o077 == 0
    assert [path.name for path in target.parent.iterdir()] == ["today.db"]


def test_a_backup_overwrites_nothing(services: Services, tmp_path: Path) -> None:
    target = tmp_path / "kept.db"
    target.write_text("mine")
    with pytest.raises(StorageFault) as refused:
        services.maintenance.backup(target)
    assert refused.value.code == "fault.exists"
    assert target.read_text() == "mine"


def test_restoring_brings_the_day_of_the_backup_back(services: Services, tmp_path: Path) -> None:
    a_customer(services)
    backup = services.maintenance.backup(tmp_path / "today.db")
    a_customer(services)
    core = services.core
    services.close()
    path = core.database.path
    noted = anchors_of(core.locations.key_file(path))
    kept = restore(backup, path, core.database.key, tmp_path / "old.db", noted=noted)
    assert kept == tmp_path / "old.db"
    again = open_services(core.locations, clock=core.clock)
    assert count_of(again, "customer") == 1
    assert again.maintenance.rehearse(kept)["customer"] == 2
    assert all(check.well for check in again.maintenance.doctor())
    again.close()


@pytest.mark.parametrize("offset", [100, 5000, 20_000])
def test_a_damaged_backup_is_refused_and_changes_nothing(
    services: Services, tmp_path: Path, offset: int
) -> None:
    a_customer(services)
    backup = services.maintenance.backup(tmp_path / "today.db")
    content = bytearray(backup.read_bytes())
    content[offset] ^= 1
    backup.write_bytes(content)
    path, key = services.core.database.path, services.core.database.key
    before = path.read_bytes()
    with pytest.raises(StorageFault):
        services.maintenance.rehearse(backup)
    with pytest.raises(StorageFault):
        restore(backup, path, key, tmp_path / "old.db")
    assert path.read_bytes() == before
    assert not (tmp_path / "old.db").exists()


def test_a_restore_that_fails_half_way_leaves_the_database_where_it_is(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_customer(services)
    backup = services.maintenance.backup(tmp_path / "today.db")
    a_customer(services)
    core = services.core
    services.close()
    path = core.database.path

    def full(*_given: object) -> Path:
        raise StorageFault("fault.disk_full", path=str(path))

    monkeypatch.setattr(maintenance, "verified_copy", full)
    with pytest.raises(StorageFault):
        restore(backup, path, core.database.key, tmp_path / "old.db")
    assert not (tmp_path / "old.db").exists()
    again = open_services(core.locations, clock=core.clock)
    assert count_of(again, "customer") == 2
    again.close()


def test_nobody_is_left_in_the_file_that_is_moved_away(services: Services, tmp_path: Path) -> None:
    a_customer(services)
    backup = services.maintenance.backup(tmp_path / "today.db")
    path, key = services.core.database.path, services.core.database.key
    with pytest.raises(StorageFault) as refused:
        restore(backup, path, key, tmp_path / "old.db")
    assert refused.value.code == "fault.in_use"
    a_customer(services)  # the session goes on in the database that stands there
    assert sorted(one.name for one in tmp_path.glob("*.db")) == ["today.db"]
    assert list(path.parent.glob("*.next")) == []
    services.close()
    assert restore(backup, path, key, tmp_path / "old.db") == tmp_path / "old.db"


def test_the_database_is_no_backup_of_itself(services: Services, tmp_path: Path) -> None:
    a_customer(services)
    path, key = services.core.database.path, services.core.database.key
    with pytest.raises(Refused) as refused:
        restore(path, path, key, tmp_path / "old.db")
    assert refused.value.reason.code == "restore.itself"
    assert path.exists()


def test_a_backup_of_another_key_is_refused(services: Services, tmp_path: Path) -> None:
    backup = services.maintenance.backup(tmp_path / "today.db")
    with pytest.raises(StorageFault) as refused:
        restore(backup, services.core.database.path, bytes(32), tmp_path / "old.db")
    assert refused.value.code == "fault.not_a_database"
