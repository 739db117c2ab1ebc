from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import AnswerScope, Grade, NsabcState, OddsBand, Pipeline
from models.explanation import Reason
from models.policy_defaults import CadencePolicy, OddsPolicy, QualificationPolicy
from models.rules.answers import Answer, questions_of
from models.rules.qualification import (
    DealFacts,
    Odds,
    band,
    fit,
    gap_due,
    gaps,
    manual_objections,
    odds,
    top_gaps,
)
from models.rules.rounding import half_up

TODAY = date(2026, 3, 2)
POLICY = OddsPolicy()
DEAL = DealFacts(Pipeline.PROPOSAL, 5_000_000_00, date(2026, 5, 20))
CODES = [question.code for question in questions_of(AnswerScope.OPPORTUNITY)]
STATE = {"1": NsabcState.CONFIRMED, ".": NsabcState.ASSUMED, "0": NsabcState.UNKNOWN}
WORKED = {"N": "11.0", "S": "1..0", "A": "1.00", "B": "11.0", "C": ".000"}
FULL = dict.fromkeys("NSABC", "1111")


def sheet(scores: dict[str, str], letter: str = "P") -> dict[str, Answer]:
    """Answers written as four signs an element: 1 confirmed today, . assumed, 0 unknown."""
    return {
        code: Answer(code, STATE[sign], TODAY if sign == "1" else None)
        for element, signs in scores.items()
        for number, sign in enumerate(signs, 1)
        for code in [f"{letter}-{element}{number}"]
    }


def changed(state: NsabcState, *codes: str) -> list[Answer]:
    answers = sheet(FULL)
    return list((answers | {code: Answer(code, state, TODAY) for code in codes}).values())


def calculate(answers: list[Answer], deal: DealFacts = DEAL) -> Odds:
    return odds(answers, deal, POLICY, TODAY)


def names(found: Odds) -> list[str]:
    return [cap.name for cap in found.caps]


def test_ac_027_worked_example() -> None:
    found = calculate(list(sheet(WORKED).values()))
    assert [str(one.score) for one in found.elements] == ["62.5", "50", "37.5", "62.5", "12.5"]
    assert (str(found.raw), str(found.value)) == ("46.25", "35.0")
    assert names(found) == ["G3"]
    (cap,) = found.caps
    assert cap.reason == Reason(
        "odds.cap_g3",
        {
            "elements": ("C",),
            "scores": (Decimal("12.5"),),
            "threshold": 25,
            "limit": 35,
            "setting": "odds.cap_g3",
        },
    )
    params = {"odds": Decimal("35.0"), "raw": Decimal("46.25"), "caps": ("G3",)}
    assert found.explanation.lines[-1] == Reason("odds.capped", params)
    assert found.band is OddsBand.WEAK


def test_ac_028_confirming_p_c2_lifts_the_cap() -> None:
    answers = sheet(WORKED) | {"P-C2": Answer("P-C2", NsabcState.CONFIRMED, TODAY)}
    found = calculate(list(answers.values()))
    assert (str(found.value), found.caps) == ("50.0", ())
    assert found.explanation.lines[-1].code == "odds.uncapped"
    assert found.band is OddsBand.CONTESTED


def test_ac_029_gaps_in_order_with_gains() -> None:
    found = gaps(sheet(WORKED).values(), DEAL, POLICY, TODAY)
    shown = [(gap.question.code, str(gap.gain), str(gap.raw_gain), gap.held_by) for gap in found]
    assert shown == [
        ("P-C2", "15.0", "3.75", ()),
        ("P-C3", "15.0", "3.75", ()),
        ("P-C4", "15.0", "3.75", ()),
        ("P-C1", "13.1", "1.875", ()),
        ("P-A3", "0.0", "6.25", ("G3",)),
        ("P-A4", "0.0", "6.25", ("G3",)),
        ("P-N4", "0.0", "5", ("G3",)),
        ("P-S4", "0.0", "5", ("G3",)),
        ("P-B4", "0.0", "5", ("G3",)),
        ("P-A2", "0.0", "3.125", ("G3",)),
        ("P-N3", "0.0", "2.5", ("G3",)),
        ("P-S2", "0.0", "2.5", ("G3",)),
        ("P-S3", "0.0", "2.5", ("G3",)),
        ("P-B3", "0.0", "2.5", ("G3",)),
    ]
    assert [gap.question.code for gap in top_gaps(found)] == ["P-C2", "P-C3", "P-C4"]
    assert found[0].action == Reason("gap.action_c", {"question": "P-C2"})
    assert found[3].state is NsabcState.ASSUMED


