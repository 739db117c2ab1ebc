"""touch, due, done, skip, snooze, answer, explain."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def _deal(cli: Cli, customer: str, *words: str) -> str:
    given = (f"customer={customer}", "title=仓储", *words)
    return cli("new", "opportunity", *given, ok=True).out.strip()


def _touch(cli: Cli, customer: str, *words: str, today: str = "2026-03-02") -> object:
    given = ("touch", customer, "--channel", "VISIT", "--summary", "谈过", *words, "--json")
    return cli(*given, today=today, ok=True).data


def _open_tracking(cli: Cli) -> list[str]:
    rows = cli("due", "--until", "+400d", "--json", ok=True).data
    return [row["due"] for row in rows if row["kind"] == "TRACKING"]


def test_ac_065_a_nearer_close_regrades_and_plans_anew(cli: Cli) -> None:
    words = ("name=甲", "need_status=NOW", "own_expected_date=2026-07-01")
    code = cli("new", "customer", *words, ok=True).out.strip()
    assert cli("show", code, "--json", ok=True).data["grade"] == "C"
    saved = _touch(cli, code, "--expected", "2026-04-25")
    assert isinstance(saved, dict)
    assert (saved["grade_before"], saved["grade_after"]) == ("C", "B")
    assert saved["next_tracking_due"] == "2026-03-09"
    assert _open_tracking(cli) == ["2026-03-09"]
    done = cli("list", "--kind", "follow-ups", "status:DONE", "--json", ok=True).data
    assert [row["kind"] for row in done] == ["TRACKING"]


def test_a_grade_is_kept_against_the_rule_with_a_reason_only(cli: Cli, customer: str) -> None:
    words = ("--expected", "2026-03-10", "--keep", "C")
    refused = cli("touch", customer, "--channel", "VISIT", "--summary", "s", *words)
    assert refused.status == 6
    saved = _touch(cli, customer, *words, "--reason", "budget frozen")
    assert isinstance(saved, dict)
    assert saved["grade_after"] == "C"
    why = cli("explain", customer, "grade", "--json", ok=True).data
    assert why["value"] == "C"
    assert "budget frozen" in " ".join(why["lines"])


def test_ac_080_a_call_without_a_next_contact_is_refused(cli: Cli, customer: str) -> None:
    words = ("touch", customer, "--channel", "PHONE", "--summary", "谈过")
    answer = cli(*words)
    assert answer.status == 6
    assert "Agree the next contact" in answer.err
    assert "--no-next" in answer.err
    assert cli("list", "--kind", "interactions", "--json", ok=True).data == []
    cli(*words, "--no-next", "customer calls back", ok=True)


def test_ac_081_the_promised_time_stands_beside_the_tracking_item(cli: Cli, customer: str) -> None:
    words = ("--channel", "PHONE", "--summary", "谈过", "--next", "2026-03-05 10:00")
    answer = cli("touch", customer, *words, ok=True)
    assert "2026-03-05 10:00" in answer.out
    rows = cli("due", "--until", "2026-03-31", "--json", ok=True).data
    assert [(row["kind"], row["due"], row["due_time"]) for row in rows] == [
        ("COMMITMENT", "2026-03-05", "10:00"),
        ("TRACKING", "2026-03-09", None),
    ]


def test_touch_takes_the_code_of_a_person_a_deal_or_a_follow_up(cli: Cli, customer: str) -> None:
    person = cli("new", "contact", f"customer={customer}", "name=李", ok=True).out.strip()
    deal = _deal(cli, customer)
    plan = cli(
        "new", "follow-up", f"customer={customer}", "title=报价", "due_date=+3d", ok=True
    ).out.strip()
    for code in (person, deal, plan):
        _touch(cli, code)
    rows = cli("list", "--kind", "interactions", "sort:at", "--json", ok=True).data
    assert {row["contact"] for row in rows} == {None, person}
    assert {row["opportunity"] for row in rows} == {None, deal}
    assert cli("show", plan, "--json", ok=True).data["status"] == "DONE"
    assert cli("touch", "F-000001", "--summary", "x").status == 3
    cli("new", "product", "code=G-1", "name=柜", ok=True)
    assert cli("touch", "G-1", "--summary", "x").status == 2


def test_due_shows_late_ones_first_and_sums_up(cli: Cli, customer: str) -> None:
    for title, day in (("B", "2026-03-02"), ("A", "2026-03-01")):
        words = (f"customer={customer}", f"title={title}", f"due_date={day}")
        cli("new", "follow-up", *words, ok=True)
    rows = cli("due", "--until", "today", "--json", ok=True).data
    assert [row["title"] for row in rows] == ["A", "B"]
    assert cli("due", "--until", "today", "--mine", "--json", ok=True).data == rows
    digest = cli("due", "--digest", ok=True).out.splitlines()
    assert "2 due" in digest[0]
    assert "1 late" in digest[0]
    assert digest[1].startswith("! 2026-03-01")
    assert cli("due", "--digest", "--json", ok=True).data["late"] == 1
    assert cli("due", "--until", "whenever").status == 2


def test_planned_items_are_done_skipped_and_snoozed(cli: Cli, customer: str) -> None:
    def plan() -> str:
        words = (f"customer={customer}", "title=t", "due_date=2026-03-03")
        return cli("new", "follow-up", *words, ok=True).out.strip()

    first, second, third = plan(), plan(), plan()
    cli("done", first, ok=True)
    assert cli("skip", second).status == 6  # a reason is needed
    cli("skip", second, "no", "longer", "wanted", ok=True)
    assert cli("snooze", third, "2026-03-01", "later").status == 6
    cli("snooze", third, "+7d", "on", "holiday", ok=True)
    states = [cli("show", code, "--json", ok=True).data for code in (first, second, third)]
    assert [one["status"] for one in states] == ["DONE", "SKIPPED", "SNOOZED"]
    assert states[1]["reason"] == "no longer wanted"
    assert states[2]["snoozed_until"] == "2026-03-09"


def test_a_tracking_item_is_done_by_a_touch_alone(cli: Cli, customer: str) -> None:
    rows = cli("due", "--until", "+30d", "--json", ok=True).data
    code = rows[0]["code"]
    answer = cli("done", code)
    assert answer.status == 5
    assert f"fivefold touch {code}" in answer.err
    assert cli("set", code, "due_date=2026-03-20").status == 5
    assert cli("new", "follow-up", f"customer={customer}", "kind=TRACKING", "due_date=+1d").status


def test_an_answer_needs_its_proof_and_moves_the_odds(cli: Cli, customer: str) -> None:
    deal = _deal(cli, customer, "expected_amount=50万", "expected_close_date=2026-05-20")
    person = cli("new", "contact", f"customer={customer}", "name=李", ok=True).out.strip()
    answer = cli("answer", deal, "P-C2", "CONFIRMED", "--json")
    assert answer.status == 6
    assert len(answer.error["reasons"]) == 3
    words = ("--note", "他们的交货慢", "--source", person, "--on", "2026-03-02")
    given = cli("answer", deal, "p-c2", "CONFIRMED", *words, "--json", ok=True).data
    assert given["question"] == "P-C2"
    assert given["odds"] == 3.8
    seen = cli("show", deal, "--json", ok=True).data
    assert seen["odds_calc"] == 3.8
    assert seen["answers"][0]["source_contact"] == person
    cli("answer", deal, "P-C3", "ASSUMED", "--source", "minutes of 1 March", ok=True)
    sources = {one["question_code"]: one for one in cli("show", deal, "--json").data["answers"]}
    assert sources["P-C3"]["source_doc"] == "minutes of 1 March"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("O-000001", "C-C1", "UNKNOWN"), 2),
        (("O-000001", "P-X9", "UNKNOWN"), 3),
        (("O-000001", "P-C1", "PERHAPS"), 6),
        (("C-000001", "P-C1", "UNKNOWN"), 2),
    ],
)
def test_answers_to_no_question_are_refused(
    cli: Cli, customer: str, words: tuple[str, ...], status: int
) -> None:
    _deal(cli, customer)
    assert cli("answer", *words).status == status


def test_ac_187_own_odds_need_a_reason_and_stand_beside_the_computed(
    cli: Cli, customer: str
) -> None:
    deal = _deal(cli, customer, "expected_amount=50万", "expected_close_date=2026-05-20")
    refused = cli("set", deal, "odds_manual=50", "--json")
    assert refused.status == 6
    assert refused.error["params"]["field"] == "odds_reason"
    cli("set", deal, "odds_manual=50", "odds_reason=boss knows them", ok=True)
    seen = cli("show", deal, "--json", ok=True).data
    assert (seen["odds_manual"], seen["odds_calc"]) == (50, 0.0)
    why = cli("explain", deal, "odds", "--json", ok=True).data
    assert why["value"] == 0.0
    manual = [one for one in why["reasons"] if one["code"] == "odds.manual"]
    assert manual[0]["params"]["manual"] == "50"
    for step, odds in (("WON", 100.0), ("LOST", 0.0)):
        cli("set", deal, f"pipeline={step}", "lost_reason=price", ok=True)
        assert cli("explain", deal, "odds", "--json", ok=True).data["value"] == odds


@pytest.mark.parametrize(
    ("figure", "rule"),
    [
        ("grade", "R-GRADE"),
        ("next_tracking_due", "R-CADENCE"),
        ("overdue_days", "R-CADENCE"),
        ("deal_status", "R-SEG1"),
        ("importance", "R-SEG2"),
        ("urgency", "R-SEG3"),
        ("stage", "8.5"),
        ("fit", "R-FIT"),
    ],
)
def test_every_figure_of_a_customer_explains_itself(
    cli: Cli, customer: str, figure: str, rule: str
) -> None:
    _deal(cli, customer, "expected_amount=60万", "next_step_date=2026-03-05")
    why = cli("explain", customer, figure, "--json", ok=True).data
    assert set(why) == {"code", "figure", "value", "rule", "lines", "reasons"}
    assert (why["figure"], why["rule"]) == (figure, rule)
    assert why["lines"]
    assert all(isinstance(line, str) for line in why["lines"])
    stored = cli("show", customer, "--json", ok=True).data
    if figure in stored and figure != "stage":
        assert why["value"] == stored[figure]
    assert rule in cli("explain", customer, figure, ok=True).out


def test_an_unknown_figure_names_those_there_are(cli: Cli, customer: str) -> None:
    answer = cli("explain", customer, "luck")
    assert answer.status == 2
    assert "next_tracking_due" in answer.err
    assert cli("explain", "C-000099", "grade").status == 3
