"""Field tables of the termination of a customer and of what is allowed after it (9.5)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

TERMINATION = EntitySpec(
    "termination",
    "terminations",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("reason_code", K.CHOICE, choices=enums.TerminationReason, editable=False),
        FieldSpec("text", K.NOTE, max_length=4000, editable=False),
        FieldSpec("plan", K.NOTE, max_length=4000, editable=False),
        FieldSpec("documents", K.NOTE, max_length=4000, editable=False),
        FieldSpec(
            "state", K.CHOICE, choices=enums.TerminationState, default="DRAFT", editable=False
        ),
        FieldSpec("requester", K.LINK, target="user", editable=False),
        FieldSpec("approver", K.LINK, target="user", editable=False),
        FieldSpec("decided_at", K.INSTANT, editable=False),
        FieldSpec("comment", max_length=400, editable=False),
        FieldSpec("self_approved", K.BOOLEAN, default=False, editable=False),
        FieldSpec("notice_date", K.DATE, editable=False),
        FieldSpec("effective_date", K.DATE, editable=False),
        FieldSpec("terminated_on", K.DATE, editable=False),
        FieldSpec("checklist", K.CHOICES, choices=enums.TerminationItem, editable=False),
        FieldSpec("gathered", K.NOTE, max_length=4000, editable=False),
        FieldSpec("evaluation", K.NOTE, max_length=4000, editable=False),
        FieldSpec("ended_reason", max_length=400, editable=False),
    ),
    title="state",
)

RELEASE = EntitySpec(
    "contact_release",
    "contact-releases",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("kind", K.CHOICE, choices=enums.ReleaseKind, required=True, editable=False),
        FieldSpec("text", K.NOTE, max_length=2000, editable=False),
        FieldSpec("reason", required=True, max_length=400, editable=False),
        FieldSpec("state", K.CHOICE, choices=enums.ReleaseState, default="WAITING", editable=False),
        FieldSpec("requester", K.LINK, target="user", editable=False),
        FieldSpec("approver", K.LINK, target="user", editable=False),
        FieldSpec("decided_at", K.INSTANT, editable=False),
        FieldSpec("comment", max_length=400, editable=False),
        FieldSpec("self_approved", K.BOOLEAN, default=False, editable=False),
        FieldSpec("interaction", K.LINK, target="interaction", editable=False),
    ),
    title="reason",
)
