"""Lines that are made while one reads on."""

from __future__ import annotations

from collections.abc import Iterator

from tui.rows.lines import Line, Lines, LinesSource


def entries(count: int, made: list[int]) -> Iterator[Line]:
    page = Lines(40)
    for number in range(count):
        made.append(number)
        page.add((f"entry {number}", ""), key=f"entry {number}")
        page.add(("its text", ""), key=f"entry {number} text")
        yield from page.done()


def test_a_tuple_of_lines_is_there_at_once() -> None:
    source = LinesSource(lambda: tuple(entries(100, [])))
    assert (source.count(), source.counted()) == (200, (200, False))


def test_yielded_lines_are_made_as_far_as_they_are_looked_at() -> None:
    made: list[int] = []
    source = LinesSource(lambda: entries(1000, made))
    assert (source.count(), source.counted()) == (32, (32, True))
    assert len(made) == 16
    assert source.reach(40) >= 41
    assert len(made) < 200
    assert (source.total(), source.counted(), len(made)) == (2000, (2000, False), 1000)
    assert source.reach(5000) == 2000
    assert [line.pieces[0][0] for line in source.page(15, 128).rows][-1] == "its text"


def test_a_place_far_down_is_found_again_after_the_lines_were_made_anew() -> None:
    source = LinesSource(lambda: entries(1000, []))
    source.total()
    assert source.count()
    assert source.total() == 2000
    wanted = source.page(0, 2000).rows[1500]
    source.count()
    assert source.position(wanted.id) == 1500
    assert source.position(-1) is None


def test_a_line_that_is_not_there_is_not_looked_for_in_all_of_a_new_list() -> None:
    made: list[int] = []
    source = LinesSource(lambda: entries(1000, made))
    source.count()
    assert source.position(-1) is None
    assert len(made) == 16


def test_each_line_keeps_its_id_however_far_the_lines_are_made() -> None:
    source = LinesSource(lambda: entries(100, []))
    source.count()
    first = source.page(0, 32).rows
    source.total()
    whole = source.page(0, 200).rows
    assert whole[:32] == first
    assert len({line.id for line in whole}) == 200
