"""The same customer once, from the command line (requirements 11.5, 9.7)."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli

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
