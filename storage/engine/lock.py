"""The writers' queue: an advisory lock on a file beside the database, with a bounded wait."""

from __future__ import annotations

import contextlib
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from storage.errors import StorageFault

if sys.platform != "win32":  # there is no flock there: busy_timeout alone queues the writers
    import fcntl

WAIT_SECONDS = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0005, 0.010


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
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise StorageFault("fault.busy", path=str(database)) from error
            time.sleep(pause * (0.5 + random.random()))
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        else:
            return
