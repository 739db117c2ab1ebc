"""Feedback cases, their actions and events."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields.feedback import FEEDBACK, FEEDBACK_ACTION, FEEDBACK_EVENT
from models.records.base import Choice, Field, RecordBase, Text, UtcDateTime, checks


class Feedback(RecordBase, table=True):
    """One row of `feedback` (requirements 13)."""

    __tablename__ = "feedback"
    __table_args__ = checks(FEEDBACK)
    code: str | None = Field(default=None, max_length=8, unique=True)
    customer_id: int | None = Field(default=None, sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    kind: enums.FeedbackKind = Field(
        default=enums.FeedbackKind.COMPLAINT, sa_type=Choice(enums.FeedbackKind)
    )
    channel: enums.FeedbackChannel = Field(
        default=enums.FeedbackChannel.PHONE, sa_type=Choice(enums.FeedbackChannel)
    )
    text: str = Field(sa_type=Text)
    received_at: datetime = Field(sa_type=UtcDateTime)
    source_url: str | None = Field(default=None, max_length=400)
    reply_channel: enums.FeedbackChannel | None = Field(
        default=None, sa_type=Choice(enums.FeedbackChannel)
    )
    first_owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    praised_user_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    quality_dimension: enums.QualityDimension | None = Field(
        default=None, sa_type=Choice(enums.QualityDimension)
    )
    category: enums.FeedbackCategory | None = Field(
        default=None, sa_type=Choice(enums.FeedbackCategory)
    )
    experience_element: enums.ExperienceElement | None = Field(
        default=None, sa_type=Choice(enums.ExperienceElement)
    )
    main_issue: str | None = Field(default=None, max_length=400)
    root_cause: str | None = Field(default=None, sa_type=Text)
    cost_handling: int | None = Field(default=0, sa_type=Integer)
    cost_repair: int | None = Field(default=0, sa_type=Integer)
    idea_author_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    state: enums.FeedbackState | None = Field(default=None, sa_type=Choice(enums.FeedbackState))
    priority: enums.FeedbackPriority | None = Field(
        default=None, sa_type=Choice(enums.FeedbackPriority)
    )
    round: int | None = Field(default=1, sa_type=Integer)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ack_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ack_text: str | None = Field(default=None, sa_type=Text)
    promised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_progress_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    praise_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    check_call_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    solved_by_customer: bool | None = Field(default=None, sa_type=Boolean)
    outcome_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expectation_checks: int | None = Field(default=None, sa_type=Integer)
    escalated_from_id: int | None = Field(default=None, sa_type=Integer, foreign_key="feedback.id")
    merged_into_id: int | None = Field(default=None, sa_type=Integer, foreign_key="feedback.id")
    amber_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    notice_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pause_reason: str | None = Field(default=None, max_length=400)
    check_call_on: date | None = Field(default=None, sa_type=Date)
    # Without a constraint: a column that is added later cannot have one of the same text.
    touchpoint_id: int | None = Field(default=None, sa_type=Integer)


class FeedbackAction(RecordBase, table=True):
    """One row of `feedback_action` (requirements 13)."""

    __tablename__ = "feedback_action"
    __table_args__ = checks(FEEDBACK_ACTION)
    feedback_id: int = Field(sa_type=Integer, foreign_key="feedback.id")
    round: int | None = Field(default=1, sa_type=Integer)
    type: enums.FeedbackActionType = Field(sa_type=Choice(enums.FeedbackActionType))
    text: str = Field(max_length=400)
    owner_id: int = Field(sa_type=Integer, foreign_key="user.id")
    due: date = Field(sa_type=Date)
    done_on: date | None = Field(default=None, sa_type=Date)


class FeedbackEvent(RecordBase, table=True):
    """One row of `feedback_event` (requirements 13)."""

    __tablename__ = "feedback_event"
    __table_args__ = checks(FEEDBACK_EVENT)
    feedback_id: int = Field(sa_type=Integer, foreign_key="feedback.id")
    kind: enums.FeedbackEventKind | None = Field(
        default=enums.FeedbackEventKind.STEP, sa_type=Choice(enums.FeedbackEventKind)
    )
    from_state: enums.FeedbackState | None = Field(
        default=None, sa_type=Choice(enums.FeedbackState)
    )
    to_state: enums.FeedbackState | None = Field(default=None, sa_type=Choice(enums.FeedbackState))
    user_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    at: datetime = Field(sa_type=UtcDateTime)
    promised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    note: str | None = Field(default=None, sa_type=Text)
