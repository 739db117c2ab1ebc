"""Shapes of the demo as a team: who works there besides, and what they did lately.

Strict and frozen; moments stay relative until asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from models.content_values import DemoMoment, parse_moment
from models.enums import Role
from models.templates import Pair, Shape


class TeamUser(Shape):
    """A user of the team; what is not said of one whom the demo knows stays as it is."""

    login: str
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    name: str = ""
    locale: str = "en"
    south: bool = False  # of the other team


class TeamAct(Shape):
    """Something that was looked at, taken out or refused: one line of the log, or `count`."""

    who: str
    at: Annotated[DemoMoment, BeforeValidator(parse_moment)]
    label: str
    origin: str = "workspace"
    reason: str = ""
    field: str = ""  # revealed of the first `count` contacts that have it
    count: int = 1
    kinds: tuple[str, ...] = ()  # exported
    act: str = ""  # the change that was refused, the right it needs, the record
    action: str = ""
    record: str = ""


class TeamChange(Shape):
    """Fields of a record that somebody changed, as they were typed."""

    who: str
    kind: str
    record: str
    texts: Mapping[str, str]


class DemoTeam(Shape):
    """What makes a team of the demo."""

    south: Pair
    lead: str
    users: tuple[TeamUser, ...]
    acts: tuple[TeamAct, ...]
    changes: tuple[TeamChange, ...]
