"""How the grade of a customer or deal came about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Integer

from models import enums
from models.fields.contact_log import GRADE_HISTORY, GRADE_PROPOSAL
from models.records.base import Choice, Field, RecordBase, UtcDateTime, checks


class GradeHistory(RecordBase, table=True):
    """One row of `grade_history` (requirements 13)."""

    __tablename__ = "grade_history"
    __table_args__ = checks(GRADE_HISTORY)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    opportunity_id: int | None = Field(default=None, sa_type=Integer, foreign_key="opportunity.id")
    from_grade: enums.Grade | None = Field(default=None, sa_type=Choice(enums.Grade))
    to_grade: enums.Grade = Field(sa_type=Choice(enums.Grade))
    reason_code: enums.GradeReason | None = Field(default=None, sa_type=Choice(enums.GradeReason))
    reason: str | None = Field(default=None, max_length=400)
    manual: bool = Field(default=False, sa_type=Boolean)
    interaction_id: int | None = Field(default=None, sa_type=Integer, foreign_key="interaction.id")
    at: datetime = Field(sa_type=UtcDateTime)


class GradeProposal(RecordBase, table=True):
    """One row of `grade_proposal`: a regrade that waits for the owner (requirements 11.3)."""

    __tablename__ = "grade_proposal"
    __table_args__ = checks(GRADE_PROPOSAL)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    interaction_id: int = Field(sa_type=Integer, foreign_key="interaction.id")
    follow_up_id: int = Field(sa_type=Integer, foreign_key="follow_up.id")
    from_grade: enums.Grade | None = Field(default=None, sa_type=Choice(enums.Grade))
    to_grade: enums.Grade = Field(sa_type=Choice(enums.Grade))
    state: enums.ProposalState | None = Field(
        default=enums.ProposalState.WAITING, sa_type=Choice(enums.ProposalState)
    )
    reason: str | None = Field(default=None, max_length=400)
