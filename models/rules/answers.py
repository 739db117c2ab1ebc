"""The forty questions of N S A B C: their answers, ageing, scores and gates (requirements 8.1).

Pure: only saved answers count. What figures can decide is offered with its reason, never set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.enums import AnswerScope, NsabcElement, NsabcState
from models.explanation import Reason
from models.policy_defaults import OddsPolicy, QualificationPolicy
from models.rules.rounding import trimmed

_PER_ELEMENT = 4
_FULL, _HALF, _NOTHING = Decimal(1), Decimal("0.5"), Decimal(0)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the sheet, e.g. P-C2."""

    code: str
    scope: AnswerScope
    element: NsabcElement
    number: int


QUESTIONS: tuple[Question, ...] = tuple(
    Question(f"{letter}-{element}{number}", scope, element, number)
    for letter, scope in (("C", AnswerScope.CUSTOMER), ("P", AnswerScope.OPPORTUNITY))
    for element in NsabcElement
    for number in range(1, _PER_ELEMENT + 1)
)
QUESTION_BY_CODE: Mapping[str, Question] = {question.code: question for question in QUESTIONS}


@dataclass(frozen=True, slots=True)
class Answer:
    """A saved answer to one question."""

    code: str
    state: NsabcState
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer about to be saved, with what a confirmation needs."""

    code: str
    state: NsabcState
    note: str = ""
    has_source: bool = False  # a person of the customer, or a document
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """A person of the deal in the role BLOCKER (requirements 8.3)."""

    name: str
    weight_pct: int
    stance: int  # -2 against ... +2 champion
    counter_plan: str = ""


@dataclass(frozen=True, slots=True)
class ElementScore:
    """Score 0 to 100 of one element: 100 x mean of what its four answers count."""

    element: NsabcElement
    score: Decimal
    counts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Incumbent:
    """A rival that supplies the customer today, and how content they are with it, 1 to 5."""

    name: str
    satisfaction: int | None
    written_on: date


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """Figures from which answers are offered; None is no data."""

    decider_touched_on: date | None = None
    decider_stance: int | None = None
    support: Decimal | None = None  # R-SUPPORT, -100 to +100
    expected_amount: int | None = None
    expected_close: date | None = None
    incumbents: tuple[Incumbent, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer a person may take over: the question and what the figures say."""

    code: str
    holds: bool
    reason: Reason


def questions_of(scope: AnswerScope) -> tuple[Question, ...]:
    """The twenty questions of a customer or of a deal, in the order of the sheet."""
    return tuple(question for question in QUESTIONS if question.scope is scope)


def by_code(answers: Iterable[Answer]) -> dict[str, Answer]:
    """Answers by question; of two to the same question the later one counts."""
    return {answer.code: answer for answer in answers}


def is_expired(answer: Answer, policy: OddsPolicy, today: date) -> bool:
    """Is a confirmation too old to count in full: older than 90 days, or without a date (8.1)."""
    if answer.state is not NsabcState.CONFIRMED:
        return False
    if answer.confirmed_on is None:
        return True
    return (today - answer.confirmed_on).days > policy.confirmed_days


def counts(answer: Answer | None, policy: OddsPolicy, today: date) -> Decimal:
    """What one answer counts: 0, 0.5 or 1 (requirements 8.1)."""
    if answer is None:
        return _NOTHING
    if answer.state is NsabcState.CONFIRMED:
        return _HALF if is_expired(answer, policy, today) else _FULL
    return _HALF if answer.state is NsabcState.ASSUMED else _NOTHING


def element_scores(
    answers: Mapping[str, Answer], scope: AnswerScope, policy: OddsPolicy, today: date
) -> tuple[ElementScore, ...]:
    """Scores of the five elements in the order N S A B C (requirements 8.1)."""
    found = []
    for element in NsabcElement:
        values = tuple(
            counts(answers.get(question.code), policy, today)
            for question in questions_of(scope)
            if question.element is element
        )
        score = trimmed(100 * sum(values, _NOTHING) / _PER_ELEMENT)
        found.append(ElementScore(element, score, values))
    return tuple(found)


def expired_lines(
    answers: Mapping[str, Answer], scope: AnswerScope, policy: OddsPolicy, today: date
) -> tuple[Reason, ...]:
    """A line for every confirmation that counts half because of its age (AC-030)."""
    found = []
    for question in questions_of(scope):
        answer = answers.get(question.code)
        if answer is not None and is_expired(answer, policy, today):
            params = {"question": answer.code, "confirmed_on": answer.confirmed_on}
            limit = {"limit": policy.confirmed_days, "setting": "odds.confirmed_days"}
            found.append(Reason("answer.expired", {**params, **limit}))
    return tuple(found)


