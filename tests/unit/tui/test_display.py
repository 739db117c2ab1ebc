"""What fits into a frame: whole parts of a hint, never half a key."""

from __future__ import annotations

import pytest

from tui.display import fitting

HINT = "Enter opens · p prints · Esc closes"
ZH = "回车打开 · p 打印 · Esc 关闭"


@pytest.mark.parametrize(
    ("hint", "width", "shown"),
    [
        (HINT, 35, HINT),
        (HINT, 34, "Enter opens · Esc closes"),
        (HINT, 24, "Enter opens · Esc closes"),
        (HINT, 23, "Esc closes"),
        (HINT, 3, "Esc closes"),
        (ZH, 28, ZH),
        (ZH, 27, "回车打开 · Esc 关闭"),
        ("", 10, ""),
    ],
)
def test_the_way_out_stays(hint: str, width: int, shown: str) -> None:
    assert fitting(hint, width) == shown


def test_a_hint_with_keys_left_out_says_how_to_see_them() -> None:
    hint = "Enter merges · b keeps both · N never again · Esc closes"
    assert fitting(hint, 60, "? keys") == hint
    assert fitting(hint, 50, "? keys") == "Enter merges · b keeps both · ? keys · Esc closes"
    assert fitting("Esc closes", 4, "? keys") == "Esc closes"
