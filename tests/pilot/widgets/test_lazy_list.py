"""The list under every list: cursor, pages, marks, repainting, widths."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.events import Key, MouseScrollDown
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from tui.messages import Superseded
from tui.widgets.lazy_list import LazyList, Page
from tui.widgets.marks import EVERYTHING, Marks

T = TypeVar("T")
MILLION = 1_000_000


@dataclass(frozen=True)
class Person:
    id: int
    version: int = 1
    name: str = ""


def person(number: int) -> Person:
    names = ("中远物流集团", "Harbour Lane Foods", "青禾人力资源", "Osprey", "重庆山城医疗器械")
    return Person(number, 1, f"{names[number % 5]} {number}")


@dataclass
class Fake:
    """Rows by position, either made up or out of a list; counts what it is asked."""

    length: int = 0
    people: list[Person] | None = None
    counts: int = 0
    asked: list[int] = field(default_factory=list)
    arounds: list[int | None] = field(default_factory=list)
    error: Exception | None = None
    cap: int = 10_000_000

    def _all(self) -> Sequence[Person]:
        return self.people if self.people is not None else Synthetic(self.length)

    def count(self) -> int:
        self.counts += 1
        if self.error:
            raise self.error
        return min(self.cap, len(self._all()))

    def page(self, number: int, size: int, around: Page[Person] | None) -> Page[Person]:
        if self.error:
            raise self.error
        self.asked.append(number)
        self.arounds.append(None if around is None else around.first // size)
        everyone = self._all()
        last = min(len(everyone), (number + 1) * size)
        return Page(tuple(everyone[i] for i in range(number * size, last)), number * size)

    def position(self, row_id: int) -> int | None:
        if self.people is None:
            return row_id - 1 if 1 <= row_id <= self.length else None
        return next((i for i, one in enumerate(self.people) if one.id == row_id), None)


class Synthetic(Sequence[Person]):
    """A long list that holds no row."""

    def __init__(self, total: int) -> None:
        self.total = total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, index: Any) -> Any:
        return person(index + 1)


class Reader:
    """Stands in for the bridge: at once, or when a test opens the gate."""

    def __init__(self) -> None:
        self.gate: asyncio.Event | None = None
        self.waits = ""  # what the end of a group's name must be to wait at the gate
        self.groups: list[str] = []
        self.newest: dict[str, int] = {}

    async def __call__(self, group: str, call: Callable[[], T], /) -> T:
        self.groups.append(group)
        mine = self.newest[group] = self.newest.get(group, 0) + 1
        if self.gate is not None and group.endswith(self.waits):
            await self.gate.wait()
        if self.newest[group] != mine:
            raise Superseded
        return call()


def draw(row: Person, width: int, selected: bool, marked: bool) -> list[Segment]:
    return [Segment(row.name)]


def head(width: int) -> list[Segment]:
    return [Segment("名称 name")]


class ListApp(App[None]):
    def __init__(self, source: Fake | None, **options: Any) -> None:
        super().__init__()
        self.reader = Reader()
        self.heard: list[Message] = []
        self.list = LazyList[Person](
            self.reader, draw, source=source, empty="Nothing here", loading="Reading", **options
        )

    def compose(self) -> ComposeResult:
        yield self.list
        yield Input()

    def on_mount(self) -> None:
        self.list.focus()

    def on_lazy_list_highlighted(self, event: LazyList.Highlighted) -> None:
        self.heard.append(event)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        self.heard.append(event)

    def on_lazy_list_marks_changed(self, event: LazyList.MarksChanged) -> None:
        self.heard.append(event)

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        self.heard.append(event)

    def highlights(self) -> list[int | None]:
        return [m.row_id for m in self.heard if isinstance(m, LazyList.Highlighted)]

    def chosen(self) -> list[int]:
        return [m.row_id for m in self.heard if isinstance(m, LazyList.Chosen)]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read any more."""
    await pilot.pause()
    while pilot.app.workers:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def until(true: Callable[[], bool], pilot: Pilot[None]) -> None:
    """Wait for something that is on its way."""
    async with asyncio.timeout(10):
        while not true():
            await pilot.pause()


def here(rows: LazyList[Person]) -> int | None:
    return rows.cursor_id


def lines(rows: LazyList[Person]) -> list[str]:
    return [rows.render_line(y).text for y in range(rows.size.height)]


def line_of(rows: LazyList[Person], position: int) -> str:
    return rows.render_line(position - rows.top + rows.header_height).text


def assert_grid(rows: LazyList[Person]) -> None:
    for text in lines(rows):
        assert cell_len(text) == rows.size.width, repr(text)


