"""What must hold before a record of each kind is stored, whoever asks: pane, shell or import.

Each gate gets the whole record as it would be stored and either mends what follows from it or
raises Invalid, Duplicate or Refused. Nothing here writes by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from models.enums import (
    ACTIVE_STATUSES,
    CLOSED_PIPELINE,
    Channel,
    ConsentPurpose,
    CustomerStatus,
    DateCalendar,
    FollowUpKind,
    GiftDirection,
    OrderStatus,
    Pipeline,
    Role,
    SpecialDateKind,
)
from models.explanation import Reason
from models.fields.contact_log import INTERNAL, STANDING_VISIT
from models.fields.survey import answer_fields, score_range
from models.query import parse
from models.records.account import (
    AccountFinancial,
    AccountPlan,
    Competitor,
    SolutionLine,
    ValueChainLink,
)
from models.records.base import RecordBase
from models.records.campaign import Campaign
from models.records.consent import Consent
from models.records.contact import Contact, SpecialDate
from models.records.customer import Customer
from models.records.dealings import GiftRegister
from models.records.follow_up import FollowUp
from models.records.need import Need
from models.records.opportunity import Opportunity
from models.records.order import SalesOrder, SalesOrderLine
from models.records.plans import SalesTarget, Segment
from models.records.product import Product
from models.records.survey import SurveyAnswer, SurveyInvite, SurveyQuestion
from models.records.ticket import Booking, DispatchRule, Part, Technician
from models.records.user import User
from models.rules.orders import line_amount
from models.rules.periods import read_quarter
from models.rules.qualification import manual_objections
from models.tables import RECORDS
from storage.actor import Actor
from storage.effects import (
    bookings,
    campaigns,
    consents,
    contact_block,
    duplicates,
    gifts,
    stock,
)
from storage.effects.experience_gates import EXPERIENCE_GATES
from storage.effects.identity_gates import IDENTITY_GATES
from storage.effects.names import normalised_name
from storage.errors import Duplicate, Invalid, Refused
from storage.sealing import phone_digest
from storage.work import Work

Gate = Callable[[Work, Any, bytes], None]


def check(work: Work, record: RecordBase, key: bytes) -> None:
    """Runs the gate of the record's kind (section 11.1, R-STATUS, S4-FLD-03)."""
    gate = _GATES.get(str(record.__tablename__))
    if gate is not None:
        with work.session.no_autoflush:  # refused in words before the file refuses it
            gate(work, record, key)


def check_plan(work: Work, item: FollowUp) -> None:
    """Whether a person may plan this new item (R-CADENCE: tracking items make themselves)."""
    customer = work.get(Customer, item.customer_id)
    contact_block.refuse_outgoing(customer)
    if item.kind is FollowUpKind.TRACKING:
        raise Refused("follow_up.tracking_makes_itself", customer=customer.code)


def check_greeting(
    work: Work, customer: Customer, contact_id: int | None = None, channel: Channel | None = None
) -> None:
    """Whether a person may be greeted: only with consent, never after termination (11.9, 9.5)."""
    contact_block.refuse_outgoing(customer)
    if not consents.agrees(work, customer, contact_id, ConsentPurpose.GREETING, channel):
        raise Refused("refused.no_greeting", customer=customer.code)


def may_plan(customer: Customer) -> bool:
    """May anything be planned by itself with a customer: active, to be contacted, not archived."""
    return (
        customer.status in ACTIVE_STATUSES
        and not contact_block.is_blocked(customer)
        and customer.deleted_at is None
    )


def makes_itself(item: FollowUp) -> bool:
    """Does an item follow from a rule alone: tracking items and standing executive visits."""
    return item.kind is FollowUpKind.TRACKING or item.question_code == STANDING_VISIT


