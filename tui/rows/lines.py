"""Rows made in memory: lines of text with what they stand for, as a list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from models.clean import dropped, shown
from models.width import cell_width, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tui.rows.layout import Piece

_FIRST: Final = 32  # lines that are made before any is shown
_STEP: Final = 96  # lines made beyond those that are asked for
_ALL: Final = 2**40


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its pieces, and what `x` and Enter mean on it."""

    id: int
    version: int
    pieces: tuple[Piece, ...]
    figure: str = ""  # figure that `x` explains here
    entity: str = ""  # record the line stands for
    record_id: int = 0
    question: str = ""  # NSABC question
    act: str = ""  # what Enter does where it is not to edit
    deal_id: int = 0  # deal that the line belongs to, beside its record


class LinesSource:
    """A list over lines that a call makes anew whenever the list is read again.

    Lines that are yielded are made as far as they are looked at; called off the event loop.
    """

    grows = True

    def __init__(self, build: Callable[[], Iterable[Line]], seek: int = 0) -> None:
        """`seek` is the id of a line that is wanted however far down it stands."""
        self._build = build
        self._seek = seek
        self._lines: list[Line] = []
        self._rest: Iterator[Line] | None = None
        self._before = 0  # lines made when the list was read last
        self._lock = Lock()

    def counted(self) -> tuple[int, bool]:
        """How many lines were made so far, and whether there may be more."""
        with self._lock:
            return len(self._lines), self._rest is not None

    def count(self) -> int:
        """Builds the lines anew; how many there are so far."""
        with self._lock:
            made = self._build()
            self._before = len(self._lines)
            self._lines = []
            if isinstance(made, tuple):
                self._lines, self._rest = list(made), None
            else:
                self._rest = iter(made)
                self._take(_FIRST)
            return len(self._lines)

    def reach(self, position: int) -> int:
        """Makes lines up to a position and some beyond it; how many there are then."""
        with self._lock:
            self._take(position + _STEP)
            return len(self._lines)

    def total(self) -> int:
        """Makes all lines."""
        return self.reach(_ALL)

    def page(self, number: int, size: int, around: object = None) -> LinePage:
        """A run of the lines."""
        del around
        first = number * size
        with self._lock:
            return LinePage(tuple(self._lines[first : first + size]), first)

    def texts(self) -> list[str]:
        """The lines as they were built last, without colours."""
        return ["".join(shown(text) for text, _tone in one.pieces).rstrip() for one in self._lines]

    def position(self, row_id: int) -> int | None:
        """Where a line stands, if about as far down as one has been before."""
        with self._lock:
            if self._before:
                self._take(self._before + _STEP)
            elif row_id == self._seek:
                self._take(_STEP)
            found = (place for place, line in enumerate(self._lines) if line.id == row_id)
            return next(found, None)

    def _take(self, wanted: int) -> None:
        while self._rest is not None and len(self._lines) < wanted:
            line = next(self._rest, None)
            if line is None:
                self._rest = None
            else:
                self._lines.append(line)


@dataclass(frozen=True, slots=True)
class LinePage:
    """A run of lines and the position of the first."""

    rows: tuple[Line, ...]
    first: int


def line_id(key: str, again: int = 0) -> int:
    """The id of the line of that key; `again` counts lines that share it."""
    return hash((key, again)) & 0x7FFFFFFF


class Lines:
    """Collects lines; every line gets an id that stays the same when it is built again."""

    def __init__(self, width: int) -> None:
        self.width = max(20, width)
        self.made: list[Line] = []
        self._number = 0
        self._ids: dict[str, int] = {}

    def add(
        self,
        *pieces: Piece,
        key: str = "",
        version: int = 0,
        figure: str = "",
        entity: str = "",
        record_id: int = 0,
        question: str = "",
        act: str = "",
        deal_id: int = 0,
    ) -> None:
        """One line of pieces."""
        name = key or f"line {self._number}"
        self._number += 1
        again = self._ids.get(name, 0)
        self._ids[name] = again + 1
        number = line_id(name, again)
        stamp = hash(pieces) & 0x7FFFFFFF
        self.made.append(
            Line(
                number, version or stamp, pieces, figure, entity, record_id, question, act, deal_id
            )
        )

    def blank(self) -> None:
        """An empty line."""
        self.add(("", ""))

    def warn(self, text: str) -> None:
        """What stands where nothing can be shown, and why."""
        for part in wrapped(text, self.width - 2):
            self.add((f" {part}", "amber"))

    def heading(self, text: str, *, once: bool = False) -> None:
        """A heading with air above it; `once`: not where it stands already."""
        if once and f"heading {text}" in self._ids:
            return
        if self._number:
            self.blank()
        self.add((f" {text}", "title"), key=f"heading {text}")

    def field(self, label: str, value: str, *, tone: str = "", figure: str = "") -> None:
        """Label and value; nothing where the value is empty."""
        if not value:
            return
        room = self.width - 22
        parts = wrapped(value, room) if cell_width(value) > room else [value]
        if cell_width(label) > 19:  # never cut: the value stands below it
            self.add((f" {label}", "muted"), key=label, figure=figure)
            label = ""
        for place, part in enumerate(parts):
            head = cut(f" {label}" if place == 0 else "", 20, pad=True)
            key = f"{label or parts[0]} {place}"
            self.add((head + " ", "muted"), (part, tone), key=key, figure=figure)

    def done(self) -> tuple[Line, ...]:
        """The lines; those to come follow them."""
        made, self.made = tuple(self.made), []
        return made


def wrapped(text: str, width: int, limit: int = 12) -> list[str]:
    """A text in lines of at most `width` cells: at blanks, and anywhere between Han."""
    found: list[str] = []
    for paragraph in dropped(text[:8000], multiline=True).split("\n"):
        rest = paragraph.strip()
        while rest and len(found) < limit:
            piece = _first(rest, max(4, width))
            found.append(piece.rstrip())
            rest = rest[len(piece) :].lstrip()
    return found


# Signs that begin no line: what closes something, and the points of both scripts.
_NOT_FIRST: Final = frozenset(",.;:!?)]}%、。，；：！？）】」』》〉”’…·")


def _first(text: str, width: int) -> str:
    if cell_width(text) <= width:
        return text
    used = end = 0
    for end, char in enumerate(text):  # noqa: B007 - the place is wanted after the loop
        used += cell_width(char)
        if used > width:
            break
    # Back to a place where a line may end, unless that would leave most of it empty.
    for place in range(end, max(0, end // 3), -1):
        if _may_break(text, place):
            return text[:place]
    return text[: max(1, end)]


def _may_break(text: str, place: int) -> bool:
    """May a line end before this place: at a blank, and anywhere between Han."""
    before, after = text[place - 1], text[place]
    if before == " " or after == " ":
        return True
    if after in _NOT_FIRST:
        return False
    return cell_width(before) == 2 or cell_width(after) == 2
