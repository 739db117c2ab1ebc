"""Sentences over several lines: broken at blanks, and anywhere between Han.

A toolkit breaks at blanks alone, which leaves half a line empty before a long Chinese run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from models.clean import shown
from tui.rows.lines import wrapped

if TYPE_CHECKING:
    from textual.geometry import Size

_MOST = 40  # lines


class Prose(Static):
    """Sentences in as many lines as the width asks for."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str = "") -> None:
        super().__init__("", id=id, classes=classes, markup=False)
        self._said = shown(text, lines=True)

    def say(self, text: str) -> None:
        """Other sentences, or none."""
        self._said = shown(text, lines=True)
        self.update("")

    def _lines(self, width: int) -> list[str]:
        return wrapped(self._said, width, _MOST)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Text:
        """The lines at the width of the moment."""
        lines = self._lines(self.content_size.width)
        return Text("\n".join(lines), no_wrap=True, overflow="ellipsis", end="")
