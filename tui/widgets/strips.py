"""Lines of exactly the wanted width, for widgets that draw line by line. Holds no state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.style import Style

# What would shift the cells after it. Data comes cleaned; this only guards the grid.
_UNDRAWABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def exact(content: Iterable[Segment], width: int, style: Style) -> Strip:
    """A strip of exactly `width` cells: cut, or filled with blanks.

    Args:
        content: Segments of any width; their own styles win over `style`.
        width: Cells.
        style: What lies under the segments and fills the rest.
    """
    segments = []
    for text, own_style, control in content:
        if text and not control:
            clean = text if text.isprintable() else _UNDRAWABLE.sub(" ", text)
            segments.append(Segment(clean, own_style))
    return Strip(segments).adjust_cell_length(width).apply_style(style).simplify()


def centred(text: str, width: int, height: int, console: Console) -> list[str]:
    """A text wrapped and set in the middle of an area; lines that do not fit are left out.

    Args:
        text: One or more lines; read literally.
        width: Cells of the area.
        height: Lines of the area.
        console: Measures the text.
    """
    if width < 1 or height < 1 or not text:
        return []
    room = width - 2 if width > 4 else width
    wrapped = [Text(line.plain.strip()) for line in Text(text).wrap(console, room, justify="left")][
        :height
    ]
    above = [""] * ((height - len(wrapped)) // 2)
    return above + [" " * max(0, (width - line.cell_len) // 2) + line.plain for line in wrapped]
