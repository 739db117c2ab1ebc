"""One thing worth knowing a day, told at the start; `tips = false` in config.toml ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.width import cell_width
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from datetime import date

TIPS: Final[tuple[str, ...]] = (
    N_("x on any figure tells how it came about."),
    N_("t logs a touch, proposes the new grade and plans the next: one form for all three."),
    N_("Pinyin initials find Chinese names: type / and then zgyd for 中国移动."),
    N_("v and a digit open a saved view; v s saves the one on the screen."),
    N_("Space marks a customer, V up to here, * all of the filter; m changes them all at once."),
    N_("u takes back whatever was done last, also after a restart; :log lists everything."),
    N_("J and K go to the next customer from any pane."),
    N_("s shows the five elements of a deal and what to ask next."),
    N_("z gives one pane the whole screen; z again brings the others back."),
    N_("? lists the keys that work where you are."),
    N_("F2 switches between English and Chinese, also in the middle of a form."),
    N_("A half-typed form is never lost: it is offered again at the next start."),
    N_("due<7d owner:me sort:due in the query line is the week ahead."),
    N_("fivefold due --until +7d prints the same list without the screen."),
)


def of_the_day(today: date, room: int = 86) -> str:
    """The tip of a day: the same for all who start on it with so many cells for it.

    One that needs more than a line gives way to the next.
    """
    first = today.toordinal() % len(TIPS)
    turn = [tr(one) for one in (*TIPS[first:], *TIPS[:first])]
    return next((one for one in turn if cell_width(one) <= room), "")
