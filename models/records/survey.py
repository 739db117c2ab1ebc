"""Surveys, their questions, invitations and answers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields.survey import SURVEY, SURVEY_ANSWER, SURVEY_INVITE, SURVEY_QUESTION
from models.records.base import Choice, Field, RecordBase, Text, alive_unique, checks


class Survey(RecordBase, table=True):
    """One row of `survey` (requirements 13)."""

    __tablename__ = "survey"
    __table_args__ = checks(SURVEY)
    code: str | None = Field(default=None, max_length=10, unique=True)
    title: str = Field(max_length=120)
    purpose: str | None = Field(default=None, sa_type=Text)
    active: bool = Field(default=True, sa_type=Boolean)


class SurveyQuestion(RecordBase, table=True):
    """One row of `survey_question` (requirements 13)."""

    __tablename__ = "survey_question"
    __table_args__ = (
        *checks(SURVEY_QUESTION),
        alive_unique("survey_question", "survey_id", "number"),
    )
    code: str | None = Field(default=None, max_length=10, unique=True)
    survey_id: int = Field(sa_type=Integer, foreign_key="survey.id")
    number: int = Field(sa_type=Integer)
    kind: enums.SurveyKind = Field(
        default=enums.SurveyKind.SCORE_1_5, sa_type=Choice(enums.SurveyKind)
    )
    text: str = Field(max_length=400)
    experience_element: enums.ExperienceElement | None = Field(
        default=None, sa_type=Choice(enums.ExperienceElement)
    )
    quality_dimension: enums.QualityDimension | None = Field(
        default=None, sa_type=Choice(enums.QualityDimension)
    )
    expectation_group: enums.ExpectationGroup | None = Field(
        default=None, sa_type=Choice(enums.ExpectationGroup)
    )


class SurveyInvite(RecordBase, table=True):
    """One row of `survey_invite` (requirements 13)."""

    __tablename__ = "survey_invite"
    __table_args__ = checks(SURVEY_INVITE)
    code: str | None = Field(default=None, max_length=10, unique=True)
    survey_id: int = Field(sa_type=Integer, foreign_key="survey.id")
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    invited_on: date | None = Field(default=None, sa_type=Date)
    answered_on: date | None = Field(default=None, sa_type=Date)
    # Without a constraint: a column that is added later cannot have one of the same text.
    follow_up_id: int | None = Field(default=None, sa_type=Integer)
    feedback_id: int | None = Field(default=None, sa_type=Integer)


class SurveyAnswer(RecordBase, table=True):
    """One row of `survey_answer` (requirements 13)."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        *checks(SURVEY_ANSWER),
        alive_unique("survey_answer", "invite_id", "question_id"),
    )
    invite_id: int = Field(sa_type=Integer, foreign_key="survey_invite.id")
    question_id: int = Field(sa_type=Integer, foreign_key="survey_question.id")
    score: int | None = Field(default=None, sa_type=Integer)
    expected: int | None = Field(default=None, sa_type=Integer)
    note: str | None = Field(default=None, sa_type=Text)
