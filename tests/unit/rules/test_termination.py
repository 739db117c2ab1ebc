"""Nine steps of parting with a customer: gates, rights, days (9.5, AC-120..123, AC-197)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import Role
from models.enums import TerminationState as S
from models.policy_defaults import PartingPolicy
from models.rules import termination as rules
from models.rules.termination import OpenMatter, TerminationFacts

POLICY, TODAY = PartingPolicy(), date(2026, 3, 2)
FULL = TerminationFacts(
    S.DRAFT,
    has_reason=True,
    text="buys elsewhere",
    plan="tell them",
    documents="contract 7",
    comment="agreed",
    notice_date=TODAY,
    effective_date=date(2026, 4, 1),
    balance_confirmed=True,
    gathered="files",
    retention_until=date(2031, 4, 1),
    evaluation="ask earlier",
    ended_reason="they buy again",
)


def codes(target: S, facts: TerminationFacts, today: date = TODAY) -> list[str]:
    found = rules.objections(target, facts, POLICY, today)
    return [one.code.removeprefix("termination.") for one in found]


def at(state: S, **told: object) -> TerminationFacts:
    return replace(FULL, state=state, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("target", list(S))
def test_no_step_is_skipped(state: S, target: S) -> None:
    order = [*rules.STEPS[:2], S.SUBMITTED, *rules.STEPS[2:]]
    follows = state in order and target in order and order.index(target) == order.index(state) + 1
    back = (state, target) in {(S.SUBMITTED, S.REJECTED), (S.REJECTED, S.DRAFT)}
    before = state in {*order[: order.index(S.TERMINATED)], S.REJECTED}
    given_up = target is S.WITHDRAWN and before
    assert (target in rules.NEXT[state]) is (follows or back or given_up)
    if target not in rules.NEXT[state]:
        assert codes(target, at(state)) == ["no_such_step"]


@pytest.mark.parametrize(
    ("state", "target", "told", "wanted"),
    [
        (S.REJECTED, S.DRAFT, {"has_reason": False}, ["needs_reason"]),
        (S.REJECTED, S.DRAFT, {"text": " "}, ["needs_text"]),
        (S.DRAFT, S.PREPARED, {"plan": ""}, ["needs_plan"]),
        (S.DRAFT, S.PREPARED, {"documents": " \n"}, ["needs_documents"]),
        (S.DRAFT, S.PREPARED, {"has_reason": False, "text": ""}, ["needs_reason", "needs_text"]),
        (S.PREPARED, S.SUBMITTED, {"plan": ""}, ["needs_plan"]),
        (S.SUBMITTED, S.APPROVED, {"comment": ""}, ["needs_comment"]),
        (S.SUBMITTED, S.REJECTED, {"comment": ""}, ["needs_comment"]),
        (S.APPROVED, S.NOTICE, {"notice_date": None}, ["needs_notice_date"]),
        (S.APPROVED, S.NOTICE, {"effective_date": None}, ["needs_effective_date"]),
        (
            S.APPROVED,
            S.NOTICE,
            {"notice_date": TODAY + timedelta(1), "effective_date": date(2026, 5, 1)},
            ["notice_ahead"],
        ),
        (
            S.NOTICE,
            S.SETTLING,
            {"open_matters": (OpenMatter("sales_order", "S-000010"), OpenMatter("ticket", "T-1"))},
            ["open_matter", "open_matter"],
        ),
        (
            S.SETTLING,
            S.TERMINATED,
            {"open_matters": (OpenMatter("sales_order", "S-000010"),), "effective_date": TODAY},
            ["open_matter"],
        ),
        (S.TERMINATED, S.CLEARED, {"balance_confirmed": False}, ["needs_balance"]),
        (S.TERMINATED, S.CLEARED, {"unpaid_orders": ("S-000010",)}, ["unpaid"]),
        (S.CLEARED, S.ARCHIVED, {"gathered": ""}, ["needs_gathered"]),
        (S.CLEARED, S.ARCHIVED, {"retention_until": None}, ["needs_retention"]),
        (S.ARCHIVED, S.EVALUATED, {"evaluation": ""}, ["needs_evaluation"]),
        (S.NOTICE, S.WITHDRAWN, {"ended_reason": " "}, ["needs_end_reason"]),
    ],
)
def test_what_a_step_lacks(state: S, target: S, told: dict[str, object], wanted: list[str]) -> None:
    assert codes(target, at(state, **told)) == wanted
    whole = at(state, effective_date=date(2026, 4, 1))
    assert codes(target, whole, date(2026, 4, 1)) == []


def test_ac_123_thirty_days_between_notice_and_effect() -> None:
    assert codes(S.NOTICE, at(S.APPROVED, effective_date=date(2026, 3, 31))) == ["too_early"]
    assert codes(S.NOTICE, at(S.APPROVED, effective_date=date(2026, 4, 1))) == []
    assert rules.earliest_effective(TODAY, POLICY) == date(2026, 4, 1)
    (reason,) = rules.missing_for(
        S.NOTICE, at(S.APPROVED, effective_date=date(2026, 3, 31)), POLICY, TODAY
    )
    assert reason.params["earliest"] == date(2026, 4, 1)


def test_ac_197_not_before_its_day_and_kept_five_years() -> None:
    assert codes(S.TERMINATED, at(S.SETTLING), date(2026, 3, 31)) == ["not_effective"]
    assert codes(S.TERMINATED, at(S.SETTLING), date(2026, 4, 1)) == []
    assert rules.keep_until(date(2026, 4, 1), POLICY) == date(2031, 4, 1)
    assert rules.keep_until(date(2024, 2, 29), POLICY) == date(2029, 2, 28)


def right(
    target: S, *roles: Role, owner: bool = False, own: bool = False, alone: bool = False
) -> str:
    found = rules.right_objections(target, roles, owner=owner, own_request=own, alone=alone)
    return found[0].code.removeprefix("termination.") if found else ""


def test_who_may_take_which_step() -> None:
    for target in rules.STEPS:
        late = target in (S.APPROVED, S.CLEARED, S.ARCHIVED, S.EVALUATED)
        assert right(target, Role.SALES, owner=True) == ("manager_only" if late else "")
        assert right(target, Role.MANAGER) == ""
        wanted = "manager_only" if late else "owner_or_manager"
        assert right(target, Role.SALES) == wanted
        assert right(target, Role.AUDITOR) == wanted


def test_ac_121_nobody_answers_their_own_request() -> None:
    for target in (S.APPROVED, S.REJECTED):
        assert right(target, Role.MANAGER, own=True) == "own_request"
        assert right(target, Role.MANAGER, own=True, alone=True) == ""
    assert right(S.NOTICE, Role.MANAGER, own=True) == ""


@pytest.mark.parametrize(
    ("state", "done"),
    [
        (S.DRAFT, 1),
        (S.SUBMITTED, 2),
        (S.REJECTED, 2),
        (S.APPROVED, 3),
        (S.EVALUATED, 9),
        (S.WITHDRAWN, 0),
        (S.REACTIVATED, 0),
    ],
)
def test_how_far_it_is(state: S, done: int) -> None:
    assert rules.place(state) == done


@given(st.lists(st.sampled_from(list(S)), max_size=14))
def test_terminated_is_reached_through_an_approval_and_a_notice_alone(walk: list[S]) -> None:
    state, seen = S.DRAFT, [S.DRAFT]
    for target in walk:
        if not rules.objections(target, at(state), POLICY, date(2026, 4, 1)):
            state = target
            seen.append(target)
    if state in rules.AFTER:
        assert [one for one in seen if one in (S.APPROVED, S.NOTICE, S.SETTLING, S.TERMINATED)] == [
            S.APPROVED,
            S.NOTICE,
            S.SETTLING,
            S.TERMINATED,
        ]
