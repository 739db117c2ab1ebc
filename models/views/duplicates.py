"""Customers that may be one: a lookalike of one that is saved, a pair of the whole book."""

from __future__ import annotations

from dataclasses import dataclass

from models.explanation import Reason

TO_MERGE = "to be merged"
"""The reason that says nothing about a pair: it stays open until both are merged."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A customer on record that looks like one that is to be saved (requirements 11.5)."""

    id: int
    code: str
    name: str
    city: str
    score: int
    fields: tuple[str, ...]  # of the customer, that are the same or alike
    reasons: tuple[Reason, ...]
