"""A won deal or first order sets off a task: ask for a referral (S0-KEY-02, S4-9P-06)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from models.enums import ACTIVE_STATUSES, FollowUpKind, OrderStatus, Pipeline
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.opportunity import Opportunity
from models.records.order import SalesOrder
from storage.work import Work

REFERRAL = "REFERRAL"  # what the task is about, in its question_code
_AFTER = timedelta(days=7)


def ask_after_wins(work: Work) -> None:
    """One task per won deal, seven days after; also after a customer's first order without a deal.

    A win so long ago that the task would be late from the start sets off nothing, nor one at a
    customer who is not to be contacted.
    """
    for customer_id, deal_id, won_on in (*_won_deals(work), *_first_orders(work)):
        customer = work.find(Customer, customer_id)
        due = won_on + _AFTER
        if customer is None or not _may_ask(customer) or due < work.today:
            continue
        asked = work.all(FollowUp, customer_id=customer_id, question_code=REFERRAL)
        if any(one.opportunity_id == deal_id or deal_id is None for one in asked):
            continue
        work.add(
            FollowUp,
            code=work.next_code("U"),
            customer_id=customer_id,
            opportunity_id=deal_id,
            kind=FollowUpKind.TASK,
            question_code=REFERRAL,
            due_date=due,
            assignee_id=customer.owner_id,
        )


def _may_ask(customer: Customer) -> bool:
    return (
        customer.status in ACTIVE_STATUSES
        and not customer.do_not_contact
        and customer.deleted_at is None
    )


def _won_deals(work: Work) -> Iterator[tuple[int, int | None, date]]:
    for deal_id in list(work.journal.touched("opportunity")):
        deal = work.find(Opportunity, deal_id)
        if deal is None or deal.deleted_at is not None or deal.pipeline is not Pipeline.WON:
            continue
        if deal.closed_on is not None:
            yield deal.customer_id, deal.id, deal.closed_on


def _first_orders(work: Work) -> Iterator[tuple[int, int | None, date]]:
    for order_id in list(work.journal.touched("sales_order")):
        order = work.find(SalesOrder, order_id)
        if order is None or order.deleted_at is not None or order.opportunity_id is not None:
            continue
        those = work.all(SalesOrder, customer_id=order.customer_id)
        standing = [one for one in those if one.status is not OrderStatus.CANCELLED]
        if [one.id for one in standing] == [order.id]:
            yield order.customer_id, None, order.sale_date
