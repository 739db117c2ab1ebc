"""Work over many records that takes a while: told how far it is, asked to stop, put behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from storage.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode

    from storage.progress import Progress
    from tui.bridge import Bridge


class LongWork:
    """One call with a progress, in a thread of its own beside the user's reads and writes.

    It goes on whoever looks at it. A refusal or a defect is told; `answer` is None then.
    """

    def __init__(
        self,
        bridge: Bridge,
        title: str,
        call: Callable[[Progress], Any],
        then: Callable[[Any], None] | None = None,
    ) -> None:
        """`then` is called once with what it came to, when it has ended."""
        self.title = title
        self.then = then
        self.done = self.total = 0  # rows; total 0 before it is known
        self.stopping = self.ended = False
        self.answer: Any = None
        self.refused: ServiceError | None = None
        self._bridge = bridge
        self._call = call
        self._watchers: list[Callable[[], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def begun(self) -> bool:
        """Does it run, or has it ended."""
        return self._loop is not None

    @property
    def share(self) -> float:
        """Percent that is through."""
        return 100 * self.done / self.total if self.total else 0.0

    def watch(self, watcher: Callable[[], None]) -> None:
        """Tells on the event loop whenever it moves on, and when it has ended."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Callable[[], None]) -> None:
        """Tells this one no more."""
        if watcher in self._watchers:
            self._watchers.remove(watcher)

    def begin(self, node: DOMNode) -> None:
        """Begins; it goes on as long as the node lives, the app as a rule."""
        self._loop = asyncio.get_running_loop()
        self._bridge.run(node, self._run, group="long work")

    def stop(self) -> None:
        """Asks it to stop after its chunk."""
        self.stopping = True

    def report(self, done: int, total: int) -> None:
        """So many rows are through; called in its thread, and waits for nobody."""
        self.done, self.total = done, total
        assert self._loop is not None
        with suppress(RuntimeError):  # the loop has ended before it
            self._loop.call_soon_threadsafe(self._tell)

    def cancelled(self) -> bool:
        """Has the user asked to stop, or left."""
        return self.stopping or self._bridge.is_closed

    async def _run(self) -> None:
        try:
            self.answer = await self._bridge.beside(partial(self._call, self))
        except asyncio.CancelledError:
            self._watchers, self.then = [], None  # the program ends: nobody is left to be told
            raise
        except ServiceError as error:
            self.refused = error
            raise
        finally:
            self.ended = True
            self._tell()
            if self.then is not None:
                self.then(self.answer)

    def _tell(self) -> None:
        for watcher in tuple(self._watchers):
            watcher()
