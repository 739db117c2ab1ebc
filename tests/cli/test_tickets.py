"""`ticket`, `stock`, `technicians`: the headless twin of the service screens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def _taken(cli: Cli, customer: str, *words: str) -> str:
    given = (f"customer={customer}", "symptom=水泵漏水", *words)
    return cli("ticket", "new", *given, ok=True).out.strip()


def _part(cli: Cli, stock: int) -> str:
    words = ("code=SEAL-20", "name=密封圈", f"on_hand={stock}", "reorder_level=2")
    return cli("new", "part", *words, ok=True).out.strip()


def test_a_repair_is_led_from_the_call_to_the_closing(cli: Cli, customer: str) -> None:
    code = _taken(cli, customer, "kind=REPAIR")
    cli("new", "technician", "name=王强", "skills=水泵", "region=华南", ok=True)
    cli("ticket", "book", code, "visit_start=2026-03-03 10:00", "visit_end=2026-03-03 12:00")
    (best, *_rest) = cli("ticket", "suggest", code, "--json", ok=True).data
    assert (best["technician"], best["free"], best["skilled"], best["near"]) == (
        "TN-000001",
        True,
        True,
        True,
    )
    cli("ticket", "dispatch", code, "technician=TN-000001", ok=True)
    (day,) = cli("technicians", "--on", "2026-03-03", "--json", ok=True).data
    assert [one["ticket"] for one in day["bookings"]] == [code]
    assert "10:00-12:00" in cli("technicians", "--on", "2026-03-03", ok=True).out
    cli("ticket", "work", code, ok=True)
    refused = cli("ticket", "resolve", code, "diagnosis=密封圈老化", "--json")
    assert refused.status == 5
    cli("ticket", "resolve", code, "diagnosis=密封圈老化", "solution=换密封圈", ok=True)
    cli("ticket", "confirm", code, "solved=yes", "satisfaction=5", ok=True)
    assert "CLOSED" in cli("ticket", "close", code, "--json", ok=True).out
    seen = cli("show", code, "--json", ok=True).data
    assert [one["to_state"] for one in seen["events"]] == [
        "RECEIVED", "BOOKED", "DISPATCHED", "IN_WORK", "RESOLVED", "CONFIRMED", "CLOSED",
    ]  # fmt: skip
    found = cli("list", "miquan", "--kind", "solution-notes", "--json", ok=True).data
    assert found == []  # misspelt
    found = cli("list", "密封圈", "--kind", "solution-notes", "--json", ok=True).data
    assert [(one["ticket"], one["held"]) for one in found] == [(code, True)]


def test_parts_wait_for_stock(cli: Cli, customer: str) -> None:
    part = _part(cli, 1)
    code = _taken(cli, customer, "place=BROUGHT_IN")
    cli("ticket", "work", code, ok=True)
    refused = cli("ticket", "part", code, f"part={part}", "qty=2", "--json")
    assert refused.status == 5
    assert "part.short" in refused.err
    cli("ticket", "wait", code, f"part={part}", "qty=2", ok=True)
    paused = cli("ticket", "pause", code, "厂家缺货", "--told", "--json", ok=True).data
    assert paused["paused_since"] is not None
    stock = cli("stock", part, "receipt", "4", "送货单 88", "--json", ok=True).data
    assert stock == {"code": part, "on_hand": 5, "reserved": 2, "free": 3}
    (row,) = cli("list", "low:no", "--kind", "parts", "--json", ok=True).data
    assert (row["code"], row["free"], row["low"]) == (part, 3, False)
    assert cli("ticket", "resume", code, "--json", ok=True).data["paused_since"] is None
    assert "put aside" in cli("ticket", "part", code, f"part={part}", "qty=1", ok=True).out
    cli("ticket", "unpart", code, part, ok=True)
    assert cli("stock", part, "count", "-1", "--json", ok=True).data["reserved"] == 0
    assert cli("stock", part, "lend", "1").status == 2
    assert "there - 0 put aside" in cli("explain", part, "free", ok=True).out


def test_ac_198_headless_answer_not_solved(cli: Cli, customer: str) -> None:
    code = cli(
        "new", "ticket", f"customer={customer}", "kind=DISPUTE", "symptom=少发两箱", ok=True
    ).out.strip()
    cli("ticket", "work", code, ok=True)
    cli("ticket", "resolve", code, "diagnosis=漏装", "solution=补发", ok=True)
    answer = cli("ticket", "confirm", code, "solved=no", "reason=还差一箱", "--json", ok=True).data
    assert (answer["state"], answer["round"]) == ("RECEIVED", 2)
    steps = cli("ticket", "steps", code, "--json", ok=True).data
    assert [one["state"] for one in steps] == ["IN_WORK", "BOOKED", "CANCELLED"]
    assert "book" in cli("ticket", "steps", code, ok=True).out
    rows = cli("ticket", "list", "open:yes", "--json", ok=True).data
    assert [row["code"] for row in rows] == [code]


def test_parts_and_technicians_travel_in_files(cli: Cli, tmp_path: Path) -> None:
    source = tmp_path / "parts.csv"
    source.write_text(
        "code,name,on_hand,reorder_level\nBRG-6204,轴承 6204,12,4\nSEAL-20,密封圈,3,5\n", "utf-8"
    )
    done = cli("import", str(source), "--as", "parts", "--json", ok=True).data
    assert done["created"] == 2
    again = tmp_path / "again.csv"
    again.write_text("code,name,on_hand\nBRG-6204,轴承 6204,10\n", "utf-8")
    assert cli("import", str(again), "--as", "parts", "--json", ok=True).data["updated"] == 1
    moves = cli("show", "BRG-6204", "--json", ok=True).data["moves"]
    assert [one["qty"] for one in moves] == [-2, 12]
    people = tmp_path / "people.csv"
    people.write_text("name,skills,region\n王强,水泵,华南\n", "utf-8")
    cli("import", str(people), "--as", "technicians", ok=True)
    target = tmp_path / "out.json"
    cli("export", "technicians", "-o", str(target), ok=True)
    assert [one["name"] for one in json.loads(target.read_text("utf-8"))] == ["王强"]
    cli("export", "parts", "-o", str(tmp_path / "out.csv"), ok=True)
    assert "SEAL-20" in (tmp_path / "out.csv").read_text("utf-8")
    cli("set", "TN-000001", "region=华东", ok=True)
    assert cli("show", "TN-000001", "--json", ok=True).data["region"] == "华东"