def test_ac_026_amount_and_budget_without_close_date() -> None:
    deal = replace(DEAL, expected_close=None)
    found = calculate(list(sheet(FULL | {"B": "1100"}).values()), deal)
    assert found.elements[3].score == 50
    assert (found.value, names(found)) == (Decimal("50.0"), ["G4"])
    assert (found.qualified, found.in_forecast) == (False, False)
    assert found.caps[0].reason.params["missing"] == ("expected_close",)
    neither = calculate([], DealFacts(Pipeline.LEAD))
    assert neither.caps[-1].reason.params["missing"] == ("expected_amount", "expected_close")


def test_ac_186_everything_confirmed_is_a_hundred() -> None:
    found = calculate(list(sheet(FULL).values()))
    assert (str(found.value), found.band, found.caps) == ("100.0", OddsBand.STRONG, ())
    assert (found.qualified, found.in_forecast, found.redate) == (True, True, False)
    assert gaps(sheet(FULL).values(), DEAL, POLICY, TODAY) == ()


UNKNOWN, ADVERSE = NsabcState.UNKNOWN, NsabcState.ADVERSE


@pytest.mark.parametrize(
    ("answers", "deal", "value", "raw", "caps"),
    [
        pytest.param(changed(UNKNOWN, "P-A1"), DEAL, "30.0", "93.75", ["G1"], id="decider"),
        pytest.param(
            changed(UNKNOWN, "P-C1", "P-C2", "P-C3", "P-C4"),
            DEAL,
            "20.0",
            "85",
            ["G2", "G3"],
            id="rival",
        ),
        pytest.param(changed(ADVERSE, "P-N4"), DEAL, "30.0", "95", ["G5"], id="adverse"),
        pytest.param(
            changed(UNKNOWN),
            replace(DEAL, expected_close=None),
            "50.0",
            "100",
            ["G4"],
            id="no_close_date",
        ),
        pytest.param(
            changed(UNKNOWN),
            replace(DEAL, expected_close=date(2026, 2, 27)),
            "50.0",
            "100",
            ["G6"],
            id="close_date_passed",
        ),
    ],
)
def test_ac_186_one_change_and_its_cap(
    answers: list[Answer], deal: DealFacts, value: str, raw: str, caps: list[str]
) -> None:
    found = calculate(answers, deal)
    assert (str(found.value), str(found.raw), names(found)) == (value, raw, caps)
    assert found.redate is ("G6" in caps)
    assert found.in_forecast is ("G4" not in caps)


def test_missing_and_unknown_decider_are_the_same() -> None:
    answers = [one for one in changed(UNKNOWN) if one.code != "P-A1"]
    assert calculate(answers).value == calculate(changed(UNKNOWN, "P-A1")).value
    assert names(calculate(changed(ADVERSE, "P-A1"))) == ["G5"]


def test_close_date_today_is_not_past() -> None:
    found = calculate(changed(UNKNOWN), replace(DEAL, expected_close=TODAY))
    assert found.caps == ()


def test_an_element_of_exactly_twenty_five_is_not_thin() -> None:
    assert names(calculate(changed(UNKNOWN, "P-C2", "P-C3", "P-C4"))) == []


