from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import LoyaltyLabel, LoyaltyType
from models.explanation import Reason
from models.policy_relations import ChurnPolicy, LoyaltyPolicy
from models.rules.loyalty import ChurnFacts, LoyaltyFacts, churn_risk, loyalty

TODAY = date(2026, 3, 2)
POLICY = LoyaltyPolicy()
CHURN = ChurnPolicy()
HALF_PAST_FOUR = Fraction(9, 2)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_ac_037_satisfied_but_drifting() -> None:
    found = loyalty(LoyaltyFacts(1, 9, 9, HALF_PAST_FOUR, TODAY), POLICY)
    assert list(found.parts.values()) == [25, 90, 90]
    assert found.label is LoyaltyLabel.DRIFTING
    assert found.mean == Decimal("68.3") == found.explanation.value
    assert not found.is_brand_loyalist
    assert (found.explanation.figure, found.explanation.rule) == ("loyalty", "R-LOY")
    behavioural = {"orders": 1, "points": 25, "limit": 365, "score": 25}
    satisfied = {"mean": Decimal("4.5"), "limit": 4, "date": TODAY}
    assert found.explanation.lines == (
        Reason("loyalty.behavioural", {**behavioural, "setting": "loyalty.repeat_points"}),
        Reason("loyalty.attitudinal", {"answer": 9, "score": 90, "date": TODAY}),
        Reason("loyalty.emotional", {"answer": 9, "score": 90, "date": TODAY}),
        Reason("loyalty.satisfaction", {**satisfied, "setting": "loyalty.satisfied_from"}),
        Reason("loyalty.mean", {"counts": (25, 90, 90), "count": 3, "mean": Decimal("68.3")}),
        Reason("loyalty.drifting"),
    )


@pytest.mark.parametrize(
    ("recommend", "emotional", "label"),
    [(8, 80, LoyaltyLabel.LOYAL), (4, 40, LoyaltyLabel.CAPTIVE)],
)
def test_ac_193_loyal_or_captive(recommend: int, emotional: int, label: LoyaltyLabel) -> None:
    found = loyalty(LoyaltyFacts(3, 8, recommend), POLICY)
    assert found.parts == {
        LoyaltyType.BEHAVIOURAL: 75,
        LoyaltyType.ATTITUDINAL: 80,
        LoyaltyType.EMOTIONAL: emotional,
    }
    assert found.label is label
    assert found.is_brand_loyalist is (label is LoyaltyLabel.LOYAL)
    assert found.explanation.lines[-1] == Reason(f"loyalty.{label.lower()}")


@pytest.mark.parametrize(("orders", "points"), [(0, 0), (1, 25), (3, 75), (4, 100), (5, 100)])
def test_behavioural_is_twenty_five_a_repeat_order_up_to_a_hundred(
    orders: int, points: int
) -> None:
    assert loyalty(LoyaltyFacts(orders), POLICY).parts[LoyaltyType.BEHAVIOURAL] == points


L = LoyaltyLabel


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        (LoyaltyFacts(3, 7, 7, Fraction(5)), L.LOYAL),
        (LoyaltyFacts(3, 6, 7, Fraction(5)), L.OTHER),
        (LoyaltyFacts(3, 7, 6, Fraction(5)), L.OTHER),
        (LoyaltyFacts(2, 7, 7, Fraction(5)), L.OTHER),
        (LoyaltyFacts(3, 0, 5, Fraction(1)), L.OTHER),
        (LoyaltyFacts(3, None, 4), L.CAPTIVE),
        (LoyaltyFacts(3, None, 5), None),
        (LoyaltyFacts(3, 9, None), None),
        (LoyaltyFacts(1, None, None, Fraction(4)), L.DRIFTING),
        (LoyaltyFacts(2, None, None, Fraction(4)), None),
        (LoyaltyFacts(1, None, None, Fraction(399, 100)), None),
        (LoyaltyFacts(1, 9, 9, Fraction(399, 100)), L.OTHER),
        (LoyaltyFacts(1, 9, 9), None),
        (LoyaltyFacts(2, 4, 4, Fraction(4)), L.OTHER),
        (LoyaltyFacts(None, 9, 9, Fraction(5)), None),
        (LoyaltyFacts(None, 9, 4, Fraction(5)), None),
        (LoyaltyFacts(), None),
    ],
)
def test_label_at_every_limit_and_with_answers_missing(
    facts: LoyaltyFacts, label: LoyaltyLabel | None
) -> None:
    found = loyalty(facts, POLICY)
    assert found.label is label
    assert found.explanation.lines[-1].code == f"loyalty.{(label or 'no_label').lower()}"


