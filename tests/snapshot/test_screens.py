"""How the main screens look, as pictures; `--snapshot-update` after a change that is wanted."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from storage.clock import FixedClock
from storage.locations import Locations
from tests.workspaces import Workspace, lay_demo, open_demo
from tui import i18n
from tui.app import FivefoldApp, Look
from tui.config import Config

SIZE = (120, 40)


@pytest.mark.parametrize(
    ("language", "theme", "keys"),
    [
        ("en", "", ()),
        ("zh", "", ()),
        ("en", "fivefold-light", ()),
        ("en", "fivefold-ansi", ()),
        ("zh", "", ("t",)),
        ("en", "", ("s",)),
    ],
    ids=["workspace-en", "workspace-zh", "light", "ansi", "touch-zh", "nsabc-en"],
)
def test_picture(
    home: Locations,
    clock: FixedClock,
    snap_compare: Any,
    language: str,
    theme: str,
    keys: tuple[str, ...],
) -> None:
    lay_demo(home)
    i18n.set_language(language)
    i18n.use_zone(ZoneInfo(clock.zone))
    services = open_demo(home, clock)
    app = FivefoldApp(services, Config(tips=False), Look(theme=theme), home.log_file)

    async def settle(pilot: Pilot[None]) -> None:
        work = Workspace(app, pilot, services)
        await work.settled()
        await work.press(*keys)
        if keys == ("t",):
            await work.form(fields="summary")
            await work.until(lambda: work.screen.query_one("#form-live").display)
        elif keys:
            await work.until(lambda: work.base.detail.list.has_focus)
            await work.until(lambda: work.base.detail.list.cursor_row is not None)
            await work.shows("win odds")
        await work.until(lambda: work.base.title_bar.duties)
        await work.until(lambda: work.base.customers.ready.is_set())

    try:
        assert snap_compare(app, terminal_size=SIZE, run_before=settle)
    finally:
        app.bridge.close()
        i18n.set_language("en")
