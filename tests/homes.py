"""Homes with a database for tests that take no fixtures: made once a process, to be copied."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage.clock import FixedClock
from storage.locations import Locations, find
from storage.services import create_database
from tests.conftest import MORNING


def a_folder() -> Path:
    """A folder that goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="fivefold-homes-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def founded() -> Path:
    """A home with an empty encrypted database of Monday 2026-03-02."""
    home = a_folder() / "home"
    create_database(find(environ={"FIVEFOLD_HOME": str(home)}), clock=FixedClock(MORNING))
    return home


def copied(origin: Path, folder: Path) -> Locations:
    """A copy of a home, in a folder that is not there yet."""
    shutil.copytree(origin, folder)
    return find(environ={"FIVEFOLD_HOME": str(folder)})
