"""Account plan: how much is known of a customer (S0-VS-07), and needs without a solution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.enums import NeedState, PlanArea, PlanState
from models.explanation import Explanation, Reason
from models.policy_relations import PlanPolicy

_KNOWN_POINTS = 100 // len(PlanArea)


@dataclass(frozen=True, slots=True)
class PlanCoverage:
    """Knowledge of the five areas, 0 to 100 (S0-VS-07)."""

    value: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need of the customer and how many solution lines answer it."""

    problem: str
    state: NeedState = NeedState.OPEN
    solutions: int = 0


def plan_coverage(states: Mapping[PlanArea, PlanState], policy: PlanPolicy) -> PlanCoverage:
    """Coverage meter: a known area 20 points, an assumed one 10, others nothing (AC-175)."""
    worth = {
        PlanState.KNOWN: _KNOWN_POINTS,
        PlanState.ASSUMED: policy.assumed_points,
        PlanState.UNKNOWN: 0,
    }
    lines = []
    points = []
    for area in PlanArea:
        state = states.get(area, PlanState.UNKNOWN)
        points.append(worth[state])
        params: dict[str, object] = {"area": area, "state": state, "points": worth[state]}
        if state is PlanState.ASSUMED:
            params["setting"] = "plan.assumed_points"
        lines.append(Reason("plan.area", params))
    value = sum(points)
    lines.append(Reason("plan.sum", {"counts": tuple(points), "score": value}))
    return PlanCoverage(value, Explanation("plan_coverage", "S0-VS-07", value, tuple(lines)))


def unsolved_needs(needs: Iterable[NeedRow]) -> tuple[Reason, ...]:
    """The gap "S: need without solution" for every open need nothing answers (AC-021)."""
    return tuple(
        Reason("plan.need_without_solution", {"problem": one.problem})
        for one in needs
        if one.state is NeedState.OPEN and not one.solutions
    )
