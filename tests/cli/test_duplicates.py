"""The same customer once, from the command line (requirements 11.5, 9.7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.views.duplicates import TO_MERGE
from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow

NEW = ("new", "customer", "city=深圳", "need_status=LATENT")


def test_ac_149_a_lookalike_needs_a_reason(cli: Cli) -> None:
    cli(*NEW, "name=海天科技有限公司", ok=True)
    refused = cli(*NEW, "name=海天科技")
    assert refused.status == 4
    assert "C-000001 海天科技有限公司 (79 of 100, the same: Customer name)" in refused.err
    assert "--keep-duplicate REASON" in refused.err
    failure = cli(*NEW, "name=海天科技", "--json").error
    assert failure["error"] == "duplicate.alike"
    kept = cli(*NEW, "name=海天科技", "--keep-duplicate", "two sites", ok=True)
    assert kept.out == "C-000002\n"
    other = cli("new", "customer", "name=别的", "need_status=LATENT", ok=True).out.strip()
    change = ("set", other, "name=海天科技", "city=深圳")
    assert cli(*change).status == 4
    cli(*change, "--keep-duplicate", "three sites", ok=True)
    assert cli("set", "--query", "city:深圳", "industry=银行", "--keep-duplicate", "x").status == 2


def test_rows_that_look_alike_are_held_back_unless_there_is_a_reason(
    cli: Cli, tmp_path: Path
) -> None:
    cli(*NEW, "name=海天科技有限公司", "phone=0755-88886666", ok=True)
    path = tmp_path / "c.csv"
    path.write_text("名称,电话\n海天电子,075588886666\n华信,\n", "utf-8")
    held = cli("import", str(path), "--dry-run", ok=True)
    assert "Line 2 rejected: 海天电子 looks like C-000001" in held.err
    assert cli("import", str(path), "--json", ok=True).data["rejected"] == 1
    assert "海天电子" in (tmp_path / "c.rejects.csv").read_text("utf-8-sig")
    done = cli("import", str(path), "--keep-duplicate", "a daughter", "--json", ok=True).data
    assert (done["created"], done["rejected"], done["duplicates"]) == (1, 0, 1)


def test_ac_150_two_are_merged_and_parted_again(cli: Cli) -> None:
    cli(*NEW, "name=海天科技有限公司", ok=True)
    cli("new", "customer", "name=海天", "need_status=NOW", "phone=0755-88886666", ok=True)
    cli("new", "contact", "customer=C-000002", "name=王芳", ok=True)
    tried = cli("merge", "C-000001", "C-000002", "--dry-run", "--json", ok=True).data
    assert (tried["dry_run"], tried["moved"]) == (
        True,
        {"contact": 1, "follow_up": 1, "grade_history": 1},
    )
    assert tried["fields"]["phone"] == {
        "winner": None,
        "loser": "0755-88886666",
        "taken": "loser",
    }
    assert cli("show", "C-000002", ok=True)
    merged = cli("merge", "C-000001", "C-000002", "--field", "name=loser", ok=True)
    assert merged.out.startswith("C-000001\n")
    assert "C-000002 finds C-000001 now." in merged.err
    shown = cli("show", "c-000002", "--json", ok=True).data
    assert (shown["code"], shown["name"], shown["city"]) == ("C-000001", "海天", "深圳")
    assert cli("list", "C-000002", "--ids", ok=True).out == "C-000001\n"
    assert cli("list", "customer:C-000002", "--kind", "contacts", "--ids", ok=True).out
    assert cli("merge", "C-000001", "C-000002").status == 5
    assert cli("merge", "C-000001", "C-000009").status == 3
    assert cli("merge", "C-000001", "C-000002", "--field", "city=both").status == 2
    cli("undo", ok=True)
    assert cli("show", "C-000002", "--json", ok=True).data["name"] == "海天"


def test_a_file_may_name_a_customer_by_its_old_code(cli: Cli, tmp_path: Path) -> None:
    cli(*NEW, "name=海天科技有限公司", ok=True)
    cli("new", "customer", "name=海天", "need_status=NOW", ok=True)
    cli("merge", "C-000001", "C-000002", ok=True)
    path = tmp_path / "c.csv"
    path.write_text("code,name,industry\nC-000002,海天科技,银行\n", "utf-8")
    done = cli("import", str(path), "--as", "customers", "--json", ok=True).data
    assert (done["created"], done["updated"]) == (0, 1)
    assert cli("show", "C-000001", "--json", ok=True).data["industry"] == "银行"


def test_the_book_is_searched_for_pairs_that_are_then_settled(cli: Cli) -> None:
    both = ("--keep-duplicate", TO_MERGE)
    cli(*NEW, "name=海天科技有限公司", ok=True)
    cli(*NEW, "name=海天科技", *both, ok=True)
    cli(*NEW, "name=海天科技股份", "email=a@x.cn", *both, ok=True)
    shown = cli("duplicates", ok=True)
    assert shown.out.count("海天科技有限公司") == 2
    data = cli("duplicates", "--json", "--limit", "1", ok=True).data
    assert data["found"] == 3
    (pair,) = data["pairs"]
    assert (pair["score"], pair["first"], pair["second"]) == (79, "C-000001", "C-000002")
    assert pair["reasons"][-1]["text"].startswith("Score: 60 + 190 x (1.0000 - 0.90)")
    assert cli("duplicates", "--min", "80", "--json", ok=True).data["found"] == 0
    assert cli("duplicates", "keep", "C-000001", "C-000002").status == 6  # no reason
    cli("duplicates", "keep", "C-000001", "C-000002", "two", "sites", ok=True)
    cli("duplicates", "never", "C-000003", "C-000001", ok=True)
    assert cli("duplicates", "--json", ok=True).data["found"] == 1
    assert cli("duplicates", "perhaps", "C-000003", "C-000001").status == 2
    cli("undo", ok=True)
    assert cli("duplicates", "--json", ok=True).data["found"] == 2


def test_what_was_archived_is_found_and_comes_back(cli: Cli) -> None:
    cli(*NEW, "name=海天科技有限公司", ok=True)
    person = cli("new", "contact", "customer=C-000001", "name=王芳", ok=True).out.strip()
    cli("archive", person, ok=True)
    cli("archive", "C-000001", ok=True)
    assert cli("bin", ok=True).out.count("\n") == 3
    (row,) = cli("bin", "海天", "--json", ok=True).data
    assert (row["code"], row["entity"]) == ("C-000001", "customer")
    refused = cli("bin", "--restore", person)
    assert refused.status == 5
    assert "C-000001, which is archived itself" in refused.err
    assert "Back again" in cli("bin", "--restore", str(row["change"]), ok=True).out
    cli("bin", "--restore", person, ok=True)
    assert cli("bin", "--json", ok=True).data == []
    assert cli("bin", "--restore", "1").status == 3
    assert cli("show", person, "--json", ok=True).data["customer"] == "C-000001"


def test_a_check_of_the_data_is_noted(cli: Cli) -> None:
    cli(*NEW, "name=海天科技有限公司", ok=True)
    assert cli("list", "stale", "--ids", ok=True).out == "C-000001\n"
    cli("verify", "C-000001", "--group", "reach", ok=True)
    assert cli("list", "stale", "--ids", ok=True).out == "C-000001\n"
    cli("verify", "C-000001", ok=True)
    assert cli("list", "stale", "--ids", ok=True).out == ""
    assert cli("verify", "C-000001", "--group", "everything").status == 6
