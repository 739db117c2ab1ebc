"""What most tests need: a clock that stands still, a home of its own, services on a real file."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from storage.clock import FixedClock
from storage.locations import Locations, find
from storage.services import Services, create_database, open_services
from tests.engines import sharing

if TYPE_CHECKING:
    from textual.css.model import RuleSet

# Thousands of short-lived screens and sessions: looked through less often, a tenth of the time.
gc.set_threshold(100_000, 20, 50)

# Properties look at the same examples each time and ask no clock, so that a busy machine or an
# unlucky draw breaks nobody's work; `--hypothesis-profile=explore` looks for new ones.
_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", _UNHURRIED)
settings.register_profile("steady", _UNHURRIED, derandomize=True)
settings.load_profile("steady")

# Many tests start the program as a process: it should not be compiled anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def _use_memory(folder: Path = Path("/dev/shm")) -> None:
    """Temporary files lie in memory where there is room: every commit waits for its disk.

    Tests that look at what a crash leaves kill processes, not the machine: what is in
    memory then is what they would find on the disk.
    """
    if "TMPDIR" in os.environ or not os.access(folder, os.W_OK | os.X_OK):
        return
    found = os.statvfs(folder)
    if found.f_bavail * found.f_frsize >= _ROOM and not found.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(folder)
        tempfile.tempdir = None  # looked up anew


_ROOM = 2 * 1024**3  # bytes
_use_memory()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """All engines of a process share what SQLAlchemy compiled; each test opens one of its own."""
    from storage.engine import sessions

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "make_engine", sharing(sessions.make_engine))
        yield


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """All programs of a process share what the toolkit parsed of its styles.

    The sheets of a program are the same for all tests, and rules are only ever read.
    """
    from textual.css.stylesheet import Stylesheet

    parse = Stylesheet._parse_rules
    known: dict[tuple[Any, ...], list[RuleSet]] = {}

    def parse_rules(
        sheet: Stylesheet,
        css: str,
        read_from: tuple[str, str],
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        given = (css, read_from, is_default_rules, tie_breaker, scope)
        key = (*given, tuple(sheet._variables.items()))
        if key not in known:
            known[key] = parse(sheet, *given)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_rules)
        yield


MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai, a Monday
_OWN_VARIABLES = ("FIVEFOLD_DB", "FIVEFOLD_TODAY", "FIVEFOLD_LANG")


@pytest.fixture
def clock() -> FixedClock:
    """Stands at 2026-03-02 10:00 in Shanghai until a test moves it."""
    return FixedClock(MORNING)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Locations:
    """Folders of a user of their own; nothing lies in them yet."""
    for name in _OWN_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FIVEFOLD_HOME", str(tmp_path / "home"))
    return find()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty encrypted database, made once: tests take copies."""
    folder = tmp_path_factory.mktemp("founded") / "home"
    create_database(find(environ={"FIVEFOLD_HOME": str(folder)}), clock=FixedClock(MORNING))
    return folder


@pytest.fixture
def origin(founded: Path) -> Path:
    """The home that a test begins with a copy of."""
    return founded


@pytest.fixture
def database_home(home: Locations, origin: Path) -> Locations:
    """The home of a user who has an encrypted database, an empty one unless `origin` says more."""
    shutil.copytree(origin, home.data.parent)
    return home


@pytest.fixture
def services(database_home: Locations, clock: FixedClock) -> Iterator[Services]:
    """The services of an empty encrypted database."""
    opened = open_services(database_home, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def second(services: Services, clock: FixedClock) -> Iterator[Services]:
    """A second session on the same file."""
    opened = open_services(services.core.locations, clock=clock)
    yield opened
    opened.close()


def pytest_collection_finish() -> None:
    """What was loaded and collected stays until the end: nothing to look through for garbage."""
    gc.collect()
    gc.freeze()
