"""R-19, the security audit: what stands out, and who exported, revealed and was refused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from zoneinfo import ZoneInfo

from models.enums import Anomaly
from models.explanation import Explanation, Reason
from models.rules.anomalies import Act, anomalies
from models.views.report import Cell, Report, ReportRow
from storage.clock import read_stamp
from storage.queries.reports.asked import MOST, Asked, told

# What the program does by itself is no act of a person.
_ACTS = """
SELECT coalesce(u.name, ''), s.at, s.label, coalesce(json_extract(s.params, '$.rows'), 1)
FROM change_set s JOIN user u ON u.id = s.actor_id
WHERE s.at >= :since AND s.at < :until
  AND s.label NOT IN ('change.recompute', 'change.reindex', 'change.survey_job')
  AND (:users IS NULL OR s.actor_id IN (SELECT value FROM json_each(:users)))
ORDER BY s.id
"""
_COUNTS = {
    "export": Anomaly.MASS_EXPORT,
    "print": Anomaly.MASS_EXPORT,
    "reveal": Anomaly.MANY_REVEALS,
    "refused": Anomaly.MANY_REFUSALS,
}
_FIGURES = {
    Anomaly.MASS_EXPORT: "rows_exported",
    Anomaly.MANY_REVEALS: "reveals",
    Anomaly.MANY_REFUSALS: "refusals",
}
COLUMNS = ("audit_day", "audit_user", "anomaly", "audit_count", "audit_limit")


def security(asked: Asked) -> Report:
    """Anomalies of the period, the newest day first, over the sums of what is looked at."""
    acts = list(_acts(asked))
    found = anomalies(acts, asked.policy.trust)
    sums: Counter[Anomaly | None] = Counter()
    for act in acts:
        sums[act.counts] += act.rows
    figures = tuple(
        Explanation(
            name, "S2-DATA-06", sums[counts], (Reason(f"report.{name}", {"count": sums[counts]}),)
        )
        for counts, name in _FIGURES.items()
    )
    standing_out = Explanation(
        "anomalies",
        "S2-DATA-06",
        len(found),
        (Reason("report.anomalies", {"count": len(found), "acts": len(acts)}),),
    )
    rows = tuple(
        ReportRow(
            {
                "audit_day": Cell(one.day),
                "audit_user": Cell(one.user),
                "anomaly": Cell(one.anomaly),
                "audit_count": told(one.explanation),
                "audit_limit": Cell(one.limit),
            }
        )
        for one in found[:MOST]
    )
    return Report(
        "security",
        (standing_out, *figures),
        COLUMNS,
        rows,
        period=asked.period,
        more=max(0, len(found) - MOST),
    )


def _acts(asked: Asked) -> Iterator[Act]:
    zone = ZoneInfo(asked.context.zone)
    users = None if asked.users is None else json.dumps(sorted(asked.users))
    params = {**asked.moments, "users": users}
    for user, at, label, rows in asked.reader.rows(_ACTS, params):
        counts = _COUNTS.get(label.rpartition(".")[2])
        moment = read_stamp(at).replace(tzinfo=UTC).astimezone(zone)
        moved = int(rows) if counts is Anomaly.MASS_EXPORT else 1
        yield Act(user, moment, counts, moved)
