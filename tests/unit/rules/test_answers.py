from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.enums import AnswerScope, NsabcElement, NsabcState
from models.explanation import Reason
from models.policy_defaults import OddsPolicy, QualificationPolicy
from models.rules.answers import (
    QUESTION_BY_CODE,
    QUESTIONS,
    Answer,
    AnswerDraft,
    Blocker,
    OfferFacts,
    answer_objections,
    by_code,
    counts,
    element_scores,
    expired_lines,
    is_expired,
    offers,
    questions_of,
    unplanned_blockers,
)

TODAY = date(2026, 3, 2)
ODDS = OddsPolicy()
POLICY = QualificationPolicy()
U, AS, CO, AD = NsabcState.UNKNOWN, NsabcState.ASSUMED, NsabcState.CONFIRMED, NsabcState.ADVERSE


def test_twenty_questions_each_for_customer_and_deal() -> None:
    assert len(QUESTIONS) == len(QUESTION_BY_CODE) == 40
    assert QUESTIONS[0].code == "C-N1"
    assert QUESTIONS[-1].code == "P-C4"
    for scope, letter in ((AnswerScope.CUSTOMER, "C"), (AnswerScope.OPPORTUNITY, "P")):
        found = questions_of(scope)
        expected = [f"{letter}-{element}{n}" for element in "NSABC" for n in (1, 2, 3, 4)]
        assert [question.code for question in found] == expected
    assert QUESTION_BY_CODE["P-B3"].element is NsabcElement.B
    assert QUESTION_BY_CODE["P-B3"].number == 3


@pytest.mark.parametrize(
    ("state", "age", "value"),
    [
        (U, None, "0"),
        (AS, None, "0.5"),
        (AS, 900, "0.5"),
        (AD, 0, "0"),
        (CO, 0, "1"),
        (CO, 90, "1"),
        (CO, 91, "0.5"),
        (CO, -3, "1"),
        (CO, None, "0.5"),
    ],
)
def test_what_an_answer_counts(state: NsabcState, age: int | None, value: str) -> None:
    confirmed = None if age is None else TODAY - timedelta(days=age)
    answer = Answer("P-N1", state, confirmed)
    assert counts(answer, ODDS, TODAY) == Decimal(value)
    assert is_expired(answer, ODDS, TODAY) is (state is CO and value == "0.5")


def test_no_answer_counts_nothing() -> None:
    assert counts(None, ODDS, TODAY) == 0


def test_ac_030_confirmation_of_92_days_counts_half_and_says_so() -> None:
    day = date(2025, 11, 30)
    known = by_code([Answer("P-N1", CO, day)])
    need = element_scores(known, AnswerScope.OPPORTUNITY, ODDS, TODAY)[0]
    assert (need.counts[0], need.score) == (Decimal("0.5"), Decimal("12.5"))
    params = {
        "question": "P-N1",
        "confirmed_on": day,
        "limit": 90,
        "setting": "odds.confirmed_days",
    }
    assert expired_lines(known, AnswerScope.OPPORTUNITY, ODDS, TODAY) == (
        Reason("answer.expired", params),
    )
    fresh = by_code([Answer("P-N1", CO, TODAY), Answer("P-N2", AS)])
    assert expired_lines(fresh, AnswerScope.OPPORTUNITY, ODDS, TODAY) == ()


def test_later_answer_to_the_same_question_counts() -> None:
    known = by_code([Answer("P-N1", CO, TODAY), Answer("P-N1", U)])
    assert known["P-N1"].state is U


def test_scores_of_one_scope_ignore_the_other() -> None:
    known = by_code([Answer("C-N1", CO, TODAY)])
    assert all(
        one.score == 0 for one in element_scores(known, AnswerScope.OPPORTUNITY, ODDS, TODAY)
    )
    assert element_scores(known, AnswerScope.CUSTOMER, ODDS, TODAY)[0].score == 25


