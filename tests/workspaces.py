"""The whole program without a terminal: on a copy of the demo, driven by keys, read as text."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.pilot import Pilot

from storage.clock import FixedClock
from storage.locations import Locations, find
from storage.services import Services, open_services
from storage.services.demo import make_demo
from tests.conftest import MORNING
from tests.resting import PATIENCE, drawn_when_looked_at, exact_pilot
from tui import environment, i18n
from tui.config import Config
from tui.widgets.bars import KeyBar


@cache
def demo_file() -> bytes:
    """The demo of 2026-03-02, made once a process."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_demo(find(environ={"FIVEFOLD_HOME": folder}), FixedClock(MORNING))
        return made.read_bytes()


def lay_demo(places: Locations) -> Path:
    """A copy of the demo where the program looks for it."""
    target = places.demo_database
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(demo_file())
    return target


def open_demo(places: Locations, clock: FixedClock, demo_as: str = "") -> Services:
    """Services of the demo, as the program opens them."""
    return open_services(places, clock=clock, demo=True, demo_as=demo_as)


class Workspace:
    """A running program: its keys, its screen, its services."""

    def __init__(self, app: Any, pilot: Pilot[None], services: Services) -> None:
        self.app = app
        self.pilot = pilot
        self.services = services

    # ── what is on the screen ───────────────────────────────────────────────────────────

    @property
    def screen(self) -> Any:
        """The screen on top."""
        return self.app.screen

    @property
    def base(self) -> Any:
        """The workspace below whatever lies over it."""
        return self.app.screen_stack[0]

    def lines(self) -> list[str]:
        """Every line as it goes to the terminal."""
        strips = self.screen._compositor.render_strips()
        return ["".join(one.text for one in strip if not one.control) for strip in strips]

    @property
    def text(self) -> str:
        """The screen without frames, each run of blanks as one: wrapped words stand together."""
        plain = "".join(" " if 0x2500 <= ord(c) <= 0x259F else c for c in "\n".join(self.lines()))
        return " ".join(plain.split())

    def says(self, words: str) -> bool:
        """Do these words stand on the screen, wherever they are wrapped."""
        return "".join(words.split()) in "".join(self.text.split())

    @property
    def notices(self) -> list[str]:
        """What was said in the corner so far."""
        return [str(one.message) for one in self.app._notifications]

    @property
    def has_form(self) -> bool:
        """Is a form with its fields on top."""
        return getattr(self.screen, "plan", None) is not None

    def check_cells(self, where: str) -> None:
        """Every line is exactly as wide as the terminal; no word of the key bar is cut."""
        width = self.app.size.width
        wrong = [line for line in self.lines() if cell_len(line) != width]
        assert not wrong, f"{where}: {wrong[:3]}"
        for bar in self.screen.query(KeyBar):
            assert bar.shown_width() <= bar.size.width, where

    # ── waiting ─────────────────────────────────────────────────────────────────────────

    async def until(self, found: Callable[[], object], what: str = "") -> None:
        """Waits for something to be so; fails with what stands on the screen."""
        end = time.monotonic() + PATIENCE
        while True:
            await self.pilot.pause()
            if found():
                return
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what or 'a condition'}:\n{self.text}")
            await asyncio.sleep(0.01)

    async def shows(self, words: str) -> None:
        """Waits for words on the screen."""
        await self.until(lambda: self.says(words), repr(words))

    async def form(self, *, fields: str = "") -> Any:
        """Waits for a form, on `fields` too; answers its screen."""
        await self.until(lambda: self.has_form and self.screen.focused is not None, "a form")
        if fields:
            await self.until(lambda: fields in self.screen.texts, f"a field {fields}")
        return self.screen

    async def workspace(self) -> None:
        """Waits until nothing lies over the workspace."""
        await self.until(lambda: self.screen is self.base, "the workspace")

    async def settled(self) -> None:
        """Waits until all panes have read what they show."""
        base = self.base
        lists = (base.customers.list, base.detail.list, base.follow_ups.list, base.feedback.list)
        await self.until(lambda: all(one.count is not None for one in lists), "the panes")
        await self.until(lambda: base.customers.current is None or base.detail.list.count)

    # ── doing ───────────────────────────────────────────────────────────────────────────

    async def press(self, *keys: str) -> None:
        """Keys by their names."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """A text, character by character."""
        await self.pilot.press(*(_key(char) for char in text))

    async def find(self, query: str, name: str) -> None:
        """Brings the cursor of the list to the one customer of a query."""
        await self.press("slash")
        await self.until(lambda: self.screen.focused is self.base.customers.line)
        self.base.customers.line.value = query
        await self.until(
            lambda: self.base.customers.current and self.base.customers.current.name == name, name
        )
        await self.press("enter")
        await self.until(lambda: self.base.detail.customer_id == self.base.customers.current.id)
        await self.shows(name)

    async def fill(self, name: str, text: str) -> None:
        """Goes to a field of the form and puts a text in it, as one edit."""
        form = self.screen
        form.go_to(name)
        await self.until(lambda: focused_field(form) == name, f"the field {name}")
        editor = form.focused
        if hasattr(editor, "load_text"):
            editor.load_text(text)
        else:
            editor.value = text
        await self.until(lambda: form.texts.get(name) == text, f"{name} = {text}")

    async def ended(self) -> None:
        """Waits until the program has been told to end."""
        await self.until(lambda: self.app._exit, "the end")


def focused_field(form: Any) -> str:
    """Name of the field with the keyboard."""
    from tui.widgets.field_row import row_of

    row = row_of(form.focused)
    return row.ask.name if row is not None else ""


def _key(char: str) -> str:
    """The name of the key that types a character."""
    if char.isalnum():
        return char
    named = {" ": "space", "\n": "enter", "/": "slash", "\\": "backslash", "-": "minus"}
    official = unicodedata.name(char, char).lower().replace("-", "_").replace(" ", "_")
    others = {"commercial_at": "at", "plus_sign": "plus", "low_line": "underscore"}
    return named.get(char) or others.get(official, official)


@asynccontextmanager
async def running(
    places: Locations,
    clock: FixedClock,
    size: tuple[int, int] = (120, 40),
    language: str = "en",
    *,
    ascii: bool = False,
    theme: str = "",
    ssh: bool = False,
    difference: bool = True,
    notices: bool = False,
    demo_as: str = "",
    wire: Callable[[Any], None] | None = None,
) -> AsyncIterator[Workspace]:
    """The program on the demo of `places`, with its panes read; `wire` is given the app first.

    `notices` shows what is said in the corner, too; else it is only kept.
    """
    environment.prepare(os.environ)
    from tui.app import FivefoldApp, Look

    i18n.set_language(language)
    i18n.use_zone(ZoneInfo(clock.zone))
    services = open_demo(places, clock, demo_as)
    app = FivefoldApp(
        services,
        Config(tips=False),
        Look(ascii=ascii, theme=theme, ssh=ssh, difference=difference),
        places.log_file,
    )
    _forbid_reads_on_the_loop(services, app)
    if wire is not None:
        wire(app)
    try:
        with exact_pilot(), drawn_when_looked_at() if wire is None else nullcontext():
            async with app.run_test(size=size, notifications=notices) as pilot:
                found = Workspace(app, pilot, services)
                await found.settled()
                yield found
        assert not places.log_file.exists(), places.log_file.read_text()
    finally:
        app.bridge.close()
        i18n.set_language("en")


def _forbid_reads_on_the_loop(services: Services, app: Any) -> None:
    """The program fails where its event loop reads or writes: keys would wait for the disk.

    What a test itself asks the services is no matter of the program.
    """
    database = services.core.database

    def guarded(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            ours = _is_on_a_loop() and _asked_by() == "tui"
            assert not ours or app.bridge.is_closed, "the event loop reads"
            return call(*args, **kwargs)

        return called

    services.core.actor = guarded(services.core.actor)  # type: ignore[method-assign]
    database.read = guarded(database.read)  # type: ignore[method-assign]
    database.write = guarded(database.write)  # type: ignore[method-assign]


def _is_on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _asked_by() -> str:
    """The floor that called a service: the program's screens or a test."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        floor = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if floor == "tui" or (floor == "tests" and frame.f_code.co_filename != __file__):
            return floor
        frame = frame.f_back
    return ""


Open = Callable[..., AbstractAsyncContextManager[Workspace]]
