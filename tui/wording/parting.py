"""Words of parting with a customer: steps, gates, exceptions from the block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_, NC_, NP_

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

PARTING_ENTITIES: Final[Mapping[str, tuple[str, str, str]]] = {
    "termination": NP_("entity", "termination", "terminations"),
    "contact_release": NP_("entity", "exception from the block", "exceptions from the block"),
}

PARTING_LABELS: Final[Mapping[str, Mapping[str, Word]]] = {
    "TerminationReason": {
        "NO_PURCHASE": NC_("TerminationReason", "No longer buys"),
        "CONDUCT": NC_("TerminationReason", "Breaks rules or ethics"),
        "NO_FIT": NC_("TerminationReason", "Our product no longer fits"),
        "BROKEN": NC_("TerminationReason", "Relation broken"),
        "MARKET_EXIT": NC_("TerminationReason", "We leave the market"),
    },
    "TerminationState": {
        "DRAFT": NC_("TerminationState", "Drafted"),
        "PREPARED": NC_("TerminationState", "Prepared"),
        "SUBMITTED": NC_("TerminationState", "Submitted"),
        "APPROVED": NC_("TerminationState", "Approved"),
        "REJECTED": NC_("TerminationState", "Rejected"),
        "NOTICE": NC_("TerminationState", "Customer told"),
        "SETTLING": NC_("TerminationState", "Orders and contracts settled"),
        "TERMINATED": NC_("TerminationState", "Terminated"),
        "CLEARED": NC_("TerminationState", "Account cleared"),
        "ARCHIVED": NC_("TerminationState", "Information archived"),
        "EVALUATED": NC_("TerminationState", "Evaluated"),
        "WITHDRAWN": NC_("TerminationState", "Given up"),
        "REACTIVATED": NC_("TerminationState", "Came back"),
    },
    "TerminationItem": {
        "DOCUMENTS": NC_("TerminationItem", "Documents and plan"),
        "NOTICE": NC_("TerminationItem", "Notice with its day"),
        "ORDERS": NC_("TerminationItem", "Orders and contracts done"),
        "ACCOUNT": NC_("TerminationItem", "Account cleared"),
        "INFORMATION": NC_("TerminationItem", "Information gathered"),
        "EVALUATION": NC_("TerminationItem", "Process evaluated"),
    },
    "ReleaseKind": {
        "IMPORTANT_NOTICE": NC_("ReleaseKind", "Important notice"),
        "REACTIVATION": NC_("ReleaseKind", "Take the customer back"),
    },
    "ReleaseState": {
        "WAITING": NC_("ReleaseState", "waits for an answer"),
        "APPROVED": NC_("ReleaseState", "approved"),
        "DECLINED": NC_("ReleaseState", "declined"),
        "USED": NC_("ReleaseState", "done"),
    },
}
PARTING_SHORT: Final[Mapping[str, Mapping[str, Word]]] = {
    "TerminationState": {
        "SETTLING": NC_("short TerminationState", "Settled"),
        "CLEARED": NC_("short TerminationState", "Cleared"),
        "ARCHIVED": NC_("short TerminationState", "Archived"),
        "NOTICE": NC_("short TerminationState", "Told"),
    },
    "TerminationReason": {
        "CONDUCT": NC_("short TerminationReason", "Conduct"),
        "NO_FIT": NC_("short TerminationReason", "No fit"),
        "MARKET_EXIT": NC_("short TerminationReason", "Market exit"),
    },
    "TerminationItem": {
        "DOCUMENTS": NC_("short TerminationItem", "Documents"),
        "NOTICE": NC_("short TerminationItem", "Notice"),
        "ORDERS": NC_("short TerminationItem", "Orders"),
        "INFORMATION": NC_("short TerminationItem", "Information"),
        "EVALUATION": NC_("short TerminationItem", "Evaluation"),
    },
    "ReleaseKind": {
        "REACTIVATION": NC_("short ReleaseKind", "Taken back"),
    },
    "ReleaseState": {
        "WAITING": NC_("short ReleaseState", "waits"),
    },
}

PARTING_FIELDS: Final[Mapping[str, Mapping[str, Word]]] = {
    "termination": {
        "reason_code": NC_("field", "Reason of parting"),
        "text": NC_("field", "What happened"),
        "plan": NC_("field", "Plan"),
        "documents": NC_("field", "Documents"),
        "state": NC_("field", "Where it stands"),
        "requester": NC_("field", "Asked by"),
        "approver": NC_("field", "Answered by"),
        "decided_at": NC_("field", "Answered at"),
        "comment": NC_("field", "Comment"),
        "self_approved": NC_("field", "Self-approved"),
        "notice_date": NC_("field", "Customer told on"),
        "effective_date": NC_("field", "In effect from"),
        "terminated_on": NC_("field", "Terminated on"),
        "checklist": NC_("field", "Checklist"),
        "gathered": NC_("field", "Information gathered"),
        "evaluation": NC_("field", "What to improve"),
        "ended_reason": NC_("field", "Why it ended"),
    },
    "contact_release": {
        "kind": NC_("field", "What for"),
        "text": NC_("field", "Text of the notice"),
        "reason": NC_("field", "Why"),
        "state": NC_("field", "Where it stands"),
        "requester": NC_("field", "Asked by"),
        "approver": NC_("field", "Answered by"),
        "decided_at": NC_("field", "Answered at"),
        "comment": NC_("field", "Comment"),
        "self_approved": NC_("field", "Self-approved"),
        "interaction": NC_("field", "Journal entry"),
    },
}

PARTING_SETTINGS: Final[Mapping[str, Word]] = {
    "parting.notice_days": NC_("setting", "Notice before a termination (days)"),
    "parting.backup_days": NC_("setting", "Backups are kept (days)"),
    "parting.keep_months": NC_("setting", "A terminated customer is kept (months)"),
}

PARTING_TASKS: Final[Mapping[str, Word]] = {
    "PARTING": NC_("task", "Answer a termination"),
    "RELEASE": NC_("task", "Answer an exception from the block"),
}

PARTING_REASONS: Final[Mapping[str, str]] = {
    "termination.no_such_step": N_(
        'From "{state}" no step leads to "{target}": none may be skipped.'
    ),
    "termination.manager_only": N_('"{target}" is up to a manager.'),
    "termination.own_request": N_("Nobody answers a request of their own. Ask another manager."),
    "termination.owner_or_manager": N_("Only the owner of the customer or a manager may do this."),
    "termination.on_its_way": N_("{customer}: a termination is on its way already."),
    "termination.none": N_("{customer}: no termination is on its way. Draft one first."),
    "termination.needs_reason": N_("Choose the reason of parting."),
    "termination.needs_text": N_("Write down what happened."),
    "termination.needs_plan": N_("Write down the plan: who does what until when."),
    "termination.needs_documents": N_("List the documents: contracts, letters, accounts."),
    "termination.needs_comment": N_("Give a comment with the answer."),
    "termination.needs_notice_date": N_("Say on which day the customer was told."),
    "termination.notice_ahead": N_(
        "The customer was told on {notice_date}, which is after today, {today}. Tell them first."
    ),
    "termination.needs_effective_date": N_("Say from which day on it is in effect."),
    "termination.too_early": N_(
        "{effective_date} is too early: told on {notice_date} + {days} days ="
        " {earliest} at the earliest."
    ),
    "termination.open_matter": N_("Still open: {entity} {code} {title}"),
    "termination.not_effective": N_("In effect from {effective_date}; today is {today}."),
    "termination.unpaid": N_(
        "Order {code} is not paid in full: settle it or correct what was paid."
    ),
    "termination.needs_balance": N_("Confirm that the balance of the account is 0."),
    "termination.needs_gathered": N_("Say what information was gathered, and where it lies."),
    "termination.needs_retention": N_("Say until when the record is kept."),
    "termination.needs_evaluation": N_("Write down what is to be improved."),
    "termination.needs_end_reason": N_("Say why the termination is given up."),
    "release.not_blocked": N_("{customer} may be contacted: no exception is needed."),
    "release.not_terminated": N_(
        "{customer} is not terminated: there is nothing to come back from."
    ),
    "release.answered": N_("Nothing waits here: it is {state}."),
    "release.not_approved": N_("Only an approved notice can be sent, and once: it is {state}."),
    "refused.do_not_sell": N_(
        "{customer}: nothing more is sold to this customer. A manager can take it back first"
        " (:terminate)."
    ),
    "customer.closed": N_("{customer} is terminated: its record is closed. Ask a manager."),
    "customer.reactivated_by_process": N_(
        "{customer} was terminated and comes back by a new approval only (:terminate), not by"
        " changing the status."
    ),
    "change.termination": N_("Termination of {code} {name}: {state}"),
    "change.release_asked": N_("Asked for {code} {name}: {kind}"),
    "change.release_approved": N_("Approved for {code} {name}: {kind}"),
    "change.release_declined": N_("Declined for {code} {name}: {kind}"),
    "change.notice_sent": N_("Important notice to {code} {name}: {channel}"),
}
