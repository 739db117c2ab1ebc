"""Clocks of all open feedback cases told anew, after a figure of the rules was changed (R-SLA)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from models.enums import FeedbackKind, QualityDimension
from models.rules.feedback_clock import CaseEvent, CaseFacts
from storage.clock import stamp
from storage.queries import cases
from storage.queries.specs import as_instant
from storage.work import Work

_COLUMNS = ("due_at", "amber_at", "notice_due_at")
_PUT = (
    "UPDATE feedback SET due_at = :due_at, amber_at = :amber_at, notice_due_at = :notice_due_at,"
    " updated_at = :now, version = version + 1 WHERE id = :id"
)


def retell(work: Work) -> None:
    """Puts the moments of every open case right, set-based; the caller notes it in the journal."""
    book = cases.CaseBook(work, work.policy, work.today, work.zone)
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    for case_id, *event in work.rows(cases.OPEN_EVENTS):
        events[case_id].append(cases.event_of(*event))
    changed: list[Mapping[str, object]] = []
    for case_id, kind, quality, received_at, *stored in work.rows(cases.OPEN_CASES):
        received = as_instant(received_at)
        assert received is not None
        facts = CaseFacts(FeedbackKind(kind), received, quality == QualityDimension.SAFETY)
        told = book.clocks(facts, events[case_id])
        moments = [_text(one) for one in (told.due_at, told.amber_at, told.progress.due)]
        if moments != stored:
            row = dict(zip(_COLUMNS, moments, strict=True))
            changed.append({**row, "id": case_id, "now": stamp(work.now)})
    work.execute_many(_PUT, changed)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)
