"""What is asked and answered by the identity method, and what is shown of it: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from models.enums import (
    AccessKind,
    AccessResult,
    DocumentState,
    DocumentType,
    IdentityBasis,
    IdentityState,
    Sex,
)
from models.explanation import Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """What a system says beside the five elements: who asks, what for, for which activity."""

    system: str = ""
    requester: str = ""
    purpose: str = ""
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of a customer in another system."""

    kind: str
    at: datetime
    system: str
    payload: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out. A refusal names its cause only where the request alone tells it.

    `result` is None for "not authorised": the true cause stands in the log alone.
    """

    result: AccessResult | None
    reason: Reason
    customer_id: int | None = None
    customer_code: str = ""
    grant_id: int | None = None
    scope: tuple[str, ...] = ()
    expires_at: datetime | None = None
    rows: tuple[Activity, ...] = field(default=())

    @property
    def matched(self) -> bool:
        """Was somebody found, or a grant still good."""
        return self.result is AccessResult.OK


@dataclass(frozen=True, slots=True)
class SystemRow:
    """A system that may ask."""

    id: int
    key: str
    name: str
    scopes: str
    enabled: bool
    references: int  # customers it has numbers for
    activities: int
    last_asked: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of an identity; its number is read by `Identities.numbers` alone."""

    id: int
    identity_id: int
    document_type: DocumentType
    masked: str
    valid_until: date | None
    state: DocumentState
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """An identity of a customer with its documents, the current ones first."""

    id: int
    version: int
    customer_id: int
    contact_name: str
    name: str
    sex: Sex
    birth_date: date
    legal_basis: IdentityBasis
    basis_note: str
    state: IdentityState
    reason: str
    documents: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """What another system calls a customer."""

    id: int
    system: str
    system_name: str
    external_id: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of the log of requests: the true cause, never a name, never a whole number."""

    id: int
    at: datetime
    kind: AccessKind
    system: str
    requester: str
    user_name: str
    purpose: str
    scope: str
    result: AccessResult
    customer_id: int | None
    customer_code: str
    document_type: str
    last4: str
    number_hmac: str
    grant_id: int | None
    row_count: int
    duration_ms: int
