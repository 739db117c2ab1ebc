from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage.locations import Locations
from tests.cli.conftest import Cli
from tui import __main__

ROOT = Path(__file__).parents[2]


def _spawn(
    arguments: list[str], home: Path, cwd: Path = ROOT, **environ: str
) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT), "FIVEFOLD_HOME": str(home), **environ},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_help_names_every_verb_in_both_languages(run: Cli) -> None:
    english = run("--help", "--lang", "en", ok=True)
    assert "list records that fit a query" in english.out
    chinese = run("--help", "--lang", "zh", ok=True)
    for verb in ("init", "demo", "feedback", "completion"):
        assert f"\n  {verb} " in english.out
        assert f"\n  {verb} " in chinese.out


def test_help_of_a_verb_shows_how_it_is_written(run: Cli) -> None:
    assert "fivefold list [QUERY] [--kind KIND]" in run("list", "--help", ok=True).out


def test_version(run: Cli) -> None:
    assert run("--version", ok=True).out == "fivefold 0.1.0\n"


def test_a_misused_verb_shows_its_form(run: Cli) -> None:
    answer = run("show")
    assert answer.status == 2
    assert "fivefold show CODE" in answer.err
    assert not answer.out


def test_a_usage_error_is_json_where_that_is_asked_for(run: Cli) -> None:
    answer = run("bogus", "--json")
    assert answer.status == 2
    # The option stands behind the word that is wrong: text is still an answer.
    assert "bogus" in answer.err
    answer = run("--json", "bogus")
    assert answer.error["error"] == "usage"
    assert answer.error["params"] == {"verb": "bogus"}


def test_without_a_database_the_sentence_names_the_way_out(run: Cli, home: Locations) -> None:
    answer = run("list")
    assert answer.status == 10
    assert "fivefold init" in answer.err
    assert not home.database.exists()


def test_a_mistyped_path_creates_nothing(run: Cli, tmp_path: Path) -> None:
    path = tmp_path / "typo.db"
    assert run("--db", str(path), "list").status == 10
    assert not path.exists()


def test_without_a_terminal_the_workspace_hints_at_the_verbs(cli: Cli) -> None:
    answer = cli()
    assert answer.status == 2
    assert "fivefold --help" in answer.err


def test_an_unexpected_error_is_logged_and_named_by_reference(
    cli: Cli, database_home: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.services.lists import Lists

    def broken(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError("a secret value")

    monkeypatch.setattr(Lists, "page", broken)
    answer = cli("list")
    assert answer.status == 1
    assert "Traceback" not in answer.err
    log = database_home.log_file.read_text("utf-8")
    reference = log.split()[1]
    assert reference in answer.err
    assert "ZeroDivisionError" in log


def test_ctrl_c_ends_with_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.services.lists import Lists

    def interrupted(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Lists, "page", interrupted)
    assert cli("list").status == 130


@pytest.mark.slow
def test_a_foreign_package_on_the_path_is_refused_before_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "__init__.py").write_text("raise SystemExit('must not be run')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert __main__.main(["--version"]) == 2
    assert "models" in capsys.readouterr().err


@pytest.mark.slow
def test_as_a_process_it_prints_chinese_in_a_plain_locale(
    cli: Cli, customer: str, database_home: Locations
) -> None:
    home = database_home.data.parent
    done = _spawn(["list"], home, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert b"\\u534e\\u4fe1" in done.stdout
    done = _spawn(["list", "--json"], home, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    import json

    assert json.loads(done.stdout)[0]["name"] == "华信科技"


@pytest.mark.slow
def test_as_a_process_a_reader_that_goes_away_is_no_error(
    cli: Cli, customer: str, database_home: Locations
) -> None:
    shell = shutil.which("sh")
    assert shell is not None
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ = {**kept, "PYTHONPATH": str(ROOT), "FIVEFOLD_HOME": str(database_home.data.parent)}
    command = f"{sys.executable} -m tui list --json | true"
    done = subprocess.run(
        [shell, "-c", command], env=environ, cwd=ROOT, capture_output=True, check=False
    )
    assert done.stderr == b""


def test_as_a_process_statuses_reach_the_shell(tmp_path: Path) -> None:
    done = _spawn(["list"], tmp_path / "home")
    assert done.returncode == 10
    assert b"Traceback" not in done.stderr
