"""The account plan, rivals, success events and stage moves of a customer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields import account as specs
from models.records.base import (
    Choice,
    DecimalText,
    Field,
    RecordBase,
    Text,
    UtcDateTime,
    alive_unique,
    checks,
)


class Competitor(RecordBase, table=True):
    """One row of `competitor` (requirements 13)."""

    __tablename__ = "competitor"
    __table_args__ = (*checks(specs.COMPETITOR), alive_unique("competitor", "name"))
    name: str = Field(max_length=120)
    notes: str | None = Field(default=None, sa_type=Text)


class CompetitorOnAccount(RecordBase, table=True):
    """One row of `competitor_on_account` (requirements 13)."""

    __tablename__ = "competitor_on_account"
    __table_args__ = checks(specs.COMPETITOR_ON_ACCOUNT)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    competitor_id: int = Field(sa_type=Integer, foreign_key="competitor.id")
    incumbent: bool = Field(default=False, sa_type=Boolean)
    satisfaction: int | None = Field(default=None, sa_type=Integer)
    strength: str | None = Field(default=None, sa_type=Text)
    weakness: str | None = Field(default=None, sa_type=Text)
    counter_plan: str | None = Field(default=None, sa_type=Text)


class SolutionLine(RecordBase, table=True):
    """One row of `solution_line` (requirements 13)."""

    __tablename__ = "solution_line"
    __table_args__ = checks(specs.SOLUTION_LINE)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    need_id: int | None = Field(default=None, sa_type=Integer, foreign_key="need.id")
    product_id: int | None = Field(default=None, sa_type=Integer, foreign_key="product.id")
    description: str = Field(max_length=200)
    qty: Decimal = Field(default=Decimal(1), sa_type=DecimalText)
    price: int | None = Field(default=None, sa_type=Integer)
    currency: str = Field(default="CNY", max_length=3)
    discount: Decimal = Field(default=Decimal(0), sa_type=DecimalText)


class SuccessEvent(RecordBase, table=True):
    """One row of `success_event` (requirements 13)."""

    __tablename__ = "success_event"
    __table_args__ = checks(specs.SUCCESS_EVENT)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    kind: enums.SuccessEventKind = Field(sa_type=Choice(enums.SuccessEventKind))
    date: dt.date = Field(sa_type=Date)
    source: str = Field(max_length=200)
    rival_id: int | None = Field(default=None, sa_type=Integer, foreign_key="competitor.id")
    play: str | None = Field(default=None, sa_type=Text)
    follow_up_id: int | None = Field(default=None, sa_type=Integer, foreign_key="follow_up.id")


class AccountGoal(RecordBase, table=True):
    """One row of `account_goal` (requirements 13)."""

    __tablename__ = "account_goal"
    __table_args__ = checks(specs.ACCOUNT_GOAL)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    horizon: enums.GoalHorizon = Field(
        default=enums.GoalHorizon.SHORT, sa_type=Choice(enums.GoalHorizon)
    )
    text: str = Field(max_length=400)


class AccountFinancial(RecordBase, table=True):
    """One row of `account_financial` (requirements 13)."""

    __tablename__ = "account_financial"
    __table_args__ = (
        *checks(specs.ACCOUNT_FINANCIAL),
        alive_unique("account_financial", "customer_id", "year"),
    )
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    year: int = Field(sa_type=Integer)
    margin: str | None = Field(default=None, max_length=60)
    cash_flow: str | None = Field(default=None, max_length=60)
    return_on_investment: str | None = Field(default=None, max_length=60)
    velocity: str | None = Field(default=None, max_length=60)
    growth: str | None = Field(default=None, max_length=60)


class ValueChainLink(RecordBase, table=True):
    """One row of `value_chain_link` (requirements 13)."""

    __tablename__ = "value_chain_link"
    __table_args__ = (
        *checks(specs.VALUE_CHAIN_LINK),
        alive_unique("value_chain_link", "customer_id", "position"),
    )
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    position: int = Field(sa_type=Integer)
    name: str = Field(max_length=120)
    wants: str | None = Field(default=None, max_length=400)


class CustomerRival(RecordBase, table=True):
    """One row of `customer_rival` (requirements 13)."""

    __tablename__ = "customer_rival"
    __table_args__ = checks(specs.CUSTOMER_RIVAL)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    name: str = Field(max_length=120)
    threat: str | None = Field(default=None, max_length=400)


class AccountPlan(RecordBase, table=True):
    """One row of `account_plan` (requirements 13)."""

    __tablename__ = "account_plan"
    __table_args__ = (
        *checks(specs.ACCOUNT_PLAN),
        alive_unique("account_plan", "customer_id", "area"),
    )
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    area: enums.PlanArea = Field(sa_type=Choice(enums.PlanArea))
    state: enums.PlanState = Field(default=enums.PlanState.UNKNOWN, sa_type=Choice(enums.PlanState))
    note: str | None = Field(default=None, sa_type=Text)
    date: dt.date | None = Field(default=None, sa_type=Date)


class JointProject(RecordBase, table=True):
    """One row of `joint_project` (requirements 13)."""

    __tablename__ = "joint_project"
    __table_args__ = checks(specs.JOINT_PROJECT)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    name: str = Field(max_length=120)
    status: enums.ProjectStatus = Field(
        default=enums.ProjectStatus.OPEN, sa_type=Choice(enums.ProjectStatus)
    )
    since: dt.date | None = Field(default=None, sa_type=Date)


class StageHistory(RecordBase, table=True):
    """One row of `stage_history` (requirements 13)."""

    __tablename__ = "stage_history"
    __table_args__ = checks(specs.STAGE_HISTORY)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    from_stage: enums.Stage = Field(sa_type=Choice(enums.Stage))
    to_stage: enums.Stage = Field(sa_type=Choice(enums.Stage))
    reason: str | None = Field(default=None, max_length=400)
    by_exception: bool = Field(default=False, sa_type=Boolean)
    self_approved: bool = Field(default=False, sa_type=Boolean)
    at: dt.datetime = Field(sa_type=UtcDateTime)


class StageStrategy(RecordBase, table=True):
    """One row of `stage_strategy`: a strategy of a stage that was carried out (8.5)."""

    __tablename__ = "stage_strategy"
    __table_args__ = (
        *checks(specs.STAGE_STRATEGY),
        alive_unique("stage_strategy", "customer_id", "strategy"),
    )
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    strategy: enums.StageStrategy = Field(sa_type=Choice(enums.StageStrategy))
    done_on: dt.date = Field(sa_type=Date)
