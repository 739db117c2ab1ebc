"""Recomputes the stored figures of customers and deals after a change (R-GRADE, R-SEG1..3, R-ODDS).

Runs inside the caller's unit of work for the customers it touched; the rules themselves are pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from models.enums import (
    CLOSED_PIPELINE,
    AnswerScope,
    FeedbackState,
    FollowUpKind,
    Grade,
    GradeReason,
    NeedStatus,
    OrderStatus,
    ValueTier,
)
from models.records.customer import Customer
from models.records.feedback import Feedback
from models.records.follow_up import FollowUp
from models.records.grade_history import GradeHistory
from models.records.nsabc_answer import NsabcAnswer
from models.records.opportunity import Opportunity
from models.records.order import SalesOrder
from models.rules import segmentation
from models.rules.answers import Answer
from models.rules.grading import GradeOverride, NeedFacts, grade_customer, grade_deal
from models.rules.qualification import DealFacts, odds
from models.values import BASE_CURRENCY
from storage.effects.tracking import OPEN_STATES, local_day, settle_tracking
from storage.effects.visits import settle_visit
from storage.work import Work

DONE_FEEDBACK = (FeedbackState.CLOSED, FeedbackState.MERGED)


def refresh(work: Work, customer_ids: Iterable[int]) -> None:
    """Figures, grade and tracking item of these customers, as they follow from what stands now."""
    for customer_id in sorted(set(customer_ids)):
        customer = work.find(Customer, customer_id)
        if customer is None or customer.merged_into_id is not None:
            continue  # all of one that was merged hangs on the other
        deals = work.all(Opportunity, customer_id=customer_id)
        for deal in deals:
            refresh_deal(work, deal)
        regrade(work, customer, deals)
        _segment(work, customer, deals)
        settle_tracking(work, customer)
        settle_visit(work, customer)


def refresh_deal(work: Work, deal: Opportunity) -> None:
    """Grade, odds and qualification of one deal."""
    closed = deal.pipeline in CLOSED_PIPELINE
    if closed and deal.closed_on is None:
        deal.closed_on = work.today
    elif not closed and deal.closed_on is not None:
        deal.closed_on = None
    deal.grade = grade_deal(deal_facts(deal), work.policy.grading, work.today).grade
    given = work.all(NsabcAnswer, scope=AnswerScope.OPPORTUNITY, subject_id=deal.id)
    facts = DealFacts(
        deal.pipeline,
        deal.expected_amount,
        deal.expected_close_date,
        None if deal.odds_manual is None else Decimal(deal.odds_manual),
        deal.odds_reason or "",
    )
    answers = [Answer(one.question_code, one.state, one.confirmed_on) for one in given]
    found = odds(answers, facts, work.policy.odds, work.today)
    deal.odds_calc = int(found.value * 10)
    deal.qualified = found.qualified


def deal_facts(deal: Opportunity) -> NeedFacts:
    """A deal as R-GRADE looks at it."""
    return NeedFacts(
        need=deal.need_status,
        expected_close=deal.expected_close_date,
        no_chance=deal.no_chance,
        previous=deal.grade,
        is_open=deal.pipeline not in CLOSED_PIPELINE,
        code=deal.code or "",
    )


def own_facts(customer: Customer) -> NeedFacts:
    """The customer's own need as R-GRADE looks at it."""
    return NeedFacts(
        need=customer.need_status or NeedStatus.LATENT,
        expected_close=customer.own_expected_date,
        no_chance=customer.no_chance,
        previous=customer.grade,
        confirmed=customer.need_confirmed,
    )


def override_of(work: Work, customer: Customer) -> GradeOverride | None:
    """The grade a person has set, with its last day; None where there is none."""
    if customer.grade_override_until is None:
        return None
    manual = [h for h in work.all(GradeHistory, customer_id=customer.id) if h.manual]
    if not manual:
        return None
    last = manual[-1]
    return GradeOverride(last.to_grade, customer.grade_override_until, last.reason or "")


def regrade(
    work: Work, customer: Customer, deals: list[Opportunity], interaction_id: int | None = None
) -> None:
    """Sets the customer's grade by R-GRADE and writes its history where it moved."""
    graded = grade_customer(
        own_facts(customer),
        [deal_facts(deal) for deal in deals],
        work.policy.grading,
        work.today,
        override_of(work, customer),
    )
    if customer.grade_override_until and customer.grade_override_until < work.today:
        customer.grade_override_until = None
    set_grade(work, customer, graded.grade, graded.reason, interaction_id=interaction_id)


def set_grade(
    work: Work,
    customer: Customer,
    grade: Grade,
    reason: GradeReason,
    *,
    why: str | None = None,
    manual: bool = False,
    interaction_id: int | None = None,
) -> None:
    """Stores a grade; a move, and every manual setting, leaves a history row (R-REGRADE)."""
    before = customer.grade
    customer.grade = grade
    customer.grade_reason = reason
    if before == grade and not manual:
        return
    work.add(
        GradeHistory,
        customer_id=customer.id,
        from_grade=before,
        to_grade=grade,
        reason_code=reason,
        reason=why,
        manual=manual,
        interaction_id=interaction_id,
        at=work.now,
    )


def _segment(work: Work, customer: Customer, deals: list[Opportunity]) -> None:
    orders = work.all(SalesOrder, customer_id=customer.id)
    won = sum(order.status is not OrderStatus.CANCELLED for order in orders)
    status = segmentation.deal_status(won, [deal.pipeline for deal in deals])
    customer.deal_status = status.status
    open_deals = [deal for deal in deals if deal.pipeline not in CLOSED_PIPELINE]
    amounts = [
        deal.expected_amount
        for deal in open_deals
        if deal.expected_amount is not None and deal.currency == BASE_CURRENCY
    ]
    override = None
    if customer.importance_override and customer.importance_until:
        override = segmentation.ImportanceOverride(
            customer.importance_override,
            customer.importance_until,
            customer.importance_reason or "",
        )
    facts = segmentation.ImportanceFacts(max(amounts, default=None), customer.potential_volume_year)
    customer.importance = segmentation.importance(
        facts, work.policy.importance, work.today, override
    ).importance
    urgency = segmentation.urgency(
        handle_facts(work, customer.id, open_deals), work.policy.urgency, work.today
    )
    customer.value_tier = customer.value_tier or ValueTier.LOW  # `ranking` raises it, set-based
    customer.urgency = urgency.urgency
    customer.handle_by = urgency.handle_by


def handle_facts(
    work: Work, customer_id: int, open_deals: list[Opportunity]
) -> segmentation.HandleFacts:
    """Open dates of a customer for R-SEG3."""
    promises = work.all(FollowUp, customer_id=customer_id, kind=FollowUpKind.COMMITMENT)
    cases = work.all(Feedback, customer_id=customer_id)
    return segmentation.HandleFacts(
        commitments=tuple(item.due_date for item in promises if item.status in OPEN_STATES),
        feedback_due=tuple(
            local_day(work, case.due_at)
            for case in cases
            if case.due_at is not None and case.state not in DONE_FEEDBACK
        ),
        next_steps=tuple(deal.next_step_date for deal in open_deals if deal.next_step_date),
        close_dates=tuple(
            deal.expected_close_date for deal in open_deals if deal.expected_close_date
        ),
    )
