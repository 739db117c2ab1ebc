"""Customers that may be one: a lookalike of one that is saved, a pair of the whole book."""

from __future__ import annotations

from dataclasses import dataclass

from models.explanation import Reason

TO_MERGE = "to be merged"
"""The reason that says nothing about a pair: it stays open until both are merged."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A customer on record that looks like one that is to be saved (requirements 11.5).

    One that the user may not see has neither id nor name.
    """

    id: int
    code: str
    name: str
    city: str
    score: int
    fields: tuple[str, ...]  # of the customer, that are the same or alike
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field that two customers to be merged hold differently, each value as it is read."""

    name: str
    winner: object
    loser: object
    take_loser: bool  # proposed, or chosen


@dataclass(frozen=True, slots=True)
class Side:
    """One of two customers to be merged."""

    id: int
    code: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do, or did (requirements 9.7).

    `moved` and `left` count records by kind; left are those that a customer has once, the older
    of two. `people` were on both sides.
    """

    winner: Side
    loser: Side
    fields: tuple[FieldChoice, ...]
    moved: tuple[tuple[str, int], ...]
    left: tuple[tuple[str, int], ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairSide:
    """One customer of a pair."""

    id: int
    code: str
    name: str
    city: str
    owner: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers that look like one, the lower id first (requirements 11.5)."""

    first: PairSide
    second: PairSide
    score: int
    fields: tuple[str, ...]  # of the customer, that are the same or alike
    reasons: tuple[Reason, ...]
