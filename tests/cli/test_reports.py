"""Reports without a screen: every one as text and JSON, with its period."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.width import cell_width
from storage.locations import Locations
from storage.services.reports import REPORTS
from tests.cli.conftest import Answer, Cli
from tests.workspaces import lay_demo


@pytest.fixture
def demo(run: Cli, home: Locations) -> Cli:
    """Verbs on a copy of the demo."""
    lay_demo(home)

    def call(*words: str, **options: bool) -> Answer:
        return run("demo", *words, **options)

    return call


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_as_text_and_json(demo: Cli, name: str) -> None:
    text = demo("report", name, "--lang", "zh", ok=True).out
    lines = text.splitlines()
    found = demo("report", name, "--json", ok=True).data
    assert found["report"] == name
    # In the demo nobody is forgotten, and nobody does what stands out.
    assert found["rows"] or name in ("silent", "security")
    assert len(lines) >= len(found["rows"]) + 2
    assert all(cell_width(line) < 200 for line in lines)
    assert all(one["lines"] for one in found["figures"].values())


def test_ac_075_lost_to_a_rival_is_counted(demo: Cli) -> None:
    rows = demo("report", "churn", "--json", ok=True).data["rows"]
    assert {one["churn_type"]: one["count"] for one in rows}["COMPETITION"] == 1


def test_ac_055_cross_of_any_two(demo: Cli) -> None:
    found = demo("report", "cross", "deal", "importance", "--json", ok=True).data
    assert found["arguments"] == ["deal", "importance"]
    assert found["rows"][-1]["total"] == 40
    assert demo("report", "cross", "deal", "colour").status == 6


def test_a_period_is_taken_where_one_is_known(demo: Cli) -> None:
    asked = ("report", "leak", "--from", "2025-01-01", "--to", "2025-06-30", "--json")
    found = demo(*asked, ok=True).data
    assert (found["from"], found["to"]) == ("2025-01-01", "2025-06-30")
    assert demo("report", "churn", "--json", ok=True).data["from"] is None
    refused = demo("report", "pareto", "--from", "2025-01-01")
    assert refused.status == 2
    assert "--from" in refused.err
    assert demo("report", "leak", "--from", "2026-03-01", "--to", "2026-02-01").status == 6


def test_an_unknown_report_names_those_there_are(demo: Cli) -> None:
    refused = demo("report", "weather")
    assert refused.status == 2
    assert all(name in refused.err for name in REPORTS)


def test_ac_041_a_target_by_the_command_line(demo: Cli) -> None:
    made = demo("new", "sales-target", "owner=glin", "quarter=2026-Q1", "amount=100000", ok=True)
    code = made.out.strip()
    assert code.startswith("sales-targets/")
    rows = demo("report", "targets", "--json", ok=True).data["rows"]
    (lin,) = (one for one in rows if one["owner"] == "Grace Lin")
    assert (lin["target"], lin["actual"], lin["deviation"]) == ("100000.00", "108000.00", "8000.00")
    demo("set", code, "amount=120000", ok=True)
    rows = demo("report", "targets", "--json", ok=True).data["rows"]
    (lin,) = (one for one in rows if one["owner"] == "Grace Lin")
    assert (lin["deviation"], lin["target_percent"]) == ("-12000.00", -10.0)
    wrong = demo("new", "sales-target", "owner=glin", "quarter=first", "amount=1")
    assert (wrong.status, "2026-Q1" in wrong.err) == (6, True)


def test_ac_047_a_segment_by_the_command_line(demo: Cli) -> None:
    texts = ("name=Makers", "filter=industry:机械,装配", "plan=visit", "review_date=+90d")
    demo("new", "segment", *texts, ok=True)
    rows = demo("report", "segments", "--json", ok=True).data["rows"]
    (made,) = (one for one in rows if one["segment"] == "Makers")
    assert (made["members"], made["references"]) == (3, 2)
    assert len(demo("list", "segment=Makers", "--json", ok=True).data) == 3
    assert demo("new", "segment-member", "segment=Makers", "customer=C-000001").status == 5


@pytest.mark.parametrize("kind", ["csv", "md", "txt"])
def test_a_report_is_written_into_a_file(demo: Cli, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"pareto.{kind}"
    assert demo("report", "pareto", "-o", str(path), ok=True).out.strip() == str(path)
    text = path.read_text("utf-8-sig")
    assert "C-000003" in text
    assert "1,700.00" in text
    if kind != "csv":
        assert "5 key accounts" in text
        assert "2026-03-02" in text
    assert demo("report", "pareto", "-o", str(path)).status == 4
    demo("report", "pareto", "-o", str(path), "--overwrite", ok=True)
    assert demo("report", "pareto", "--format", "md").status == 2
    assert demo("report", "pareto", "--format", "vcf", "-o", str(path)).status == 5
    assert "pareto" in demo("log", ok=True).out
