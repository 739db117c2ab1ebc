"""Deals without a screen: odds that explain themselves, review, brief."""

from __future__ import annotations

import pytest

from models.width import cell_width
from storage.locations import Locations
from tests.cli.conftest import Answer, Cli
from tests.workspaces import lay_demo

pytestmark = pytest.mark.slow

WORKED = "O-000031"


@pytest.fixture
def demo(run: Cli, home: Locations) -> Cli:
    """Verbs on a copy of the demo."""
    lay_demo(home)

    def call(*words: str, **options: bool) -> Answer:
        return run("demo", *words, **options)

    return call


def test_ac_027_ac_028_odds_explain_themselves_and_move_with_an_answer(demo: Cli) -> None:
    before = demo("explain", WORKED, "odds", "--json", ok=True).data
    assert (before["figure"], before["value"], before["rule"]) == ("odds", 35.0, "R-ODDS")
    text = "\n".join(str(line) for line in before["lines"])
    assert "46.25" in text
    assert "G3" in text
    noted = ("--note", "no local service", "--source", "mail of 1 March", "--on", "2026-03-02")
    demo("answer", WORKED, "P-C2", "CONFIRMED", *noted, ok=True)
    after = demo("explain", WORKED, "odds", "--json", ok=True).data
    assert after["value"] == 50.0
    assert not any("G3" in str(line) for line in after["lines"])


def test_review_as_text_and_json(demo: Cli) -> None:
    text = demo("review", "--mine", ok=True).out
    assert "9 open deals" in text
    assert WORKED in text
    found = demo("review", "--limit", "3", "--json", ok=True).data
    assert len(found["deals"]) == 3
    assert found["open"] > found["without_next_step"] >= 0
    dates = [one["expected_close_date"] for one in found["deals"]]
    assert dates == sorted(dates)
    assert {"first_gap", "gain", "next_step", "next_step_date"} <= set(found["deals"][0])
    assert all("." in month["amount"] for month in found["forecast"])


def test_ac_013_brief_for_the_call_and_for_the_team(demo: Cli) -> None:
    page = demo("brief", "C-000001", ok=True).out
    assert page.startswith("C-000001 华信科技有限公司 · A")
    assert "F-000009" in page
    team = demo("brief", "C-000001", "--team", ok=True).out
    assert "4W1H 33/100" in team
    assert "¥" not in team
    assert "2026-" not in team
    deal = demo("brief", WORKED, "--format", "md", ok=True).out
    assert deal.startswith("# O-000031 华东仓储系统")
    assert "35.0" in deal


def test_markdown_of_data_is_text(demo: Cli) -> None:
    demo("set", "C-000001", "name=[x](javascript:1) <b>*a*</b>", ok=True)
    page = demo("brief", "C-000001", "--format", "md", ok=True).out
    assert r"\[x\](javascript:1) \<b\>\*a\*\</b\>" in page


def test_a_brief_of_something_else_is_refused_in_words(demo: Cli) -> None:
    answer = demo("brief", "F-000009")
    assert answer.status == 2
    assert "customer or of an opportunity" in answer.err
    assert demo("brief", "C-000001", "--format", "pdf").status == 2


def test_ac_020_a_customer_has_no_contract_amount(demo: Cli) -> None:
    answer = demo("set", "C-000001", "expected_amount=5000")
    assert answer.status == 6
    assert "When / How Much belong to an opportunity" in answer.err


def test_ac_020_when_and_how_much_are_no_questions_about_a_customer(demo: Cli) -> None:
    answer = demo("answer", "C-000012", "P-B1", "CONFIRMED", "--note", "2.4 m", "--json")
    assert answer.status == 5
    said = demo("answer", "C-000012", "p-b1", "ASSUMED").err
    assert "When / How Much belong to an opportunity" in said
    assert demo("answer", "C-000012", "P-N1", "ASSUMED").status == 2


def test_show_draws_the_map_of_a_deal(demo: Cli) -> None:
    page = demo("show", WORKED, "--map", ok=True).out
    assert "50 %" in page
    assert all(cell_width(line) <= 80 for line in page.splitlines())
    found = demo("show", WORKED, "--map", "--json", ok=True).data
    assert found["support"] == 35.0
    assert sum(one["weight_pct"] for one in found["members"]) == 100
    assert demo("show", "F-000009", "--map").status == 2


def test_ac_010_ac_011_report_on_the_whole_book(demo: Cli) -> None:
    text = demo("report", "pareto", ok=True).out
    assert "5 key accounts" in text
    found = demo("report", "pareto", "--json", ok=True).data
    assert len(found["rows"]) == 24
    keys = [one["code"] for one in found["rows"] if one["key_account"]]
    assert (len(keys), found["figures"]["key_account"]["value"]) == (5, 5)
    assert found["rows"][0]["pyramid_tier"] == "VIP"
    assert found["rows"][0]["revenue"].endswith(".00")


def test_ac_033_a_stage_is_shown_moved_and_refused(demo: Cli) -> None:
    refused = demo("stage", "C-000012", "STABLE", "--json")
    assert refused.status == 5
    assert refused.error["reasons"][0]["code"] == "stage.needs_share"
    moved = demo("stage", "C-000012", "STABLE", "--reason", "frame contract", "--json", ok=True)
    assert moved.data["stage"] == "STABLE"
    assert moved.data["changes"][0]["by_exception"] is True
    assert moved.data["exec_visit_due"] is not None
    text = demo("stage", "C-000012", "--done", "LOYALTY", ok=True).out
    assert "[x] Build loyalty  2026-03-02" in text
    assert "From main to long-term supplier" in text
    typed = demo("set", "C-000012", "stage=INITIAL")
    assert (typed.status, "fivefold stage" in typed.err) == (6, True)


def test_ac_181_a_stage_is_raised_over_an_open_complaint_only_with_yes(demo: Cli) -> None:
    words = ("stage", "C-000001", "STRATEGIC", "--reason", "agreed at the top")
    refused = demo(*words)
    assert (refused.status, "--yes" in refused.err) == (5, True)
    assert demo(*words, "--yes", "--json", ok=True).data["stage"] == "STRATEGIC"