def _customer(work: Work, customer: Customer, _key: bytes) -> None:
    customer.name_norm = normalised_name(customer.name)
    if customer.need_status is None:
        raise Invalid([Reason("wizard.need_required", {"field": "need_status"})])
    if customer.status is CustomerStatus.LOST:
        if customer.churn_type is None:
            raise Invalid([Reason("customer.churn_type_required", {"field": "churn_type"})])
        customer.lost_on = customer.lost_on or work.today
    elif customer.status is not CustomerStatus.TERMINATED and customer.lost_on is not None:
        customer.lost_on = None
    _check_terminated(work, customer)
    if customer.referred_by_id == customer.id:
        raise Invalid([Reason("customer.refers_itself", {"field": "referred_by"})])
    duplicates.check(work, customer)


def _check_terminated(work: Work, customer: Customer) -> None:
    """By its process alone a customer is terminated or comes back; until then it is closed."""
    was = _before(work, customer, "status") == CustomerStatus.TERMINATED
    if was is not (customer.status is CustomerStatus.TERMINATED):
        way = "reactivated_by_process" if was else "terminated_by_process"
        raise Refused(f"customer.{way}", customer=customer.code)
    if was and is_closed_to(work.actor):
        raise Refused("customer.closed", customer=customer.code)


def is_closed_to(actor: Actor | None) -> bool:
    """May somebody change nothing at a customer that was terminated (9.5)."""
    return actor is not None and not actor.who.alone and Role.MANAGER not in actor.roles


def _before(work: Work, record: RecordBase, column: str) -> object:
    if work.is_new(record):
        return None
    replaced = work.replaced(record, column)
    return replaced[0] if replaced else getattr(record, column)


def _contact(work: Work, contact: Contact, key: bytes) -> None:
    contact.mobile_hmac = phone_digest(key, contact.mobile) if contact.mobile else None
    if contact.is_primary:
        for other in work.all(Contact, customer_id=contact.customer_id, is_primary=True):
            if other.id != contact.id:
                other.is_primary = False
    elif not [c for c in work.all(Contact, customer_id=contact.customer_id) if c.id != contact.id]:
        contact.is_primary = True


def _special_date(_work: Work, special: SpecialDate, _key: bytes) -> None:
    lunar = special.calendar is not DateCalendar.SOLAR
    longest = 30 if lunar or special.month in (4, 6, 9, 11) else 29 if special.month == 2 else 31
    if special.day > longest:
        params = {"field": "day", "value": str(special.day), "maximum": longest}
        raise Invalid([Reason("field.too_large", params)])
    if special.kind is SpecialDateKind.CUSTOM and not special.label:
        raise Invalid([Reason("field.required", {"field": "label"})])


def _product(work: Work, product: Product, _key: bytes) -> None:
    _unique(work, product, "code")


def _user(work: Work, user: User, _key: bytes) -> None:
    _unique(work, user, "login")


def _unique(work: Work, record: RecordBase, column: str) -> None:
    value = getattr(record, column)
    for other in work.all(RECORDS[str(record.__tablename__)], **{column: value}):
        if other.id != record.id:
            entity = str(record.__tablename__)
            if not work.sees(entity, other.id):
                raise Duplicate("duplicate.value_hidden", field=column, value=value, entity=entity)
            raise Duplicate(
                "duplicate.value",
                field=column,
                value=value,
                record=getattr(other, "code", None) or value,
            )


def _opportunity(work: Work, deal: Opportunity, _key: bytes) -> None:
    before = _before(work, deal, "pipeline")
    _check_sale(work, deal, before)
    if deal.pipeline not in CLOSED_PIPELINE:
        deal.odds_at_close = None
    elif before is not None and before not in CLOSED_PIPELINE:
        deal.odds_at_close = deal.odds_calc  # from now on they are 100 or 0
    problems = []
    if _is_stale(work, deal):
        problems.append(Reason("odds.reason_stale", {"field": "odds_reason"}))
    if deal.odds_manual is not None:
        for reason in manual_objections(Decimal(deal.odds_manual), deal.odds_reason or ""):
            problems.append(Reason(reason.code, {"field": "odds_reason", **reason.params}))
    if deal.pipeline is Pipeline.LOST and not deal.lost_reason:
        problems.append(Reason("field.required", {"field": "lost_reason"}))
    if problems:
        raise Invalid(problems)


