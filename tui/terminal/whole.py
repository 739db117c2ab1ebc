"""Keeps wide characters whole where the toolkit cuts a line between two of its widgets.

Textual cuts every line at the edges of all widgets, those beneath included, and puts blanks
in the place of a wide character that it cuts through: a notice over two panes lost the
character where they meet. Knows no widget; replaces one public method of the toolkit's strips.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.segment import ControlType, Segment
from textual.strip import Strip

from tui.terminal.cells import SECOND, cells_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A piece goes on behind the whole character and steps back, the next one steps over its half:
# written one after the other, or each at its own place, both come out right.
BACK: Final = Segment("\x1b[D", None, [(ControlType.CURSOR_BACKWARD, 1)])
FORTH: Final = Segment("\x1b[C", None, [(ControlType.CURSOR_FORWARD, 1)])

_plainly = Strip.divide


def install() -> None:
    """Put it in the place of the toolkit's own; once is enough for all apps."""
    Strip.divide = divide  # type: ignore[method-assign, assignment]


def divide(strip: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    """As `Strip.divide`, with wide characters kept whole."""
    pieces = _plainly(strip, cuts)
    if len(pieces) < 2 or strip.text.isascii():
        return pieces
    cells = cells_of(strip.text)
    whole: list[Strip] = []
    at, starts = 0, 0
    for piece in pieces:
        end = at + piece.cell_length
        stops = int(0 < end < len(cells) and cells[end] == SECOND)
        if starts or stops:
            segments = list(piece.crop(starts, piece.cell_length - stops))
            glyph = [Segment(cells[end - 1], list(piece)[-1].style), BACK] if stops else []
            piece = Strip([*[FORTH] * starts, *segments, *glyph], piece.cell_length)
        whole.append(piece)
        at, starts = end, stops
    return whole
