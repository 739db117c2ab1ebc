"""Parting with a customer in nine steps, none of them skipped (requirements 9.5).

Pure: facts and figures in, what a step still lacks out. Storing a step and what it sets off
(the block, skipped follow-ups) is not done here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from models.enums import Role, TerminationItem, TerminationState
from models.explanation import Reason
from models.policy_defaults import PartingPolicy
from models.rules.spans import add_months

_S, _I = TerminationState, TerminationItem
# The nine steps as they are shown; the third one is answered by another person.
STEPS: Final = (
    _S.DRAFT,
    _S.PREPARED,
    _S.APPROVED,
    _S.NOTICE,
    _S.SETTLING,
    _S.TERMINATED,
    _S.CLEARED,
    _S.ARCHIVED,
    _S.EVALUATED,
)
NEXT: Final[Mapping[TerminationState, tuple[TerminationState, ...]]] = {
    _S.DRAFT: (_S.PREPARED, _S.WITHDRAWN),
    _S.PREPARED: (_S.SUBMITTED, _S.WITHDRAWN),
    _S.SUBMITTED: (_S.APPROVED, _S.REJECTED, _S.WITHDRAWN),
    _S.REJECTED: (_S.DRAFT, _S.WITHDRAWN),
    _S.APPROVED: (_S.NOTICE, _S.WITHDRAWN),
    _S.NOTICE: (_S.SETTLING, _S.WITHDRAWN),
    _S.SETTLING: (_S.TERMINATED, _S.WITHDRAWN),
    _S.TERMINATED: (_S.CLEARED,),
    _S.CLEARED: (_S.ARCHIVED,),
    _S.ARCHIVED: (_S.EVALUATED,),
    _S.EVALUATED: (),
    _S.WITHDRAWN: (),
    _S.REACTIVATED: (),
}
# The point of the checklist that a step ticks.
TICKS: Final[Mapping[TerminationState, TerminationItem]] = {
    _S.PREPARED: _I.DOCUMENTS,
    _S.NOTICE: _I.NOTICE,
    _S.SETTLING: _I.ORDERS,
    _S.CLEARED: _I.ACCOUNT,
    _S.ARCHIVED: _I.INFORMATION,
    _S.EVALUATED: _I.EVALUATION,
}
DECISIONS: Final = frozenset({_S.APPROVED, _S.REJECTED})
# The customer is terminated: outgoing contact is refused, the record is closed to sales.
AFTER: Final = frozenset({_S.TERMINATED, _S.CLEARED, _S.ARCHIVED, _S.EVALUATED})
ENDED: Final = frozenset({_S.EVALUATED, _S.WITHDRAWN, _S.REACTIVATED})
_BY_MANAGER: Final = DECISIONS | {_S.CLEARED, _S.ARCHIVED, _S.EVALUATED}


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something of the customer that is not settled: kind of record and its code."""

    entity: str  # sales_order, ticket, feedback, opportunity
    code: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class TerminationFacts:
    """A termination as it would stand after what a step was told."""

    state: TerminationState
    has_reason: bool = False
    text: str = ""
    plan: str = ""
    documents: str = ""
    comment: str = ""
    notice_date: date | None = None
    effective_date: date | None = None
    open_matters: tuple[OpenMatter, ...] = ()
    balance_confirmed: bool = False
    unpaid_orders: tuple[str, ...] = ()
    gathered: str = ""
    retention_until: date | None = None
    evaluation: str = ""
    ended_reason: str = ""


def place(state: TerminationState) -> int:
    """How many of the nine steps are done; a request that waits or failed has done two."""
    if state in (_S.SUBMITTED, _S.REJECTED):
        return 2
    return STEPS.index(state) + 1 if state in STEPS else 0


def earliest_effective(notice_date: date, policy: PartingPolicy) -> date:
    """The first day a termination may take effect after it was told (AC-123)."""
    return notice_date + timedelta(days=policy.notice_days)


def keep_until(effective_date: date, policy: PartingPolicy) -> date:
    """How long the record is kept where nobody says otherwise: five years (D-18)."""
    return add_months(effective_date, policy.keep_months)


def objections(
    target: TerminationState, facts: TerminationFacts, policy: PartingPolicy, today: date
) -> tuple[Reason, ...]:
    """What speaks against taking a step; empty where it may be taken (9.5)."""
    if target not in NEXT[facts.state]:
        return (Reason("termination.no_such_step", {"state": facts.state, "target": target}),)
    return missing_for(target, facts, policy, today)


