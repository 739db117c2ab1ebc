"""Members of a buying committee."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer

from models import enums
from models.fields.contact import STAKEHOLDER
from models.records.base import Choice, ChoiceSet, Field, RecordBase, Text, alive_unique, checks


class Stakeholder(RecordBase, table=True):
    """One row of `stakeholder` (requirements 13)."""

    __tablename__ = "stakeholder"
    __table_args__ = (
        *checks(STAKEHOLDER),
        alive_unique("stakeholder", "opportunity_id", "contact_id"),
    )
    contact_id: int = Field(sa_type=Integer, foreign_key="contact.id")
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    roles: frozenset[enums.CommitteeRole] = Field(
        default=frozenset(), sa_type=ChoiceSet(enums.CommitteeRole)
    )
    weight_pct: int | None = Field(default=0, sa_type=Integer)
    formal_power: int | None = Field(default=None, sa_type=Integer)
    real_power: int | None = Field(default=None, sa_type=Integer)
    stance: int | None = Field(default=0, sa_type=Integer)
    relation_strength: int | None = Field(default=0, sa_type=Integer)
    pays: bool = Field(default=False, sa_type=Boolean)
    future_leader: bool = Field(default=False, sa_type=Boolean)
    informant: bool = Field(default=False, sa_type=Boolean)
    archetype: enums.Archetype | None = Field(default=None, sa_type=Choice(enums.Archetype))
    criteria: str | None = Field(default=None, sa_type=Text)
    past_decision_note: str | None = Field(default=None, sa_type=Text)
    counter_plan: str | None = Field(default=None, sa_type=Text)
    assumed: bool = Field(default=False, sa_type=Boolean)
