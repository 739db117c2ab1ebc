"""The real program in a pseudo-terminal: starting, being killed, drafts, silence, plain colours."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pyte
import pytest

from storage.clock import FixedClock
from storage.locations import Locations
from tests.workspaces import lay_demo, open_demo

pytestmark = pytest.mark.slow  # real processes; CI runs them too

ROOT = Path(__file__).parents[2]
COLUMNS, ROWS = 100, 30
DEADLINE = 30.0
SGR = re.compile(rb"\x1b\[([0-9;]*)m")


class Terminal:
    """One run of the program, with a screen that reads what it writes."""

    def __init__(self, *arguments: str, **extra: str) -> None:
        self.master, slave = os.openpty()
        self.before = termios.tcgetattr(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "FIVEFOLD_HOME")}
        environ = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "FIVEFOLD_LANG": "en"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments],
            cwd=ROOT,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**environ, **extra},
            start_new_session=True,
        )
        os.close(slave)
        self.output = b""
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)

    def read(self, seconds: float) -> bytes:
        """What comes within a time."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return b""
        try:
            part = os.read(self.master, 65536)
        except OSError:  # the other side is closed
            return b""
        self.output += part
        # The reader of this test knows no private or extended sequences of newer terminals.
        self._stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;$]*[a-zA-Z]|\x1b\[[0-9;]*\$p", b"", part))
        return part

    @property
    def text(self) -> str:
        """The screen without blanks and frames."""
        return "".join("".join(self._screen.display).split())

    def until(self, words: str) -> None:
        """Reads until these words stand on the screen."""
        wanted = "".join(words.split())
        end = time.monotonic() + DEADLINE
        while wanted not in self.text:
            assert time.monotonic() < end, f"no {words!r} in:\n" + "\n".join(self._screen.display)
            self.read(0.1)

    def send(self, keys: str) -> None:
        """Types."""
        os.write(self.master, keys.encode())

    def drain(self, seconds: float) -> int:
        """Bytes that come within a time."""
        end, count = time.monotonic() + seconds, 0
        while (left := end - time.monotonic()) > 0:
            count += len(self.read(left))
        return count

    def quiet(self, seconds: float = 0.5) -> None:
        """Reads until nothing has come for so long."""
        end = time.monotonic() + DEADLINE
        while self.drain(seconds):
            assert time.monotonic() < end, "it never falls silent"

    def kill(self, number: int) -> int:
        """Sends a signal; answers how the program ended."""
        self.process.send_signal(number)
        end = time.monotonic() + DEADLINE
        while self.process.poll() is None:
            self.read(0.05)
            assert time.monotonic() < end, "it does not end"
        return int(self.process.returncode)

    def close(self) -> None:
        """Ends what still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def demo(home: Locations) -> Path:
    return lay_demo(home)


@pytest.fixture
def start(demo: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts the demo; everything ends with the test."""
    running: list[Terminal] = []

    def run(*arguments: str, **environ: str) -> Terminal:
        running.append(Terminal(*(arguments or ("demo", "--today", "2026-03-02")), **environ))
        return running[-1]

    yield run
    for one in running:
        one.close()


class Held:
    """Keeps a program from loading the toolkit until it is let go."""

    def __init__(self, folder: Path) -> None:
        self._gate = folder / "go"
        (folder / "sitecustomize.py").write_text(_HELD.format(gate=str(self._gate)))
        self.environ = {"PYTHONPATH": str(folder)}

    def let_go(self) -> None:
        """The toolkit is loaded."""
        self._gate.touch()


_HELD = """
import pathlib, sys, time

class Held:
    def find_spec(self, name, path=None, target=None):
        while name == "textual" and not pathlib.Path({gate!r}).exists():
            time.sleep(0.01)

sys.meta_path.insert(0, Held())
"""


@pytest.fixture
def held(tmp_path: Path) -> Held:
    folder = tmp_path / "held"
    folder.mkdir()
    return Held(folder)


def half_typed(start: Callable[..., Terminal]) -> Terminal:
    """A touch form with a Chinese sentence, on its way to the disk."""
    terminal = start()
    terminal.until("华信科技")
    terminal.send("t")
    terminal.until("Summary")
    terminal.quiet()
    terminal.send("王总答应周四给样品")
    terminal.until("王总答应周四给样品")
    return terminal


def test_it_shows_the_demo_and_leaves_the_terminal_as_it_was(
    start: Callable[..., Terminal],
) -> None:
    terminal = start()
    terminal.until("Customers")
    terminal.until("华信科技有限公司")
    terminal.quiet()
    terminal.send("q")
    terminal.until("Leave Fivefold?")
    terminal.send("y")
    end = time.monotonic() + DEADLINE
    while terminal.process.poll() is None and time.monotonic() < end:
        terminal.read(0.05)
    terminal.drain(0.1)
    assert terminal.process.returncode == 0
    assert terminal.output.rstrip().endswith(b"\x1b[?25h") or b"\x1b[?1049l" in terminal.output


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_dropped_line_keeps_what_was_typed(
    start: Callable[..., Terminal], number: signal.Signals
) -> None:
    assert half_typed(start).kill(number) == 128 + number
    again = start()
    again.until("王总答应周四给样品")


@pytest.mark.fault
def test_kill_9_keeps_what_was_typed(
    start: Callable[..., Terminal], home: Locations, clock: FixedClock
) -> None:
    terminal = half_typed(start)
    with closing(open_demo(home, clock)) as services:
        end = time.monotonic() + DEADLINE
        while not any("王总答应周四给样品" in str(one.values) for one in services.desk.drafts()):
            assert time.monotonic() < end, "it does not come to the disk"
            terminal.read(0.05)
    assert terminal.kill(signal.SIGKILL) == -signal.SIGKILL
    again = start()
    again.until("王总答应周四给样品")


def test_nothing_is_sent_while_nothing_happens(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.until("Feedback")
    # The work of a start is told once it is done, on a busy machine late: what would be sent
    # again and again never lets it fall silent for so long.
    terminal.quiet(3.0)


def test_no_color_means_no_colour_codes(start: Callable[..., Terminal]) -> None:
    terminal = start(NO_COLOR="1", COLORTERM="truecolor")
    terminal.until("华信科技有限公司")
    terminal.quiet()
    terminal.send("jjt")
    terminal.until("Summary")
    terminal.quiet()
    codes = {code for match in SGR.findall(terminal.output) for code in match.decode().split(";")}
    plain = {"", *map(str, range(10)), *map(str, range(21, 30)), "39", "49"}
    assert codes <= plain


def test_the_first_rows_come_at_once_and_stay_while_the_toolkit_is_loaded(
    start: Callable[..., Terminal], held: Held
) -> None:
    terminal = start(**held.environ)
    terminal.until("华信科技")
    terminal.quiet()
    assert "Customers" not in terminal.text  # a row, and nothing of the toolkit yet
    terminal.send(":log\r")  # typed before there is anything to take it
    held.let_go()
    end = time.monotonic() + DEADLINE
    while "Customers" not in terminal.text and time.monotonic() < end:
        assert "华信科技" in terminal.text
        terminal.read(0.05)
    terminal.until("Enter takes a change back")
    assert terminal.output.count(b"\x1b[?1049h") == 1


def test_a_kill_before_the_toolkit_is_there_leaves_the_terminal_as_it_was(
    start: Callable[..., Terminal], held: Held
) -> None:
    terminal = start(**held.environ)
    terminal.until("华信科技")
    terminal.quiet()
    before = terminal.before
    assert termios.tcgetattr(terminal.master) != before  # what is typed is not echoed
    assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
    terminal.drain(0.2)
    assert termios.tcgetattr(terminal.master) == before
    assert terminal.output.rstrip().endswith(b"\x1b[?1049l\x1b[?25h")


def test_a_toolkit_that_cannot_be_loaded_is_told_on_the_usual_screen(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    (tmp_path / "textual").mkdir()
    (tmp_path / "textual" / "__init__.py").write_text("raise ImportError('broken')")
    terminal = start(PYTHONPATH=str(tmp_path))
    end = time.monotonic() + DEADLINE
    while terminal.process.poll() is None and time.monotonic() < end:
        terminal.read(0.05)
    terminal.drain(0.2)
    assert "华信科技".encode() in terminal.output
    after = terminal.output.rpartition(b"\x1b[?1049l")[2]
    assert b"Something went wrong that should not" in after


def test_a_dumb_terminal_gets_a_hint(start: Callable[..., Terminal]) -> None:
    terminal = start("--lang", "en", TERM="dumb")
    end = time.monotonic() + DEADLINE
    while terminal.process.poll() is None and time.monotonic() < end:
        terminal.read(0.05)
    terminal.drain(0.2)
    assert terminal.process.returncode == 2
    assert b"cannot move its cursor" in terminal.output
    assert b"\x1b" not in terminal.output


def test_hostile_names_reach_the_terminal_only_cleaned(
    start: Callable[..., Terminal], demo: Path
) -> None:
    connection = sqlite3.connect(demo)
    connection.execute(
        "UPDATE customer SET name = ? WHERE code = 'C-000001'",
        ("X\x1b]52;c;b3duZWQ=\x07Y\x1b[41mZ\x9b31m\u202e[@click=app.quit]",),
    )
    connection.commit()
    connection.close()
    terminal = start()
    terminal.until("Harbour Lane")
    terminal.until("[@click=app.quit]")  # the whole name, in the pane beside the list
    terminal.quiet()
    assert b"\x1b]52" not in terminal.output
    assert b"\x1b[41mZ" not in terminal.output
    for sign in ("\x9b", "\u202e"):
        assert sign.encode() not in terminal.output
