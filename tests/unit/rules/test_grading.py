from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import Grade, GradeReason, NeedStatus
from models.explanation import Reason
from models.policy_defaults import GradingPolicy
from models.rules.grading import (
    GradeFlag,
    GradeOverride,
    NeedFacts,
    grade_customer,
    grade_deal,
    override_objections,
    override_until,
    propose_regrade,
    touch_objections,
)

TODAY = date(2026, 3, 2)
POLICY = GradingPolicy()
NOW, LATENT, NONE = NeedStatus.NOW, NeedStatus.LATENT, NeedStatus.NONE


def closing(days: int, code: str = "", previous: Grade | None = None) -> NeedFacts:
    return NeedFacts(NOW, TODAY + timedelta(days=days), previous=previous, code=code)


@pytest.mark.parametrize(
    ("days", "grade"),
    [
        (0, "A"),
        (29, "A"),
        (30, "A"),
        (31, "B"),
        (89, "B"),
        (90, "B"),
        (91, "C"),
        (180, "C"),
        (181, "D"),
        (2000, "D"),
    ],
)
def test_grade_by_days_to_the_expected_close(days: int, grade: str) -> None:
    graded = grade_deal(closing(days), POLICY, TODAY)
    assert (graded.grade, graded.reason, graded.flags) == (grade, GradeReason.BY_DATE, ())


@pytest.mark.parametrize(
    ("close", "grade"),
    [
        pytest.param(date(2026, 4, 1), "A", id="ac_056_30_days"),
        pytest.param(date(2026, 4, 2), "B", id="ac_056_31_days"),
        pytest.param(date(2026, 5, 31), "B", id="ac_057_90_days"),
        pytest.param(date(2026, 6, 1), "C", id="ac_057_91_days"),
        pytest.param(date(2026, 8, 29), "C", id="ac_058_180_days"),
        pytest.param(date(2026, 8, 30), "D", id="ac_058_181_days"),
    ],
)
def test_ac_056_057_058_windows_of_the_grades(close: date, grade: str) -> None:
    assert grade_deal(NeedFacts(NOW, close), POLICY, TODAY).grade == grade


def test_ac_059_need_now_without_date_and_latent_need_are_d() -> None:
    undated = grade_deal(NeedFacts(NOW), POLICY, TODAY)
    assert (undated.grade, undated.reason) == (Grade.D, GradeReason.NO_DATE)
    assert undated.flags == (GradeFlag.SET_DATE,)
    latent = grade_deal(NeedFacts(LATENT, TODAY + timedelta(days=10)), POLICY, TODAY)
    assert (latent.grade, latent.reason, latent.flags) == (Grade.D, GradeReason.LATENT, ())


def test_ac_060_best_deal_counts_and_no_chance_is_e() -> None:
    deals = [closing(120, "O-000001"), closing(10, "O-000002")]
    customer = grade_customer(NeedFacts(NONE), deals, POLICY, TODAY)
    assert (customer.grade, customer.reason) == (Grade.A, GradeReason.BY_DATE)
    best = Reason("grade.best_of", {"count": 2, "deal": "O-000002", "grade": Grade.A})
    assert customer.explanation.lines[-1] == best
    hopeless = grade_customer(NeedFacts(LATENT, no_chance=True), [], POLICY, TODAY)
    assert (hopeless.grade, hopeless.reason) == (Grade.E, GradeReason.NO_CHANCE)


def test_ac_054_no_need_is_e() -> None:
    graded = grade_customer(NeedFacts(NONE), [], POLICY, TODAY)
    assert (graded.grade, graded.reason) == (Grade.E, GradeReason.NO_NEED)


def test_no_need_is_named_before_no_chance() -> None:
    assert grade_deal(NeedFacts(NONE, no_chance=True), POLICY, TODAY).reason is GradeReason.NO_NEED


