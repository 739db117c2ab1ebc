"""One step of parting with a customer inside a unit of work: what it stores and sets off (9.5).

The gates are those of `models.rules.termination`; a step that lacks something raises Refused and
leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.enums import (
    CLOSED_PIPELINE,
    CustomerStatus,
    FollowUpKind,
    FollowUpStatus,
    HandoverState,
    Pipeline,
    ReleaseKind,
    ReleaseState,
    RunState,
    TerminationState,
)
from models.explanation import Reason
from models.fields import contact_log
from models.records.customer import Customer
from models.records.dealings import Handover
from models.records.follow_up import FollowUp
from models.records.opportunity import Opportunity
from models.records.parting import ContactRelease, Termination
from models.records.playbook import PlaybookRun
from models.rules import termination as rules
from storage.effects import gates, playbooks
from storage.effects.feedback_steps import manager_of
from storage.effects.tracking import OPEN_STATES
from storage.errors import Refused
from storage.queries import parting as queries
from storage.work import Work

_S = TerminationState
Told = Mapping[str, Any]
_COLUMNS = (
    "reason_code",
    "text",
    "plan",
    "documents",
    "comment",
    "notice_date",
    "effective_date",
    "gathered",
    "evaluation",
    "ended_reason",
)


def current(work: Work, customer_id: int) -> Termination | None:
    """The termination of a customer that was not given up, the newest one."""
    gone = (_S.WITHDRAWN, _S.REACTIVATED)
    found = [one for one in work.all(Termination, customer_id=customer_id) if one.state not in gone]
    return found[-1] if found else None


def refuse(reasons: tuple[Reason, ...], customer: Customer) -> None:
    """Raises Refused where there is an objection; it carries them all."""
    if reasons:
        raise Refused(reasons[0].code, missing=reasons, customer=customer.code)


def check_right(
    work: Work, customer: Customer, found: Termination | None, target: _S, *, alone: bool
) -> bool:
    """Raises Refused where the actor may not take the step; True where one answers oneself."""
    actor = work.actor
    assert actor is not None
    own_request = found is not None and found.requester_id == actor.id
    refuse(
        rules.right_objections(
            target,
            actor.roles,
            owner=customer.owner_id == actor.id,
            own_request=own_request,
            alone=alone,
        ),
        customer,
    )
    return own_request and target in rules.DECISIONS


def move(
    work: Work, customer: Customer, found: Termination, target: _S, told: Told, *, alone: bool
) -> None:
    """Takes a termination to its next state: rights, what was told, gate, what follows.

    Raises Refused with everything that the gate of the step lacks.
    """
    self_approved = check_right(work, customer, found, target, alone=alone)
    for column in _COLUMNS:
        if told.get(column) is not None:
            setattr(found, column, told[column])
    if target is _S.SETTLING and told.get("lost_reason"):
        _lose_deals(work, customer, str(told["lost_reason"]))
    work.session.flush()
    refuse(
        rules.objections(
            target, _facts(work, customer, found, told), work.policy.parting, work.today
        ),
        customer,
    )
    found.state = target
    tick = rules.TICKS.get(target)
    if tick is not None:
        found.checklist = found.checklist | {tick}
    if target in rules.DECISIONS:
        assert work.actor is not None
        found.approver_id, found.decided_at = work.actor.id, work.now
        found.self_approved = self_approved
    _ENTERED.get(target, _nothing)(work, customer, found, told)


def _facts(
    work: Work, customer: Customer, found: Termination, told: Told
) -> rules.TerminationFacts:
    return rules.TerminationFacts(
        state=found.state,
        has_reason=found.reason_code is not None,
        text=found.text or "",
        plan=found.plan or "",
        documents=found.documents or "",
        comment=str(told.get("comment") or ""),
        notice_date=found.notice_date,
        effective_date=found.effective_date,
        open_matters=queries.open_matters(work, customer.id),
        balance_confirmed=bool(told.get("balance_confirmed")),
        unpaid_orders=queries.unpaid_orders(work, customer.id),
        gathered=found.gathered or "",
        retention_until=told.get("retention_until") or _kept(work, found),
        evaluation=found.evaluation or "",
        ended_reason=str(told.get("ended_reason") or ""),
    )


def _kept(work: Work, found: Termination) -> Any:
    effective = found.effective_date
    return None if effective is None else rules.keep_until(effective, work.policy.parting)


def _lose_deals(work: Work, customer: Customer, why: str) -> None:
    """The open deals end as lost (9.5)."""
    for deal in work.all(Opportunity, customer_id=customer.id):
        if deal.pipeline not in CLOSED_PIPELINE:
            deal.pipeline, deal.lost_reason = Pipeline.LOST, why[:400]
            deal.closed_on = work.today
            gates.check(work, deal, b"")


# --- what entering a state sets off


def _nothing(_work: Work, _customer: Customer, _found: Termination, _told: Told) -> None:
    return


def _back_to_draft(work: Work, _customer: Customer, found: Termination, _told: Told) -> None:
    """Asked for anew: the answer of before is history, as the log has it."""
    del work
    found.approver_id = found.decided_at = found.comment = None
    found.checklist = frozenset()


def _submitted(work: Work, customer: Customer, found: Termination, _told: Told) -> None:
    assert work.actor is not None
    found.requester_id = work.actor.id
    ask_manager(work, customer, contact_log.TERMINATION)


def _decided(work: Work, customer: Customer, _found: Termination, _told: Told) -> None:
    close_question(work, customer.id, contact_log.TERMINATION)


def _terminated(work: Work, customer: Customer, found: Termination, _told: Told) -> None:
    """The block, and the end of everything that was planned (AC-197)."""
    found.terminated_on = work.today
    end(work, customer)


def end(work: Work, customer: Customer) -> None:
    """Nothing goes out to a customer any more, and nothing of what was planned is left."""
    reason = CustomerStatus.TERMINATED.value
    for run in work.all(PlaybookRun, customer_id=customer.id, state=RunState.RUNNING):
        playbooks.stop(work, run, reason)
    for item in work.all(FollowUp, customer_id=customer.id):
        if item.status in OPEN_STATES:
            item.status, item.reason, item.done_at = FollowUpStatus.SKIPPED, reason, work.now
            item.snoozed_until = None
    for handed in work.all(Handover, customer_id=customer.id, state=HandoverState.OPEN):
        handed.state, handed.reason = HandoverState.WITHDRAWN, reason
    work.session.flush()
    customer.status = CustomerStatus.TERMINATED
    customer.do_not_contact = customer.do_not_sell = True


def end_by_erasing(work: Work, customer: Customer, why: str) -> None:
    """Whom nobody knows any more is parted with at once: no notice, no answer, no step is left.

    What stands of it is a termination of its own, by whom, on which day and why, so that the
    customer counts among the lost; one that was on its way ends as that (R-STATUS, 11.9).
    """
    if customer.status is not CustomerStatus.TERMINATED:
        found = current(work, customer.id)
        if found is None:
            found = work.add(Termination, customer_id=customer.id)
        found.state = _S.EVALUATED
        found.requester_id = found.requester_id or (work.actor.id if work.actor else None)
        found.terminated_on = found.effective_date = work.today
        found.ended_reason = why or None
    end(work, customer)


def _archived(work: Work, customer: Customer, found: Termination, told: Told) -> None:
    customer.retention_until = told.get("retention_until") or _kept(work, found)


def _withdrawn(work: Work, customer: Customer, _found: Termination, _told: Told) -> None:
    close_question(work, customer.id, contact_log.TERMINATION)


_ENTERED = {
    _S.DRAFT: _back_to_draft,
    _S.SUBMITTED: _submitted,
    _S.APPROVED: _decided,
    _S.REJECTED: _decided,
    _S.TERMINATED: _terminated,
    _S.ARCHIVED: _archived,
    _S.WITHDRAWN: _withdrawn,
}


# --- a manager is asked


def ask_manager(work: Work, customer: Customer, about: str) -> None:
    """An item of today in a manager's calendar: somebody waits for an answer."""
    assert work.actor is not None
    work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=customer.id,
        kind=FollowUpKind.TASK,
        question_code=about,
        due_date=work.today,
        assignee_id=manager_of(work, work.actor.id) or work.actor.id,
    )


