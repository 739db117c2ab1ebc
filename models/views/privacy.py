"""What is shown of consents, of what is held on somebody, and of what is kept too long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.enums import Channel, ConsentBasis, ConsentPurpose, ConsentState, CustomerStatus
from models.explanation import Reason


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One statement of a person: for what, by which channel, on what ground, since when."""

    id: int
    contact_id: int
    contact_name: str
    purpose: ConsentPurpose
    channel: Channel | None
    state: ConsentState
    basis: ConsentBasis
    given_on: date | None
    notice_date: date | None
    withdrawn_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class HeldRecords:
    """All records of one kind that are held on somebody, each as its fields have it."""

    entity: str
    records: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class HeldChange:
    """One line of the log about somebody: when, who, what was done, which fields it changed."""

    at: datetime
    who: str
    label: str
    params: Mapping[str, object]
    entity: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """Another system asked who somebody is (section 10): when, which, for what, what came of it."""

    at: datetime
    system: str
    purpose: str
    result: str


@dataclass(frozen=True, slots=True)
class SubjectReport:
    """Everything that is held on a customer or a person (11.9)."""

    entity: str
    code: str
    name: str
    made_at: datetime
    made_by: str
    records: tuple[HeldRecords, ...]
    changes: tuple[HeldChange, ...]
    requests: tuple[HeldRequest, ...]


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What erasing somebody did, or would do (`dry_run`); names nobody any more."""

    entity: str
    code: str
    name: str  # the one that stands there now
    at: datetime
    by: str
    reason: str
    dry_run: bool
    records: Mapping[str, int]
    mentions: int
    journal: int
    drafts: int
    look_at: tuple[str, ...]
    backups_until: date  # the last backup that still holds the data is thrown away then


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """A customer that is to be kept until a day that comes, or has passed."""

    customer_id: int
    code: str
    name: str
    status: CustomerStatus
    owner: str
    until: date
    open_matters: int


@dataclass(frozen=True, slots=True)
class RetentionRun:
    """What the job did: who was made nameless, who was not and why."""

    dry_run: bool
    erased: tuple[ErasureReport, ...]
    refused: tuple[tuple[str, tuple[Reason, ...]], ...]
