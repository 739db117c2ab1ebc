"""Facts and clocks of one feedback case, for steps and explanations alike (requirements 9.1).

Reads only, through whatever runs SQL text: a read connection, or a unit of work after its writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from models.enums import (
    FeedbackActionType,
    FeedbackEventKind,
    FeedbackState,
    QualityDimension,
)
from models.policy_defaults import Policy
from models.rules.clocks import HoursOfWork
from models.rules.feedback import ActionFacts, FeedbackFacts
from models.rules.feedback_clock import (
    ELAPSED,
    CaseClocks,
    CaseEvent,
    CaseFacts,
    Working,
    clocks,
    working,
)
from storage.queries import details, figures
from storage.queries import expressions as x
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date, as_instant

Values = Mapping[str, Any]
_NOTHING: Values = {}

_EVENTS = """
SELECT e.kind, e.at, e.to_state, e.promised_at, e.note FROM feedback_event e
WHERE e.feedback_id = :id AND e.deleted_at IS NULL ORDER BY e.at, e.id
"""
_ACTIONS = """
SELECT a.type, a.text, a.owner_id, a.due, a.done_on, COALESCE(a.round, 1) FROM feedback_action a
WHERE a.feedback_id = :id AND a.deleted_at IS NULL ORDER BY a.id
"""
# The check call was made where its item was done since the case is tracked in this round.
_CALLED = """
SELECT count(*) FROM follow_up u WHERE u.feedback_id = :id AND u.kind = 'CALLBACK'
  AND u.status = 'DONE' AND u.deleted_at IS NULL AND u.done_at >= (
    SELECT e.at FROM feedback_event e WHERE e.feedback_id = :id AND e.deleted_at IS NULL
      AND e.to_state = 'TRACKING' AND e.kind = 'STEP' AND e.id > COALESCE((
        SELECT max(r.id) FROM feedback_event r WHERE r.feedback_id = :id
          AND r.deleted_at IS NULL AND r.to_state = 'REOPENED'), 0)
    ORDER BY e.id DESC LIMIT 1)
"""


# All open cases at once, for figures of the whole queue.
OPEN_CASES = f"""
SELECT f.id, f.kind, f.quality_dimension, f.received_at, f.due_at, f.amber_at, f.notice_due_at
FROM feedback f WHERE f.deleted_at IS NULL AND {x.CASE_OPEN} ORDER BY f.id
"""
OPEN_EVENTS = f"""
SELECT e.feedback_id, e.kind, e.at, e.to_state, e.promised_at, e.note
FROM feedback f JOIN feedback_event e ON e.feedback_id = f.id
WHERE e.deleted_at IS NULL AND f.deleted_at IS NULL AND {x.CASE_OPEN}
ORDER BY e.feedback_id, e.at, e.id
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its rules look at it: stored values, what the gates ask, its clocks."""

    values: Values
    facts: FeedbackFacts
    clocks: CaseClocks


class CaseBook:
    """Reads cases with the figures, day and zone in force."""

    def __init__(self, reader: ReadConnection, policy: Policy, today: date, zone: str) -> None:
        self._reader = reader
        self._zone = zone
        self.policy = policy.feedback
        self._today = today

    @cached_property
    def calendars(self) -> Working:
        """The calendar of each clock that runs in hours of work."""
        policy = self.policy
        if not any(
            (
                policy.ack_in_hours_of_work,
                policy.progress_in_hours_of_work,
                policy.resolution_in_hours_of_work,
            )
        ):
            return ELAPSED
        worked = figures.calendar(self._reader, self._today)
        return working(policy, HoursOfWork(worked, self._zone))

    def clocks(self, facts: CaseFacts, events: Sequence[CaseEvent]) -> CaseClocks:
        """The clocks that some events of a case tell."""
        return clocks(facts, events, self.policy, self.calendars)

    def case(self, case_id: int, told: Values = _NOTHING) -> Case | None:
        """A case with its facts and clocks; `told` is what a step was told and nobody stores.

        None where it does not exist or is archived.
        """
        values = details.record(self._reader, "feedback", case_id)
        if values is None:
            return None
        found = self.clocks(clock_facts(values), events(self._reader, case_id))
        return Case(values, _facts(self._reader, case_id, values, self._zone, told), found)


def events(reader: ReadConnection, case_id: int) -> list[CaseEvent]:
    """What happened to a case, oldest first."""
    return [event_of(*row) for row in reader.rows(_EVENTS, {"id": case_id})]


def event_of(
    kind: str | None, at: str, state: str | None, promised: str | None, note: str | None
) -> CaseEvent:
    """An event as it is stored."""
    moment = as_instant(at)
    assert moment is not None
    return CaseEvent(
        FeedbackEventKind(kind or FeedbackEventKind.STEP),
        moment,
        FeedbackState(state) if state else None,
        as_instant(promised),
        note or "",
    )


def clock_facts(values: Values) -> CaseFacts:
    """What the clocks need besides the events."""
    safety = values["quality_dimension"] is QualityDimension.SAFETY
    return CaseFacts(values["kind"], values["received_at"], safety)


def _facts(
    reader: ReadConnection, case_id: int, values: Values, zone: str, told: Values
) -> FeedbackFacts:
    called = reader.one(_CALLED, {"id": case_id})
    check_call_done = values["check_call_at"] is not None or bool(called and called[0])
    return FeedbackFacts(
        kind=values["kind"],
        state=values["state"] or FeedbackState.NEW,
        code=values["code"] or "",
        round=values["round"] or 1,
        channel=values["channel"],
        customer_answered=True,
        text=values["text"],
        has_first_owner=values["first_owner_id"] is not None,
        ack_text=values["ack_text"] or "",
        ack_recorded=values["ack_at"] is not None,
        handling_time_told=values["promised_at"] is not None,
        is_paused=values["paused_at"] is not None,
        praised_told=values["praise_told_at"] is not None,
        category=values["category"],
        root_cause=values["root_cause"] or "",
        quality_dimension=values["quality_dimension"],
        experience_element=values["experience_element"],
        main_issue=values["main_issue"] or "",
        actions=_actions(reader, case_id),
        check_call_planned=values["check_call_on"] is not None or check_call_done,
        check_call_done=check_call_done,
        solved_by_customer=values["solved_by_customer"],
        outcome_told=values["outcome_told_at"] is not None,
        reopen_reason=str(told.get("reason") or ""),
        closed_on=_day(values["closed_at"], zone),
        merged_into=str(told.get("merged_into") or ""),
        merge_target_state=told.get("merge_target_state"),
        escalated=bool(told.get("escalated")),
    )


def _actions(reader: ReadConnection, case_id: int) -> tuple[ActionFacts, ...]:
    return tuple(
        ActionFacts(FeedbackActionType(kind), text, bool(owner), as_date(due), done is not None, no)
        for kind, text, owner, due, done, no in reader.rows(_ACTIONS, {"id": case_id})
    )


def _day(moment: datetime | None, zone: str) -> Any:
    return None if moment is None else moment.astimezone(ZoneInfo(zone)).date()