COMPLETE = AnswerDraft("P-N1", CO, "they lose a shift a week", True, TODAY)


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (COMPLETE, []),
        (replace(COMPLETE, note=" "), ["answer.needs_note"]),
        (replace(COMPLETE, has_source=False), ["answer.needs_source"]),
        (replace(COMPLETE, confirmed_on=None), ["answer.needs_date"]),
        (
            replace(COMPLETE, confirmed_on=TODAY + timedelta(days=1)),
            ["answer.date_in_future"],
        ),
        (
            AnswerDraft("P-N1", CO),
            ["answer.needs_note", "answer.needs_source", "answer.needs_date"],
        ),
        (AnswerDraft("P-N1", AS), []),
        (AnswerDraft("P-N1", AD), []),
        (AnswerDraft("P-X9", U), ["answer.unknown_question"]),
    ],
)
def test_what_a_confirmation_needs(draft: AnswerDraft, codes: list[str]) -> None:
    assert [one.code for one in answer_objections(draft, POLICY, TODAY)] == codes


@pytest.mark.parametrize(
    ("blocker", "flagged"),
    [
        (Blocker("Wu", 20, -1), True),
        (Blocker("Wu", 20, -2, "  "), True),
        (Blocker("Wu", 19, -2), False),
        (Blocker("Wu", 20, 0), False),
        (Blocker("Wu", 20, -2, "visit with our director"), False),
    ],
)
def test_blockers_of_weight_need_a_plan(blocker: Blocker, flagged: bool) -> None:
    assert unplanned_blockers([blocker], POLICY) == ((blocker,) if flagged else ())


def test_ac_189_p_c4_waits_for_the_counter_plan() -> None:
    draft = replace(COMPLETE, code="P-C4")
    blocker = Blocker("Wu", 20, -2)
    params = {"person": "Wu", "weight": 20, "stance": -2}
    refused = answer_objections(draft, POLICY, TODAY, [blocker])
    assert refused == (Reason("answer.blocker_without_plan", params),)
    planned = replace(blocker, counter_plan="bring the reference")
    assert answer_objections(draft, POLICY, TODAY, [planned]) == ()
    assert answer_objections(replace(draft, code="P-C3"), POLICY, TODAY, [blocker]) == ()
    assert answer_objections(replace(draft, state=AS), POLICY, TODAY, [blocker]) == ()


def test_ac_024_relation_not_alive_is_offered_for_c_a2_and_p_a2() -> None:
    found = offers(OfferFacts(decider_touched_on=date(2026, 1, 20)), POLICY, TODAY)
    params = {"date": date(2026, 1, 20), "days": 41, "limit": 30}
    assert [(one.code, one.holds, one.reason) for one in found] == [
        ("C-A2", False, Reason("offer.not_alive", params)),
        ("P-A2", False, Reason("offer.not_alive", params)),
    ]


@pytest.mark.parametrize(
    ("days", "stance", "customer", "deal", "code"),
    [
        (30, None, True, True, "offer.alive"),
        (30, 0, True, True, "offer.alive"),
        (30, -1, True, False, "offer.decider_against"),
        (31, -1, False, False, "offer.not_alive"),
    ],
)
def test_touch_offers(days: int, stance: int | None, customer: bool, deal: bool, code: str) -> None:
    facts = OfferFacts(TODAY - timedelta(days=days), stance)
    alive, met = offers(facts, POLICY, TODAY)
    assert (alive.code, alive.holds) == ("C-A2", customer)
    assert (met.code, met.holds, met.reason.code) == ("P-A2", deal, code)


@pytest.mark.parametrize(("support", "holds"), [("20", True), ("19.9", False), ("35", True)])
def test_support_is_offered_for_p_a3(support: str, holds: bool) -> None:
    (found,) = offers(OfferFacts(support=Decimal(support)), POLICY, TODAY)
    assert (found.code, found.holds) == ("P-A3", holds)


def test_amount_and_date_are_offered_where_they_stand() -> None:
    facts = OfferFacts(expected_amount=500_000_00, expected_close=TODAY)
    assert [(one.code, one.holds) for one in offers(facts, POLICY, TODAY)] == [
        ("P-B1", True),
        ("P-B3", True),
    ]
    assert offers(OfferFacts(), POLICY, TODAY) == ()
