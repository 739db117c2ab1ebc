"""Field tables of the people at a customer (requirements 13, S4-FLD-02, 8.3)."""

from __future__ import annotations

from models import enums
from models.fields.customer import place_fields
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

CONTACT = EntitySpec(
    "contact",
    "contacts",
    "P",
    (
        FieldSpec("code", max_length=8, editable=False, searchable=True),
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("name", required=True, max_length=120, searchable=True),
        FieldSpec("salutation", max_length=40),
        FieldSpec("is_primary", K.BOOLEAN, default=False),
        FieldSpec("department", max_length=80),
        FieldSpec("title", max_length=80),
        FieldSpec("office_phone", K.PHONE, "reach", max_length=40, searchable=True),
        FieldSpec("mobile", K.PHONE, "reach", max_length=40, sealed=True),
        FieldSpec("home_phone", K.PHONE, "reach", max_length=40, sealed=True),
        FieldSpec("fax", K.PHONE, "reach", max_length=40),
        FieldSpec("email", K.EMAIL, "reach", max_length=120, searchable=True),
        FieldSpec("wechat", max_length=60, group="reach"),
        FieldSpec("whatsapp", max_length=60, group="reach"),
        FieldSpec("social_url", K.URL, "reach", max_length=200),
        *place_fields(),
        FieldSpec("birth_date", K.DATE, "personal"),
        FieldSpec("hobbies", max_length=400, group="personal"),
        FieldSpec("preference_note", K.NOTE, "personal", max_length=2000),
        FieldSpec("household_note", K.NOTE, "personal", max_length=2000, sealed=True),
        FieldSpec("role_note", K.NOTE, "personal", max_length=2000),
        FieldSpec("left_at", K.DATE, "personal"),
        FieldSpec("mobile_hmac", max_length=64, group="computed", editable=False),
    ),
)

SPECIAL_DATE = EntitySpec(
    "special_date",
    "special-dates",
    "",
    (
        FieldSpec("contact", K.LINK, target="contact", required=True),
        FieldSpec("kind", K.CHOICE, choices=enums.SpecialDateKind, required=True),
        FieldSpec("label", max_length=80),
        FieldSpec("month", K.INTEGER, minimum=1, maximum=12, required=True),
        FieldSpec("day", K.INTEGER, minimum=1, maximum=31, required=True),
        FieldSpec("year", K.INTEGER, minimum=1850, maximum=2200),
        FieldSpec("lead_days", K.INTEGER, minimum=0, maximum=60, default=0),
        FieldSpec("calendar", K.CHOICE, choices=enums.DateCalendar, default="SOLAR", required=True),
    ),
    title="label",
)

CONTACT_LINK = EntitySpec(
    "contact_link",
    "contact-links",
    "",
    (
        FieldSpec("from_contact", K.LINK, target="contact", required=True),
        FieldSpec("to_contact", K.LINK, target="contact", required=True),
        FieldSpec("kind", K.CHOICE, choices=enums.ContactLinkKind, required=True),
    ),
    title="kind",
)

STAKEHOLDER = EntitySpec(
    "stakeholder",
    "stakeholders",
    "",
    (
        FieldSpec("contact", K.LINK, target="contact", required=True),
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("opportunity", K.LINK, target="opportunity"),
        FieldSpec("roles", K.CHOICES, choices=enums.CommitteeRole),
        FieldSpec("weight_pct", K.INTEGER, minimum=0, maximum=100, default=0),
        FieldSpec("formal_power", K.INTEGER, minimum=1, maximum=5),
        FieldSpec("real_power", K.INTEGER, minimum=1, maximum=5),
        FieldSpec("stance", K.INTEGER, minimum=-2, maximum=2, default=0),
        FieldSpec("relation_strength", K.INTEGER, minimum=0, maximum=5, default=0),
        FieldSpec("pays", K.BOOLEAN, default=False),
        FieldSpec("future_leader", K.BOOLEAN, default=False),
        FieldSpec("informant", K.BOOLEAN, default=False),
        FieldSpec("archetype", K.CHOICE, choices=enums.Archetype),
        FieldSpec("criteria", K.NOTE, max_length=2000),
        FieldSpec("past_decision_note", K.NOTE, max_length=2000),
        FieldSpec("counter_plan", K.NOTE, max_length=2000),
        FieldSpec("assumed", K.BOOLEAN, default=False),
    ),
    title="contact",
)
