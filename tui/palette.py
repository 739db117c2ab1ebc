"""Tones of rows -> styles of the theme in force. No hex here: the themes hold the colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VARIABLES = {
    "muted": "muted",
    "amber": "due-amber",
    "red": "due-red",
    "today": "accent",
    "accent": "accent",
    "good": "success",
    "grade-a": "grade-a",
    "grade-b": "grade-b",
    "grade-c": "grade-c",
    "grade-d": "grade-d",
    "grade-e": "grade-e",
}
_BOLD = frozenset({"red", "today", "strong", "grade-a", "title"})


class Palette:
    """Styles of one theme; made anew when the theme changes."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        """`variables` are the theme's CSS variables (`App.theme_variables`)."""
        self._styles: dict[str, Style] = {}
        for tone in {*_VARIABLES, *_BOLD}:
            colour = _rich_colour(variables.get(_VARIABLES.get(tone, ""), ""))
            self._styles[tone] = Style(color=colour, bold=True if tone in _BOLD else None)

    def style(self, tone: str) -> Style | None:
        """The style of a tone; None for plain text."""
        return self._styles.get(tone)

    def segments(self, pieces: Iterable[tuple[str, str]], *, plain: bool = False) -> list[Segment]:
        """Pieces of a row as segments; `plain` leaves the tones out, as under the cursor."""
        return [Segment(text, None if plain else self._styles.get(tone)) for text, tone in pieces]


def _rich_colour(value: str) -> str | None:
    """A theme's colour as rich knows it; None for the terminal's own."""
    name = value.split()[0] if value else ""
    if not name or name == "ansi_default":
        return None
    try:
        return Color.parse(name).rich_color.name
    except ColorParseError:
        return None