def _check_sale(work: Work, deal: Opportunity, before: object) -> None:
    """No deal is begun, and none opened again, with whom nothing is sold to any more."""
    opened = work.is_new(deal) or before in CLOSED_PIPELINE
    if opened and deal.pipeline not in CLOSED_PIPELINE:
        contact_block.refuse_selling(work.get(Customer, deal.customer_id))


def _is_stale(work: Work, deal: Opportunity) -> bool:
    """Own odds that move give a reason of their own: the one of before is not theirs (R-ODDS)."""
    if work.is_new(deal) or deal.odds_manual is None or not deal.odds_reason:
        return False
    moved = bool(work.replaced(deal, "odds_manual"))
    return moved and not work.replaced(deal, "odds_reason")


def _follow_up(work: Work, item: FollowUp, _key: bytes) -> None:
    """The date of some follows from a rule alone (R-CADENCE, S4-STG-08); care needs consent."""
    if work.is_new(item) and item.question_code not in INTERNAL:
        contact_block.refuse_outgoing(work.get(Customer, item.customer_id))
    if item.kind is FollowUpKind.CARE and work.is_new(item):
        check_greeting(work, work.get(Customer, item.customer_id), item.contact_id)
    moved = work.replaced(item, "due_date")
    if makes_itself(item) and moved and moved[0] != item.due_date:
        raise Refused("follow_up.tracking_date", item=item.code)


def _order(work: Work, order: SalesOrder, _key: bytes) -> None:
    if work.is_new(order) and order.status is OrderStatus.OPEN:
        contact_block.refuse_selling(work.get(Customer, order.customer_id))
    _unique(work, order, "order_contract_no")
    if order.promised_on and order.promised_on < order.sale_date:
        params = {"field": "promised_on", "first": order.sale_date, "second": order.promised_on}
        raise Invalid([Reason("field.dates_out_of_order", params)])


def _order_line(work: Work, line: SalesOrderLine, _key: bytes) -> None:
    if line.qty <= 0:
        params = {"field": "qty", "value": str(line.qty), "minimum": 0}
        raise Invalid([Reason("field.not_positive", params)])
    line.amount = line_amount(line.unit_price, line.qty, line.discount or Decimal(0)).minor
    order = work.get(SalesOrder, line.order_id)
    others = [one for one in work.all(SalesOrderLine, order_id=line.order_id) if one.id != line.id]
    own = 0 if line.deleted_at is not None else line.amount or 0
    order.amount = sum(one.amount or 0 for one in others) + own


def _competitor(work: Work, rival: Competitor, _key: bytes) -> None:
    _unique(work, rival, "name")


def _solution(work: Work, line: SolutionLine, _key: bytes) -> None:
    """A solution answers a need of its own customer."""
    need = work.find(Need, line.need_id)
    if need is not None and need.customer_id != line.customer_id:
        params = {"field": "need", "value": need.problem, "target": "need"}
        raise Invalid([Reason("field.unknown_link", params)])


def _plan_area(work: Work, row: AccountPlan, _key: bytes) -> None:
    _once_a_customer(work, row, "area")


def _financial(work: Work, row: AccountFinancial, _key: bytes) -> None:
    _once_a_customer(work, row, "year")


def _chain_link(work: Work, row: ValueChainLink, _key: bytes) -> None:
    _once_a_customer(work, row, "position")


def _once_a_customer(
    work: Work, row: AccountPlan | AccountFinancial | ValueChainLink, column: str
) -> None:
    """An area, a year or a place in the chain stands once in the plan of a customer."""
    wanted = {"customer_id": row.customer_id, column: getattr(row, column)}
    if any(other.id != row.id for other in work.all(type(row), **wanted)):
        customer = work.get(Customer, row.customer_id)
        raise Duplicate(
            "duplicate.value", field=column, value=getattr(row, column), record=customer.code
        )


