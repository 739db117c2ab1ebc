from __future__ import annotations

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def _taken(cli: Cli, customer: str, *words: str, today: str = "2026-03-03") -> str:
    given = (f"customer={customer}", "text=仓库漏水", *words)
    return cli("feedback", "new", *given, today=today, ok=True).out.strip()


def _state(cli: Cli, code: str) -> tuple[str, int]:
    seen = cli("show", code, "--json", today="2026-03-03", ok=True).data
    return seen["state"], seen["round"]


ACK = ("ack_text=马上处理", "promised_at=2026-03-05 10:00")
ANALYSIS = (
    "category=DELIVERY",
    "quality_dimension=SERVICE",
    "experience_element=SERVICE",
    "main_issue=屋顶",
    "root_cause=防水层老化",
)
ACTION = ("type=PROCESS", "text=换防水层", "due=2026-03-06")


def _step(cli: Cli, *words: str, ok: bool = True) -> int:
    return cli("feedback", *words, today="2026-03-03", ok=ok).status


def _to_tracking(cli: Cli, code: str) -> None:
    _step(cli, "ack", code, *ACK)
    _step(cli, "analyse", code, *ANALYSIS)
    _step(cli, "act", code, *ACTION)
    _step(cli, "track", code, "actions_done=yes", "check_call_on=2026-03-06")


def test_ac_090_a_complaint_walks_through_all_states(cli: Cli, customer: str) -> None:
    code = _taken(cli, customer, "kind=COMPLAINT")
    _step(cli, "ack", code, *ACK)
    answer = cli("feedback", "act", code, *ACTION, today="2026-03-03")
    assert answer.status == 5  # ANALYSED is not skipped
    assert _state(cli, code) == ("ACKNOWLEDGED", 1)
    _step(cli, "analyse", code, *ANALYSIS)
    _step(cli, "act", code, *ACTION)
    _step(cli, "track", code, "actions_done=yes", "check_call_on=2026-03-06")
    _step(cli, "close", code, "check_call_done=yes", "solved_by_customer=yes")
    assert _state(cli, code) == ("CLOSED", 1)
    events = cli("show", code, "--json", ok=True).data["events"]
    assert [one["to_state"] for one in events] == [
        "NEW", "ACKNOWLEDGED", "ANALYSED", "ACTING", "TRACKING", "CLOSED",
    ]  # fmt: skip


def test_ac_094_unsolved_opens_a_second_round_with_another_action(cli: Cli, customer: str) -> None:
    code = _taken(cli, customer, "kind=COMPLAINT")
    _to_tracking(cli, code)
    assert _step(cli, "reopen", code, ok=False) == 5  # a reason is needed
    _step(cli, "reopen", code, "reason=又漏了")
    assert _state(cli, code) == ("REOPENED", 2)
    _step(cli, "analyse", code, *ANALYSIS)
    again = cli("feedback", "act", code, *ACTION, today="2026-03-03")
    assert again.status in (5, 6)
    assert "换防水层" in again.err
    assert _state(cli, code) == ("ANALYSED", 2)
    _step(cli, "act", code, "type=REPLACEMENT", "text=换屋顶", "due=2026-03-07")
    assert _state(cli, code) == ("ACTING", 2)


@pytest.mark.parametrize(
    ("kind", "due_at", "shown"),
    [
        ("COMPLAINT", "2026-03-02T06:00:00Z", "2026-03-02 14:00"),
        ("PRAISE", "2026-03-03T02:00:00Z", "2026-03-03 10:00"),
    ],
)
def test_ac_194_intake_prints_the_receipt(
    cli: Cli, customer: str, kind: str, due_at: str, shown: str
) -> None:
    words = (f"kind={kind}", "channel=PHONE", "received_at=2026-03-02 10:00", "text=t")
    given = ("feedback", "new", f"customer={customer}", *words)
    receipt = cli(*given, "--json", today="2026-03-03", ok=True).data
    assert receipt["code"] == "F-000001"
    assert receipt["due_at"] == due_at
    assert receipt["reply_channel"] == "PHONE"
    assert receipt["owner"]
    answer = cli(*given, today="2026-03-03", ok=True)
    assert answer.out == "F-000002\n"
    assert f"answer by {shown}" in answer.err


def test_ac_195_praise_closes_without_a_root_cause_a_complaint_does_not(
    cli: Cli, customer: str
) -> None:
    praise = _taken(cli, customer, "kind=PRAISE")
    complaint = _taken(cli, customer, "kind=COMPLAINT")
    _step(cli, "ack", praise, "ack_text=谢谢")
    _step(cli, "ack", complaint, *ACK)
    _step(cli, "close", praise, "praised_told=yes")
    assert _state(cli, praise)[0] == "CLOSED"
    assert _step(cli, "close", complaint, "check_call_done=yes", ok=False) == 5
    assert _state(cli, complaint)[0] == "ACKNOWLEDGED"


def test_the_queue_shows_what_is_open_and_what_a_case_needs(cli: Cli, customer: str) -> None:
    code = _taken(cli, customer, "kind=COMPLAINT")
    assert code in cli("feedback", ok=True, today="2026-03-03").out
    rows = cli("feedback", "list", "kind:COMPLAINT", "--json", ok=True, today="2026-03-03").data
    assert [row["code"] for row in rows] == [code]
    steps = cli("feedback", "steps", code, "--json", ok=True, today="2026-03-03").data
    assert steps[0]["state"] == "ACKNOWLEDGED"
    assert steps[0]["fields"] == ["ack_text", "promised_at"]
    assert steps[0]["missing"]
    assert "ack_text" in cli("feedback", "steps", code, ok=True, today="2026-03-03").out


def test_progress_and_escalation(cli: Cli, customer: str) -> None:
    case = _taken(cli, customer, "kind=GRIEVANCE")
    assert _step(cli, "progress", case, ok=False) == 6
    _step(cli, "progress", case, "has", "been", "called")
    receipt = cli("feedback", "escalate", case, "--json", today="2026-03-03", ok=True).data
    assert receipt["kind"] == "COMPLAINT"
    assert _state(cli, case)[0] == "MERGED"
    assert cli("show", case, "--json", ok=True).data["merged_into"] == receipt["code"]


def test_an_unknown_step_names_the_known_ones(cli: Cli) -> None:
    answer = cli("feedback", "burn", "F-000001")
    assert answer.status == 2
    assert "analyse" in answer.err
    assert cli("feedback", "ack", "F-000001", "ack_text=x").status == 3


def test_due_at_and_time_left_explain_themselves(cli: Cli, customer: str) -> None:
    code = _taken(cli, customer, "kind=COMPLAINT", "received_at=2026-03-02 10:00")
    why = cli("explain", code, "due_at", "--json", ok=True, today="2026-03-03").data
    assert (why["rule"], why["value"]) == ("R-SLA", "2026-03-02T06:00:00Z")
    left = cli("explain", code, "time_left", "--json", ok=True, today="2026-03-03").data
    assert left["value"] < 0  # seconds; the case is late