class Refreshes:
    """Records what a list asks to have repainted; None is the whole widget."""

    def __init__(self, rows: LazyList[Person], monkeypatch: pytest.MonkeyPatch) -> None:
        self.regions: list[Region | None] = []
        original = rows.refresh

        def spy(*regions: Region, **options: Any) -> LazyList[Person]:
            self.regions.extend(regions or [None])
            return original(*regions, **options)

        monkeypatch.setattr(rows, "refresh", spy)

    def lines(self) -> list[int]:
        assert None not in self.regions, "the whole widget was repainted"
        return sorted(y for region in self.regions if region for y in region.line_range)


async def test_rows_are_drawn_with_cursor_and_position() -> None:
    app = ListApp(Fake(MILLION))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        assert app.list.count == MILLION
        assert lines(app.list)[0].startswith("▌  Harbour Lane Foods 1")
        assert lines(app.list)[1].startswith("   青禾人力资源 2")
        assert app.list.position_text == "1/1,000,000"
        assert app.highlights() == [1]
        assert_grid(app.list)


async def test_moves_to_both_ends_and_by_pages() -> None:
    app = ListApp(Fake(MILLION))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        height = app.list.view_height
        for keys, position in [
            ("j", 1),
            ("down", 2),
            ("k", 1),
            ("up", 0),
            ("up", 0),
            ("pagedown", height),
            ("ctrl+d", height + height // 2),
            ("ctrl+u", height),
            ("pageup", 0),
            ("G", MILLION - 1),
            ("j", MILLION - 1),
            ("g", MILLION - 1),
            ("g", 0),
            ("end", MILLION - 1),
            ("home", 0),
        ]:
            await pilot.press(keys)
            await settled(pilot)
            assert app.list.cursor == position, keys
            assert app.list.cursor_id == position + 1
            assert line_of(app.list, position).startswith("▌")
            assert_grid(app.list)


async def test_a_single_g_waits_for_the_next_key_only() -> None:
    app = ListApp(Fake(50))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("G", "g", "k", "g")
        assert app.list.cursor == 48
        await pilot.press("g")
        assert app.list.cursor == 0


async def test_full_page_keeps_the_line_of_the_cursor() -> None:
    app = ListApp(Fake(1000))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("j", "j", "pagedown")
        assert app.list.cursor - app.list.top == 2


async def test_moving_inside_the_view_reads_nothing() -> None:
    source = Fake(MILLION)
    app = ListApp(source)
    async with app.run_test(size=(40, 23)) as pilot:
        await settled(pilot)
        counts, asked = source.counts, list(source.asked)
        await pilot.press(*"jjjjjkkjj")
        await settled(pilot)
        assert app.list.cursor == 5
        assert (source.counts, source.asked) == (counts, asked)


async def test_the_next_page_is_there_before_it_is_needed() -> None:
    source = Fake(MILLION)
    app = ListApp(source)
    async with app.run_test(size=(40, 23)) as pilot:
        await settled(pilot)
        for _ in range(9):
            await pilot.press("pagedown")
            assert app.list.row_at(app.list.top) is not None
            await settled(pilot)
        assert source.arounds[1:], "later pages start from their neighbour"
        assert None not in source.arounds[1:]
        assert len(source.asked) == len(set(source.asked))
        assert source.counts == 1


async def test_memory_stays_bounded() -> None:
    source = Fake(MILLION)
    app = ListApp(source)
    async with app.run_test(size=(40, 23)) as pilot:
        await settled(pilot)
        for position in range(0, 128 * 18, 128):
            app.list.go_to(position)
            await settled(pilot)
        assert len(app.list._cache) == 16
        assert len(app.list._strips) <= 1024


async def test_a_cursor_move_repaints_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ListApp(Fake(MILLION))
    async with app.run_test(size=(40, 23)) as pilot:
        await settled(pilot)
        spy = Refreshes(app.list, monkeypatch)
        await pilot.press("j")
        await settled(pilot)
        assert spy.lines() == [0, 1]


async def test_a_mark_repaints_its_line_and_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ListApp(Fake(MILLION), format_header=head)
    async with app.run_test(size=(40, 23)) as pilot:
        await settled(pilot)
        spy = Refreshes(app.list, monkeypatch)
        await pilot.press("space")
        await settled(pilot)
        assert set(spy.lines()) == {1, 2}


async def test_scrolling_leaves_the_header_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ListApp(Fake(MILLION), format_header=head)
    async with app.run_test(size=(40, 23)) as pilot:
        await settled(pilot)
        await pilot.press("pagedown", "pagedown")
        await settled(pilot)
        assert lines(app.list)[0].startswith("   名称 name")
        spy = Refreshes(app.list, monkeypatch)
        await pilot.press("pagedown")
        await settled(pilot)
        assert 0 not in spy.lines()
        assert_grid(app.list)


async def test_a_reload_without_news_repaints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ListApp(Fake(MILLION))
    async with app.run_test(size=(40, 23)) as pilot:
        await settled(pilot)
        spy = Refreshes(app.list, monkeypatch)
        app.list.reload()
        await settled(pilot)
        assert spy.lines() == []


async def test_a_changed_row_is_repainted_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Fake(people=[person(n) for n in range(1, 200)])
    app = ListApp(source)
    async with app.run_test(size=(40, 23)) as pilot:
        await settled(pilot)
        spy = Refreshes(app.list, monkeypatch)
        assert source.people
        # A figure of the row may change although the record behind it did not.
        source.people[4] = replace(source.people[4], name="新名字")
        app.list.reload()
        await settled(pilot)
        assert spy.lines() == [4]
        assert "新名字" in lines(app.list)[4]


async def test_reload_keeps_the_cursor_on_its_record_after_a_resort() -> None:
    source = Fake(people=[person(n) for n in range(1, 400)])
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.list.go_to(20)
        await settled(pilot)
        line = app.list.cursor - app.list.top
        assert source.people
        source.people.reverse()
        app.list.reload()
        await settled(pilot)
        assert app.list.cursor_id == 21
        assert app.list.cursor == 399 - 21
        assert app.list.cursor - app.list.top == line
        assert app.highlights() == [1, 21]


async def test_reload_stays_at_the_position_of_a_row_that_is_gone() -> None:
    source = Fake(people=[person(n) for n in range(1, 400)])
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.list.go_to(20)
        assert source.people
        del source.people[20]
        app.list.reload()
        await settled(pilot)
        assert (app.list.cursor, app.list.cursor_id) == (20, 22)
        assert app.highlights()[-1] == 22


async def test_reload_may_go_to_the_first_row() -> None:
    app = ListApp(Fake(500))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("G")
        await settled(pilot)
        app.list.reload(keep=False)
        await settled(pilot)
        assert (app.list.cursor, app.list.top, app.list.cursor_id) == (0, 0, 1)


async def test_a_reload_follows_a_cursor_that_moved_meanwhile() -> None:
    source = Fake(people=[person(n) for n in range(1, 400)])
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.reader.gate = asyncio.Event()
        app.list.reload()
        await pilot.pause()
        await pilot.press("j", "j")
        assert source.people
        source.people.insert(0, Person(1000, 1, "first"))
        source.people.reverse()
        app.reader.gate.set()
        await settled(pilot)
        assert app.list.cursor_id == 3
        assert app.list.cursor == source.position(3)
        assert app.highlights() == [1, 2, 3]


async def test_the_list_shrinks_under_the_cursor() -> None:
    source = Fake(people=[person(n) for n in range(1, 400)])
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("G")
        await settled(pilot)
        assert source.people
        del source.people[3:]
        app.list.reload()
        await settled(pilot)
        assert (app.list.count, app.list.cursor, app.list.top) == (3, 2, 0)
        assert app.list.cursor_id == 3
        source.people.clear()
        app.list.reload()
        await settled(pilot)
        assert (app.list.count, app.list.cursor, here(app.list)) == (0, 0, None)
        assert app.highlights()[-1] is None
        assert app.list.position_text == "0/0"
        await pilot.press("j", "k", "G", "g", "g", "space", "V", "asterisk", "enter", "pagedown")
        assert app.chosen() == []
        assert app.list.marks == Marks()


async def test_a_short_page_makes_the_list_count_again() -> None:
    source = Fake(people=[person(n) for n in range(1, 1000)])
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        assert source.people
        del source.people[300:]
        await pilot.press("G")
        await settled(pilot)
        assert app.list.count == 300
        assert app.list.cursor == 299
        assert source.counts == 2


async def test_empty_loading_and_problem_are_said_in_the_middle() -> None:
    app = ListApp(Fake(0))
    app.reader.gate = asyncio.Event()
    async with app.run_test(size=(40, 13)) as pilot:
        await pilot.pause()
        assert "Reading" in lines(app.list)[app.list.size.height // 2 - 1]
        assert app.list.position_text == ""
        app.reader.gate.set()
        await settled(pilot)
        assert "Nothing here" in "".join(lines(app.list))
        app.list.problem = "客户数据暂时无法读取，请按 F5 重新读取，或者联系管理员。"
        await pilot.pause()
        text = [line.strip() for line in lines(app.list) if line.strip()]
        assert "".join(text) == app.list.problem.replace(" ", "") or len(text) > 1
        assert_grid(app.list)


async def test_one_row() -> None:
    app = ListApp(Fake(1))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("j", "G", "pagedown", "k", "g", "g", "enter")
        assert app.list.cursor == 0
        assert app.chosen() == [1]
        assert app.highlights() == [1]


async def test_rows_on_their_way_are_drawn_calmly() -> None:
    app = ListApp(Fake(MILLION))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.reader.gate = asyncio.Event()
        await pilot.press("G")
        await pilot.pause()
        assert lines(app.list)[-1].rstrip() == "▌  ·"
        assert here(app.list) is None
        await pilot.press("enter", "space")
        assert app.chosen() == []
        app.reader.gate.set()
        await settled(pilot)
        assert app.list.cursor_id == MILLION
        assert app.highlights() == [1, MILLION]


async def test_only_the_newest_view_is_read() -> None:
    source = Fake(MILLION)
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        source.asked.clear()
        app.reader.gate = asyncio.Event()
        for position in (100_000, 200_000, 300_000):
            app.list.go_to(position)
            await pilot.pause()
        app.reader.gate.set()
        await settled(pilot)
        assert min(source.asked) >= 300_000 // 128 - 1
        assert app.list.cursor_id == 300_001


async def test_pages_of_an_older_list_are_thrown_away() -> None:
    app = ListApp(Fake(MILLION))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.reader.gate = asyncio.Event()
        await pilot.press("G")
        await pilot.pause()
        other = Fake(people=[Person(7, 1, "seven"), Person(8, 1, "eight")])
        app.list.set_source(other)
        await pilot.pause()
        app.reader.gate.set()
        await settled(pilot)
        assert [line.strip() for line in lines(app.list)[:3]] == ["▌  seven", "eight", ""]
        assert app.list.cursor_id == 7


async def test_another_source_keeps_the_record_or_goes_to_the_first_row() -> None:
    app = ListApp(Fake(people=[person(n) for n in range(1, 100)]))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.list.go_to(49)
        app.list.set_source(Fake(people=[person(n) for n in range(10, 100, 10)]))
        await settled(pilot)
        assert (app.list.cursor, app.list.cursor_id) == (4, 50)
        app.list.set_source(Fake(people=[person(n) for n in range(3, 9)]))
        await settled(pilot)
        assert (app.list.cursor, app.list.cursor_id) == (0, 3)


async def test_the_last_place_is_taken_up_again() -> None:
    app = ListApp(None)
    app.list.set_source(Fake(MILLION), row_id=777_777)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        assert app.list.cursor_id == 777_777
        assert app.highlights() == [777_777]
        app.list.select(5)
        await settled(pilot)
        assert (app.list.cursor, app.list.cursor_id) == (4, 5)
        app.list.select(6)
        assert app.list.cursor_id == 6


async def test_news_do_not_forget_the_row_that_is_wanted() -> None:
    app = ListApp(Fake(people=[person(n) for n in range(1, 100)]))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.reader.gate = asyncio.Event()
        app.list.set_source(Fake(MILLION), row_id=500_000)
        app.list.reload()
        await pilot.pause()
        app.reader.gate.set()
        await settled(pilot)
        assert app.list.cursor_id == 500_000
        app.reader.gate = asyncio.Event()
        app.list.select(9)
        await pilot.pause()
        app.list.reload()
        app.reader.gate.set()
        await settled(pilot)
        assert app.list.cursor_id == 9
        assert app.highlights() == [1, 500_000, 9]


async def test_an_error_is_told_and_the_rows_stay() -> None:
    source = Fake(MILLION)
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        before = lines(app.list)
        source.error = OSError("disk")
        app.list.reload()
        await settled(pilot)
        assert lines(app.list) == before
        app.list.go_to(500_000)
        await settled(pilot)
        errors = [m.error for m in app.heard if isinstance(m, LazyList.Failed)]
        assert errors == [source.error, source.error]
        source.error = None
        await pilot.press("j")
        await settled(pilot)
        assert app.list.cursor_id == 500_002


async def test_marks_over_a_million_rows_list_none_of_them() -> None:
    source = Fake(MILLION)
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        asked = list(source.asked)
        await pilot.press("asterisk")
        assert app.list.marks == EVERYTHING
        assert app.list.marked_count == MILLION
        assert all(line.startswith(("▌+", " +")) for line in lines(app.list))
        await pilot.press("space")
        assert app.list.marks == Marks(frozenset({1}), all_but=True)
        assert app.list.marked_count == MILLION - 1
        assert lines(app.list)[0].startswith("   ")
        await pilot.press("asterisk")
        assert app.list.marked_count == MILLION
        await pilot.press("asterisk")
        assert app.list.marks == Marks()
        assert source.asked == asked
        counts = [m.count for m in app.heard if isinstance(m, LazyList.MarksChanged)]
        assert counts == [MILLION, MILLION - 1, MILLION, 0]


async def test_space_marks_and_goes_on_and_range_fills_up() -> None:
    app = ListApp(Fake(1000))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("j", "space", "j", "j", "V")
        assert app.list.marks.ids == {2, 3, 4, 5}
        assert app.list.cursor == 4
        await pilot.press("k", "space")
        assert app.list.marks.ids == {2, 3, 5}


async def test_a_range_over_pages_not_at_hand_is_read() -> None:
    source = Fake(MILLION)
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("space")
        app.list.go_to(9_999)
        await settled(pilot)
        await pilot.press("V")
        await settled(pilot)
        assert app.list.marks.ids == set(range(1, 10_001))


async def test_a_range_finds_its_start_after_a_resort() -> None:
    source = Fake(people=[person(n) for n in range(1, 20)])
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("j", "space")
        assert source.people
        source.people.insert(0, Person(99, 1, "new"))
        app.list.reload()
        await settled(pilot)
        assert app.list.cursor_id == 3
        await pilot.press("j", "V")
        await settled(pilot)
        assert app.list.marks.ids == {2, 3, 4}


async def test_marks_leave_with_their_filter_unless_they_are_kept() -> None:
    app = ListApp(Fake(1000))
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("space", "space")
        app.list.set_source(Fake(500), keep_marks=True)
        await settled(pilot)
        assert app.list.marks.ids == {1, 2}
        app.list.reload()
        await settled(pilot)
        assert app.list.marks.ids == {1, 2}
        app.list.set_source(Fake(400))
        await settled(pilot)
        assert not app.list.marks


async def test_a_list_without_marks() -> None:
    app = ListApp(Fake(10), markable=False)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.press("space", "V", "asterisk")
        assert app.list.marks == Marks()
        assert lines(app.list)[0].startswith("▌ Harbour")


async def test_mouse() -> None:
    app = ListApp(Fake(MILLION), format_header=head)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.click(LazyList, offset=(9, 4))
        assert app.list.cursor_id == 4
        assert app.chosen() == []
        await pilot.click(LazyList, offset=(9, 4), times=2)
        assert app.chosen() == [4]
        await pilot.click(LazyList, offset=(9, 0))
        assert app.list.cursor_id == 4
        await pilot.click(LazyList, offset=(1, 2))
        assert app.list.marks.ids == {2}
        assert await pilot._post_mouse_events([MouseScrollDown], LazyList, offset=(4, 4))
        assert (app.list.top, app.list.cursor) == (3, 1)
        await pilot.press("j")
        assert app.list.top == 2


async def test_a_click_below_the_rows_does_nothing() -> None:
    app = ListApp(Fake(2), choose_on_click=True)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        await pilot.click(LazyList, offset=(9, 6))
        assert app.chosen() == []
        await pilot.click(LazyList, offset=(9, 1))
        assert app.chosen() == [2]


async def test_paged_scrolling_moves_half_a_view() -> None:
    app = ListApp(Fake(1000), paged=True)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        height = app.list.view_height
        await pilot.press(*["j"] * height)
        assert app.list.cursor == height
        assert app.list.top == height - height // 2


async def test_every_line_is_exactly_as_wide_as_the_list() -> None:
    app = ListApp(Fake(MILLION), format_header=head)
    sizes = [(1, 1), (2, 2), (3, 12), (4, 1), (5, 3), (9, 2), (20, 12), (300, 12)]
    async with app.run_test(size=(300, 24)) as pilot:
        for row_count in (MILLION, 0):
            app.list.set_source(Fake(row_count))
            await settled(pilot)
            for width, height in sizes:
                app.list.styles.width = width
                app.list.styles.height = height
                app.list.go_to(MILLION)
                await settled(pilot)
                assert app.list.size == (width, height)
                assert_grid(app.list)
                assert (lines(app.list)[-1][0] == "▌") == (row_count > 0)


async def test_resize_keeps_the_cursor_in_view_and_reads_what_is_missing() -> None:
    app = ListApp(Fake(MILLION))
    async with app.run_test(size=(40, 33)) as pilot:
        await settled(pilot)
        await pilot.press("G")
        await settled(pilot)
        for size in [(90, 10), (12, 60), (40, 5), (120, 40)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert app.list.top <= MILLION - 1 < app.list.top + app.list.view_height
            assert "·" not in "".join(lines(app.list))
            assert lines(app.list)[-1].startswith("▌"), "no blank lines after the last row"
            assert_grid(app.list)


async def test_hostile_text_cannot_shift_the_grid() -> None:
    names = [
        "a\tb",
        "a\nb\x1b[31m",
        "张\u200d三" * 20,
        "e\u0301" * 30,
        "👨‍👩‍👧" * 20,
        "中" * 40,
        "",
    ]
    app = ListApp(Fake(people=[Person(i + 1, 1, name) for i, name in enumerate(names)]))
    async with app.run_test(size=(22, 13)) as pilot:
        await settled(pilot)
        assert_grid(app.list)
        assert "\x1b" not in "".join(lines(app.list))


async def test_new_words_are_drawn_when_the_serial_counts_up() -> None:
    app = ListApp(Fake(3))
    words = {"now": "one"}

    def say(row: Person, width: int, selected: bool, marked: bool) -> list[Segment]:
        return [Segment(words["now"])]

    app.list._format_row = say
    async with app.run_test(size=(22, 13)) as pilot:
        await settled(pilot)
        words["now"] = "二"
        assert "one" in lines(app.list)[1]
        app.list.serial += 1
        assert "二" in lines(app.list)[1]


async def test_focus_shows_in_the_cursor() -> None:
    app = ListApp(Fake(3))
    async with app.run_test(size=(22, 13)) as pilot:
        await settled(pilot)
        focused = app.list.render_line(0)
        await pilot.press("tab")
        await pilot.pause()
        assert app.list.render_line(0) != focused
        assert app.list.render_line(0).text == focused.text


async def test_ascii_signs() -> None:
    app = ListApp(Fake(MILLION))
    setattr(app, "ascii", True)  # noqa: B010 - the product's app has this attribute
    async with app.run_test(size=(22, 13)) as pilot:
        await settled(pilot)
        await pilot.press("space")
        assert lines(app.list)[1].startswith(">  ")
        app.reader.gate = asyncio.Event()
        await pilot.press("G")
        assert lines(app.list)[-1].rstrip() == ">  ."
        app.reader.gate.set()
        await settled(pilot)


async def test_a_better_count_lengthens_the_list() -> None:
    source = Fake(2000, cap=1001)
    app = ListApp(source, format_position=lambda at, n: f"{at}/{n}")
    async with app.run_test(size=(22, 13)) as pilot:
        await settled(pilot)
        assert app.list.position_text == "1/1001"
        app.list.set_count(2000)
        await pilot.press("G")
        await settled(pilot)
        assert app.list.cursor_id == 2000
        assert source.counts == 1
        app.list.set_count(0)
        assert app.list.cursor_id is None


@dataclass
class Capped(Fake):
    """Counts no further than `cap` until it is asked for all."""

    capped: bool = False
    grows: bool = False
    totals: int = 0

    def count(self) -> int:
        found = super().count()
        self.capped = found >= self.cap
        return found

    def counted(self) -> tuple[int, bool]:
        return (min(self.cap, self.length), True) if self.capped else (self.length, False)

    def reach(self, position: int) -> int:
        return self.total()

    def total(self) -> int:
        self.totals += 1
        self.capped = False
        return self.length


async def test_rows_are_shown_before_they_are_counted_to_the_end() -> None:
    source = Capped(5000, cap=1001)
    app = ListApp(source)
    app.reader.gate = asyncio.Event()
    app.reader.waits = ".count"
    async with app.run_test(size=(40, 13)) as pilot:
        await pilot.pause()
        await until(lambda: app.list.count is not None, pilot)
        assert (app.list.count, app.list.is_capped) == (1001, True)
        assert "1" in lines(app.list)[0]
        app.reader.gate.set()
        await settled(pilot)
        assert (app.list.count, app.list.is_capped) == (5000, False)
        assert set(source.asked) == {0}  # not the page at the bound, which is far from any other
        await pilot.press("G")
        await settled(pilot)
        assert app.list.cursor_id == 5000
        app.list.reload()
        await settled(pilot)
        assert (app.list.count, app.list.cursor_id) == (5000, 5000)
        assert source.totals == 2


async def test_a_list_read_again_keeps_its_length_till_it_is_counted_again() -> None:
    source = Capped(5000, cap=1001)
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.reader.gate = asyncio.Event()
        app.reader.waits = ".count"
        app.list.reload()
        await until(lambda: source.counts == 2, pilot)
        await pilot.pause()
        assert (app.list.count, app.list.is_capped) == (5000, False)
        source.length = 4000
        app.reader.gate.set()
        await settled(pilot)
        assert app.list.count == 4000


async def test_a_place_behind_the_bound_is_counted_for() -> None:
    source = Capped(5000, cap=1001)
    app = ListApp(source)
    async with app.run_test(size=(40, 13)) as pilot:
        await settled(pilot)
        app.list.select(3000)
        await settled(pilot)
        assert (app.list.cursor_id, app.list.count) == (3000, 5000)


@dataclass
class Growing(Capped):
    """Makes its rows as they are looked at."""

    grows: bool = True
    made: int = 0
    reached: list[int] = field(default_factory=list)

    def _all(self) -> Sequence[Person]:
        return Synthetic(self.made)

    def _to(self, made: int) -> int:
        self.made = min(self.length, made)
        self.capped = self.made < self.length
        return self.made

    def count(self) -> int:
        self.counts += 1
        return self._to(30)

    def counted(self) -> tuple[int, bool]:
        return self.made, self.capped

    def reach(self, position: int) -> int:
        self.reached.append(position)
        return self._to(max(self.made, position + 50))

    def total(self) -> int:
        self.totals += 1
        return self._to(self.length)


async def test_rows_are_made_as_they_come_into_view() -> None:
    source = Growing(1000)
    app = ListApp(source)
    async with app.run_test(size=(40, 12)) as pilot:
        await settled(pilot)
        assert (app.list.count, source.reached) == (30, [])
        for _ in range(2):
            await pilot.press("pagedown")
            await settled(pilot)
        assert (app.list.count, source.reached) == (80, [30])
        shown = lines(app.list)
        assert "." not in "".join(shown)
        assert str(app.list.top + 1) in shown[0]
        for _ in range(40):
            await pilot.press("pagedown")
            await settled(pilot)
        assert lines(app.list)[0].rstrip().endswith(f" {app.list.top + 1}")
        assert source.totals == 0
        here, top = app.list.cursor_id, app.list.top
        app.list.reload()
        await settled(pilot)
        assert (app.list.cursor_id, app.list.top, app.list.is_capped) == (here, top, True)
        assert source.totals == 0
        await pilot.press("G")
        await settled(pilot)
        assert (app.list.cursor_id, app.list.count, source.totals) == (1000, 1000, 1)
        assert lines(app.list)[-1].rstrip().endswith(" 1000")


async def test_a_move_after_the_last_row_was_asked_for_wins() -> None:
    source = Growing(1000)
    app = ListApp(source)
    async with app.run_test(size=(40, 12)) as pilot:
        await settled(pilot)
        app.reader.gate = asyncio.Event()
        app.reader.waits = ".count"
        await pilot.press("G", "j")
        app.reader.gate.set()
        await settled(pilot)
        assert (app.list.cursor_id, app.list.count) == (2, 1000)


async def test_a_list_that_is_taken_away_while_reading() -> None:
    app = ListApp(Fake(MILLION))
    app.reader.gate = asyncio.Event()
    async with app.run_test(size=(22, 13)) as pilot:
        await pilot.pause()
        await app.list.remove()
        app.reader.gate.set()
        await pilot.pause()


ACTIONS = {
    key: str(binding.action)
    for binding in LazyList.BINDINGS
    if isinstance(binding, Binding)
    for key in binding.key.split(",")
}
MARK_KEYS = ["space", "V", "asterisk"]
CHANGES = ["insert", "delete", "reverse", "cut"]


async def read_all(app: ListApp) -> None:
    """Let the reads run to their end without waiting for the screen."""
    await asyncio.sleep(0)
    while app.workers:  # noqa: ASYNC110 - a turn of the loop, no waiting time
        await asyncio.sleep(0)


class Model:
    """What the list should do, on a plain list."""

    def __init__(self, people: list[Person], height: int) -> None:
        self.people = people
        self.height = height
        self.cursor = 0
        self.marked: set[int] = set()
        self.all_but = False
        self.anchor: int | None = None
        self.g = False

    @property
    def current(self) -> int | None:
        return self.people[self.cursor].id if self.people else None

    def is_marked(self, row_id: int) -> bool:
        return (row_id in self.marked) != self.all_but

    def go(self, position: int) -> None:
        self.cursor = max(0, min(position, len(self.people) - 1))

    def press(self, key: str) -> None:
        half = max(1, self.height // 2)
        steps = {
            "j": 1,
            "down": 1,
            "k": -1,
            "up": -1,
            "pagedown": self.height,
            "pageup": -self.height,
        }
        steps |= {"ctrl+d": half, "ctrl+u": -half}
        was_g, self.g = self.g, key == "g" and not self.g
        if key in steps:
            self.go(self.cursor + steps[key])
        elif key in ("G", "end"):
            self.go(len(self.people) - 1)
        elif key == "home" or (key == "g" and was_g):
            self.go(0)
        elif self.people and key in MARK_KEYS:
            self.mark(key)

    def mark(self, key: str) -> None:
        assert self.current is not None
        if key == "asterisk":
            everything = self.all_but and not self.marked
            self.marked, self.all_but = set(), not everything
            self.anchor = None if everything else self.anchor
        elif key == "space":
            self.marked ^= {self.current}
            if self.is_marked(self.current):
                self.anchor = self.current
            elif not self.marked and not self.all_but:
                self.anchor = None
            self.go(self.cursor + 1)
        else:
            ids = [one.id for one in self.people]
            start = self.cursor if self.anchor not in ids else ids.index(self.anchor)
            low, high = sorted((start, self.cursor))
            chosen = set(ids[low : high + 1])
            self.marked = self.marked - chosen if self.all_but else self.marked | chosen
            self.anchor = self.current

    def change(self, change: str, fresh: int) -> None:
        current = self.current
        middle = len(self.people) // 2
        if change == "insert":
            self.people.insert(middle, Person(fresh, 1, f"新 {fresh}"))
        elif change == "delete":
            del self.people[middle : middle + 3]
        elif change == "reverse":
            self.people.reverse()
        else:
            del self.people[middle + 20 :]
        ids = [one.id for one in self.people]
        self.go(ids.index(current) if current in ids else self.cursor)
        # A range starts from a row; once that row is gone, from where it was: not modelled.
        if self.anchor not in ids:
            self.anchor = None


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    size=st.sampled_from([0, 1, 2, 9, 130, 700]),
    steps=st.lists(st.sampled_from([*sorted(ACTIONS), *CHANGES]), max_size=40),
    with_header=st.booleans(),
)
def test_the_list_behaves_like_a_plain_list(size: int, steps: list[str], with_header: bool) -> None:
    async def play() -> None:
        people = [person(n) for n in range(1, size + 1)]
        app = ListApp(Fake(people=people), format_header=head if with_header else None)
        async with app.run_test(size=(30, 12)) as pilot:
            await settled(pilot)
            rows = app.list
            model = Model(people, rows.view_height)
            for number, step in enumerate(steps):
                if step in CHANGES:
                    model.change(step, 10_000 + number)
                    if model.anchor is None:
                        rows._anchor = None
                    rows.reload()
                else:
                    model.press(step)
                    rows.on_key(Key(step, None))
                    getattr(rows, f"action_{ACTIONS[step]}")()
                await read_all(app)
                assert (rows.count, rows.cursor) == (len(people), model.cursor), step
                assert rows.cursor_id == model.current
                assert (set(rows.marks.ids), rows.marks.all_but) == (model.marked, model.all_but)
                assert_view(rows, model)
            await pilot.pause()
            assert app.highlights()[-1:] in ([model.current], [])

    asyncio.run(play())


def assert_view(rows: LazyList[Person], model: Model) -> None:
    """What is on the screen is a window of the model, with the cursor in it."""
    assert_grid(rows)
    if not model.people:
        return
    assert rows.top <= model.cursor < rows.top + rows.view_height
    assert rows.top <= max(0, len(model.people) - rows.view_height)
    for position in range(rows.top, rows.top + rows.view_height):
        text = line_of(rows, position)
        if position >= len(model.people):
            assert text.strip() == ""
            continue
        one = model.people[position]
        sign = "▌" if position == model.cursor else " "
        mark = "+" if model.is_marked(one.id) else " "
        assert text.startswith(f"{sign}{mark} {one.name[:6]}")


def test_reads_are_awaitable_of_any_kind() -> None:
    # The bridge may hand out futures as well as coroutines.
    reader: Callable[..., Awaitable[int]] = Reader()
    assert asyncio.run(_await(reader("x", lambda: 3))) == 3


async def _await(answer: Awaitable[T]) -> T:
    return await answer
