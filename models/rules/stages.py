"""Relationship stages: entry tests, proposals and moves (requirements 8.5).

Pure: says what is missing for a stage; moving a customer and logging it is not done here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.enums import Stage
from models.explanation import Explanation, Reason
from models.policy_defaults import StagePolicy

_ORDER = tuple(Stage)


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


def entry_missing(stage: Stage, facts: StageFacts, policy: StagePolicy) -> tuple[Reason, ...]:
    """What the entry test of one stage lacks (requirements 8.5); empty when it is met."""
    if stage is Stage.DEVELOPMENT:
        won = Reason("stage.has_won_order", {"orders": facts.won_orders})
        return (won,) if facts.won_orders else ()
    if stage is Stage.INITIAL:
        return () if facts.won_orders else (Reason("stage.needs_won_order"),)
    if stage is Stage.STABLE:
        return _stable_missing(facts, policy)
    return _strategic_missing(facts)


def _stable_missing(facts: StageFacts, policy: StagePolicy) -> tuple[Reason, ...]:
    share = facts.share_of_wallet
    if facts.main_supplier or (share is not None and share >= policy.share_of_wallet):
        return ()
    params = {"limit": policy.share_of_wallet, "setting": "stages.share_of_wallet"}
    if share is None:
        return (Reason("stage.needs_share_no_data", params),)
    return (Reason("stage.needs_share", {**params, "share": share}),)


def _strategic_missing(facts: StageFacts) -> tuple[Reason, ...]:
    tests = (
        (facts.strategic_agreement_on is not None, "stage.needs_agreement"),
        (facts.exec_programme, "stage.needs_exec_programme"),
        (facts.open_joint_projects > 0, "stage.needs_joint_project"),
    )
    return tuple(Reason(code) for holds, code in tests if not holds)


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
