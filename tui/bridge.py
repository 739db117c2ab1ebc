"""Between the event loop and the services: reads in threads, writes in order, changes to panes.

The only place that catches broadly. Panes get the bridge handed in; nobody names the App.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from textual.css.query import NoMatches
from textual.signal import Signal

from storage.errors import Interrupted, ServiceError
from tui.messages import Superseded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.dom import DOMNode

    from models.views.change import DataChange
    from storage.engine.feed import Feed
    from storage.services import Services
    from tui.long_work import LongWork

T = TypeVar("T")
FEED_SECONDS = 1.0  # what somebody else writes is to be seen within 1.5
WORKING_SECONDS = 5.0  # while long work of our own changes all panes over and over
NOTE_SECONDS = 3600.0
_READERS = 4


class Teller(Protocol):
    """Who shows a failure to the user: the app."""

    def tell_failure(self, error: ServiceError) -> None:
        """Words an expected failure in a notice."""

    def tell_defect(self, error: BaseException) -> None:
        """Logs an unexpected one and shows its reference."""


class Bridge:
    """One a session; closes what it opened."""

    def __init__(
        self, services: Services, app: App[Any], teller: Teller, feed: Feed | None = None
    ) -> None:
        self.services = services
        self._teller = teller
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._aside = ThreadPoolExecutor(_READERS, thread_name_prefix="aside")
        self._newest: dict[str, int] = {}
        self._running: dict[str, int] = {}
        self._lock = threading.Lock()
        self._poll_wanted = asyncio.Event()
        self._writing = self._beside = 0
        self.is_closed = False
        self.data_changed: Signal[DataChange] = Signal(app, "data_changed")
        self.behind: LongWork | None = None  # goes on while the user does other things
        self.behind_moved: Signal[LongWork] = Signal(app, "behind_moved")
        self._feed = feed  # begun before the first rows were read, where these came ahead

    async def read(self, group: str, call: Callable[[], T]) -> T:
        """Runs a read off the loop; the newest of its group wins, an older one is broken off.

        Raises Superseded in the older caller, ServiceError where the read failed. A group name
        "" never supersedes.
        """
        number = self._newest.get(group, 0) + 1
        self._newest[group] = number
        if group and self._running.get(group):
            self.services.interrupt(group)
        self._running[group] = self._running.get(group, 0) + 1
        loop = asyncio.get_running_loop()
        try:
            answer = await loop.run_in_executor(self._readers, call)
        except Interrupted as error:
            raise Superseded from error
        finally:
            self._running[group] -= 1
        if group and self._newest[group] != number:
            raise Superseded
        return answer

    async def write(self, call: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Runs a write in its turn; never cancelled once begun. Raises ServiceError."""
        loop = asyncio.get_running_loop()
        self._writing += 1
        try:
            return await asyncio.shield(
                loop.run_in_executor(self._writer, lambda: call(*args, **kwargs))
            )
        finally:
            self._writing -= 1
            self._poll_wanted.set()

    async def beside(self, call: Callable[[], T]) -> T:
        """Runs long work that takes the lock chunk by chunk: the user's writes go on between.

        Raises ServiceError. It is asked to stop by `is_closed`.
        """
        loop = asyncio.get_running_loop()
        self._beside += 1
        try:
            return await loop.run_in_executor(self._aside, call)
        finally:
            self._beside -= 1
            self._poll_wanted.set()

    def put_behind(self, work: LongWork) -> None:
        """Keeps long work that nobody looks at any more; `behind_moved` tells of it."""

        def moved() -> None:
            if work.ended:
                self.behind = None
            self.behind_moved.publish(work)

        if self.behind is not work:
            self.behind = work
            work.watch(moved)
            moved()

    def ahead(self, call: Callable[[], object]) -> None:
        """Runs a read that will be wanted soon; nobody waits for it, nobody hears of it."""
        self._readers.submit(call)

    def tell(self, error: BaseException) -> None:
        """Shows a failure: an expected one in words, a defect with its log reference."""
        if isinstance(error, Superseded | Interrupted):
            return
        if isinstance(error, ServiceError):
            self._teller.tell_failure(error)
        else:
            self._teller.tell_defect(error)

    def run(
        self,
        node: DOMNode,
        work: Callable[[], Awaitable[None]],
        *,
        group: str = "default",
        exclusive: bool = False,
    ) -> None:
        """Starts work of a widget or screen; whatever it raises is told, none of it is lost.

        Given as a function: one that is superseded before it began leaves nothing unawaited.
        """
        guarded: Any = partial(self._guarded, node, work)
        node.run_worker(guarded, group=group, exclusive=exclusive, exit_on_error=False)

    async def _guarded(self, node: DOMNode, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:  # the screen stays whatever happens
            # One that is going loses its widgets before its work is stopped: what was read
            # for them has no place any more, and that is nothing to tell.
            if not (isinstance(error, NoMatches) and not node.display):
                self.tell(error)

    async def watch(self) -> None:
        """Polls the change feed, at once after our own writes; publishes what changed."""
        loop = asyncio.get_running_loop()
        feed = self._feed
        if feed is None:
            feed = self._feed = await loop.run_in_executor(self._readers, self.services.feed)
        note_at = loop.time() + NOTE_SECONDS
        while True:
            if loop.time() >= note_at:
                note_at = loop.time() + NOTE_SECONDS
                await loop.run_in_executor(self._readers, self.services.note_end)
            try:
                change = await loop.run_in_executor(self._readers, feed.poll)
            except Exception as error:  # the watch goes on whatever one look met
                self.tell(error)
                change = None
            if change is not None:
                self.data_changed.publish(change)
            self._poll_wanted.clear()
            try:
                seconds = WORKING_SECONDS if self._beside else FEED_SECONDS
                await asyncio.wait_for(self._poll_wanted.wait(), seconds)
            except TimeoutError:
                continue

    def poll_soon(self) -> None:
        """Looks at the feed at once instead of at the next tick."""
        self._poll_wanted.set()

    def close(self) -> None:
        """Ends the threads; a write in progress is waited for, long work to the end of a chunk."""
        self.is_closed = True
        self._aside.shutdown(wait=True)
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=False, cancel_futures=True)
        if self._feed is not None:
            self._feed.close()
        self.services.close()
