"""Whether a customer was tracked in time, and how many of a journal were (S1-JRN-01..05).

Pure: due day, day of the touch and today in, verdict and share out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.enums import JournalType, TrackingVerdict
from models.explanation import Explanation, Reason
from models.rules.rounding import percent

_V = TrackingVerdict


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one tracking date; `days` late, 0 where it is not."""

    verdict: TrackingVerdict
    days: int
    explanation: Explanation


def judge(due: date, tracked: date | None, today: date) -> Verdict:
    """In time on the due day or before it, late after it; missed once an open date has passed.

    Args:
        due: The day that R-CADENCE gave, or until which the item sleeps.
        tracked: The day of the touch that did it; None while it is open.
        today: The day in force.
    """
    if tracked is not None:
        days = max(0, (tracked - due).days)
        verdict = _V.LATE if days else _V.IN_TIME
    else:
        days = max(0, (today - due).days)
        verdict = _V.MISSED if days else _V.DUE
    params = {"due": due, "tracked": tracked, "days": days, "verdict": verdict}
    code = "tracking.touched" if tracked is not None else "tracking.open"
    return Verdict(
        verdict, days, Explanation("tracked", "S1-JRN", verdict, (Reason(code, params),))
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """How a journal was kept; the share is None where nothing fell due."""

    counts: dict[TrackingVerdict, int]
    share: Decimal | None
    explanation: Explanation


def kept(journal: JournalType, verdicts: Iterable[TrackingVerdict]) -> Kept:
    """The share tracked in time of all that fell due; what is due today and open counts later."""
    found = Counter(verdicts)
    counts = {verdict: found[verdict] for verdict in _V}
    judged = counts[_V.IN_TIME] + counts[_V.LATE] + counts[_V.MISSED]
    share = percent(counts[_V.IN_TIME], judged)
    params: dict[str, object] = {
        "journal": journal,
        "in_time": counts[_V.IN_TIME],
        "late": counts[_V.LATE],
        "missed": counts[_V.MISSED],
        "open": counts[_V.DUE],
        "judged": judged,
        "percent": share,
    }
    code = "tracking.kept" if judged else "tracking.nothing"
    return Kept(counts, share, Explanation("kept_share", "S1-JRN", share, (Reason(code, params),)))
