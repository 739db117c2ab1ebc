"""Many processes on one file, and processes that are killed: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.locations import Locations
from storage.services import Services, open_services
from tests.factories import count_of, value

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parents[2]
WRITER = Path(__file__).parent / "writer.py"
ROUNDS, AT_ONCE = 100, 2  # of kills
WRITERS, WRITES = 20, 500


class Nursery:
    """The process from which writers are forked."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._lines = process.stdin, process.stdout

    def begin(self, count: int, word: str, *arguments: int) -> None:
        self._orders.write(" ".join(map(str, (count, word, *arguments))) + "\n")
        self._orders.flush()

    def line(self) -> str:
        line = self._lines.readline()
        assert line.endswith("\n")
        return line[:-1]

    def rest(self, count: int) -> tuple[list[str], list[int]]:
        """What so many processes say until they end, and how they end."""
        said: list[str] = []
        ends: list[int] = []
        while len(ends) < count:
            line = self.line()
            if line.startswith("END "):
                ends.append(int(line[4:]))
            else:
                said.append(line)
        return said, ends


@pytest.fixture
def nursery(database_home: Locations) -> Iterator[Nursery]:
    environment = {"FIVEFOLD_HOME": str(database_home.data.parent), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(WRITER)],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        made = Nursery(process)
        assert made.line() == "BEGIN"
        yield made


def ill(services: Services) -> set[str]:
    """What doctor finds, but that no backup was made."""
    return {check.name for check in services.maintenance.doctor() if not check.well} - {"backup"}


def killed(nursery: Nursery, after: int, delay: float) -> list[str]:
    """Begins writers and kills them some time after so many promises: what was promised."""
    nursery.begin(AT_ONCE, "create", 100_000)
    said: list[str] = []
    writers: list[int] = []
    while len(writers) < AT_ONCE or len(said) < after:
        line = nursery.line()
        if line.startswith("READY "):
            writers.append(int(line[6:]))
        else:
            said.append(line)
    time.sleep(delay)
    for writer in writers:
        os.kill(writer, signal.SIGKILL)
    more, ends = nursery.rest(AT_ONCE)
    assert ends == [-signal.SIGKILL] * AT_ONCE
    return said + more


def test_what_was_acknowledged_survives_kill_9(database_home: Locations, nursery: Nursery) -> None:
    promised: set[str] = set()
    chance = random.Random(20260302)
    for _ in range(ROUNDS):
        promised.update(killed(nursery, chance.randint(1, 4), chance.uniform(0, 0.03)))
    services = open_services(database_home)
    stored = {
        row[0]
        for row in services.core.read(lambda reader: reader.rows("SELECT code FROM customer"))
    }
    assert len(promised) > ROUNDS
    assert promised <= stored
    # Whole or not at all: each customer has its tracking item, its history and its change.
    for table in ("follow_up", "grade_history", "change_set"):
        assert count_of(services, table) >= len(stored)
    assert ill(services) == set()
    services.close()


def test_writers_of_many_processes_lose_no_update(
    database_home: Locations, nursery: Nursery
) -> None:
    services = open_services(database_home)
    product = services.records.create("product", {"code": "P-1", "name": "水泵", "list_price": "0"})
    changes = count_of(services, "change_set")
    nursery.begin(WRITERS, "add", WRITES, product.id)
    said, ends = nursery.rest(WRITERS)
    assert ends == [0] * WRITERS
    seen = [int(line) for line in said if not line.startswith("READY ")]
    assert sorted(seen) == list(range(1, WRITERS * WRITES + 1))
    assert value(services, "product", product.id, "list_price") == WRITERS * WRITES
    assert count_of(services, "change_set") == changes + WRITERS * WRITES
    assert ill(services) == set()
    services.close()