def close_question(work: Work, customer_id: int, about: str) -> None:
    """The item by which a manager was asked is done."""
    for item in work.all(FollowUp, customer_id=customer_id, question_code=about):
        if item.status in OPEN_STATES:
            item.status, item.done_at = FollowUpStatus.DONE, work.now


# --- exceptions


def decide(
    work: Work, release: ContactRelease, *, approve: bool, comment: str, alone: bool
) -> None:
    """A manager who did not ask answers; coming back sets the customer free (9.5).

    Raises Refused where nothing waits or the actor may not.
    """
    customer = work.get(Customer, release.customer_id)
    if release.state is not ReleaseState.WAITING:
        raise Refused("release.answered", state=release.state)
    actor = work.actor
    assert actor is not None
    own = release.requester_id == actor.id
    refuse(
        rules.right_objections(_S.APPROVED, actor.roles, owner=False, own_request=own, alone=alone),
        customer,
    )
    if not comment.strip():
        refuse((Reason("termination.needs_comment"),), customer)
    release.state = ReleaseState.APPROVED if approve else ReleaseState.DECLINED
    release.approver_id, release.decided_at = actor.id, work.now
    release.comment, release.self_approved = comment, own
    close_question(work, customer.id, contact_log.RELEASE)
    if approve and release.kind is ReleaseKind.REACTIVATION:
        _reactivate(work, customer, release)


def _reactivate(work: Work, customer: Customer, release: ContactRelease) -> None:
    """The customer is active again; what was terminated says so and why."""
    found = current(work, customer.id)
    if found is not None:
        found.state, found.ended_reason = _S.REACTIVATED, release.reason
    release.state = ReleaseState.USED
    customer.status = CustomerStatus.ACTIVE
    customer.do_not_contact = customer.do_not_sell = False
    customer.retention_until = None
