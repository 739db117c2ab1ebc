"""`survey`: calls planned and answered without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def a_survey(cli: Cli) -> str:
    code = cli("new", "survey", "title=Quarterly", ok=True).out.strip()
    for number, kind in enumerate(("SCORE_1_5", "GAP_EXPECT_PERCEIVE", "NPS_0_10", "TEXT"), 1):
        cli(
            "new",
            "survey-question",
            f"survey={code}",
            f"number={number}",
            f"kind={kind}",
            f"text=Question {number}",
            ok=True,
        )
    return code


def test_answers_are_taken_and_low_ones_open_a_case(cli: Cli) -> None:
    survey = a_survey(cli)
    customer = cli("new", "customer", "name=华信", "need_status=LATENT", ok=True).out.strip()
    done = cli(
        "survey",
        customer,
        "1=2",
        "2=5/3",
        "3=9",
        "4=faster",
        "--on",
        "2026-03-01",
        "--json",
        ok=True,
    ).data
    assert done == {"invite": "SI-000001", "feedback": "F-000001"}
    shown = cli("show", "SI-000001", "--json", ok=True).data
    assert (shown["answered_on"], shown["survey"], shown["feedback"]) == (
        "2026-03-01",
        survey,
        "F-000001",
    )
    board = cli("survey", "--json", ok=True).data
    assert [(one["questions"], one["answered"]) for one in board["surveys"]] == [(4, 1)]
    assert "4 questions" in cli("survey", ok=True).out


def test_calls_are_planned(cli: Cli) -> None:
    a_survey(cli)
    new = ("new", "customer", "name=华信", "need_status=LATENT", "consent_survey=yes")
    cli(*new, ok=True)
    assert cli("survey", "--plan", "--json", ok=True).data == {"planned": 0}
    cli("new", "survey-invite", "survey=SV-000001", "customer=C-000001",
        "answered_on=2025-12-10", ok=True)  # fmt: skip
    assert "1 call planned" in cli("survey", "--plan", ok=True).out
    (call,) = cli("survey", "--json", ok=True).data["calls"]
    assert (call["due"], call["customer"]) == ("2026-03-10", "C-000001")
    assert "华信" in cli("survey", ok=True).out


@pytest.mark.parametrize(
    ("word", "status", "said"),
    [("one=4", 2, "NUMBER=SCORE"), ("9=4", 6, "no question 9"), ("1=7", 6, "7 is too large")],
)
def test_what_is_not_understood_is_named(cli: Cli, word: str, status: int, said: str) -> None:
    a_survey(cli)
    cli("new", "customer", "name=华信", "need_status=LATENT", ok=True)
    answer = cli("survey", "C-000001", word)
    assert (answer.status, said in answer.err) == (status, True), answer.err


def test_answers_come_from_a_file(cli: Cli, tmp_path: Path) -> None:
    survey = a_survey(cli)
    customer = cli("new", "customer", "name=华信", "need_status=LATENT", ok=True).out.strip()
    file = tmp_path / "answers.csv"
    file.write_text(f"customer,1,2,3\n{customer},5,4/4,9\nC-000077,5,,\n", "utf-8")
    given = ("survey", "--file", str(file), "--survey", survey)
    tried = cli(*given, "--dry-run", ok=True)
    assert "nothing was saved" in tried.err
    done = cli(*given, "--json", ok=True).data
    assert (done["taken"], done["cases"], done["rejected"][0]["line"]) == (1, 0, 3)
    assert "C-000077" in done["rejected"][0]["reasons"][0]
    assert cli("survey", "--file", str(file)).status == 2
