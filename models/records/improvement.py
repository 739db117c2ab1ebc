"""Audits, improvements, service standards and reviews."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import Date, Integer

from models import enums
from models.fields.improvement import (
    AUDIT_ITEM,
    AUDIT_RUN,
    IMPROVEMENT,
    SERVICE_REVIEW,
    SERVICE_STANDARD,
)
from models.records.base import Choice, DecimalText, Field, RecordBase, Text, alive_unique, checks


class AuditRun(RecordBase, table=True):
    """One row of `audit_run` (requirements 13)."""

    __tablename__ = "audit_run"
    __table_args__ = checks(AUDIT_RUN)
    code: str | None = Field(default=None, max_length=10, unique=True)
    template: str = Field(max_length=40)
    place: str = Field(max_length=120)
    date: dt.date = Field(sa_type=Date)
    inspector_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    note: str | None = Field(default=None, sa_type=Text)
    points: int | None = Field(default=None, sa_type=Integer)
    max_points: int | None = Field(default=None, sa_type=Integer)
    result: int | None = Field(default=None, sa_type=Integer)


class AuditItem(RecordBase, table=True):
    """One row of `audit_item` (requirements 13)."""

    __tablename__ = "audit_item"
    __table_args__ = (*checks(AUDIT_ITEM), alive_unique("audit_item", "audit_run_id", "item"))
    audit_run_id: int = Field(sa_type=Integer, foreign_key="audit_run.id")
    item: str = Field(max_length=60)
    score: int = Field(sa_type=Integer)
    note: str | None = Field(default=None, max_length=400)


class Improvement(RecordBase, table=True):
    """One row of `improvement` (requirements 13)."""

    __tablename__ = "improvement"
    __table_args__ = checks(IMPROVEMENT)
    code: str | None = Field(default=None, max_length=10, unique=True)
    title: str = Field(max_length=200)
    origin: enums.ImprovementOrigin = Field(
        default=enums.ImprovementOrigin.IDEA, sa_type=Choice(enums.ImprovementOrigin)
    )
    impact: int = Field(default=3, sa_type=Integer)
    feasibility: int = Field(default=3, sa_type=Integer)
    reach: int = Field(default=3, sa_type=Integer)
    kind: enums.ImprovementKind | None = Field(default=None, sa_type=Choice(enums.ImprovementKind))
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    due: dt.date | None = Field(default=None, sa_type=Date)
    state: enums.ImprovementState = Field(
        default=enums.ImprovementState.OPEN, sa_type=Choice(enums.ImprovementState)
    )
    drop_reason: str | None = Field(default=None, max_length=400)
    note: str | None = Field(default=None, sa_type=Text)
    experience_element: enums.ExperienceElement | None = Field(
        default=None, sa_type=Choice(enums.ExperienceElement)
    )
    before_from: dt.date | None = Field(default=None, sa_type=Date)
    before_to: dt.date | None = Field(default=None, sa_type=Date)
    after_from: dt.date | None = Field(default=None, sa_type=Date)
    after_to: dt.date | None = Field(default=None, sa_type=Date)
    feedback_id: int | None = Field(default=None, sa_type=Integer, foreign_key="feedback.id")
    audit_run_id: int | None = Field(default=None, sa_type=Integer, foreign_key="audit_run.id")
    survey_id: int | None = Field(default=None, sa_type=Integer, foreign_key="survey.id")
    touchpoint_id: int | None = Field(default=None, sa_type=Integer, foreign_key="touchpoint.id")
    priority: int | None = Field(default=None, sa_type=Integer)
    before_score: Decimal | None = Field(default=None, sa_type=DecimalText)
    after_score: Decimal | None = Field(default=None, sa_type=DecimalText)
    done_on: dt.date | None = Field(default=None, sa_type=Date)


class ServiceStandard(RecordBase, table=True):
    """One row of `service_standard` (requirements 13)."""

    __tablename__ = "service_standard"
    __table_args__ = checks(SERVICE_STANDARD)
    code: str | None = Field(default=None, max_length=10, unique=True)
    name: str = Field(max_length=120)
    scope: str = Field(sa_type=Text)
    process: str = Field(sa_type=Text)
    minutes: int | None = Field(default=None, sa_type=Integer)
    skill: str | None = Field(default=None, max_length=200)
    language: str | None = Field(default=None, max_length=200)
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    touchpoint_id: int | None = Field(default=None, sa_type=Integer, foreign_key="touchpoint.id")
    review_date: dt.date = Field(sa_type=Date)


class ServiceReview(RecordBase, table=True):
    """One row of `service_review` (requirements 13)."""

    __tablename__ = "service_review"
    __table_args__ = checks(SERVICE_REVIEW)
    code: str | None = Field(default=None, max_length=10, unique=True)
    date: dt.date = Field(sa_type=Date)
    kind: enums.ReviewKind = Field(sa_type=Choice(enums.ReviewKind))
    score: int = Field(sa_type=Integer)
    level: enums.ReviewLevel | None = Field(default=None, sa_type=Choice(enums.ReviewLevel))
    person_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    reviewer_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    standard_id: int | None = Field(
        default=None, sa_type=Integer, foreign_key="service_standard.id"
    )
    note: str | None = Field(default=None, sa_type=Text)
