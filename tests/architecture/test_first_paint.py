"""Nothing slow is loaded before the first rows of the customer list are on the screen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from storage.locations import Locations
from tests.workspaces import lay_demo

ROOT = Path(__file__).parents[2]
SLOW = (
    "sqlalchemy", "sqlmodel", "pydantic", "pydantic_core", "babel", "openpyxl", "icalendar",
    "cryptography",
)  # fmt: skip
PROGRAM = """
import asyncio, json, os, sys
from tui import environment
environment.prepare(os.environ)
from storage.locations import find
from storage.services import open_services
from tui import i18n
from tui.config import Config
places = find()
i18n.use_cache(places.cache)
services = open_services(places, demo=True)
services.cards.over_time = lambda: False  # nothing of which a manager is to be told
services.lists.is_outdated = lambda: True  # a new day, whose figures are to be worked out
from tui.app import FivefoldApp, Look
app = FivefoldApp(services, Config(), Look(), places.log_file)
found = {}
beside = app.bridge.beside

async def first_work(call):
    rows = app.screen_stack[0].customers.list
    strips = app.screen._compositor.render_strips()
    text = "".join(segment.text for strip in strips for segment in strip)
    found.setdefault("modules", sorted(sys.modules))
    found.setdefault("painted", rows.count == 40 and "华信科技" in text)
    return await beside(call)

app.bridge.beside = first_work

async def main():
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(500):
            await pilot.pause(0.02)
            if found:
                break

asyncio.run(main())
app.bridge.close()
print(json.dumps(found))
"""


@pytest.mark.slow
def test_the_first_rows_come_before_the_record_layer(home: Locations) -> None:
    lay_demo(home)
    start()  # the first start ever compiles the words of the languages, and keeps them
    found = start()
    assert found["painted"]
    loaded = {name.partition(".")[0] for name in found["modules"]}
    assert not loaded & set(SLOW)


def start(program: str = PROGRAM) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


QUIET = (
    PROGRAM.replace("is_outdated = lambda: True", "is_outdated = lambda: False")
    .replace("            if found:\n                break\n", "")
    .replace("range(500)", "range(40)")
    + "print(json.dumps({'modules': sorted(sys.modules)}))\n"
)


@pytest.mark.slow
def test_a_session_that_only_reads_never_loads_the_record_layer(home: Locations) -> None:
    lay_demo(home)
    loaded = {name.partition(".")[0] for name in start(QUIET)["modules"]}
    assert not loaded & {"sqlalchemy", "sqlmodel", "pydantic"}
