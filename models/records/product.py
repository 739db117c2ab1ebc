"""Products."""

from __future__ import annotations

from sqlalchemy import Integer

from models.fields.deal import PRODUCT
from models.records.base import Field, RecordBase, alive_unique, checks


class Product(RecordBase, table=True):
    """One row of `product` (requirements 13)."""

    __tablename__ = "product"
    __table_args__ = (*checks(PRODUCT), alive_unique("product", "code"))
    code: str = Field(max_length=20)
    name: str = Field(max_length=120)
    unit: str | None = Field(default=None, max_length=20)
    list_price: int | None = Field(default=None, sa_type=Integer)
    unit_cost: int | None = Field(default=None, sa_type=Integer)
    currency: str | None = Field(default="CNY", max_length=3)
    min_margin_pct: int | None = Field(default=None, sa_type=Integer)
    warranty_months: int | None = Field(default=None, sa_type=Integer)
