"""Bytes to the terminal for each key, against vim showing the same text in the same size."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyte

from benchmarks import data, peers
from benchmarks.measure import Bench, Row
from benchmarks.start import WORKSPACE, home_of
from benchmarks.terminal import Terminal
from storage.locations import Locations

GROUP = "bytes"
SIZE = (120, 40)
_UNKNOWN = re.compile(rb"\x1b\[[<>=?][0-9;$]*[a-zA-Z]|\x1b\[[0-9;]*\$p|\x1b[>=]")
VIM = ["vim", "-u", "NONE", "-N", "-n", "-i", "NONE", "-c",
       "set cursorline nowrap ruler laststatus=2 encoding=utf-8 termguicolors"]  # fmt: skip


def run(bench: Bench) -> None:
    """Steps, pages, forms and rest."""
    where = data.home(bench.work, bench.small)
    with Terminal(peers.FIVEFOLD, size=SIZE, env=home_of(where)) as terminal:
        terminal.until(WORKSPACE)
        terminal.settle(1.0)
        terminal.cost("z")
        height = _list_height(terminal)
        text = bench.work / "list.txt"
        ours = _walk(terminal, height, ("j", "\x1b[6~", "gg"), text)
        idle = terminal.cost("", 10.0)
    bench.note(f"idle for ten seconds: {idle} bytes, goal 0")
    if shutil.which("vim") is None:
        bench.note("vim is not installed: its rows are left out")
    else:
        # Two lines of vim's own stand below its text.
        with Terminal([*VIM, str(text)], size=(SIZE[0], height + 2)) as terminal:
            terminal.settle(1.0)
            theirs = _walk(terminal, height, ("j", "\x06", "gg"), None)
        for what, mine, other, goal in (
            ("a step within the view", ours[0], theirs[0], 1.5),
            ("a step that scrolls", ours[1], theirs[1], 1.5),
            ("a page", ours[2], theirs[2], 1.6),
        ):
            bench.add(Row(GROUP, what, mine, other, "bytes", "vim", goal, 1))
    _form(bench, where)


def _walk(
    terminal: Terminal, height: int, keys: tuple[str, str, str], text: Path | None
) -> tuple[int, int, int]:
    """(step, scrolling step, page), each the second of its kind."""
    down, page, top = keys
    lines = _lines(terminal) if text else []
    terminal.cost(top)
    terminal.cost(down)
    step = terminal.cost(down)
    terminal.cost(down * (height - 2))
    terminal.cost(down)
    scrolled = terminal.cost(down)
    terminal.cost(top)
    terminal.cost(page)
    turned = terminal.cost(page)
    if text is not None:
        for _ in range(4):
            lines += _lines(terminal)
            terminal.cost(page)
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return step, scrolled, turned


def _screen(terminal: Terminal) -> pyte.Screen:
    screen = pyte.Screen(*SIZE)
    pyte.ByteStream(screen).feed(_UNKNOWN.sub(b"", terminal.output))
    return screen


def _lines(terminal: Terminal) -> list[str]:
    """The rows of the list as they stand on the screen."""
    found = []
    for row in _screen(terminal).display[4:-2]:
        found.append(row.rstrip())
    return found


def _list_height(terminal: Terminal) -> int:
    return len(_lines(terminal))


def _form(bench: Bench, where: Locations) -> None:
    with Terminal(peers.FIVEFOLD, size=(80, 24), env=home_of(where)) as terminal:
        terminal.until(WORKSPACE)
        terminal.settle(1.0)
        opened = terminal.cost("t", 1.0)
        typed = terminal.cost("a")
    bench.add(Row(GROUP, "a form opens, 80x24", opened, 15_000, "bytes", "the budget", 1, 1))
    bench.add(Row(GROUP, "a character typed", typed, 150, "bytes", "the budget", 1, 1))
