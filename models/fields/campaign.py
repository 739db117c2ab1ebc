"""Field tables of campaigns and their members (requirements 9.7, S2-MKT-02, S2-MKT-03)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

CAMPAIGN = EntitySpec(
    "campaign",
    "campaigns",
    "CA",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("name", required=True, max_length=120),
        FieldSpec(
            "purpose", K.CHOICE, choices=enums.CampaignPurpose, default="RETAIN", required=True
        ),
        FieldSpec("segment", K.LINK, target="segment"),
        FieldSpec("filter", max_length=400),
        FieldSpec("channel", K.CHOICE, choices=enums.Channel, default="EMAIL", required=True),
        FieldSpec("offer", K.NOTE, max_length=2000),
        FieldSpec("planned_on", K.DATE, required=True),
        FieldSpec("owner", K.LINK, target="user"),
        FieldSpec("cost", K.MONEY, minimum=0),
        FieldSpec("revenue", K.MONEY, minimum=0),
        FieldSpec("currency", K.CURRENCY, max_length=3, default="CNY", editable=False),
        FieldSpec("result", K.NOTE, max_length=4000),
        FieldSpec("next_change", K.NOTE, max_length=4000),
        FieldSpec(
            "state", K.CHOICE, choices=enums.CampaignState, default="PLANNED", editable=False
        ),
        FieldSpec("built_on", K.DATE, editable=False),
        FieldSpec("closed_on", K.DATE, editable=False),
    ),
)

CAMPAIGN_MEMBER = EntitySpec(
    "campaign_member",
    "campaign-members",
    "",
    (
        FieldSpec("campaign", K.LINK, target="campaign", required=True, editable=False),
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("contact", K.LINK, target="contact", editable=False),
        FieldSpec("left_out", K.CHOICE, choices=enums.LeftOut, editable=False),
        FieldSpec("invited_on", K.DATE),
        FieldSpec("attended", K.BOOLEAN, default=False),
        FieldSpec("response", K.CHOICE, choices=enums.CampaignResponse, default="NONE"),
        FieldSpec("note", max_length=400),
        FieldSpec("follow_up", K.LINK, target="follow_up", editable=False),
    ),
    title="response",
)
