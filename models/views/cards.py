"""What the detail pane shows of one record: its values with the names and sums around it.

`values` holds every field under its name of the field table, converted (dates, moments, money in
minor units, enumeration members); a link is its code under the name and its id under `name_id`.
Sealed fields are as stored. Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from models.views.rows import ContactRow

Values = Mapping[str, object]
Amounts = Mapping[str, int]  # minor units by currency


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """The 360-degree view of a customer."""

    id: int
    version: int
    values: Values
    owner_name: str | None
    referred_by_name: str | None
    negotiating: bool
    contacts: int
    open_deals: int
    open_feedback: int
    orders: int  # without cancelled ones
    open_orders: int
    interactions: int
    open_follow_ups: int
    next_follow_up: date | None
    open_amounts: Amounts  # expected amounts of the open deals
    revenue: Amounts  # orders without cancelled ones
    revenue_year: Amounts  # of them the last 365 days


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One NSABC answer."""

    id: int
    version: int
    question_code: str
    state: str
    note: str | None
    source_contact_id: int | None
    source_contact_name: str | None
    source_doc: str | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need of a customer or a deal."""

    id: int
    version: int
    problem: str
    impact: str | None
    horizon: str | None
    status: str
    history: str | None
    opportunity_id: int | None
    opportunity_code: str | None


@dataclass(frozen=True, slots=True)
class StakeholderRow:
    """One member of a buying committee (requirements 8.3)."""

    id: int
    version: int
    contact_id: int
    contact_name: str | None
    contact_title: str | None
    left_at: date | None
    customer_id: int
    opportunity_id: int | None
    roles: tuple[str, ...]
    weight_pct: int
    formal_power: int | None
    real_power: int | None
    stance: int
    relation_strength: int
    pays: bool
    future_leader: bool
    informant: bool
    archetype: str | None
    criteria: str | None
    past_decision_note: str | None
    counter_plan: str | None
    assumed: bool  # copied from an earlier deal, not confirmed yet
    last_touch_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A relation between two persons of a customer (requirements 8.3, contact_link)."""

    id: int
    version: int
    from_id: int
    from_name: str
    to_id: int
    to_name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A grade that somebody proposed after a touch, and what the owner made of it (11.3)."""

    id: int
    interaction_id: int
    follow_up_id: int
    from_grade: str | None
    to_grade: str
    state: str
    reason: str | None
    by_name: str | None
    owner_name: str | None
    need_after: str | None
    expected_date_after: date | None
    no_chance_reason: str | None
    summary: str


@dataclass(frozen=True, slots=True)
class GradeChangeRow:
    """One line of the grade history."""

    id: int
    at: datetime
    opportunity_code: str | None
    from_grade: str | None
    to_grade: str
    reason_code: str | None
    reason: str | None
    manual: bool
    by_name: str | None
    interaction_id: int | None


@dataclass(frozen=True, slots=True)
class OpportunityCard:
    """One deal with everything its qualification looks at."""

    id: int
    version: int
    values: Values
    customer_name: str | None
    owner_name: str | None
    answers: tuple[AnswerRow, ...]
    needs: tuple[NeedRow, ...]
    stakeholders: tuple[StakeholderRow, ...]
    open_follow_ups: int
    orders: int


@dataclass(frozen=True, slots=True)
class SpecialDateRow:
    """One special date of a contact."""

    id: int
    version: int
    kind: str
    label: str | None
    month: int
    day: int
    year: int | None
    lead_days: int
    calendar: str


@dataclass(frozen=True, slots=True)
class ContactLinkRow:
    """A relation of a contact: `outgoing` where it goes from this one to the other."""

    id: int
    version: int
    kind: str
    outgoing: bool
    other_id: int
    other_name: str | None


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One contact with dates and relations."""

    id: int
    version: int
    values: Values
    row: ContactRow
    dates: tuple[SpecialDateRow, ...]
    links: tuple[ContactLinkRow, ...]
    last_touch_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedbackActionRow:
    """One action on a feedback case."""

    id: int
    version: int
    round: int
    type: str
    text: str
    owner_id: int
    owner_name: str | None
    due: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class FeedbackEventRow:
    """One step in the life of a feedback case."""

    id: int
    at: datetime
    kind: str
    from_state: str | None
    to_state: str | None
    user_name: str | None
    promised_at: datetime | None
    owner_name: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class FeedbackCard:
    """One feedback case with its actions and its story."""

    id: int
    version: int
    values: Values
    customer_name: str | None
    contact_name: str | None
    owner_name: str | None
    actions: tuple[FeedbackActionRow, ...]
    events: tuple[FeedbackEventRow, ...]


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """One line of an order."""

    id: int
    version: int
    product_id: int | None
    product_code: str | None
    product_name: str | None
    description: str | None
    unit_price: int
    qty: Decimal
    discount: Decimal
    amount: int | None


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order with its lines."""

    id: int
    version: int
    values: Values
    customer_name: str | None
    owner_name: str | None
    lines: tuple[OrderLineRow, ...]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A special date on the day it falls on; `since` is its first year where that is known."""

    on: date
    kind: str
    label: str | None
    since: int | None
    lead_days: int
    contact_id: int
    contact_name: str
    hobbies: str | None
    customer_id: int
    customer_code: str | None
    customer_name: str
    do_not_contact: bool
    greets: bool  # the customer agrees to greetings
    contact_code: str | None
    lunar: str  # month and day of a lunar date, mm-dd
    is_leap: bool  # of a leap month