def test_expired_answer_is_a_gap_again() -> None:
    old = Answer("P-N1", NsabcState.CONFIRMED, TODAY - timedelta(days=91))
    answers = sheet(FULL) | {"P-N1": old}
    (gap,) = gaps(answers.values(), DEAL, POLICY, TODAY)
    assert (gap.question.code, gap.expired, str(gap.gain)) == ("P-N1", True, "2.5")
    found = calculate(list(answers.values()))
    assert "answer.expired" in [line.code for line in found.explanation.lines]


@pytest.mark.parametrize(
    ("pipeline", "value", "expected"),
    [
        (Pipeline.WON, "100.0", OddsBand.STRONG),
        (Pipeline.LOST, "0.0", OddsBand.NOT_REAL),
    ],
)
def test_ac_187_closed_deals_have_fixed_odds(
    pipeline: Pipeline, value: str, expected: OddsBand
) -> None:
    deal = replace(DEAL, pipeline=pipeline)
    found = calculate(list(sheet(WORKED).values()), deal)
    assert (str(found.value), found.band, found.caps) == (value, expected, ())
    assert not found.in_forecast
    params = {"pipeline": pipeline, "odds": Decimal(value)}
    assert found.explanation.lines[-1] == Reason("odds.closed", params)
    assert gaps(sheet(WORKED).values(), deal, POLICY, TODAY) == ()


def test_ac_187_manual_odds_stand_beside_the_calculated_ones() -> None:
    required = Reason("odds.manual_reason_required")
    assert manual_objections(Decimal(50), " ") == (required,)
    assert manual_objections(Decimal(50), "the director promised") == ()
    deal = replace(DEAL, manual=Decimal(50), manual_reason="the director promised")
    found = calculate(list(sheet(WORKED).values()), deal)
    assert (str(found.value), str(found.manual), found.band) == ("35.0", "50", OddsBand.WEAK)
    params = {"odds": Decimal("35.0"), "manual": 50, "why": "the director promised"}
    assert found.explanation.lines[-1] == Reason("odds.manual", params)


@pytest.mark.parametrize(
    ("value", "refused"),
    [("0", False), ("100", False), ("-0.1", True), ("100.1", True)],
)
def test_manual_odds_lie_between_0_and_100(value: str, refused: bool) -> None:
    codes = [one.code for one in manual_objections(Decimal(value), "because")]
    assert codes == ["odds.manual_out_of_range"] * refused


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("100.0", "STRONG"),
        ("70.0", "STRONG"),
        ("69.9", "CONTESTED"),
        ("40.0", "CONTESTED"),
        ("39.9", "WEAK"),
        ("20.0", "WEAK"),
        ("19.9", "NOT_REAL"),
        ("0.0", "NOT_REAL"),
    ],
)
def test_bands(value: str, expected: str) -> None:
    assert band(Decimal(value), POLICY) == expected


def test_ac_188_fit_is_the_mean_without_caps() -> None:
    found = fit(sheet(WORKED, "C").values(), POLICY, TODAY)
    assert found.value == 45
    assert [str(one.score) for one in found.elements] == ["62.5", "50", "37.5", "62.5", "12.5"]
    assert [line.code for line in found.explanation.lines] == ["fit.element"] * 5 + ["fit.mean"]
    params = {"total": Decimal(225), "count": 5, "fit": 45}
    assert found.explanation.lines[-1] == Reason("fit.mean", params)


def test_fit_is_rounded_half_up_and_names_expired_answers() -> None:
    one = fit([Answer("C-N1", NsabcState.ASSUMED)], POLICY, TODAY)
    assert one.value == 3  # 12.5 / 5 = 2.5
    old = Answer("C-N1", NsabcState.CONFIRMED, TODAY - timedelta(days=91))
    lines = fit([old], POLICY, TODAY).explanation.lines
    assert lines[5].code == "answer.expired"


