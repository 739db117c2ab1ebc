"""What is shown of handovers, gifts and fairs: plain values, no table object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.enums import GiftDirection, GiftKind, GiftState, HandoverItem, HandoverState


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One customer on its way: who gives, who takes, what is ticked, what there is of each."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    customer_grade: str | None
    from_id: int
    from_name: str
    to_id: int
    to_name: str
    state: HandoverState
    begun_on: date
    accepted_at: datetime | None
    ticked: frozenset[HandoverItem]
    counts: Mapping[HandoverItem, int | None]  # None: nothing to count, it is to be done
    known_only: bool  # nobody but the leaver ever touched the customer
    reason: str

    @property
    def missing(self) -> tuple[HandoverItem, ...]:
        """What is still to be ticked: of what there is none, nothing is handed over."""
        return tuple(
            item for item in HandoverItem if self.counts.get(item) != 0 and item not in self.ticked
        )


@dataclass(frozen=True, slots=True)
class KnownByOne:
    """A customer that only one person ever touched."""

    customer_id: int
    code: str
    name: str
    user_id: int
    user_name: str
    touches: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class GiftRow:
    """One entry of the gift and meal register."""

    id: int
    version: int
    customer_id: int
    customer_code: str
    customer_name: str
    contact_name: str
    kind: GiftKind
    direction: GiftDirection
    value: int
    currency: str
    date: date
    purpose: str
    giver_name: str
    state: GiftState
    approver_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FairRow:
    """One visitor of a fair."""

    id: int
    fair: str
    card_no: int
    customer_id: int
    customer_code: str
    customer_name: str
    contact_name: str
    messenger: str
    interest: str
    hot: bool
    at: datetime
    user_name: str
    follow_up: str  # code of the item planned for the same day, "" for none
    done: bool
