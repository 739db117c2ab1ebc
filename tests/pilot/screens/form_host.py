"""A tiny program that shows one form on real services: driven by keys, read as text."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from storage.errors import ServiceError
from storage.services import Services
from tests.resting import PATIENCE, drawn_when_looked_at, exact_pilot
from tui import i18n, themes
from tui.bridge import Bridge
from tui.palette import Palette
from tui.screens.opening import form_screen
from tui.widgets.bars import KeyBar
from tui.widgets.field_row import row_of

SIZES = ((60, 20), (80, 24), (120, 40), (200, 50))
_NOTHING = object()


class Host(App[None]):
    """Shows what it is given and remembers what came back and what was told."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.bridge = Bridge(services, self, self)
        self.ascii = False
        self.failures: list[BaseException] = []
        self.answer: Any = _NOTHING
        self.animation_level = "none"
        themes.install(self)

    @property
    def palette(self) -> Palette:
        return Palette(self.theme_variables)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.variable_defaults(self.current_theme)

    def tell_failure(self, error: ServiceError) -> None:
        self.failures.append(error)

    def tell_defect(self, error: BaseException) -> None:
        self.failures.append(error)

    def answered(self, answer: Any) -> None:
        self.answer = answer


class Driver:
    """Keys in, meaning out."""

    def __init__(self, app: Host, pilot: Pilot[None], services: Services) -> None:
        self.app = app
        self.pilot = pilot
        self.services = services

    @property
    def screen(self) -> Any:
        return self.app.screen

    @property
    def done(self) -> Any:
        """What the form came back with; fails while it is open."""
        assert self.app.answer is not _NOTHING, self.text
        return self.app.answer

    def lines(self) -> list[str]:
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        plain = "".join(" " if 0x2500 <= ord(c) <= 0x259F else c for c in "\n".join(self.lines()))
        return " ".join(plain.split())

    def says(self, words: str) -> bool:
        return "".join(words.split()) in "".join(self.text.split())

    @property
    def field(self) -> str:
        """Name of the field with the keyboard."""
        row = row_of(self.screen.focused)
        return row.ask.name if row is not None else ""

    async def until(self, found: Callable[[], object], what: str = "") -> None:
        end = time.monotonic() + PATIENCE
        while True:
            await self.pilot.pause()
            if found():
                return
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what}: {self.app.failures} {self.text}")
            await asyncio.sleep(0.005)

    async def shows(self, words: str) -> None:
        await self.until(lambda: self.says(words), repr(words))

    async def open(self, form: str, **params: Any) -> Any:
        """Opens a form and waits until a field has the keyboard."""
        screen = form_screen(self.app.bridge, form, params)
        assert screen is not None
        await self.show(screen)
        await self.until(lambda: getattr(screen, "plan", None) and screen.focused, form)
        await self.pilot.pause()
        return screen

    async def show(self, screen: Screen[Any]) -> None:
        self.app.answer = _NOTHING
        self.app.push_screen(screen, self.app.answered)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {" ": "space", ".": "full_stop", "-": "minus", "+": "plus", "%": "percent_sign"}
        names |= {"@": "at", ":": "colon", ";": "semicolon", "_": "underscore"}
        await self.pilot.press(*(names.get(char, char) for char in text))

    async def fill(self, name: str, text: str) -> None:
        """Puts a text into a field as one edit."""
        form = self.screen
        form.go_to(name)
        await self.until(lambda: self.field == name, f"the field {name}")
        editor = form.focused
        if hasattr(editor, "load_text"):
            editor.load_text(text)
        else:
            editor.value = text
        await self.until(lambda: form.texts.get(name) == text, f"{name} = {text}")

    async def fill_all(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            await self.fill(name, text)

    async def save(self) -> Any:
        """ctrl+s; waits until the form is gone and gives what it came back with."""
        await self.press("ctrl+s")
        await self.until(lambda: self.app.answer is not _NOTHING, "the end of the form")
        return self.app.answer

    def check_cells(self) -> None:
        """Every line is exactly as wide as the terminal; no word of the key bar is cut."""
        width, height = self.app.size
        wrong = [line for line in self.lines() if cell_len(line) != width]
        assert not wrong, wrong[:3]
        assert len(self.lines()) == height
        for bar in self.screen.query(KeyBar):
            assert bar.shown_width() <= bar.size.width
            assert bar.shown_width() > 0
        for widget in self.screen.focus_chain:
            assert widget.region.x >= 0, widget
            assert widget.region.right <= width, widget
            assert widget.region.width > 0, widget


@asynccontextmanager
async def hosting(
    services: Services, size: tuple[int, int] = (100, 40), language: str = "en"
) -> AsyncIterator[Driver]:
    """A running host; the language is English again afterwards."""
    i18n.set_language(language)
    i18n.use_zone(ZoneInfo(services.core.clock.zone))
    app = Host(services)
    try:
        with exact_pilot(), drawn_when_looked_at():
            async with app.run_test(size=size) as pilot:
                yield Driver(app, pilot, services)
            assert not app.failures, app.failures
    finally:
        app.bridge._writer.shutdown(wait=True)
        app.bridge._readers.shutdown(wait=True)
        i18n.set_language("en")
