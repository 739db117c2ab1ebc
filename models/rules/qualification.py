"""Customer fit (R-FIT) and win odds with caps, bands and what-if gains (R-ODDS).

Pure and exact; rounding happens on the result only. A person's own odds stand beside the
calculated ones and never replace them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.enums import (
    CLOSED_PIPELINE,
    AnswerScope,
    Grade,
    NsabcElement,
    NsabcState,
    OddsBand,
    Pipeline,
)
from models.explanation import Explanation, Reason
from models.policy_defaults import CadencePolicy, OddsPolicy, QualificationPolicy
from models.rules.answers import (
    Answer,
    ElementScore,
    Question,
    by_code,
    element_scores,
    expired_lines,
    is_expired,
    questions_of,
)
from models.rules.rounding import half_up, half_up_whole, trimmed

_DECIDER_QUESTION = "P-A1"
_TOP_GAPS = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """Customer fit 0 to 100, whole, with its five bars (R-FIT)."""

    value: int
    elements: tuple[ElementScore, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class DealFacts:
    """What the odds of a deal look at besides its answers."""

    pipeline: Pipeline
    expected_amount: int | None = None  # minor units; only whether it is there counts
    expected_close: date | None = None
    manual: Decimal | None = None  # odds a person has set, 0 to 100
    manual_reason: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit on the odds: its name G1 to G6, the limit in percent and why it holds."""

    name: str
    limit: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Odds:
    """Win odds of a deal, one decimal, with everything that led to them (R-ODDS)."""

    value: Decimal
    raw: Decimal  # before caps, unrounded
    band: OddsBand
    caps: tuple[Cap, ...]
    elements: tuple[ElementScore, ...]
    qualified: bool  # amount and close date are there (no G4)
    in_forecast: bool  # qualified and open
    redate: bool  # G6: the close date lies in the past
    manual: Decimal | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Gap:
    """What confirming one question would bring (R-ODDS what-if)."""

    question: Question
    state: NsabcState
    expired: bool
    gain: Decimal  # odds then - odds now, both rounded to one decimal
    raw_gain: Decimal  # before caps, unrounded
    held_by: tuple[str, ...]  # caps that still hold the odds below the raw figure
    action: Reason  # what to do about it


def fit(answers: Iterable[Answer], policy: OddsPolicy, today: date) -> Fit:
    """Customer fit: mean of the five element scores, half up to a whole number (R-FIT)."""
    known = by_code(answers)
    elements = element_scores(known, AnswerScope.CUSTOMER, policy, today)
    total = sum((one.score for one in elements), Decimal(0))
    value = half_up_whole(total / len(elements))
    lines = [
        Reason("fit.element", {"element": one.element, "score": one.score, "counts": one.counts})
        for one in elements
    ]
    lines.extend(expired_lines(known, AnswerScope.CUSTOMER, policy, today))
    result = {"total": trimmed(total), "count": len(elements), "fit": value}
    lines.append(Reason("fit.mean", result))
    return Fit(value, elements, Explanation("fit", "R-FIT", value, tuple(lines)))


def band(value: Decimal, policy: OddsPolicy) -> OddsBand:
    """Band of odds already rounded to one decimal (R-ODDS bands)."""
    if value >= policy.band_strong:
        return OddsBand.STRONG
    if value >= policy.band_contested:
        return OddsBand.CONTESTED
    return OddsBand.WEAK if value >= policy.band_weak else OddsBand.NOT_REAL


def odds(answers: Iterable[Answer], deal: DealFacts, policy: OddsPolicy, today: date) -> Odds:
    """Win odds of a deal (R-ODDS): the lower of raw figure and caps; WON 100, LOST 0."""
    known = by_code(answers)
    elements = element_scores(known, AnswerScope.OPPORTUNITY, policy, today)
    raw = _raw(elements, policy)
    closed = deal.pipeline in CLOSED_PIPELINE
    caps = () if closed else tuple(_caps(known, elements, deal, policy, today))
    value = _closed_value(deal) if closed else _capped(raw, caps)
    lines = [*_element_lines(elements, policy)]
    lines.extend(expired_lines(known, AnswerScope.OPPORTUNITY, policy, today))
    lines.append(Reason("odds.raw", {"raw": raw}))
    lines.extend(cap.reason for cap in caps)
    lines.extend(_result_lines(deal, value, raw, caps))
    qualified = deal.expected_amount is not None and deal.expected_close is not None
    return Odds(
        value=value,
        raw=raw,
        band=band(value, policy),
        caps=caps,
        elements=elements,
        qualified=qualified,
        in_forecast=qualified and not closed,
        redate=any(cap.name == "G6" for cap in caps),
        manual=deal.manual,
        explanation=Explanation("odds", "R-ODDS", value, tuple(lines)),
    )


def _closed_value(deal: DealFacts) -> Decimal:
    return Decimal("100.0") if deal.pipeline is Pipeline.WON else Decimal("0.0")


def _capped(raw: Decimal, caps: Sequence[Cap]) -> Decimal:
    return half_up(min([raw, *(Decimal(cap.limit) for cap in caps)]))


def _raw(elements: Sequence[ElementScore], policy: OddsPolicy) -> Decimal:
    weights = policy.weights
    return trimmed(sum((weights[one.element] * one.score for one in elements), Decimal(0)) / 100)


def _element_lines(elements: Sequence[ElementScore], policy: OddsPolicy) -> Iterator[Reason]:
    for one in elements:
        weight = policy.weights[one.element]
        yield Reason(
            "odds.element",
            {
                "element": one.element,
                "counts": one.counts,
                "score": one.score,
                "weight": weight,
                "points": trimmed(weight * one.score / 100),
                "setting": f"odds.weight_{one.element.lower()}",
            },
        )


