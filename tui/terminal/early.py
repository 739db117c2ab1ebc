"""The screen before the toolkit has it: text drawn at once, handed over without a flicker.

The other screen of the terminal is entered here and left by the toolkit's driver, or here where
it never came so far. Keys typed meanwhile are not echoed and wait for the driver.
"""

from __future__ import annotations

import shutil
import signal
import sys
import termios
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

    from textual.driver import Driver

_ENTER: Final = "\x1b[?1049h"
_LEAVE: Final = "\x1b[?1049l\x1b[?25h"
_FATAL: Final = (signal.SIGTERM, signal.SIGHUP)
_NO_KEY: Final = b"\x00"


class EarlyScreen:
    """The terminal of this process, from the first words on it to the driver's first."""

    def __init__(self) -> None:
        columns, rows = shutil.get_terminal_size()
        self.size = (columns, rows)
        self._settings: list[Any] | None = None  # of the terminal, as they were
        self._is_open = False
        self._handlers: dict[int, Any] = {}

    def draw(self, lines: Iterable[tuple[int, int, str]]) -> None:
        """Puts texts at columns and rows, counted from 0, of an empty screen."""
        stream = sys.__stderr__
        if stream is None or (stream.encoding or "").lower().replace("-", "") != "utf8":
            return  # the toolkit knows how to leave out what cannot be written
        self._silence()
        placed = "".join(f"\x1b[{y + 1};{x + 1}H{text}" for x, y, text in lines)
        self._is_open = True
        stream.write(f"{_ENTER}\x1b[?25l\x1b[2J{placed}\x1b[H")
        stream.flush()

    def close(self) -> None:
        """As it was before, where the driver did not take over."""
        if self._is_open:
            self._is_open = False
            if sys.__stderr__ is not None:
                with suppress(OSError, ValueError):
                    sys.__stderr__.write(_LEAVE)
                    sys.__stderr__.flush()
        self._restore()

    def handing_over(self, driver: type[Driver]) -> type[Driver]:
        """The driver that goes on with what stands here, and restores what was before it."""
        early = self
        if not self._is_open:
            return driver

        class Continuing(driver):  # type: ignore[misc, valid-type]
            """Does not enter a screen anew that it is on: that would clear it."""

            def write(self, data: str) -> None:
                if early._is_open and data == _ENTER:
                    early._is_open = False
                    return
                super().write(data)

            def start_application_mode(self) -> None:
                super().start_application_mode()
                if early._settings is not None:
                    self.attrs_before, early._settings = early._settings, None

        return Continuing

    def _silence(self) -> None:
        """No echo, no line editing; Ctrl+C still ends the program, Ctrl+Z waits."""
        with suppress(OSError, ValueError, termios.error):
            keys = sys.__stdin__.fileno()  # type: ignore[union-attr]
            before = termios.tcgetattr(keys)
            now = termios.tcgetattr(keys)
            now[0] &= ~termios.ICRNL
            now[3] &= ~(termios.ECHO | termios.ICANON)
            now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
            now[6][termios.VSUSP] = _NO_KEY
            termios.tcsetattr(keys, termios.TCSANOW, now)
            self._settings = before
        for number in _FATAL:
            with suppress(ValueError):  # not the main thread
                self._handlers[number] = signal.signal(number, _end)

    def _restore(self) -> None:
        if self._settings is not None:
            with suppress(OSError, ValueError, termios.error):
                termios.tcsetattr(
                    sys.__stdin__.fileno(),  # type: ignore[union-attr]
                    termios.TCSANOW,
                    self._settings,
                )
            self._settings = None
        for number, handler in self._handlers.items():
            if signal.getsignal(number) is _end:
                signal.signal(number, handler)
        self._handlers.clear()


def _end(number: int, _frame: FrameType | None) -> None:
    """A polite kill before the program can take it: the terminal is restored on the way out."""
    raise SystemExit(128 + number)
