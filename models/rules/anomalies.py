"""What stands out in the audit trail: mass export, many reveals or refusals, odd hours. Pure.

Requirements S2-DATA-06: a list to look at, no judgement of a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.enums import Anomaly
from models.explanation import Explanation, Reason
from models.policy_relations import TrustPolicy


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a user, in the time of the zone: what it counts for, and how many rows it moved.

    `counts` is None for an act that counts by its hour alone.
    """

    user: str
    at: datetime
    counts: Anomaly | None = None
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """What one user did on one day beyond a limit."""

    user: str
    day: str
    anomaly: Anomaly
    count: int
    limit: int

    @property
    def explanation(self) -> Explanation:
        """The count against its limit, and the setting that holds it."""
        params = {
            "count": self.count,
            "limit": self.limit,
            "setting": _SETTINGS[self.anomaly],
            "who": self.user,
            "day": self.day,
        }
        line = Reason(f"anomaly.{self.anomaly.value.lower()}", params)
        return Explanation("anomaly", "S2-DATA-06", self.count, (line,))


_SETTINGS = {
    Anomaly.MASS_EXPORT: "trust.export_rows",
    Anomaly.MANY_REVEALS: "trust.reveals",
    Anomaly.MANY_REFUSALS: "trust.refusals",
    Anomaly.ODD_HOURS: "trust.odd_acts",
}


def is_odd(hour: int, policy: TrustPolicy) -> bool:
    """Does an hour of the day (0..23) lie in the night of the settings, across midnight or not."""
    begin, end = policy.odd_from, policy.odd_until
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def anomalies(acts: Iterable[Act], policy: TrustPolicy) -> tuple[Seen, ...]:
    """Users and days that reach a limit, the newest day first; 0 switches a limit off.

    Rows exported, reveals and refusals count per user and day, and so do acts at odd hours.
    """
    limits = {
        Anomaly.MASS_EXPORT: policy.export_rows,
        Anomaly.MANY_REVEALS: policy.reveals,
        Anomaly.MANY_REFUSALS: policy.refusals,
        Anomaly.ODD_HOURS: policy.odd_acts,
    }
    counts: dict[tuple[str, str, Anomaly], int] = defaultdict(int)
    for act in acts:
        day = act.at.date().isoformat()
        if act.counts is not None:
            counts[day, act.user, act.counts] += act.rows
        if is_odd(act.at.hour, policy):
            counts[day, act.user, Anomaly.ODD_HOURS] += 1
    found = [
        Seen(user, day, anomaly, number, limits[anomaly])
        for (day, user, anomaly), number in counts.items()
        if 0 < limits[anomaly] <= number
    ]
    order = list(Anomaly)
    found.sort(key=lambda one: (one.user, order.index(one.anomaly)))
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))
