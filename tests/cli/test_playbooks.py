"""The verb `playbook`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def test_playbooks_are_listed_started_and_led_to_their_end(cli: Cli, customer: str) -> None:
    listed = cli("playbook", "--json", ok=True).data
    assert {"THREE_CALLS", "V6_2"} <= {row["code"] for row in listed["playbooks"]}
    shown = cli("playbook", "show", "TEN_SERVICE", "--json", ok=True).data
    assert (shown["described"], len(shown["steps"])) == (7, 10)
    words = ("playbook", "start", "GOODS_ACCEPTANCE", customer)
    code = cli(*words, ok=True).out.strip()
    assert code == "PB-000001"
    refused = cli("playbook", "day", code, "acceptance", "+3d")
    assert refused.status == 5
    assert "Store keeper" in refused.err
    for point in ("account_executive", "department_head", "buyer", "store_keeper"):
        cli("playbook", "tick", code, "internal", point, ok=True)
    (run,) = cli("playbook", "runs", customer, "--json", ok=True).data
    internal = run["steps"][0]
    assert [point["done_on"] for point in internal["checklist"]][:4] == ["2026-03-02"] * 4
    cli("done", internal["follow_up"], ok=True)
    text = cli("playbook", "day", code, "acceptance", "2026-03-06", "14:00", ok=True).out
    assert "2026-03-06 14:00" in text
    assert cli("playbook", "skip", code, "thanks").status == 6  # a reason is needed
    assert cli("playbook", "close", code).status == 5
    stopped = cli("playbook", "stop", code, "sold", "elsewhere", "--json", ok=True).data
    assert (stopped[0]["state"], stopped[0]["reason"]) == ("STOPPED", "sold elsewhere")


def test_a_playbook_for_all_of_a_query_and_its_mistakes(cli: Cli, customer: str) -> None:
    words = ("playbook", "start", "TIER_POTENTIAL", "--query", "grade:B", "--json")
    assert cli(*words, ok=True).data == {"found": 1, "started": 1, "refused": []}
    again = cli(*words, ok=True).data
    assert again["refused"][0]["code"] == "playbook.running"
    assert cli("playbook", "start", "NO_SUCH", customer).status == 3
    assert cli("playbook", "dance").status == 2
    assert cli("playbook", "skip", "PB-000001", "no_step", "why").status == 2


def test_a_letter_by_the_command_line_is_followed_by_calls(cli: Cli, customer: str) -> None:
    mail = ("touch", customer, "--channel", "EMAIL", "--summary", "Offer")
    cli(*mail, "--no-calls", ok=True)
    assert cli("playbook", "runs", customer, "--json", ok=True).data == []
    cli(*mail, ok=True)
    (run,) = cli("playbook", "runs", customer, "--json", ok=True).data
    assert [step["due_date"] for step in run["steps"]][:2] == ["2026-03-02", "2026-03-03"]
    why = cli("explain", "playbook-steps/1", "step_due")
    assert why.status == 3
