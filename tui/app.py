"""The full-screen program: theme, language, bridge, failures. Holds no record."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui import i18n, themes
from tui.bridge import Bridge
from tui.display import toast
from tui.i18n import tr
from tui.keys import DEFAULT_KEYMAP, Keymap
from tui.labels import reason_text
from tui.messages import LanguageChanged
from tui.palette import Palette
from tui.screens.workspace import WorkspaceScreen
from tui.terminal import crash, difference, fence, partial, whole
from tui.terminal.typeahead import KeyPassed, TypeAhead
from tui.widgets.lazy_list import OWN_ACTS

if TYPE_CHECKING:
    from pathlib import Path, PurePath

    from textual.dom import DOMNode
    from textual.theme import Theme

    from storage.errors import ServiceError
    from storage.services import Services
    from tui.config import Config
    from tui.first_page import FirstPage
    from tui.terminal.early import EarlyScreen


@dataclass(frozen=True, slots=True)
class Look:
    """How the program appears on this terminal."""

    ascii: bool = False
    ssh: bool = False
    mouse: bool = True
    theme: str = ""
    difference: bool = True  # send only the cells that differ
    begin: str = ""  # form that opens first, e.g. after the first run
    keymap: Keymap = DEFAULT_KEYMAP  # the user's own keys


_GIVES_WAY = 0.0005  # seconds


class FivefoldApp(App[None]):
    """One session of one user on one database."""

    TITLE = "Fivefold"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar[list[str | PurePath]] = ["styles/base.tcss", "screens/workspace.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, priority=True, id="app.quit"),
        Binding("ctrl+c", "copy_or_hint", show=False, id="app.copy"),
        Binding("f2", "language", show=False, priority=True, id="language"),
        Binding("ctrl+l", "redraw", show=False, priority=True, id="redraw"),
    ]

    def __init__(
        self,
        services: Services,
        config: Config,
        look: Look,
        log_path: Path,
        first: FirstPage | None = None,
    ) -> None:
        super().__init__()
        self.services = services
        self.config = config
        self.look = look
        self.log_path = log_path
        self.ascii = look.ascii
        self._first = first
        self.bridge = Bridge(services, self, self, first.feed if first else None)
        self._palette: tuple[str, Palette] | None = None
        self._typed = TypeAhead(self, super().on_event)
        self.set_keymap(_own_keys(look.keymap))
        self.spares_line = look.ssh
        if look.ssh:
            self.animation_level = "none"
        themes.install(self, look.theme)
        fence.install(self)
        whole.install()
        partial.install()
        self.difference: difference.Difference | None = None
        if look.difference:
            erases = difference.erases_in_colour(os.environ)
            self.difference = difference.install(self, erases=erases)
        crash.install(self, _crash_sentence, log_path)

    # ── what the screens ask of the app ─────────────────────────────────────────────────

    @property
    def palette(self) -> Palette:
        """Styles of the theme in force."""
        if self._palette is None or self._palette[0] != self.theme:
            self._palette = (self.theme, Palette(self.theme_variables))
        return self._palette[1]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colour variables under themes that are not ours."""
        theme: Theme = self.current_theme
        return themes.variable_defaults(theme)

    def get_default_screen(self) -> Screen[Any]:
        """The workspace."""
        return WorkspaceScreen(
            self.bridge,
            self.config,
            begin=self.look.begin,
            keymap=self.look.keymap,
            first=self._first,
        )

    def tell_failure(self, error: ServiceError) -> None:
        """An expected failure in words."""
        for reason in error.reasons[:3]:
            toast(self, reason_text(reason), "error")

    def tell_defect(self, error: BaseException) -> None:
        """A defect: logged without values, shown by its reference."""
        toast(self, _crash_sentence(crash.report(error, self.log_path)), "error")

    # ── keys ────────────────────────────────────────────────────────────────────────────

    async def on_event(self, event: events.Event) -> None:
        """A key waits for the one before it, and for what that one opened."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typed.take(event)
        else:
            await super().on_event(event)

    async def on_key_passed(self, message: KeyPassed) -> None:
        """The key before is through."""
        await self._typed.passed(message)

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        """The styles of a node, unless it stands nowhere yet: it gets them when it is mounted.

        A class given to a field before that cost as much as the mounting itself.
        """
        if isinstance(node, App | Screen) or node.is_attached:
            super().update_styles(node, animate)

    # ── life ────────────────────────────────────────────────────────────────────────────

    def on_mount(self) -> None:
        """Starts the change feed and keeps drafts safe from signals."""
        self.bridge.run(self, self.bridge.watch, group="feed")
        self._catch_signals()

    def _catch_signals(self) -> None:
        import asyncio

        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self._on_signal, number)
            except (NotImplementedError, RuntimeError, ValueError):
                return  # not the main thread: a test, or a browser session

    def _on_signal(self, number: int) -> None:
        """A dropped line or a polite kill: what is typed goes to disk, then the program ends."""
        self.flush_drafts()
        self.exit(return_code=128 + number)

    def flush_drafts(self) -> None:
        """Writes every half-typed form to the desk file now."""
        for screen in self.screen_stack:
            flush = getattr(screen, "flush", None)
            if callable(flush):
                flush()

    def on_resize(self) -> None:
        """A terminal that was resized may have moved what stood on it."""
        if self.screen_stack:
            self.action_redraw()

    def action_redraw(self) -> None:
        """Sends every cell anew: something else wrote over the screen."""
        if self.difference is not None:
            self.difference.forget()
        self.screen.refresh()

    def action_leave(self) -> None:
        """Ends the program; drafts stay on the desk."""
        self.flush_drafts()
        self.exit()

    def action_copy_or_hint(self) -> None:
        """Ctrl+C is no way out of a full-screen program: says what is."""
        toast(self, tr("Press q to leave Fivefold."), "information")

    def action_language(self) -> None:
        """The other language, wherever one is; a screen may have a way of its own."""
        own = getattr(self.screen, "action_language", None)
        if own is not None:
            own()
            return
        i18n.set_language(i18n.next_language())
        for screen in self.screen_stack:
            screen.post_message(LanguageChanged())


def _own_keys(keymap: Keymap) -> dict[str, str]:
    """The user's keys for what lists and the app do, by the ids of their bindings."""
    chosen = keymap.toolkit()
    ids = {**OWN_ACTS, "language": "language"}
    return {ids[name]: keys for name, keys in chosen.items() if name in ids}


def _crash_sentence(reference: str) -> str:
    return tr(
        "Fivefold stopped because of a fault of its own. What was saved is safe, what was being"
        " typed is kept as a draft. Reference {reference} is in the log file.",
        reference=reference,
    )


def run(
    services: Services,
    config: Config,
    look: Look,
    log_path: Path,
    first: FirstPage | None = None,
    early: EarlyScreen | None = None,
) -> int:
    """Runs the workspace until the user leaves; returns the exit status.

    `first` is what was read, and `early` the screen it was drawn on, before Textual was loaded.
    """
    # A thread that works long gives way to the keys at once, not after five milliseconds, which
    # each row of each read would wait for again.
    sys.setswitchinterval(_GIVES_WAY)
    app = FivefoldApp(services, config, look, log_path, first)
    if early is not None:
        app.driver_class = early.handing_over(app.driver_class)
    try:
        app.run(mouse=look.mouse)
    finally:
        app.bridge.close()
    return app.return_code or 0
