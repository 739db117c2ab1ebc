"""The demo data: made when they are not there, or made anew; where they lie and how to look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from storage import locations
from storage.clock import ShiftedClock, SystemClock
from tui.cli.output import Output
from tui.i18n import tr

if TYPE_CHECKING:
    from tui.cli.options import Options


def build(options: Options, *, announce: bool) -> None:
    """Makes the demo database where it is missing, of another day, or `--reset` asks for it.

    Its stories are dated relative to the day; real data are never touched.
    """
    from storage.services.demo import built_for, make_demo

    places = locations.find(options.database)
    path = places.demo_database
    out = Output(options.json)
    day = date.fromisoformat(options.today) if options.today else None
    clock = ShiftedClock(day) if day else SystemClock()
    if options.reset or built_for(path) != clock.today():
        out.note(tr("Making the demo data ..."))
        make_demo(places, clock)
    if not announce:
        return
    if options.json:
        out.data({"database": str(path)})
        return
    out.line(str(path))
    out.note(
        tr(
            "The demo data are ready. In a terminal, fivefold demo opens them; "
            "a verb looks at them: fivefold demo list, fivefold demo due."
        )
    )
