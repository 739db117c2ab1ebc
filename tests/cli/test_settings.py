"""`settings`: the figures of the rules without a screen."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


def test_lists_all_and_changes_one_with_one_undo(cli: Cli) -> None:
    all_of_them = cli("settings", "--json", ok=True).data
    assert len(all_of_them) > 100
    assert {"key", "value", "default", "minimum", "maximum", "unit", "rule"} == set(all_of_them[0])
    cli("settings", "grading.a_days=20", ok=True)
    (found,) = cli("settings", "grading.a_days", "--json", ok=True).data
    assert (found["value"], found["default"]) == (20, 30)
    assert "(default 30 days)" in cli("settings", "grading", ok=True).out
    cli("undo", ok=True)
    (found,) = cli("settings", "grading.a_days", "--json", ok=True).data
    assert found["value"] == 30


def test_ac_064_the_cadence_of_d_is_a_month_and_of_e_a_year(cli: Cli) -> None:
    found = {one["key"]: one["value"] for one in cli("settings", "cadence", "--json", ok=True).data}
    assert (found["cadence.d_days"], found["cadence.e_days"]) == (30, 365)


def test_weights_change_together(cli: Cli) -> None:
    refused = cli("settings", "odds.weight_n=30")
    assert refused.status != 0
    assert "not 100" in refused.err
    cli("settings", "odds.weight_n=30", "odds.weight_c=5", ok=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["grading.x=1"], "no setting grading.x"),
        (["nothing"], "no setting nothing"),
        (["grading.a_days=soon"], "soon is not a whole number"),
        (["grading.a_days=0"], "too low"),
        (["grading.a_days=91"], "must"),
    ],
)
def test_what_is_wrong_is_said(cli: Cli, words: list[str], said: str) -> None:
    answer = cli("settings", *words)
    assert answer.status != 0
    assert said in answer.err


def test_own_days_off_are_set_and_listed(cli: Cli) -> None:
    said = cli("settings", "calendar.closed_days=2026-03-10,2026-03-09", ok=True).out
    assert "2026-03-09 2026-03-10" in said
    found = cli("settings", "calendar.closed", "--json", ok=True).data
    assert [one["value"] for one in found] == [["2026-03-09", "2026-03-10"]]
    refused = cli("settings", "calendar.closed_days=2026-03-10,soon")
    assert refused.status != 0
    assert "soon is not a date" in refused.err
