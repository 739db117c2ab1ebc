"""The first and the last line of the screen: where one is, what the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from models.clean import shown
from models.width import cell_width, cut

if TYPE_CHECKING:
    from collections.abc import Sequence


class TitleBar(Static):
    """Name and duties on the left; user, database and day on the right."""

    DEFAULT_CSS = """
    TitleBar { height: 1; width: 1fr; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._left = self._right = ""

    def say(self, left: str, right: str) -> None:
        """Takes over the words; the right side gives way first."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self._draw()

    def on_resize(self) -> None:
        """The width decides how much is said."""
        self._draw()

    def _draw(self) -> None:
        width = self.size.width
        if not width:
            return
        left = f" Fivefold  {shown(self._left)}"
        right = f"{shown(self._right)} "
        room = width - cell_width(left) - 1
        if room < cell_width(right):
            right = cut(right, room) if room > 8 else ""
        gap = max(1, width - cell_width(left) - cell_width(right))
        text = Text(no_wrap=True, overflow="crop", end="")
        text.append(left[:10], "bold")
        text.append(cut(left[10:], max(0, width - 10)))
        text.append(" " * gap + right)
        self.update(text)


class KeyBar(Static):
    """At most as many keys as fit, never half a word."""

    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; background: $panel; color: $muted; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._keys: Sequence[tuple[str, str]] = ()

    def say(self, keys: Sequence[tuple[str, str]]) -> None:
        """Takes over key and word of each action, the most wanted first."""
        self._keys = keys
        self._draw()

    def on_resize(self) -> None:
        """The width decides how many there are."""
        self._draw()

    def shown_width(self) -> int:
        """Cells that the words need as drawn."""
        return sum(cell_width(f" {key} {word} ") for key, word in self._fitting())

    def _fitting(self) -> list[tuple[str, str]]:
        room, found = self.size.width, []
        for key, word in self._keys:
            room -= cell_width(f" {key} {word} ")
            if room < 0:
                break
            found.append((key, word))
        return found

    def _draw(self) -> None:
        text = Text(no_wrap=True, overflow="crop", end="")
        for key, word in self._fitting():
            text.append(f" {key}", "bold")
            text.append(f" {word} ")
        self.update(text)
