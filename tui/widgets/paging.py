"""Pages of rows between a list and whatever feeds it. Knows neither widgets nor the database."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

PAGE_SIZE: Final = 128  # rows
MAX_PAGES: Final = 16

T = TypeVar("T")


class Row(Protocol):
    """One row of a list: any frozen dataclass with these two."""

    @property
    def id(self) -> int:
        """Identity that outlives sorting, filtering and editing."""
        ...

    @property
    def version(self) -> int:
        """Counts the changes of the row."""
        ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """A run of neighbouring rows; `first` is the position of its first row in the list."""

    rows: tuple[R, ...]
    first: int


class PageSource(Protocol[R]):
    """Rows in their order, asked for by page. Synchronous: always called off the event loop."""

    def count(self) -> int:
        """Rows in the list; capped where counting is dear, see `CappedSource`."""
        ...

    def page(self, number: int, size: int, around: Page[R] | None) -> Page[R]:
        """Rows from position `number * size` on, at most `size`.

        Args:
            number: Page number, 0 is the first.
            size: Rows of a page.
            around: The page before or after where it is known, to start from its last or
                first row.
        """
        ...

    def position(self, row_id: int) -> int | None:
        """Where a row stands now; None if it is not in the list."""
        ...


class CappedSource(PageSource[R], Protocol):
    """A list that is counted no further than to a bound before its first page is shown.

    One that `grows` makes its rows as they are looked at; another is counted to its end in
    the background.
    """

    grows: bool

    def counted(self) -> tuple[int, bool]:
        """The rows counted so far, and whether there may be more."""
        ...

    def reach(self, position: int) -> int:
        """Count on, at least as far as a position; the rows counted then."""
        ...

    def total(self) -> int:
        """All rows, however long that takes."""
        ...


class Fetch(Protocol):
    """Runs a call in a thread; the newest call of a group wins, older ones raise `Superseded`."""

    def __call__(self, group: str, call: Callable[[], T], /) -> Awaitable[T]:
        """Run `call` off the event loop and give its answer."""
        ...


class PageCache(Generic[R]):
    """The pages a list has at hand; the least recently used one leaves first."""

    def __init__(self, size: int = PAGE_SIZE, limit: int = MAX_PAGES) -> None:
        self.size = size
        self.limit = limit
        self._pages: OrderedDict[int, Page[R]] = OrderedDict()

    def __contains__(self, number: int) -> bool:
        return number in self._pages

    def __len__(self) -> int:
        return len(self._pages)

    def clear(self) -> None:
        """Forget every page."""
        self._pages.clear()

    def numbers(self, first: int, last: int) -> range:
        """Numbers of the pages holding the positions `first` up to and without `last`."""
        return range(first // self.size, -(-last // self.size)) if last > first else range(0)

    def missing(self, first: int, last: int) -> frozenset[int]:
        """Numbers of the pages not at hand; those at hand count as used."""
        wanted = self.numbers(first, last)
        for number in wanted:
            if number in self._pages:
                self._pages.move_to_end(number)
        return frozenset(number for number in wanted if number not in self._pages)

    def row(self, position: int) -> R | None:
        """The row at a position of the list, None if it is not at hand."""
        page = self._pages.get(position // self.size)
        if page is None:
            return None
        offset = position - page.first
        return page.rows[offset] if 0 <= offset < len(page.rows) else None

    def position(self, row_id: int) -> int | None:
        """Position of a row that is at hand."""
        for page in self._pages.values():
            for offset, row in enumerate(page.rows):
                if row.id == row_id:
                    return page.first + offset
        return None

    def ids(self, first: int, last: int) -> list[int] | None:
        """Ids of the rows `first` up to and without `last`; None unless all are at hand."""
        if last - first > self.size * self.limit:
            return None
        rows = [self.row(position) for position in range(first, last)]
        found = [row.id for row in rows if row is not None]
        return found if len(found) == len(rows) else None

    def neighbours(self, numbers: Iterable[int]) -> dict[int, Page[R]]:
        """The pages at hand next to any of these, by number."""
        near = {number + step for number in numbers for step in (-1, 1)}
        return {number: self._pages[number] for number in near if number in self._pages}

    def put(self, pages: Mapping[int, Page[R]]) -> None:
        """Take in pages; those that no longer fit leave."""
        for number, page in pages.items():
            self._pages[number] = page
            self._pages.move_to_end(number)
        while len(self._pages) > self.limit:
            self._pages.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor and the view of a list stood when a reload was asked for."""

    row_id: int | None
    cursor: int
    top: int
    height: int
    stay: bool  # the row is gone: True keeps the position, False goes to the first row


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[R]):
    """A list as it stands now: its length, the place found again, the pages in view."""

    count: int
    cursor: int
    top: int
    pages: dict[int, Page[R]]
    capped: bool = False  # more rows than counted


