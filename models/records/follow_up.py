"""What is planned with a customer."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Integer

from models import enums
from models.fields.contact_log import FOLLOW_UP
from models.records.base import Choice, Field, RecordBase, UtcDateTime, checks


class FollowUp(RecordBase, table=True):
    """One row of `follow_up` (requirements 13)."""

    __tablename__ = "follow_up"
    __table_args__ = checks(FOLLOW_UP)
    code: str | None = Field(default=None, max_length=8, unique=True)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    feedback_id: int | None = Field(default=None, sa_type=Integer, foreign_key="feedback.id")
    kind: enums.FollowUpKind = Field(
        default=enums.FollowUpKind.TASK, sa_type=Choice(enums.FollowUpKind)
    )
    question_code: str | None = Field(default=None, max_length=8)
    title: str | None = Field(default=None, max_length=200)
    due_date: date = Field(sa_type=Date)
    due_time: str | None = Field(default=None, max_length=5)
    priority: int | None = Field(default=0, sa_type=Integer)
    status: enums.FollowUpStatus | None = Field(
        default=enums.FollowUpStatus.OPEN, sa_type=Choice(enums.FollowUpStatus)
    )
    snoozed_until: date | None = Field(default=None, sa_type=Date)
    reason: str | None = Field(default=None, max_length=400)
    assignee_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    done_interaction_id: int | None = Field(
        default=None, sa_type=Integer, foreign_key="interaction.id"
    )
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    snoozes: int | None = Field(default=0, sa_type=Integer)
    snoozed_by_id: int | None = Field(default=None, sa_type=Integer)
    ticket_id: int | None = Field(default=None, sa_type=Integer)
    playbook_step_id: int | None = Field(default=None, sa_type=Integer)
