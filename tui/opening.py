"""Opens the workspace: terminal, settings, services, app. Imports Textual last, on purpose."""

from __future__ import annotations

import gc
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from models.clean import shown
from models.enums import Profile
from storage import locations
from storage.errors import ServiceError
from tui import environment, first_page, i18n
from tui.config import ConfigError, load_or_default
from tui.i18n import tr
from tui.terminal.early import EarlyScreen

if TYPE_CHECKING:
    from storage.locations import Locations
    from storage.services import Services
    from tui.cli.options import Options
    from tui.config import Config
    from tui.keys import Keymap


def open_workspace(options: Options) -> int:
    """Runs the full screen until the user leaves; its exit status.

    Where the usual database is not there yet the first-run screen asks what to begin with; a
    database named by the user is never created here (product 1). Raises StorageFault.
    """
    places = locations.find(options.database)
    config = load_or_default(places.config_file, _report)
    ascii_only = options.ascii if options.ascii is not None else config.ascii
    profile = config.profile if config.profile in ("ssh", "local") else "auto"
    terminal = environment.prepare(os.environ, cast("environment.Profile", profile), ascii_only)
    theme = "" if config.theme == "auto" else f"fivefold-{config.theme}"
    mouse = options.mouse and config.mouse
    if _is_first_start(options, places):
        from tui.first_run import ask

        chosen = ask(
            places.database, places.log_file, theme=theme, plain=terminal.ascii, mouse=mouse
        )
        if chosen is None:
            return 0
        _begin(options, places, chosen)
    gc.disable()  # what is loaded stays: looking through it for what could go is in vain
    services = _open(options, places)
    early = EarlyScreen()
    try:
        # What is wrong with the user's own keys is said before the screen is taken.
        own_keys: Any = {"keymap": _keymap(config)} if config.keys else {}
        first = first_page.read(services, early.size)
        if first is not None:
            early.draw(first_page.lines(first, services, config, early.size, ascii=terminal.ascii))
        from tui.app import Look, run

        gc.freeze()
        gc.enable()
        look = Look(
            ascii=terminal.ascii,
            ssh=terminal.ssh,
            mouse=mouse,
            theme=theme,
            difference=config.difference,
            **own_keys,
        )
        return run(services, config, look, places.log_file, first, early)
    finally:
        early.close()
        services.close()


def _is_first_start(options: Options, places: Locations) -> bool:
    usual = places.database == places.data / "fivefold.db"
    wanted = usual and not options.demo and not options.readonly
    return wanted and not places.database.exists()


def _open(options: Options, places: Locations) -> Services:
    from storage.services import open_services
    from tui.cli.passphrase import asker

    today = date.fromisoformat(options.today) if options.today else None
    services = open_services(
        places,
        today=today,
        readonly=options.readonly,
        demo=options.demo,
        demo_as=options.demo_as,
        origin="workspace",
        ask=asker(),
    )
    i18n.use_zone(ZoneInfo(services.core.clock.zone))
    if services.core.profile is Profile.TEAM:
        try:
            services.core.actor()  # a stranger is told so, before a screen that stays empty
        except ServiceError:
            services.close()
            raise
    return services


def _begin(options: Options, places: Locations, chosen: str) -> None:
    """Makes what the first-run screen was told to begin with."""
    if chosen == "demo":
        from tui.cli.demo import build

        options.demo = True
        build(options, announce=False)
        return
    from storage.services import create_database
    from tui.cli.init import tell_key

    key = create_database(places, language=i18n.language())
    tell_key(key)
    if chosen == "import":
        say(tr("Bring a file in with: fivefold import FILE --dry-run"))


def _keymap(config: Config) -> Keymap:
    """The user's keys; the usual ones where theirs are not understood, which is said."""
    from tui.keys import DEFAULT_KEYMAP, remap
    from tui.labels import reason_text

    try:
        keymap = remap(config.keys, config.path)
    except ConfigError as error:
        _report(error)
        return DEFAULT_KEYMAP
    for problem in keymap.problems:
        say(reason_text(problem))
    return keymap


def say(text: str) -> None:
    """A line of narration; it stands in the terminal again once the workspace is left."""
    sys.stderr.write(shown(text) + "\n")


def _report(error: ConfigError) -> None:
    from tui.labels import reason_text

    say(reason_text(error.reason))
