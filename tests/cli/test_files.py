"""import, export, completion."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from models.width import cell_width
from tests.cli.conftest import Cli
from tui.cli.completion import words
from tui.cli.verbs import VERBS


def _table(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


ROWS = (("name", "need_status", "city"), ("甲公司", "NOW", "深圳"), ("乙公司", "LATENT", "上海"))


def test_an_import_counts_names_its_batch_and_is_undone(cli: Cli, tmp_path: Path) -> None:
    path = _table(tmp_path / "c.csv", *ROWS)
    trial = cli("import", str(path), "--as", "customers", "--dry-run", "--json", ok=True).data
    assert (trial["created"], trial["batch"]) == (2, None)
    assert cli("list", "--ids", ok=True).out == ""
    done = cli("import", str(path), "--as", "customers", "--json", ok=True).data
    counts = {name: done[name] for name in ("created", "updated", "unchanged", "rejected")}
    assert counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    assert done["duplicates"] == 0
    assert cli("log", "--json", ok=True).data[0]["change"] == done["batch"]
    cli("import", "--undo", str(done["batch"]), ok=True)
    assert cli("list", "--ids", ok=True).out == ""
    assert cli("import", "--undo", "1").status == 3  # a change, but no import


def test_rejected_rows_are_told_kept_and_seen_in_the_status(cli: Cli, tmp_path: Path) -> None:
    path = _table(tmp_path / "c.csv", ROWS[0], ("丙", "MAYBE", "x"))
    rejects = tmp_path / "bad.csv"
    answer = cli("import", str(path), "--as", "customers", "--rejects", str(rejects))
    assert answer.status == 6  # nothing was taken
    assert "MAYBE" in answer.err
    assert "MAYBE" in rejects.read_text("utf-8-sig")
    mixed = _table(tmp_path / "m.csv", *ROWS, ("丙", "MAYBE", "x"))
    data = cli("import", str(mixed), "--as", "customers", "--json", ok=True).data
    assert (data["created"], data["rejected"]) == (2, 1)


def test_columns_are_mapped_by_hand(cli: Cli, tmp_path: Path) -> None:
    path = _table(tmp_path / "c.csv", ("A", "B"), ("甲公司", "NOW"))
    mapping = ("--map", "name=A", "--map", "need_status=B")
    data = cli("import", str(path), "--as", "customers", *mapping, "--json", ok=True).data
    assert data["created"] == 1
    assert cli("list", "--json", ok=True).data[0]["name"] == "甲公司"


@pytest.mark.parametrize(
    "arguments",
    [("none.csv",), ("c.csv", "--as", "nothing"), ("c.csv", "--map", "name")],
)
def test_an_import_that_cannot_begin_is_refused(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    _table(tmp_path / "c.csv", *ROWS)
    monkeypatch.chdir(tmp_path)
    answer = cli("import", *arguments)
    assert answer.status in (2, 3, 6, 10)
    assert "Traceback" not in answer.err
    assert cli("list", "--ids", ok=True).out == ""


def test_what_is_exported_can_be_imported_again_unchanged(
    cli: Cli, customer: str, tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    data = cli("export", "customers", "-o", str(path), "--json", ok=True).data
    assert data == {"file": str(path), "rows": 1}
    again = cli("import", str(path), "--json", ok=True).data
    assert (again["created"], again["unchanged"]) == (0, 1)


def test_export_follows_query_and_format(cli: Cli, customer: str, tmp_path: Path) -> None:
    cli("new", "customer", "name=乙", "need_status=LATENT", ok=True)
    path = tmp_path / "out.json"
    cli("export", "customer", "grade:B", "--output", str(path), ok=True)
    found = json.loads(path.read_text("utf-8"))
    assert "华信科技" in json.dumps(found, ensure_ascii=False)
    assert "乙" not in json.dumps(found, ensure_ascii=False)
    assert cli("export", "customers", "-o", str(path)).status == 4  # it is there already
    cli("export", "customers", "-o", str(path), "--overwrite", ok=True)


def test_ac_156_a_printed_list_has_a_head_and_columns_that_stand_under_each_other(
    cli: Cli, customer: str, tmp_path: Path
) -> None:
    cli("new", "customer", "name=Harbour Lane Foods", "need_status=LATENT", ok=True)
    cli("new", "customer", "name=乙", "need_status=NONE", ok=True)
    path = tmp_path / "out.txt"
    cli("export", "customers", "grade:B,D", "-o", str(path), ok=True)
    what, filtered, by, _blank, heads, ruler, *rows = path.read_text("utf-8").splitlines()
    assert (what, filtered) == ("customers", "Filter: grade:B,D")
    assert " · 2026-03-02 " in by
    left = cell_width(heads[: heads.index("grade")])
    assert ruler[left - 1 : left + 1] == " -"
    rows = rows[: rows.index("")]
    assert {"华信科技", "Harbour Lane Foods"} <= {row[10:].split("  ")[0] for row in rows}
    for row in rows:
        grades = [place for place, sign in enumerate(row) if sign in "BD"]
        assert left in [cell_width(row[:place]) for place in grades], row


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("customers",), 2),
        (("nothing", "-o", "x.csv"), 2),
        (("customers", "-o", "x.doc"), 2),
        (("customers", "grade:Q", "-o", "x.csv"), 2),
        (("products", "-o", "x.vcf"), 5),
    ],
)
def test_an_export_that_cannot_be_is_refused(
    cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    status: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("export", *arguments).status == status
    assert list(tmp_path.glob("x.*")) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_asks_the_command_itself(run: Cli, shell: str) -> None:
    assert "fivefold completion words" in run("completion", shell, ok=True).out


def test_no_completion_for_other_shells(run: Cli) -> None:
    answer = run("completion", "tcsh")
    assert answer.status == 2
    assert "fish" in answer.err


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ([""], [verb.name for verb in VERBS]),
        (["exp"], ["explain", "export"]),
        (["--lang", ""], ["en", "zh"]),
        (["list", "--ki"], ["--kind"]),
        (["list", "--kind", "fol"], ["follow-ups"]),
        (["list", "--kind=fe"], ["--kind=feedback"]),
        (["list", "overd"], ["overdue"]),
        (["new", "prod"], ["products"]),
        (["new", "customer", "name"], ["name="]),
        (["new", "customer", "need_status=L"], ["need_status=LATENT"]),
        (["new", "customer", "is_internal="], ["is_internal=yes", "is_internal=no"]),
        (["set", "C-000001", "own_"], ["own_expected_date="]),
        (["set", "--query", "x", "--kind", "products", "list_p"], ["list_price="]),
        (
            ["explain", "O-000001", ""],
            ["grade", "odds", "odds_calc", "support", "coverage", "blocker"],
        ),
        (["answer", "C-000001", "C-N"], ["C-N1", "C-N2", "C-N3", "C-N4"]),
        (["answer", "O-000001", "P-N1", "C"], ["CONFIRMED"]),
        (["feedback", "esc"], ["escalate"]),
        (["demo", "lis"], ["list"]),
        (["demo", "list", "--id"], ["--ids"]),
        (["completion", "z"], ["zsh"]),
        (["report", "ca"], ["calibration"]),
        (["report", "cross", "need", ""], ["urgency", "deal", "importance"]),
        (["report", "leak", ""], []),
        (["show", ""], []),
    ],
)
def test_completion_offers_what_fits(typed: list[str], expected: list[str]) -> None:
    assert words(typed) == expected


def test_completion_words_are_printed_a_line_each(run: Cli) -> None:
    out = run("completion", "words", "--", "set", "C-000001", "kind=P", ok=True).out
    assert out == "kind=PARTNER\n"
