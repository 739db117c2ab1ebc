"""Words of the first line of the screen, each side in wordings from the longest to the shortest.

Knows no widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import i18n
from tui.i18n import day_long, day_of_year, ntr, tr

if TYPE_CHECKING:
    from storage.services import Services
    from storage.services.cards import Duties


def duty_words(found: Duties) -> list[str]:
    """What waits for the user."""
    due = [ntr("{n} due", "{n} due", found.due)]
    if found.late:
        due.append(ntr("{n} late", "{n} late", found.late))
    over, brief = [], []
    if found.cases_over:
        over.append(ntr("{n} case over time", "{n} cases over time", found.cases_over))
        brief.append(ntr("{n} case over", "{n} cases over", found.cases_over))
    if found.tickets_over:
        over.append(ntr("{n} ticket over time", "{n} tickets over time", found.tickets_over))
        brief.append(ntr("{n} ticket over", "{n} tickets over", found.tickets_over))
    wordings = [" · ".join([*due, *over])]
    return [*wordings, " · ".join([*due, *brief])] if over else wordings


def work_words(title: str, share: float, *, stopping: bool) -> list[str]:
    """How far work is that goes on by itself."""
    how = tr("stopping") if stopping else tr("{n} %", n=int(share))
    return [f"{title}: {how}", how]


def place_words(services: Services) -> list[str]:
    """Who works on which data and day, and the key that leads to the other language.

    Called off the event loop.
    """
    core = services.core
    name, today = services.actor().name, core.clock.today()
    what = [tr("demo")] if core.is_demo else []
    what += [tr("read-only")] if core.database.readonly else []
    language = f"F2 {i18n.LANGUAGES[i18n.next_language()].name}"
    ways = (
        [name, *what, day_long(today), language],
        [name, *what, day_of_year(today), language],
        [*what, day_of_year(today), language],
        [*what, language],
        what,
    )
    return [" · ".join(way) for way in ways]
