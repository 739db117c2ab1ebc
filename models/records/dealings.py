"""Handovers between owners, gifts and meals, visitors of trade fairs."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields.dealings import FAIR_VISIT, GIFT, HANDOVER
from models.records.base import Choice, ChoiceSet, Field, RecordBase, UtcDateTime, checks


class Handover(RecordBase, table=True):
    """One row of `handover` (requirements 9.6, 13): one customer on its way to another owner."""

    __tablename__ = "handover"
    __table_args__ = checks(HANDOVER)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    from_user_id: int = Field(sa_type=Integer, foreign_key="user.id")
    to_user_id: int = Field(sa_type=Integer, foreign_key="user.id")
    checklist: frozenset[enums.HandoverItem] = Field(
        default=frozenset(), sa_type=ChoiceSet(enums.HandoverItem)
    )
    state: enums.HandoverState = Field(
        default=enums.HandoverState.OPEN, sa_type=Choice(enums.HandoverState)
    )
    reason: str | None = Field(default=None, max_length=400)
    follow_up_id: int | None = Field(default=None, sa_type=Integer, foreign_key="follow_up.id")
    accepted_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class GiftRegister(RecordBase, table=True):
    """One row of `gift_register` (requirements 9.7, 13)."""

    __tablename__ = "gift_register"
    __table_args__ = checks(GIFT)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    kind: enums.GiftKind = Field(default=enums.GiftKind.GIFT, sa_type=Choice(enums.GiftKind))
    direction: enums.GiftDirection = Field(
        default=enums.GiftDirection.GIVEN, sa_type=Choice(enums.GiftDirection)
    )
    value: int = Field(sa_type=Integer)
    currency: str | None = Field(default="CNY", max_length=3)
    date: dt.date = Field(sa_type=Date)
    purpose: str = Field(max_length=400)
    giver_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    state: enums.GiftState = Field(default=enums.GiftState.FREE, sa_type=Choice(enums.GiftState))
    approver_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    approved_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str | None = Field(default=None, max_length=400)
    follow_up_id: int | None = Field(default=None, sa_type=Integer, foreign_key="follow_up.id")


class FairVisit(RecordBase, table=True):
    """One row of `fair_visit` (requirements 9.7, 13)."""

    __tablename__ = "fair_visit"
    __table_args__ = checks(FAIR_VISIT)
    fair: str = Field(max_length=40)
    card_no: int | None = Field(default=None, sa_type=Integer)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    interest: str = Field(max_length=400)
    hot: bool | None = Field(default=False, sa_type=Boolean)
    messenger: str | None = Field(default=None, max_length=60)
    minutes: int | None = Field(default=None, sa_type=Integer)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    user_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    follow_up_id: int | None = Field(default=None, sa_type=Integer, foreign_key="follow_up.id")
