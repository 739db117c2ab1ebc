"""Texts in lines: where they break, and that nothing of them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.width import cell_width
from tui.rows.lines import Lines, wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        (
            "2026-02-27 电话: 何敏问无线改造什么时候做完",
            24,
            ["2026-02-27 电话: 何敏问", "无线改造什么时候做完"],
        ),
        ("掉线很生气：是无线覆盖。", 22, ["掉线很生气：是无线覆", "盖。"]),
        ("无处可断abcdefghijklmnop", 12, ["无处可断", "abcdefghijkl", "mnop"]),
        ("", 10, []),
    ],
)
def test_lines_break_at_blanks_and_between_han(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@given(st.text("ab 中文，。(", max_size=80), st.integers(4, 30))
def test_every_line_fits_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width, limit=200)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_label_is_never_cut() -> None:
    page = Lines(40)
    page.field("预计成交日(未立商机时)", "2026-03-20")
    page.field("Grade", "A")
    assert ["".join(text for text, _tone in line.pieces).rstrip() for line in page.done()] == [
        " 预计成交日(未立商机时)",
        f"{'':20} 2026-03-20",
        f"{' Grade':20} A",
    ]
