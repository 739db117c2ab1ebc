"""Standard answers and objections."""

from __future__ import annotations

from sqlalchemy import Integer

from models.records.base import Field, RecordBase, Text


class Faq(RecordBase, table=True):
    """One row of `faq` (requirements 13)."""

    __tablename__ = "faq"
    question: str = Field(max_length=400)
    answer: str = Field(sa_type=Text)
    tags: str | None = Field(default=None, max_length=200)
    product_id: int | None = Field(default=None, sa_type=Integer, foreign_key="product.id")


class Objection(RecordBase, table=True):
    """One row of `objection` (requirements 13)."""

    __tablename__ = "objection"
    objection: str = Field(max_length=400)
    argument: str = Field(sa_type=Text)
    proof: str | None = Field(default=None, max_length=400)
    tags: str | None = Field(default=None, max_length=200)
    product_id: int | None = Field(default=None, sa_type=Integer, foreign_key="product.id")
