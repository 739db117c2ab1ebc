"""Field tables of handovers, the gift register and trade fairs (requirements 9.6, 9.7)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

HANDOVER = EntitySpec(
    "handover",
    "handovers",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("from_user", K.LINK, target="user", required=True, editable=False),
        FieldSpec("to_user", K.LINK, target="user", required=True, editable=False),
        FieldSpec("checklist", K.CHOICES, choices=enums.HandoverItem, editable=False),
        FieldSpec("state", K.CHOICE, choices=enums.HandoverState, default="OPEN", editable=False),
        FieldSpec("reason", max_length=400, editable=False),
        FieldSpec("follow_up", K.LINK, target="follow_up", editable=False),
        FieldSpec("accepted_at", K.INSTANT, editable=False),
    ),
    title="state",
)

GIFT = EntitySpec(
    "gift_register",
    "gifts",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("contact", K.LINK, target="contact"),
        FieldSpec("kind", K.CHOICE, choices=enums.GiftKind, default="GIFT", required=True),
        FieldSpec(
            "direction", K.CHOICE, choices=enums.GiftDirection, default="GIVEN", required=True
        ),
        FieldSpec("value", K.MONEY, required=True, minimum=0),
        FieldSpec("currency", K.CURRENCY, max_length=3, default="CNY", editable=False),
        FieldSpec("date", K.DATE, required=True),
        FieldSpec("purpose", required=True, max_length=400),
        FieldSpec("giver", K.LINK, target="user", editable=False),
        FieldSpec("state", K.CHOICE, choices=enums.GiftState, default="FREE", editable=False),
        FieldSpec("approver", K.LINK, target="user", editable=False),
        FieldSpec("approved_at", K.INSTANT, editable=False),
        FieldSpec("reason", max_length=400, editable=False),
        FieldSpec("follow_up", K.LINK, target="follow_up", editable=False),
    ),
    title="purpose",
)

FAIR_VISIT = EntitySpec(
    "fair_visit",
    "fair-visits",
    "",
    (
        FieldSpec("fair", required=True, max_length=40, editable=False),
        FieldSpec("card_no", K.INTEGER, minimum=1, editable=False),
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("contact", K.LINK, target="contact", editable=False),
        FieldSpec("interest", required=True, max_length=400),
        FieldSpec("hot", K.BOOLEAN, default=False),
        FieldSpec("messenger", max_length=60),
        FieldSpec("minutes", K.INTEGER, minimum=0, maximum=1000),
        FieldSpec("at", K.INSTANT, required=True, editable=False),
        FieldSpec("user", K.LINK, target="user", editable=False),
        FieldSpec("follow_up", K.LINK, target="follow_up", editable=False),
    ),
    title="interest",
)
