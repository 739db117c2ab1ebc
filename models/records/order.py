"""Sales orders and their lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Integer

from models import enums
from models.fields.deal import SALES_ORDER, SALES_ORDER_LINE
from models.records.base import Choice, DecimalText, Field, RecordBase, alive_unique, checks


class SalesOrder(RecordBase, table=True):
    """One row of `sales_order` (requirements 13)."""

    __tablename__ = "sales_order"
    __table_args__ = (*checks(SALES_ORDER), alive_unique("sales_order", "order_contract_no"))
    code: str | None = Field(default=None, max_length=8, unique=True)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    sale_date: date = Field(sa_type=Date)
    order_contract_no: str = Field(max_length=60)
    status: enums.OrderStatus = Field(
        default=enums.OrderStatus.OPEN, sa_type=Choice(enums.OrderStatus)
    )
    currency: str = Field(default="CNY", max_length=3)
    promised_on: date | None = Field(default=None, sa_type=Date)
    delivered_on: date | None = Field(default=None, sa_type=Date)
    invoice_no: str | None = Field(default=None, max_length=60)
    paid_amount: int | None = Field(default=0, sa_type=Integer)
    amount: int | None = Field(default=0, sa_type=Integer)


class SalesOrderLine(RecordBase, table=True):
    """One row of `sales_order_line` (requirements 13)."""

    __tablename__ = "sales_order_line"
    __table_args__ = checks(SALES_ORDER_LINE)
    order_id: int = Field(sa_type=Integer, foreign_key="sales_order.id")
    product_id: int | None = Field(default=None, sa_type=Integer, foreign_key="product.id")
    description: str | None = Field(default=None, max_length=200)
    unit_price: int = Field(sa_type=Integer)
    qty: Decimal = Field(default=Decimal("1"), sa_type=DecimalText)
    discount: Decimal | None = Field(default=Decimal("0"), sa_type=DecimalText)
    amount: int | None = Field(default=None, sa_type=Integer)
