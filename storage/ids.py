"""Program-made record ids: 41 bits of milliseconds, 22 bits that start at random and count up."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

_LOW_BITS = 22
_EPOCH_MS = 1_700_000_000_000  # November 2023: 41 bits last until 2093


def _milliseconds(now: Callable[[], datetime]) -> int:
    return int(now().timestamp() * 1000)


def _milliseconds_now() -> int:
    return time.time_ns() // 1_000_000


class IdSource:
    """Makes 63-bit ids that grow; safe to share between threads."""

    def __init__(
        self,
        now: Callable[[], datetime] | None = None,
        random: Callable[[int], int] | None = None,
    ) -> None:
        """`now` gives the moment, `random(bits)` an integer; both are replaced in tests."""
        self._milliseconds = partial(_milliseconds, now) if now else _milliseconds_now
        self._random = random or secrets.randbits
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> int:
        """A new id, greater than every id this source gave before."""
        with self._lock:
            milliseconds = max(0, self._milliseconds() - _EPOCH_MS)
            if self._last >> _LOW_BITS >= milliseconds:
                self._last += 1
            else:  # one bit of head room keeps a million ids a millisecond in order
                self._last = (milliseconds << _LOW_BITS) | self._random(_LOW_BITS - 1)
            return self._last


class CountingIds(IdSource):
    """Ids 1, 2, 3 … above a base: reproducible, for the demo and tests."""

    def __init__(self, base: int = 0) -> None:
        super().__init__()
        self._last = base

    def next(self) -> int:
        """The next number."""
        with self._lock:
            self._last += 1
            return self._last
