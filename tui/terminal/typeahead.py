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

from textual import events
from textual.message import Message
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.app import App
    from textual.message_pump import MessagePump

    Dispatch = Callable[[events.Event], Awaitable[None]]

# A key may lead to a message that leads to another, and a widget asks the app for the keyboard by
# a message: each follower comes behind what was told because of the one before it.
_PASSES = 3
_LOOK = 0.02  # seconds between two looks whether a screen takes keys
_LOST = 2.0  # seconds until a follower that does not arrive is replaced, were its way still there
_PATIENCE = 5.0  # seconds until a key goes where the keyboard is, come what may


class KeyPassed(Message):
    """Takes the same way through the widgets as a key; when it arrives, the key is through."""


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
        self._is_watched = False
        self._follower = KeyPassed()
        self._target: MessagePump = app  # where the follower set out
        self._followed = 0.0

    async def take(self, event: events.Event) -> None:
        """A key or a pasted text from the terminal."""
        self._waiting.append(event)
        if self._is_busy and time.monotonic() - self._since <= _PATIENCE:
            self._watch()
        elif self._is_busy or self._takes_keys():
            await self._next()
        else:
            self._is_busy, self._since = True, time.monotonic()
            self._number += 1
            self._app.set_timer(_LOOK, partial(self._again, self._number))
            self._watch()

    async def passed(self, message: KeyPassed) -> None:
        """The follower of a key arrived."""
        if message is not self._follower or not self._is_busy:
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
        while self._waiting:
            self._since = time.monotonic()
            self._number += 1
            self._passes = 0
            event = self._waiting.popleft()
            is_text = self._is_text(event)
            await self._dispatch(event)
            if not is_text:
                self._follow()
                return
        self._is_busy = False

    def _is_text(self, event: events.Event) -> bool:
        """A letter for a text field leads nowhere else: it need not be followed."""
        if not isinstance(self._app.focused, Input | TextArea):
            return False
        return isinstance(event, events.Paste) or getattr(event, "is_printable", False)

    def _follow(self) -> None:
        # After the key that ended the program there is no screen any more.
        app = self._app
        self._send((app.focused or app.screen) if app.screen_stack else app)

    def _send(self, target: MessagePump) -> None:
        self._follower, self._followed = KeyPassed(), time.monotonic()
        self._target = target
        if not target.post_message(self._follower):
            self._target = self._app
            self._app.post_message(self._follower)

    def _again(self, number: int) -> None:
        if number == self._number:
            self._passes = 0
            self._follow()

    def _watch(self) -> None:
        if not self._is_watched:
            self._is_watched = True
            self._app.set_timer(_LOOK, self._look)

    def _look(self) -> None:
        """A widget that went may have taken the follower with it: then another sets out."""
        self._is_watched = False
        if not (self._is_busy and self._waiting):
            return
        if self._is_gone(self._target) or time.monotonic() - self._followed > _LOST:
            self._send(self._app)
        self._watch()

    def _is_gone(self, target: MessagePump) -> bool:
        if target is self._app:
            return False
        stack = self._app.screen_stack
        return not target.is_attached or not any(node in stack for node in _upwards(target))

    def _takes_keys(self) -> bool:
        """Has the screen on top the keyboard, or no use for it; and does it say it is ready."""
        app = self._app
        if not app.app_focus:
            return True  # the window was left: the key itself brings the keyboard back
        if not app.screen_stack:
            return True
        screen = app.screen
        if not (screen.is_mounted and getattr(screen, "takes_keys", True)):
            return False
        return screen.focused is not None or not screen.focus_chain


def _upwards(node: MessagePump | None) -> Iterator[MessagePump]:
    while node is not None:
        yield node
        node = node._parent
