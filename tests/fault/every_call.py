"""Every write, sync and truncation fails in turn; run by test_disk.py in a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.errors import StorageFault
from storage.locations import Locations
from storage.services import Services, open_services
from tests.factories import a_customer
from tests.fault.disk import FULL, under
from tests.fault.test_disk import at, whole

pytestmark = pytest.mark.fault


def failing(first: int, error: int, *, once: bool) -> Callable[[int, int], int]:
    """Fails at a call, or from it on, with an error, or the one that suits the call."""

    def fails(number: int, usual: int) -> int:
        hit = number == first if once else number >= first
        return (error or usual) if hit else 0

    return fails


# Each error takes every other of the calls that are tried: together they go through all saves.
@pytest.mark.parametrize(
    ("error", "once", "first", "step"),
    [(0, True, 1, 8), (FULL, True, 5, 8), (0, False, 1, 24), (FULL, False, 13, 24)],
)
def test_every_call_may_fail(
    database_home: Locations, tmp_path: Path, error: int, first: int, step: int, *, once: bool
) -> None:
    calls = rehearsed(database_home, tmp_path)
    failures = 0
    for number in range(first, calls + 1, step):
        place = copied(database_home, tmp_path / f"{error} {once} {number}")
        promised: set[str] = set()
        with under(place.data) as disk:
            services = open_services(place)
            disk.fails = failing(number, error, once=once)
            failures += written(services, promised)
            disk.fails = lambda _number, _error: 0
            services.close()
        whole(place, promised)
        shutil.rmtree(place.data)
    assert failures > calls // 48


def written(services: Services, promised: set[str]) -> int:
    """A few saves; a failure is told by a typed fault of which the text has a sentence."""
    codes: list[str] = []
    for number in range(4):
        try:
            promised.add(a_customer(services, f"客户 {number}").code or "")
        except StorageFault as fault:
            codes.append(str(fault.code))
    assert set(codes) <= {"fault.io", "fault.disk_full"}
    return len(codes)


def rehearsed(locations: Locations, tmp_path: Path) -> int:
    """How many calls the saves make when none fails."""
    place = copied(locations, tmp_path / "rehearsal")
    with under(place.data) as disk:
        services = open_services(place)
        before = disk.calls
        assert written(services, set()) == 0
        services.close()
        return disk.calls - before


def copied(locations: Locations, folder: Path) -> Locations:
    """The same database in a folder of its own, under the same key."""
    shutil.copytree(locations.data, folder)
    return at(locations, folder)
