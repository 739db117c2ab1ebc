"""A regrade by somebody who may not edit the customer: it waits for the owner (11.3, AC-199)."""

from __future__ import annotations

from models.enums import FollowUpKind, FollowUpStatus, ProposalState
from models.fields.contact_log import REGRADE
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.grade_history import GradeProposal
from models.records.interaction import Interaction
from models.rules.grading import Graded
from models.rules.rights import Action, Whose, may
from storage.effects import derived, permits, touch_result
from storage.work import Work


def may_edit(work: Work, customer: Customer) -> bool:
    """May the actor change this customer and its deals (11.3); nobody's customer is anyone's."""
    owners = frozenset() if customer.owner_id is None else frozenset({customer.owner_id})
    return work.actor is None or may(work.actor.who, Action.EDIT, Whose(owners))


def require_edit(work: Work, customer: Customer) -> None:
    """Raises Refused where the actor may not change this customer."""
    permits.require(work, "customer", [customer.id], Action.EDIT)


def propose(work: Work, customer: Customer, made: Interaction, graded: Graded) -> str:
    """Lays what a touch found before the owner; returns the code of the item, "" for no news."""
    result = touch_result.Result.of(made)
    if not touch_result.is_news(work, customer, made.opportunity_id, result):
        return ""
    item = work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=customer.id,
        contact_id=made.contact_id,
        opportunity_id=made.opportunity_id,
        kind=FollowUpKind.TASK,
        question_code=REGRADE,
        due_date=work.today,
        assignee_id=customer.owner_id,
    )
    for older in work.all(GradeProposal, customer_id=customer.id, state=ProposalState.WAITING):
        _end(work, older, ProposalState.DECLINED, item.code)
    work.add(
        GradeProposal,
        customer_id=customer.id,
        interaction_id=made.id,
        follow_up_id=item.id,
        from_grade=customer.grade,
        to_grade=graded.grade,
    )
    return item.code or ""


def answer(work: Work, item: FollowUp, *, take: bool, reason: str | None = None) -> None:
    """The owner takes or declines what waits at an item; Refused for whoever may not edit."""
    (found,) = work.all(GradeProposal, follow_up_id=item.id)
    customer = work.get(Customer, found.customer_id)
    require_edit(work, customer)
    _end(work, found, ProposalState.TAKEN if take else ProposalState.DECLINED, reason)
    if not take:
        return
    made = work.get(Interaction, found.interaction_id, archived=True)
    graded = touch_result.take(work, customer, made.opportunity_id, touch_result.Result.of(made))
    derived.set_grade(work, customer, graded.grade, graded.reason, interaction_id=made.id)
    made.grade_after = customer.grade


def _end(work: Work, found: GradeProposal, state: ProposalState, reason: str | None) -> None:
    found.state, found.reason = state, reason
    item = work.get(FollowUp, found.follow_up_id, archived=True)
    taken = state is ProposalState.TAKEN
    item.status = FollowUpStatus.DONE if taken else FollowUpStatus.SKIPPED
    item.reason = reason
    item.done_at = work.now
