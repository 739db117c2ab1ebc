"""Schema versions: new files are current, older ones are raised with a backup, newer refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from storage.engine.connect import APPLICATION_ID, connect
from storage.errors import StorageFault
from storage.migrations import runner

KEY = bytes(range(32))


def pragma(path: Path, name: str) -> object:
    connection = connect(path, KEY)
    try:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]
    finally:
        connection.close()


def add_a_column(connection: driver.Connection) -> None:
    connection.execute("ALTER TABLE team ADD COLUMN motto VARCHAR(80)")


def break_off(connection: driver.Connection) -> None:
    add_a_column(connection)
    raise RuntimeError("power cut")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "fivefold.db"
    runner.create(path, KEY)
    return path


def grown(monkeypatch: pytest.MonkeyPatch, step: runner.Step) -> None:
    monkeypatch.setattr(runner, "STEPS", (*runner.STEPS, step))
    monkeypatch.setattr(runner, "NEWEST", len(runner.STEPS))


def test_a_new_file_is_current(old: Path) -> None:
    assert pragma(old, "user_version") == runner.NEWEST
    assert pragma(old, "application_id") == APPLICATION_ID
    assert old.stat().st_mode & 0o077 == 0
    assert runner.migrate(old, KEY, old.parent / "backups") is None
    assert not (old.parent / "backups").exists()


def test_an_existing_file_is_never_created_over(old: Path) -> None:
    with pytest.raises(StorageFault) as refused:
        runner.create(old, KEY)
    assert refused.value.code == "fault.exists"


def test_an_older_file_is_raised_after_a_backup(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = runner.NEWEST
    grown(monkeypatch, add_a_column)
    backup = runner.migrate(old, KEY, old.parent / "backups")
    assert backup is not None
    assert pragma(backup, "user_version") == before
    assert pragma(old, "user_version") == before + 1
    assert runner.migrate(old, KEY, old.parent / "backups") is None


def test_a_broken_off_step_leaves_the_old_version(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = runner.NEWEST
    grown(monkeypatch, break_off)
    with pytest.raises(RuntimeError):
        runner.migrate(old, KEY, old.parent / "backups")
    assert pragma(old, "user_version") == before
    connection = connect(old, KEY)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(team)")]
    connection.close()
    assert "motto" not in columns


def test_a_newer_or_foreign_file_is_refused_untouched(old: Path) -> None:
    for pragma_text, code in (
        ("user_version = 99", "fault.newer"),
        ("application_id = 7", "fault.foreign"),
    ):
        connection = connect(old, KEY)
        connection.execute(f"PRAGMA {pragma_text}")
        connection.close()
        with pytest.raises(StorageFault) as refused:
            runner.migrate(old, KEY, old.parent / "backups")
        assert refused.value.code == code


def test_a_file_of_the_first_version_gets_the_tables_of_the_account_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "first" / "fivefold.db"
    with monkeypatch.context() as first:
        first.setattr(runner, "STEPS", runner.STEPS[:1])
        first.setattr(runner, "NEWEST", 1)
        runner.create(path, KEY)
    connection = connect(path, KEY)
    connection.execute(
        "INSERT INTO team (id, created_at, updated_at, version, name)"
        " VALUES (1, '2026-01-05T00:00:00Z', '2026-01-05T00:00:00Z', 1, 'South')"
    )
    connection.close()
    backup = runner.migrate(path, KEY, path.parent / "backups")
    assert backup is not None
    assert pragma(backup, "user_version") == 1
    assert pragma(path, "user_version") == runner.NEWEST
    connection = connect(path, KEY)
    assert connection.execute("SELECT name FROM team").fetchall() == [("South",)]
    for table in ("account_plan", "success_event", "solution_line", "stage_history"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    connection.close()


def test_the_journal_tells_the_odds_of_deals_closed_before() -> None:
    connection = driver.connect(":memory:")
    connection.isolation_level = None
    for step in runner.STEPS[:5]:
        step(connection)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    columns = [row[1] for row in connection.execute("PRAGMA table_info(opportunity)")]
    for number, closed in ((1, "2026-01-05"), (2, "2026-01-06"), (3, None)):
        values = {**dict.fromkeys(columns, 0), "id": number, "code": f"O-{number:06d}"}
        values |= {"closed_on": closed, "odds_calc": 1000, "deleted_at": None}
        places = ", ".join(f":{name}" for name in columns)
        connection.execute(f"INSERT INTO opportunity VALUES ({places})", values)
    told = (
        (1, '{"odds_calc":[0,350]}'),
        (1, '{"pipeline":["LEAD","WON"],"odds_calc":[350,1000],"closed_on":[null,"2026-01-05"]}'),
        (3, '{"closed_on":["2025-01-01",null],"odds_calc":[1000,200]}'),
    )
    for record, changed in told:
        connection.execute(
            "INSERT INTO change_entry (change_id, entity, record_id, action, changed)"
            " VALUES (1, 'opportunity', ?, 'UPDATE', ?)",
            (record, changed),
        )
    runner.STEPS[5](connection)
    found = connection.execute("SELECT id, odds_at_close FROM opportunity ORDER BY id").fetchall()
    connection.close()
    assert found == [(1, 350), (2, None), (3, None)]
