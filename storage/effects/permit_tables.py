"""The rights of 11.3 as data: which act each change is, and by which right a kind is written.

Nothing passes here unnamed: a test holds the labels of all changes and all kinds of record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.fields.registry import find_entity
from models.rules.rights import Action

A = Action

# Done by the program itself, whoever is at the keyboard.
SYSTEM = frozenset(
    {
        "change.recompute",
        "change.reindex",
        "change.demo",
        "change.init",
        "change.survey_job",
        "change.over_time",
    }
)


@dataclass(frozen=True, slots=True)
class Act:
    """What a change is: the rights of which one is needed to begin it.

    `judged` names the only kinds whose records are looked at; None looks at all that was written,
    each by the right of its kind. `by` is the right they are judged by instead of that.
    """

    rights: tuple[Action, ...]
    judged: frozenset[str] | None = None
    by: Action | None = None


_TOUCH, _CASE, EDITING = Act((A.TOUCH,)), Act((A.CASE,)), Act((A.EDIT,))
OF_KIND = Act(())  # by the kind of record that the change names
_OF_THE_CHANGE = frozenset[str]()

ACTS: Mapping[str, Act] = {
    **dict.fromkeys(("change.new", "change.set", "change.archive", "change.set_many"), OF_KIND),
    **dict.fromkeys(
        (
            "change.touch",
            "change.plan",
            "change.done",
            "change.skip",
            "change.snooze",
            "change.snooze_many",
            "change.move",
            "change.playbook_close",
            "change.playbook_day",
            "change.playbook_many",
            "change.playbook_skip",
            "change.playbook_start",
            "change.playbook_stop",
            "change.playbook_tick",
            "change.survey",
            "change.survey_file",
            "change.fair",
            "change.release_asked",
            "change.notice_sent",
            "change.verify",
        ),
        _TOUCH,
    ),
    **dict.fromkeys(
        (
            "change.feedback_new",
            "change.feedback_step",
            "change.feedback_progress",
            "change.feedback_issue",
            "change.feedback_pause",
            "change.feedback_resume",
            "change.feedback_owner",
            "change.feedback_idea",
            "change.feedback_set",
            "change.feedback_escalate",
            "change.ticket_new",
            "change.ticket_set",
            "change.ticket_step",
            "change.ticket_visit",
            "change.ticket_part",
            "change.ticket_pause",
            "change.ticket_resume",
        ),
        _CASE,
    ),
    **dict.fromkeys(
        (
            "change.regrade",
            "change.answer",
            "change.deal_step",
            "change.stage",
            "change.strategy_done",
            "change.termination",
            "change.strategy_open",
        ),
        EDITING,
    ),
    **dict.fromkeys(  # judged where they are answered: it depends on who asked
        (
            "change.gift_approve",
            "change.gift_decline",
            "change.release_approved",
            "change.release_declined",
        ),
        Act((A.APPROVE,), _OF_THE_CHANGE),
    ),
    **dict.fromkeys(
        (
            "change.identity_new",
            "change.identity_set",
            "change.identity_document",
            "change.identity_revoke",
        ),
        Act((A.EDIT_CONTACT,)),
    ),
    # A request writes its log and its grant; of whom it is told depends on the five elements.
    "access.identify": Act((A.IDENTIFY, A.IDENTIFY_SERVICE), _OF_THE_CHANGE),
    "change.handover": Act((A.HANDOVER,)),
    "change.handover_tick": Act((A.ACCEPT,), frozenset({"handover"}), A.ACCEPT),
    "change.handover_accept": Act((A.ACCEPT,), frozenset({"handover"}), A.ACCEPT),
    "change.handover_withdraw": Act((A.ACCEPT,), frozenset({"handover"}), A.ACCEPT),
    "change.import": Act((A.IMPORT,)),
    "change.merge": Act((A.MERGE,), _OF_THE_CHANGE),  # judged by effects/merging.py
    "change.pair": Act((A.MERGE,), _OF_THE_CHANGE),  # judged by services/duplicates.py
    # Judged by the service: it depends on the list.
    **dict.fromkeys(("access.export", "access.print"), Act((), _OF_THE_CHANGE)),
    "change.settings": Act((A.SETTINGS,), _OF_THE_CHANGE),
    "change.users": Act((A.USERS,)),
    "change.stock": Act((A.CATALOGUE,)),
    "change.audit": Act((A.KNOWLEDGE,)),
    "change.campaign": Act((A.TOUCH,)),
    "change.campaign_member": Act((A.TOUCH,)),
    "change.campaign_close": Act((A.KNOWLEDGE,)),
    "change.withdrawn": Act((A.EDIT_CONTACT,)),
    "change.erase": Act((A.ERASE,), _OF_THE_CHANGE),
    "change.subject_report": Act((A.EXPORT,), _OF_THE_CHANGE),
    "change.touchpoints": Act((A.CATALOGUE,)),
    "access.reveal": Act((A.REVEAL,), _OF_THE_CHANGE),
    "change.view": Act((A.OWN_VIEWS,)),
    "change.view_dropped": Act((A.OWN_VIEWS,)),
    # Whose change it is, services/changes.py looks at; nobody is lifted by an undo.
    **dict.fromkeys(
        ("change.undo", "change.redo"), Act((A.UNDO,), frozenset({"user", "team", "setting"}))
    ),
}

# Data by which a customer is reached: what SERVICE may put right (11.3 "contact data only").
CONTACT_DATA = frozenset(
    {
        "phone", "fax", "email", "website", "address", "postcode", "city", "province",
        "country_region", "intl_dial_code", "area_code", "preferred_channel",
    }
)  # fmt: skip

_CUSTOMER = "LEFT JOIN customer c ON c.id = r.customer_id"
_DEAL = f"LEFT JOIN opportunity o ON o.id = r.opportunity_id {_CUSTOMER}"


@dataclass(frozen=True, slots=True)
class Kind:
    """The right that writing a kind of record needs, and how it is known whose it is.

    `joins` lead to the customer `c`; `own` are columns with users it belongs to besides the owner
    of the customer; `made` stand for them in a new record. Without any it is nobody's.
    """

    right: Action
    joins: str = ""
    own: tuple[str, ...] = ()
    made: tuple[str, ...] = ()


_EDITED = Kind(A.EDIT, _CUSTOMER)
_OF_CASE = (
    "LEFT JOIN feedback f ON f.id = r.feedback_id LEFT JOIN customer c ON c.id = f.customer_id"
)
_CASE_OWNERS = ("f.owner_id", "f.first_owner_id", "f.created_by_id")
_OF_TICKET = (
    "LEFT JOIN ticket t ON t.id = r.ticket_id LEFT JOIN technician n ON n.id = t.technician_id"
    " LEFT JOIN customer c ON c.id = t.customer_id"
)
_TICKET_OWNERS = ("t.owner_id", "t.created_by_id", "n.user_id")
_KNOWLEDGE, _CATALOGUE = Kind(A.KNOWLEDGE), Kind(A.CATALOGUE)

_OF_THE_TEAM = (
    "(SELECT t.manager_id FROM team t WHERE t.id = r.team_id)",
    "(SELECT min(m.id) FROM user m WHERE m.team_id = r.team_id AND m.id != r.id)",
)
_SOMEBODYS = "-1"  # belongs to somebody, even where nobody is named

KINDS: Mapping[str, Kind] = {
    "customer": Kind(A.EDIT, "JOIN customer c ON c.id = r.id"),
    **dict.fromkeys(
        (
            "need",
            "stage_history",
            "stage_strategy",
            "success_event",
            "account_goal",
            "account_financial",
            "value_chain_link",
            "customer_rival",
            "account_plan",
            "joint_project",
        ),
        _EDITED,
    ),
    **dict.fromkeys(
        ("stakeholder", "competitor_on_account", "solution_line"),
        Kind(A.EDIT, _DEAL, ("o.owner_id",)),
    ),
    "opportunity": Kind(A.EDIT, _CUSTOMER, ("r.owner_id",)),
    "deal_step": Kind(
        A.EDIT,
        "JOIN opportunity o ON o.id = r.opportunity_id JOIN customer c ON c.id = o.customer_id",
        ("o.owner_id",),
    ),
    "nsabc_answer": Kind(
        A.EDIT,
        "LEFT JOIN opportunity o ON r.scope = 'OPPORTUNITY' AND o.id = r.subject_id"
        " LEFT JOIN customer c ON c.id = COALESCE(o.customer_id, r.subject_id)",
        ("o.owner_id",),
    ),
    "sales_order": Kind(A.EDIT, _CUSTOMER, ("r.owner_id",)),
    "sales_order_line": Kind(
        A.EDIT,
        "JOIN sales_order o ON o.id = r.order_id JOIN customer c ON c.id = o.customer_id",
        ("o.owner_id",),
    ),
    "contact": Kind(A.EDIT_CONTACT, _CUSTOMER),
    "customer_address": Kind(A.EDIT_CONTACT, _CUSTOMER),
    "special_date": Kind(
        A.EDIT_CONTACT,
        "JOIN contact k ON k.id = r.contact_id JOIN customer c ON c.id = k.customer_id",
    ),
    "contact_link": Kind(
        A.EDIT_CONTACT,
        "JOIN contact k ON k.id = r.from_contact_id JOIN customer c ON c.id = k.customer_id",
    ),
    "consent": Kind(
        A.EDIT_CONTACT,
        "JOIN contact k ON k.id = r.contact_id JOIN customer c ON c.id = k.customer_id",
    ),
    "campaign": Kind(A.KNOWLEDGE),
    "campaign_member": Kind(A.TOUCH, _CUSTOMER),
    "identity": Kind(A.EDIT_CONTACT, _CUSTOMER),
    "external_ref": Kind(A.EDIT_CONTACT, _CUSTOMER),
    "document": Kind(
        A.EDIT_CONTACT,
        "JOIN identity k ON k.id = r.identity_id LEFT JOIN customer c ON c.id = k.customer_id",
    ),
    "activity_record": Kind(A.IDENTIFY_SERVICE, _CUSTOMER),
    "source_system": Kind(A.SYSTEMS),
    "duplicate_pair": Kind(A.EDIT),
    "termination": Kind(A.EDIT, _CUSTOMER, ("r.requester_id",)),
    "contact_release": Kind(A.TOUCH, _CUSTOMER, ("r.requester_id",)),
    "interaction": Kind(A.TOUCH, _CUSTOMER, ("r.user_id",)),
    "follow_up": Kind(A.TOUCH, _CUSTOMER, ("r.assignee_id",)),
    "grade_history": Kind(A.TOUCH, _CUSTOMER),
    "grade_proposal": Kind(A.TOUCH, _CUSTOMER),
    "playbook_run": Kind(A.TOUCH, _CUSTOMER, ("r.assignee_id",)),
    "playbook_step": Kind(
        A.TOUCH,
        "JOIN playbook_run p ON p.id = r.run_id LEFT JOIN customer c ON c.id = p.customer_id",
        ("p.assignee_id",),
    ),
    "survey_invite": Kind(A.TOUCH, _CUSTOMER),
    "survey_answer": Kind(
        A.TOUCH,
        "JOIN survey_invite p ON p.id = r.invite_id LEFT JOIN customer c ON c.id = p.customer_id",
    ),
    "gift_register": Kind(A.TOUCH, _CUSTOMER, ("r.giver_id",)),
    "fair_visit": Kind(A.TOUCH, _CUSTOMER, ("r.user_id",)),
    "handover": Kind(A.HANDOVER, _CUSTOMER, ("r.to_user_id", "r.from_user_id")),
    "feedback": Kind(A.CASE, _CUSTOMER, ("r.owner_id", "r.first_owner_id", "r.created_by_id")),
    "feedback_action": Kind(A.CASE, _OF_CASE, ("r.owner_id", *_CASE_OWNERS)),
    "feedback_event": Kind(A.CASE, _OF_CASE, _CASE_OWNERS),
    "ticket": Kind(
        A.CASE,
        f"LEFT JOIN technician n ON n.id = r.technician_id {_CUSTOMER}",
        ("r.owner_id", "r.created_by_id", "n.user_id"),
    ),
    **dict.fromkeys(
        ("ticket_event", "ticket_part", "booking", "stock_move"),
        Kind(A.CASE, _OF_TICKET, _TICKET_OWNERS),
    ),
    **dict.fromkeys(
        (
            "competitor",
            "segment",
            "segment_member",
            "faq",
            "objection",
            "solution_note",
            "audit_run",
            "audit_item",
            "improvement",
            "service_review",
        ),
        _KNOWLEDGE,
    ),
    **dict.fromkeys(
        (
            "product",
            "technician",
            "part",
            "dispatch_rule",
            "touchpoint",
            "touch_indicator",
            "touch_service",
            "touch_channel",
            "touch_matrix_cell",
            "survey",
            "survey_question",
            "service_standard",
        ),
        _CATALOGUE,
    ),
    "saved_view": Kind(A.OWN_VIEWS, "", ("r.owner_id",)),
    "sales_target": Kind(A.SETTINGS),
    "setting": Kind(A.SETTINGS),
    "team": Kind(A.USERS, "", ("r.manager_id", _SOMEBODYS)),
    "user": Kind(A.USERS, "", ("r.id",), _OF_THE_TEAM),
}
UNKNOWN = Kind(A.EDIT)
# A part of the stock that a ticket moves is the ticket's; its number on the shelf follows.
FOLLOWS = {"part": frozenset({"on_hand"})}

# Lists and pages that are taken out by a right of their own.
OF_TICKETS = frozenset({"tickets", "technicians", "bookings", "parts", "stock", "ticket"})
OF_AUDIT = frozenset({"changes", "audit", "trail", "security"})


def begins_by(label: str, entity: str) -> tuple[Action, ...]:
    """The rights of which one is needed to begin a change of that label; of that kind of record."""
    act = ACTS.get(label, EDITING)
    if act is not OF_KIND:
        return act.rights
    spec = find_entity(entity)
    if spec is None or spec.name not in KINDS:
        return (Action.EDIT,)
    right = KINDS[spec.name].right
    return (Action.EDIT, Action.EDIT_CONTACT) if spec.name == "customer" else (right,)
