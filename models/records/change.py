"""The change journal, code counters and what the search index was made from.

These tables are written by the unit of work alone; they carry no version and are never edited.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, Text
from sqlmodel import Field, SQLModel

from models import enums
from models.records.base import Choice, UtcDateTime


class ChangeSet(SQLModel, table=True):
    """One labelled, undoable change: an edit, a touch, a whole import (requirements 11.4)."""

    __tablename__ = "change_set"

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    label: str = Field(max_length=60)
    params: str = Field(default="{}", sa_type=Text)
    actor_id: int | None = Field(default=None, sa_type=Integer)
    at: datetime = Field(sa_type=UtcDateTime)
    state: enums.ChangeState = Field(sa_type=Choice(enums.ChangeState))
    origin: str = Field(default="", max_length=80)
    undoes_id: int | None = Field(default=None, sa_type=Integer)
    undone_by_id: int | None = Field(default=None, sa_type=Integer)


class ChangeEntry(SQLModel, table=True):
    """One record inside a change: changed columns as {column: [before, after]}.

    A creation stores no values: the record itself and later befores rebuild them. A set-based
    recompute leaves one entry without a record for all rows of its kind.
    """

    __tablename__ = "change_entry"
    __table_args__ = (
        Index("ix_change_entry_change", "change_id"),
        Index("ix_change_entry_record", "entity", "record_id"),
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    change_id: int = Field(sa_type=Integer, foreign_key="change_set.id")
    entity: str = Field(max_length=40)
    record_id: int | None = Field(default=None, sa_type=Integer)
    action: enums.ChangeAction = Field(sa_type=Choice(enums.ChangeAction))
    changed: str = Field(default="{}", sa_type=Text)
    digest: str | None = Field(default=None, max_length=32)  # keyed, of `changed`


class AuditLink(SQLModel, table=True):
    """One link of the keyed chain: a change as a commit left it, with the entries it wrote.

    `mac` covers the link before, the change and the digests of its entries (requirements 11.4).
    """

    __tablename__ = "audit_link"

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    change_id: int = Field(sa_type=Integer)
    first_seq: int | None = Field(default=None, sa_type=Integer)
    last_seq: int | None = Field(default=None, sa_type=Integer)
    state: enums.ChangeState = Field(sa_type=Choice(enums.ChangeState))
    undone_by_id: int | None = Field(default=None, sa_type=Integer)
    params_digest: str = Field(max_length=32)
    mac: str = Field(max_length=64)


class Counter(SQLModel, table=True):
    """Last number given to a code prefix (S4-REQ-01)."""

    __tablename__ = "counter"

    prefix: str = Field(primary_key=True, max_length=4)
    last: int = Field(default=0, sa_type=Integer)


class SearchSource(SQLModel, table=True):
    """The texts an indexed row was made from: old tokens go out exactly as they came in."""

    __tablename__ = "search_source"
    # In the order of its key: one page for a look, where an index beside it would make it two.
    __table_args__ = {"sqlite_with_rowid": False}

    index_name: str = Field(primary_key=True, max_length=20)
    row_id: int = Field(primary_key=True, sa_type=Integer)
    texts: str = Field(sa_type=Text)
    token_version: int = Field(sa_type=Integer)