def _survey_answer(work: Work, answer: SurveyAnswer, _key: bytes) -> None:
    """What the kind of its question asks for (requirements 9.3): a score in its range, or words."""
    question = work.get(SurveyQuestion, answer.question_id)
    invite = work.get(SurveyInvite, answer.invite_id)
    problems = [
        Reason("field.required", {"field": field})
        for field in answer_fields(question.kind)
        if getattr(answer, field) is None
    ]
    low, high = score_range(question.kind)
    if answer.score is not None and not low <= answer.score <= high:
        code, bound = ("too_small", low) if answer.score < low else ("too_large", high)
        params = {"field": "score", "value": answer.score, "minimum": bound, "maximum": bound}
        problems.append(Reason(f"field.{code}", params))
    if problems:
        raise Invalid(problems)
    invite.answered_on = invite.answered_on or work.today


def _survey_question(work: Work, question: SurveyQuestion, _key: bytes) -> None:
    _unique_within(work, question, "survey_id", "number")


def _unique_within(work: Work, record: RecordBase, owner: str, column: str) -> None:
    kind = RECORDS[str(record.__tablename__)]
    value = getattr(record, column)
    for other in work.all(kind, **{owner: getattr(record, owner), column: value}):
        if other.id != record.id:
            named = getattr(other, "code", None) or value
            raise Duplicate("duplicate.value", field=column, value=value, record=named)


def _sales_target(work: Work, target: SalesTarget, _key: bytes) -> None:
    quarter = read_quarter(target.quarter)
    if not quarter:
        raise Invalid([Reason("target.quarter", {"field": "quarter", "value": target.quarter})])
    target.quarter = quarter
    _unique_within(work, target, "owner_id", "quarter")


def _segment(work: Work, segment: Segment, _key: bytes) -> None:
    segment.name = segment.name.replace('"', "'")  # it stands between quotes in a query
    problems = parse(segment.filter, "customers").problems
    if problems:
        first = problems[0]
        raise Invalid([Reason(first.code, {**first.params, "field": "filter"})])
    _unique(work, segment, "name")


def _part(work: Work, part: Part, _key: bytes) -> None:
    """What somebody counted becomes a move, so that the stock stays the sum of its moves."""
    if part.deleted_at is not None:
        stock.check_unused(work, part)
        return
    _unique(work, part, "code")
    stock.count(work, part)


def _technician(work: Work, technician: Technician, _key: bytes) -> None:
    """Whom somebody waits for is not taken away: move the visits first."""
    gone = technician.deleted_at is not None or not technician.active
    coming = bookings.coming(work, technician) if gone else []
    if coming:
        raise Refused("technician.booked", technician=technician.name, booking=coming[0].code)


def _booking(work: Work, booking: Booking, _key: bytes) -> None:
    bookings.check(work, booking)


def _dispatch_rule(_work: Work, rule: DispatchRule, _key: bytes) -> None:
    """A rule that asks nothing would take every ticket."""
    if not (rule.word or rule.product_id or rule.region or rule.kind):
        raise Invalid([Reason("dispatch.needs_condition", {"field": "word"})])


def _consent(work: Work, consent: Consent, _key: bytes) -> None:
    consents.check(work, consent)


def _campaign(work: Work, campaign: Campaign, _key: bytes) -> None:
    campaigns.check(work, campaign)


def _gift(work: Work, gift: GiftRegister, _key: bytes) -> None:
    if work.is_new(gift) and gift.direction is GiftDirection.GIVEN:
        contact_block.refuse_outgoing(work.get(Customer, gift.customer_id))
    gifts.check(work, gift)


_GATES: dict[str, Gate] = {
    "gift_register": _gift,
    "consent": _consent,
    "campaign": _campaign,
    "customer": _customer,
    "contact": _contact,
    "special_date": _special_date,
    "product": _product,
    "user": _user,
    "opportunity": _opportunity,
    "follow_up": _follow_up,
    "sales_order": _order,
    "sales_order_line": _order_line,
    "competitor": _competitor,
    "solution_line": _solution,
    "account_plan": _plan_area,
    "account_financial": _financial,
    "value_chain_link": _chain_link,
    "survey_question": _survey_question,
    "survey_answer": _survey_answer,
    "sales_target": _sales_target,
    "segment": _segment,
    "part": _part,
    "technician": _technician,
    "booking": _booking,
    "dispatch_rule": _dispatch_rule,
    **EXPERIENCE_GATES,
    **IDENTITY_GATES,
}
