"""The window on a list: draws the rows in view, repaints only lines that change.

Reads nothing and moves nothing by itself; what it shows is set by `LazyList`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Final, Generic

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive, var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.marks import NO_MARKS, Marks, gutter
from tui.widgets.paging import PageCache, R
from tui.widgets.strips import centred, exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STRIPS_KEPT: Final = 1024


class RowView(Generic[R], ScrollView):
    """A window of rows with a header, a cursor and marks.

    Args:
        format_row: Segments of a row: row, width in cells, under the cursor, marked.
        format_header: Segments of a first line that does not scroll, for a width.
        empty: Text shown where there are no rows.
        loading: Text shown until the first rows are there.
        markable: Whether rows can be marked.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lazy-list--cursor",
        "lazy-list--marked",
        "lazy-list--header",
        "lazy-list--placeholder",
        "lazy-list--text",
    }

    DEFAULT_CSS = """
    RowView {
        width: 1fr;
        height: 1fr;
        overflow: hidden hidden;
        background: $background;
        color: $foreground;
        & > .lazy-list--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .lazy-list--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        & > .lazy-list--marked { text-style: bold; }
        & > .lazy-list--header { color: $text-muted; text-style: bold; }
        & > .lazy-list--placeholder { color: $text-disabled; }
        & > .lazy-list--text { color: $text-muted; }
    }
    """

    serial = var(0, init=False)
    """Part of every strip's key: count it up when language, theme or columns change."""

    empty = reactive("")
    loading_text = reactive("")
    problem = reactive("")
    """Why there are no rows, in place of the text for an empty list; "" where all is well."""

    def __init__(
        self,
        format_row: Callable[[R, int, bool, bool], Strip | Iterable[Segment]],
        format_header: Callable[[int], Strip | Iterable[Segment]] | None = None,
        *,
        empty: str = "",
        loading: str = "",
        markable: bool = True,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self.set_reactive(RowView.empty, empty)
        self.set_reactive(RowView.loading_text, loading)
        self._format_row = format_row
        self._format_header = format_header
        self._markable = markable
        self._cache: PageCache[R] = PageCache()
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(STRIPS_KEPT)
        self._count: int | None = None
        self._cursor = 0
        self._marks = NO_MARKS
        self._measured: tuple[int, int, int] | None = None  # while lines are drawn
        self._letters: dict[int, str] = {}  # position -> letter beside it, while one may jump
        self.paged = False  # leaving the view moves it by half: few bytes on slow lines

    @property
    def count(self) -> int | None:
        """Rows in the list; None until the first answer."""
        return self._count

    @property
    def cursor(self) -> int:
        """Position of the cursor, 0 is the first row."""
        return self._cursor

    @property
    def marks(self) -> Marks:
        """Which rows are marked."""
        return self._marks

    @property
    def marked_count(self) -> int:
        """How many rows are marked."""
        return self._marks.count(self._count or 0)

    @property
    def top(self) -> int:
        """Position of the first row in view."""
        return self.scroll_offset.y

    @property
    def header_height(self) -> int:
        """Lines of the header; a list of one line has none."""
        has_header = self._format_header is not None
        return 1 if has_header and self.scrollable_content_region.height > 1 else 0

    @property
    def view_height(self) -> int:
        """Rows that fit into the view."""
        return max(0, self.scrollable_content_region.height - self.header_height)

    @property
    def content_width(self) -> int:
        """Cells that a formatted row gets."""
        return max(0, self.scrollable_content_region.width - self._gutter_width)

    def row_at(self, position: int) -> R | None:
        """The row at a position; None if it is not at hand."""
        return self._cache.row(position)

    def _fit(self) -> None:
        """Tell the scrolling how long the list is, without laying the screen out again."""
        region = self.scrollable_content_region
        size = Size(region.width, (self._count or 0) + self.header_height)
        if self.styles.auto_dimensions or self.styles.overflow_y != "hidden":
            self.virtual_size = size
        else:
            self.set_reactive(RowView.virtual_size, size)
        if self.top > self.max_scroll_y:
            self._scroll(self.max_scroll_y)

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)

    def _show_cursor(self) -> None:
        top, height = self.top, max(1, self.view_height)
        if top <= self._cursor < top + height:
            return
        if self.paged or getattr(self.app, "spares_line", False):
            self._scroll(self._cursor - height // 2)
        else:
            self._scroll(self._cursor if self._cursor < top else self._cursor - height + 1)

    def _view_moved(self) -> None:
        """Other rows have come into view."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint the rows, not the header."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self.refresh(Region(0, self.header_height, self.size.width, self.view_height))
            self._view_moved()

    def watch_serial(self) -> None:
        """Words or columns are others now."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Colours are others now."""
        self._strips.clear()
        super().notify_style_update()

    @contextmanager
    def _changes(self) -> Iterator[None]:
        """Repaint the lines, and only those, that a change alters."""
        top, before = self.top, self._picture()
        yield
        if self.top != top:
            return  # scrolling repaints every row
        after = self._picture()
        width, header = self.size.width, self.header_height
        lines = [
            Region(0, header + line, width, 1)
            for line, (old, new) in enumerate(zip(before, after, strict=False))
            if old != new
        ]
        if lines:
            self.refresh(*lines)

    def _picture(self) -> list[tuple[object, ...]]:
        """What each line shows, cheap to compare."""
        height, top = self.view_height, self.top
        if not self._count:
            return [(self._text, self._count)] * height
        return [self._line(position) for position in range(top, top + height)]

    def _line(self, position: int) -> tuple[object, ...]:
        row = self._cache.row(position)
        exists = self._count is not None and position < self._count
        is_marked = row is not None and row.id in self._marks
        return (row, exists, position == self._cursor, is_marked, self._letters.get(position))

    @property
    def _text(self) -> str:
        """What is said where there are no rows."""
        return self.problem or (self.loading_text if self._count is None else self.empty)

    @property
    def _is_ascii(self) -> bool:
        return bool(getattr(self.app, "ascii", False))

    @property
    def _gutter_width(self) -> int:
        return len(gutter(False, False, markable=self._markable))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the view, measured once for all of them."""
        self._measured = self._measure()
        try:
            return super().render_lines(crop)
        finally:
            self._measured = None

    def _measure(self) -> tuple[int, int, int]:
        """Width, lines of the header, first row in view."""
        return self.scrollable_content_region.width, self.header_height, self.top

    def render_line(self, y: int) -> Strip:
        """One line of the view, exactly as wide as the list."""
        width, header, top = self._measured or self._measure()
        if y < header:
            return self._header_strip(width)
        if not self._count:
            return self._text_strip(y - header, width)
        position = top + y - header
        if position >= self._count:
            return Strip.blank(width, self.rich_style)
        row = self._cache.row(position)
        if row is None:
            return self._placeholder_strip(position == self._cursor, width)
        letter = self._letters.get(position, "")
        return self._row_strip(row, position == self._cursor, width, letter)

    def _row_strip(self, row: R, selected: bool, width: int, letter: str) -> Strip:
        marked = row.id in self._marks
        key = (row.id, row.version, selected, marked, width, self.serial, letter)
        strip = self._strips.get(key)
        if strip is None:
            space = self.content_width
            content = self._format_row(row, space, selected, marked) if space else ()
            style = self._row_style(selected, marked)
            gutter = self._gutter(selected, marked)
            if letter:
                gutter = Segment(letter + gutter.text[1:], Style(reverse=True, bold=True))
            strip = exact((gutter, *content), width, style)
            self._strips[key] = strip
        return strip

    def _placeholder_strip(self, selected: bool, width: int) -> Strip:
        dot = Segment(
            "." if self._is_ascii else "·",
            self.get_component_rich_style("lazy-list--placeholder", partial=True),
        )
        style = self._row_style(selected, marked=False)
        return exact((self._gutter(selected, marked=False), dot), width, style)

    def _header_strip(self, width: int) -> Strip:
        key = ("header", width, self.serial)
        strip = self._strips.get(key)
        if strip is None:
            space = self.content_width
            content = self._format_header(space) if self._format_header and space else ()
            style = self.get_component_rich_style("lazy-list--header")
            strip = exact((Segment(" " * self._gutter_width), *content), width, style)
            self._strips[key] = strip
        return strip

    def _text_strip(self, line: int, width: int) -> Strip:
        """A line of the text that stands for the rows, in the middle of the view."""
        lines = centred(self._text, width, self.view_height, self.app.console)
        text = lines[line] if line < len(lines) else ""
        style = self.get_component_rich_style("lazy-list--text")
        return exact((Segment(text),), width, style)

    def _row_style(self, selected: bool, marked: bool) -> Style:
        if selected:
            return self.get_component_rich_style("lazy-list--cursor")
        if marked:
            return self.get_component_rich_style("lazy-list--marked")
        return self.rich_style

    def _gutter(self, selected: bool, marked: bool) -> Segment:
        """Signs before a row: the cursor's, the mark's."""
        return Segment(gutter(selected, marked, markable=self._markable, ascii=self._is_ascii))
