"""The termination of a customer, and what is allowed after it by exception."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields.parting import RELEASE, TERMINATION
from models.records.base import Choice, ChoiceSet, Field, RecordBase, Text, UtcDateTime, checks


class Termination(RecordBase, table=True):
    """One row of `termination` (requirements 9.5, 13)."""

    __tablename__ = "termination"
    __table_args__ = checks(TERMINATION)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    reason_code: enums.TerminationReason | None = Field(
        default=None, sa_type=Choice(enums.TerminationReason)
    )
    text: str | None = Field(default=None, sa_type=Text)
    plan: str | None = Field(default=None, sa_type=Text)
    documents: str | None = Field(default=None, sa_type=Text)
    state: enums.TerminationState = Field(
        default=enums.TerminationState.DRAFT, sa_type=Choice(enums.TerminationState)
    )
    requester_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    approver_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    decided_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    comment: str | None = Field(default=None, max_length=400)
    self_approved: bool | None = Field(default=False, sa_type=Boolean)
    notice_date: dt.date | None = Field(default=None, sa_type=Date)
    effective_date: dt.date | None = Field(default=None, sa_type=Date)
    terminated_on: dt.date | None = Field(default=None, sa_type=Date)
    checklist: frozenset[enums.TerminationItem] = Field(
        default=frozenset(), sa_type=ChoiceSet(enums.TerminationItem)
    )
    gathered: str | None = Field(default=None, sa_type=Text)
    evaluation: str | None = Field(default=None, sa_type=Text)
    ended_reason: str | None = Field(default=None, max_length=400)


class ContactRelease(RecordBase, table=True):
    """One row of `contact_release`: an exception that a manager allows, or not (9.5)."""

    __tablename__ = "contact_release"
    __table_args__ = checks(RELEASE)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    kind: enums.ReleaseKind = Field(sa_type=Choice(enums.ReleaseKind))
    text: str | None = Field(default=None, sa_type=Text)
    reason: str = Field(max_length=400)
    state: enums.ReleaseState = Field(
        default=enums.ReleaseState.WAITING, sa_type=Choice(enums.ReleaseState)
    )
    requester_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    approver_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    decided_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    comment: str | None = Field(default=None, max_length=400)
    self_approved: bool | None = Field(default=False, sa_type=Boolean)
    interaction_id: int | None = Field(default=None, sa_type=Integer, foreign_key="interaction.id")
