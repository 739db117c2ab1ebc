"""Rows as plain text for paper: columns within the width of A4, Chinese characters two cells wide.

Cells are wrapped, never cut; caption lines are given by the caller.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from models.width import cell_width, cut
from storage.exchange.table import WATERMARK

A4_PORTRAIT = 80  # cells at ten to the inch, margins left out
A4_LANDSCAPE = 116
_SAMPLE = 200  # rows that decide the widths of the columns
_LEAST = 6  # cells a column keeps when space is short
_GAP = "  "
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def write(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    width: int = A4_PORTRAIT,
    caption: Sequence[str] = (),
    watermark: str = "",
) -> Iterator[str]:
    """Caption, header, ruler and rows, a line at a time, none wider than `width` cells.

    Where there are more columns than the width can hold, each row becomes a block of
    "header: value" lines.
    """
    for line in caption:
        yield from _lines(wrapped(line, width))
    if caption:
        yield "\n"
    upcoming = iter(rows)
    sample = list(itertools.islice(upcoming, _SAMPLE))
    everything = itertools.chain(sample, upcoming)
    if len(headers) * _LEAST + (len(headers) - 1) * len(_GAP) > width:
        yield from _blocks(headers, everything, width)
    else:
        yield from _columns(headers, everything, _widths(headers, sample, width))
    if watermark:
        yield "\n"
        yield from _lines(wrapped(WATERMARK + watermark, width))


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (line.rstrip() + "\n" for line in lines)


def _widths(headers: Sequence[str], sample: Sequence[Sequence[str]], width: int) -> list[int]:
    """Each column as wide as its widest text, two at least; in want of space the widest yield."""
    widths = [
        max(2, *(cell_width(line) for text in texts for line in _BREAKS.split(text)))
        for texts in zip(headers, *sample, strict=True)
    ]
    room = width - (len(headers) - 1) * len(_GAP)
    while sum(widths) > room:
        widest = max(widths)
        widths[widths.index(widest)] = widest - 1
    return widths


def _columns(
    headers: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> Iterator[str]:
    yield from _laid_out(headers, widths)
    yield _GAP.join("-" * width for width in widths) + "\n"
    for row in rows:
        yield from _laid_out(row, widths)


def _laid_out(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """One row as the lines that its fullest cell needs."""
    wrapped_cells = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for parts in itertools.zip_longest(*wrapped_cells, fillvalue=""):
        padded = (cut(part, width, pad=True) for part, width in zip(parts, widths, strict=True))
        yield _GAP.join(padded).rstrip() + "\n"


def _blocks(headers: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> Iterator[str]:
    for row in rows:
        for header, cell in zip(headers, row, strict=True):
            if cell:
                yield from _lines(wrapped(f"{header}: {cell}", width))
        yield "-" * width + "\n"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken at blanks where there are any."""
    lines: list[str] = []
    for paragraph in _BREAKS.split(text):
        rest = _CONTROLS.sub(" ", paragraph)
        while cell_width(rest) > width:
            end = _break_at(rest, width)
            lines.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        lines.append(rest)
    return lines


def _break_at(text: str, width: int) -> int:
    """Where to break: behind the last blank that fits, else in the midst of a word."""
    end = len(cut(text, width).rstrip()) or 1
    blank = text.rfind(" ", 0, end + 1)
    return blank if blank > 0 and end < len(text) else end
