"""`subject`, `erase`, `retention` as processes: files for their owner alone, dry runs first."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Cli


def test_ac_145_held_and_erased(cli: Cli, tmp_path: Path) -> None:
    code = cli("new", "customer", "name=听雨楼", "need_status=LATENT", ok=True).out.strip()
    texts = (f"customer={code}", "name=慕容秋水", "mobile=13799990001")
    person = cli("new", "contact", *texts, ok=True).out.strip()
    held = tmp_path / "held.md"
    assert cli("subject", code, "-o", str(held)).status == 6  # no reason
    cli("subject", code, "--reason", "本人", "-o", str(held), "--lang", "zh", ok=True)
    text = held.read_text()
    assert "13799990001" in text
    assert "# 持有的信息: 听雨楼" in text
    assert held.stat().st_mode & 0o777 == 0o600
    found = tmp_path / "held.json"
    cli("subject", person, "--reason", "本人", "-o", str(found), ok=True)
    assert json.loads(found.read_text())["records"]["contact"][0]["mobile"] == "13799990001"
    assert "Nothing was written" in cli("erase", person, ok=True).out
    done = tmp_path / "erased.md"
    assert cli("erase", person, "--yes", "--reason", "本人").status == 2  # no file
    told = ("--yes", "--reason", "本人", "-o", str(done))
    assert "expires on 2026-05-31" in cli("erase", person, *told, ok=True).out
    assert f"deleted-{person}" in done.read_text()
    assert cli("show", person, "--json", ok=True).data["name"] == f"deleted-{person}"
    assert cli("undo").status == 5


def test_ac_154_retention(cli: Cli, tmp_path: Path) -> None:
    texts = ("name=甲", "need_status=LATENT", "retention_until=2026-02-28")
    code = cli("new", "customer", *texts, ok=True).out.strip()
    listed = cli("retention", "--json", ok=True).data
    assert [(row["customer"], row["retention_until"]) for row in listed] == [(code, "2026-02-28")]
    assert code in cli("retention", ok=True).out
    tried = cli("retention", "--dry-run", "--json", ok=True).data
    assert (tried["dry_run"], [one["code"] for one in tried["erased"]]) == (True, [code])
    assert cli("show", code, "--json", ok=True).data["name"] == "甲"
    path = tmp_path / "run.md"
    cli("retention", "--run", "--reason", "到期", "-o", str(path), ok=True)
    assert f"deleted-{code}" in path.read_text()
    assert cli("retention", "--json", ok=True).data == []
