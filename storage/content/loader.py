"""Reads the shipped content files and checks their shape; writes nothing, knows no database."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable

from models.content import Demo

_DEMO = "demo"
_COMMON = "common.toml"


def load_demo() -> Demo:
    """The users, products and stories of the demo, in the order of the customer codes.

    Raises ValueError (also as tomllib.TOMLDecodeError or pydantic.ValidationError) where a file
    breaks its shape; the shipped files are proved by the tests.
    """
    folder = resources.files("storage.content").joinpath(_DEMO)
    common = _read(folder.joinpath(_COMMON))
    files = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".toml") and f.name != _COMMON),
        key=lambda f: f.name,
    )
    return Demo.model_validate(common | {"stories": [_read(file) for file in files]})


def _read(file: Traversable) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
