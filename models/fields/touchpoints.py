"""Field tables of touchpoints, their indicators and the matrix service x channel (S3-TP, S3-MCP).

Texts that are shipped stand in two languages: the second name and message are the Chinese ones.
"""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

TOUCHPOINT = EntitySpec(
    "touchpoint",
    "touchpoints",
    "TP",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("name", required=True, max_length=120),
        FieldSpec("name_zh", max_length=120),
        FieldSpec("touch_class", K.CHOICE, choices=enums.TouchClass, required=True),
        FieldSpec("touch_kind", K.CHOICE, choices=enums.TouchKind, required=True),
        FieldSpec("line", K.CHOICE, choices=enums.TouchLine, required=True),
        FieldSpec("stage", K.CHOICE, choices=enums.TouchStage, required=True),
        FieldSpec("way", K.CHOICE, choices=enums.TouchWay),
        FieldSpec("journey_stage", K.CHOICE, choices=enums.JourneyStage),
        FieldSpec("actor", K.CHOICE, choices=enums.TouchActor),
        FieldSpec("experience_element", K.CHOICE, choices=enums.ExperienceElement),
        FieldSpec("key_for_decision", K.BOOLEAN, "steering", default=False),
        FieldSpec("key_for_prospect", K.BOOLEAN, "steering", default=False),
        FieldSpec("template", K.CHOICE, "steering", choices=enums.TouchTemplate),
        FieldSpec("slot", K.INTEGER, "steering", minimum=1, maximum=999),
        FieldSpec("active", K.BOOLEAN, "steering", default=True),
        FieldSpec("message", K.NOTE, "message", max_length=2000),
        FieldSpec("message_zh", K.NOTE, "message", max_length=2000),
        FieldSpec("medium", group="message", max_length=120),
        FieldSpec("medium_zh", group="message", max_length=120),
    ),
)

TOUCH_INDICATOR = EntitySpec(
    "touch_indicator",
    "touch-indicators",
    "",
    (
        FieldSpec("touchpoint", K.LINK, target="touchpoint", required=True),
        FieldSpec("text", required=True, max_length=200),
        FieldSpec("text_zh", max_length=200),
        FieldSpec("target", max_length=80),
    ),
    title="text",
)

TOUCH_SERVICE = EntitySpec(
    "touch_service",
    "touch-services",
    "",
    (
        FieldSpec("service_no", required=True, max_length=4),
        FieldSpec("name", required=True, max_length=80),
        FieldSpec("name_zh", max_length=80),
    ),
)

TOUCH_CHANNEL = EntitySpec(
    "touch_channel",
    "touch-channels",
    "",
    (
        FieldSpec("channel_letter", required=True, max_length=1),
        FieldSpec("name", required=True, max_length=80),
        FieldSpec("name_zh", max_length=80),
    ),
)

TOUCH_MATRIX_CELL = EntitySpec(
    "touch_matrix_cell",
    "touch-matrix-cells",
    "",
    (
        FieldSpec("service_no", required=True, max_length=4),
        FieldSpec("channel_letter", required=True, max_length=1),
        FieldSpec("process_code", max_length=5, editable=False),
        FieldSpec("status", K.CHOICE, choices=enums.MatrixStatus, required=True, default="DEFINED"),
        FieldSpec("owner", K.LINK, target="user"),
        FieldSpec("process", K.NOTE, max_length=4000),
        FieldSpec("standard", K.NOTE, max_length=2000),
        FieldSpec("touchpoint", K.LINK, target="touchpoint"),
    ),
    title="process_code",
)

TOUCH_ENTITIES = (
    TOUCHPOINT,
    TOUCH_INDICATOR,
    TOUCH_SERVICE,
    TOUCH_CHANNEL,
    TOUCH_MATRIX_CELL,
)
