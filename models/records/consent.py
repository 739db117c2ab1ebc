"""What persons agreed to, one statement a row."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer

from models import enums
from models.fields.consent import CONSENT
from models.records.base import Choice, Field, RecordBase, checks


class Consent(RecordBase, table=True):
    """One row of `consent` (requirements 11.9)."""

    __tablename__ = "consent"
    __table_args__ = checks(CONSENT)
    customer_id: int | None = Field(default=None, sa_type=Integer, foreign_key="customer.id")
    contact_id: int = Field(sa_type=Integer, foreign_key="contact.id")
    purpose: enums.ConsentPurpose = Field(sa_type=Choice(enums.ConsentPurpose))
    channel: enums.Channel | None = Field(default=None, sa_type=Choice(enums.Channel))
    state: enums.ConsentState = Field(
        default=enums.ConsentState.GIVEN, sa_type=Choice(enums.ConsentState)
    )
    basis: enums.ConsentBasis = Field(
        default=enums.ConsentBasis.CONSENT, sa_type=Choice(enums.ConsentBasis)
    )
    given_on: date | None = Field(default=None, sa_type=Date)
    notice_date: date | None = Field(default=None, sa_type=Date)
    withdrawn_on: date | None = Field(default=None, sa_type=Date)
    source: str | None = Field(default=None, max_length=200)