def test_own_need_counts_only_without_open_deals() -> None:
    own = closing(5)
    closed = NeedFacts(NOW, TODAY + timedelta(days=40), is_open=False, code="O-000001")
    alone = grade_customer(own, [closed], POLICY, TODAY)
    assert alone.grade is Grade.A
    assert alone.explanation.lines[0] == Reason("grade.own_need")
    beside = grade_customer(own, [closed, closing(100, "O-000002")], POLICY, TODAY)
    assert beside.grade is Grade.C
    assert [line.code for line in beside.explanation.lines] == ["grade.by_date"]


@pytest.mark.parametrize("previous", [*Grade, None])
def test_passed_date_keeps_the_previous_grade(previous: Grade | None) -> None:
    graded = grade_deal(closing(-1, previous=previous), POLICY, TODAY)
    assert graded.grade is (previous or Grade.D)
    assert graded.reason is GradeReason.DATE_PASSED
    assert graded.flags == (GradeFlag.DATE_PASSED,)
    (line,) = graded.explanation.lines
    code = "grade.date_passed" if previous else "grade.date_passed_no_previous"
    assert (line.code, line.params["days"]) == (code, 1)


def test_ac_190_passed_date_keeps_a_until_a_new_date_comes() -> None:
    deal = NeedFacts(NOW, date(2026, 2, 27), previous=Grade.A, code="O-000001")
    graded = grade_customer(NeedFacts(NOW), [deal], POLICY, TODAY)
    assert (graded.grade, graded.flags) == (Grade.A, (GradeFlag.DATE_PASSED,))
    refusal = Reason("grade.date_needed", {"deal": "O-000001", "date": date(2026, 2, 27)})
    assert touch_objections(deal, deal, TODAY) == (refusal,)
    dated = NeedFacts(NOW, date(2026, 5, 1), previous=Grade.A, code="O-000001")
    assert touch_objections(deal, dated, TODAY) == ()
    proposal = propose_regrade(graded.grade, grade_deal(dated, POLICY, TODAY))
    assert (proposal.before, proposal.after, proposal.differs) == (Grade.A, Grade.B, True)


@pytest.mark.parametrize(
    ("after", "refused"),
    [
        (NeedFacts(NOW, TODAY), False),
        (NeedFacts(NOW, TODAY - timedelta(days=1)), True),
        (NeedFacts(NOW), True),
        (NeedFacts(LATENT), False),
        (NeedFacts(NONE), False),
        (NeedFacts(NOW, no_chance=True), False),
    ],
)
def test_a_touch_after_the_date_must_bring_something_new(after: NeedFacts, refused: bool) -> None:
    assert bool(touch_objections(closing(-3), after, TODAY)) is refused


@pytest.mark.parametrize(
    "before",
    [
        closing(0),
        NeedFacts(NOW),
        NeedFacts(LATENT, TODAY - timedelta(days=9)),
        NeedFacts(NOW, TODAY - timedelta(days=9), no_chance=True),
    ],
)
def test_a_touch_is_free_while_no_date_has_passed(before: NeedFacts) -> None:
    assert touch_objections(before, NeedFacts(NOW), TODAY) == ()


def test_ac_065_touch_proposes_the_better_grade() -> None:
    graded = grade_deal(NeedFacts(NOW, date(2026, 4, 25)), POLICY, TODAY)
    proposal = propose_regrade(Grade.C, graded)
    assert (proposal.after, proposal.differs) == (Grade.B, True)
    assert proposal.reason is GradeReason.BY_DATE
    assert proposal.explanation.rule == "R-REGRADE"
    line = Reason("grade.proposal", {"before": Grade.C, "after": Grade.B})
    assert proposal.explanation.lines[-1] == line


def test_no_proposal_where_the_grade_stays() -> None:
    proposal = propose_regrade(Grade.A, grade_deal(closing(3), POLICY, TODAY))
    assert not proposal.differs
    assert proposal.explanation.lines[-1].code == "grade.unchanged"


def test_first_grade_differs_from_none() -> None:
    assert propose_regrade(None, grade_deal(closing(3), POLICY, TODAY)).differs


