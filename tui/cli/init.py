"""`init`: an empty, encrypted database with its first user."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

from models.clean import shown
from models.enums import Profile
from storage.clock import ShiftedClock
from tui import i18n
from tui.cli.options import UsageError
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from pathlib import Path

    from tui.cli.call import Call


def run(call: Call) -> int:
    """Makes the database; prints where it is, and says where its key lies."""
    from storage.services import create_database

    call.finish()
    name = call.value("profile") or Profile.SINGLE.value
    if name not in {profile.value for profile in Profile}:
        raise UsageError(N_("--profile is {value}; it can be single or team."), value=name)
    today = call.options.today
    clock = ShiftedClock(date.fromisoformat(today)) if today else None
    places = call.places
    key = create_database(places, profile=Profile(name), clock=clock, language=i18n.language())
    if call.options.json:
        call.out.data({"database": str(places.database), "key": str(key), "profile": name})
    else:
        call.out.line(str(places.database))
        tell_key(key)
    return 0


def tell_key(key: Path) -> None:
    """Where the key is, and that nothing opens the database without it."""
    text = tr(
        "The database is encrypted. Its key is {path}: keep a copy of that file in a safe "
        "place; without it neither the database nor a backup can be opened.",
        path=str(key),
    )
    sys.stderr.write(shown(text) + "\n")
