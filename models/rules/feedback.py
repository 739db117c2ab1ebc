"""Feedback cases: states, what may follow, and the gate of each (requirements 9.1).

Pure: says what is missing; nothing here moves a case, informs a manager or plans a call.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.enums import (
    ExperienceElement,
    FeedbackActionType,
    FeedbackCategory,
    FeedbackChannel,
    FeedbackKind,
    FeedbackState,
    QualityDimension,
)
from models.explanation import Reason
from models.policy_defaults import FeedbackPolicy

_S = FeedbackState
_END_STATES = frozenset({_S.CLOSED, _S.MERGED})
_NEXT: Mapping[FeedbackState, tuple[FeedbackState, ...]] = {
    _S.NEW: (_S.ACKNOWLEDGED, _S.MERGED),
    _S.ACKNOWLEDGED: (_S.ANALYSED,),
    _S.ANALYSED: (_S.ACTING,),
    _S.ACTING: (_S.TRACKING,),
    _S.TRACKING: (_S.CLOSED, _S.REOPENED),
    _S.CLOSED: (_S.REOPENED,),
    _S.REOPENED: (_S.ANALYSED,),
    _S.MERGED: (),
}
_OUTCOME_KINDS = frozenset({FeedbackKind.OPINION, FeedbackKind.SUGGESTION})
_FIRST_REPEATED_ROUND = 2


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One action on a case and the round it was planned in."""

    kind: FeedbackActionType
    text: str = ""
    has_owner: bool = False
    due: date | None = None
    done: bool = False
    round: int = 1


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """Everything the gates of the states look at."""

    kind: FeedbackKind | None = None
    state: FeedbackState = FeedbackState.NEW
    code: str = ""
    round: int = 1
    # intake
    channel: FeedbackChannel | None = None
    customer_answered: bool = False  # a customer is named, or "unknown" was chosen
    text: str = ""
    has_first_owner: bool = False
    # answer
    ack_text: str = ""
    ack_recorded: bool = False  # the time of the answer stands
    handling_time_told: bool = False
    is_paused: bool = False
    praised_told: bool = False
    # analysis
    category: FeedbackCategory | None = None
    root_cause: str = ""
    quality_dimension: QualityDimension | None = None
    experience_element: ExperienceElement | None = None
    main_issue: str = ""
    # action and check
    actions: tuple[ActionFacts, ...] = ()
    check_call_planned: bool = False
    check_call_done: bool = False
    solved_by_customer: bool | None = None
    outcome_told: bool = False
    # reopening, merging
    reopen_reason: str = ""
    closed_on: date | None = None
    merged_into: str = ""  # code of the target case
    merge_target_state: FeedbackState | None = None
    escalated: bool = False  # the target is the complaint raised from this grievance


def is_open(state: FeedbackState) -> bool:
    """Is a case in this state still to be handled (requirements 9.1)."""
    return state not in _END_STATES


def allowed_next(state: FeedbackState, kind: FeedbackKind) -> tuple[FeedbackState, ...]:
    """States that may follow (requirements 9.1).

    Praise may close once acknowledged; a grievance may end as merged from every open state,
    because it can be escalated to a complaint.
    """
    following = _NEXT[state]
    if state is _S.ACKNOWLEDGED and kind is FeedbackKind.PRAISE:
        following = (*following, _S.CLOSED)
    escalates = kind is FeedbackKind.GRIEVANCE and is_open(state)
    if escalates and _S.MERGED not in following:
        following = (*following, _S.MERGED)
    return following


def objections(
    next_state: FeedbackState,
    facts: FeedbackFacts,
    policy: FeedbackPolicy,
    today: date,
) -> tuple[Reason, ...]:
    """Why a case may not go to this state: the move itself, or what its gate lacks (9.1)."""
    if facts.kind is None:
        return missing_for(FeedbackState.NEW, facts, policy, today)
    allowed = allowed_next(facts.state, facts.kind)
    if next_state not in allowed:
        params = {"from": facts.state, "to": next_state, "allowed": allowed}
        return (Reason("feedback.not_next", params),)
    return missing_for(next_state, facts, policy, today)


