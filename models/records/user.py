"""Users and teams."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer

from models import enums
from models.fields.system import TEAM, USER
from models.records.base import Choice, ChoiceSet, Field, RecordBase, alive_unique, checks


class Team(RecordBase, table=True):
    """One row of `team` (requirements 13)."""

    __tablename__ = "team"
    __table_args__ = checks(TEAM)
    name: str = Field(max_length=80)
    manager_id: int | None = Field(default=None, sa_type=Integer)


class User(RecordBase, table=True):
    """One row of `user` (requirements 13)."""

    __tablename__ = "user"
    __table_args__ = (*checks(USER), alive_unique("user", "login"))
    login: str = Field(max_length=64)
    name: str = Field(max_length=80)
    roles: frozenset[enums.Role] = Field(default=frozenset(), sa_type=ChoiceSet(enums.Role))
    locale: enums.Language | None = Field(default=enums.Language.EN, sa_type=Choice(enums.Language))
    team_id: int | None = Field(default=None, sa_type=Integer, foreign_key="team.id")
    active: bool = Field(default=True, sa_type=Boolean)
    ssh_key_fp: str | None = Field(default=None, max_length=100)
