"""Answers to the NSABC questions, of a customer or an opportunity."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer

from models import enums
from models.fields.deal import NSABC_ANSWER
from models.records.base import Choice, Field, RecordBase, Text, alive_unique, checks


class NsabcAnswer(RecordBase, table=True):
    """One row of `nsabc_answer` (requirements 13)."""

    __tablename__ = "nsabc_answer"
    __table_args__ = (
        *checks(NSABC_ANSWER),
        alive_unique("nsabc_answer", "scope", "subject_id", "question_code"),
    )
    scope: enums.AnswerScope = Field(sa_type=Choice(enums.AnswerScope))
    subject_id: int = Field(sa_type=Integer)
    question_code: str = Field(max_length=8)
    state: enums.NsabcState = Field(
        default=enums.NsabcState.UNKNOWN, sa_type=Choice(enums.NsabcState)
    )
    note: str | None = Field(default=None, sa_type=Text)
    source_contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    source_doc: str | None = Field(default=None, max_length=200)
    confirmed_on: date | None = Field(default=None, sa_type=Date)
