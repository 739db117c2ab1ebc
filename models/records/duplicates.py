"""Pairs of customers that were looked at, and the keys by which lookalikes are found."""

from __future__ import annotations

from sqlalchemy import Index, Integer
from sqlmodel import SQLModel

from models import enums
from models.fields.duplicates import DUPLICATE_PAIR
from models.records.base import Choice, Field, RecordBase, alive_unique, checks


class DuplicatePair(RecordBase, table=True):
    """One row of `duplicate_pair` (requirements 11.5): two that look alike and stay two.

    `first_id` is the lower id. KEPT holds up to its score, NEVER whatever the score becomes.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        *checks(DUPLICATE_PAIR),
        alive_unique("duplicate_pair", "first_id", "second_id"),
    )
    first_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    second_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    verdict: enums.PairVerdict = Field(
        default=enums.PairVerdict.KEPT, sa_type=Choice(enums.PairVerdict)
    )
    score: int = Field(sa_type=Integer)
    reason: str | None = Field(default=None, max_length=400)


class MatchKey(SQLModel, table=True):
    """A key under which a living customer is found as a possible duplicate; made from it."""

    __tablename__ = "match_key"
    __table_args__ = (
        Index("ix_match_key_customer", "customer_id"),
        {"sqlite_with_rowid": False},
    )

    kind: str = Field(primary_key=True, max_length=16)
    value: str = Field(primary_key=True, max_length=240)
    customer_id: int = Field(primary_key=True, sa_type=Integer)
