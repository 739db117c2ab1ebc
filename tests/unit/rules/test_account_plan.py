from __future__ import annotations

import pytest

from models.enums import NeedState, PlanArea, PlanState
from models.explanation import Explanation, Reason
from models.policy_relations import PlanPolicy
from models.rules.account_plan import NeedRow, plan_coverage, unsolved_needs

KNOWN, ASSUMED, UNKNOWN = PlanState.KNOWN, PlanState.ASSUMED, PlanState.UNKNOWN
AREAS = tuple(PlanArea)


def test_ac_175_three_known_one_assumed_one_unknown() -> None:
    states = dict(zip(AREAS, (KNOWN, KNOWN, KNOWN, ASSUMED, UNKNOWN), strict=True))
    found = plan_coverage(states, PlanPolicy())
    assert found.value == 70
    plain = [
        Reason("plan.area", {"area": area, "state": KNOWN, "points": 20}) for area in AREAS[:3]
    ]
    assumed = {"area": AREAS[3], "state": ASSUMED, "points": 10, "setting": "plan.assumed_points"}
    unknown = {"area": AREAS[4], "state": UNKNOWN, "points": 0}
    lines = (
        *plain,
        Reason("plan.area", assumed),
        Reason("plan.area", unknown),
        Reason("plan.sum", {"counts": (20, 20, 20, 10, 0), "score": 70}),
    )
    assert found.explanation == Explanation("plan_coverage", "S0-VS-07", 70, lines)


@pytest.mark.parametrize(("state", "points"), [(KNOWN, 100), (ASSUMED, 50), (UNKNOWN, 0)])
def test_all_areas_alike(state: PlanState, points: int) -> None:
    assert plan_coverage(dict.fromkeys(AREAS, state), PlanPolicy()).value == points


def test_an_area_not_written_about_is_unknown() -> None:
    assert plan_coverage({}, PlanPolicy()).value == 0
    assert plan_coverage({AREAS[0]: KNOWN}, PlanPolicy()).value == 20


def test_ac_021_need_without_solution_until_one_is_added() -> None:
    hire = NeedRow("hire 200 people")
    gap = Reason("plan.need_without_solution", {"problem": "hire 200 people"})
    assert unsolved_needs([hire]) == (gap,)
    assert unsolved_needs([NeedRow("hire 200 people", solutions=1)]) == ()


def test_needs_met_or_gone_want_no_solution() -> None:
    rows = [NeedRow("a", NeedState.MET), NeedRow("b", NeedState.GONE), NeedRow("c")]
    assert [one.params["problem"] for one in unsolved_needs(rows)] == ["c"]
