"""Field tables of what is kept to be looked up while a customer waits (S0-SVC5-04, S1-SVC-07)."""

from __future__ import annotations

from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

# Standard answers: the same one from everybody (S0-SVC5-04).
FAQ = EntitySpec(
    "faq",
    "faqs",
    "",
    (
        FieldSpec("question", required=True, max_length=400, searchable=True),
        FieldSpec("answer", K.NOTE, required=True, max_length=4000, searchable=True),
        FieldSpec("tags", max_length=200),
        FieldSpec("product", K.LINK, target="product"),
    ),
    title="question",
)

# What customers hold against us, what to answer, and the paper that proves it (AC-177).
OBJECTION = EntitySpec(
    "objection",
    "objections",
    "",
    (
        FieldSpec("objection", required=True, max_length=400, searchable=True),
        FieldSpec("argument", K.NOTE, required=True, max_length=4000, searchable=True),
        FieldSpec("proof", max_length=400),
        FieldSpec("tags", max_length=200),
        FieldSpec("product", K.LINK, target="product"),
    ),
    title="objection",
)
