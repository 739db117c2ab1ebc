"""Real files that nobody here wrote; they lie beside the repository, not in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / "shared"
_FOLDER = Path(os.environ.get("FIVEFOLD_SHARED", _BESIDE)) / "data"


def shared(name: str) -> bytes:
    """The content of a shared file. A test that needs it is left out, with the reason, without it:
    the suite has small files of its own in the same shapes, which are always read."""
    path = _FOLDER / name
    if not path.is_file():
        pytest.skip(f"needs the shared file {name} in {_FOLDER} (or FIVEFOLD_SHARED)")
    return path.read_bytes()
