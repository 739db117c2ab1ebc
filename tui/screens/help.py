"""F1: what a place is for and how one works there, above the keys that matter most."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.i18n import tr
from tui.keys import BY_NAME, DEFAULT_KEYMAP, SCOPES, footer, key_display
from tui.rows.lines import Line, Lines, wrapped
from tui.screens.lines import LinesScreen
from tui.wording.help import PAGES, TITLES

if TYPE_CHECKING:
    from tui.bridge import Bridge
    from tui.keys import Keymap

_KEY = 9  # cells of the keys beside what they do


class HelpScreen(LinesScreen):
    """The page of one place: a pane, or "form" for every form."""

    BINDINGS = [*LinesScreen.BINDINGS, ("f1", "close", "")]  # noqa: RUF012 - as Textual has it

    def __init__(self, bridge: Bridge, place: str, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(
            bridge,
            lambda: tr("Help: {place}", place=tr(TITLES[place])),
            partial(help_lines, place, keymap),
            file_name="help",
        )


def help_lines(place: str, keymap: Keymap, width: int) -> tuple[Line, ...]:
    """What one needs to know, then the keys of the footer with what they do."""
    page = Lines(width)
    for text in PAGES[place]:
        if page.made:
            page.blank()
        for part in wrapped(tr(text), width - 2):
            page.add((f" {part}", ""))
    page.heading(tr("Keys"))
    assert place in SCOPES
    for action in [*footer(place), BY_NAME["coach"]]:
        if keys := keymap.names(action):
            head = f"   {key_display(keys[0]):<{_KEY}} "
            for number, part in enumerate(wrapped(action.help, width - len(head))):
                page.add((head if not number else " " * len(head), "accent"), (part, ""))
    return page.done()
