"""What each command loads: the command line no widget toolkit, quick answers nothing slow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.locations import Locations

ROOT = Path(__file__).parents[2]
SLOW = {
    "sqlalchemy",
    "sqlmodel",
    "pydantic",
    "babel",
    "openpyxl",
    "textual",
    "rich",
    "cryptography",
}
_RUN = """
import json, sys
from tui.__main__ import main
status = main(sys.argv[1:])
sys.stderr.write("\\n" + json.dumps([status, sorted({n.partition(".")[0] for n in sys.modules})]))
"""


def modules_of(arguments: Sequence[str], home: Path, code: str = _RUN) -> set[str]:
    """Top names of all modules a command loaded; it must have ended well."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**kept, "FIVEFOLD_HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    status, names = json.loads(run.stderr.splitlines()[-1])
    assert status == 0, run.stderr
    return set(names)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["completion", "bash"]])
def test_quick_answers_load_nothing_slow(arguments: list[str], tmp_path: Path) -> None:
    loaded = modules_of(arguments, tmp_path)
    assert loaded & (SLOW | {"sqlcipher3"}) == set()


@pytest.mark.slow  # a process a verb
def test_reading_verbs_load_no_toolkit_and_no_mapper(database_home: Locations) -> None:
    home = database_home.data.parent
    modules_of(["new", "customer", "name=华信", "need_status=LATENT"], home)
    modules_of(["list"], home)  # the first verb of a day works out the figures
    for arguments in (["list"], ["show", "C-000001"], ["due"]):
        assert modules_of(arguments, home) & SLOW == set(), arguments


_READ = """
import json, sys
from storage.locations import find
from storage.services import open_services
services = open_services(find())
lists, cards = services.lists, services.cards
lists.page(lists.parse("grade:A,B sort:due", "customers"), limit=50)
lists.count(lists.parse("zhong", "customers"))
today = services.core.clock.today()
cards.agenda(today), cards.due(today), cards.load(today, today), cards.duties()
services.close()
sys.stderr.write("\\n" + json.dumps([0, sorted({n.partition(".")[0] for n in sys.modules})]))
"""


def test_the_first_screen_is_read_without_the_mapper(database_home: Locations) -> None:
    assert modules_of([], database_home.data.parent, _READ) & SLOW == set()


_FIRST = """
import json, sys
from storage.locations import find
from storage.services import open_services
from tui import first_page
from tui.config import Config
services = open_services(find())
page = first_page.read(services, (120, 40))
drawn = first_page.lines(page, services, Config(), (120, 40), ascii=False)
page.feed.close()
services.close()
sys.stderr.write("\\n" + json.dumps([0 if len(drawn) > 1 else 1, sorted(sys.modules)]))
"""
# Half of what our modules cost is making classes of data: those that no row of the list needs.
LATER = {
    "models.policy_defaults", "models.policy_relations", "models.rules.data_quality",
    "models.views.rows", "models.views.service", "models.views.duplicates",
    "storage.search.lookalikes", "storage.search.reading", "storage.work",
}  # fmt: skip


def test_the_first_page_is_drawn_with_what_a_row_needs(database_home: Locations) -> None:
    home = database_home.data.parent
    modules_of(["new", "customer", "name=华信", "need_status=LATENT"], home)
    loaded = modules_of([], home, _FIRST)
    assert loaded & {*SLOW, *LATER} == set()
