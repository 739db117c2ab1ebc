"""Field tables of what happened and what is planned: interactions, follow-ups, grades."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

# What an item is about that a process made: its question_code where it answers no question.
STANDING_VISIT = "VISIT"  # the executive visit that a stage asks for (S4-STG-08)
HANDOVER = "HANDOVER"  # a customer that is to be taken over (9.6)
GIFT = "GIFT"  # a gift or meal that waits for a manager's answer (9.7)
FAIR_HOT = "FAIR_HOT"  # a hot visitor of a fair, to be called the same day (S3-FAIR-01)
REGRADE = "REGRADE"  # a proposed grade that the owner is to answer (requirements 11.3)
SURVEY_CALL = "SURVEY"  # a survey that is to be answered on the phone (R-SURVEY)
IDENTITY_FAULT = "IDENTITY"  # two identities have one document number (requirements 10, E08)
ANOTHER_ROUND = "ROUND"  # a case was reopened: the manager is told (requirements 9.1)
OVER_TIME = "LATE"  # a case or ticket broke its promise: the manager is told (R-SLA)
TERMINATION = "PARTING"  # a termination that waits for a manager's answer (9.5)
RELEASE = "RELEASE"  # an exception from the block that waits for a manager's answer (9.5)
CAMPAIGN = "CAMPAIGN"  # a member of a campaign that is to be written to or called (9.7)
# Items among colleagues: nobody at the customer is contacted by them.
INTERNAL = frozenset({HANDOVER, GIFT, REGRADE, ANOTHER_ROUND, OVER_TIME, TERMINATION, RELEASE})

INTERACTION = EntitySpec(
    "interaction",
    "interactions",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("contact", K.LINK, target="contact"),
        FieldSpec("opportunity", K.LINK, target="opportunity"),
        FieldSpec("user", K.LINK, target="user", editable=False),
        FieldSpec("at", K.INSTANT, required=True),
        FieldSpec("minutes", K.INTEGER, minimum=0, maximum=10_000),
        FieldSpec("channel", K.CHOICE, choices=enums.Channel, default="PHONE", required=True),
        FieldSpec("direction", K.CHOICE, choices=enums.Direction, default="OUT", required=True),
        FieldSpec(
            "kind", K.CHOICE, choices=enums.InteractionKind, default="TRACKING", required=True
        ),
        FieldSpec("lifecycle_step", K.CHOICE, choices=enums.LifecycleStep),
        FieldSpec("summary", K.NOTE, required=True, max_length=8000, searchable=True),
        FieldSpec("need_after", K.CHOICE, "result", choices=enums.NeedStatus),
        FieldSpec("no_chance_reason", max_length=400, group="result"),
        FieldSpec("expected_date_after", K.DATE, "result"),
        FieldSpec("next_contact_at", K.INSTANT, "next"),
        FieldSpec("no_next_reason", max_length=400, group="next"),
        FieldSpec("grade_before", K.CHOICE, "computed", choices=enums.Grade, editable=False),
        FieldSpec("grade_after", K.CHOICE, "computed", choices=enums.Grade, editable=False),
        FieldSpec("touchpoint", K.LINK, target="touchpoint"),
    ),
    title="summary",
)

FOLLOW_UP = EntitySpec(
    "follow_up",
    "follow-ups",
    "U",
    (
        FieldSpec("code", max_length=8, editable=False, searchable=True),
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("contact", K.LINK, target="contact"),
        FieldSpec("opportunity", K.LINK, target="opportunity"),
        FieldSpec("feedback", K.LINK, target="feedback", editable=False),
        FieldSpec("ticket", K.LINK, target="ticket", editable=False),
        FieldSpec("kind", K.CHOICE, choices=enums.FollowUpKind, default="TASK", required=True),
        FieldSpec("question_code", max_length=8, editable=False),
        FieldSpec("title", max_length=200, searchable=True),
        FieldSpec("due_date", K.DATE, required=True),
        FieldSpec("due_time", K.TIME),
        FieldSpec("priority", K.INTEGER, minimum=0, maximum=9, default=0),
        FieldSpec("status", K.CHOICE, choices=enums.FollowUpStatus, default="OPEN", editable=False),
        FieldSpec("snoozed_until", K.DATE, editable=False),
        FieldSpec("reason", max_length=400, editable=False),
        FieldSpec("assignee", K.LINK, target="user"),
        FieldSpec("done_interaction", K.LINK, target="interaction", editable=False),
        FieldSpec("done_at", K.INSTANT, editable=False),
        FieldSpec("snoozes", K.INTEGER, default=0, editable=False),
        FieldSpec("snoozed_by", K.LINK, target="user", editable=False),
        FieldSpec("playbook_step", K.LINK, target="playbook_step", editable=False),
    ),
    title="title",
)

GRADE_HISTORY = EntitySpec(
    "grade_history",
    "grade-history",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("opportunity", K.LINK, target="opportunity", editable=False),
        FieldSpec("from_grade", K.CHOICE, choices=enums.Grade, editable=False),
        FieldSpec("to_grade", K.CHOICE, choices=enums.Grade, required=True, editable=False),
        FieldSpec("reason_code", K.CHOICE, choices=enums.GradeReason, editable=False),
        FieldSpec("reason", max_length=400, editable=False),
        FieldSpec("manual", K.BOOLEAN, default=False, editable=False),
        FieldSpec("interaction", K.LINK, target="interaction", editable=False),
        FieldSpec("at", K.INSTANT, required=True, editable=False),
    ),
    title="to_grade",
)

GRADE_PROPOSAL = EntitySpec(
    "grade_proposal",
    "grade-proposals",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("interaction", K.LINK, target="interaction", required=True, editable=False),
        FieldSpec("follow_up", K.LINK, target="follow_up", required=True, editable=False),
        FieldSpec("from_grade", K.CHOICE, choices=enums.Grade, editable=False),
        FieldSpec("to_grade", K.CHOICE, choices=enums.Grade, required=True, editable=False),
        FieldSpec(
            "state", K.CHOICE, choices=enums.ProposalState, default="WAITING", editable=False
        ),
        FieldSpec("reason", max_length=400, editable=False),
    ),
    title="to_grade",
)
