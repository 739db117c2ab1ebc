"""The engine: pragmas of every connection, and each fault of file, disk, key and lock in words."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.explanation import Reason
from storage.crypto import make_key
from storage.engine import connect as connecting
from storage.engine import sessions
from storage.engine.connect import connect, library_is_fixed, library_version
from storage.engine.lock import writer_queue
from storage.errors import Interrupted, StorageFault
from storage.locations import Locations
from storage.services import Services, create_database, open_services
from tests.factories import a_customer, count_of
from tui import i18n
from tui.labels import reason_text

CATALOGUE = i18n.LOCALE_FOLDER / "zh_CN" / "LC_MESSAGES" / "fivefold.po"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    yield
    i18n.set_language("en")


def worded(reason: Reason) -> None:
    """The reason is one whole sentence in every language."""
    i18n.set_language("en")
    english = reason_text(reason)
    assert english.endswith((".", "restore", "init"))
    assert english != reason.code
    assert "{" not in english
    if CATALOGUE.exists():
        i18n.set_language("zh")
        chinese = reason_text(reason)
        assert "{" not in chinese
        assert chinese != english


def refused(act: Callable[[], object], code: str) -> None:
    with pytest.raises(StorageFault) as fault:
        act()
    assert fault.value.code == code
    assert fault.value.exit_status == 10
    worded(fault.value.reason)


@pytest.fixture
def path(database_home: Locations) -> Path:
    return database_home.database


def opening(places: Locations) -> Callable[[], object]:
    def run() -> None:
        services = open_services(places)
        try:
            for table in ("customer", "setting", "user", "change_entry"):
                count_of(services, table)
            assert all(check.well for check in services.maintenance.doctor())
        finally:
            services.close()

    return run


def test_every_connection_is_set_up_alike(services: Services) -> None:
    connection = connect(services.core.database.path, services.core.database.key)
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
        "mmap_size": 0,
    }
    seen = {}
    for name in wanted:
        row = connection.execute(f"PRAGMA {name}").fetchone()
        seen[name] = row[0] if row else 0
    connection.close()
    assert seen == wanted


def test_the_library_is_free_of_the_wal_bug() -> None:
    assert library_is_fixed(library_version())
    assert not library_is_fixed((3, 40, 1))
    assert not library_is_fixed((3, 51, 2))
    assert library_is_fixed((3, 44, 6))
    assert library_is_fixed((3, 50, 7))


def test_disk_full(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = a_customer(services)
    services.core.database.close()

    def full(file: Path, key: bytes | None) -> Any:
        connection = connect(file, key)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with monkeypatch.context() as patched:
        patched.setattr(sessions, "connect", full)
        long = "满" * 3900

        def fill() -> None:
            for _ in range(30):
                a_customer(services, business_summary=long)

        refused(fill, "fault.disk_full")
        before = count_of(services, "customer")
        assert services.cards.record("customer", kept.id)["code"] == kept.code
        refused(fill, "fault.disk_full")
        assert count_of(services, "customer") == before
    services.core.database.close()
    a_customer(services, business_summary=long)  # room again: goes on without a restart
    assert count_of(services, "customer") == before + 1


def test_a_file_that_may_not_be_written(
    database_home: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.connect.os.access", lambda *_given: False)
    services = open_services(database_home)
    assert count_of(services, "user") == 1
    refused(lambda: a_customer(services), "fault.readonly")
    services.close()


def test_opened_for_reading_only(database_home: Locations) -> None:
    services = open_services(database_home, readonly=True)
    refused(lambda: a_customer(services), "fault.opened_readonly")
    services.close()


def test_not_a_database(database_home: Locations, path: Path) -> None:
    path.write_bytes(b"a letter, not a database " * 400)
    refused(opening(database_home), "fault.not_a_database")


def test_the_wrong_key(database_home: Locations, path: Path) -> None:
    key = database_home.key_file(path)
    key.unlink()
    make_key(key)
    refused(opening(database_home), "fault.not_a_database")


@pytest.mark.parametrize(
    ("content", "code"), [(None, "fault.key_missing"), ("rubbish", "fault.key_damaged")]
)
def test_no_usable_key(
    database_home: Locations, path: Path, content: str | None, code: str
) -> None:
    key = database_home.key_file(path)
    key.unlink()
    if content is not None:
        key.write_text(content)
    refused(opening(database_home), code)


def test_half_a_file(database_home: Locations, path: Path) -> None:
    size = path.stat().st_size
    os.truncate(path, size // 2 // 4096 * 4096)
    refused(opening(database_home), "fault.malformed")


@pytest.mark.parametrize("page", [2, 5, 9])
def test_one_flipped_bit_is_noticed(database_home: Locations, path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[page * 4096 + 100] ^= 4
    path.write_bytes(content)
    services = None
    try:
        services = open_services(database_home)
        well = all(check.well for check in services.maintenance.doctor())
    except StorageFault as fault:
        worded(fault.reason)
        well = False
    finally:
        if services is not None:
            services.close()
    assert not well


def test_an_empty_file(database_home: Locations, path: Path) -> None:
    path.write_bytes(b"")
    refused(opening(database_home), "fault.empty")
    assert path.stat().st_size == 0


def test_a_missing_file_is_never_created(home: Locations) -> None:
    make_key(home.key_file(home.database))
    refused(opening(home), "fault.missing")
    assert not home.database.exists()


@pytest.mark.parametrize(
    ("pragma", "code"),
    [("user_version = 99", "fault.newer"), ("application_id = 7", "fault.foreign")],
)
def test_a_newer_or_foreign_file(services: Services, pragma: str, code: str) -> None:
    core = services.core
    services.close()
    connection = connect(core.database.path, core.database.key)
    connection.execute(f"PRAGMA {pragma}")
    connection.close()
    refused(opening(core.locations), code)


def test_a_database_is_not_created_over_another(database_home: Locations) -> None:
    refused(lambda: create_database(database_home), "fault.exists")


def test_a_copy_without_its_log_is_older_but_whole_and_the_backup_has_all(
    services: Services, tmp_path: Path
) -> None:
    """Nothing can tell such a copy from an older state: therefore backups, never `cp`."""
    a_customer(services)
    copy = tmp_path / "copy.db"
    shutil.copy(services.core.database.path, copy)
    connection = connect(copy, services.core.database.key)
    rows = connection.execute("SELECT count(*) FROM customer").fetchone()[0]
    connection.close()
    backup = services.maintenance.backup(tmp_path / "backup.db")
    assert rows == 0
    assert services.maintenance.rehearse(backup)["customer"] == 1


def test_the_queue_of_writers_waits_for_a_bounded_time(path: Path) -> None:
    def wait() -> None:
        with writer_queue(path, wait=0.02):
            raise AssertionError("two writers at once")

    with writer_queue(path):
        refused(wait, "fault.busy")
        refused(wait, "fault.busy")
    with writer_queue(path, wait=1):  # who gave up holds nothing when the turn comes
        pass


def test_a_lock_held_by_a_foreign_tool_ends_in_words(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = connect(services.core.database.path, services.core.database.key)
    stranger.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(connecting, "BUSY_TIMEOUT_MS", 10)
    try:
        refused(lambda: a_customer(services), "fault.busy")
        assert count_of(services, "customer") == 0  # reading goes on
    finally:
        stranger.execute("ROLLBACK")
        stranger.close()
    assert a_customer(services).code == "C-000001"


def test_network_file_systems_are_refused(
    database_home: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "file_system", lambda _path: "nfs4")
    refused(opening(database_home), "fault.network_filesystem")


def test_an_older_library_is_refused(
    database_home: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "library_version", lambda: (3, 40, 1))
    refused(opening(database_home), "fault.older_library")


def test_work_of_many_chunks_lets_another_writer_in_between(database_home: Locations) -> None:
    path = database_home.database
    asked, had = threading.Event(), threading.Event()
    chunks = 0

    def other() -> None:
        asked.set()
        with writer_queue(path):
            had.set()

    thread = threading.Thread(target=other)
    while not had.is_set() and chunks < 200:  # without a pause between two chunks
        with writer_queue(path):
            if not chunks:
                thread.start()
                asked.wait()
            time.sleep(0.02)
        chunks += 1
    thread.join()
    assert chunks < 20


def test_a_newer_read_breaks_off_an_older_one(services: Services) -> None:
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )

    def read(reader: Any) -> Any:
        reader.connection.set_progress_handler(lambda: 1, 10_000)
        try:
            return reader.one(endless)
        finally:
            reader.connection.set_progress_handler(None, 0)

    with pytest.raises(Interrupted):
        services.core.read(read, "list")
    assert services.core.read(lambda reader: reader.one("SELECT 1"), "list") == (1,)


def test_a_statement_that_writes_is_refused_on_the_read_door(services: Services) -> None:
    with pytest.raises(StorageFault):
        services.core.read(lambda reader: reader.rows("DELETE FROM customer"))
