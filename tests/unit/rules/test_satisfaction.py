from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import GapVerdict
from models.explanation import Explanation, Reason
from models.policy_relations import SatisfactionPolicy
from models.rules.rounding import half_up_whole
from models.rules.satisfaction import (
    SurveyFacts,
    csat,
    gap,
    is_low,
    mean,
    mean_gap,
    nps,
    survey_due,
    survey_for,
    unheard,
)

POLICY = SatisfactionPolicy()
CREATED = date(2025, 11, 30)


@pytest.mark.parametrize(
    ("expected", "perceived", "value", "verdict"),
    [
        (3, 4, 1, GapVerdict.DELIGHTED),
        (3, 3, 0, GapVerdict.MET),
        (4, 3, -1, GapVerdict.DISSATISFIED),
    ],
)
def test_gap_is_perceived_less_expected(
    expected: int, perceived: int, value: int, verdict: GapVerdict
) -> None:
    found = gap(expected, perceived)
    assert (found.value, found.verdict) == (value, verdict)
    params = {"expected": expected, "perceived": perceived, "gap": value, "verdict": verdict}
    line = Reason("satisfaction.gap", params)
    assert found.explanation == Explanation("satisfaction_gap", "R-GAP", value, (line,))


def test_ac_193_csat_and_mean() -> None:
    scores = [5, 4, 4, 3, 2]
    share = csat(scores, POLICY)
    assert (share.value, share.answers, share.small_sample) == (Decimal("60.0"), 5, False)
    params = {"satisfied": 3, "count": 5, "csat": Decimal("60.0"), "limit": 4}
    line = Reason("satisfaction.csat", {**params, "setting": "satisfaction.satisfied_from"})
    assert share.explanation == Explanation("csat", "R-CSAT", Decimal("60.0"), (line,))
    average = mean(scores, POLICY)
    assert (average.value, average.answers) == (Decimal("3.6"), 5)
    line = Reason("satisfaction.mean", {"total": 18, "count": 5, "mean": Decimal("3.6")})
    wanted = Explanation("satisfaction_mean", "R-CSAT", Decimal("3.6"), (line,))
    assert average.explanation == wanted


def test_nps_counts_nine_and_ten_less_zero_to_six() -> None:
    found = nps([10, 9, 8, 7, 6, 0], POLICY)
    assert (found.value, found.answers, found.small_sample) == (0, 6, False)
    params = {"promoters": 2, "detractors": 2, "count": 6, "nps": 0}
    line = Reason("satisfaction.nps", {**params, "setting": "satisfaction.promoter_from"})
    assert found.explanation == Explanation("nps", "R-NPS", 0, (line,))
    assert nps([10, 9, 3], POLICY).value == 33
    assert nps([6], POLICY).value == -100


@pytest.mark.parametrize("count", [1, 4, 5, 6])
def test_fewer_than_five_answers_are_a_small_sample(count: int) -> None:
    for found in (nps([9] * count, POLICY), csat([4] * count, POLICY), mean([4] * count, POLICY)):
        assert found.small_sample is (count < 5)
        small = {"count": count, "limit": 5, "setting": "satisfaction.small_sample"}
        last = Reason("satisfaction.small_sample", small)
        assert (found.explanation.lines[-1] == last) is (count < 5)


def test_no_answers_are_no_data() -> None:
    figures = (("nps", "R-NPS"), ("csat", "R-CSAT"), ("satisfaction_mean", "R-CSAT"))
    found = nps([], POLICY), csat([], POLICY), mean([], POLICY)
    for one, (figure, rule) in zip(found, figures, strict=True):
        assert (one.value, one.answers, one.small_sample) == (None, 0, False)
        line = Reason("satisfaction.no_answers")
        assert one.explanation == Explanation(figure, rule, None, (line,))


@pytest.mark.parametrize(("received", "estimate"), [(0, 0), (3, 10), (5, 17), (7, 23)])
def test_thirty_percent_of_grievances_are_heard(received: int, estimate: int) -> None:
    found = unheard(received, POLICY)
    assert found.value == estimate
    params = {"received": received, "share": 30, "estimate": estimate}
    line = Reason("satisfaction.unheard", {**params, "setting": "satisfaction.heard_percent"})
    assert found.explanation == Explanation("unheard", "R-ICE", estimate, (line,))


