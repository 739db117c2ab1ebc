"""Keys in the order they were typed, each to what the one before it opened.

Textual gives a key to whatever has the keyboard when it comes in. Typed fast, pasted, or come in
one piece over a slow line, the keys after `:` or `t` would go to the list below and be acts there.
Here a key waits until the one before it is through, and until what it opened takes keys.
"""

from __future__ import annotations

import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events
    from textual.app import App

    Dispatch = Callable[[events.Event], Awaitable[None]]

_PASSES = 2  # the second comes behind what the widgets told each other because of the key
_LOOK = 0.02  # seconds between two looks whether a screen takes keys
_LOST = 0.5  # seconds until a follower that does not arrive is replaced
_PATIENCE = 5.0  # seconds until a key goes where the keyboard is, come what may


class KeyPassed(Message):
    """Takes the same way through the widgets as a key; when it arrives, the key is through."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class TypeAhead:
    """Holds keys and pasted texts back while one is under way."""

    def __init__(self, app: App[Any], dispatch: Dispatch) -> None:
        self._app = app
        self._dispatch = dispatch
        self._waiting: deque[events.Event] = deque()
        self._number = 0  # of the key that is under way
        self._passes = 0
        self._since = 0.0
        self._is_busy = False

    async def take(self, event: events.Event) -> None:
        """A key or a pasted text from the terminal."""
        self._waiting.append(event)
        if not self._is_busy or time.monotonic() - self._since > _PATIENCE:
            await self._next()
        elif len(self._waiting) == 1:
            # A widget that went may have taken the follower with it.
            self._app.set_timer(_LOST, partial(self._lost, self._number))

    async def passed(self, message: KeyPassed) -> None:
        """The follower of a key arrived."""
        if message.number != self._number or not self._is_busy:
            return
        self._passes += 1
        if self._passes < _PASSES:
            self._follow()
        elif not self._takes_keys() and time.monotonic() - self._since < _PATIENCE:
            self._app.set_timer(_LOOK, partial(self._again, self._number))
        elif self._waiting:
            await self._next()
        else:
            self._is_busy = False

    async def _next(self) -> None:
        self._is_busy = True
        self._since = time.monotonic()
        self._number += 1
        self._passes = 0
        await self._dispatch(self._waiting.popleft())
        self._follow()

    def _follow(self) -> None:
        follower = KeyPassed(self._number)
        # After the key that ended the program there is no screen any more.
        target = (self._app.focused or self._app.screen) if self._app.screen_stack else self._app
        if not target.post_message(follower):
            self._app.post_message(follower)

    def _again(self, number: int) -> None:
        if number == self._number:
            self._passes = 0
            self._follow()

    def _lost(self, number: int) -> None:
        if number == self._number and self._is_busy:
            self._app.post_message(KeyPassed(number))
            self._app.set_timer(_LOST, partial(self._lost, number))

    def _takes_keys(self) -> bool:
        """Is the screen on top there, and has it said that it is not ready yet."""
        if not self._app.screen_stack:
            return True
        screen = self._app.screen
        return bool(screen.is_mounted and getattr(screen, "takes_keys", True))
