"""The program on a copy of the demo, for tests that press keys and read the screen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from storage.clock import FixedClock
from storage.locations import Locations
from storage.services import Services
from tests.resting import exact_pilot
from tests.workspaces import Open, lay_demo, open_demo, running


@pytest.fixture(autouse=True)
def exact() -> Iterator[None]:
    """Every pilot here waits for rest."""
    with exact_pilot():
        yield


@pytest.fixture
def demo_home(home: Locations) -> Locations:
    """The home of a user with a fresh copy of the demo."""
    lay_demo(home)
    return home


@pytest.fixture
def workspace(demo_home: Locations, clock: FixedClock) -> Open:
    """Runs the program: `async with workspace((120, 40), "zh") as work`."""
    return partial(running, demo_home, clock)


@pytest.fixture
def colleague(demo_home: Locations, clock: FixedClock) -> Iterator[Services]:
    """A second session on the same file."""
    opened = open_demo(demo_home, clock)
    yield opened
    opened.close()
