from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import Stage
from models.explanation import Reason
from models.policy_defaults import Policy, QualificationPolicy
from models.policy_relations import CommitteePolicy
from models.rules.answers import OfferFacts, offers
from models.rules.committee import (
    Member,
    ThreadFacts,
    VisitFacts,
    coverage,
    obstacles,
    power_gaps,
    support,
    threads,
    visit_due,
    weight_warnings,
)
from models.rules.rounding import half_up

TODAY = date(2026, 3, 2)
POLICY = CommitteePolicy()
QUALIFICATION = QualificationPolicy()

DECIDER = Member("Li", 50, 1, touched_on=date(2026, 1, 20))
INFLUENCER = Member("Wang", 30, 2, touched_on=date(2026, 2, 20))
BLOCKER = Member("Zhao", 20, -2, blocker=True)
COMMITTEE = [DECIDER, INFLUENCER, BLOCKER]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


# --- support


def test_ac_022_support_of_the_committee_with_its_terms() -> None:
    found = support(COMMITTEE)
    assert found.value == Decimal("35.0") == found.explanation.value
    assert (found.weights_sum, found.warnings) == (100, ())
    assert found.explanation.lines == (
        Reason("support.person", {"person": "Li", "weight": 50, "stance": 1, "points": 25}),
        Reason("support.person", {"person": "Wang", "weight": 30, "stance": 2, "points": 30}),
        Reason("support.person", {"person": "Zhao", "weight": 20, "stance": -2, "points": -20}),
        Reason("support.sum", {"terms": (25, 30, -20), "points": 35}),
    )
    assert (found.explanation.figure, found.explanation.rule) == ("support", "R-SUPPORT")


def test_ac_023_weights_that_do_not_sum_to_100_warn_and_are_normalised() -> None:
    found = support([DECIDER, INFLUENCER, replace(BLOCKER, weight_pct=30)])
    warning = Reason("support.weights_sum", {"sum": 110, "wanted": 100})
    assert found.value == Decimal("22.7")
    assert found.warnings == (warning,)
    assert found.weights_sum == 110
    assert found.explanation.lines[-3:] == (
        Reason("support.sum", {"terms": (25, 30, -30), "points": 25}),
        warning,
        Reason("support.normalised", {"points": 25, "sum": 110, "support": Decimal("22.7")}),
    )


def test_weights_below_100_are_normalised_too() -> None:
    found = support([Member("Li", 25, 1)])
    assert found.value == Decimal("50.0")
    assert found.warnings == (Reason("support.weights_sum", {"sum": 25, "wanted": 100}),)


@pytest.mark.parametrize(("weights", "warned"), [((50, 49), 1), ((50, 50), 0), ((50, 51), 1)])
def test_only_a_sum_of_100_does_not_warn(weights: tuple[int, ...], warned: int) -> None:
    assert len(weight_warnings([Member("x", weight) for weight in weights])) == warned


def test_an_empty_committee_has_no_data_and_no_warning() -> None:
    found = support([])
    assert (found.value, found.weights_sum, found.warnings) == (None, 0, ())
    assert found.explanation.value is None
    assert (found.explanation.figure, found.explanation.rule) == ("support", "R-SUPPORT")
    assert found.explanation.lines == (Reason("support.no_data"),)


def test_people_without_any_weight_warn() -> None:
    found = support([Member("Li", 0, 2)])
    assert found.value is None
    assert found.warnings == (Reason("support.weights_sum", {"sum": 0, "wanted": 100}),)


members = st.builds(
    Member,
    name=st.just("x"),
    weight_pct=st.integers(0, 100),
    stance=st.integers(-2, 2),
    touched_on=st.none() | st.dates(date(2025, 11, 1), date(2026, 3, 10)),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(members, max_size=6))
def test_support_lies_within_its_bounds_and_recomputes(people: list[Member]) -> None:
    found = support(people)
    if found.value is None:
        assert sum(one.weight_pct for one in people) == 0
        return
    assert -100 <= found.value <= 100
    lines = [one.params for one in found.explanation.lines if one.code == "support.person"]
    points = [Fraction(int(str(p["weight"])) * int(str(p["stance"])), 2) for p in lines]
    weights = sum(int(str(p["weight"])) for p in lines)
    assert half_up(sum(points, Fraction(0)) * 100 / weights) == found.value


# --- coverage


