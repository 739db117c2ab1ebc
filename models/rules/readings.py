"""The answers of a deal read as BANT and as MEDDPICC: one set of answers, three readings.

Pure; the mapping is that of the trainers' table (crm-bars 3.3): nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.enums import AnswerScope, Method, MethodItem, NsabcState
from models.policy_defaults import OddsPolicy
from models.rules.answers import Answer, by_code, counts, questions_of
from models.rules.rounding import half_up

READINGS: Mapping[Method, Mapping[MethodItem, tuple[str, ...]]] = {
    Method.BANT: {
        MethodItem.BUDGET: ("P-B1", "P-B2", "P-B4"),
        MethodItem.AUTHORITY: ("P-A1", "P-A2", "P-A3", "P-A4"),
        MethodItem.NEED: ("P-N1", "P-N2", "P-N3"),
        MethodItem.TIMELINE: ("P-N4", "P-B3"),
    },
    Method.MEDDPICC: {
        MethodItem.METRICS: ("P-N2", "P-B4"),
        MethodItem.ECONOMIC_BUYER: ("P-A1", "P-A2"),
        MethodItem.DECISION_CRITERIA: ("P-N3", "P-S2", "P-S3"),
        MethodItem.DECISION_PROCESS: ("P-A4", "P-N4", "P-B3"),
        MethodItem.PAPER_PROCESS: ("P-B1", "P-B2"),
        MethodItem.IDENTIFY_PAIN: ("P-N1",),
        MethodItem.CHAMPION: ("P-A3",),
        MethodItem.COMPETITION: ("P-C1", "P-C2", "P-C3", "P-C4"),
    },
}


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item of a method: its questions with their states, and its score 0 to 100."""

    item: MethodItem
    answers: tuple[tuple[str, NsabcState], ...]
    score: Decimal  # 100 x mean of what the answers count, one decimal
    confirmed: int  # answers that count in full


@dataclass(frozen=True, slots=True)
class Reading:
    """A method over the answers of a deal, and the questions it does not ask."""

    method: Method
    items: tuple[ItemReading, ...]
    unasked: tuple[str, ...]


def read_as(method: Method, answers: Iterable[Answer], policy: OddsPolicy, today: date) -> Reading:
    """The answers of a deal in the order of a method; confirmations age as in R-ODDS (8.1)."""
    known = by_code(answers)
    items = tuple(
        _item(item, codes, known, policy, today) for item, codes in READINGS[method].items()
    )
    asked = {code for codes in READINGS[method].values() for code in codes}
    questions = (one.code for one in questions_of(AnswerScope.OPPORTUNITY))
    return Reading(method, items, tuple(code for code in questions if code not in asked))


def _item(
    item: MethodItem,
    codes: tuple[str, ...],
    known: Mapping[str, Answer],
    policy: OddsPolicy,
    today: date,
) -> ItemReading:
    worth = [counts(known.get(code), policy, today) for code in codes]
    states = tuple(
        (code, known[code].state if code in known else NsabcState.UNKNOWN) for code in codes
    )
    score = half_up(100 * sum(worth, Decimal(0)) / len(worth))
    return ItemReading(item, states, score, sum(one == 1 for one in worth))
