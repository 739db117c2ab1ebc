"""What the program sends to the terminal, counted and read, without a terminal.

Every update goes two ways: as Textual would write it into one emulated screen, and through
the difference layer into another. Whatever is sent, the two must look the same.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from typing import Any

import pyte
import pytest
from textual._compositor import CompositorUpdate
from textual.drivers import headless_driver

from storage.clock import FixedClock
from storage.locations import Locations
from tests.workspaces import Workspace, running

Cell = tuple[object, ...]
# What makes up most of a picture: colours and places. pyte reads them sign by sign.
_OFTEN = re.compile(r"\x1b\[([0-9;]*)([mH])")


class Emulator(pyte.Screen):
    """A terminal that wraps no line, as Textual asks for, and knows the private modes."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(*size)
        self.reset_mode(pyte.modes.DECAWM)
        self._stream = pyte.Stream(self)

    def feed(self, text: str) -> None:
        """Reads what a program sends: whole sequences."""
        at = 0
        for found in _OFTEN.finditer(text):
            if found.start() > at:
                self._stream.feed(text[at : found.start()])
            numbers = [int(one or 0) for one in found[1].split(";")]
            if found[2] == "m":
                self.select_graphic_rendition(*numbers)
            else:
                self.cursor_position(*numbers)
            at = found.end()
        self._stream.feed(text[at:])

    def draw(self, data: str) -> None:
        """As terminals do, and pyte does not: who writes over half a wide character ends it."""
        widths = [pyte.screens.wcwidth(char) for char in data]
        if min(widths) < 1 or self.cursor.x + sum(widths) > self.columns:
            for char in data:
                self._over_halves(super().draw, char)
        else:
            self._over_halves(partial(self._put, widths), data)

    def _over_halves(self, draw: Callable[[str], None], data: str) -> None:
        line, start = self.buffer[self.cursor.y], self.cursor.x
        if 0 < start < self.columns and line[start].data == "":
            line[start - 1] = line[start - 1]._replace(data=" ")
        draw(data)
        end = self.cursor.x
        if end < self.columns and line[end].data == "":
            line[end] = line[end]._replace(data=" ")

    def _put(self, widths: list[int], data: str) -> None:
        """As pyte draws signs for which there is room."""
        line, attributes = self.buffer[self.cursor.y], self.cursor.attrs
        for char, width in zip(data, widths, strict=True):
            line[self.cursor.x] = _drawn(attributes, char)
            if width == 2:
                line[self.cursor.x + 1] = _drawn(attributes, "")
            self.cursor.x += width
        self.dirty.add(self.cursor.y)

    def texts(self) -> list[str]:
        """All lines, as they stand in the cells: the second half of a wide character is empty."""
        return [
            "".join([self.buffer[y][x].data for x in range(self.columns)])
            for y in range(self.lines)
        ]


@lru_cache(100_000)
def _drawn(attributes: Any, char: str) -> Any:
    return attributes._replace(data=char)


def _look(char: Any) -> Cell:
    """A cell as one sees it: a blank has no foreground."""
    drawn = (char.underscore, char.strikethrough, char.reverse)
    if char.data == " " and not any(drawn):
        return (" ", char.bg)
    return (char.data, char.fg, char.bg, char.bold, char.italics, *drawn)


class Wire:
    """Between the program and two emulated terminals."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.sent: list[str] = []
        self.updates = 0  # that Textual asked for
        self.plain_bytes = 0  # that Textual would have sent
        self.compares = True
        self.app: Any = None
        self.resize(size)

    def resize(self, size: tuple[int, int]) -> None:
        """Both terminals anew, in another size."""
        self._plain, self.spared = Emulator(size), Emulator(size)
        self._unread: list[str] = []

    @property
    def plain(self) -> Emulator:
        """The terminal that is sent all that Textual would; it reads when it is looked at."""
        self._plain.feed("".join(self._unread))
        self._unread.clear()
        return self._plain

    def attach(self, app: Any) -> None:
        """Listen to an app that has not started yet."""
        self.app = app
        layer = app._display

        def display(screen: Any, renderable: Any) -> None:
            drawn = isinstance(renderable, CompositorUpdate) and not app._batch_count
            if drawn and app._running and not app._closed:
                self.updates += 1
                text = renderable.render_segments(app.console)
                self.plain_bytes += len(text.encode())
                if self.compares:
                    self._unread.append(text)
            layer(screen, renderable)

        app._display = display

    def write(self, data: str) -> None:
        """What reaches the terminal."""
        self.sent.append(data)
        if self.compares:
            self.spared.feed(data.replace("\x1b[?2026h", "").replace("\x1b[?2026l", ""))

    @property
    def bytes(self) -> int:
        """Sent since the last `mark`."""
        return len("".join(self.sent).encode())

    def mark(self) -> None:
        """Count from here."""
        self.sent.clear()
        self.updates = self.plain_bytes = 0

    def check(self, where: str) -> None:
        """Both terminals show the same, and the cursor stands where the app wants it."""
        plain, spared = self.plain, self.spared
        wrong = [
            (y, x, _look(plain.buffer[y][x]), _look(spared.buffer[y][x]))
            for y in plain.dirty | spared.dirty  # the others were looked at before
            for x in range(plain.columns)
            if plain.buffer[y][x] != spared.buffer[y][x]
            and _look(plain.buffer[y][x]) != _look(spared.buffer[y][x])
        ]
        assert not wrong, f"{where}: {len(wrong)} cells, first {wrong[:3]}"
        wanted = self.app.screen.outer_size.clamp_offset(self.app._previous_cursor_position)
        assert (self.spared.cursor.x, self.spared.cursor.y) == tuple(wanted), where
        plain.dirty.clear()
        spared.dirty.clear()

    async def check_anew(self, work: Workspace, where: str) -> None:
        """What was sent piece by piece shows the same as the whole screen drawn anew.

        Looked at again where they differ: a notice may be about to go.
        """
        for _ in range(20):
            wrong = self._differences()
            if not wrong:
                return
            await work.pilot.pause(0.05)
        raise AssertionError(f"{where}: " + "\n".join(wrong[:3]))

    def _differences(self) -> list[str]:
        whole = Emulator((self.spared.columns, self.spared.lines))
        update = self.app.screen._compositor.render_full_update()
        whole.feed(update.render_segments(self.app.console))
        return [
            f"{y}: {after.rstrip()!r} for {before.rstrip()!r}"
            for y, (before, after) in enumerate(
                zip(whole.texts(), self.spared.texts(), strict=True)
            )
            if before != after
        ]


@asynccontextmanager
async def wired(
    places: Locations, clock: FixedClock, size: tuple[int, int], language: str = "en", **more: Any
) -> AsyncIterator[tuple[Workspace, Wire]]:
    """The program on the demo, sending to two emulated terminals."""
    wire = Wire(size)

    class Driver(headless_driver.HeadlessDriver):
        @property
        def is_headless(self) -> bool:
            return False

        def write(self, data: str) -> None:
            wire.write(data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headless_driver, "HeadlessDriver", Driver)
        async with running(places, clock, size, language, wire=wire.attach, **more) as work:
            yield work, wire


Wired = Callable[..., Any]