def _caps(
    known: Mapping[str, Answer],
    elements: Sequence[ElementScore],
    deal: DealFacts,
    policy: OddsPolicy,
    today: date,
) -> Iterator[Cap]:
    decider = known.get(_DECIDER_QUESTION)
    if decider is None or decider.state is NsabcState.UNKNOWN:
        yield _cap("G1", policy.cap_g1, {"question": _DECIDER_QUESTION})
    empty = [one.element for one in elements if one.score == 0]
    if empty:
        yield _cap("G2", policy.cap_g2, {"elements": tuple(empty)})
    thin = [one for one in elements if one.score < policy.thin_element]
    if thin:
        names = tuple(one.element for one in thin)
        scores = tuple(one.score for one in thin)
        params = {"elements": names, "scores": scores, "threshold": policy.thin_element}
        yield _cap("G3", policy.cap_g3, params)
    yield from _deal_caps(known, deal, policy, today)


def _deal_caps(
    known: Mapping[str, Answer], deal: DealFacts, policy: OddsPolicy, today: date
) -> Iterator[Cap]:
    fields = (("expected_amount", deal.expected_amount), ("expected_close", deal.expected_close))
    missing = tuple(name for name, value in fields if value is None)
    if missing:
        yield _cap("G4", policy.cap_g4, {"missing": missing})
    adverse = tuple(
        question.code
        for question in questions_of(AnswerScope.OPPORTUNITY)
        if question.code in known and known[question.code].state is NsabcState.ADVERSE
    )
    if adverse:
        yield _cap("G5", policy.cap_g5, {"questions": adverse})
    if deal.expected_close is not None and deal.expected_close < today:
        yield _cap("G6", policy.cap_g6, {"date": deal.expected_close})


def _cap(name: str, limit: int, params: Mapping[str, object]) -> Cap:
    low = name.lower()
    reason = Reason(f"odds.cap_{low}", {**params, "limit": limit, "setting": f"odds.cap_{low}"})
    return Cap(name, limit, reason)


def _result_lines(
    deal: DealFacts, value: Decimal, raw: Decimal, caps: Sequence[Cap]
) -> Iterator[Reason]:
    if deal.pipeline in CLOSED_PIPELINE:
        yield Reason("odds.closed", {"pipeline": deal.pipeline, "odds": value})
    elif held := _binding(raw, caps):
        yield Reason("odds.capped", {"odds": value, "raw": raw, "caps": held})
    else:
        yield Reason("odds.uncapped", {"odds": value, "raw": raw})
    if deal.manual is not None:
        params = {"odds": value, "manual": deal.manual, "why": deal.manual_reason}
        yield Reason("odds.manual", params)


def _binding(raw: Decimal, caps: Sequence[Cap]) -> tuple[str, ...]:
    lowest = min((cap.limit for cap in caps), default=100)
    if raw <= lowest:
        return ()
    return tuple(cap.name for cap in caps if cap.limit == lowest)


def manual_objections(value: Decimal, reason: str) -> tuple[Reason, ...]:
    """Why a person's own odds may not be saved: 0 to 100, and a reason (R-ODDS, AC-187)."""
    found = []
    if not 0 <= value <= 100:
        found.append(Reason("odds.manual_out_of_range", {"value": value}))
    if not reason.strip():
        found.append(Reason("odds.manual_reason_required"))
    return tuple(found)


def gaps(
    answers: Iterable[Answer], deal: DealFacts, policy: OddsPolicy, today: date
) -> tuple[Gap, ...]:
    """What-if gains of every question not confirmed or expired, best first (R-ODDS, AC-029).

    Ties go by raw gain, then N S A B C and question number. A closed deal has none.
    """
    if deal.pipeline in CLOSED_PIPELINE:
        return ()
    known = by_code(answers)
    now = odds(known.values(), deal, policy, today)
    found = []
    for question in questions_of(AnswerScope.OPPORTUNITY):
        answer = known.get(question.code, Answer(question.code, NsabcState.UNKNOWN))
        expired = is_expired(answer, policy, today)
        if answer.state is NsabcState.CONFIRMED and not expired:
            continue
        renewed = Answer(question.code, NsabcState.CONFIRMED, today)
        then = odds([*known.values(), renewed], deal, policy, today)
        found.append(_gap(question, answer, expired, now, then))
    order = tuple(NsabcElement)
    found.sort(
        key=lambda gap: (
            -gap.gain,
            -gap.raw_gain,
            order.index(gap.question.element),
            gap.question.number,
        )
    )
    return tuple(found)


def _gap(question: Question, answer: Answer, expired: bool, now: Odds, then: Odds) -> Gap:
    return Gap(
        question=question,
        state=answer.state,
        expired=expired,
        gain=then.value - now.value,
        raw_gain=trimmed(then.raw - now.raw),
        held_by=_binding(then.raw, then.caps),
        action=Reason(f"gap.action_{question.element.lower()}", {"question": question.code}),
    )


def top_gaps(found: Sequence[Gap]) -> tuple[Gap, ...]:
    """The three gaps shown as "what is missing" (R-ODDS what-if)."""
    return tuple(found[:_TOP_GAPS])


def gap_due(grade: Grade, policy: QualificationPolicy, cadence: CadencePolicy, today: date) -> date:
    """Default due day of the follow-up made from a gap: 7 days, sooner if tracked sooner (8.1)."""
    return today + timedelta(days=min(policy.gap_days, cadence.days(grade)))
