"""Lines of cells: what stands, or shall stand, in each cell of the terminal.

Knows nothing of Textual's updates nor of escape sequences but the codes of a style.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.cells import get_character_cell_size, split_graphemes
from rich.segment import ControlType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.color import ColorSystem
    from rich.segment import Segment

UNKNOWN: Final = "\x00"  # equals nothing that is ever drawn
SECOND: Final = ""  # the right half of a wide character
_STEPS: Final = {ControlType.CURSOR_FORWARD: 1, ControlType.CURSOR_BACKWARD: -1}
_JOINING: Final = ("\u200d", "\ufe0f")
_RGB: Final = re.compile(r"\b([34])8;2;(\d+);(\d+);(\d+)")
_FOREGROUNDS: Final = frozenset(map(str, [*range(30, 38), 39, *range(90, 98)]))
_BACKGROUNDS: Final = frozenset(map(str, [*range(40, 48), 49, *range(100, 108)]))
# Underlined, reversed, struck, framed: seen on a blank too.
_SHOW_ON_BLANKS: Final = frozenset({"4", "7", "9", "21", "51", "52", "53"})


class Line:
    """One line of the screen: a character and the codes of its style for each cell."""

    __slots__ = ("chars", "styles")

    def __init__(self, chars: list[str], styles: list[str]) -> None:
        self.chars = chars
        self.styles = styles

    @classmethod
    def unknown(cls, width: int) -> Line:
        """A line of which nobody knows what stands there."""
        return cls([UNKNOWN] * width, [""] * width)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and self.chars == other.chars and self.styles == other.styles

    __hash__ = None  # type: ignore[assignment]  # it changes; `key` is for looking it up

    def key(self) -> tuple[str, ...]:
        """The line as a value: equal for lines that look the same."""
        return ("".join(self.chars), *self.styles)

    def copy(self) -> Line:
        """A line to be changed."""
        return Line(self.chars[:], self.styles[:])

    def put(
        self, x: int, segments: Iterable[Segment], colours: ColorSystem, until: int | None = None
    ) -> None:
        """Write segments from a cell on, up to the cell `until`; a wide character stays whole."""
        chars, styles = self.chars, self.styles
        width, start = len(chars), x
        until = width if until is None else min(until, width)
        for text, style, control in segments:
            if control:
                x += sum(_STEPS.get(code[0], 0) for code in control)
            if control or not text:
                continue
            if x >= until:
                break
            codes = "" if style is None else style._ansi
            if codes is None and style is not None:
                codes = style._make_ansi_codes(colours)
            cells = cells_of(text)
            room = until - x
            if room < len(cells) and cells[room] == SECOND:
                room += 1
            cells = cells[: min(room, width - x)]
            chars[x : x + len(cells)] = cells
            styles[x : x + len(cells)] = [shortened(codes) if codes else ""] * len(cells)
            x += len(cells)
        self._mend(min(start, width))
        self._mend(min(x, width))

    def _mend(self, x: int) -> None:
        """No half of a wide character is left where a write began or ended."""
        chars = self.chars
        if x and is_wide(chars[x - 1]) and (x == len(chars) or chars[x] != SECOND):
            chars[x - 1] = " "
        if x < len(chars) and chars[x] == SECOND and not (x and is_wide(chars[x - 1])):
            chars[x] = " "

    def spans(self, other: Line) -> Iterator[tuple[int, int]]:
        """Where this line differs from the other: half-open, never through a wide character."""
        begin = end = 0
        for x in self._changed(other):
            if x < end:
                continue
            start = x
            while start > end and self._is_half(other, start):
                start -= 1
            if start > end > begin:
                yield begin, end
            if start > end:
                begin = start
            end = x + 1
            while end < len(self.chars) and self._is_half(other, end):
                end += 1
        if end > begin:
            yield begin, end

    def _changed(self, other: Line) -> list[int]:
        if self == other:
            return []
        cells = zip(self.chars, other.chars, self.styles, other.styles, strict=True)
        return [
            x
            for x, (a, b, c, d) in enumerate(cells)
            if a != b or (c != d and (a != " " or seen(c) != seen(d)))
        ]

    def _is_half(self, other: Line, x: int) -> bool:
        return SECOND in (self.chars[x], other.chars[x])


@lru_cache(maxsize=4096)
def shortened(style: str) -> str:
    """The codes with each colour that stands in the table of 256 named by its number.

    The first 22 are left alone: terminals and their themes change those.
    """
    return _RGB.sub(_numbered, style)


def _numbered(match: re.Match[str]) -> str:
    number = _table().get((int(match[2]), int(match[3]), int(match[4])))
    return match[0] if number is None else f"{match[1]}8;5;{number}"


@lru_cache(maxsize=1)
def _table() -> dict[tuple[int, int, int], int]:
    """Numbers of the colour cube and of the greys, as xterm fixed them."""
    steps = (0, 95, 135, 175, 215, 255)
    cube = [(r, g, b) for r in steps for g in steps for b in steps]
    greys = [(level, level, level) for level in range(8, 248, 10)]
    found = {rgb: 16 + place for place, rgb in enumerate(cube) if place > 5}
    return found | {rgb: 232 + place for place, rgb in enumerate(greys)}


@lru_cache(maxsize=4096)
def parted(style: str) -> tuple[frozenset[str], str, str]:
    """Attributes, foreground and background of the codes of a style."""
    attributes: set[str] = set()
    foreground = background = ""
    codes = style.split(";") if style else []
    while codes:
        colour = codes.pop(0)
        if colour in ("38", "48"):
            more = 4 if codes[0] == "2" else 2
            colour = ";".join([colour, *codes[:more]])
            del codes[:more]
        if colour.startswith("38;") or colour in _FOREGROUNDS:
            foreground = "" if colour == "39" else colour
        elif colour.startswith("48;") or colour in _BACKGROUNDS:
            background = "" if colour == "49" else colour
        else:
            attributes.add(colour)
    return frozenset(attributes), foreground, background


@lru_cache(maxsize=4096)
def seen(style: str) -> str:
    """What of a style is seen where nothing is written: the background, as a rule."""
    attributes, _, background = parted(style)
    return style if attributes & _SHOW_ON_BLANKS else background


@lru_cache(maxsize=8192)
def cells_of(text: str) -> tuple[str, ...]:
    """A text cell by cell; combining characters stand with what they combine with."""
    if text.isascii():
        return tuple(text)
    if any(sign in text for sign in _JOINING) or any(map(_is_flat, text)):
        return tuple(_clusters(text))
    found: list[str] = []
    for char in text:
        found.append(char)
        if get_character_cell_size(char) == 2:
            found.append(SECOND)
    return tuple(found)


def _is_flat(char: str) -> bool:
    return get_character_cell_size(char) == 0


def _clusters(text: str) -> Iterator[str]:
    """As `cells_of`, for texts in which characters join; one without a place is dropped."""
    for start, end, width in split_graphemes(text)[0]:
        if width:
            yield text[start:end]
            yield from [SECOND] * (width - 1)


@lru_cache(maxsize=4096)
def is_wide(cluster: str) -> bool:
    """Whether it takes two cells."""
    return len(cells_of(cluster)) > 1