@pytest.mark.parametrize(
    ("behaviour", "emotion", "label"),
    [(70, 40, L.CAPTIVE), (69, 40, L.OTHER), (70, 50, L.OTHER), (70, 70, L.LOYAL)],
)
def test_seventy_and_fifty_points_are_limits(behaviour: int, emotion: int, label: L) -> None:
    policy = LoyaltyPolicy(repeat_points=behaviour)
    assert loyalty(LoyaltyFacts(1, 7, emotion // 10, Fraction(1)), policy).label is label


def test_drifting_ends_at_fifty_points() -> None:
    facts = LoyaltyFacts(1, 1, 1, Fraction(5))
    assert loyalty(facts, LoyaltyPolicy(repeat_points=49)).label is L.DRIFTING
    assert loyalty(facts, LoyaltyPolicy(repeat_points=50)).label is L.OTHER


def test_without_anything_every_line_says_what_is_missing() -> None:
    found = loyalty(LoyaltyFacts(), POLICY)
    assert list(found.parts.values()) == [None, None, None]
    assert (found.mean, found.explanation.value) == (None, None)
    assert found.explanation.lines == (
        Reason("loyalty.no_orders"),
        Reason("loyalty.no_answer", {"part_of": LoyaltyType.ATTITUDINAL}),
        Reason("loyalty.no_answer", {"part_of": LoyaltyType.EMOTIONAL}),
        Reason("loyalty.no_satisfaction"),
        Reason("loyalty.no_label"),
    )


def test_mean_is_of_the_parts_known() -> None:
    found = loyalty(LoyaltyFacts(1, None, 10), POLICY)
    assert found.mean == Decimal("62.5")
    line = Reason("loyalty.mean", {"counts": (25, 100), "count": 2, "mean": Decimal("62.5")})
    assert line in found.explanation.lines


# --- churn


def test_ac_192_points_of_the_signs_warn_from_fifty() -> None:
    found = churn_risk(ChurnFacts(True, True, recommend=6), CHURN, TODAY)
    assert (found.points, found.warns) == (65, True)
    assert found.explanation.value == 65
    assert (found.explanation.figure, found.explanation.rule) == ("churn_risk", "R-CHURN")
    detractor = {"answer": 6, "limit": 6, "points": 20, "setting": "churn.detractor_points"}
    total = {"terms": (20, 25, 20), "points": 65, "limit": 50, "setting": "churn.warn_points"}
    assert found.explanation.lines == (
        Reason("churn.overdue", {"points": 20, "setting": "churn.overdue_points"}),
        Reason("churn.reopened", {"points": 25, "setting": "churn.reopened_points"}),
        Reason("churn.detractor", detractor),
        Reason("churn.warns", total),
    )
    calm = churn_risk(ChurnFacts(True, True, recommend=7), CHURN, TODAY)
    assert (calm.points, calm.warns) == (45, False)
    assert calm.explanation.lines[-1].code == "churn.calm"


def test_a_warning_begins_at_fifty() -> None:
    assert churn_risk(ChurnFacts(True), ChurnPolicy(overdue_points=50), TODAY).warns
    assert not churn_risk(ChurnFacts(True), ChurnPolicy(overdue_points=49), TODAY).warns


def test_no_sign_no_points() -> None:
    found = churn_risk(ChurnFacts(), CHURN, TODAY)
    assert (found.points, found.warns) == (0, False)
    assert found.explanation.lines == (Reason("churn.no_sign"),)


def test_a_single_thread_is_ten_points() -> None:
    found = churn_risk(ChurnFacts(single_thread=True), CHURN, TODAY)
    assert found.points == 10
    line = Reason("churn.single_thread", {"points": 10, "setting": "churn.thread_points"})
    assert found.explanation.lines[0] == line


@pytest.mark.parametrize(
    ("days", "points"),
    [
        ((), 0),
        ((ago(900),), 0),
        ((ago(900), ago(900)), 0),
        ((ago(30), ago(20)), 0),
        ((ago(31), ago(21)), 25),
        ((ago(21), ago(31)), 25),
        ((ago(61), ago(51), ago(41)), 25),
        ((ago(66), ago(52), ago(31)), 0),
        ((ago(70), ago(36)), 0),
        ((ago(-5), ago(10)), 0),
    ],
)
def test_no_order_for_more_than_twice_the_average_interval(
    days: tuple[date, ...], points: int
) -> None:
    assert churn_risk(ChurnFacts(order_days=days), CHURN, TODAY).points == points


def test_silence_shows_its_arithmetic() -> None:
    found = churn_risk(ChurnFacts(order_days=(ago(46), ago(41), ago(31))), CHURN, TODAY)
    params = {"date": ago(31), "days": 31, "factor": 2, "interval": Decimal("7.5")}
    points = {"points": 25, "setting": "churn.silent_points"}
    assert found.explanation.lines[0] == Reason("churn.silent", {**params, **points})


churn_facts = st.builds(
    ChurnFacts,
    tracking_overdue=st.booleans(),
    complaint_reopened=st.booleans(),
    order_days=st.lists(st.dates(date(2024, 1, 1), TODAY), max_size=4).map(tuple),
    recommend=st.none() | st.integers(0, 10),
    single_thread=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(churn_facts)
def test_churn_points_count_each_sign_once_and_recompute(facts: ChurnFacts) -> None:
    found = churn_risk(facts, CHURN, TODAY)
    signs = found.explanation.lines[:-1]
    assert sum(int(str(line.params["points"])) for line in signs) == found.points <= 100
    assert len({line.code for line in signs}) == len(signs)
