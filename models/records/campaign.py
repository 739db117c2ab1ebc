"""Campaigns and who takes part in them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields.campaign import CAMPAIGN, CAMPAIGN_MEMBER
from models.records.base import Choice, Field, RecordBase, Text, checks


class Campaign(RecordBase, table=True):
    """One row of `campaign` (requirements 9.7, 13)."""

    __tablename__ = "campaign"
    __table_args__ = checks(CAMPAIGN)
    code: str | None = Field(default=None, max_length=10, unique=True)
    name: str = Field(max_length=120)
    purpose: enums.CampaignPurpose = Field(
        default=enums.CampaignPurpose.RETAIN, sa_type=Choice(enums.CampaignPurpose)
    )
    segment_id: int | None = Field(default=None, sa_type=Integer, foreign_key="segment.id")
    filter: str | None = Field(default=None, max_length=400)
    channel: enums.Channel = Field(default=enums.Channel.EMAIL, sa_type=Choice(enums.Channel))
    offer: str | None = Field(default=None, sa_type=Text)
    planned_on: date = Field(sa_type=Date)
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    cost: int | None = Field(default=None, sa_type=Integer)
    revenue: int | None = Field(default=None, sa_type=Integer)
    currency: str | None = Field(default="CNY", max_length=3)
    result: str | None = Field(default=None, sa_type=Text)
    next_change: str | None = Field(default=None, sa_type=Text)
    state: enums.CampaignState = Field(
        default=enums.CampaignState.PLANNED, sa_type=Choice(enums.CampaignState)
    )
    built_on: date | None = Field(default=None, sa_type=Date)
    closed_on: date | None = Field(default=None, sa_type=Date)


class CampaignMember(RecordBase, table=True):
    """One row of `campaign_member`: somebody of the segment, taken or left out."""

    __tablename__ = "campaign_member"
    __table_args__ = checks(CAMPAIGN_MEMBER)
    campaign_id: int = Field(sa_type=Integer, foreign_key="campaign.id")
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    left_out: enums.LeftOut | None = Field(default=None, sa_type=Choice(enums.LeftOut))
    invited_on: date | None = Field(default=None, sa_type=Date)
    attended: bool | None = Field(default=False, sa_type=Boolean)
    response: enums.CampaignResponse | None = Field(
        default=enums.CampaignResponse.NONE, sa_type=Choice(enums.CampaignResponse)
    )
    note: str | None = Field(default=None, max_length=400)
    follow_up_id: int | None = Field(default=None, sa_type=Integer, foreign_key="follow_up.id")
