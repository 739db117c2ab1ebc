"""Reads the shipped content files and checks their shape; writes nothing, knows no database."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable

from models.content import Demo
from models.content_points import PointList
from models.content_team import DemoTeam
from models.enums import TouchTemplate
from models.templates import AuditTemplate

_DEMO = "demo"
_COMMON = ("common.toml", "experience.toml")
_POINTS = "touchpoints"
_AUDITS = "audits"


def load_demo() -> Demo:
    """The users, products and stories of the demo, in the order of the customer codes.

    Raises ValueError (also as tomllib.TOMLDecodeError or pydantic.ValidationError) where a file
    breaks its shape; the shipped files are proved by the tests.
    """
    folder = resources.files("storage.content").joinpath(_DEMO)
    common: dict[str, object] = {}
    for name in _COMMON:
        common |= _read(folder.joinpath(name))
    files = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".toml") and f.name not in _COMMON),
        key=lambda f: f.name,
    )
    return Demo.model_validate(common | {"stories": [_read(file) for file in files]})


def load_team() -> DemoTeam:
    """What makes a team of the demo; errors as for `load_demo`."""
    return DemoTeam.model_validate(_read(resources.files("storage.content").joinpath("team.toml")))


def load_audits() -> tuple[AuditTemplate, ...]:
    """The shipped audit templates, by code; errors as for `load_demo`."""
    folder = resources.files("storage.content").joinpath(_AUDITS)
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    found = [AuditTemplate.model_validate(_read(file)) for file in files]
    return tuple(sorted(found, key=lambda template: template.code))


def load_points() -> tuple[PointList, ...]:
    """The shipped lists of touchpoints, in the order of their enumeration (requirements 19).

    Raises as `load_demo` where a file breaks its shape.
    """
    folder = resources.files("storage.content").joinpath(_POINTS)
    found = [PointList.model_validate(_read(file)) for file in folder.iterdir()]
    order = list(TouchTemplate)
    return tuple(sorted(found, key=lambda one: order.index(one.template)))


def _read(file: Traversable) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
