"""What the register of touchpoints and the matrix service x channel tell (S3-TP-08, S3-MCP-01).

Pure: texts and constants in, counts with their reasons out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.enums import MatrixStatus, TouchTemplate
from models.explanation import Explanation, Reason

Place = tuple[str, str]  # number of a service, letter of a channel


def process_code(service_no: str, channel_letter: str) -> str:
    """The code of a cell: the letter of the channel before the number of the service (A108)."""
    return f"{channel_letter}{service_no}"


@dataclass(frozen=True, slots=True)
class Matrix:
    """How complete the processes of all services over all channels are (S3-MCP-01)."""

    places: int
    defined: int
    not_applicable: int
    blind: tuple[str, ...]  # process codes, in the order of the matrix
    explanation: Explanation


def matrix(
    services: Sequence[str], channels: Sequence[str], cells: Mapping[Place, MatrixStatus]
) -> Matrix:
    """Counts the cells; an empty one and one marked GAP are blind spots (AC-139).

    Cells of services or channels that are no longer there count for nothing.
    """
    found = {
        (service, channel): cells.get((service, channel))
        for service in services
        for channel in channels
    }
    states = list(found.values())
    defined = states.count(MatrixStatus.DEFINED)
    absent = states.count(MatrixStatus.NA)
    blind = tuple(
        process_code(*place) for place, state in found.items() if state in (None, MatrixStatus.GAP)
    )
    lines = [
        Reason(
            "matrix.places",
            {"services": len(services), "channels": len(channels), "places": len(found)},
        ),
        Reason(
            "matrix.blind",
            {"places": len(found), "defined": defined, "absent": absent, "blind": len(blind)},
        ),
    ]
    if blind:
        lines.append(Reason("matrix.which", {"codes": ", ".join(blind)}))
    explanation = Explanation("blind_spots", "S3-MCP-01", len(blind), tuple(lines))
    return Matrix(len(found), defined, absent, blind, explanation)


@dataclass(frozen=True, slots=True)
class TouchFacts:
    """What steers a touchpoint."""

    code: str
    is_key: bool  # for the decision of buyers, or for prospects who look for information
    indicators: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class Unsteered:
    """Key touchpoints that nobody measures."""

    codes: tuple[str, ...]
    explanation: Explanation


def unsteered(points: Iterable[TouchFacts]) -> Unsteered:
    """Key touchpoints in use without an indicator (S3-TP-08, AC-137)."""
    keys = [point for point in points if point.is_key and point.active]
    codes = tuple(point.code for point in keys if not point.indicators)
    params = {"keys": len(keys), "steered": len(keys) - len(codes), "count": len(codes)}
    line = Reason("touchpoint.unsteered", params)
    return Unsteered(codes, Explanation("unsteered", "S3-TP-08", len(codes), (line,)))


# Lists that have more places than are known: the rest is for the team to define (D-23).
PLACES: Mapping[TouchTemplate, int] = {TouchTemplate.TEN_SERVICE: 10}


def free_places(template: TouchTemplate, taken: Iterable[int]) -> tuple[int, ...]:
    """Places of a list that nobody has defined yet (AC-106)."""
    known = set(taken)
    return tuple(n for n in range(1, PLACES.get(template, 0) + 1) if n not in known)