def test_ac_024_coverage_offers_and_blocker_without_plan() -> None:
    covered = coverage(COMMITTEE, POLICY, TODAY)
    assert covered.value == Decimal("30.0") == covered.explanation.value
    assert (covered.explanation.figure, covered.explanation.rule) == ("coverage", "R-COVER")
    limit = {"limit": 30, "setting": "committee.cover_days"}
    li = {"person": "Li", "weight": 50, "date": date(2026, 1, 20), "days": 41}
    wang = {"person": "Wang", "weight": 30, "date": date(2026, 2, 20), "days": 10}
    assert covered.explanation.lines == (
        Reason("coverage.not_alive", {**li, **limit}),
        Reason("coverage.alive", {**wang, **limit}),
        Reason("coverage.never", {"person": "Zhao", "weight": 20}),
        Reason("coverage.share", {"covered": 30, "sum": 100, "coverage": Decimal("30.0")}),
    )
    facts = OfferFacts(decider_touched_on=DECIDER.touched_on, decider_stance=DECIDER.stance)
    offered = {one.code: one for one in offers(facts, Policy().qualification, TODAY)}
    for code in ("C-A2", "P-A2"):
        assert not offered[code].holds
        assert offered[code].reason.code == "offer.not_alive"
        assert offered[code].reason.params["days"] == 41
    assert obstacles(COMMITTEE, QUALIFICATION).people == ("Zhao",)


@pytest.mark.parametrize(
    ("touched", "expected"),
    [(ago(30), "100.0"), (ago(31), "0.0"), (ago(0), "100.0"), (ago(-1), "0.0")],
)
def test_a_touch_counts_for_thirty_days(touched: date, expected: str) -> None:
    assert coverage([Member("x", 40, touched_on=touched)], POLICY, TODAY).value == Decimal(expected)


def test_coverage_is_a_share_of_the_weights_there_are() -> None:
    people = [Member("a", 20, touched_on=TODAY), Member("b", 40)]
    assert coverage(people, POLICY, TODAY).value == Decimal("33.3")


def test_coverage_without_weights_is_no_data() -> None:
    found = coverage([], POLICY, TODAY)
    assert (found.value, found.explanation.value) == (None, None)
    assert (found.explanation.figure, found.explanation.rule) == ("coverage", "R-COVER")
    assert found.explanation.lines == (Reason("coverage.no_data"),)


# --- blockers


@pytest.mark.parametrize(
    ("member", "flagged"),
    [
        (BLOCKER, True),
        (replace(BLOCKER, weight_pct=19), False),
        (replace(BLOCKER, stance=-1), True),
        (replace(BLOCKER, stance=0), False),
        (replace(BLOCKER, counter_plan="meet the director"), False),
        (replace(BLOCKER, blocker=False), False),
    ],
)
def test_only_blockers_of_weight_against_us_without_a_plan(member: Member, flagged: bool) -> None:
    found = obstacles([member], QUALIFICATION)
    assert found.people == (("Zhao",) if flagged else ())
    assert found.explanation.value == int(flagged)


def test_an_obstacle_names_person_weight_and_setting() -> None:
    found = obstacles(COMMITTEE, QUALIFICATION).explanation
    limit = {"limit": 20, "setting": "qualification.blocker_weight"}
    who = {"person": "Zhao", "weight": 20, "stance": -2}
    assert found.lines == (Reason("blocker.no_plan", {**who, **limit}),)
    assert (found.figure, found.rule) == ("blocker", "R-BLOCK")
    planned = obstacles([replace(BLOCKER, counter_plan="x"), DECIDER], QUALIFICATION)
    assert planned.explanation.lines == (Reason("blocker.none", {"count": 1}),)


# --- power


