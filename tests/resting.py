"""A pilot that knows when the program is at rest, instead of guessing it from the clock.

Textual's pilot takes a process that used no CPU for 20 ms as idle. On a busy machine that is
wrong, and on an idle one it is slow. Here rest is what it is: no message waits or is being
handled, no read or write is under way, nothing is left to lay out or to draw.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual import _wait
from textual._compositor import Compositor
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot

PATIENCE = 20.0  # seconds until a wait gives up; nothing takes that long, even on a busy machine
_HELD = 1.0  # seconds for which a key that waits counts; some tests keep it waiting
_LOOK = 0.001  # seconds between two looks


class _Handled:
    """Messages that are being handled now."""

    number = 0


def _has_waiting(node: Any) -> bool:
    return bool(
        node._next_callbacks
        or node._pending_message is not None
        or (node._running and not node._message_queue.empty())
    )


def _is_busy(app: Any) -> bool:
    bridge, typed = getattr(app, "bridge", None), getattr(app, "_typed", None)
    if typed is not None and typed._waiting and time.monotonic() - typed._since < _HELD:
        return True  # a key waits for the screen that the one before it opened
    if _Handled.number or _has_waiting(app) or app._resize_event is not None:
        return True
    if bridge is not None and (bridge._writing or any(bridge._running.values())):
        return True
    return any(
        _has_waiting(node)
        for screen in app.screen_stack
        for node in screen.walk_children(with_self=True)
    )


async def rest(app: Any) -> None:
    """Waits until nothing is under way; a timer that has not come yet is not waited for."""
    end = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 2 and app._running and not app._exit and app._exception is None:
        await asyncio.sleep(0)
        if _is_busy(app):
            quiet = 0
            await asyncio.sleep(_LOOK)
        else:
            quiet += 1
            app.screen._on_timer_update()  # lays out and draws what is left
        if time.monotonic() > end:
            raise AssertionError("the program does not come to rest")


@contextmanager
def exact_pilot() -> Iterator[None]:
    """Pilots press key by key and wait for rest after each, as `rest` knows it."""
    dispatch = MessagePump._dispatch_message
    pause, press = Pilot.pause, Pilot.press

    async def counted(self: MessagePump, message: Message) -> None:
        _Handled.number += 1
        try:
            await dispatch(self, message)
        finally:
            _Handled.number -= 1

    async def paused(self: Pilot[Any], delay: float | None = None) -> None:
        if delay is None:
            await rest(self.app)
        else:
            await pause(self, delay)

    async def pressed(self: Pilot[Any], *keys: str) -> None:
        for key in keys:
            await press(self, key)
            await rest(self.app)

    _Handled.number = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MessagePump, "_dispatch_message", counted)
        patch.setattr(Pilot, "pause", paused)
        patch.setattr(Pilot, "press", pressed)
        patch.setattr(_wait, "SLEEP_GRANULARITY", 0)
        yield


@contextmanager
def drawn_when_looked_at() -> Iterator[None]:
    """What changed is drawn when a test looks at the screen, not at every step between.

    For programs whose output goes nowhere: nobody sees the pictures in between, and they cost a
    third of the time. What is sent to a terminal is looked at by the tests of `tests/wires.py`.
    """

    def unsent(self: Compositor, *given: object, **more: object) -> None:
        del given, more
        self._dirty_regions.clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", unsent)
        yield
