from __future__ import annotations

from datetime import date

import pytest

from models.enums import Stage
from models.explanation import Reason
from models.policy_defaults import StagePolicy
from models.rules.stages import StageFacts, check_move, entry_missing, propose_stage

POLICY = StagePolicy()
AGREED = date(2026, 1, 15)
STRATEGIC = StageFacts(
    won_orders=1,
    main_supplier=True,
    strategic_agreement_on=AGREED,
    exec_programme=True,
    open_joint_projects=1,
)


@pytest.mark.parametrize(
    ("stage", "facts", "codes"),
    [
        (Stage.DEVELOPMENT, StageFacts(), []),
        (Stage.DEVELOPMENT, StageFacts(won_orders=1), ["stage.has_won_order"]),
        (Stage.INITIAL, StageFacts(), ["stage.needs_won_order"]),
        (Stage.INITIAL, StageFacts(won_orders=1), []),
        (Stage.STABLE, StageFacts(), ["stage.needs_share_no_data"]),
        (Stage.STABLE, StageFacts(share_of_wallet=0), ["stage.needs_share"]),
        (Stage.STABLE, StageFacts(share_of_wallet=49), ["stage.needs_share"]),
        (Stage.STABLE, StageFacts(share_of_wallet=50), []),
        (Stage.STABLE, StageFacts(share_of_wallet=10, main_supplier=True), []),
        (Stage.STABLE, StageFacts(main_supplier=True), []),
        (
            Stage.STRATEGIC,
            StageFacts(),
            ["stage.needs_agreement", "stage.needs_exec_programme", "stage.needs_joint_project"],
        ),
        (
            Stage.STRATEGIC,
            StageFacts(strategic_agreement_on=AGREED, exec_programme=True),
            ["stage.needs_joint_project"],
        ),
        (Stage.STRATEGIC, STRATEGIC, []),
    ],
)
def test_entry_tests(stage: Stage, facts: StageFacts, codes: list[str]) -> None:
    assert [one.code for one in entry_missing(stage, facts, POLICY)] == codes


def test_share_line_names_share_limit_and_setting() -> None:
    (line,) = entry_missing(Stage.STABLE, StageFacts(share_of_wallet=40), POLICY)
    assert line.params == {"share": 40, "limit": 50, "setting": "stages.share_of_wallet"}


def test_ac_032_first_won_order_proposes_stage_two() -> None:
    before = propose_stage(Stage.DEVELOPMENT, StageFacts(), POLICY)
    assert (before.proposed, before.explanation.value) == (None, Stage.DEVELOPMENT)
    assert before.missing == (Reason("stage.needs_won_order"),)
    after = propose_stage(Stage.DEVELOPMENT, StageFacts(won_orders=1), POLICY)
    assert after.proposed is Stage.INITIAL
    params = {"current": Stage.DEVELOPMENT, "stage": Stage.INITIAL}
    assert after.explanation.lines[0] == Reason("stage.proposal", params)
    assert after.missing == (entry_missing(Stage.STABLE, StageFacts(), POLICY))


def test_proposal_climbs_as_far_as_every_test_on_the_way_holds() -> None:
    top = propose_stage(Stage.DEVELOPMENT, STRATEGIC, POLICY)
    assert (top.proposed, top.missing) == (Stage.STRATEGIC, ())
    gap = StageFacts(
        won_orders=1, strategic_agreement_on=AGREED, exec_programme=True, open_joint_projects=2
    )
    assert propose_stage(Stage.DEVELOPMENT, gap, POLICY).proposed is Stage.INITIAL


def test_at_the_top_nothing_is_proposed_nor_missing() -> None:
    found = propose_stage(Stage.STRATEGIC, StageFacts(), POLICY)
    assert (found.proposed, found.missing) == (None, ())
    assert [line.code for line in found.explanation.lines] == ["stage.stays"]


@pytest.mark.parametrize(
    ("reason", "allowed"), [("", False), ("  ", False), ("pilot running", True)]
)
def test_ac_033_forward_without_won_order_needs_a_managers_reason(
    reason: str, allowed: bool
) -> None:
    move = check_move(Stage.DEVELOPMENT, Stage.INITIAL, StageFacts(), POLICY, reason)
    assert (move.forward, move.allowed, move.by_exception) == (True, allowed, allowed)
    assert move.missing == (Reason("stage.needs_won_order"),)


def test_a_reason_is_no_exception_where_the_test_holds() -> None:
    facts = StageFacts(won_orders=1)
    move = check_move(Stage.DEVELOPMENT, Stage.INITIAL, facts, POLICY, "anyway")
    assert (move.allowed, move.by_exception) == (True, False)


def test_moving_back_or_staying_is_free() -> None:
    for target in (Stage.DEVELOPMENT, Stage.STABLE):
        facts = StageFacts(won_orders=3, open_complaints=1)
        move = check_move(Stage.STABLE, target, facts, POLICY)
        assert (move.forward, move.allowed, move.missing, move.hints) == (False, True, (), ())


def test_a_leap_needs_every_test_on_the_way() -> None:
    facts = StageFacts(share_of_wallet=80)
    move = check_move(Stage.DEVELOPMENT, Stage.STABLE, facts, POLICY)
    assert not move.allowed
    assert move.missing == (Reason("stage.needs_won_order"),)


def test_ac_181_open_complaint_gives_the_hint_to_repair_first() -> None:
    facts = StageFacts(won_orders=1, open_complaints=2)
    move = check_move(Stage.DEVELOPMENT, Stage.INITIAL, facts, POLICY)
    assert move.allowed
    assert move.hints == (Reason("stage.repair_first", {"complaints": 2}),)
