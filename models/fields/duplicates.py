"""Field table of pairs of customers that look alike and stay two (requirements 11.5)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

DUPLICATE_PAIR = EntitySpec(
    "duplicate_pair",
    "duplicate-pairs",
    "",
    (
        FieldSpec("first", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("second", K.LINK, target="customer", required=True, editable=False),
        FieldSpec(
            "verdict",
            K.CHOICE,
            choices=enums.PairVerdict,
            default="KEPT",
            required=True,
            editable=False,
        ),
        FieldSpec("score", K.INTEGER, required=True, minimum=60, maximum=100, editable=False),
        FieldSpec("reason", max_length=400, editable=False),
    ),
    title="reason",
)
