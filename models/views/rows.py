"""One row of a list, as panes and the command line show it: plain values, no table object.

Dates are `date`, moments aware UTC `datetime`, money integer minor units of `currency`, odds
tenths of a percent, enumerations their constant as text. Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Contact list and the People tab; sealed fields are not in a list."""

    id: int
    version: int
    code: str | None
    name: str
    salutation: str | None
    is_primary: bool
    department: str | None
    title: str | None
    office_phone: str | None
    has_mobile: bool
    email: str | None
    wechat: str | None
    city: str | None
    birth_date: date | None
    left_at: date | None
    customer_id: int
    customer_code: str | None
    customer_name: str | None
    customer_grade: str | None
    owner_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """Opportunity list; odds are the computed ones, `odds_manual` stands beside them."""

    id: int
    version: int
    code: str | None
    title: str
    customer_id: int
    customer_code: str | None
    customer_name: str | None
    pipeline: str
    need_status: str
    grade: str | None
    expected_amount: int | None
    budget_amount: int | None
    currency: str | None
    expected_close_date: date | None
    odds: int | None
    odds_manual: int | None
    qualified: bool
    next_step: str | None
    next_step_date: date | None
    closed_on: date | None
    severe_feedback: int  # of its customer: open complaints and matters of safety
    owner_id: int | None
    owner_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """Follow-up list and agenda; `due` is the day it really falls due, snoozing counted in."""

    id: int
    version: int
    code: str | None
    kind: str
    title: str | None
    status: str
    due: date
    due_date: date
    due_time: str | None
    snoozed_until: date | None
    reason: str | None
    priority: int
    question_code: str | None
    customer_id: int
    customer_code: str | None
    customer_name: str | None
    customer_grade: str | None
    do_not_contact: bool
    contact_id: int | None
    contact_name: str | None
    opportunity_id: int | None
    opportunity_code: str | None
    amount: int | None
    currency: str | None
    odds: int | None
    feedback_id: int | None
    feedback_code: str | None
    assignee_id: int | None
    assignee_name: str | None
    done_at: datetime | None
    created_at: datetime
    step_id: int | None = None  # step of a playbook, with its title in both languages
    step_en: str | None = None
    step_zh: str | None = None
    ticket_id: int | None = None  # that the item stands for


@dataclass(frozen=True, slots=True)
class InteractionRow:
    """Journal of a customer, all channels in one timeline."""

    id: int
    version: int
    at: datetime
    channel: str
    direction: str
    kind: str
    lifecycle_step: str | None
    minutes: int | None
    summary: str
    need_after: str | None
    no_chance_reason: str | None
    expected_date_after: date | None
    next_contact_at: datetime | None
    no_next_reason: str | None
    grade_before: str | None
    grade_after: str | None
    customer_id: int
    customer_code: str | None
    customer_name: str | None
    contact_id: int | None
    contact_name: str | None
    opportunity_id: int | None
    opportunity_code: str | None
    user_id: int | None
    user_name: str | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """Order list."""

    id: int
    version: int
    code: str | None
    order_contract_no: str
    sale_date: date
    status: str
    amount: int | None
    paid_amount: int | None
    currency: str
    promised_on: date | None
    delivered_on: date | None
    invoice_no: str | None
    customer_id: int
    customer_code: str | None
    customer_name: str | None
    opportunity_code: str | None
    owner_id: int | None
    owner_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """Feedback queue (requirements 9.1); `text` is the first line of what was said.

    From `amber_at` on most of the time is used; from `notice_due_at` on the customer waits for
    word; a paused case has no due time.
    """

    id: int
    version: int
    code: str | None
    kind: str
    state: str
    round: int
    reopened: bool
    priority: str | None
    safety: bool
    channel: str
    text: str
    received_at: datetime
    due_at: datetime | None
    amber_at: datetime | None
    notice_due_at: datetime | None
    paused_at: datetime | None
    last_progress_at: datetime | None
    closed_at: datetime | None
    category: str | None
    quality_dimension: str | None
    customer_id: int | None
    customer_code: str | None
    customer_name: str | None
    customer_grade: str | None
    contact_name: str | None
    owner_id: int | None
    owner_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ProductRow:
    """Product list."""

    id: int
    version: int
    code: str
    name: str
    unit: str | None
    list_price: int | None
    unit_cost: int | None
    currency: str | None
    min_margin_pct: int | None
    warranty_months: int | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class UserRow:
    """User list; `roles` in the order of the enumeration."""

    id: int
    version: int
    login: str
    name: str
    roles: tuple[str, ...]
    locale: str | None
    active: bool
    team_id: int | None
    team_name: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """The log: one labelled change; `seq` is the number that `log` shows and `undo` takes."""

    id: int
    version: int  # always 0: a change is never edited
    seq: int
    label: str
    params: Mapping[str, object]
    actor_id: int | None
    actor_name: str | None
    at: datetime
    state: str
    origin: str
    entries: int
    undoes_id: int | None
    undone_by_id: int | None


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A query with a name, as the key `v` offers it."""

    id: int
    version: int
    name: str
    query: str
    columns: tuple[str, ...]  # names of columns, empty for those of the list
    slot: str  # the key behind `v`, "" for none
    shared: bool
    is_own: bool
    owner_name: str
    shipped: bool = False  # comes with the program: its name is a constant of JournalType