def missing_for(
    next_state: FeedbackState,
    facts: FeedbackFacts,
    policy: FeedbackPolicy,
    today: date,
) -> tuple[Reason, ...]:
    """What must still hold before a case may enter this state (requirements 9.1)."""
    if next_state is _S.ACTING:
        return tuple(_action_gaps(facts))
    if next_state is _S.TRACKING:
        return tuple(_tracking_gaps(facts))
    if next_state is _S.REOPENED:
        return tuple(_reopen_gaps(facts, policy, today))
    if next_state is _S.MERGED:
        return tuple(_merge_gaps(facts))
    gates = _closing_gates(facts) if next_state is _S.CLOSED else _GATES[next_state]
    return tuple(Reason(code) for holds, code in gates if not holds(facts))


_Gate = tuple[Callable[[FeedbackFacts], bool], str]

_GATES: Mapping[FeedbackState, tuple[_Gate, ...]] = {
    _S.NEW: (
        (lambda case: case.kind is not None, "feedback.needs_kind"),
        (lambda case: case.channel is not None, "feedback.needs_channel"),
        (lambda case: case.customer_answered, "feedback.needs_customer"),
        (lambda case: _said(case.text), "feedback.needs_text"),
        (lambda case: case.has_first_owner, "feedback.needs_first_owner"),
    ),
    _S.ACKNOWLEDGED: (
        (lambda case: _said(case.ack_text), "feedback.needs_reply"),
        (lambda case: case.ack_recorded, "feedback.needs_reply_time"),
        # Praise is thanked for; there is nothing to handle and so no time to tell.
        (
            lambda case: case.handling_time_told or case.kind is FeedbackKind.PRAISE,
            "feedback.needs_handling_time",
        ),
    ),
    _S.ANALYSED: (
        (lambda case: case.category is not None, "feedback.needs_category"),
        (lambda case: _said(case.root_cause), "feedback.needs_root_cause"),
        (lambda case: case.quality_dimension is not None, "feedback.needs_quality_dimension"),
        (lambda case: case.experience_element is not None, "feedback.needs_experience_element"),
        (
            lambda case: _said(case.main_issue) or case.kind is not FeedbackKind.COMPLAINT,
            "feedback.needs_main_issue",
        ),
    ),
}
_CHECK_CALL: _Gate = (lambda case: case.check_call_done, "feedback.needs_check_call_done")
_CLOSING_PRAISE: tuple[_Gate, ...] = (
    (lambda case: case.praised_told, "feedback.needs_praised_told"),
)
_CLOSING_OUTCOME: tuple[_Gate, ...] = (
    _CHECK_CALL,
    (lambda case: case.outcome_told, "feedback.needs_outcome_told"),
)
_CLOSING_SOLVED: tuple[_Gate, ...] = (
    _CHECK_CALL,
    (lambda case: case.solved_by_customer is True, "feedback.needs_solved"),
)


def _closing_gates(facts: FeedbackFacts) -> tuple[_Gate, ...]:
    if facts.kind is FeedbackKind.PRAISE:
        return _CLOSING_PRAISE
    return _CLOSING_OUTCOME if facts.kind in _OUTCOME_KINDS else _CLOSING_SOLVED


def _said(text: str) -> bool:
    return bool(text.strip())


def _same_text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _action_gaps(facts: FeedbackFacts) -> Iterator[Reason]:
    now = [action for action in facts.actions if action.round == facts.round]
    if not now:
        yield Reason("feedback.needs_action", {"round": facts.round})
        return
    if not any(action.has_owner and action.due is not None for action in now):
        yield Reason("feedback.needs_action_owner_due", {"round": facts.round})
    earlier = {
        (action.kind, _same_text(action.text)): action.round
        for action in facts.actions
        if action.round < facts.round
    }
    for action in now:
        before = earlier.get((action.kind, _same_text(action.text)))
        if before is not None:
            params = {"kind": action.kind, "text": action.text, "round": before}
            yield Reason("feedback.action_repeated", params)


