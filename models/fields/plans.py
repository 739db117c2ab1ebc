"""Field tables of sales targets and customer segments (S1-KA8-01, S2-VAL-06..11)."""

from __future__ import annotations

from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

SALES_TARGET = EntitySpec(
    "sales_target",
    "sales-targets",
    "",
    (
        FieldSpec("owner", K.LINK, target="user", required=True),
        FieldSpec("quarter", required=True, max_length=7),
        FieldSpec("amount", K.MONEY, required=True, minimum=0),
        FieldSpec("currency", K.CURRENCY, max_length=3, default="CNY", editable=False),
    ),
    title="quarter",
)

# The groups are the six steps of segmentation, in their order (S2-VAL-06..11).
SEGMENT = EntitySpec(
    "segment",
    "segments",
    "",
    (
        FieldSpec("filter", group="collect", required=True, max_length=400),
        FieldSpec("findings", K.NOTE, "analyse", max_length=4000),
        FieldSpec("name", group="classify", required=True, max_length=80),
        FieldSpec("plan", K.NOTE, "serve", required=True, max_length=4000),
        FieldSpec("marketing", K.NOTE, "market", max_length=4000),
        FieldSpec("review_date", K.DATE, "improve", required=True),
        FieldSpec("taken_on", K.DATE, "computed", editable=False),
    ),
)

SEGMENT_MEMBER = EntitySpec(
    "segment_member",
    "segment-members",
    "",
    (
        FieldSpec("segment", K.LINK, target="segment", required=True, editable=False),
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
    ),
    title="segment",
)
