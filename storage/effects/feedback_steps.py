"""One step of a feedback case inside a unit of work: what it stores, sets off and writes down.

The gates are those of `models.rules.feedback`; a step that lacks something raises Refused and
leaves nothing behind (requirements 9.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from models.enums import (
    FeedbackEventKind,
    FeedbackKind,
    FeedbackState,
    FollowUpKind,
    FollowUpStatus,
    Role,
)
from models.explanation import Reason
from models.fields.contact_log import ANOTHER_ROUND
from models.records.customer import Customer
from models.records.feedback import Feedback, FeedbackAction
from models.records.follow_up import FollowUp
from models.records.user import Team, User
from models.rules import feedback as rules
from models.rules.expectations import bits_of
from storage.effects.contact_block import is_blocked
from storage.effects.intake import add_event, case_book, first_figures, retell_clocks
from storage.effects.tracking import OPEN_STATES
from storage.errors import Invalid, Refused
from storage.work import Work

_S, _E = FeedbackState, FeedbackEventKind
Told = Mapping[str, Any]

_COLUMNS = (
    "ack_text",
    "category",
    "quality_dimension",
    "experience_element",
    "main_issue",
    "root_cause",
    "merged_into_id",
    "solved_by_customer",
    "check_call_on",
    "cost_handling",
    "cost_repair",
)
# What was done by now, and where its moment is kept.
_MOMENTS = {
    "check_call_done": "check_call_at",
    "outcome_told": "outcome_told_at",
    "praised_told": "praise_told_at",
}


def facts_of(work: Work, case: Feedback, told: Told) -> rules.FeedbackFacts:
    """What the gates ask of a case after what this step was told."""
    work.session.flush()
    found = case_book(work).case(case.id, told)
    assert found is not None
    facts = found.facts
    if told.get("promised_at") is not None:
        facts = replace(facts, handling_time_told=True)
    return facts


def move(work: Work, case: Feedback, target: FeedbackState, told: Told) -> None:
    """Takes a case to another state: stores what was told, checks the gate, writes the event.

    Raises Refused with everything that its gate lacks, Invalid for a handling time gone by.
    """
    _check_promise(work, told)
    _store(work, case, told)
    facts = facts_of(work, case, told)
    if target is _S.ACKNOWLEDGED and (case.ack_text or "").strip():
        facts = replace(facts, ack_recorded=True)
    refuse(rules.objections(target, facts, work.policy.feedback, work.today))
    before, case.state = case.state, target
    note = str(told.get("note") or told.get("reason") or "")
    add_event(work, case, _E.STEP, before, target, note, promised_at=told.get("promised_at"))
    _ENTERED.get(target, _nothing)(work, case, told)
    retell_clocks(work, case)


def refuse(objections: tuple[Reason, ...]) -> None:
    """Raises Refused where there is an objection; it carries them all."""
    if objections:
        raise Refused(objections[0].code, missing=objections)


def tell(work: Work, case: Feedback, told: Told) -> None:
    """The customer was told how things stand, perhaps another handling time (S0-SVC5-03)."""
    _check_promise(work, told)
    note, promised = str(told["note"]), told.get("promised_at")
    add_event(work, case, _E.NOTICE, case.state, case.state, note, promised_at=promised)
    retell_clocks(work, case)


def hold(work: Work, case: Feedback, reason: str, *, told: bool) -> None:
    """Holds the clock of a case for a reason that the customer was told (R-SLA)."""
    refuse(rules.pause_objections(facts_of(work, case, {}), reason, told=told))
    add_event(work, case, _E.PAUSE, case.state, case.state, reason)
    retell_clocks(work, case)


def go_on(work: Work, case: Feedback, note: str) -> None:
    """Lets the clock of a case run again."""
    refuse(rules.resume_objections(facts_of(work, case, {})))
    add_event(work, case, _E.RESUME, case.state, case.state, note)
    retell_clocks(work, case)


def hand_over(work: Work, case: Feedback, owner_id: int, note: str) -> None:
    """Another owner; who took the case in first stays named, calls go along (S0-SVC5-01)."""
    case.owner_id = owner_id
    for item in open_calls(work, case):
        item.assignee_id = owner_id
    add_event(work, case, _E.OWNER, case.state, case.state, note, owner_id=owner_id)
    work.session.flush()


def take_up_idea(work: Work, case: Feedback, author_id: int, note: str) -> None:
    """The idea of a suggestion was taken up: its author is named (AC-098)."""
    refuse(rules.idea_objections(facts_of(work, case, {})))
    case.idea_author_id = author_id
    add_event(work, case, _E.IDEA, case.state, case.state, note)
    work.session.flush()


def escalate(work: Work, case: Feedback) -> Feedback:
    """A new complaint out of an open grievance, which ends as merged into it (9.1)."""
    refuse(rules.escalation_objections(facts_of(work, case, {})))
    complaint = work.add(
        Feedback,
        code=work.next_code("F"),
        customer_id=case.customer_id,
        contact_id=case.contact_id,
        kind=FeedbackKind.COMPLAINT,
        channel=case.channel,
        text=case.text,
        received_at=work.now,
        reply_channel=case.reply_channel,
        owner_id=case.owner_id,
        quality_dimension=case.quality_dimension,
        escalated_from_id=case.id,
        **{**first_figures(work), "first_owner_id": case.first_owner_id},
    )
    work.session.flush()
    add_event(work, complaint, _E.STEP, None, _S.NEW, case.code or "")
    retell_clocks(work, complaint)
    ends = {"merged_into": complaint.code, "merged_into_id": complaint.id, "escalated": True}
    move(work, case, _S.MERGED, ends)
    return complaint


def open_calls(work: Work, case: Feedback) -> list[FollowUp]:
    """Calls planned for a case and not made yet."""
    items = work.all(FollowUp, feedback_id=case.id, kind=FollowUpKind.CALLBACK)
    return [item for item in items if item.status in OPEN_STATES]


def _check_promise(work: Work, told: Told) -> None:
    promised = told.get("promised_at")
    if promised is not None and promised <= work.now:
        params = {"field": "promised_at", "value": promised, "now": work.now}
        raise Invalid([Reason("feedback.promise_passed", params)])


def _store(work: Work, case: Feedback, told: Told) -> None:
    """Takes over what the step was told."""
    for column in _COLUMNS:
        if told.get(column) is not None:
            setattr(case, column, told[column])
    if told.get("actions_done"):
        for action in work.all(FeedbackAction, feedback_id=case.id):
            action.done_on = action.done_on or work.today
    for name, column in _MOMENTS.items():
        if told.get(name):
            setattr(case, column, work.now)
    if told.get("expectation_points") is not None:
        case.expectation_checks = bits_of(told["expectation_points"])


# --- what entering a state sets off


def _nothing(_work: Work, _case: Feedback, _told: Told) -> None:
    return


def _tracking(work: Work, case: Feedback, _told: Told) -> None:
    """The check call as a follow-up; where nobody knows the customer there is none to call."""
    assert case.check_call_on is not None
    calls = open_calls(work, case)
    if calls:
        calls[0].due_date = case.check_call_on
    elif case.customer_id is not None:
        _plan_call(work, case, case.check_call_on)


def _closed(work: Work, case: Feedback, _told: Told) -> None:
    """Closing ends the check call and plans the after-care call (9.1)."""
    case.closed_at = work.now
    if case.check_call_on is not None:  # made, as its item in the calendar says
        case.check_call_at = case.check_call_at or work.now
    _end_calls(work, case, FollowUpStatus.DONE)
    if case.customer_id is not None:
        _plan_call(work, case, rules.aftercare_due(work.today, work.policy.feedback))


def _reopened(work: Work, case: Feedback, told: Told) -> None:
    """Another round: what the last one established is asked again, the manager is told (9.1)."""
    after_closing = case.closed_at is not None
    case.round = rules.round_after_reopening(case.round or 1)
    case.closed_at = case.check_call_on = case.check_call_at = None
    case.solved_by_customer = case.outcome_told_at = case.praise_told_at = None
    case.expectation_checks = None
    # Out of TRACKING the customer said so on the check call; an after-care call is void.
    status = FollowUpStatus.SKIPPED if after_closing else FollowUpStatus.DONE
    _end_calls(work, case, status, str(told.get("reason") or "") or None)
    if rules.informs_manager(case.round):
        _tell_manager(work, case)


def _merged(work: Work, case: Feedback, _told: Told) -> None:
    _end_calls(work, case, FollowUpStatus.SKIPPED, case.code)


_ENTERED = {
    _S.TRACKING: _tracking,
    _S.CLOSED: _closed,
    _S.REOPENED: _reopened,
    _S.MERGED: _merged,
}


def _end_calls(
    work: Work, case: Feedback, status: FollowUpStatus, reason: str | None = None
) -> None:
    for item in open_calls(work, case):
        item.status = status
        item.done_at = work.now
        if status is FollowUpStatus.SKIPPED:
            item.reason = reason


def _plan_call(work: Work, case: Feedback, day: date) -> None:
    """A call to the customer; none where nobody is to contact it (9.5)."""
    if is_blocked(work.get(Customer, case.customer_id, archived=True)):
        return
    _plan(work, case, FollowUpKind.CALLBACK, day, case.owner_id)


def _plan(
    work: Work,
    case: Feedback,
    kind: FollowUpKind,
    day: date,
    assignee_id: int | None,
    about: str | None = None,
) -> None:
    work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=case.customer_id,
        contact_id=case.contact_id,
        feedback_id=case.id,
        kind=kind,
        question_code=about,
        due_date=day,
        assignee_id=assignee_id,
    )


def _tell_manager(work: Work, case: Feedback) -> None:
    """An item of today in the manager's calendar, unless it is the manager who reopens."""
    manager_id = manager_of(work, case.owner_id)
    told_already = work.actor is not None and manager_id == work.actor.id
    if manager_id is None or told_already or case.customer_id is None:
        return
    _plan(work, case, FollowUpKind.SLA, work.today, manager_id, ANOTHER_ROUND)


def manager_of(work: Work, user_id: int | None) -> int | None:
    """Who is told of a person's cases: the manager of the team, else the first manager there is."""
    user = work.find(User, user_id)
    team = work.find(Team, user.team_id) if user is not None else None
    if team is not None and team.manager_id not in (None, user_id):
        manager = work.find(User, team.manager_id)
        if manager is not None and manager.active and manager.deleted_at is None:
            return manager.id
    for (found,) in work.rows(_MANAGERS, {"role": Role.MANAGER.value}):
        if found != user_id:
            return int(found)
    return None


_MANAGERS = (
    "SELECT id FROM user WHERE active = 1 AND deleted_at IS NULL"
    " AND instr(',' || roles || ',', ',' || :role || ',') > 0 ORDER BY id"
)
