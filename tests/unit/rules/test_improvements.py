from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import EffectSide, ImprovementState
from models.policy_relations import ExperiencePolicy
from models.rules.improvements import (
    Range,
    audit_result,
    effect,
    next_states,
    priority,
    review_due,
    signed,
)

POLICY = ExperiencePolicy()
JAN = (date(2026, 1, 1), date(2026, 1, 31))
FEB = (date(2026, 2, 1), date(2026, 2, 28))


def test_ac_101_impact_times_feasibility_times_reach() -> None:
    assert priority(5, 3, 4).value == 60 > priority(4, 4, 3).value == 48
    assert priority(5, 5, 5).value == 125


@pytest.mark.parametrize(
    ("points", "percent", "opens"),
    [(58, "80.6", False), (57, "79.2", True), (72, "100.0", False), (0, "0.0", True)],
)
def test_ac_108_below_eighty_percent_an_improvement_is_opened(
    points: int, percent: str, opens: bool
) -> None:
    scores = [2] * (points // 2) + [1] * (points % 2)
    scores += [0] * (36 - len(scores))
    found = audit_result(scores, POLICY)
    assert (found.points, found.most, found.result) == (points, 72, Decimal(percent))
    assert found.opens is opens
    assert found.explanation.lines[1].code == ("audit.opens" if opens else "audit.passes")


def test_just_eighty_percent_opens_nothing_and_rounding_does_not_decide() -> None:
    assert not audit_result([2, 2, 2, 2, 0], POLICY).opens  # 8 of 10
    # 1,999 of 2,500 points are 79.96 %, shown as 80.0
    scores = [2] * 999 + [1] + [0] * 250
    found = audit_result(scores, POLICY)
    assert (found.result, found.opens) == (Decimal("80.0"), True)


def test_an_audit_without_scores_has_no_result() -> None:
    found = audit_result([], POLICY)
    assert (found.result, found.opens) == (None, False)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=60))
def test_a_better_score_never_opens_what_a_worse_one_did_not(scores: list[int]) -> None:
    better = [min(2, score + 1) for score in scores]
    if not audit_result(scores, POLICY).opens:
        assert not audit_result(better, POLICY).opens


def test_ac_102_the_change_names_both_ranges() -> None:
    before = Range(*JAN, [3, 3, 3, 3, 4])  # 3.2
    after = Range(*FEB, [4, 4, 4, 4, 4, 4, 4, 4, 4, 3])  # 3.9
    found = effect(before, after)
    assert (found.before, found.after, found.change) == (
        Decimal("3.2"),
        Decimal("3.9"),
        Decimal("0.7"),
    )
    first, second, change = found.explanation.lines
    assert dict(first.params) == {
        "side": EffectSide.BEFORE,
        "first": JAN[0],
        "last": JAN[1],
        "total": 16,
        "count": 5,
        "mean": Decimal("3.2"),
    }
    assert second.params["side"] is EffectSide.AFTER
    assert change.params["change"] == "+0.7"


def test_without_answers_or_dates_there_is_no_change() -> None:
    assert effect(Range(*JAN), Range(*FEB, [4])).change is None
    found = effect(Range(None, None), Range(*FEB, [4]))
    assert [line.code for line in found.explanation.lines] == [
        "improvement.no_range",
        "improvement.mean",
    ]
    assert signed(Decimal("-0.3")) == "-0.3"
    assert signed(Decimal("0.0")) == "0.0"


@pytest.mark.parametrize(
    ("day", "late"), [(date(2026, 2, 28), 2), (date(2026, 3, 2), 0), (date(2026, 3, 3), 0)]
)
def test_ac_103_a_review_is_overdue_from_the_day_after(day: date, late: int) -> None:
    found = review_due(day, date(2026, 3, 2))
    assert found.days == late
    assert found.explanation.lines[0].code == ("standard.overdue" if late else "standard.in_time")


def test_every_state_has_a_way_on_and_review_comes_after_done() -> None:
    for state in ImprovementState:
        assert next_states(state)
        assert state not in next_states(state)
    before_review = [s for s in ImprovementState if ImprovementState.REVIEWED in next_states(s)]
    assert before_review == [ImprovementState.DONE]
