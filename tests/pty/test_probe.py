"""Measuring widths against a terminal that answers, one that does not, and no terminal."""

from __future__ import annotations

import os
import select
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from models.width import cell_width
from tui.terminal import probe
from tui.terminal.probe import (
    AMBIGUOUS,
    CLIPBOARD_NONE,
    CLIPBOARD_OSC52,
    CLIPBOARD_SCREEN,
    CLIPBOARD_TMUX,
    WIDE,
    Findings,
    clipboard,
    examine,
    find_column,
    measure,
    multiplexer,
)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that answers is waited for, however busy the machine is."""
    monkeypatch.setattr(probe, "measure", partial(measure, timeout=30.0))


def width_in_a_chinese_setup(text: str) -> int:
    return 2


class FakeTerminal(threading.Thread):
    """The far side: keeps the column of what is printed and tells it when asked."""

    def __init__(self, master: int, ambiguous_wide: bool, answers: int, noise: bytes) -> None:
        super().__init__(daemon=True)
        self.master = master
        self.measure = width_in_a_chinese_setup if ambiguous_wide else cell_width
        self.answers = answers
        self.noise = noise
        self.screen = b""
        self.ended = threading.Event()

    def run(self) -> None:
        asked = b""
        while (ready := select.select([self.master], [], [], 0.02)[0]) or not self.ended.is_set():
            if not ready:
                continue
            part = os.read(self.master, 1024)
            self.screen += part
            asked += part
            while b"\x1b[6n" in asked and self.answers > 0:
                line, _, asked = asked.partition(b"\x1b[6n")
                text = line.rpartition(b"\r")[2].decode()
                self.answers -= 1
                report = f"\x1b[7;{self.measure(text) + 1}R".encode()
                # A slow line: keys before it, and the report in two parts.
                os.write(self.master, self.noise + report[:3])
                os.write(self.master, report[3:])


@contextmanager
def terminal(
    ambiguous_wide: bool = False, answers: int = 1000, noise: bytes = b""
) -> Iterator[tuple[FakeTerminal, int]]:
    master, slave = os.openpty()
    fake = FakeTerminal(master, ambiguous_wide, answers, noise)
    fake.start()
    try:
        yield fake, slave
    finally:
        fake.ended.set()
        fake.join()
        os.close(slave)
        os.close(master)


@pytest.mark.parametrize("noise", [b"", b"j\x1b[A"])
def test_widths_of_an_ordinary_terminal(noise: bytes) -> None:
    with terminal(noise=noise) as (fake, slave):
        before = termios.tcgetattr(slave)
        findings = examine({"TERM": "xterm-256color"}, slave, slave)
        assert termios.tcgetattr(slave) == before
    assert fake.screen.endswith(b"\r\x1b[2K")  # nothing of it stays on the line
    assert findings.widths == {**dict.fromkeys(AMBIGUOUS, 1), **dict.fromkeys(WIDE, 2)}
    assert findings.answers
    assert not findings.ambiguous_wide
    assert not findings.misdrawn


def test_a_terminal_set_up_for_chinese_is_noticed() -> None:
    with terminal(ambiguous_wide=True) as (_, slave):
        findings = examine({"TERM": "xterm-256color"}, slave, slave)
    assert findings.ambiguous_wide
    assert findings.misdrawn == AMBIGUOUS


def test_a_silent_terminal_is_asked_once() -> None:
    with terminal(answers=0) as (fake, slave):
        assert measure(slave, slave, timeout=0.05) == {}
    assert fake.screen.count(b"\x1b[6n") == 1


def test_answers_that_cease_keep_what_was_measured() -> None:
    with terminal(answers=2) as (_, slave):
        assert measure(slave, slave, ("─", "中", "│"), timeout=1.0) == {"─": 1, "中": 2}


def test_no_terminal_no_question() -> None:
    reader, writer = os.pipe()
    try:
        assert measure(reader, writer) == {}
        assert not select.select([reader], [], [], 0)[0]
    finally:
        os.close(reader)
        os.close(writer)


def test_nothing_measured_says_nothing() -> None:
    findings = Findings(term="", colours=16, ssh=False, multiplexer="", clipboard="")
    assert not findings.answers
    assert not findings.ambiguous_wide
    assert findings.misdrawn == ()


@pytest.mark.parametrize(
    ("answer", "column"),
    [
        (b"\x1b[1;2R", 2),
        (b"jj\x1b[A\x1b[24;80R", 80),
        (b"\x1b[1;2", None),
        (b"\x1b[;R", None),
        (b"\x1b[1;999999R", None),
        (b"", None),
    ],
)
def test_find_column(answer: bytes, column: int | None) -> None:
    assert find_column(answer) == column


@pytest.mark.parametrize(
    ("environ", "around", "advice"),
    [
        ({"TERM": "xterm-256color"}, "", CLIPBOARD_OSC52),
        ({"TERM": "tmux-256color"}, "tmux", CLIPBOARD_TMUX),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux-1/default,1,0"}, "tmux", CLIPBOARD_TMUX),
        ({"TERM": "screen-256color"}, "screen", CLIPBOARD_SCREEN),
        ({"TERM": "xterm", "STY": "1.pts"}, "screen", CLIPBOARD_SCREEN),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "", CLIPBOARD_NONE),
        ({"TERM": "linux"}, "", CLIPBOARD_NONE),
        ({}, "", CLIPBOARD_OSC52),
    ],
)
def test_surroundings(environ: dict[str, str], around: str, advice: str) -> None:
    assert multiplexer(environ) == around
    assert clipboard(environ) == advice
    findings = examine({**environ, "SSH_TTY": "/dev/pts/3"})
    assert (findings.multiplexer, findings.clipboard, findings.ssh) == (around, advice, True)
    assert findings.term == environ.get("TERM", "")