@pytest.mark.parametrize(
    ("score", "recommend", "low"),
    [
        (2, None, True),
        (3, None, False),
        (None, 6, True),
        (None, 7, False),
        (3, 6, True),
        (2, 7, True),
        (None, None, False),
    ],
)
def test_low_answers(score: int | None, recommend: int | None, low: bool) -> None:
    assert is_low(POLICY, score=score, nps=recommend) is low


# --- the next survey


def test_without_a_survey_yet_it_counts_from_creation() -> None:
    found = survey_due(SurveyFacts(CREATED), POLICY)
    due = date(2026, 2, 28)
    params = {"start": CREATED, "months": 3, "due": due, "setting": "satisfaction.survey_months"}
    line = Reason("survey.from_creation", params)
    assert found.due == due
    assert found.explanation == Explanation("survey_due", "R-SURVEY", due, (line,))


def test_the_last_survey_and_an_own_interval_go_first() -> None:
    found = survey_due(SurveyFacts(CREATED, date(2026, 1, 31), 6), POLICY)
    due = date(2026, 7, 31)
    params = {"start": date(2026, 1, 31), "months": 6, "due": due}
    line = Reason("survey.from_last", params)
    assert found.due == due
    assert found.explanation == Explanation("survey_due", "R-SURVEY", due, (line,))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (SurveyFacts(CREATED, do_not_contact=True), "survey.do_not_contact"),
        (SurveyFacts(CREATED, consent=False), "survey.no_consent"),
        (SurveyFacts(CREATED, do_not_contact=True, consent=False), "survey.do_not_contact"),
    ],
)
def test_nobody_is_asked_who_must_not_be(facts: SurveyFacts, code: str) -> None:
    found = survey_due(facts, POLICY)
    assert found.due is None
    assert found.explanation == Explanation("survey_due", "R-SURVEY", None, (Reason(code),))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=1, max_size=40))
def test_nps_recomputes_and_keeps_its_bounds(scores: list[int]) -> None:
    found = nps(scores, POLICY)
    params = found.explanation.lines[0].params
    promoters, detractors = int(str(params["promoters"])), int(str(params["detractors"]))
    exact = Fraction(100 * (promoters - detractors), int(str(params["count"])))
    assert found.value == half_up_whole(exact)
    assert isinstance(found.value, int)
    assert -100 <= found.value <= 100


@pytest.mark.parametrize(
    ("pairs", "value", "verdict"),
    [
        ([(3, 5)], "2.0", GapVerdict.DELIGHTED),
        ([(5, 3), (1, 3)], "0.0", GapVerdict.MET),
        ([(4, 3), (3, 3), (3, 3)], "-0.3", GapVerdict.DISSATISFIED),
        # The verdict goes by the exact sum, not by what is left after rounding.
        ([(3, 4), *[(3, 3)] * 29], "0.0", GapVerdict.DELIGHTED),
    ],
)
def test_the_mean_gap_of_an_element(
    pairs: list[tuple[int, int]], value: str, verdict: GapVerdict
) -> None:
    found = mean_gap(pairs)
    assert (found.value, found.verdict) == (Decimal(value), verdict)
    assert found.explanation.lines[0].params["count"] == len(pairs)


def test_no_answer_has_no_gap() -> None:
    found = mean_gap([])
    assert (found.value, found.verdict) == (None, None)
    assert found.explanation.lines == (Reason("satisfaction.no_gaps"),)


def test_a_customer_without_a_survey_gets_the_newest_in_the_script_of_its_name() -> None:
    surveys = [(3, "Quarterly call"), (2, "季度满意度电话"), (1, "年度问卷")]
    assert survey_for("华信科技", surveys) == 2
    assert survey_for("Harbour Lane", surveys) == 3
    assert survey_for("华信科技", surveys[:1]) == 3
    assert survey_for("华信科技", []) is None
