"""Opportunities: one possible sale each."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields.deal import OPPORTUNITY
from models.records.base import Choice, Field, RecordBase, Text, checks


class Opportunity(RecordBase, table=True):
    """One row of `opportunity` (requirements 13)."""

    __tablename__ = "opportunity"
    __table_args__ = checks(OPPORTUNITY)
    code: str | None = Field(default=None, max_length=8, unique=True)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    title: str = Field(max_length=120)
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    pipeline: enums.Pipeline = Field(default=enums.Pipeline.LEAD, sa_type=Choice(enums.Pipeline))
    need_status: enums.NeedStatus = Field(
        default=enums.NeedStatus.NOW, sa_type=Choice(enums.NeedStatus)
    )
    no_chance: bool = Field(default=False, sa_type=Boolean)
    expected_amount: int | None = Field(default=None, sa_type=Integer)
    currency: str | None = Field(default="CNY", max_length=3)
    budget_amount: int | None = Field(default=None, sa_type=Integer)
    budget_period: str | None = Field(default=None, max_length=60)
    expected_close_date: date | None = Field(default=None, sa_type=Date)
    spend_date: date | None = Field(default=None, sa_type=Date)
    benefit_statement: str | None = Field(default=None, sa_type=Text)
    next_step: str | None = Field(default=None, max_length=200)
    next_step_date: date | None = Field(default=None, sa_type=Date)
    odds_manual: int | None = Field(default=None, sa_type=Integer)
    odds_reason: str | None = Field(default=None, max_length=400)
    lost_reason: str | None = Field(default=None, max_length=400)
    keep_in_touch_at: date | None = Field(default=None, sa_type=Date)
    closed_on: date | None = Field(default=None, sa_type=Date)
    grade: enums.Grade | None = Field(default=None, sa_type=Choice(enums.Grade))
    odds_calc: int | None = Field(default=None, sa_type=Integer)
    qualified: bool = Field(default=False, sa_type=Boolean)
    odds_at_close: int | None = Field(default=None, sa_type=Integer)
