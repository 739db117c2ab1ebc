"""Pages: the cache, the place found again, the rows between two."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.paging import (
    Page,
    PageCache,
    Place,
    Span,
    ids_between,
    load_pages,
    take_snapshot,
)


@dataclass(frozen=True)
class Item:
    id: int
    version: int = 1


class Source:
    def __init__(self, ids: list[int]) -> None:
        self.ids = ids
        self.arounds: list[tuple[int, int | None]] = []

    def count(self) -> int:
        return len(self.ids)

    def page(self, number: int, size: int, around: Page[Item] | None) -> Page[Item]:
        self.arounds.append((number, None if around is None else around.first // size))
        rows = self.ids[number * size : (number + 1) * size]
        return Page(tuple(Item(one) for one in rows), number * size)

    def position(self, row_id: int) -> int | None:
        return self.ids.index(row_id) if row_id in self.ids else None


def filled(count: int, size: int = 4, limit: int = 3) -> tuple[Source, PageCache[Item]]:
    source = Source([10 * n for n in range(count)])
    cache: PageCache[Item] = PageCache(size, limit)
    cache.put(load_pages(source, cache.missing(0, min(count, size * limit)), size, {}))
    return source, cache


def test_the_least_recently_used_page_leaves() -> None:
    source, cache = filled(40)
    assert cache.missing(0, 4) == frozenset()
    cache.put(load_pages(source, {5}, 4, {}))
    assert [number in cache for number in (0, 1, 2, 5)] == [True, False, True, True]
    assert cache.missing(0, 24) == {1, 3, 4}


def test_rows_ids_and_positions_at_hand() -> None:
    _, cache = filled(10)
    assert cache.row(9) == Item(90)
    assert cache.row(10) is None
    assert cache.row(400) is None
    assert cache.ids(2, 6) == [20, 30, 40, 50]
    assert cache.ids(8, 12) is None
    assert cache.ids(0, 10_000_000) is None
    assert cache.position(70) == 7
    assert cache.position(71) is None
    cache.clear()
    assert len(cache) == 0


def test_pages_start_from_a_neighbour_where_there_is_one() -> None:
    source, cache = filled(40)
    source.arounds.clear()
    load_pages(source, {4, 3, 9}, 4, cache.neighbours({4, 3, 9}))
    assert source.arounds == [(3, 2), (4, 3), (9, None)]
    source.arounds.clear()
    known = {6: Page((Item(240),), 24)}
    load_pages(source, {5}, 4, known)
    assert source.arounds == [(5, 6)]


@given(
    count=st.integers(0, 40),
    row=st.none() | st.integers(-1, 45),
    cursor=st.integers(0, 60),
    top=st.integers(0, 60),
    height=st.integers(0, 12),
    stay=st.booleans(),
)
def test_a_snapshot_shows_a_full_view_around_the_place(
    count: int, row: int | None, cursor: int, top: int, height: int, stay: bool
) -> None:
    source = Source(list(range(count)))
    snapshot = take_snapshot(source, Place(row, cursor, top, height, stay), 4)
    last = max(0, count - 1)
    assert snapshot.count == count
    if row is not None and 0 <= row < count:
        assert snapshot.cursor == row
    else:
        assert snapshot.cursor == (min(cursor, last) if stay else 0)
    assert 0 <= snapshot.top <= max(0, count - max(1, height))
    shown = range(snapshot.top, min(count, snapshot.top + height))
    at_hand = {page.first + n for page in snapshot.pages.values() for n in range(len(page.rows))}
    assert at_hand.issuperset(shown)
    assert not count or snapshot.cursor in at_hand
    assert len(snapshot.pages) <= height // 4 + 3


@given(st.permutations(range(20)), st.integers(0, 19), st.integers(0, 19))
def test_rows_between_two_records(order: list[int], one: int, other: int) -> None:
    low, high = sorted((order.index(one), order.index(other)))
    span = Span(one, 0, other, 19)
    assert ids_between(Source(order), span, 4) == set(order[low : high + 1])


def test_a_record_that_has_gone_counts_from_where_it_was() -> None:
    assert ids_between(Source([1, 2, 3, 4, 5]), Span(99, 1, 4, 3), 4) == {2, 3, 4}
