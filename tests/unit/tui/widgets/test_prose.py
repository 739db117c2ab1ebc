"""Sentences break between Han, so that no line stays half empty before a Chinese run."""

from __future__ import annotations

from textual.geometry import Size

from tui.widgets.prose import Prose

ROOM = Size(30, 10)


def test_lines_are_filled_and_counted() -> None:
    said = Prose("第 1 轮已经用过:员工培训,更换密封件。请换一种做法。")
    assert said._lines(24) == ["第 1 轮已经用过:员工培", "训,更换密封件。请换一种", "做法。"]
    assert said.get_content_height(ROOM, ROOM, 24) == 3


def test_what_data_hold_stays_words() -> None:
    said = Prose("[red]张三[/x] \x1b[2J")
    assert said._lines(40) == ["[red]张三[/x] ␛[2J"]
    said.say("")
    assert said.get_content_height(ROOM, ROOM, 24) == 0
