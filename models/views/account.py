"""What the account plan shows of one customer (S0-VS). Standard library only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.explanation import Reason

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class AccountCard:
    """The account plan; the rows hold every field under its name of the field table."""

    coverage: int  # knowledge meter, 0 to 100 (S0-VS-07)
    gaps: tuple[Reason, ...]  # open needs that no solution answers
    unsatisfied: frozenset[int]  # ids of incumbents the customer is not content with
    areas: Rows
    solutions: Rows
    rivals: Rows  # our competitors at the account
    chain: Rows
    their_rivals: Rows
    goals: Rows
    financials: Rows
    events: Rows
    projects: Rows
