"""What is shown of campaigns: plain values, no table object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.enums import CampaignPurpose, CampaignResponse, CampaignState, LeftOut
from models.explanation import Explanation


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign with its counts and its return."""

    id: int
    code: str
    name: str
    purpose: CampaignPurpose
    state: CampaignState
    planned_on: date
    members: int
    left_out: int
    invited: int
    attended: int
    responded: int
    cost: int | None
    revenue: int | None
    currency: str
    result: Explanation  # the return


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One customer of the segment: taken, or left out and why."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    contact_name: str
    left_out: LeftOut | None
    invited_on: date | None
    attended: bool
    response: CampaignResponse
    note: str


@dataclass(frozen=True, slots=True)
class Participation:
    """A campaign that a customer took part in, as its journal tells it (S2-MKT-03)."""

    id: int
    at: datetime
    name: str
    invited_on: date | None
    attended: bool
    response: CampaignResponse


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """A campaign with everybody of its segment."""

    row: CampaignRow
    filter: str
    offer: str
    outcome: str
    next_change: str
    members: tuple[MemberRow, ...]
    ordered: int  # orders of members since it began, minor units
