"""How a figure of the rules is declared: a dataclass field with bounds, unit and source.

Standard library only; the figures themselves are in `policy_defaults` and `policy_relations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import Field, dataclass, field
from enum import StrEnum
from typing import Any

META = "figure"


class Unit(StrEnum):
    """What a figure counts."""

    DAYS = "DAYS"
    HOURS = "HOURS"
    MONTHS = "MONTHS"
    COUNT = "COUNT"
    PERCENT = "PERCENT"
    POINTS = "POINTS"
    AMOUNT = "AMOUNT"  # major units of the base currency
    SWITCH = "SWITCH"  # 0 off, 1 on


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure a person may change: key of its setting, default, bounds, unit and source."""

    key: str  # e.g. "grading.a_days"
    default: int
    minimum: int
    maximum: int
    unit: Unit
    requirement: str  # rule or decision of the requirements it comes from


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the field of a figure says about it."""

    default: int
    minimum: int
    maximum: int
    unit: Unit
    requirement: str


def figure(default: int, minimum: int, maximum: int, unit: Unit, requirement: str) -> int:
    """A field with this default, its bounds, unit and source."""
    bounds = Bounds(default, minimum, maximum, unit, requirement)
    return field(default=default, metadata={META: bounds})


def switch(default: bool, requirement: str) -> bool:
    """A field that is off or on."""
    bounds = Bounds(int(default), 0, 1, Unit.SWITCH, requirement)
    return field(default=default, metadata={META: bounds})


def days(default: int, requirement: str, minimum: int = 1) -> int:
    """A number of days."""
    return figure(default, minimum, 3650, Unit.DAYS, requirement)


def hours(default: int, requirement: str) -> int:
    """A number of hours, up to a year."""
    return figure(default, 1, 8760, Unit.HOURS, requirement)


def percent(default: int, requirement: str, minimum: int = 0) -> int:
    """A share from 0 to 100."""
    return figure(default, minimum, 100, Unit.PERCENT, requirement)


def count(default: int, requirement: str, minimum: int = 0) -> int:
    """A number of things."""
    return figure(default, minimum, 10_000, Unit.COUNT, requirement)


def points(default: int, requirement: str) -> int:
    """Points from 0 to 100."""
    return figure(default, 0, 100, Unit.POINTS, requirement)


def score(default: int, highest: int, requirement: str) -> int:
    """An answer on a scale that ends with `highest`."""
    return figure(default, 0, highest, Unit.POINTS, requirement)


def months(default: int, requirement: str) -> int:
    """A number of calendar months, up to ten years."""
    return figure(default, 1, 120, Unit.MONTHS, requirement)


def amount(default: int, requirement: str) -> int:
    """A sum in major units of the base currency."""
    return figure(default, 1, 10**12, Unit.AMOUNT, requirement)


def figures(section: str, members: Iterable[Field[Any]]) -> Iterator[Figure]:
    """The figures of one policy, keyed by its section."""
    for one in members:
        bounds: Bounds = one.metadata[META]
        yield Figure(
            f"{section}.{one.name}",
            bounds.default,
            bounds.minimum,
            bounds.maximum,
            bounds.unit,
            bounds.requirement,
        )
