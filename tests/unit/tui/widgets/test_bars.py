"""What the title leaves out where it is narrow: words of the right side before how far work is."""

from __future__ import annotations

import pytest

from tui import i18n
from tui.rows.title import work_words
from tui.widgets.bars import TitleBar

LONG, BRIEF = "root · Fri 27 November 2026", "27 Nov"
WORK = "Change 1,000,000 customers: 4 %"


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (100, (f"2 due · {WORK}", LONG)),
        (60, ("2 due · 4 %", LONG)),
        (24, ("2 due · 4 %", BRIEF)),
        (14, ("2 due · 4 %", "")),
    ],
)
def test_work_that_goes_on_stands_behind_the_duties(room: int, said: tuple[str, str]) -> None:
    i18n.set_language("en")
    bar = TitleBar()
    bar.say(["2 due"], [LONG, BRIEF])
    bar.say_work(work_words("Change 1,000,000 customers", 4.5, stopping=False))
    assert bar._fitting(room) == said
    bar.say_work([])
    assert bar._fitting(room)[0] == "2 due"


def test_work_stands_alone_before_the_duties_are_known() -> None:
    i18n.set_language("en")
    bar = TitleBar()
    bar.say_work(work_words("Undo", 50.0, stopping=True))
    assert bar._fitting(40) == ("Undo: stopping", "")
    assert bar._fitting(9) == ("stopping", "")
