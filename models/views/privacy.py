"""What is shown of consents, of what is held on somebody, and of what is kept too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.enums import Channel, ConsentBasis, ConsentPurpose, ConsentState


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