@pytest.mark.parametrize(
    ("until", "grade", "code"),
    [
        (TODAY, Grade.E, "grade.override"),
        (TODAY + timedelta(days=1), Grade.E, "grade.override"),
        (TODAY - timedelta(days=1), Grade.A, "grade.override_expired"),
    ],
)
def test_override_stands_through_its_last_day(until: date, grade: Grade, code: str) -> None:
    override = GradeOverride(Grade.E, until, "met them")
    graded = grade_customer(closing(3), [], POLICY, TODAY, override)
    assert (graded.grade, graded.computed) == (grade, Grade.A)
    assert (graded.reason is GradeReason.OVERRIDE) is (grade is Grade.E)
    line = graded.explanation.lines[-1]
    assert line.code == code
    assert line.params == {
        "grade": Grade.E,
        "until": until,
        "why": "met them",
        "computed": Grade.A,
    }


def test_override_lasts_ninety_days_and_needs_a_reason() -> None:
    assert override_until(POLICY, TODAY) == date(2026, 5, 31)
    assert override_objections("they asked for it") == ()
    assert override_objections("  ") == (Reason("grade.override_reason_required"),)


def test_ac_200_need_nobody_set_is_marked() -> None:
    graded = grade_customer(NeedFacts(LATENT, confirmed=False), [], POLICY, TODAY)
    assert (graded.grade, graded.flags) == (Grade.D, (GradeFlag.NEED_NOT_CONFIRMED,))


def test_flags_of_every_open_deal_are_shown() -> None:
    deals = [closing(3), NeedFacts(NOW), closing(-2)]
    graded = grade_customer(NeedFacts(NOW), deals, POLICY, TODAY)
    assert graded.grade is Grade.A
    assert graded.flags == (GradeFlag.DATE_PASSED, GradeFlag.SET_DATE)


def test_of_equal_grades_a_standing_date_gives_the_reason() -> None:
    deals = [closing(-2, "O-1", Grade.A), closing(9, "O-2"), closing(5, "O-3")]
    graded = grade_customer(NeedFacts(NOW), deals, POLICY, TODAY)
    assert graded.reason is GradeReason.BY_DATE
    assert graded.explanation.lines[-1].params["deal"] == "O-3"


def test_date_line_names_limit_and_setting() -> None:
    (within,) = grade_deal(closing(60, "O-1"), POLICY, TODAY).explanation.lines
    assert within.code == "grade.by_date"
    assert within.params["limit"] == 90
    assert within.params["setting"] == "grading.b_days"
    (beyond,) = grade_deal(closing(200), POLICY, TODAY).explanation.lines
    assert (beyond.code, beyond.params["limit"]) == ("grade.beyond", 180)


needs = st.builds(
    NeedFacts,
    need=st.sampled_from(NeedStatus),
    expected_close=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    no_chance=st.booleans(),
    previous=st.none() | st.sampled_from(Grade),
    is_open=st.booleans(),
    confirmed=st.booleans(),
)


@settings(max_examples=100, deadline=None)
@given(needs, st.lists(needs, max_size=4))
def test_customer_grade_is_the_best_of_its_open_deals(
    own: NeedFacts, deals: list[NeedFacts]
) -> None:
    counted = [deal for deal in deals if deal.is_open] or [own]
    expected = min(grade_deal(deal, POLICY, TODAY).grade for deal in counted)
    graded = grade_customer(own, deals, POLICY, TODAY)
    assert graded.grade == expected == graded.explanation.value
    named = [line.params["grade"] for line in graded.explanation.lines if "deal" in line.params]
    assert min(str(grade) for grade in named) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400))
def test_a_nearer_close_is_never_graded_worse(one: int, other: int) -> None:
    near, far = sorted((one, other))
    near_grade = grade_deal(closing(near), POLICY, TODAY).grade
    assert near_grade <= grade_deal(closing(far), POLICY, TODAY).grade
