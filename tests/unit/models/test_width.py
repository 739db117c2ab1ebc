"""Widths in cells: the same figures as the toolkit that draws the workspace."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from models.width import cell_width, cut

TEXTS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0xA0, max_codepoint=0x17F),
        st.characters(min_codepoint=0x3040, max_codepoint=0x30FF),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFF9F),
        st.sampled_from("😀👩❤☀1#\u0301\u200d\ufe0f🏽●│▌“—①"),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("Fivefold", 8),
        ("中远物流", 8),
        ("ｱ", 1),
        ("Ａ１", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("“ ”—…·→★①", 9),
        ("╭─╮▌█", 5),
        ("😀", 2),
        ("👩\u200d👧", 2),
        ("❤\ufe0f", 2),
        ("❤", 1),
        ("\U00020000", 2),
        ("한", 2),
        ("\x1b\x00\x7f", 0),
    ],
)
def test_cell_width(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@pytest.mark.slow
def test_every_code_point_measures_as_the_toolkit_says() -> None:
    # Planes 4 to 13 hold nothing, 15 and 16 are private: their beginnings stand for them.
    code_points = (*range(0x33500), *range(0x40000, 0x110000, 0x155), *range(0xE0000, 0xE1001))
    different = [
        f"{code_point:04X}"
        for code_point in code_points
        if cell_width(chr(code_point)) != get_character_cell_size(chr(code_point))
    ]
    assert not different


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_texts_measure_as_the_toolkit_says(text: str) -> None:
    assert cell_width(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Harbour Lane", 7, "Harbour"),
        ("中远物流", 4, "中远"),
        ("中远物流", 5, "中远 "),
        ("a中", 2, "a "),
        ("中", 1, " "),
        ("cafe\u0301s", 4, "cafe\u0301"),
        ("❤\ufe0f!", 1, "❤"),
        ("short", 9, "short"),
        ("short", 0, ""),
        ("short", -1, ""),
    ],
)
def test_cut(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected


def test_cut_fills_up() -> None:
    assert cut("中远", 7, pad=True) == "中远   "
    assert cut("ab", 4, pad=True) == "ab  "
    assert cut("", 3, pad=True) == "   "


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(0, 40))
def test_cut_is_exact(text: str, width: int) -> None:
    assert cell_width(cut(text, width, pad=True)) == width
    assert cell_width(cut(text, width)) == min(width, cell_width(text))


def test_cut_text_does_not_swallow_what_follows() -> None:
    assert cell_width(cut("a\u200d", 3, pad=True) + "│") == 4
    assert cell_width(cut("a\u200d", 1) + "│") == 2


def test_cutting_a_million_characters_costs_nothing() -> None:
    start = time.process_time()
    assert cell_width(cut("中" * 1_000_000, 80)) == 80
    assert time.process_time() - start < 0.1
