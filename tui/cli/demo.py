"""The demo data: made when they are not there, or made anew; where they lie and how to look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from storage import locations
from storage.clock import ShiftedClock, SystemClock
from tui.cli.options import UsageError
from tui.cli.output import Output
from tui.i18n import N_, listed, tr
from tui.labels import label

if TYPE_CHECKING:
    from pathlib import Path

    from tui.cli.options import Options


def build(options: Options, *, announce: bool) -> None:
    """Makes the demo database where it is missing, of another day, or `--reset` asks for it.

    `--as` takes the one of a team; a login that nobody has there raises UsageError. The stories
    are dated relative to the day; real data are never touched.
    """
    from storage.services.demo import built_for, make_demo

    places = locations.find(options.database)
    team = bool(options.demo_as)
    path = places.demo(team=team)
    out = Output(options.json)
    day = date.fromisoformat(options.today) if options.today else None
    clock = ShiftedClock(day) if day else SystemClock()
    if options.reset or built_for(path) != clock.today():
        out.note(tr("Making the demo data ..."))
        make_demo(places, clock, team=team)
    if team:
        _check_user(path, options.demo_as)
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


def _check_user(path: Path, login: str) -> None:
    """UsageError names who works in the team of the demo."""
    from storage.services.demo import logins

    known = logins(path)
    if login not in {one for one, _name, _roles in known}:
        people = [
            f"{one} ({name}, {listed([label(role) for role in roles])})"
            for one, name, roles in known
        ]
        raise UsageError(
            N_("Nobody in the demo team has the login {login}. There are: {people}."),
            login=login,
            people=listed(people),
        )
