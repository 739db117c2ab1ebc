"""Text fields: what they take in, what stays out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste

from models.fields.spec import FieldKind
from tui.widgets.text_field import NoteField, Shortened, TextField, fitting


class FieldApp(App[None]):
    field: TextField | NoteField

    def __init__(self, make: Callable[[], TextField | NoteField]) -> None:
        super().__init__()
        self.make = make
        self.lost: list[int] = []

    def compose(self) -> ComposeResult:
        self.field = self.make()
        yield self.field

    @property
    def text(self) -> str:
        return self.field.value if isinstance(self.field, TextField) else self.field.text

    def on_shortened(self, event: Shortened) -> None:
        assert event.control is self.field
        self.lost.append(event.lost)


async def entered(make: Callable[[], TextField | NoteField], *steps: str | Paste) -> FieldApp:
    app = FieldApp(make)
    async with app.run_test() as pilot:
        for step in steps:
            if isinstance(step, Paste):
                app.post_message(step)
            else:
                await pilot.press(step)
            await pilot.pause()
    return app


@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("中远物流集团", "中远物流集团"),
        ("\n  中远物流\n集团\r\n", "中远物流 集团"),
        ("a\x1b]52;c;ZXZpbA==\x07b", "a]52;c;ZXZpbA==b"),
        ("a\tb\x00\u202ec", "a bc"),
        ("[VIP] 折扣[50%] [/x]", "[VIP] 折扣[50%] [/x]"),
        ("\n\r\n", ""),
        ("", ""),
        ("\ufeffname\u200b", "name"),
    ],
)
async def test_paste(pasted: str, value: str) -> None:
    app = await entered(lambda: TextField(), Paste(pasted))
    assert app.text == value


async def test_paste_replaces_the_selection() -> None:
    app = await entered(lambda: TextField("old name"), "ctrl+shift+a", Paste("new\nname"))
    assert app.text == "new name"


async def test_typing_keeps_blanks_and_full_width_text_in_text() -> None:
    app = await entered(lambda: TextField(), "张", "space", "space", "２", "a")
    assert app.text == "张  ２a"


@pytest.mark.parametrize("kind", [FieldKind.DATE, FieldKind.MONEY, FieldKind.PHONE])
async def test_full_width_forms_become_plain_where_they_mean_the_same(kind: FieldKind) -> None:
    app = await entered(
        lambda: TextField(kind=kind), "２", "０", Paste("２６－０３－０２ １２：３０．５")
    )
    assert app.text == "2026-03-02 12:30.5"


async def test_the_most_characters() -> None:
    app = await entered(lambda: TextField("客户", max_length=4), Paste("中远物流"))
    assert (app.text, app.lost) == ("客户中远", [2])
    app = await entered(lambda: TextField("客户名称", max_length=4), "x")
    assert (app.text, app.lost) == ("客户名称", [1])
    app = await entered(lambda: TextField("客户名称", max_length=4), "ctrl+shift+a", "x")
    assert (app.text, app.lost) == ("x", [])


async def test_deleting_still_works() -> None:
    app = await entered(lambda: TextField("abc", max_length=3), "backspace", "home", "delete")
    assert app.text == "b"


async def test_a_full_field_keeps_what_a_paste_would_replace_when_nothing_is_left() -> None:
    app = await entered(lambda: TextField("abc"), "ctrl+shift+a", Paste("\x1b\x00"))
    assert app.text == "abc"


async def test_no_field_blinks() -> None:
    for make in (TextField, NoteField):
        app = await entered(make)
        assert app.field.cursor_blink is False


async def test_notes_keep_lines_and_drop_controls() -> None:
    app = await entered(
        lambda: NoteField("旧"), "end", "enter", Paste("第一行\r\n第二\x1b[2J行\u2028third\tx")
    )
    assert app.text == "旧\n第一行\n第二[2J行\nthird x"


async def test_notes_have_a_limit_and_can_be_undone() -> None:
    app = await entered(lambda: NoteField("一二", max_length=5), "end", Paste("三\n四五六"))
    assert (app.text, app.lost) == ("一二三\n四", [2])
    app = await entered(lambda: NoteField("一二三四五", max_length=5), "end", "x", "backspace", "y")
    assert (app.text, app.lost) == ("一二三四y", [1])
    app = await entered(lambda: NoteField("一二三四五", max_length=5), "end", "backspace", "ctrl+z")
    assert app.text == "一二三四五"


async def test_tab_leaves_a_note() -> None:
    app = await entered(lambda: NoteField("text"), "tab")
    assert app.text == "text"


def test_fitting() -> None:
    assert fitting("abc", None) == ("abc", 0)
    assert fitting("abc", 3) == ("abc", 0)
    assert fitting("abc", 1) == ("a", 2)
    assert fitting("abc", -2) == ("", 3)
