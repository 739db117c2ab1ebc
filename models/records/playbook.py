"""Running playbooks with their steps, and the steps of a deal."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields.playbook import DEAL_STEP, PLAYBOOK_RUN, PLAYBOOK_STEP
from models.records.base import Choice, Field, RecordBase, Text, checks


class PlaybookRun(RecordBase, table=True):
    """One row of `playbook_run`: a playbook with one customer (requirements 9.4)."""

    __tablename__ = "playbook_run"
    __table_args__ = checks(PLAYBOOK_RUN)
    code: str | None = Field(default=None, max_length=10, unique=True)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    order_id: int | None = Field(default=None, sa_type=Integer, foreign_key="sales_order.id")
    interaction_id: int | None = Field(default=None, sa_type=Integer, foreign_key="interaction.id")
    playbook: str = Field(max_length=31)
    title_en: str = Field(max_length=120)
    title_zh: str = Field(max_length=120)
    state: enums.RunState = Field(default=enums.RunState.RUNNING, sa_type=Choice(enums.RunState))
    anchor: date = Field(sa_type=Date)
    occasion: str | None = Field(default=None, max_length=40)
    stop_on: str | None = Field(default=None, max_length=120)
    yearly: bool = Field(default=False, sa_type=Boolean)
    assignee_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    ended_on: date | None = Field(default=None, sa_type=Date)
    reason: str | None = Field(default=None, max_length=400)


class PlaybookStep(RecordBase, table=True):
    """One row of `playbook_step`: a step of a run, with the words of the file at its start."""

    __tablename__ = "playbook_step"
    __table_args__ = checks(PLAYBOOK_STEP)
    run_id: int = Field(sa_type=Integer, foreign_key="playbook_run.id")
    number: int = Field(sa_type=Integer)
    step_key: str = Field(max_length=31)
    title_en: str = Field(max_length=200)
    title_zh: str = Field(max_length=200)
    script_en: str | None = Field(default=None, sa_type=Text)
    script_zh: str | None = Field(default=None, sa_type=Text)
    checklist: str | None = Field(default=None, sa_type=Text)
    channel: enums.Channel | None = Field(default=None, sa_type=Choice(enums.Channel))
    kind: enums.FollowUpKind = Field(
        default=enums.FollowUpKind.PLAYBOOK, sa_type=Choice(enums.FollowUpKind)
    )
    about: str | None = Field(default=None, max_length=8)
    base: enums.StepBase = Field(default=enums.StepBase.START, sa_type=Choice(enums.StepBase))
    distance: int = Field(default=0, sa_type=Integer)
    unit: enums.StepUnit = Field(default=enums.StepUnit.DAYS, sa_type=Choice(enums.StepUnit))
    waits_for: str | None = Field(default=None, max_length=31)
    required: bool = Field(default=True, sa_type=Boolean)
    state: enums.StepState = Field(default=enums.StepState.OPEN, sa_type=Choice(enums.StepState))
    counted_from: date | None = Field(default=None, sa_type=Date)
    ended_on: date | None = Field(default=None, sa_type=Date)
    reason: str | None = Field(default=None, max_length=400)


class DealStep(RecordBase, table=True):
    """One row of `deal_step`: a step of a sale, or an entry of one of its lists (S3-LINE-02)."""

    __tablename__ = "deal_step"
    __table_args__ = checks(DEAL_STEP)
    opportunity_id: int = Field(sa_type=Integer, foreign_key="opportunity.id")
    step: enums.DealStepKind = Field(sa_type=Choice(enums.DealStepKind))
    label: str | None = Field(default=None, max_length=120)
    done_on: date | None = Field(default=None, sa_type=Date)
