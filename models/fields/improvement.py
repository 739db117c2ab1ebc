"""Field tables of audits, improvements, service standards and reviews (9.3, 9.7, S2-STD, S2-QA)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

AUDIT_RUN = EntitySpec(
    "audit_run",
    "audit-runs",
    "AU",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("template", required=True, max_length=40),
        FieldSpec("place", required=True, max_length=120),
        FieldSpec("date", K.DATE, required=True),
        FieldSpec("inspector", K.LINK, target="user"),
        FieldSpec("note", K.NOTE, max_length=2000),
        FieldSpec("points", K.INTEGER, "computed", minimum=0, editable=False),
        FieldSpec("max_points", K.INTEGER, "computed", minimum=0, editable=False),
        FieldSpec("result", K.TENTHS, "computed", editable=False),
    ),
    title="place",
)

AUDIT_ITEM = EntitySpec(
    "audit_item",
    "audit-items",
    "",
    (
        FieldSpec("audit_run", K.LINK, target="audit_run", required=True, editable=False),
        FieldSpec("item", required=True, max_length=60, editable=False),
        FieldSpec("score", K.INTEGER, required=True, minimum=0, maximum=2),
        FieldSpec("note", max_length=400),
    ),
    title="item",
)

IMPROVEMENT = EntitySpec(
    "improvement",
    "improvements",
    "IM",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("title", required=True, max_length=200),
        FieldSpec(
            "origin", K.CHOICE, choices=enums.ImprovementOrigin, required=True, default="IDEA"
        ),
        FieldSpec("impact", K.INTEGER, minimum=1, maximum=5, required=True, default=3),
        FieldSpec("feasibility", K.INTEGER, minimum=1, maximum=5, required=True, default=3),
        FieldSpec("reach", K.INTEGER, minimum=1, maximum=5, required=True, default=3),
        FieldSpec("kind", K.CHOICE, choices=enums.ImprovementKind),
        FieldSpec("owner", K.LINK, target="user"),
        FieldSpec("due", K.DATE),
        FieldSpec("state", K.CHOICE, choices=enums.ImprovementState, required=True, default="OPEN"),
        FieldSpec("drop_reason", max_length=400),
        FieldSpec("note", K.NOTE, max_length=4000),
        FieldSpec("experience_element", K.CHOICE, "effect", choices=enums.ExperienceElement),
        FieldSpec("before_from", K.DATE, "effect"),
        FieldSpec("before_to", K.DATE, "effect"),
        FieldSpec("after_from", K.DATE, "effect"),
        FieldSpec("after_to", K.DATE, "effect"),
        FieldSpec("feedback", K.LINK, "origin", target="feedback"),
        FieldSpec("audit_run", K.LINK, "origin", target="audit_run"),
        FieldSpec("survey", K.LINK, "origin", target="survey"),
        FieldSpec("touchpoint", K.LINK, "origin", target="touchpoint"),
        FieldSpec("priority", K.INTEGER, "computed", minimum=1, maximum=125, editable=False),
        FieldSpec("before_score", K.DECIMAL, "computed", editable=False),
        FieldSpec("after_score", K.DECIMAL, "computed", editable=False),
        FieldSpec("done_on", K.DATE, "computed", editable=False),
    ),
    title="title",
)

SERVICE_STANDARD = EntitySpec(
    "service_standard",
    "service-standards",
    "SS",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("name", required=True, max_length=120),
        FieldSpec("scope", K.NOTE, required=True, max_length=2000),
        FieldSpec("process", K.NOTE, required=True, max_length=4000),
        FieldSpec("minutes", K.INTEGER, minimum=0, maximum=1_000_000),
        FieldSpec("skill", max_length=200),
        FieldSpec("language", max_length=200),
        FieldSpec("owner", K.LINK, target="user"),
        FieldSpec("touchpoint", K.LINK, target="touchpoint"),
        FieldSpec("review_date", K.DATE, required=True),
    ),
)

SERVICE_REVIEW = EntitySpec(
    "service_review",
    "service-reviews",
    "SR",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("date", K.DATE, required=True),
        FieldSpec("kind", K.CHOICE, choices=enums.ReviewKind, required=True),
        FieldSpec("score", K.INTEGER, required=True, minimum=0, maximum=100),
        FieldSpec("level", K.CHOICE, choices=enums.ReviewLevel),
        FieldSpec("person", K.LINK, target="user"),
        FieldSpec("reviewer", K.LINK, target="user"),
        FieldSpec("standard", K.LINK, target="service_standard"),
        FieldSpec("note", K.NOTE, max_length=2000),
    ),
    title="kind",
)

IMPROVEMENT_ENTITIES = (
    AUDIT_RUN,
    AUDIT_ITEM,
    IMPROVEMENT,
    SERVICE_STANDARD,
    SERVICE_REVIEW,
)