@pytest.mark.parametrize(
    ("grade", "due"),
    [
        (Grade.A, date(2026, 3, 3)),
        (Grade.B, date(2026, 3, 9)),
        (Grade.C, date(2026, 3, 9)),
        (Grade.E, date(2026, 3, 9)),
    ],
)
def test_follow_up_of_a_gap_is_due_within_the_cadence(grade: Grade, due: date) -> None:
    assert gap_due(grade, QualificationPolicy(), CadencePolicy(), TODAY) == due


answers_ = st.dictionaries(
    st.sampled_from(CODES),
    st.tuples(
        st.sampled_from(NsabcState),
        st.none() | st.integers(0, 200).map(lambda days: TODAY - timedelta(days=days)),
    ),
).map(lambda found: [Answer(code, *given_) for code, given_ in found.items()])
deals = st.builds(
    DealFacts,
    pipeline=st.sampled_from([Pipeline.LEAD, Pipeline.NEGOTIATION]),
    expected_amount=st.none() | st.integers(1, 10**9),
    expected_close=st.none() | st.dates(date(2025, 12, 1), date(2026, 12, 31)),
)


def shares_between(cuts: list[int]) -> list[int]:
    """Five shares of a hundred, cut at these four places."""
    edges = [0, *sorted(cuts), 100]
    return [high - low for low, high in pairwise(edges)]


weights = st.lists(st.integers(0, 100), min_size=4, max_size=4).map(shares_between)


@settings(max_examples=100, deadline=None)
@given(answers_, deals, weights)
def test_odds_stay_within_bounds_and_caps_for_any_weights(
    answers: list[Answer], deal: DealFacts, shares: list[int]
) -> None:
    policy = OddsPolicy(*shares)
    found = odds(answers, deal, policy, TODAY)
    assert 0 <= found.value <= 100
    assert 0 <= found.raw <= 100
    assert all(found.value <= cap.limit for cap in found.caps)
    assert found.value <= half_up(found.raw)


@settings(max_examples=100, deadline=None)
@given(answers_, deals)
def test_explanation_recomputes_to_the_value(answers: list[Answer], deal: DealFacts) -> None:
    found = calculate(answers, deal)
    lines = found.explanation.lines
    points = Decimal(0)
    for line in lines:
        if line.code == "odds.element":
            values, weight = line.params["counts"], line.params["weight"]
            assert isinstance(values, tuple)
            assert isinstance(weight, int)
            assert line.params["score"] == sum(values, Decimal(0)) * 25
            assert line.params["points"] == weight * sum(values, Decimal(0)) * 25 / 100
            points += weight * sum(values, Decimal(0)) / 4
    limits = [
        Decimal(str(line.params["limit"])) for line in lines if line.code.startswith("odds.cap_")
    ]
    assert points == found.raw
    assert half_up(min([points, *limits])) == found.value == found.explanation.value
    assert lines[-1].params["odds"] == found.value


@settings(max_examples=60, deadline=None)
@given(answers_, deals, st.sampled_from(CODES))
def test_confirming_an_answer_never_lowers_the_odds(
    answers: list[Answer], deal: DealFacts, code: str
) -> None:
    before = calculate(answers, deal)
    after = calculate([*answers, Answer(code, NsabcState.CONFIRMED, TODAY)], deal)
    assert after.raw >= before.raw
    assert after.value >= before.value


@settings(max_examples=25, deadline=None)
@given(answers_, deals)
def test_gaps_list_what_is_not_confirmed_in_falling_order(
    answers: list[Answer], deal: DealFacts
) -> None:
    found = gaps(answers, deal, POLICY, TODAY)
    ranks = [(-gap.gain, -gap.raw_gain, CODES.index(gap.question.code)) for gap in found]
    assert ranks == sorted(ranks)
    assert all(gap.gain >= 0 and gap.raw_gain > 0 for gap in found)
    sure = {
        one.code
        for one in answers
        if one.state is NsabcState.CONFIRMED
        and one.confirmed_on is not None
        and (TODAY - one.confirmed_on).days <= 90
    }
    assert {gap.question.code for gap in found} == set(CODES) - sure
