"""init, backup, restore, doctor, demo."""

from __future__ import annotations

import resource
import stat
from pathlib import Path

import pytest

from storage.locations import Locations
from storage.services import open_services
from tests.cli.conftest import Cli


def test_init_prints_the_path_and_names_the_key(run: Cli, home: Locations) -> None:
    answer = run("init", ok=True)
    assert Path(answer.out.strip()) == home.database
    key = home.key_file(home.database)
    assert str(key) in answer.err
    assert stat.S_IMODE(home.database.stat().st_mode) == 0o600
    assert b"SQLite" not in home.database.read_bytes()[:16]


def test_init_never_overwrites(cli: Cli, database_home: Locations) -> None:
    before = database_home.database.read_bytes()
    answer = cli("init", "--json")
    assert answer.status == 10
    assert answer.error["error"] == "fault.exists"
    assert database_home.database.read_bytes() == before


def test_init_knows_two_profiles(run: Cli) -> None:
    assert run("init", "--profile", "crowd").status == 2
    assert run("init", "--profile", "team", "--json", ok=True).data["profile"] == "team"


def test_a_backup_restores_what_was(cli: Cli, customer: str, tmp_path: Path) -> None:
    target = tmp_path / "kept.db"
    assert cli("backup", str(target), ok=True).out.strip() == str(target)
    cli("set", customer, "city=上海", ok=True)
    assert cli("restore", str(target)).status == 2  # nobody to ask, and no --yes
    answer = cli("restore", str(target), "--yes", "--json", ok=True)
    assert Path(answer.data["kept"]).exists()
    assert cli("show", customer, "--json", ok=True).data["city"] == "深圳"


def test_a_backup_has_a_place_of_its_own(cli: Cli, database_home: Locations) -> None:
    answer = cli("backup", "--json", ok=True)
    path = Path(answer.data["backup"])
    assert path.parent == database_home.database.parent / "backups"
    assert cli("backup", str(path)).status == 10  # never over an existing file


def test_a_backup_from_before_another_key_is_rehearsed(
    cli: Cli, customer: str, tmp_path: Path
) -> None:
    target = tmp_path / "kept.db"
    cli("backup", str(target), ok=True)
    older = Path(cli("rekey", "--json", ok=True).data["older"])
    answer = cli("restore", str(target), "--rehearse", "--json", ok=True)
    assert (answer.data["well"], answer.data["counts"]["customer"]) == (True, 1)
    older.unlink()
    assert cli("restore", str(target), "--rehearse").status == 10


def test_restore_refuses_what_is_no_backup(
    cli: Cli, customer: str, tmp_path: Path, database_home: Locations
) -> None:
    rubbish = tmp_path / "rubbish.db"
    rubbish.write_bytes(b"nothing of ours" * 400)
    assert cli("restore", str(rubbish), "--yes").status == 10
    assert cli("restore", str(tmp_path / "none.db"), "--yes").status == 10
    assert cli("show", customer, "--json", ok=True).data["name"] == "华信科技"


def test_restore_works_where_the_database_cannot_be_opened(
    cli: Cli, customer: str, tmp_path: Path, database_home: Locations
) -> None:
    target = tmp_path / "kept.db"
    cli("backup", str(target), ok=True)
    for suffix in ("-wal", "-shm"):
        database_home.database.with_name(database_home.database.name + suffix).unlink(
            missing_ok=True
        )
    database_home.database.write_bytes(b"damaged" * 1000)
    assert cli("list").status == 10
    cli("restore", str(target), "--yes", ok=True)
    assert [row["code"] for row in cli("list", "--json", ok=True).data] == [customer]


def test_a_process_that_the_system_kills_leaves_no_file_of_its_memory(cli: Cli) -> None:
    cli("list", ok=True)
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def test_doctor_finds_a_new_database_well(cli: Cli) -> None:
    answer = cli("doctor", "--json", ok=True)
    assert answer.data["well"]
    names = {check["name"] for check in answer.data["checks"]}
    assert {"library", "encryption", "integrity", "search", "schema"} <= names
    assert cli("doctor", ok=True).out.startswith("ok  ")


def test_doctor_answers_where_the_database_cannot_be_opened(
    cli: Cli, database_home: Locations
) -> None:
    database_home.database.write_bytes(b"damaged" * 1000)
    answer = cli("doctor", "--json")
    assert answer.status == 10
    assert not answer.data["well"]
    assert not answer.data["checks"][0]["well"]


@pytest.mark.slow
def test_demo_without_a_terminal_is_made_and_answers_verbs(run: Cli, home: Locations) -> None:
    answer = run("demo", ok=True)
    assert Path(answer.out.strip()) == home.demo_database
    assert "fivefold demo list" in answer.err
    assert len(run("demo", "list", "--json", ok=True).data) == 40
    code = run("demo", "list", "--ids", "--limit", "1", ok=True).out.strip()
    run("demo", "set", code, "city=Nowhere", ok=True)
    assert run("demo", "show", code, "--json", ok=True).data["city"] == "Nowhere"
    assert run("list").status == 10  # real data are another matter
    run("demo", "--reset", "list", ok=True)
    assert run("demo", "show", code, "--json", ok=True).data["city"] != "Nowhere"


def test_only_the_demo_is_looked_at_as_somebody_else(cli: Cli, home: Locations) -> None:
    for words in (("list", "--as", "glin"), ("--as", "glin", "list"), ("users", "--as=glin")):
        assert cli(*words).status == 2
    services = open_services(home, demo_as="glin")
    assert services.core.login != "glin"
    services.close()


@pytest.mark.slow
def test_the_demo_of_a_team_is_another_for_each_of_its_users(run: Cli, home: Locations) -> None:
    path = run("demo", "--as", "glin", ok=True).out.strip()
    assert Path(path) == home.team_demo_database
    assert "xiaoyu" in run("demo", "--as", "nobody").err
    assert run("demo", "list", "--as", "nobody").status == 2
    count = {
        login: len(run("demo", "--as", login, "list", "--json", ok=True).data)
        for login in ("glin", "liming", "akeller")
    }
    assert count["akeller"] < count["liming"] < count["glin"] == 40
    refused = run("demo", "--as", "xiaoyu", "set", "C-000001", "city=Nowhere")
    assert refused.status == 5
