"""Renders only the lines that are to be drawn, and only the widgets that are seen in them.

For two changed lines Textual renders every line of every widget that reaches into them, down
to the screen itself. Knows no widget. It takes the place of a private method of the compositor,
which is one reason why the version of Textual is pinned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.strip import Strip


plainly = Compositor._render_chops
"""The compositor's own."""


def install() -> None:
    """Put it in the place of the compositor's own; once is enough for all apps."""
    Compositor._render_chops = render_chops  # type: ignore[method-assign, assignment]


def render_chops(
    compositor: Compositor, crop: Region, is_rendered_line: Callable[[int], bool]
) -> Sequence[Mapping[int, Strip | None]]:
    """As `Compositor._render_chops`: the strips of each line by the column where they begin.

    Lines that are not asked for stay empty. Widgets come front to back, so that a line whose
    pieces are all there needs none of those behind.
    """
    cuts = compositor.cuts
    chops: list[dict[int, Strip | None]] = [dict.fromkeys(cut[:-1]) for cut in cuts]
    wanting = {y for y in crop.line_range if y < len(cuts) and is_rendered_line(y)}
    for widget, (region, clip) in compositor.visible_widgets.items():
        if not wanting:
            break
        seen = region.intersection(clip)
        first, last = max(seen.y, min(wanting)), min(seen.bottom, max(wanting) + 1)
        if first >= last or not seen.width or not crop.overlaps(clip):
            continue
        part = Region(seen.x - region.x, first - region.y, seen.width, last - first)
        for y, strip in enumerate(widget.render_lines(part), first):
            if y in wanting:
                _fill(chops[y], cuts[y], seen, strip)
                if None not in chops[y].values():
                    wanting.discard(y)
    return chops


def _fill(line: dict[int, Strip | None], cuts: list[int], seen: Region, strip: Strip) -> None:
    """Puts the pieces of a strip where nothing in front of it stands."""
    left, right = seen.column_span
    inside = [cut for cut in cuts if left <= cut <= right]
    pieces = strip.divide([cut - left for cut in inside[1:]])
    for cut, piece in zip(inside, pieces, strict=False):
        if line.get(cut) is None:
            line[cut] = piece
