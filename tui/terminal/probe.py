"""What the terminal really does, for `doctor` and the first run: measured, not believed.

Knows no words: it returns figures and codes. Talks to the terminal only in `measure`.
"""

from __future__ import annotations

import os
import re
import select
import termios
import time
import tty
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from models.width import cell_width
from tui import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Drawn two cells wide by terminals that are set up for Chinese; all of them stand in our
# frames, bars and texts.
AMBIGUOUS: Final = ("─", "│", "█", "▌", "·", "“", "—", "①")
WIDE: Final = ("中", "😀")
TIMEOUT: Final = 0.5  # seconds for one answer; a slow line needs about 0.3

CLIPBOARD_OSC52: Final = "clipboard_osc52"
CLIPBOARD_TMUX: Final = "clipboard_tmux"  # needs: set -g set-clipboard on
CLIPBOARD_SCREEN: Final = "clipboard_screen"  # GNU screen passes nothing on
CLIPBOARD_NONE: Final = "clipboard_none"  # the terminal ignores OSC 52

_REPORT: Final = re.compile(rb"\x1b\[(\d{1,5});(\d{1,5})R")
_ASK: Final = b"\x1b[6n"


@dataclass(frozen=True, slots=True)
class Findings:
    """What `doctor` tells about the terminal."""

    term: str
    colours: int
    ssh: bool
    multiplexer: str  # "tmux", "screen" or ""
    clipboard: str  # one of the CLIPBOARD_ codes
    widths: Mapping[str, int] = field(default_factory=dict)  # measured cells; empty: no answer

    @property
    def answers(self) -> bool:
        """Whether the terminal told its cursor position at all."""
        return bool(self.widths)

    @property
    def ambiguous_wide(self) -> bool:
        """Whether frames and bars come out wider than one cell: then propose `--ascii`."""
        return any(self.widths.get(sample, 1) != 1 for sample in AMBIGUOUS)

    @property
    def misdrawn(self) -> tuple[str, ...]:
        """Samples whose width differs from what the program reckons with."""
        return tuple(s for s, cells in self.widths.items() if cells != cell_width(s))


def find_column(answer: bytes) -> int | None:
    """Column of the first cursor report in the bytes (1 is the leftmost), None without one.

    Keys typed meanwhile stand around the report and do not hinder.
    """
    found = _REPORT.search(answer)
    return int(found[2]) if found else None


def multiplexer(environ: Mapping[str, str]) -> str:
    """Name of the terminal multiplexer around us, "" for none."""
    term = environ.get("TERM", "")
    if environ.get("TMUX") or term.startswith("tmux"):
        return "tmux"
    return "screen" if environ.get("STY") or term.startswith("screen") else ""


def clipboard(environ: Mapping[str, str]) -> str:
    """Code of the advice about copying: what the terminal is known to do with OSC 52."""
    around = multiplexer(environ)
    if around:
        return CLIPBOARD_TMUX if around == "tmux" else CLIPBOARD_SCREEN
    if environ.get("TERM_PROGRAM") == "Apple_Terminal" or environ.get("TERM") == "linux":
        return CLIPBOARD_NONE
    return CLIPBOARD_OSC52


def examine(environ: Mapping[str, str], fd_in: int | None = None, fd_out: int = 1) -> Findings:
    """Gather everything; widths only where a terminal is given.

    Args:
        environ: The process environment.
        fd_in: Descriptor of the terminal's keys, None to measure nothing.
        fd_out: Descriptor of its screen.
    """
    return Findings(
        term=environ.get("TERM", ""),
        colours=environment.colours(environ),
        ssh=environment.is_ssh(environ),
        multiplexer=multiplexer(environ),
        clipboard=clipboard(environ),
        widths={} if fd_in is None else measure(fd_in, fd_out),
    )


def measure(
    fd_in: int,
    fd_out: int,
    samples: tuple[str, ...] = AMBIGUOUS + WIDE,
    timeout: float = TIMEOUT,
) -> dict[str, int]:
    """Cells that the terminal takes for each sample, by printing it and asking for the cursor.

    The line is cleared afterwards and the terminal's settings are as before. A terminal that
    does not answer once is not asked again.

    Args:
        fd_in: Descriptor that reads from the terminal.
        fd_out: Descriptor that writes to it.
        samples: Texts to measure.
        timeout: Seconds to wait for each answer.

    Returns:
        Cells by sample; empty where nothing answered or the descriptors are no terminal.
    """
    widths: dict[str, int] = {}
    if not (os.isatty(fd_in) and os.isatty(fd_out)):
        return widths
    with _raw(fd_in):
        try:
            for sample in samples:
                _write(fd_out, b"\r" + sample.encode() + _ASK)
                if (column := _await_column(fd_in, timeout)) is None:
                    break
                widths[sample] = column - 1
        finally:
            _write(fd_out, b"\r\x1b[2K")
    return widths


@contextmanager
def _raw(descriptor: int) -> Iterator[None]:
    """The terminal without echo and line editing, for the length of the block."""
    before = termios.tcgetattr(descriptor)
    tty.setraw(descriptor, termios.TCSANOW)
    try:
        yield
    finally:
        # Late answers must not arrive at the shell as keys.
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _await_column(
    descriptor: int, timeout: float, now: Callable[[], float] = time.monotonic
) -> int | None:
    answer = b""
    end = now() + timeout
    while (left := end - now()) > 0:
        ready, _, _ = select.select([descriptor], [], [], left)
        if not ready or not (part := os.read(descriptor, 1024)):
            break
        answer += part
        if (column := find_column(answer)) is not None:
            return column
    return None
