"""What is shown of the termination of a customer: plain values, no table object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.enums import CustomerStatus, ReleaseKind, ReleaseState, TerminationState
from models.rules.termination import OpenMatter


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A request for an exception from the block, with its answer."""

    id: int
    kind: ReleaseKind
    state: ReleaseState
    text: str
    reason: str
    requester: str
    approver: str
    decided_at: datetime | None
    comment: str
    self_approved: bool


@dataclass(frozen=True, slots=True)
class TerminationCard:
    """Where a customer stands: `values` are the fields of its termination, empty before one."""

    customer_id: int
    code: str
    name: str
    status: CustomerStatus
    blocked: bool
    retention_until: date | None
    id: int | None
    state: TerminationState | None
    values: Mapping[str, object]
    requester: str
    approver: str
    open_matters: tuple[OpenMatter, ...]
    unpaid_orders: tuple[str, ...]
    releases: tuple[ReleaseRow, ...]
    ended: tuple[tuple[TerminationState, date | None, str], ...]  # given up, or come back from


@dataclass(frozen=True, slots=True)
class TerminationRow:
    """One termination in the list of all."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    owner: str
    state: TerminationState
    requester: str
    effective_date: date | None
