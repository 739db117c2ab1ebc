"""What a new feedback case gets on intake, whoever takes it in: form, shell or import (9.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.enums import FeedbackPriority, FeedbackState, QualityDimension
from models.explanation import Reason
from models.records.feedback import Feedback, FeedbackEvent
from models.rules.feedback_clock import QueueFacts, due_at
from storage.errors import Invalid
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
    if case.received_at > work.now + timedelta(minutes=5):
        params = {"field": "received_at", "value": case.received_at, "maximum": work.now}
        raise Invalid([Reason("touch.in_the_future", params)])
    if case.reply_channel is None:
        case.reply_channel = case.channel
    set_clock(work, case)
    add_event(work, case, None, FeedbackState.NEW, "")


def set_clock(work: Work, case: Feedback) -> None:
    """Due time and priority, rebuilt from what stands (R-SLA, S0-PQ)."""
    safety = case.quality_dimension is QualityDimension.SAFETY
    case.priority = FeedbackPriority.URGENT if safety else FeedbackPriority.NORMAL
    state = case.state or FeedbackState.NEW
    facts = QueueFacts(case.kind, state, case.received_at, None, safety, case.round or 1)
    case.due_at = due_at(facts, case.promised_at, work.policy.feedback).at


def add_event(
    work: Work,
    case: Feedback,
    before: FeedbackState | None,
    after: FeedbackState | None,
    note: str,
) -> None:
    """A line in the history of the case."""
    work.add(
        FeedbackEvent,
        feedback_id=case.id,
        from_state=before,
        to_state=after,
        user_id=work.actor.id if work.actor else None,
        at=work.now,
        note=note or None,
    )
