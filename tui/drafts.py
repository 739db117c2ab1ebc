"""Keeps a half-typed form on the desk: soon after each key, at once on a signal.

Knows neither widgets nor forms: it is given a snapshot to take and a way off the event loop.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from models.views.draft import FormDraft
    from storage.desk import Desk

KEEP_SECONDS: Final = 0.3  # a throttle, not a debounce: it also fires while typing goes on


class DraftKeeper:
    """One draft, under its form and subject; the newest snapshot always wins on the disk.

    Args:
        desk: Where drafts lie.
        key: Form and subject of the draft.
        snapshot: What is typed now; None where nothing differs from what the form began with.
        off_loop: Runs a call in a thread.
        failed: Told when the desk could not be written.
    """

    def __init__(
        self,
        desk: Desk,
        key: tuple[str, str],
        snapshot: Callable[[], FormDraft | None],
        off_loop: Callable[[Callable[[], Any]], Awaitable[Any]],
        failed: Callable[[Exception], None],
    ) -> None:
        self._desk = desk
        self._key = key
        self._snapshot = snapshot
        self._off_loop = off_loop
        self._failed = failed
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._number = 0  # of the newest snapshot
        self._written = 0  # of the newest one on the disk
        self._lock = threading.Lock()
        self._ended = False

    def touch(self) -> None:
        """Something was typed: it is on the disk within half a second."""
        if self._timer is None and not self._ended:
            self._timer = asyncio.get_running_loop().call_later(KEEP_SECONDS, self.keep)

    def keep(self) -> None:
        """Takes a snapshot now and writes it in a thread: a field was left."""
        self._stop_timer()
        if self._ended:
            return
        write = self._writer(self._snapshot())
        task = asyncio.get_running_loop().create_task(self._run(write))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def flush_now(self) -> None:
        """Writes at once and returns when it is on the disk: for signals and for leaving."""
        self._stop_timer()
        if not self._ended:
            self._writer(self._snapshot())()

    async def drop(self) -> None:
        """Forgets the draft: the form was saved or given up. Nothing is kept after that."""
        self._ended = True
        self._stop_timer()
        await self._run(self._writer(None))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _writer(self, draft: FormDraft | None) -> Callable[[], None]:
        self._number += 1
        number = self._number

        def write() -> None:
            with self._lock:  # threads may come out of order: an older text never wins
                if number <= self._written:
                    return
                if draft is None:
                    self._desk.drop(*self._key)
                else:
                    self._desk.save(draft)
                self._written = number

        return write

    async def _run(self, write: Callable[[], None]) -> None:
        try:
            await self._off_loop(write)
        except Exception as error:  # whatever the disk does, the form stays
            self._failed(error)
