"""The one list of the product: draws only what is in view, asks for pages as they are needed.

Knows nothing of the database nor of what its rows mean; never reads on the event loop.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var

from tui.messages import Superseded
from tui.widgets.marks import EVERYTHING, NO_MARKS, Marks
from tui.widgets.paging import (
    PAGE_SIZE,
    Fetch,
    Growth,
    Page,
    PageCache,
    PageSource,
    Place,
    R,
    Row,
    Snapshot,
    Span,
    capped,
    grow,
    ids_between,
    load_pages,
    take_snapshot,
)
from tui.widgets.row_view import RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.segment import Segment
    from textual import events
    from textual.strip import Strip

__all__ = ["Fetch", "LazyList", "Marks", "Page", "PageSource", "Row"]

LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
WHEEL_STEP: Final = 3  # rows
_MARK_ACTIONS: Final = frozenset({"mark", "mark_range", "mark_all"})


def plain_position(position: int, count: int) -> str:
    """Where the cursor stands, e.g. `123/1,000,000`; positions count from 1, 0 is no row."""
    return f"{position:,}/{count:,}"


class ListMessage(Message):
    """What a list tells its owner."""

    def __init__(self, control: LazyList[Any]) -> None:
        super().__init__()
        self._list = control

    @property
    def control(self) -> LazyList[Any]:
        """The list it happened in."""
        return self._list


# Acts of the table of actions that a list does itself, by the ids of its bindings.
OWN_ACTS: Final = {
    "down": "list.down",
    "up": "list.up",
    "top": "list.first",
    "bottom": "list.last",
    "page_down": "list.page_down",
    "page_up": "list.page_up",
    "open": "list.choose",
    "mark": "list.mark",
    "mark_range": "list.mark_range",
    "mark_all": "list.mark_all",
}


class LazyList(RowView[R], can_focus=True):
    """A list of any length over a `PageSource`.

    The cursor belongs to a record, not to a line: it is found again after a reload.

    Args:
        fetch: Runs reads off the event loop; the newest of a group wins.
        format_row: Segments of a row: row, width in cells, under the cursor, marked.
        format_header: Segments of a first line that does not scroll, for a width.
        source: Rows to begin with; else `set_source` brings them.
        group: Name under which the reads of this list supersede each other.
        empty: Text shown where there are no rows.
        loading: Text shown until the first rows are there.
        markable: Whether rows can be marked.
        choose_on_click: One click chooses, as in a picker; else it takes two.
        paged: A cursor that leaves the view moves it by half, for slow lines.
        page_size: Rows that are read at once: fewer where a row costs more to read.
        format_position: Words for the place of the cursor, from position and count.
    """

    # The words for these are found by id, in the language of the session.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "down", show=False, id="list.down"),
        Binding("k,up", "up", show=False, id="list.up"),
        Binding("g", "first_prefix", show=False, id="list.first_prefix"),
        Binding("home", "first", show=False, id="list.first"),
        Binding("G,end", "last", show=False, id="list.last"),
        Binding("pagedown", "page_down", show=False, id="list.page_down"),
        Binding("pageup", "page_up", show=False, id="list.page_up"),
        Binding("ctrl+d", "half_down", show=False, id="list.half_down"),
        Binding("ctrl+u", "half_up", show=False, id="list.half_up"),
        Binding("enter", "choose", show=False, id="list.choose"),
        Binding("space", "mark", show=False, id="list.mark"),
        Binding("V", "mark_range", show=False, id="list.mark_range"),
        Binding("asterisk", "mark_all", show=False, id="list.mark_all"),
    ]

    position_text = var("")
    """Where the cursor stands, for the frame around the list; "" while nothing is known."""

    class Highlighted(ListMessage):
        """The cursor came to another row; None when the list has become empty."""

        def __init__(self, control: LazyList[Any], row_id: int | None, row: Row | None) -> None:
            super().__init__(control)
            self.row_id = row_id
            self.row = row

    class Chosen(ListMessage):
        """A row was asked to open: Enter, a double click."""

        def __init__(self, control: LazyList[Any], row_id: int, row: Row) -> None:
            super().__init__(control)
            self.row_id = row_id
            self.row = row

    class MarksChanged(ListMessage):
        """Other rows are marked than before; `count` of them."""

        def __init__(self, control: LazyList[Any], marks: Marks, count: int) -> None:
            super().__init__(control)
            self.marks = marks
            self.count = count

    class Reloaded(ListMessage):
        """The list has been read afresh, or counted to its end; `count` rows are in it."""

        def __init__(self, control: LazyList[Any], count: int) -> None:
            super().__init__(control)
            self.count = count

    class HeaderClicked(ListMessage):
        """The pointer was pressed on the header; `x` counts the cells of its text."""

        def __init__(self, control: LazyList[Any], x: int) -> None:
            super().__init__(control)
            self.x = x

    class Failed(ListMessage):
        """A read ended in an error. What was on the screen stays; the next move tries again."""

        def __init__(self, control: LazyList[Any], error: Exception) -> None:
            super().__init__(control)
            self.error = error

    def __init__(
        self,
        fetch: Fetch,
        format_row: Callable[[R, int, bool, bool], Strip | Iterable[Segment]],
        *,
        format_header: Callable[[int], Strip | Iterable[Segment]] | None = None,
        format_position: Callable[[int, int], str] = plain_position,
        source: PageSource[R] | None = None,
        group: str = "list",
        empty: str = "",
        loading: str = "",
        markable: bool = True,
        choose_on_click: bool = False,
        paged: bool = False,
        page_size: int = PAGE_SIZE,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            format_row,
            format_header,
            empty=empty,
            loading=loading,
            markable=markable,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self._cache = PageCache(page_size)
        self._fetch = fetch
        self._format_position = format_position
        self._group = group
        self._choose_on_click = choose_on_click
        self.paged = paged
        self._source = source  # asked for
        self._shown_source: PageSource[R] | None = None  # the one the pages came from
        self._cursor_id: int | None = None
        self._cursor_row: R | None = None
        self._announced: int | None = None
        self._anchor: tuple[int, int] | None = None  # id and position of the last mark
        self._g_pressed = False
        self._generation = 0
        self._reload_serial = 0
        self._page_serial = 0
        self._pending: frozenset[int] = frozenset()
        self._wish: tuple[int | None, bool] | None = None  # row wanted, and whether to stay
        self._recounted = False
        self._capped = False  # there are more rows than were counted
        self._counting = False
        self._last_wanted = False  # as soon as it is known which row that is
        self._ready = False
        self._given: Snapshot[R] | None = None  # read already, ahead of the list

    @property
    def cursor_id(self) -> int | None:
        """Id of the row under the cursor; None while it is on its way, or without rows."""
        return self._cursor_id

    @property
    def cursor_row(self) -> R | None:
        """The row under the cursor; None while it is on its way, or without rows."""
        return self._cursor_row

    def set_source(
        self,
        source: PageSource[R],
        *,
        row_id: int | None = None,
        keep_marks: bool = False,
        snapshot: Snapshot[R] | None = None,
    ) -> None:
        """Show other rows: another filter or order. The old ones stay until the new are there.

        Args:
            source: The rows.
            row_id: Where the cursor is wanted; by default where it is. A row that is not in
                the new list gives way to the first one.
            keep_marks: Marks of rows no longer seen are kept; by default all marks go, so
                that what is changed is what is shown.
            snapshot: What was read of them already, shown at once.
        """
        self._source = source
        self._given = snapshot
        if not keep_marks:
            self.set_marks(NO_MARKS)
        self._wish = (self._cursor_id if row_id is None else row_id, False)
        self._start_reload(*self._wish)

    def reload(self, keep: bool = True) -> None:
        """Read count and rows in view afresh.

        Args:
            keep: The cursor stays on its record, or at its position if that is gone; else it
                goes to the first row.
        """
        self._recounted = False
        wanted = self._cursor_id if keep else None
        # News may arrive while a wanted row or another source is still on its way.
        self._start_reload(*(self._wish if self._wish and keep else (wanted, keep)))

    @property
    def is_capped(self) -> bool:
        """Whether the list has more rows than `count`; the rest is being counted."""
        return self._capped

    def set_count(self, count: int) -> None:
        """Take a better figure after a capped count; the source must give it from now on too."""
        self._capped = False
        with self._changes():
            self._set_count(count)
        self._settle()
        self._view_moved()

    def select(self, row_id: int) -> None:
        """Bring the cursor to a record, wherever it stands in the list."""
        position = self._cache.position(row_id)
        if position is not None:
            self.go_to(position)
        else:
            self._wish = (row_id, True)
            self._start_reload(*self._wish)

    def move(self, delta: int) -> None:
        """Move the cursor by rows; from any pane."""
        self.go_to(self._cursor + delta)

    def go_to(self, position: int) -> None:
        """Move the cursor to a position, or as near as the list reaches."""
        self._g_pressed = self._last_wanted = False
        if not self._count:
            return
        position = max(0, min(position, self._count - 1))
        with self._changes():
            if position != self._cursor:
                self._cursor = position
                self._cursor_id = self._cursor_row = None
            self._show_cursor()
        self._settle()
        self._view_moved()

    def set_marks(self, marks: Marks) -> None:
        """Mark these rows and no others."""
        if marks == self._marks:
            return
        with self._changes():
            self._marks = marks
        if not marks:
            self._anchor = None
        self.post_message(self.MarksChanged(self, marks, self.marked_count))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the marking keys where nothing can be marked."""
        if action in _MARK_ACTIONS:
            return self._markable
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """A first `g` waits for the next key only; letters beside the rows for any key."""
        if event.key != "g":
            self._g_pressed = False
        if self._letters:
            event.stop()
            event.prevent_default()
            places = [place for place, sign in self._letters.items() if sign == event.character]
            self._show_letters({})
            if places:
                self.go_to(places[0])

    def jump(self) -> None:
        """Letters beside the rows in view; the next key goes to its row, any other goes on."""
        shown = range(self.top, min(self.top + self.view_height, self._count or 0))
        self._show_letters(dict(zip(shown, LETTERS, strict=False)))

    def _show_letters(self, letters: dict[int, str]) -> None:
        with self._changes():
            self._letters = letters

    def on_blur(self) -> None:
        """Letters wait for no keyboard that is elsewhere."""
        if self._letters:
            self._show_letters({})

    def action_first_prefix(self) -> None:
        """Go to the first row on the second of two."""
        if self._g_pressed:
            self.go_to(0)
        else:
            self._g_pressed = True

    def action_down(self) -> None:
        """One row down."""
        self.move(1)

    def action_up(self) -> None:
        """One row up."""
        self.move(-1)

    def action_first(self) -> None:
        """First row."""
        self.go_to(0)

    def action_last(self) -> None:
        """Last row, where need be after counting to the end."""
        if self._capped:
            self._last_wanted = True
            self._count_on(whole=True)
        else:
            self.go_to((self._count or 0) - 1)

    def action_page_down(self) -> None:
        """A view down."""
        self._turn(max(1, self.view_height))

    def action_page_up(self) -> None:
        """A view up."""
        self._turn(-max(1, self.view_height))

    def action_half_down(self) -> None:
        """Half a view down."""
        self._turn(max(1, self.view_height // 2))

    def action_half_up(self) -> None:
        """Half a view up."""
        self._turn(-max(1, self.view_height // 2))

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self._cursor_row is not None:
            self.post_message(self.Chosen(self, self._cursor_row.id, self._cursor_row))

    def action_mark(self) -> None:
        """Turn the mark of the row under the cursor, go to the next."""
        if self._cursor_id is not None:
            self._toggle(self._cursor_id, self._cursor)
            self.move(1)

    def action_mark_all(self) -> None:
        """Mark every row of the list, or none if every one is marked."""
        if self._count:
            self.set_marks(NO_MARKS if self._marks.is_everything else EVERYTHING)

    def action_mark_range(self) -> None:
        """Mark from the last mark to the cursor."""
        if self._cursor_id is None:
            return
        start_id, start = self._anchor or (self._cursor_id, self._cursor)
        span = Span(start_id, start, self._cursor_id, self._cursor)
        self._anchor = (self._cursor_id, self._cursor)
        low, high = sorted((start, self._cursor))
        ids = self._cache.ids(low, high + 1)
        if ids is not None and {ids[0], ids[-1]} == {start_id, self._cursor_id}:
            self.set_marks(self._marks.including(ids))
        elif self._shown_source is not None:
            work: Any = partial(self._mark_span, self._shown_source, span)
            self.run_worker(work, exit_on_error=False)

    def on_click(self, event: events.Click) -> None:
        """Bring the cursor to the row; on its mark sign turn the mark; twice opens it."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < self.header_height:
            event.stop()
            self.post_message(self.HeaderClicked(self, offset.x - self._gutter_width))
            return
        if offset is None or not self._count:
            return
        position = self.top + offset.y - self.header_height
        if position >= self._count:
            return
        event.stop()
        self.go_to(position)
        if self._markable and offset.x == 1 and self._cursor_id is not None:
            self._toggle(self._cursor_id, self._cursor)
        elif self._choose_on_click or event.chain == 2:
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the view, not the cursor."""
        self._wheel(event, WHEEL_STEP)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the view, not the cursor."""
        self._wheel(event, -WHEEL_STEP)

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        before = self.top
        self._scroll(before + step)
        if self.top != before:
            event.stop()

    def _toggle(self, row_id: int, position: int) -> None:
        marks = self._marks.toggled(row_id)
        if row_id in marks:
            self._anchor = (row_id, position)
        self.set_marks(marks)

    def _turn(self, rows: int) -> None:
        """Move view and cursor together, so that the cursor keeps its line."""
        self._scroll(self.top + rows)
        self.go_to(self._cursor + rows)

    def on_mount(self) -> None:
        """Begin to read."""
        self._ready = True
        self._start_reload(*(self._wish or (None, False)))

    def _start_reload(self, row_id: int | None, stay: bool) -> None:
        if self._source is None:
            return
        if not self._ready:
            return
        self._reload_serial += 1
        given, self._given = self._given, None
        if given is not None:
            self._take(self._source, given, 0)
            return
        wanted_here = row_id is not None and row_id == self._cursor_id
        cursor = self._cursor if stay or wanted_here else 0
        top = self.top if stay or wanted_here else 0
        place = Place(row_id, cursor, top, self.view_height, stay)
        work: Any = partial(self._reload, self._source, place, self._cursor, self._reload_serial)
        self.run_worker(
            work,
            exit_on_error=False,
        )

    async def _reload(self, source: PageSource[R], place: Place, cursor: int, serial: int) -> None:
        try:
            call = partial(take_snapshot, source, place, self._cache.size)
            snapshot = await self._fetch(f"{self._group}.list", call)
        except Superseded:
            return
        except Exception as error:  # whatever a read may raise, the list stays
            self.post_message(self.Failed(self, error))
            return
        if serial == self._reload_serial:
            moved = self._cursor - cursor if source is self._shown_source else 0
            self._take(source, snapshot, moved)

    def _take(self, source: PageSource[R], snapshot: Snapshot[R], moved: int) -> None:
        """Show a fresh snapshot. `moved`: rows the cursor has gone since it was asked for."""
        followed = self._cursor_id if moved else None
        self._wish = None
        is_same = source is self._shown_source
        with self._changes():
            self._generation += 1
            self._shown_source = source
            self._cache.clear()
            self._strips.clear()
            self._cache.put(snapshot.pages)
            self._pending = frozenset()
            count = snapshot.count
            if snapshot.capped and is_same and not capped(source).grows:
                count = max(count, self._count or 0)  # till it is counted to its end again
            self._capped = snapshot.capped and count == snapshot.count
            self._set_count(count)
            self._cursor = max(0, min(snapshot.cursor + moved, count - 1))
            self._cursor_id = self._cursor_row = None
            self._scroll(self.top if moved else snapshot.top)
        row = self._cache.row(self._cursor)
        if followed is not None and (row is None or row.id != followed):
            # The user went on meanwhile: find the row where he is now.
            self._cursor_id = followed
            self._start_reload(followed, stay=True)
            return
        self._settle()
        self.post_message(self.Reloaded(self, count))
        self._counting = self._last_wanted = False
        if not snapshot.capped:
            self._recount_if_short(snapshot.pages)
        elif not capped(source).grows:
            self._count_on(whole=True)
        self._view_moved()

    def _count_on(self, *, whole: bool) -> None:
        """Count further, while the rows are on the screen already."""
        source = self._shown_source
        if source is None or (self._counting and not whole):
            return
        self._counting = True
        size = self._cache.size
        last, rest = divmod(self._count or 0, size)
        cut = last if rest and last in self._cache else None
        call = partial(grow, capped(source), self._count or 0, whole, size, cut)
        work: Any = partial(self._counted, call, self._generation)
        self.run_worker(work, exit_on_error=False)

    async def _counted(
        self,
        call: Callable[[], Growth[R]],
        generation: int,
    ) -> None:
        try:
            found = await self._fetch(f"{self._group}.count", call)
        except Superseded:
            return
        except Exception as error:  # whatever a read may raise, the list stays
            self.post_message(self.Failed(self, error))
            return
        if generation != self._generation:
            return
        self._counting = False
        self._capped = found.capped
        with self._changes():
            self._cache.put(found.pages)
            self._set_count(found.count)
        self._settle()
        self.post_message(self.Reloaded(self, found.count))
        if self._last_wanted and not found.capped:
            self.go_to(found.count - 1)
        self._view_moved()

    def _view_moved(self) -> None:
        """Ask for pages in view that are not at hand, then for those a view further on."""
        if not self._count or self._shown_source is None:
            return
        top, height = self.top, max(1, self.view_height)
        if self._capped and top + 2 * height >= self._count and not self._counting:
            self._count_on(whole=False)
        missing = self._cache.missing(top, min(self._count, top + height))
        missing |= self._cache.missing(self._cursor, self._cursor + 1)
        if not missing:
            ahead = min(self._count, top + 2 * height)
            missing = self._cache.missing(max(0, top - height), ahead)
        if not missing or missing <= self._pending:
            return
        self._pending = missing
        self._page_serial += 1
        work: Any = partial(
            self._load, self._shown_source, missing, self._generation, self._page_serial
        )
        self.run_worker(
            work,
            exit_on_error=False,
        )

    async def _load(
        self, source: PageSource[R], numbers: frozenset[int], generation: int, serial: int
    ) -> None:
        known = self._cache.neighbours(numbers)
        try:
            call = partial(load_pages, source, numbers, self._cache.size, known)
            pages = await self._fetch(f"{self._group}.pages", call)
        except Superseded:
            return
        except Exception as error:  # whatever a read may raise, the list stays
            self.post_message(self.Failed(self, error))
            return
        finally:
            if serial == self._page_serial:
                self._pending = frozenset()
        if generation != self._generation:
            return
        with self._changes():
            self._cache.put(pages)
        self._settle()
        self._recount_if_short(pages)
        self._view_moved()

    def _recount_if_short(self, pages: dict[int, Page[R]]) -> None:
        """Rows have gone since they were counted: count again, but not for ever."""
        if self._recounted or self._count is None:
            return
        size = self._cache.size
        if any(len(p.rows) < min(size, self._count - n * size) for n, p in pages.items()):
            self._recounted = True
            self._start_reload(self._cursor_id, stay=True)

    async def _mark_span(self, source: PageSource[R], span: Span) -> None:
        try:
            call = partial(ids_between, source, span, self._cache.size)
            ids = await self._fetch(f"{self._group}.marks", call)
        except Superseded:
            return
        except Exception as error:  # whatever a read may raise, the list stays
            self.post_message(self.Failed(self, error))
            return
        self.set_marks(self._marks.including(ids))

    def _set_count(self, count: int) -> None:
        self._count = count
        if self._cursor >= count:
            self._cursor = max(0, count - 1)
            self._cursor_id = self._cursor_row = None
        self._fit()

    def _settle(self) -> None:
        """Take note of the row under the cursor, and tell the owner if it is another one."""
        row = self._cache.row(self._cursor) if self._count else None
        if row is not None:
            self._cursor_id, self._cursor_row = row.id, row
        if self._count is not None:
            shown = self._cursor + 1 if self._count else 0
            self.position_text = self._format_position(shown, self._count)
        is_settled = self._cursor_row is not None or self._count == 0
        if is_settled and self._cursor_id != self._announced:
            self._announced = self._cursor_id
            self.post_message(self.Highlighted(self, self._cursor_id, self._cursor_row))

    def on_resize(self) -> None:
        """Fill the new view, with the cursor in it."""
        self._fit()
        if self._count:
            self._show_cursor()
        self._view_moved()
