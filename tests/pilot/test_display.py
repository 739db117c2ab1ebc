"""Data in widgets: literal, harmless, and nothing lost but what no terminal may see."""

from __future__ import annotations

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import Static, TabbedContent, TabPane, Tree
from textual.widgets._toast import Toast

from tui import display

HOSTILE = "[/x] [@click=app.quit]张三[VIP][/] \x1b[31m\u202e [link=x]"
SAFE = "[/x] [@click=app.quit]张三[VIP][/] ␛[31m\ufffd [link=x]"


class Showing(App[None]):
    def compose(self) -> ComposeResult:
        framed = Static(display.cell(HOSTILE, "bold"), id="framed")
        framed.border_title = display.border(HOSTILE)
        framed.border_subtitle = display.border("  ")
        yield framed
        tree: Tree[None] = Tree(display.cell(HOSTILE))
        yield tree
        with TabbedContent():
            yield TabPane(display.title(HOSTILE))


def test_cell_is_literal_and_styled() -> None:
    text = display.cell("[b]x[/b]", "bold")
    assert text.plain == "[b]x[/b]"
    assert not text.spans
    assert text.style == "bold"
    assert text.end == ""


def test_cell_keeps_lines_only_where_asked() -> None:
    assert display.cell("a\nb").plain == "a␊b"
    assert display.cell("a\nb", lines=True).plain == "a\nb"


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_no_border_title_for_nothing(text: str) -> None:
    assert display.border(text) is None


async def test_widgets_show_data_as_it_stands() -> None:
    app = Showing()
    async with app.run_test(size=(100, 30)):
        framed = app.query_one("#framed", Static)
        assert isinstance(framed.content, Text)
        assert framed.content.plain == SAFE
        assert str(framed._border_title) == SAFE
        assert framed._border_subtitle is None
        root = app.query_one(Tree).root.label
        assert isinstance(root, Text)
        assert root.plain == SAFE
        assert app.query_one(TabPane)._title == display.title(HOSTILE)


async def test_toast_is_literal() -> None:
    app = Showing()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        display.toast(app, HOSTILE + "\nsecond", "error", heading=HOSTILE, timeout=60)
        await pilot.pause()
        toast = app.query_one(Toast)
        assert toast.render().plain == f"{SAFE}\n{SAFE}\nsecond"
        assert toast.has_class("-error")
        await pilot.click(Toast, offset=(12, 1))
        assert app.is_running
