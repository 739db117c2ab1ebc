"""What a touch says of need, date and chance: where it belongs, what grade follows (R-REGRADE)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.enums import CLOSED_PIPELINE, Channel, InteractionKind, NeedStatus
from models.explanation import Reason
from models.records.customer import Customer
from models.records.interaction import Interaction
from models.records.opportunity import Opportunity
from models.rules.grading import Graded, NeedFacts, grade_customer, touch_objections
from storage.effects import derived
from storage.errors import Invalid
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Result:
    """Need, expected date and chance as a touch found them; None says nothing."""

    need: NeedStatus | None
    expected: date | None
    no_chance: bool

    @classmethod
    def of(cls, made: Interaction) -> Result:
        """The result that stands in a journal entry."""
        return cls(made.need_after, made.expected_date_after, bool(made.no_chance_reason))


def is_touch(made: Interaction) -> bool:
    """Every kind except NOTE, every channel except SYSTEM (requirements 8, conventions)."""
    return made.kind is not InteractionKind.NOTE and made.channel is not Channel.SYSTEM


def graded_with(
    work: Work, customer: Customer, opportunity_id: int | None, result: Result
) -> Graded:
    """R-GRADE as if the result of the touch stood already."""
    deals = work.all(Opportunity, customer_id=customer.id)
    chosen = _subject(deals, opportunity_id)
    facts = []
    for deal in deals:
        one = derived.deal_facts(deal)
        facts.append(_with(one, result) if deal is chosen else one)
    own = derived.own_facts(customer)
    if chosen is None:
        own = _with(own, result)
    override = derived.override_of(work, customer)
    return grade_customer(own, facts, work.policy.grading, work.today, override)


def is_news(work: Work, customer: Customer, opportunity_id: int | None, result: Result) -> bool:
    """Would the result change need, date or chance of what it is about."""
    deals = work.all(Opportunity, customer_id=customer.id)
    facts = _facts(customer, _subject(deals, opportunity_id))
    return _with(facts, result) != facts


def check(work: Work, customer: Customer, made: Interaction) -> None:
    """Invalid where a date has passed and the touch brings neither a new one nor another need."""
    deals = work.all(Opportunity, customer_id=customer.id)
    chosen = _subject(deals, made.opportunity_id)
    counts = chosen is not None or not any(one.pipeline not in CLOSED_PIPELINE for one in deals)
    if not is_touch(made) or not counts:
        return
    facts = _facts(customer, chosen)
    objections = touch_objections(facts, _with(facts, Result.of(made)), work.today)
    if objections:
        params = {"field": "expected_date_after", **objections[0].params}
        raise Invalid([Reason(objections[0].code, params)])


def take(work: Work, customer: Customer, opportunity_id: int | None, result: Result) -> Graded:
    """Stores need, date and chance where they belong; the grade that follows."""
    deals = work.all(Opportunity, customer_id=customer.id)
    chosen = _subject(deals, opportunity_id)
    graded = graded_with(work, customer, opportunity_id, result)
    target: Any = chosen or customer
    if result.need is not None:
        target.need_status = result.need
        target.no_chance = result.no_chance
        if chosen is None:
            customer.need_confirmed = True
    elif result.no_chance:
        target.no_chance = True
    if result.expected is not None:
        if chosen is not None:
            chosen.expected_close_date = result.expected
        else:
            customer.own_expected_date = result.expected
    return graded


def _subject(deals: Sequence[Opportunity], opportunity_id: int | None) -> Opportunity | None:
    """The deal whose need and date the touch tells about: the named one, or the only open one."""
    open_deals = [deal for deal in deals if deal.pipeline not in CLOSED_PIPELINE]
    if opportunity_id is not None:
        return next((deal for deal in deals if deal.id == opportunity_id), None)
    return open_deals[0] if len(open_deals) == 1 else None


def _facts(customer: Customer, deal: Opportunity | None) -> NeedFacts:
    return derived.deal_facts(deal) if deal else derived.own_facts(customer)


def _with(facts: NeedFacts, result: Result) -> NeedFacts:
    return NeedFacts(
        need=result.need or facts.need,
        expected_close=result.expected or facts.expected_close,
        no_chance=result.no_chance or (facts.no_chance and result.need is None),
        previous=facts.previous,
        is_open=facts.is_open,
        code=facts.code,
        confirmed=facts.confirmed or result.need is not None,
    )
