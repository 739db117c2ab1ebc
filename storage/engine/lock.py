"""The writers' queue: an advisory lock on a file beside the database, with a bounded wait."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from storage.errors import StorageFault

if sys.platform != "win32":  # there is no flock there: busy_timeout alone queues the writers
    import fcntl

WAIT_SECONDS = 10.0


@contextlib.contextmanager
def writer_queue(database: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Holds the lock while the body runs; `fault.busy` where it was not had in `wait` seconds.

    Who waits stands in a turnstile that everybody goes through: work of many chunks, which takes
    the lock again as soon as it gave it back, lets others in between.
    """
    if sys.platform == "win32":
        yield
        return
    with contextlib.ExitStack() as held:
        deadline = time.monotonic() + wait
        with contextlib.ExitStack() as turnstile:
            turn = _opened(turnstile, database, "-turn")
            lock = _opened(held, database, "-lock")
            if turn is not None and lock is not None:
                _take(turn, database, deadline)
                _take(lock, database, deadline)
        yield


def _opened(stack: contextlib.ExitStack, database: Path, suffix: str) -> int | None:
    """A lock file, closed with the stack: that gives the lock back, also after a crash."""
    path = database.with_name(database.name + suffix)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # read-only folder: SQLite will say so itself
        return None
    stack.callback(os.close, handle)
    return handle


def _take(handle: int, database: Path, deadline: float) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        if not _in_turn(handle, deadline - time.monotonic()):
            raise StorageFault("fault.busy", path=str(database)) from error


def _in_turn(handle: int, seconds: float) -> bool:
    """Waits where the system queues: who asked again and again came first, others never.

    That wait has no end of its own, so a thread stands in it. Where nobody waits for the thread
    any more, what it gets in the end is given back with its handle.
    """
    own = os.dup(handle)
    had = threading.Event()

    def stand() -> None:
        try:
            with contextlib.suppress(OSError):
                fcntl.flock(own, fcntl.LOCK_EX)
                had.set()
        finally:
            os.close(own)

    threading.Thread(target=stand, name="writer queue", daemon=True).start()
    return had.wait(max(0.0, seconds))
