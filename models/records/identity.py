"""Identities with their documents, other systems, their activity, and the log of requests."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Boolean, Date, Index, Integer, text
from sqlmodel import SQLModel

from models import enums
from models.fields.identity import (
    ACTIVITY_RECORD,
    DOCUMENT,
    EXTERNAL_REF,
    IDENTITY,
    SOURCE_SYSTEM,
)
from models.records.base import (
    Choice,
    Field,
    RecordBase,
    SealedText,
    Text,
    UtcDateTime,
    alive_unique,
    checks,
)

_CURRENT = text("deleted_at IS NULL AND state = 'CURRENT'")


class SourceSystem(RecordBase, table=True):
    """One row of `source_system` (S0-ID-02): who may ask, and for which kinds of activity."""

    __tablename__ = "source_system"
    __table_args__ = (*checks(SOURCE_SYSTEM), alive_unique("source_system", "key"))
    key: str = Field(max_length=40)
    name: str = Field(max_length=80)
    scopes: str = Field(max_length=400)
    enabled: bool = Field(default=True, sa_type=Boolean)


class Identity(RecordBase, table=True):
    """One row of `identity` (S0-ID-01): a person as it stands on a document."""

    __tablename__ = "identity"
    __table_args__ = checks(IDENTITY)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    contact_id: int | None = Field(default=None, sa_type=Integer, foreign_key="contact.id")
    name: str = Field(max_length=120)
    sex: enums.Sex = Field(sa_type=Choice(enums.Sex))
    birth_date: dt.date = Field(sa_type=Date)
    legal_basis: enums.IdentityBasis = Field(sa_type=Choice(enums.IdentityBasis))
    basis_note: str | None = Field(default=None, max_length=200)
    state: enums.IdentityState = Field(
        default=enums.IdentityState.ACTIVE, sa_type=Choice(enums.IdentityState)
    )
    reason: str | None = Field(default=None, max_length=200)


class Document(RecordBase, table=True):
    """One row of `document`: the number sealed, its digest unique among what still matches."""

    __tablename__ = "document"
    __table_args__ = (
        *checks(DOCUMENT),
        Index(
            "uq_document_number_hmac",
            "number_hmac",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )
    identity_id: int = Field(sa_type=Integer, foreign_key="identity.id")
    document_type: enums.DocumentType = Field(sa_type=Choice(enums.DocumentType))
    document_number: str = Field(sa_type=SealedText("document.document_number", 120))
    number_hmac: str = Field(max_length=64)
    valid_until: dt.date | None = Field(default=None, sa_type=Date)
    state: enums.DocumentState = Field(
        default=enums.DocumentState.CURRENT, sa_type=Choice(enums.DocumentState)
    )
    ended_on: dt.date | None = Field(default=None, sa_type=Date)


class ExternalRef(RecordBase, table=True):
    """One row of `external_ref` (S0-ID-03): what another system calls a customer."""

    __tablename__ = "external_ref"
    __table_args__ = (
        *checks(EXTERNAL_REF),
        alive_unique("external_ref", "system_id", "external_id"),
    )
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    system_id: int = Field(sa_type=Integer, foreign_key="source_system.id")
    external_id: str = Field(max_length=80)


class ActivityRecord(RecordBase, table=True):
    """One row of `activity_record` (S0-ID-04): knows the customer by id, never the person."""

    __tablename__ = "activity_record"
    __table_args__ = checks(ACTIVITY_RECORD)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    system_id: int = Field(sa_type=Integer, foreign_key="source_system.id")
    kind: str = Field(max_length=40)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    payload: str = Field(sa_type=Text)


class Grant(SQLModel, table=True):
    """One row of `grant_`: what a system may read of one customer, until when. Never changed."""

    __tablename__ = "grant_"

    id: int = Field(primary_key=True, sa_type=Integer)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    system_id: int = Field(sa_type=Integer, foreign_key="source_system.id")
    user_id: int | None = Field(default=None, sa_type=Integer)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    scope: str = Field(max_length=400)
    purpose: enums.AccessPurpose = Field(sa_type=Choice(enums.AccessPurpose))
    expires_at: dt.datetime = Field(sa_type=UtcDateTime)


class AccessRequest(SQLModel, table=True):
    """One line of the log of requests: never a name, never a whole number. Append-only."""

    __tablename__ = "access_request"
    __table_args__ = (
        Index("ix_access_request_number", "number_hmac", "at"),
        Index("ix_access_request_customer", "customer_id", "id"),
    )

    id: int = Field(primary_key=True, sa_type=Integer)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    kind: enums.AccessKind = Field(sa_type=Choice(enums.AccessKind))
    system: str = Field(max_length=40)
    requester: str = Field(max_length=60)
    user_id: int | None = Field(default=None, sa_type=Integer)
    purpose: str = Field(max_length=40)
    scope: str = Field(max_length=400)
    result: enums.AccessResult = Field(sa_type=Choice(enums.AccessResult))
    customer_id: int | None = Field(default=None, sa_type=Integer)
    document_type: str = Field(max_length=40)
    last4: str = Field(max_length=4)
    number_hmac: str = Field(max_length=64)
    grant_id: int | None = Field(default=None, sa_type=Integer)
    row_count: int = Field(sa_type=Integer)
    duration_ms: int = Field(sa_type=Integer)
