"""Shapes of the shipped touchpoints: strict, frozen, both languages.

Holds no text itself, reads no file and knows no database.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from models import enums
from models.templates import Pair, Shape


class Indicator(Shape):
    """What is measured at a touchpoint."""

    text: Pair
    target: Annotated[str, Field(min_length=1, max_length=80)]


class Point(Shape):
    """One touchpoint of a list (S3-TP, S3-LINE)."""

    slot: Annotated[int, Field(strict=True, ge=1)]
    name: Pair
    touch_class: enums.TouchClass
    touch_kind: enums.TouchKind
    way: enums.TouchWay
    line: enums.TouchLine
    stage: enums.TouchStage
    journey_stage: enums.JourneyStage
    actor: enums.TouchActor | None = None
    experience_element: enums.ExperienceElement | None = None
    key_for_decision: bool = False
    key_for_prospect: bool = False
    message: Pair
    medium: Pair
    indicators: tuple[Indicator, ...] = ()


class PointList(Shape):
    """A list of touchpoints in its order (requirements 19)."""

    template: enums.TouchTemplate
    points: Annotated[tuple[Point, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _numbered(self) -> PointList:
        if [point.slot for point in self.points] != list(range(1, len(self.points) + 1)):
            raise ValueError("slots have gaps")
        return self
