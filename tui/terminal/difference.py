"""Sends only the cells that differ from what stands on the terminal, and scrolls what scrolled.

Textual repaints whole regions. This layer stands between its compositor and its driver; it
knows no widget. What it does not understand goes out as Textual wrote it, and is then taken
as unknown. It uses private names of Textual, which is one reason why its version is pinned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

from tui.terminal.cells import Line
from tui.terminal.pen import Pen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rich.console import RenderableType
    from rich.segment import Segment
    from textual.app import App
    from textual.driver import Driver
    from textual.screen import Screen

_ALIKE_LINES: Final = 3  # lines that must have moved together before scrolling is tried
_SURELY: Final = 12  # moved lines from which scrolling is the shorter way without comparing
_GAP: Final = 4  # equal cells between two changes that are cheaper sent than jumped over
_ALONE: Final = 512  # bytes that arrive in one piece: no need to hold the picture meanwhile
_SYNC_START: Final = "\x1b[?2026h"
_SYNC_END: Final = "\x1b[?2026l"
# Sequences that draw nothing: titles, clipboard, bell, modes (but the other screen), queries.
_SILENT: Final = re.compile(
    r"(?:\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07|\x1b\[\?(?!1049)[0-9;]*[hl]|\x1b\[\?[0-9;]*\$p"
    r"|\x1b\[[<>=][0-9;]*u)*"
)
# GNU screen erases in its own default colour; these fill with the present one.
_ERASING_TERMS: Final = ("xterm", "tmux", "rxvt", "linux", "alacritty", "foot", "kitty", "wezterm")


def erases_in_colour(environ: Mapping[str, str]) -> bool:
    """Whether erased cells take the present background on this terminal."""
    return environ.get("TERM", "").startswith(_ERASING_TERMS) and not environ.get("STY")


def install(app: App[Any], *, erases: bool) -> Difference:
    """Put the layer under an app; called at the end of the app's constructor.

    Args:
        app: The app.
        erases: Whether the terminal erases in the present colour.

    Returns:
        The layer; `forget` makes the next full update a repaint.
    """
    layer = Difference(app, erases=erases)
    app._display = layer.display  # type: ignore[method-assign]
    return layer


class Picture:
    """What stands on the terminal, and the sequences that turn it into something else."""

    def __init__(self, *, erases: bool) -> None:
        self._lines: list[Line] = []
        self.pen = Pen(erases=erases)

    def forget(self) -> None:
        """Take everything as unknown: each cell is sent when it is next drawn."""
        self._lines = []
        self.pen.lose()

    def fit(self, width: int, height: int) -> None:
        """A screen of another size is another screen."""
        if len(self._lines) != height or len(self._lines[0].chars) != width:
            self.forget()
            self._lines = [Line.unknown(width) for _ in range(height)]

    def line(self, row: int) -> Line:
        """A copy of a line, to be changed and handed to `become`."""
        return self._lines[row].copy()

    @property
    def height(self) -> int:
        """Rows of the screen."""
        return len(self._lines)

    def become(self, wanted: Mapping[int, Line]) -> str:
        """The sequences that make these rows stand on the screen; "" if they do already."""
        changed = {row: line for row, line in wanted.items() if line != self._lines[row]}
        if not changed:
            return ""
        move = self._movement(changed)
        if move is None:
            pen, text = self._painted(self._lines, changed)
        else:
            *where, count = move
            pen, text = self._scrolled(changed, *where)
            if count < _SURELY:
                other, shorter = self._painted(self._lines, changed)
                if len(shorter) < len(text):
                    pen, text = other, shorter
        for row, line in changed.items():
            self._lines[row] = line
        self.pen = pen
        return text

    def _painted(
        self, before: list[Line], changed: Mapping[int, Line], pen: Pen | None = None
    ) -> tuple[Pen, str]:
        pen = pen or self.pen.fork()
        for row in sorted(changed):
            line = changed[row]
            for start, end in _joined(line.spans(before[row]), line):
                pen.draw(row, line, start, end)
        text = "".join(pen.out)
        pen.out.clear()
        return pen, text

    def _movement(self, changed: Mapping[int, Line]) -> tuple[int, int, int, int] | None:
        """First and last row of lines that moved together, how far up, and how many."""
        if len(changed) < _ALIKE_LINES:
            return None
        places: dict[tuple[str, ...], list[int]] = {}
        for row, line in enumerate(self._lines):
            places.setdefault(line.key(), []).append(row)
        moves: dict[int, list[int]] = {}
        for row, line in changed.items():
            found = places.get(line.key(), ())
            if len(found) == 1:  # a blank line could have come from anywhere
                moves.setdefault(found[0] - row, []).append(row)
        if not moves:
            return None
        shift, rows = max(moves.items(), key=lambda item: len(item[1]))
        if len(rows) < _ALIKE_LINES:
            return None
        return min(*rows, min(rows) + shift), max(*rows, max(rows) + shift), shift, len(rows)

    def _scrolled(
        self, changed: Mapping[int, Line], top: int, bottom: int, shift: int
    ) -> tuple[Pen, str]:
        """The other way: move the lines on the terminal, then send what still differs."""
        width = len(self._lines[0].chars)
        before = self._lines[:]
        for row in range(top, bottom + 1):
            source = row + shift
            inside = top <= source <= bottom
            before[row] = self._lines[source] if inside else Line.unknown(width)
        pen = self.pen.fork()
        pen.scroll(top, bottom, shift)
        rows = {*changed, *range(top, bottom + 1)}
        return self._painted(before, {row: changed.get(row, self._lines[row]) for row in rows}, pen)


def _joined(spans: Iterable[tuple[int, int]], line: Line) -> Iterator[tuple[int, int]]:
    """Spans with the little gaps between them closed."""
    start = end = -1
    for first, last in spans:
        if start >= 0 and first - end <= _GAP and _is_plain(line, end, first):
            end = last
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    if start >= 0:
        yield start, end


def _is_plain(line: Line, start: int, end: int) -> bool:
    """Whether a gap of equal cells costs no more than its few characters."""
    return len({*line.styles[start - 1 : end]}) == 1 and "".join(line.chars[start:end]).isascii()


class Difference:
    """The layer under one app."""

    def __init__(self, app: App[Any], *, erases: bool) -> None:
        self._app = app
        self._plainly = app._display
        self._picture = Picture(erases=erases)
        self._driver: Driver | None = None
        self._send: Callable[[str], None] = _nowhere

    def forget(self) -> None:
        """Somebody else may have drawn on the terminal."""
        self._picture.forget()

    def display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """As `App._display`: bring an update of the compositor to the terminal."""
        app = self._app
        driver = app._driver
        if (
            not isinstance(renderable, LayoutUpdate | ChopsUpdate)
            or driver is None
            or driver.is_headless
            or driver.is_inline
        ):
            self._plainly(screen, renderable)  # what it writes is seen, and makes us forget
            return
        try:
            if app._batch_count or not app._running or app._closed:
                return
            self._attach(driver)
            try:
                text = self._translated(renderable)
            except Exception as error:  # as Textual does: a line that cannot be drawn
                app._handle_exception(error)
                return
            if text:
                together = len(text) <= _ALONE or not app._sync_available
                self._send(text if together else f"{_SYNC_START}{text}{_SYNC_END}")
            driver.flush()
        finally:
            app.post_display_hook()

    def _attach(self, driver: Driver) -> None:
        """Watch what others write through the driver: it may draw."""
        if driver is self._driver:
            return
        self._driver, self._send = driver, driver.write
        driver.write = self._overheard  # type: ignore[method-assign]
        self.forget()

    def _overheard(self, data: str) -> None:
        if not _SILENT.fullmatch(data):
            if self._picture.pen.style:
                self._send("\x1b[m")  # whoever draws now expects plain colours
            self.forget()
        self._send(data)

    def _translated(self, update: LayoutUpdate | ChopsUpdate) -> str:
        app, picture = self._app, self._picture
        picture.fit(*app.size)
        colours = app.console._color_system or ColorSystem.TRUECOLOR
        wanted: dict[int, Line] = {}
        for row, x, segments, until in _parts(update):
            if not 0 <= row < picture.height:
                continue
            if row not in wanted:
                wanted[row] = picture.line(row)
            wanted[row].put(x, segments, colours, until)
        text = picture.become(wanted)
        cursor = app.screen.outer_size.clamp_offset(app.cursor_position)
        picture.pen.move(cursor.y, cursor.x)
        text += "".join(picture.pen.out)
        picture.pen.out.clear()
        app._previous_cursor_position = cursor
        return text


def _parts(
    update: CompositorUpdate,
) -> Iterator[tuple[int, int, Iterable[Segment], int | None]]:
    """Row, first column and segments of each piece of an update; the column where it ends."""
    if isinstance(update, LayoutUpdate):
        for row, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for piece in strips:
                yield row, x, piece, None
                x += piece.cell_length
    elif isinstance(update, ChopsUpdate):
        for row, first, last in update.spans:
            for end, (x, strip) in zip(
                update.chop_ends[row], update.chops[row].items(), strict=False
            ):
                if strip is not None and x <= last and end > first:
                    inside = first <= x < last and end <= last
                    yield row, x, strip, None if inside else min(end, last)


def _nowhere(data: str) -> None:
    """Before there is a driver."""
