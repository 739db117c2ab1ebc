"""One row of the customer list: by itself, since it is all that the first picture needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """Customer list (requirements 14, pane 1).

    Of a terminated customer, to who is neither manager nor auditor, all is empty but code, name,
    status and owner (9.5).
    """

    id: int
    version: int
    code: str | None
    name: str
    kind: str | None
    status: str
    grade: str | None
    grade_reason: str | None
    next_tracking_due: date | None  # overdue where it is before today
    last_tracking_at: datetime | None
    handle_by: date | None
    urgency: str | None
    deal_status: str | None
    negotiating: bool | None  # badge beside WON: an open deal in PROPOSAL or NEGOTIATION (R-SEG1)
    need_status: str | None
    need_confirmed: bool | None
    importance: str | None
    key_account: bool | None
    value_tier: str | None
    pyramid_tier: str | None
    revenue_year: int | None  # last 365 days, base currency
    rfm: str | None
    stage: str | None
    open_feedback: int | None
    severe_feedback: int | None  # open complaints and matters of safety
    owner_id: int | None
    owner_name: str | None
    industry: str | None
    city: str | None
    phone: str | None
    do_not_contact: bool
    is_internal: bool | None
    expected_amount: int | None  # largest of its open deals
    odds: int | None  # best of its open deals
    created_at: datetime | None
    updated_at: datetime | None
