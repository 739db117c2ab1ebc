"""The 12-point check at closing: four groups of what customers expect, three points each.

Pure: bits in, score by group out (S1-SVC-04, AC-099).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.enums import ExpectationGroup, ExpectationPoint
from models.explanation import Explanation, Reason

_G, _P = ExpectationGroup, ExpectationPoint
GROUPS: Mapping[ExpectationGroup, tuple[ExpectationPoint, ...]] = {
    _G.CARE: (_P.SPECIAL, _P.FEELINGS, _P.NOTICED),
    _G.CONFIDENCE: (_P.CAN_SOLVE, _P.CAN_HELP, _P.AT_EASE),
    _G.RESPONSIVENESS: (_P.SOLVED, _P.FELT, _P.COMMITTED),
    _G.RELIABILITY: (_P.ON_TIME, _P.COMPLETE, _P.GUARANTEED),
}
_PLACES: Mapping[ExpectationPoint, int] = {point: n for n, point in enumerate(ExpectationPoint)}


@dataclass(frozen=True, slots=True)
class Expectations:
    """Points that held, together and by group; None where nobody checked."""

    total: int | None
    groups: Mapping[ExpectationGroup, int]
    explanation: Explanation


def bits_of(points: Collection[ExpectationPoint]) -> int:
    """The points that held as one number of twelve bits (requirements 13)."""
    return sum(1 << _PLACES[point] for point in set(points))


def points_of(bits: int) -> tuple[ExpectationPoint, ...]:
    """The points that held, in their order."""
    return tuple(point for point, place in _PLACES.items() if bits >> place & 1)


def expectations(bits: int | None) -> Expectations:
    """Score of a check, together and by group (S1-SVC-04, AC-099)."""
    if bits is None:
        line = Reason("expectations.not_checked")
        return Expectations(None, {}, Explanation("expectations", "S1-SVC-04", None, (line,)))
    held = set(points_of(bits))
    groups = {group: len(held & set(points)) for group, points in GROUPS.items()}
    total = sum(groups.values())
    lines = tuple(
        Reason(
            "expectations.group",
            {
                "group": group,
                "held": groups[group],
                "of": len(points),
                "points": tuple(point for point in points if point in held),
            },
        )
        for group, points in GROUPS.items()
    )
    return Expectations(total, groups, Explanation("expectations", "S1-SVC-04", total, lines))
