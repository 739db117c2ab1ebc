"""Needs of a customer."""

from __future__ import annotations

from sqlalchemy import Integer

from models import enums
from models.fields.deal import NEED
from models.records.base import Choice, Field, RecordBase, Text, checks


class Need(RecordBase, table=True):
    """One row of `need` (requirements 13)."""

    __tablename__ = "need"
    __table_args__ = checks(NEED)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    problem: str = Field(max_length=400)
    impact: str | None = Field(default=None, max_length=400)
    horizon: str | None = Field(default=None, max_length=80)
    status: enums.NeedState = Field(default=enums.NeedState.OPEN, sa_type=Choice(enums.NeedState))
    history: str | None = Field(default=None, sa_type=Text)
