"""The pen: the shortest way from one place and style of the terminal to the next.

Writes into a list of strings, nowhere else. Uses what every terminal of the last decades
knows: absolute and relative moves, colours, and (where asked) erasing in the present colour.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tui.terminal.cells import SECOND, parted, seen

if TYPE_CHECKING:
    from tui.terminal.cells import Line

_BLANKS_WORTH: Final = 9  # blanks that cost more than erasing them and moving on
_TAIL_WORTH: Final = 4  # the same at the end of a line, where nothing follows
_OFF: Final = {
    "1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27",
    "8": "28", "9": "29", "51": "54", "52": "54", "53": "55",
}  # fmt: skip


class Pen:
    """Where the terminal's cursor stands and in which style it writes; None is not known."""

    def __init__(self, *, erases: bool) -> None:
        self.erases = erases  # erased cells take the present background
        self.row: int | None = None
        self.column: int | None = None
        self.style: str | None = None
        self.out: list[str] = []

    def fork(self) -> Pen:
        """A pen in the same state that writes elsewhere, to try another way."""
        other = Pen(erases=self.erases)
        other.row, other.column, other.style = self.row, self.column, self.style
        return other

    def lose(self) -> None:
        """Somebody else wrote: nothing is known any more."""
        self.row = self.column = self.style = None

    def move(self, row: int, column: int) -> None:
        """Bring the cursor to a cell; sends nothing where it stands there."""
        if (row, column) != (self.row, self.column):
            self.out.append(_move(self.row, self.column, row, column))
            self.row, self.column = row, column

    def scroll(self, top: int, bottom: int, shift: int) -> None:
        """Shift whole lines between two rows, both included: up by `shift`, down if negative."""
        self.out.append(f"\x1b[{top + 1};{bottom + 1}r")
        if shift > 0:
            self.out.append(f"\x1b[{bottom + 1}H" + "\x1bD" * shift)
        else:
            self.out.append(f"\x1b[{top + 1}H" + "\x1bM" * -shift)
        self.out.append("\x1b[r")
        self.row = self.column = None

    def draw(self, row: int, line: Line, start: int, end: int) -> None:
        """Write the cells of a span; whole characters, the caller sees to that."""
        styles = line.styles
        at = start
        while at < end:
            stop = at + 1
            while stop < end and styles[stop] == styles[at]:
                stop += 1
            self._draw_alike(row, line, at, stop)
            at = stop

    def _draw_alike(self, row: int, line: Line, start: int, end: int) -> None:
        style, width = line.styles[start], len(line.chars)
        at = start
        while at < end:
            blanks = at
            while blanks < end and line.chars[blanks] == " ":
                blanks += 1
            count = blanks - at
            tail = blanks == width
            if count > (_TAIL_WORTH if tail else _BLANKS_WORTH) and self._can_erase(style):
                self.move(row, at)
                self._take(style, blank=True)
                self.out.append("\x1b[K" if tail else f"\x1b[{count}X")
                at = blanks
                continue
            stop = _next_blanks(line, max(blanks, at + 1), end)
            self._write(row, line, at, stop)
            at = stop

    def _can_erase(self, style: str) -> bool:
        return self.erases and seen(style) == parted(style)[2]

    def _write(self, row: int, line: Line, start: int, end: int) -> None:
        self.move(row, start)
        self._take(line.styles[start], blank=all(line.chars[x] == " " for x in range(start, end)))
        for x in range(start, end):
            cluster = line.chars[x]
            if cluster == SECOND:
                continue
            self.move(row, x)
            self.out.append(cluster)
            wide = x + 1 < len(line.chars) and line.chars[x + 1] == SECOND
            # Terminals are not of one mind about how far joined characters reach.
            self.column = None if len(cluster) > 1 else x + 1 + wide
        if self.column is not None and self.column >= len(line.chars):
            self.column = None  # at the edge the cursor waits, each terminal in its own way

    def _take(self, style: str, *, blank: bool = False) -> None:
        if blank and self.style is not None and seen(style) == seen(self.style):
            return
        if style != self.style:
            self.out.append(_restyle(self.style, style))
            self.style = style


def _next_blanks(line: Line, at: int, end: int) -> int:
    """Where the next run of blanks begins that could be worth erasing."""
    chars = line.chars
    while at < end:
        if chars[at] == " ":
            stop = at
            while stop < end and chars[stop] == " ":
                stop += 1
            if stop - at > (_TAIL_WORTH if stop == len(chars) else _BLANKS_WORTH):
                return at
            at = stop
        else:
            at += 1
    return end


@lru_cache(maxsize=4096)
def _move(from_row: int | None, from_column: int | None, row: int, column: int) -> str:
    ways = [f"\x1b[{row + 1};{column + 1}H" if column else f"\x1b[{row + 1}H"]
    if from_row == row:
        ways.append("\r" if not column else f"\x1b[{column + 1}G")
        if from_column is not None:
            step = column - from_column
            count = "" if abs(step) == 1 else str(abs(step))
            ways.append(f"\x1b[{count}{'C' if step > 0 else 'D'}")
    elif from_row is not None:
        if from_column == column:
            step = row - from_row
            count = "" if abs(step) == 1 else str(abs(step))
            ways.append(f"\x1b[{count}{'B' if step > 0 else 'A'}")
        if from_row + 1 == row and not column:
            ways.append("\r\n")
    return min(ways, key=len)


@lru_cache(maxsize=4096)
def _restyle(old: str | None, new: str) -> str:
    """The shorter of starting afresh and changing what differs."""
    afresh = f"\x1b[0;{new}m" if new else "\x1b[m"
    if old is None:
        return afresh
    had, had_foreground, had_background = parted(old)
    want, foreground, background = parted(new)
    off = {_OFF[code] for code in had - want}
    on = {code for code in want if code not in had or _OFF[code] in off}
    codes = [*sorted(off), *sorted(on)]
    if foreground != had_foreground:
        codes.append(foreground or "39")
    if background != had_background:
        codes.append(background or "49")
    changed = f"\x1b[{';'.join(codes)}m" if codes else ""
    return min(changed, afresh, key=len)
