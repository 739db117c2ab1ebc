"""Touchpoints, their indicators and the matrix service x channel."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer

from models import enums
from models.fields.touchpoints import (
    TOUCH_CHANNEL,
    TOUCH_INDICATOR,
    TOUCH_MATRIX_CELL,
    TOUCH_SERVICE,
    TOUCHPOINT,
)
from models.records.base import Choice, Field, RecordBase, Text, alive_unique, checks


class Touchpoint(RecordBase, table=True):
    """One row of `touchpoint` (requirements 13)."""

    __tablename__ = "touchpoint"
    __table_args__ = checks(TOUCHPOINT)
    code: str | None = Field(default=None, max_length=10, unique=True)
    name: str = Field(max_length=120)
    name_zh: str | None = Field(default=None, max_length=120)
    touch_class: enums.TouchClass = Field(sa_type=Choice(enums.TouchClass))
    touch_kind: enums.TouchKind = Field(sa_type=Choice(enums.TouchKind))
    line: enums.TouchLine = Field(sa_type=Choice(enums.TouchLine))
    stage: enums.TouchStage = Field(sa_type=Choice(enums.TouchStage))
    way: enums.TouchWay | None = Field(default=None, sa_type=Choice(enums.TouchWay))
    journey_stage: enums.JourneyStage | None = Field(
        default=None, sa_type=Choice(enums.JourneyStage)
    )
    actor: enums.TouchActor | None = Field(default=None, sa_type=Choice(enums.TouchActor))
    experience_element: enums.ExperienceElement | None = Field(
        default=None, sa_type=Choice(enums.ExperienceElement)
    )
    key_for_decision: bool = Field(default=False, sa_type=Boolean)
    key_for_prospect: bool = Field(default=False, sa_type=Boolean)
    template: enums.TouchTemplate | None = Field(default=None, sa_type=Choice(enums.TouchTemplate))
    slot: int | None = Field(default=None, sa_type=Integer)
    active: bool = Field(default=True, sa_type=Boolean)
    message: str | None = Field(default=None, sa_type=Text)
    message_zh: str | None = Field(default=None, sa_type=Text)
    medium: str | None = Field(default=None, max_length=120)
    medium_zh: str | None = Field(default=None, max_length=120)


class TouchIndicator(RecordBase, table=True):
    """One row of `touch_indicator` (requirements 13)."""

    __tablename__ = "touch_indicator"
    __table_args__ = checks(TOUCH_INDICATOR)
    touchpoint_id: int = Field(sa_type=Integer, foreign_key="touchpoint.id")
    text: str = Field(max_length=200)
    text_zh: str | None = Field(default=None, max_length=200)
    target: str | None = Field(default=None, max_length=80)


class TouchService(RecordBase, table=True):
    """One row of `touch_service` (requirements 13)."""

    __tablename__ = "touch_service"
    __table_args__ = (*checks(TOUCH_SERVICE), alive_unique("touch_service", "service_no"))
    service_no: str = Field(max_length=4)
    name: str = Field(max_length=80)
    name_zh: str | None = Field(default=None, max_length=80)


class TouchChannel(RecordBase, table=True):
    """One row of `touch_channel` (requirements 13)."""

    __tablename__ = "touch_channel"
    __table_args__ = (*checks(TOUCH_CHANNEL), alive_unique("touch_channel", "channel_letter"))
    channel_letter: str = Field(max_length=1)
    name: str = Field(max_length=80)
    name_zh: str | None = Field(default=None, max_length=80)


class TouchMatrixCell(RecordBase, table=True):
    """One row of `touch_matrix_cell` (requirements 13)."""

    __tablename__ = "touch_matrix_cell"
    __table_args__ = (
        *checks(TOUCH_MATRIX_CELL),
        alive_unique("touch_matrix_cell", "service_no", "channel_letter"),
    )
    service_no: str = Field(max_length=4)
    channel_letter: str = Field(max_length=1)
    process_code: str | None = Field(default=None, max_length=5)
    status: enums.MatrixStatus = Field(
        default=enums.MatrixStatus.DEFINED, sa_type=Choice(enums.MatrixStatus)
    )
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    process: str | None = Field(default=None, sa_type=Text)
    standard: str | None = Field(default=None, sa_type=Text)
    touchpoint_id: int | None = Field(default=None, sa_type=Integer, foreign_key="touchpoint.id")