def load_pages(
    source: PageSource[R], numbers: Iterable[int], size: int, known: Mapping[int, Page[R]]
) -> dict[int, Page[R]]:
    """Read pages in rising order, each from its neighbour where one is known."""
    loaded: dict[int, Page[R]] = {}
    for number in sorted(numbers):
        around = loaded.get(number - 1) or known.get(number - 1) or known.get(number + 1)
        loaded[number] = source.page(number, size, around)
    return loaded


def counted(source: PageSource[R], count: int) -> tuple[int, bool]:
    """How many rows a source counted, and whether it may have more; `count`: what it said."""
    asked = getattr(source, "counted", None)
    return asked() if asked else (count, False)


def capped(source: PageSource[R]) -> CappedSource[R]:
    """A source that counted some of its rows only."""
    return cast("CappedSource[R]", source)


@dataclass(frozen=True, slots=True)
class Growth(Generic[R]):
    """More of a list: its length now, whether there is still more, the page that was cut."""

    count: int
    capped: bool
    pages: dict[int, Page[R]]


def grow(source: CappedSource[R], count: int, whole: bool, size: int, cut: int | None) -> Growth[R]:
    """Count on from `count`, or to the end; read anew the page `cut`, which ended with the count.

    A page that nobody looks at is left: far from its neighbours it costs the ids of all rows.
    """
    if whole:
        source.total()
    else:
        source.reach(count)
    found, more = source.counted()
    return Growth(found, more, load_pages(source, () if cut is None else (cut,), size, {}))


def take_snapshot(source: PageSource[R], place: Place, size: int) -> Snapshot[R]:
    """Find a place again and read what is in view there."""
    count = source.count()
    found = None if place.row_id is None else source.position(place.row_id)
    if found is None:
        found = place.cursor if place.stay else 0
    count, more = counted(source, count)
    if more and found >= count:
        count, more = counted(source, capped(source).reach(found))
    cursor = max(0, min(found, count - 1))
    height = max(1, place.height)
    line = place.cursor - place.top
    # The cursor stays on its line of the view; a view scrolled away from it stays too.
    top = cursor - line if 0 <= line < height else place.top
    if place.top == 0 and cursor < height:
        top = 0  # who stands at the top sees what comes in above
    top = max(0, min(top, count - height))
    numbers = set(range(top // size, (min(count, top + height) + size - 1) // size))
    if count:
        numbers.add(cursor // size)
    pages = load_pages(source, numbers, size, {})
    return Snapshot(count, cursor, top, pages, more)


@dataclass(frozen=True, slots=True)
class Span:
    """Two rows, as ids with the positions they were last seen at."""

    start_id: int
    start: int
    end_id: int
    end: int


def ids_between(source: PageSource[R], span: Span, size: int) -> frozenset[int]:
    """Ids from one row to another, both included, wherever the two stand now."""
    start = source.position(span.start_id)
    end = source.position(span.end_id)
    low, high = sorted((span.start if start is None else start, span.end if end is None else end))
    ids: set[int] = set()
    page: Page[R] | None = None
    for number in range(low // size, high // size + 1):
        page = source.page(number, size, page)
        ids.update(
            row.id for offset, row in enumerate(page.rows) if low <= page.first + offset <= high
        )
    return frozenset(ids)