def unplanned_blockers(
    blockers: Iterable[Blocker], policy: QualificationPolicy
) -> tuple[Blocker, ...]:
    """Blockers of weight with a stance against us and no counter-plan (R-BLOCK)."""
    return tuple(
        one
        for one in blockers
        if one.weight_pct >= policy.blocker_weight
        and one.stance < 0
        and not one.counter_plan.strip()
    )


def answer_objections(
    draft: AnswerDraft,
    policy: QualificationPolicy,
    today: date,
    blockers: Iterable[Blocker] = (),
) -> tuple[Reason, ...]:
    """Why an answer may not be saved (requirements 8.1, R-BLOCK).

    CONFIRMED needs a note, a source person or document, and a date that has come; P-C4 cannot be
    confirmed while a blocker of weight has no counter-plan.
    """
    if draft.code not in QUESTION_BY_CODE:
        return (Reason("answer.unknown_question", {"question": draft.code}),)
    if draft.state is not NsabcState.CONFIRMED:
        return ()
    found = list(_confirmation_gaps(draft, today))
    if draft.code == "P-C4":
        for one in unplanned_blockers(blockers, policy):
            params = {"person": one.name, "weight": one.weight_pct, "stance": one.stance}
            found.append(Reason("answer.blocker_without_plan", params))
    return tuple(found)


def _confirmation_gaps(draft: AnswerDraft, today: date) -> Iterator[Reason]:
    params = {"question": draft.code}
    if not draft.note.strip():
        yield Reason("answer.needs_note", params)
    if not draft.has_source:
        yield Reason("answer.needs_source", params)
    if draft.confirmed_on is None:
        yield Reason("answer.needs_date", params)
    elif draft.confirmed_on > today:
        yield Reason("answer.date_in_future", {**params, "date": draft.confirmed_on})


def offers(facts: OfferFacts, policy: QualificationPolicy, today: date) -> tuple[Offer, ...]:
    """What is on record about C-A2, C-C1, C-C2, P-A2, P-A3, P-B1 and P-B3 (requirements 8.1).

    Offered to the person with the reason; a figure without data is not offered.
    """
    found = list(_touch_offers(facts, policy, today))
    if facts.support is not None:
        params = {"support": facts.support, "limit": policy.support_points}
        holds = facts.support >= policy.support_points
        found.append(Offer("P-A3", holds, Reason("offer.support", params)))
    if facts.expected_amount is not None:
        reason = Reason("offer.amount", {"amount": facts.expected_amount})
        found.append(Offer("P-B1", True, reason))
    if facts.expected_close is not None:
        reason = Reason("offer.close_date", {"date": facts.expected_close})
        found.append(Offer("P-B3", True, reason))
    found += _incumbent_offers(facts.incumbents)
    return tuple(found)


def _incumbent_offers(incumbents: Sequence[Incumbent]) -> Iterator[Offer]:
    """Where they buy now, and how satisfied they are with it (AC-025)."""
    if incumbents:
        names = tuple(one.name for one in incumbents)
        on = max(one.written_on for one in incumbents)
        yield Offer("C-C1", True, Reason("offer.incumbents", {"names": names, "date": on}))
    rated = [one for one in incumbents if one.satisfaction is not None]
    if rated:
        worst = min(rated, key=lambda one: one.satisfaction or 0)
        params = {"name": worst.name, "score": worst.satisfaction, "date": worst.written_on}
        yield Offer("C-C2", True, Reason("offer.satisfaction", params))


def _touch_offers(facts: OfferFacts, policy: QualificationPolicy, today: date) -> Iterator[Offer]:
    if facts.decider_touched_on is None:
        return
    days = (today - facts.decider_touched_on).days
    alive = days <= policy.alive_days
    code = "offer.alive" if alive else "offer.not_alive"
    params = {"date": facts.decider_touched_on, "days": days, "limit": policy.alive_days}
    reason = Reason(code, params)
    yield Offer("C-A2", alive, reason)
    stance = facts.decider_stance
    if alive and stance is not None and stance < 0:
        yield Offer("P-A2", False, Reason("offer.decider_against", {**params, "stance": stance}))
    else:
        yield Offer("P-A2", alive, reason)
