"""Field tables of the feedback queue (requirements 9.1, 13)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

FEEDBACK = EntitySpec(
    "feedback",
    "feedback",
    "F",
    (
        FieldSpec("code", max_length=8, editable=False, searchable=True),
        FieldSpec("customer", K.LINK, target="customer"),
        FieldSpec("contact", K.LINK, target="contact"),
        FieldSpec("kind", K.CHOICE, choices=enums.FeedbackKind, default="COMPLAINT", required=True),
        FieldSpec(
            "channel", K.CHOICE, choices=enums.FeedbackChannel, default="PHONE", required=True
        ),
        FieldSpec("text", K.NOTE, required=True, max_length=8000, searchable=True),
        FieldSpec("received_at", K.INSTANT, required=True),
        FieldSpec("source_url", K.URL, max_length=400),
        FieldSpec("reply_channel", K.CHOICE, choices=enums.FeedbackChannel),
        FieldSpec("first_owner", K.LINK, target="user", editable=False),
        FieldSpec("owner", K.LINK, target="user"),
        FieldSpec("praised_user", K.LINK, target="user"),
        FieldSpec("quality_dimension", K.CHOICE, "analysis", choices=enums.QualityDimension),
        FieldSpec("category", K.CHOICE, "analysis", choices=enums.FeedbackCategory),
        FieldSpec("experience_element", K.CHOICE, "analysis", choices=enums.ExperienceElement),
        FieldSpec("main_issue", max_length=400, group="analysis"),
        FieldSpec("root_cause", K.NOTE, "analysis", max_length=4000),
        FieldSpec("cost_handling", K.MONEY, "analysis", minimum=0, default=0),
        FieldSpec("cost_repair", K.MONEY, "analysis", minimum=0, default=0),
        FieldSpec("idea_author", K.LINK, "analysis", target="contact"),
        FieldSpec("state", K.CHOICE, "process", choices=enums.FeedbackState, editable=False),
        FieldSpec("priority", K.CHOICE, "process", choices=enums.FeedbackPriority, editable=False),
        FieldSpec("round", K.INTEGER, "process", minimum=1, default=1, editable=False),
        FieldSpec("due_at", K.INSTANT, "process", editable=False),
        FieldSpec("amber_at", K.INSTANT, "process", editable=False),
        FieldSpec("notice_due_at", K.INSTANT, "process", editable=False),
        FieldSpec("paused_at", K.INSTANT, "process", editable=False),
        FieldSpec("pause_reason", max_length=400, group="process", editable=False),
        FieldSpec("ack_at", K.INSTANT, "process", editable=False),
        FieldSpec("ack_text", K.NOTE, "process", max_length=4000, editable=False),
        FieldSpec("promised_at", K.INSTANT, "process", editable=False),
        FieldSpec("last_progress_at", K.INSTANT, "process", editable=False),
        FieldSpec("praise_told_at", K.INSTANT, "process", editable=False),
        FieldSpec("check_call_on", K.DATE, "process", editable=False),
        FieldSpec("check_call_at", K.INSTANT, "process", editable=False),
        FieldSpec("closed_at", K.INSTANT, "process", editable=False),
        FieldSpec("solved_by_customer", K.BOOLEAN, "process", editable=False),
        FieldSpec("outcome_told_at", K.INSTANT, "process", editable=False),
        FieldSpec(
            "expectation_checks", K.INTEGER, "process", minimum=0, maximum=4095, editable=False
        ),
        FieldSpec("escalated_from", K.LINK, "process", target="feedback", editable=False),
        FieldSpec("merged_into", K.LINK, "process", target="feedback", editable=False),
        FieldSpec("touchpoint", K.LINK, "analysis", target="touchpoint"),
    ),
    title="text",
)

FEEDBACK_ACTION = EntitySpec(
    "feedback_action",
    "feedback-actions",
    "",
    (
        FieldSpec("feedback", K.LINK, target="feedback", required=True),
        FieldSpec("round", K.INTEGER, minimum=1, default=1, editable=False),
        FieldSpec("type", K.CHOICE, choices=enums.FeedbackActionType, required=True),
        FieldSpec("text", required=True, max_length=400),
        FieldSpec("owner", K.LINK, target="user", required=True),
        FieldSpec("due", K.DATE, required=True),
        FieldSpec("done_on", K.DATE),
    ),
    title="text",
)

FEEDBACK_EVENT = EntitySpec(
    "feedback_event",
    "feedback-events",
    "",
    (
        FieldSpec("feedback", K.LINK, target="feedback", required=True, editable=False),
        FieldSpec(
            "kind", K.CHOICE, choices=enums.FeedbackEventKind, default="STEP", editable=False
        ),
        FieldSpec("from_state", K.CHOICE, choices=enums.FeedbackState, editable=False),
        FieldSpec("to_state", K.CHOICE, choices=enums.FeedbackState, editable=False),
        FieldSpec("user", K.LINK, target="user", editable=False),
        FieldSpec("at", K.INSTANT, required=True, editable=False),
        FieldSpec("promised_at", K.INSTANT, editable=False),
        FieldSpec("owner", K.LINK, target="user", editable=False),
        FieldSpec("note", K.NOTE, max_length=4000, editable=False),
    ),
    title="note",
)
