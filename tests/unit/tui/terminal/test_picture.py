"""Lines, pen and picture: whatever is drawn, an emulated terminal shows it."""

from __future__ import annotations

from typing import Any

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from tui.terminal.cells import SECOND, Line, cells_of, shortened
from tui.terminal.difference import Picture, erases_in_colour

WIDTH, HEIGHT = 24, 8
STYLES = [
    Style.parse(text)
    for text in (
        "none",
        "bold #dadada on #121212",
        "#dadada on #121212",
        "italic underline #ff5f5f on #1c1c1c",
        "reverse #123456",
        "strike color(9) on color(2)",
        "bold on #1c1c1c",
    )
]
TEXTS = st.text(st.sampled_from("ab  ·│华信é王 "), min_size=1, max_size=12)
PIECES = st.tuples(st.integers(0, WIDTH - 1), TEXTS, st.sampled_from(STYLES))
CHANGES = st.lists(st.tuples(st.integers(0, HEIGHT - 1), PIECES), min_size=1, max_size=12)


def seen(char: Any) -> tuple[object, ...]:
    """A cell as one sees it."""
    data, fg, bg, bold, italics, underscore, strike, reverse, _ = char
    if data == " " and not (underscore or strike or reverse):
        return (" ", bg)
    return (data, fg, bg, bold, italics, underscore, strike, reverse)


class Terminal:
    def __init__(self, erases: bool) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.picture = Picture(erases=erases)
        self.picture.fit(WIDTH, HEIGHT)
        self.lines = [Line([" "] * WIDTH, [""] * WIDTH) for _ in range(HEIGHT)]
        self.show(self.lines)

    def show(self, lines: list[Line]) -> int:
        text = self.picture.become({row: line.copy() for row, line in enumerate(lines)})
        self.stream.feed(text)
        self.lines = [line.copy() for line in lines]
        return len(text)

    def check(self) -> None:
        """Each cell is what a terminal shows that was given all lines from the start."""
        fresh = pyte.Screen(WIDTH, HEIGHT)
        stream = pyte.Stream(fresh)
        for row, line in enumerate(self.lines):
            stream.feed(f"\x1b[{row + 1}H")
            for char, style in zip(line.chars, line.styles, strict=True):
                stream.feed(f"\x1b[0;{style}m{char}" if style else f"\x1b[m{char}")
        for row in range(HEIGHT):
            wanted = [seen(fresh.buffer[row][x]) for x in range(WIDTH)]
            assert [seen(self.screen.buffer[row][x]) for x in range(WIDTH)] == wanted, row


def drawn(lines: list[Line], changes: list[tuple[int, tuple[int, str, Style]]]) -> list[Line]:
    lines = [line.copy() for line in lines]
    for row, (x, text, style) in changes:
        lines[row].put(x, [Segment(text, style)], ColorSystem.TRUECOLOR)
    return lines


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CHANGES, st.integers(-4, 4)), max_size=4), st.booleans())
def test_every_change_is_shown(
    steps: list[tuple[list[tuple[int, tuple[int, str, Style]]], int]], erases: bool
) -> None:
    terminal = Terminal(erases)
    for changes, shift in steps:
        lines = terminal.lines
        moved = [lines[(row + shift) % HEIGHT].copy() for row in range(HEIGHT)]
        terminal.show(drawn(moved, changes))
        terminal.check()
        for line in terminal.lines:
            for x, char in enumerate(line.chars):  # no half of a wide character anywhere
                second = x + 1 < WIDTH and line.chars[x + 1] == SECOND
                assert (len(cells_of(char)) == 2) == second


def test_what_stands_there_is_not_sent_again() -> None:
    terminal = Terminal(erases=True)
    lines = drawn(terminal.lines, [(2, (3, "华信", STYLES[1]))])
    assert terminal.show(lines) > 0
    assert terminal.show(lines) == 0


def test_a_list_that_scrolled_is_scrolled_by_the_terminal() -> None:
    terminal = Terminal(erases=True)
    texts = [f"row {n} 华信科技有限公司" for n in range(HEIGHT)]
    lines = drawn(terminal.lines, [(n, (0, text, STYLES[2])) for n, text in enumerate(texts)])
    whole = terminal.show(lines)
    for shift in (1, -1, 2):
        moved = [lines[(row + shift) % HEIGHT] for row in range(HEIGHT)]
        assert terminal.show(moved) < whole / 2
        terminal.check()
        lines = moved


def test_one_character_costs_a_move_and_itself() -> None:
    terminal = Terminal(erases=True)
    terminal.show(drawn(terminal.lines, [(0, (0, "abcdef", STYLES[1]))]))
    assert terminal.show(drawn(terminal.lines, [(0, (3, "x", STYLES[1]))])) == len("\x1b[3Dx")


def test_after_forgetting_everything_is_sent() -> None:
    terminal = Terminal(erases=False)
    lines = drawn(terminal.lines, [(1, (0, "abc", STYLES[1]))])
    terminal.show(lines)
    terminal.picture.forget()
    terminal.picture.fit(WIDTH, HEIGHT)
    assert terminal.show(lines) > WIDTH * HEIGHT


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("ab", ("a", "b")),
        ("华a", ("华", SECOND, "a")),
        ("e\u0301x", ("e\u0301", "x")),
        ("❤\ufe0fx", ("❤\ufe0f", SECOND, "x")),
        ("\u0301a", ("a",)),
        ("", ()),
    ],
)
def test_cells_of_a_text(text: str, cells: tuple[str, ...]) -> None:
    assert cells_of(text) == cells


def test_after_joined_characters_the_cursor_is_set_anew() -> None:
    terminal = Terminal(erases=False)
    line = terminal.lines[0].copy()
    line.put(0, [Segment("👩\u200d💻abc")], ColorSystem.TRUECOLOR)
    text = terminal.picture.become({0: line})
    assert "👩\u200d💻\x1b[3Gabc" in text


@pytest.mark.parametrize(
    ("codes", "shorter"),
    [
        ("1;38;2;218;218;218;48;2;18;18;18", "1;38;5;253;48;5;233"),
        ("38;2;95;175;215", "38;5;74"),
        ("38;2;0;0;95", "38;2;0;0;95"),  # 17: themes of terminals change these
        ("38;2;37;37;37", "38;2;37;37;37"),
        ("", ""),
    ],
)
def test_colours_of_the_table_go_by_number(codes: str, shorter: str) -> None:
    assert shortened(codes) == shorter


def test_only_terminals_that_fill_with_colour_are_asked_to_erase() -> None:
    assert erases_in_colour({"TERM": "xterm-256color"})
    assert not erases_in_colour({"TERM": "screen-256color"})
    assert not erases_in_colour({"TERM": "xterm-256color", "STY": "1234.pts-0"})
    assert not erases_in_colour({})