def missing_for(
    target: TerminationState, facts: TerminationFacts, policy: PartingPolicy, today: date
) -> tuple[Reason, ...]:
    """What a step still asks for, whether or not it is the next one."""
    return tuple(_GATES[target](facts, policy, today))


def right_objections(
    target: TerminationState,
    roles: Collection[Role],
    *,
    owner: bool,
    own_request: bool,
    alone: bool,
) -> tuple[Reason, ...]:
    """Whether the actor may take a step: owner or manager, from the seventh on a manager.

    Nobody answers for a request of their own, but for the single-user profile (`alone`, D-28).
    """
    manager = Role.MANAGER in roles
    if target in _BY_MANAGER and not manager:
        return (Reason("termination.manager_only", {"target": target}),)
    if target in DECISIONS and own_request and not alone:
        return (Reason("termination.own_request"),)
    if not manager and not owner:
        return (Reason("termination.owner_or_manager"),)
    return ()


_Gate = Callable[[TerminationFacts, PartingPolicy, date], Iterator[Reason]]


def _said(text: str) -> bool:
    return bool(text.strip())


def _drafted(facts: TerminationFacts, _policy: PartingPolicy, _today: date) -> Iterator[Reason]:
    if not facts.has_reason:
        yield Reason("termination.needs_reason")
    if not _said(facts.text):
        yield Reason("termination.needs_text")


def _prepared(facts: TerminationFacts, policy: PartingPolicy, today: date) -> Iterator[Reason]:
    yield from _drafted(facts, policy, today)
    if not _said(facts.plan):
        yield Reason("termination.needs_plan")
    if not _said(facts.documents):
        yield Reason("termination.needs_documents")


def _decided(facts: TerminationFacts, _policy: PartingPolicy, _today: date) -> Iterator[Reason]:
    if not _said(facts.comment):
        yield Reason("termination.needs_comment")


def _told(facts: TerminationFacts, policy: PartingPolicy, today: date) -> Iterator[Reason]:
    told, effective = facts.notice_date, facts.effective_date
    if told is None:
        yield Reason("termination.needs_notice_date")
    elif told > today:
        yield Reason("termination.notice_ahead", {"notice_date": told, "today": today})
    if effective is None:
        yield Reason("termination.needs_effective_date")
    elif told is not None and effective < earliest_effective(told, policy):
        params = {
            "effective_date": effective,
            "notice_date": told,
            "days": policy.notice_days,
            "earliest": earliest_effective(told, policy),
            "setting": "parting.notice_days",
        }
        yield Reason("termination.too_early", params)


def _settled(facts: TerminationFacts, _policy: PartingPolicy, _today: date) -> Iterator[Reason]:
    for matter in facts.open_matters:
        yield Reason(
            "termination.open_matter",
            {"entity": matter.entity, "code": matter.code, "title": matter.title},
        )


def _ended(facts: TerminationFacts, policy: PartingPolicy, today: date) -> Iterator[Reason]:
    yield from _settled(facts, policy, today)
    effective = facts.effective_date
    if effective is not None and today < effective:
        yield Reason("termination.not_effective", {"effective_date": effective, "today": today})


def _cleared(facts: TerminationFacts, _policy: PartingPolicy, _today: date) -> Iterator[Reason]:
    for code in facts.unpaid_orders:
        yield Reason("termination.unpaid", {"code": code})
    if not facts.balance_confirmed:
        yield Reason("termination.needs_balance")


def _archived(facts: TerminationFacts, _policy: PartingPolicy, _today: date) -> Iterator[Reason]:
    if not _said(facts.gathered):
        yield Reason("termination.needs_gathered")
    if facts.retention_until is None:
        yield Reason("termination.needs_retention")


def _evaluated(facts: TerminationFacts, _policy: PartingPolicy, _today: date) -> Iterator[Reason]:
    if not _said(facts.evaluation):
        yield Reason("termination.needs_evaluation")


def _given_up(facts: TerminationFacts, _policy: PartingPolicy, _today: date) -> Iterator[Reason]:
    if not _said(facts.ended_reason):
        yield Reason("termination.needs_end_reason")


_GATES: Final[Mapping[TerminationState, _Gate]] = {
    _S.DRAFT: _drafted,
    _S.PREPARED: _prepared,
    _S.SUBMITTED: _prepared,
    _S.APPROVED: _decided,
    _S.REJECTED: _decided,
    _S.NOTICE: _told,
    _S.SETTLING: _settled,
    _S.TERMINATED: _ended,
    _S.CLEARED: _cleared,
    _S.ARCHIVED: _archived,
    _S.EVALUATED: _evaluated,
    _S.WITHDRAWN: _given_up,
    _S.REACTIVATED: _given_up,
}
