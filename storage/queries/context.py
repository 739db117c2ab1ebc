"""What a list read must know besides its query: the day, the moment, who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"
ANSWER_DAYS = 90  # a CONFIRMED answer older than this is a gap again (requirements 8.1)
CHECKED_DAYS = 180  # a record that was checked before is stale (R-DQ)


@dataclass(frozen=True, slots=True)
class ListContext:
    """Day and moment as the injected clock tells them; `now` is UTC text as it is stored.

    `mobile_digest` turns a number into its blind index; None where there is no key. So does
    `document_digests`, into one for each kind of document.
    `limited`: the connection shows a part of the records only, so counts of the search index,
    which knows all, do not hold. `closed`: of terminated customers name and status alone are
    shown (9.5). `actors`: the users whose acts the log tells, None all (11.3).
    """

    today: date
    now: str
    zone: str = DEFAULT_ZONE
    user_id: int | None = None
    mobile_digest: Callable[[str], str] | None = None
    document_digests: Callable[[str], tuple[str, ...]] | None = None
    limited: bool = False
    closed: bool = False
    actors: frozenset[int] | None = None
    answer_days: int = ANSWER_DAYS

    @property
    def checked_since(self) -> str:
        """Oldest day on which a group of fields counts as checked (R-DQ)."""
        return (self.today - timedelta(days=CHECKED_DAYS)).isoformat()

    def start_of(self, day: date) -> str:
        """First moment of a day of the zone, as stored UTC text."""
        start = datetime.combine(day, time(), ZoneInfo(self.zone))
        return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def day_of(self, moment: str) -> date:
        """Day of the zone on which a stored UTC moment falls (requirements 8, conventions)."""
        at = datetime.fromisoformat(moment.removesuffix("Z")).replace(tzinfo=UTC)
        return at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def fresh_since(self) -> str:
        """Oldest day on which a confirmed answer still counts in full."""
        return (self.today - timedelta(days=self.answer_days)).isoformat()
