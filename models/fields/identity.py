"""Field tables of identities, their documents, other systems and their activity (section 10)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

SOURCE_SYSTEM = EntitySpec(
    "source_system",
    "source-systems",
    "",
    (
        FieldSpec("key", required=True, max_length=40),
        FieldSpec("name", required=True, max_length=80),
        FieldSpec("scopes", required=True, max_length=400),
        FieldSpec("enabled", K.BOOLEAN, default=True),
    ),
)

IDENTITY = EntitySpec(
    "identity",
    "identities",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("contact", K.LINK, target="contact"),
        FieldSpec("name", required=True, max_length=120),
        FieldSpec("sex", K.CHOICE, choices=enums.Sex, required=True),
        FieldSpec("birth_date", K.DATE, required=True),
        FieldSpec("legal_basis", K.CHOICE, choices=enums.IdentityBasis, required=True),
        FieldSpec("basis_note", max_length=200),
        FieldSpec("state", K.CHOICE, choices=enums.IdentityState, default="ACTIVE", editable=False),
        FieldSpec("reason", max_length=200, editable=False),
    ),
)

DOCUMENT = EntitySpec(
    "document",
    "documents",
    "",
    (
        FieldSpec("identity", K.LINK, target="identity", required=True, editable=False),
        FieldSpec("document_type", K.CHOICE, choices=enums.DocumentType, required=True),
        FieldSpec("document_number", required=True, max_length=120, sealed=True),
        FieldSpec("number_hmac", required=True, max_length=64, editable=False),
        FieldSpec("valid_until", K.DATE),
        FieldSpec(
            "state", K.CHOICE, choices=enums.DocumentState, default="CURRENT", editable=False
        ),
        FieldSpec("ended_on", K.DATE, editable=False),
    ),
    title="document_type",
)

EXTERNAL_REF = EntitySpec(
    "external_ref",
    "external-refs",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("system", K.LINK, target="source_system", required=True),
        FieldSpec("external_id", required=True, max_length=80),
    ),
    title="external_id",
)

ACTIVITY_RECORD = EntitySpec(
    "activity_record",
    "activity-records",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("system", K.LINK, target="source_system", required=True),
        FieldSpec("kind", required=True, max_length=40),
        FieldSpec("at", K.INSTANT, required=True),
        FieldSpec("payload", K.NOTE, required=True, max_length=4000),
    ),
    title="kind",
)

IDENTITY_ENTITIES = (SOURCE_SYSTEM, IDENTITY, DOCUMENT, EXTERNAL_REF, ACTIVITY_RECORD)
