"""Rows made in memory: lines of text with what they stand for, as a list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.clean import dropped, shown
from models.width import cell_width, cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.rows.layout import Piece


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
    """A list over lines that a call makes anew whenever the list is read again."""

    def __init__(self, build: Callable[[], tuple[Line, ...]]) -> None:
        self._build = build
        self._lines: tuple[Line, ...] = ()

    def count(self) -> int:
        """Builds the lines; called off the event loop."""
        self._lines = self._build()
        return len(self._lines)

    def page(self, number: int, size: int, around: object = None) -> LinePage:
        """A run of the lines."""
        del around
        first = number * size
        return LinePage(self._lines[first : first + size], first)

    def texts(self) -> list[str]:
        """The lines as they were built last, without colours."""
        return ["".join(shown(text) for text, _tone in one.pieces).rstrip() for one in self._lines]

    def position(self, row_id: int) -> int | None:
        """Where a line stands."""
        for place, line in enumerate(self._lines):
            if line.id == row_id:
                return place
        return None


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
        name = key or f"line {len(self.made)}"
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

    def heading(self, text: str) -> None:
        """A heading with air above it."""
        if self.made:
            self.blank()
        self.add((f" {text}", "title"), key=f"heading {text}")

    def field(self, label: str, value: str, *, tone: str = "", figure: str = "") -> None:
        """Label and value; nothing where the value is empty."""
        if not value:
            return
        room = self.width - 22
        parts = wrapped(value, room) if cell_width(value) > room else [value]
        for place, part in enumerate(parts):
            head = cut(f" {label}" if place == 0 else "", 20, pad=True)
            self.add((head + " ", "muted"), (part, tone), key=f"{label} {place}", figure=figure)

    def done(self) -> tuple[Line, ...]:
        """The lines."""
        return tuple(self.made)


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


def _first(text: str, width: int) -> str:
    if cell_width(text) <= width:
        return text
    used = end = 0
    for end, char in enumerate(text):  # noqa: B007 - the place is wanted after the loop
        used += cell_width(char)
        if used > width:
            break
    blank = text.rfind(" ", 0, end + 1)
    return text[: blank + 1] if blank > width // 3 else text[: max(1, end)]
