"""Field tables of the customer and its further addresses (requirements 13, S4-FLD-01)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

VERIFIED_GROUPS = ("main", "need", "reach", "address", "profile")
"""Groups of fields of a customer that are checked with the customer, each with its day (11.1)."""


def place_fields(group: str = "address") -> tuple[FieldSpec, ...]:
    """The address fields that customer, contact and address share."""
    return (
        FieldSpec("country_region", group=group, max_length=60),
        FieldSpec("intl_dial_code", group=group, max_length=8),
        FieldSpec("province", group=group, max_length=60),
        FieldSpec("area_code", group=group, max_length=8),
        FieldSpec("city", group=group, max_length=60, searchable=True),
        FieldSpec("postcode", group=group, max_length=12),
        FieldSpec("address", group=group, max_length=240),
    )


CUSTOMER_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("code", max_length=8, editable=False, searchable=True),
    FieldSpec("name", required=True, max_length=120, searchable=True),
    FieldSpec("kind", K.CHOICE, choices=enums.CustomerKind, default="ENTERPRISE", required=True),
    FieldSpec("status", K.CHOICE, choices=enums.CustomerStatus, default="LEAD", required=True),
    FieldSpec("owner", K.LINK, target="user"),
    FieldSpec("industry", max_length=80),
    FieldSpec("source", K.CHOICE, choices=enums.CustomerSource),
    FieldSpec("referred_by", K.LINK, target="customer"),
    FieldSpec("is_internal", K.BOOLEAN, default=False),
    FieldSpec("registration_no", max_length=40, searchable=True),
    # need and grade
    FieldSpec("need_status", K.CHOICE, "need", required=True, choices=enums.NeedStatus),
    FieldSpec("own_expected_date", K.DATE, "need"),
    FieldSpec("no_chance", K.BOOLEAN, "need", default=False),
    FieldSpec("need_confirmed", K.BOOLEAN, "need", default=True, editable=False),
    FieldSpec("potential_volume_year", K.MONEY, "need", minimum=0),
    FieldSpec("buying_preference", K.NOTE, "need", max_length=2000),
    # how to reach them
    FieldSpec("phone", K.PHONE, "reach", max_length=40, searchable=True),
    FieldSpec("fax", K.PHONE, "reach", max_length=40),
    FieldSpec("email", K.EMAIL, "reach", max_length=120, searchable=True),
    FieldSpec("website", K.URL, "reach", max_length=200),
    FieldSpec("preferred_channel", K.CHOICE, "reach", choices=enums.Channel),
    *place_fields(),
    # profile
    FieldSpec("annual_revenue", K.MONEY, "profile", minimum=0),
    FieldSpec("currency", K.CURRENCY, "profile", max_length=3, default="CNY"),
    FieldSpec("employees", K.INTEGER, "profile", minimum=0, maximum=10_000_000),
    FieldSpec("profile_scope", K.NOTE, "profile", max_length=2000),
    FieldSpec("profile_size", max_length=200, group="profile"),
    FieldSpec("profile_structure", K.NOTE, "profile", max_length=2000),
    FieldSpec("business_summary", K.NOTE, "profile", max_length=4000),
    FieldSpec("funding", max_length=200, group="profile"),
    FieldSpec("growth_event", max_length=200, group="profile"),
    # relationship
    FieldSpec(
        "stage",
        K.CHOICE,
        "relation",
        choices=enums.Stage,
        default="DEVELOPMENT",
        editable=False,  # moved by its process, which tests and logs (8.5)
    ),
    FieldSpec("openness", K.INTEGER, "relation", minimum=1, maximum=5),
    FieldSpec("share_of_wallet", K.INTEGER, "relation", minimum=0, maximum=100),
    FieldSpec("main_supplier", K.BOOLEAN, "relation", default=False),
    FieldSpec("strategic_agreement_on", K.DATE, "relation"),
    FieldSpec("exec_programme", K.BOOLEAN, "relation", default=False),
    FieldSpec("reference_willing", K.BOOLEAN, "relation", default=False),
    FieldSpec("negotiation_style", max_length=200, group="relation"),
    FieldSpec("word_binding", K.CHOICE, "relation", choices=enums.WordBinding, default="UNKNOWN"),
    FieldSpec("switching_cost", K.INTEGER, "relation", minimum=1, maximum=5),
    FieldSpec("switching_cost_note", K.NOTE, "relation", max_length=2000),
    FieldSpec("needs_met", K.CHOICES, "relation", choices=enums.PersonalNeed),
    FieldSpec("purchase_risks", K.CHOICES, "relation", choices=enums.PurchaseRisk),
    FieldSpec("handover_date", K.DATE, "relation"),
    FieldSpec("warranty_until", K.DATE, "relation"),
    # value
    FieldSpec("clv_amount", K.MONEY, "value", minimum=0),
    FieldSpec("clv_per_year", K.INTEGER, "value", minimum=0, maximum=10_000),
    FieldSpec("expected_years", K.INTEGER, "value", minimum=1, maximum=100, default=5),
    FieldSpec("churn_type", K.CHOICE, "value", choices=enums.ChurnType),
    FieldSpec("churn_note", K.NOTE, "value", max_length=2000),
    FieldSpec("lost_on", K.DATE, "value", editable=False),
    # consent and keeping
    FieldSpec("consent_marketing", K.BOOLEAN, "privacy", default=False),
    FieldSpec("consent_survey", K.BOOLEAN, "privacy", default=False),
    FieldSpec("consent_greeting", K.BOOLEAN, "privacy", default=False),
    FieldSpec("legal_basis", max_length=200, group="privacy"),
    FieldSpec("survey_interval_months", K.INTEGER, "privacy", minimum=1, maximum=60),
    FieldSpec("do_not_contact", K.BOOLEAN, "privacy", default=False, editable=False),
    FieldSpec("do_not_sell", K.BOOLEAN, "privacy", default=False, editable=False),
    FieldSpec("retention_until", K.DATE, "privacy"),
    # computed or set by processes
    FieldSpec("name_norm", max_length=120, group="computed", editable=False),
    FieldSpec("grade", K.CHOICE, "computed", choices=enums.Grade, editable=False),
    FieldSpec("grade_reason", K.CHOICE, "computed", choices=enums.GradeReason, editable=False),
    FieldSpec("grade_override_until", K.DATE, "computed", editable=False),
    FieldSpec("next_tracking_due", K.DATE, "computed", editable=False),
    FieldSpec("last_tracking_at", K.INSTANT, "computed", editable=False),
    FieldSpec("handle_by", K.DATE, "computed", editable=False),
    FieldSpec("deal_status", K.CHOICE, "computed", choices=enums.DealStatus, editable=False),
    FieldSpec("importance", K.CHOICE, "computed", choices=enums.Importance, editable=False),
    FieldSpec(
        "importance_override", K.CHOICE, "computed", choices=enums.Importance, editable=False
    ),
    FieldSpec("importance_reason", max_length=400, group="computed", editable=False),
    FieldSpec("importance_until", K.DATE, "computed", editable=False),
    FieldSpec("urgency", K.CHOICE, "computed", choices=enums.Urgency, editable=False),
    FieldSpec("key_account", K.BOOLEAN, "computed", default=False, editable=False),
    FieldSpec("pyramid_tier", K.CHOICE, "computed", choices=enums.PyramidTier, editable=False),
    FieldSpec("value_tier", K.CHOICE, "computed", choices=enums.ValueTier, editable=False),
    FieldSpec("verified_at", K.NOTE, "computed", editable=False, max_length=1000),
    FieldSpec("storage_tier", K.CHOICE, "computed", choices=enums.StorageTier, editable=False),
    FieldSpec("revenue_year", K.MONEY, "computed", default=0, editable=False),
    FieldSpec("deals_weighted", K.MONEY, "computed", default=0, editable=False),
    FieldSpec("rfm", max_length=3, group="computed", editable=False),
    FieldSpec("merged_into", K.LINK, target="customer", editable=False),  # an alias (9.7)
    FieldSpec("open_feedback", K.INTEGER, "computed", default=0, editable=False),
    FieldSpec("open_amount", K.MONEY, "computed", editable=False),
    FieldSpec("open_odds", K.INTEGER, "computed", editable=False),  # tenths of a percent
)

CUSTOMER = EntitySpec("customer", "customers", "C", CUSTOMER_FIELDS)

ADDRESS = EntitySpec(
    "customer_address",
    "addresses",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("kind", K.CHOICE, choices=enums.AddressKind, default="BRANCH", required=True),
        FieldSpec("name", max_length=120),
        *place_fields(),
        FieldSpec("phone", K.PHONE, "reach", max_length=40),
        FieldSpec("fax", K.PHONE, "reach", max_length=40),
        FieldSpec("email", K.EMAIL, "reach", max_length=120),
    ),
    title="address",
)
