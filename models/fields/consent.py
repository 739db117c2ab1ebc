"""Field table of what persons agreed to (requirements 11.9)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

# A statement of one person; what it said stays when it is withdrawn, so all of them are history.
CONSENT = EntitySpec(
    "consent",
    "consents",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", editable=False),
        FieldSpec("contact", K.LINK, target="contact", required=True),
        FieldSpec("purpose", K.CHOICE, choices=enums.ConsentPurpose, required=True),
        FieldSpec("channel", K.CHOICE, choices=enums.Channel),
        FieldSpec("state", K.CHOICE, choices=enums.ConsentState, default="GIVEN", required=True),
        FieldSpec("basis", K.CHOICE, choices=enums.ConsentBasis, default="CONSENT", required=True),
        FieldSpec("given_on", K.DATE),
        FieldSpec("notice_date", K.DATE),
        FieldSpec("withdrawn_on", K.DATE),
        FieldSpec("source", max_length=200),
    ),
    title="purpose",
)
