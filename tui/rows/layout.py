"""Columns of a list: which fit into a width, and one row as pieces of exactly that width.

Textual-free: panes turn tones into styles, the command line leaves them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from models.clean import shown
from models.width import cell_width, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

R = TypeVar("R")
Piece = tuple[str, str]  # text of an exact width, tone ("" is plain)
_EXTRA = 6  # from this rank on a column is one that may be missing
_NO_SIGNS: Final[Mapping[str, str]] = {}
_LONGEST = 400  # characters of a value that can matter in a row


@dataclass(frozen=True, slots=True)
class Now:
    """What words of a row depend on besides the row."""

    today: date
    moment: datetime


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: how wide, how it reads, when it gives way to others."""

    name: str
    head: Callable[[], str]
    text: Callable[[R, Now], str]
    width: int  # cells; of a flexible column the least it needs
    tone: Callable[[R, Now], str] | None = None
    flexible: bool = False  # takes what is left
    right: bool = False
    rank: int = 0  # the highest rank gives way first
    wish: int = 0  # cells that a flexible column gets before those above `_EXTRA` get any
    words: Callable[[], Iterable[str]] | None = None  # all it may say: no wider than they need

    @property
    def cells(self) -> int:
        """What it needs in the language in force: the same words are shorter in another."""
        if self.words is None:
            return self.width
        return min(self.width, max(map(cell_width, (self.head() + " ", *self.words()))))


@dataclass(frozen=True, slots=True)
class Layout(Generic[R]):
    """Columns with the widths they got."""

    columns: tuple[Column[R], ...]
    widths: tuple[int, ...]
    width: int

    def head(self, signs: Mapping[str, str] = _NO_SIGNS) -> list[Piece]:
        """The line of column heads; a sign behind the head tells the order of the list."""
        cells = []
        for column, width in zip(self.columns, self.widths, strict=True):
            sign = signs.get(column.name, "")
            head = cut(column.head(), width - cell_width(sign)) if sign else column.head()
            cells.append((head + sign, "muted"))
        return self._line(cells)

    def column_at(self, x: int) -> Column[R] | None:
        """The column over a cell of the line, None over a gap."""
        left = 0
        for column, width in zip(self.columns, self.widths, strict=True):
            if left <= x < left + width:
                return column
            left += width + 1
        return None

    def row(self, row: R, now: Now) -> list[Piece]:
        """One row, exactly as wide as the layout."""
        cells = []
        for column in self.columns:
            tone = column.tone(row, now) if column.tone else ""
            cells.append((shown(column.text(row, now)[:_LONGEST]), tone))
        return self._line(cells)

    def _line(self, cells: Sequence[Piece]) -> list[Piece]:
        pieces: list[Piece] = []
        for column, width, (text, tone) in zip(self.columns, self.widths, cells, strict=True):
            fitted = _fit(text, width, right=column.right)
            pieces += [(fitted, tone), (" ", "")]
        return pieces[:-1]


def _fit(text: str, width: int, *, right: bool) -> str:
    missing = width - cell_width(text)
    if right and missing > 0:
        return " " * missing + text
    return cut(text, width, pad=True)


def cut_pieces(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """Pieces of free length cut to what fits into a width, each safe to show."""
    found, room = [], width
    for text, tone in pieces:
        fitted = cut(shown(text), room) if room > 0 else ""
        found.append((fitted, tone))
        room -= cell_width(fitted)
    return found


def chosen_columns(columns: Sequence[Column[R]], names: Sequence[str]) -> tuple[Column[R], ...]:
    """The columns of these names in that order; all where no name is one of theirs.

    A column that takes what is left always stays: rows could not be told apart without it.
    """
    by_name = {column.name: column for column in columns}
    found = [by_name[name] for name in names if name in by_name]
    if not found:
        return tuple(columns)
    if not any(column.flexible for column in found):
        found.insert(0, next(column for column in columns if column.flexible))
    return tuple(found)


def lay_out(columns: Sequence[Column[Any]], width: int) -> Layout[Any]:
    """Takes the columns that fit, least needed ones out first, and shares what is left."""
    kept = list(columns)
    while len(kept) > 1 and _needed(kept) > width:
        kept.remove(max(kept, key=lambda column: (column.rank, kept.index(column))))
    wishes = sum(max(0, column.wish - column.cells) for column in kept)
    while _needed(kept) + wishes > width and any(column.rank >= _EXTRA for column in kept):
        kept.remove(max(kept, key=lambda column: (column.rank, kept.index(column))))
    spare = max(0, width - _needed(kept))
    flexible = [column for column in kept if column.flexible]
    widths = []
    for column in kept:
        extra = 0
        if column.flexible:
            extra = spare // len(flexible)
            if column is flexible[0]:
                extra += spare % len(flexible)
        widths.append(min(column.cells + extra, max(1, width)))
    return Layout(tuple(kept), tuple(widths), width)


def _needed(columns: Sequence[Column[Any]]) -> int:
    return sum(column.cells for column in columns) + max(0, len(columns) - 1)
