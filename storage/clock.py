"""The clock that services take as a value; nothing else asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"


class Clock(Protocol):
    """Tells the moment in UTC and the zone in which days are counted."""

    zone: str

    def now(self) -> datetime:
        """The present moment, UTC."""

    def today(self) -> date:
        """The present day in the configured zone (requirements 8, conventions)."""


class SystemClock:
    """The machine's own clock."""

    def __init__(self, zone: str = DEFAULT_ZONE) -> None:
        self.zone = zone
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present day in the configured zone."""
        return self.now().astimezone(self._zone).date()


class ShiftedClock:
    """A clock that starts at a chosen day and then runs (`--today`); for training and tests."""

    def __init__(self, today: date, zone: str = DEFAULT_ZONE, base: Clock | None = None) -> None:
        self.zone = zone
        self._zone = ZoneInfo(zone)
        self._base = base or SystemClock(zone)
        self._shift = timedelta(days=(today - self._base.today()).days)

    def now(self) -> datetime:
        """The shifted moment, UTC."""
        return self._base.now() + self._shift

    def today(self) -> date:
        """The shifted day."""
        return self.now().astimezone(self._zone).date()


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime, zone: str = DEFAULT_ZONE) -> None:
        self.zone = zone
        self.moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to, UTC."""
        return self.moment

    def today(self) -> date:
        """The day of that moment in the zone."""
        return self.moment.astimezone(ZoneInfo(self.zone)).date()

    def advance(self, delta: timedelta) -> None:
        """Moves the clock on."""
        self.moment += delta


@lru_cache(maxsize=64)  # all records of one unit bear the same moment
def stamp(moment: datetime) -> str:
    """A moment as it is stored: UTC text of fixed width, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_stamp(text: str) -> datetime:
    """The moment a stored text stands for."""
    return datetime.fromisoformat(text).astimezone(UTC)
