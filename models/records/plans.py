"""Sales targets, and segments with the customers that were in them when they were made."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer

from models.fields.plans import SALES_TARGET, SEGMENT, SEGMENT_MEMBER
from models.records.base import Field, RecordBase, Text, alive_unique, checks


class SalesTarget(RecordBase, table=True):
    """One row of `sales_target` (requirements 13)."""

    __tablename__ = "sales_target"
    __table_args__ = (*checks(SALES_TARGET), alive_unique("sales_target", "owner_id", "quarter"))
    owner_id: int = Field(sa_type=Integer, foreign_key="user.id")
    quarter: str = Field(max_length=7)
    amount: int = Field(sa_type=Integer)
    currency: str | None = Field(default="CNY", max_length=3)


class Segment(RecordBase, table=True):
    """One row of `segment` (requirements 13)."""

    __tablename__ = "segment"
    __table_args__ = (*checks(SEGMENT), alive_unique("segment", "name"))
    filter: str = Field(max_length=400)
    findings: str | None = Field(default=None, sa_type=Text)
    name: str = Field(max_length=80)
    plan: str = Field(sa_type=Text)
    marketing: str | None = Field(default=None, sa_type=Text)
    review_date: date = Field(sa_type=Date)
    taken_on: date | None = Field(default=None, sa_type=Date)


class SegmentMember(RecordBase, table=True):
    """One row of `segment_member` (requirements 13)."""

    __tablename__ = "segment_member"
    __table_args__ = (
        *checks(SEGMENT_MEMBER),
        alive_unique("segment_member", "segment_id", "customer_id"),
    )
    segment_id: int = Field(sa_type=Integer, foreign_key="segment.id")
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
