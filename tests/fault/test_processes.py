"""Many processes on one file, and processes that are killed: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.locations import Locations
from storage.services import Services, open_services
from tests.factories import a_customer, count_of, value

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parents[2]
WRITER = Path(__file__).parent / "writer.py"
ROUNDS, WRITERS, WRITES = 25, 8, 50


def ill(services: Services) -> set[str]:
    """What doctor finds, but that no backup was made."""
    return {check.name for check in services.maintenance.doctor() if not check.well} - {"backup"}


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WRITER), *arguments],
        env={**os.environ, "FIVEFOLD_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_what_was_acknowledged_survives_kill_9(database_home: Locations) -> None:
    home = database_home.data.parent
    promised: set[str] = set()
    chance = random.Random(20260302)
    for _ in range(ROUNDS):
        process = start(home, "create", "100000")
        assert process.stdout is not None
        assert process.stdout.readline() == "READY\n"
        promised.add(process.stdout.readline().strip())
        time.sleep(chance.uniform(0.02, 0.4))
        process.kill()
        output, _errors = process.communicate()
        # A line cut off by the kill was not promised.
        promised |= {line for line in output.split("\n")[:-1] if line}
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


def test_writers_of_many_processes_lose_no_update(database_home: Locations) -> None:
    services = open_services(database_home)
    customer = a_customer(services)
    changes = count_of(services, "change_set")
    home = database_home.data.parent
    processes = [start(home, "add", str(WRITES), str(customer.id)) for _ in range(WRITERS)]
    seen: list[int] = []
    for process in processes:
        output, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
        seen += [int(line) for line in output.splitlines()[1:]]
    assert sorted(seen) == list(range(1, WRITERS * WRITES + 1))
    assert value(services, "customer", customer.id, "employees") == WRITERS * WRITES
    assert count_of(services, "change_set") == changes + WRITERS * WRITES
    assert ill(services) == set()
    services.close()
