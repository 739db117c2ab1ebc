"""Relationship stages: entry tests, proposals and moves (requirements 8.5).

Pure: says what is missing for a stage; moving a customer and logging it is not done here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.enums import Stage, StageStrategy
from models.explanation import Explanation, Reason
from models.policy_defaults import StagePolicy

_ORDER = tuple(Stage)
_S = StageStrategy
# What is done to reach the goal of a stage (requirements 8.5); the three ways to raise
# expectations stand one by one (S4-STG-05).
STRATEGIES: Final[Mapping[Stage, tuple[StageStrategy, ...]]] = {
    Stage.DEVELOPMENT: (
        _S.WAIT_ENTRY,
        _S.KEY_PERSONS,
        _S.RELATION_TRUST,
        _S.TECHNICAL_PROOF,
    ),
    Stage.INITIAL: (
        _S.WEAVE_NET,
        _S.BETTER_SERVICE,
        _S.BETTER_PRODUCT,
        _S.PERSONAL_NEEDS,
        _S.USE_EVENTS,
    ),
    Stage.STABLE: (_S.EXECUTIVE_SELLING, _S.LOYALTY, _S.SWITCHING_COST),
    Stage.STRATEGIC: (_S.COMPLEMENT, _S.LOCK_IN, _S.TOP_COORDINATION),
}
# Never pushed: shown with a compliance warning (D-36).
WARNED: Final = frozenset({_S.PERSONAL_NEEDS})


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What the entry tests look at; None is no data."""

    won_orders: int = 0  # sales orders not cancelled, and deals won
    share_of_wallet: int | None = None  # percent
    main_supplier: bool = False
    strategic_agreement_on: date | None = None
    exec_programme: bool = False
    open_joint_projects: int = 0
    open_complaints: int = 0


@dataclass(frozen=True, slots=True)
class StageProposal:
    """The stage the facts carry; `proposed` is None where there is nothing to move up to."""

    current: Stage
    proposed: Stage | None
    missing: tuple[Reason, ...]  # what the stage after the proposed or current one still lacks
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class StageMove:
    """May a person move the customer: `missing` refuses, `hints` ask for a confirmation."""

    forward: bool
    allowed: bool
    by_exception: bool  # allowed only by a manager's reason, to be logged
    missing: tuple[Reason, ...]
    hints: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class EntryTest:
    """One entry test of a stage, met or not, with the reason."""

    met: bool
    reason: Reason


def entry_tests(stage: Stage, facts: StageFacts, policy: StagePolicy) -> tuple[EntryTest, ...]:
    """The entry tests of one stage against the facts (requirements 8.5)."""
    won = Reason("stage.has_won_order", {"orders": facts.won_orders})
    if stage is Stage.DEVELOPMENT:
        return (_test(not facts.won_orders, Reason("stage.no_won_order"), won),)
    if stage is Stage.INITIAL:
        some = Reason("stage.won_orders", {"orders": facts.won_orders})
        return (_test(facts.won_orders > 0, some, Reason("stage.needs_won_order")),)
    if stage is Stage.STABLE:
        return (_stable_test(facts, policy),)
    return _strategic_tests(facts)


def entry_missing(stage: Stage, facts: StageFacts, policy: StagePolicy) -> tuple[Reason, ...]:
    """What the entry test of one stage lacks (requirements 8.5); empty when it is met."""
    return tuple(one.reason for one in entry_tests(stage, facts, policy) if not one.met)


def _test(met: bool, holds: Reason, lacks: Reason) -> EntryTest:
    return EntryTest(met, holds if met else lacks)


def _stable_test(facts: StageFacts, policy: StagePolicy) -> EntryTest:
    share = facts.share_of_wallet
    if facts.main_supplier:
        return EntryTest(True, Reason("stage.main_supplier"))
    params = {"limit": policy.share_of_wallet, "setting": "stages.share_of_wallet"}
    if share is None:
        return EntryTest(False, Reason("stage.needs_share_no_data", params))
    params["share"] = share
    holds = Reason("stage.share_reached", params)
    return _test(share >= policy.share_of_wallet, holds, Reason("stage.needs_share", params))


def _strategic_tests(facts: StageFacts) -> tuple[EntryTest, ...]:
    agreed, projects = facts.strategic_agreement_on, facts.open_joint_projects
    return (
        _test(
            agreed is not None,
            Reason("stage.agreement", {"date": agreed}),
            Reason("stage.needs_agreement"),
        ),
        _test(
            facts.exec_programme,
            Reason("stage.exec_programme"),
            Reason("stage.needs_exec_programme"),
        ),
        _test(
            projects > 0,
            Reason("stage.joint_projects", {"count": projects}),
            Reason("stage.needs_joint_project"),
        ),
    )


def propose_stage(current: Stage, facts: StageFacts, policy: StagePolicy) -> StageProposal:
    """The highest stage above the current one whose tests, and all between, are met (8.5)."""
    reached, missing = current, tuple[Reason, ...]()
    for stage in _ORDER[_ORDER.index(current) + 1 :]:
        missing = entry_missing(stage, facts, policy)
        if missing:
            break
        reached = stage
    proposed = reached if reached is not current else None
    code = "stage.proposal" if proposed else "stage.stays"
    lines = (Reason(code, {"current": current, "stage": reached}), *missing)
    return StageProposal(current, proposed, missing, Explanation("stage", "8.5", reached, lines))


def check_move(
    current: Stage,
    target: Stage,
    facts: StageFacts,
    policy: StagePolicy,
    manager_reason: str = "",
) -> StageMove:
    """May the customer go from one stage to another (requirements 8.5).

    Forward needs every entry test on the way, or a manager's reason; back is allowed. An open
    complaint gives the hint to repair first.
    """
    start, end = _ORDER.index(current), _ORDER.index(target)
    way = _ORDER[start + 1 : end + 1]
    missing = tuple(reason for stage in way for reason in entry_missing(stage, facts, policy))
    excused = bool(missing) and bool(manager_reason.strip())
    hints: tuple[Reason, ...] = ()
    if way and facts.open_complaints:
        hints = (Reason("stage.repair_first", {"complaints": facts.open_complaints}),)
    return StageMove(bool(way), not missing or excused, excused, missing, hints)
