"""What a new feedback case gets on intake, whoever takes it in: form, shell or import (9.1).

And what every later step sets anew: the events of a case and its clocks, told from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from models.enums import FeedbackEventKind, FeedbackPriority, FeedbackState, QualityDimension
from models.explanation import Reason
from models.records.feedback import Feedback, FeedbackEvent
from models.rules.feedback_clock import CaseEvent, CaseFacts
from storage.errors import Invalid
from storage.queries import cases
from storage.work import Work


def first_figures(work: Work) -> dict[str, Any]:
    """Columns of a case just received; the actor stays its first-contact owner (S0-SVC5-01)."""
    return {
        "state": FeedbackState.NEW,
        "priority": FeedbackPriority.NORMAL,
        "round": 1,
        "first_owner_id": work.actor.id if work.actor else None,
    }


def take_in(work: Work, case: Feedback) -> None:
    """Clock, reply channel and first event; Invalid where it was received in the future."""
    refuse_future(work, case)
    if case.reply_channel is None:
        case.reply_channel = case.channel
    add_event(work, case, FeedbackEventKind.STEP, None, FeedbackState.NEW)
    set_clocks(work, case, [CaseEvent(FeedbackEventKind.STEP, work.now, FeedbackState.NEW)])


def refuse_future(work: Work, case: Feedback) -> None:
    """Raises Invalid where a case was received in the future."""
    if case.received_at > work.now + timedelta(minutes=5):
        params = {"field": "received_at", "value": case.received_at, "maximum": work.now}
        raise Invalid([Reason("touch.in_the_future", params)])


def case_book(work: Work) -> cases.CaseBook:
    """Cases as this unit of work finds them, after what it wrote so far."""
    return cases.CaseBook(work, work.policy, work.today, work.zone)


def retell_clocks(work: Work, case: Feedback) -> None:
    """Clocks of a stored case, told anew from all its events (R-SLA)."""
    work.session.flush()
    set_clocks(work, case, cases.events(work, case.id))


def set_clocks(work: Work, case: Feedback, events: Sequence[CaseEvent]) -> None:
    """What is stored of the clocks and of the events that set them; priority (R-SLA, S0-PQ)."""
    safety = case.quality_dimension is QualityDimension.SAFETY
    case.priority = FeedbackPriority.URGENT if safety else FeedbackPriority.NORMAL
    facts = CaseFacts(case.kind, case.received_at, safety)
    found = case_book(work).clocks(facts, events)
    case.ack_at = found.acknowledged_at
    case.promised_at = found.promised_at
    case.last_progress_at = found.last_progress_at
    case.paused_at = found.paused_at
    case.pause_reason = (found.pause_reason if found.paused_at else None) or None
    case.due_at = _whole(found.due_at)
    case.amber_at = _whole(found.amber_at)
    case.notice_due_at = None if found.progress.stopped else _whole(found.progress.due)


def _whole(moment: datetime | None) -> datetime | None:
    """Moments are stored to the second."""
    return None if moment is None else moment.replace(microsecond=0)


def add_event(
    work: Work,
    case: Feedback,
    kind: FeedbackEventKind,
    before: FeedbackState | None,
    after: FeedbackState | None,
    note: str = "",
    *,
    promised_at: datetime | None = None,
    owner_id: int | None = None,
) -> None:
    """A line in the history of the case."""
    work.add(
        FeedbackEvent,
        feedback_id=case.id,
        kind=kind,
        from_state=before,
        to_state=after,
        user_id=work.actor.id if work.actor else None,
        at=work.now,
        promised_at=promised_at,
        owner_id=owner_id,
        note=note or None,
    )