@pytest.mark.parametrize(
    ("formal", "real", "code"),
    [
        (1, 3, "power.quiet"),
        (3, 1, "power.empty"),
        (2, 3, None),
        (3, 2, None),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_title_and_real_power(formal: int | None, real: int | None, code: str | None) -> None:
    quiet = Member("x", 0, formal_power=formal, real_power=real)
    plain = Member("y", 0, formal_power=1, real_power=5)
    found = power_gaps([quiet, plain], POLICY)
    wanted = [Reason(code, {"person": "x", "formal": formal, "real": real})] if code else []
    last = Reason("power.quiet", {"person": "y", "formal": 1, "real": 5})
    assert found == (*wanted, last)


# --- visits and threads


def test_ac_036_executive_visit_is_due_a_quarter_after_the_last() -> None:
    found = visit_due(VisitFacts(date(2025, 11, 20)), POLICY, TODAY)
    assert (found.due, found.days_late) == (date(2026, 2, 20), 10)
    params = {"start": date(2025, 11, 20), "months": 3, "setting": "committee.visit_months"}
    assert found.explanation.lines == (
        Reason("visit.from_last", {**params, "due": date(2026, 2, 20)}),
        Reason("visit.overdue", {"due": date(2026, 2, 20), "days": 10}),
    )
    assert (found.explanation.figure, found.explanation.rule) == ("exec_visit", "R-THREAD")
    assert found.explanation.value == date(2026, 2, 20)
    assert threads(
        ThreadFacts(Stage.STABLE, 9, 9, VisitFacts(date(2025, 11, 20))), POLICY, TODAY
    ).at_risk


@pytest.mark.parametrize(("last", "late"), [(date(2025, 12, 2), 0), (date(2025, 12, 1), 1)])
def test_a_visit_is_late_from_the_day_after(last: date, late: int) -> None:
    found = visit_due(VisitFacts(last), POLICY, TODAY)
    assert found.days_late == late
    assert len(found.explanation.lines) == 1 + bool(late)


def test_the_first_visit_counts_from_the_stage_and_an_own_cadence_goes_first() -> None:
    found = visit_due(VisitFacts(since=date(2026, 1, 31), months=1), POLICY, TODAY)
    assert (found.due, found.days_late) == (date(2026, 2, 28), 2)
    params = {"start": date(2026, 1, 31), "months": 1, "due": date(2026, 2, 28)}
    assert found.explanation.lines[0] == Reason("visit.from_start", params)
    both = VisitFacts(date(2026, 2, 1), date(2020, 1, 1))
    assert visit_due(both, POLICY, TODAY).due == date(2026, 5, 1)


def test_without_visit_or_start_one_is_due_today() -> None:
    found = visit_due(VisitFacts(), POLICY, TODAY)
    assert (found.due, found.days_late) == (TODAY, 0)
    assert found.explanation.lines == (Reason("visit.never", {"due": TODAY}),)


def test_ac_035_one_user_and_one_contact_is_a_single_thread() -> None:
    found = threads(ThreadFacts(Stage.INITIAL, 1, 1), POLICY, TODAY)
    assert found.at_risk
    assert (found.contacts, found.users) == (1, 1)
    assert (found.needed_contacts, found.needed_users) == (3, 2)
    assert found.visit is None
    (line,) = found.explanation.lines
    assert line == Reason(
        "threads.thin",
        {
            "contacts": 1,
            "users": 1,
            "needed_contacts": 3,
            "needed_users": 2,
            "stage": Stage.INITIAL,
            "limit": 180,
            "setting": "committee.initial_contacts",
        },
    )
    assert (found.explanation.figure, found.explanation.rule) == ("threads", "R-THREAD")
    assert found.explanation.value == "1/1"


HELD = VisitFacts(TODAY)


@pytest.mark.parametrize(
    ("stage", "contacts", "users"),
    [
        (Stage.DEVELOPMENT, 1, 1),
        (Stage.INITIAL, 3, 2),
        (Stage.STABLE, 5, 3),
        (Stage.STRATEGIC, 8, 4),
    ],
)
def test_threads_needed_by_each_stage(stage: Stage, contacts: int, users: int) -> None:
    enough = threads(ThreadFacts(stage, contacts, users, HELD), POLICY, TODAY)
    assert not enough.at_risk
    assert enough.explanation.lines[0].code == "threads.enough"
    assert threads(ThreadFacts(stage, contacts - 1, users, HELD), POLICY, TODAY).at_risk
    assert threads(ThreadFacts(stage, contacts, users - 1, HELD), POLICY, TODAY).at_risk


@pytest.mark.parametrize("stage", list(Stage))
def test_executive_visits_are_needed_from_the_third_stage_on(stage: Stage) -> None:
    needs = stage in (Stage.STABLE, Stage.STRATEGIC)
    for visits in (VisitFacts(), VisitFacts(ago(200)), VisitFacts(since=ago(200))):
        found = threads(ThreadFacts(stage, 9, 9, visits), POLICY, TODAY)
        assert found.at_risk is needs
        assert (found.visit is not None) is needs
        codes = [line.code for line in found.explanation.lines]
        assert codes[-1] == ("threads.visit_missed" if needs else "threads.enough")
    held = threads(ThreadFacts(stage, 9, 9, HELD), POLICY, TODAY)
    assert not held.at_risk
    assert held.explanation.lines[-1].code == ("threads.visit_held" if needs else "threads.enough")
    fresh = threads(ThreadFacts(stage, 9, 9, VisitFacts(since=TODAY)), POLICY, TODAY)
    assert not fresh.at_risk
    a_day_late = VisitFacts(date(2025, 12, 1))
    assert threads(ThreadFacts(stage, 9, 9, a_day_late), POLICY, TODAY).at_risk is needs


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_the_next_visit_never_lies_before_the_last(last: date, months: int) -> None:
    found = visit_due(VisitFacts(last, months=months), POLICY, last)
    assert found.due > last
    assert found.days_late == 0