def _tracking_gaps(facts: FeedbackFacts) -> Iterator[Reason]:
    waiting = sum(not action.done for action in facts.actions)
    if waiting:
        yield Reason("feedback.actions_open", {"count": waiting})
    if not facts.check_call_planned:
        yield Reason("feedback.needs_check_call")


def _reopen_gaps(facts: FeedbackFacts, policy: FeedbackPolicy, today: date) -> Iterator[Reason]:
    if not _said(facts.reopen_reason):
        yield Reason("feedback.needs_reopen_reason")
    if facts.state is _S.CLOSED and facts.closed_on is not None:
        days = (today - facts.closed_on).days
        if days > policy.reopen_days:
            params = {"closed_on": facts.closed_on, "days": days, "limit": policy.reopen_days}
            yield Reason("feedback.reopen_too_late", {**params, "setting": "feedback.reopen_days"})


def _merge_gaps(facts: FeedbackFacts) -> Iterator[Reason]:
    if not _said(facts.merged_into):
        yield Reason("feedback.needs_merge_target")
    elif facts.merged_into == facts.code:
        yield Reason("feedback.merge_with_itself", {"case": facts.code})
    elif facts.merge_target_state is _S.MERGED:
        yield Reason("feedback.merge_target_merged", {"case": facts.merged_into})
    if facts.state is not _S.NEW and not facts.escalated:
        yield Reason("feedback.merge_only_escalated")


def escalation_objections(facts: FeedbackFacts) -> tuple[Reason, ...]:
    """Why a case may not be raised to a complaint: only an open grievance may (9.1)."""
    if facts.kind is not FeedbackKind.GRIEVANCE:
        return (Reason("feedback.escalate_only_grievance", {"kind": facts.kind}),)
    if not is_open(facts.state):
        return (Reason("feedback.escalate_only_open", {"state": facts.state}),)
    return ()


def pause_objections(facts: FeedbackFacts, reason: str, *, told: bool) -> tuple[Reason, ...]:
    """Why the clock of a case may not be held (R-SLA): only for a reason the customer was told.

    Before the reply nothing was told, and without a handling time there is nothing to hold.
    """
    if not is_open(facts.state):
        return (Reason("feedback.ended", {"case": facts.code, "state": facts.state}),)
    if not facts.ack_recorded or not facts.handling_time_told:
        return (Reason("feedback.pause_before_reply"),)
    if facts.is_paused:
        return (Reason("feedback.pause_twice"),)
    gates = (
        (_said(reason), "feedback.needs_pause_reason"),
        (told, "feedback.needs_customer_told"),
    )
    return tuple(Reason(code) for holds, code in gates if not holds)


def resume_objections(facts: FeedbackFacts) -> tuple[Reason, ...]:
    """Why the clock of a case may not go on: it is not held (R-SLA)."""
    return () if facts.is_paused else (Reason("feedback.not_paused"),)


def idea_objections(facts: FeedbackFacts) -> tuple[Reason, ...]:
    """Why an idea may not be taken up: only of a suggestion that was answered (AC-098)."""
    if facts.kind is not FeedbackKind.SUGGESTION:
        return (Reason("feedback.idea_only_suggestion", {"kind": facts.kind}),)
    if not facts.ack_recorded:
        return (Reason("feedback.needs_reply"),)
    return ()


def round_after_reopening(round_before: int) -> int:
    """Number of the round a reopening begins; the first is 1 (requirements 9.1)."""
    return round_before + 1


def informs_manager(round_number: int) -> bool:
    """Is the manager to be told of a case in this round: from the second on (9.1)."""
    return round_number >= _FIRST_REPEATED_ROUND


def aftercare_due(closed_on: date, policy: FeedbackPolicy) -> date:
    """Day of the after-care call that closing a case plans (requirements 9.1)."""
    return closed_on + timedelta(days=policy.aftercare_days)
