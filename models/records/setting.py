"""Settings and saved views."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer

from models.fields.system import SAVED_VIEW, SETTING
from models.records.base import Field, RecordBase, alive_unique, checks


class Setting(RecordBase, table=True):
    """One row of `setting` (requirements 13)."""

    __tablename__ = "setting"
    __table_args__ = (*checks(SETTING), alive_unique("setting", "key"))
    key: str = Field(max_length=80)
    value: str = Field(max_length=400)


class SavedView(RecordBase, table=True):
    """One row of `saved_view` (requirements 13)."""

    __tablename__ = "saved_view"
    __table_args__ = checks(SAVED_VIEW)
    name: str = Field(max_length=60)
    kind: str = Field(max_length=40)
    query: str | None = Field(default=None, max_length=1000)
    columns: str | None = Field(default=None, max_length=400)
    slot: str | None = Field(default=None, max_length=1)
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    shared: bool = Field(default=False, sa_type=Boolean)
