"""A disk that fails, fills up or loses power: nothing acknowledged is lost, the file is whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from storage.locations import Locations
from storage.services import open_services
from tests.factories import a_customer
from tests.fault.disk import under

pytestmark = pytest.mark.fault

IMAGES, WRITES = 60, 25


def at(locations: Locations, folder: Path) -> Locations:
    """The same user's database in another folder; the key is found as before."""
    return replace(locations, data=folder, database=folder / locations.database.name)


def whole(locations: Locations, promised: set[str]) -> None:
    """All that was acknowledged is there, and doctor finds the file well."""
    services = open_services(locations)
    rows = services.core.read(lambda reader: reader.rows("SELECT code FROM customer"))
    assert promised <= {code for (code,) in rows}
    ill = {check.name for check in services.maintenance.doctor() if not check.well}
    # No backup was made; and what was noted of the chain outside may be of a later moment.
    assert ill <= {"backup", "chain"}
    a_customer(services, "after it")  # and goes on being written
    services.close()


def test_power_may_fail_at_any_moment(database_home: Locations, tmp_path: Path) -> None:
    chance = random.Random(20260302)
    images: list[tuple[Path, set[str]]] = []
    promised: set[str] = set()
    with under(database_home.data) as disk:
        services = open_services(database_home)

        def cut(_number: int) -> None:
            if len(images) < IMAGES and chance.random() < 0.25:
                folder = tmp_path / f"image{len(images)}"
                folder.mkdir(mode=0o700)
                disk.after_power_loss(chance, folder)
                images.append((folder, set(promised)))

        disk.watch = cut
        for number in range(WRITES):
            promised.add(a_customer(services, f"客户 {number}").code or "")
        disk.watch = lambda _number: None
        services.close()
    assert len(images) == IMAGES
    for folder, then in images:
        whole(at(database_home, folder), then)


def test_every_call_may_fail() -> None:
    """In a process of its own: the methods of the library's files belong to the whole process."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
    command += ["-m", "fault", str(Path(__file__).with_name("every_call.py"))]
    environment = {name: it for name, it in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "4 passed" in done.stdout
