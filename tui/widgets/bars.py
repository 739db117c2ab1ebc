"""The first and the last line of the screen: where one is, what the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from models.clean import shown
from models.width import cell_width, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = " Fivefold  "


class TitleBar(Static):
    """Name and duties on the left; user, database and day on the right."""

    DEFAULT_CSS = """
    TitleBar { height: 1; width: 1fr; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._said: tuple[Sequence[str], Sequence[str]] = ((), ())
        self._work: Sequence[str] = ()

    @property
    def duties(self) -> str:
        """What is said on the left, in full; "" before anything is known."""
        left = self._said[0]
        return left[0] if left else ""

    def say(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Takes over both sides, each in wordings from the longest to the shortest.

        The left side is said more briefly before the right side leaves anything out.
        """
        if (left, right) != self._said:
            self._said = (left, right)
            self._draw()

    def say_work(self, work: Sequence[str]) -> None:
        """How far work is that goes on by itself, as `say`; nothing where none does."""
        if work != self._work:
            self._work = work
            self._draw()

    def on_resize(self) -> None:
        """The width decides how much is said."""
        self._draw()

    def _draw(self) -> None:
        width = self.size.width
        if not width:
            return
        left, right = self._fitting(width - len(_NAME) - 2)
        text = Text(no_wrap=True, overflow="crop", end="")
        text.append(_NAME, "bold")
        room = width - len(_NAME) - (cell_width(right) + 1 if right else 0)
        text.append(cut(left, max(0, room), pad=True))
        text.append(f"{right} " if right else "")
        self.update(text)

    def _fitting(self, room: int) -> tuple[str, str]:
        lefts, rights = ([shown(one) for one in side] or [""] for side in self._said)
        if self._work:
            work = [shown(one) for one in self._work]
            lefts = [f"{left} · {one}" for one in work for left in lefts if left] or work
        for right in rights:
            for left in lefts:
                if cell_width(left) + cell_width(right) <= room:
                    return left, right
        return lefts[-1], ""


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
