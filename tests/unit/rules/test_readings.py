"""One set of answers read as BANT and MEDDPICC."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.enums import AnswerScope, Method, MethodItem, NsabcState
from models.policy_defaults import OddsPolicy
from models.rules.answers import QUESTION_BY_CODE, Answer, questions_of
from models.rules.readings import READINGS, read_as

TODAY = date(2026, 3, 2)
POLICY = OddsPolicy()
ALL = {one.code for one in questions_of(AnswerScope.OPPORTUNITY)}


def confirmed(code: str, days: int = 0) -> Answer:
    return Answer(code, NsabcState.CONFIRMED, TODAY - timedelta(days=days))


@pytest.mark.parametrize("method", Method)
def test_each_question_stands_at_most_once_and_exists(method: Method) -> None:
    asked = [code for codes in READINGS[method].values() for code in codes]
    assert len(asked) == len(set(asked))
    assert set(asked) <= set(QUESTION_BY_CODE)
    reading = read_as(method, (), POLICY, TODAY)
    assert set(reading.unasked) | set(asked) == ALL
    assert {one.score for one in reading.items} == {Decimal("0.0")}


@pytest.mark.parametrize(
    ("method", "items"),
    [
        (Method.BANT, ["BUDGET", "AUTHORITY", "NEED", "TIMELINE"]),
        (
            Method.MEDDPICC,
            [
                "METRICS",
                "ECONOMIC_BUYER",
                "DECISION_CRITERIA",
                "DECISION_PROCESS",
                "PAPER_PROCESS",
                "IDENTIFY_PAIN",
                "CHAMPION",
                "COMPETITION",
            ],
        ),
    ],
)
def test_the_order_is_that_of_the_method(method: Method, items: list[str]) -> None:
    assert [one.item for one in read_as(method, (), POLICY, TODAY).items] == items


def test_scores_count_as_the_odds_do() -> None:
    answers = [
        confirmed("P-A1"),
        confirmed("P-A2", 91),  # too old: counts half
        Answer("P-A3", NsabcState.ASSUMED),
        Answer("P-A4", NsabcState.ADVERSE),
    ]
    reading = read_as(Method.BANT, answers, POLICY, TODAY)
    authority = next(one for one in reading.items if one.item is MethodItem.AUTHORITY)
    assert (authority.score, authority.confirmed) == (Decimal("50.0"), 1)
    assert authority.answers[-1] == ("P-A4", NsabcState.ADVERSE)
    champion = read_as(Method.MEDDPICC, answers, POLICY, TODAY).items[6]
    assert (champion.item, champion.score) == (MethodItem.CHAMPION, Decimal("50.0"))


def test_the_worked_deal_has_half_its_need_and_no_rival() -> None:
    answers = [confirmed("P-N1"), confirmed("P-N2"), Answer("P-N3", NsabcState.ASSUMED)]
    need = read_as(Method.BANT, answers, POLICY, TODAY).items[2]
    assert need.score == Decimal("83.3")
    assert need.confirmed == 2
