"""What happened with a customer: the journal."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Integer

from models import enums
from models.fields.contact_log import INTERACTION
from models.records.base import Choice, Field, RecordBase, Text, UtcDateTime, checks


class Interaction(RecordBase, table=True):
    """One row of `interaction` (requirements 13)."""

    __tablename__ = "interaction"
    __table_args__ = checks(INTERACTION)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    user_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    at: datetime = Field(sa_type=UtcDateTime)
    minutes: int | None = Field(default=None, sa_type=Integer)
    channel: enums.Channel = Field(default=enums.Channel.PHONE, sa_type=Choice(enums.Channel))
    direction: enums.Direction = Field(default=enums.Direction.OUT, sa_type=Choice(enums.Direction))
    kind: enums.InteractionKind = Field(
        default=enums.InteractionKind.TRACKING, sa_type=Choice(enums.InteractionKind)
    )
    lifecycle_step: enums.LifecycleStep | None = Field(
        default=None, sa_type=Choice(enums.LifecycleStep)
    )
    summary: str = Field(sa_type=Text)
    need_after: enums.NeedStatus | None = Field(default=None, sa_type=Choice(enums.NeedStatus))
    no_chance_reason: str | None = Field(default=None, max_length=400)
    expected_date_after: date | None = Field(default=None, sa_type=Date)
    next_contact_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    no_next_reason: str | None = Field(default=None, max_length=400)
    grade_before: enums.Grade | None = Field(default=None, sa_type=Choice(enums.Grade))
    grade_after: enums.Grade | None = Field(default=None, sa_type=Choice(enums.Grade))
    # Without a constraint: a column that is added later cannot have one of the same text.
    touchpoint_id: int | None = Field(default=None, sa_type=Integer)
