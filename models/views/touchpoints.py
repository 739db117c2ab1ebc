"""Touchpoints and the matrix service x channel as pages show them; values only."""

from __future__ import annotations

from dataclasses import dataclass

from models import enums
from models.rules.touchpoints import Matrix, Unsteered


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """What is measured at a touchpoint."""

    id: int
    text: str
    text_zh: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class PointRow:
    """One touchpoint of the register."""

    id: int
    version: int
    code: str
    name: str
    name_zh: str | None
    touch_class: enums.TouchClass
    touch_kind: enums.TouchKind
    way: enums.TouchWay | None
    line: enums.TouchLine
    stage: enums.TouchStage
    journey_stage: enums.JourneyStage | None
    actor: enums.TouchActor | None
    experience_element: enums.ExperienceElement | None
    key_for_decision: bool
    key_for_prospect: bool
    message: str | None
    message_zh: str | None
    medium: str | None
    medium_zh: str | None
    template: enums.TouchTemplate | None
    slot: int | None
    active: bool
    indicators: int

    @property
    def is_key(self) -> bool:
        """Key for the decision of buyers or for prospects (S3-TP-08)."""
        return self.key_for_decision or self.key_for_prospect


@dataclass(frozen=True, slots=True)
class Register:
    """All touchpoints, and the key ones that nobody measures."""

    points: tuple[PointRow, ...]
    unsteered: Unsteered


@dataclass(frozen=True, slots=True)
class PointCard:
    """One touchpoint with its indicators, the processes at it and what happened there."""

    row: PointRow
    indicators: tuple[IndicatorRow, ...]
    processes: tuple[str, ...]  # process codes of the matrix
    touches: int  # contacts logged at it
    cases: int  # feedback about it
    open_cases: int


@dataclass(frozen=True, slots=True)
class AxisRow:
    """A service or a channel of the matrix: its number or letter, and its names."""

    id: int
    key: str
    name: str
    name_zh: str | None


@dataclass(frozen=True, slots=True)
class CellRow:
    """One process of the matrix."""

    id: int
    version: int
    service_no: str
    channel_letter: str
    process_code: str
    status: enums.MatrixStatus
    owner_name: str | None
    process: str | None
    standard: str | None
    touchpoint_code: str | None
    touchpoint_id: int | None


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """The whole matrix with its counts (S3-MCP-01)."""

    services: tuple[AxisRow, ...]
    channels: tuple[AxisRow, ...]
    cells: tuple[CellRow, ...]
    counts: Matrix
