"""The customer and its further addresses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Integer, text

from models import enums
from models.fields.customer import ADDRESS, CUSTOMER
from models.records.base import Choice, ChoiceSet, Field, RecordBase, Text, UtcDateTime, checks


class Customer(RecordBase, table=True):
    """One row of `customer` (requirements 13)."""

    __tablename__ = "customer"
    __table_args__ = checks(CUSTOMER)
    code: str | None = Field(default=None, max_length=8, unique=True)
    name: str = Field(max_length=120)
    kind: enums.CustomerKind = Field(
        default=enums.CustomerKind.ENTERPRISE, sa_type=Choice(enums.CustomerKind)
    )
    status: enums.CustomerStatus = Field(
        default=enums.CustomerStatus.LEAD, sa_type=Choice(enums.CustomerStatus)
    )
    owner_id: int | None = Field(default=None, sa_type=Integer, foreign_key="user.id")
    industry: str | None = Field(default=None, max_length=80)
    source: enums.CustomerSource | None = Field(default=None, sa_type=Choice(enums.CustomerSource))
    referred_by_id: int | None = Field(default=None, sa_type=Integer, foreign_key="customer.id")
    is_internal: bool = Field(default=False, sa_type=Boolean)
    registration_no: str | None = Field(default=None, max_length=40)
    need_status: enums.NeedStatus = Field(sa_type=Choice(enums.NeedStatus))
    own_expected_date: date | None = Field(default=None, sa_type=Date)
    no_chance: bool = Field(default=False, sa_type=Boolean)
    need_confirmed: bool = Field(default=True, sa_type=Boolean)
    potential_volume_year: int | None = Field(default=None, sa_type=Integer)
    buying_preference: str | None = Field(default=None, sa_type=Text)
    phone: str | None = Field(default=None, max_length=40)
    fax: str | None = Field(default=None, max_length=40)
    email: str | None = Field(default=None, max_length=120)
    website: str | None = Field(default=None, max_length=200)
    preferred_channel: enums.Channel | None = Field(default=None, sa_type=Choice(enums.Channel))
    country_region: str | None = Field(default=None, max_length=60)
    intl_dial_code: str | None = Field(default=None, max_length=8)
    province: str | None = Field(default=None, max_length=60)
    area_code: str | None = Field(default=None, max_length=8)
    city: str | None = Field(default=None, max_length=60)
    postcode: str | None = Field(default=None, max_length=12)
    address: str | None = Field(default=None, max_length=240)
    annual_revenue: int | None = Field(default=None, sa_type=Integer)
    currency: str | None = Field(default="CNY", max_length=3)
    employees: int | None = Field(default=None, sa_type=Integer)
    profile_scope: str | None = Field(default=None, sa_type=Text)
    profile_size: str | None = Field(default=None, max_length=200)
    profile_structure: str | None = Field(default=None, sa_type=Text)
    business_summary: str | None = Field(default=None, sa_type=Text)
    funding: str | None = Field(default=None, max_length=200)
    growth_event: str | None = Field(default=None, max_length=200)
    stage: enums.Stage | None = Field(default=enums.Stage.DEVELOPMENT, sa_type=Choice(enums.Stage))
    openness: int | None = Field(default=None, sa_type=Integer)
    share_of_wallet: int | None = Field(default=None, sa_type=Integer)
    main_supplier: bool = Field(default=False, sa_type=Boolean)
    strategic_agreement_on: date | None = Field(default=None, sa_type=Date)
    exec_programme: bool = Field(default=False, sa_type=Boolean)
    reference_willing: bool = Field(default=False, sa_type=Boolean)
    negotiation_style: str | None = Field(default=None, max_length=200)
    word_binding: enums.WordBinding | None = Field(
        default=enums.WordBinding.UNKNOWN, sa_type=Choice(enums.WordBinding)
    )
    switching_cost: int | None = Field(default=None, sa_type=Integer)
    switching_cost_note: str | None = Field(default=None, sa_type=Text)
    needs_met: frozenset[enums.PersonalNeed] = Field(
        default=frozenset(), sa_type=ChoiceSet(enums.PersonalNeed)
    )
    purchase_risks: frozenset[enums.PurchaseRisk] = Field(
        default=frozenset(), sa_type=ChoiceSet(enums.PurchaseRisk)
    )
    handover_date: date | None = Field(default=None, sa_type=Date)
    warranty_until: date | None = Field(default=None, sa_type=Date)
    clv_amount: int | None = Field(default=None, sa_type=Integer)
    clv_per_year: int | None = Field(default=None, sa_type=Integer)
    expected_years: int | None = Field(default=5, sa_type=Integer)
    churn_type: enums.ChurnType | None = Field(default=None, sa_type=Choice(enums.ChurnType))
    churn_note: str | None = Field(default=None, sa_type=Text)
    lost_on: date | None = Field(default=None, sa_type=Date)
    consent_marketing: bool = Field(default=False, sa_type=Boolean)
    consent_survey: bool = Field(default=False, sa_type=Boolean)
    consent_greeting: bool = Field(default=False, sa_type=Boolean)
    legal_basis: str | None = Field(default=None, max_length=200)
    survey_interval_months: int | None = Field(default=None, sa_type=Integer)
    do_not_contact: bool = Field(default=False, sa_type=Boolean)
    do_not_sell: bool = Field(default=False, sa_type=Boolean)
    retention_until: date | None = Field(default=None, sa_type=Date)
    name_norm: str | None = Field(default=None, max_length=120)
    grade: enums.Grade | None = Field(default=None, sa_type=Choice(enums.Grade))
    grade_reason: enums.GradeReason | None = Field(default=None, sa_type=Choice(enums.GradeReason))
    grade_override_until: date | None = Field(default=None, sa_type=Date)
    next_tracking_due: date | None = Field(default=None, sa_type=Date)
    last_tracking_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    handle_by: date | None = Field(default=None, sa_type=Date)
    deal_status: enums.DealStatus | None = Field(default=None, sa_type=Choice(enums.DealStatus))
    importance: enums.Importance | None = Field(default=None, sa_type=Choice(enums.Importance))
    importance_override: enums.Importance | None = Field(
        default=None, sa_type=Choice(enums.Importance)
    )
    importance_reason: str | None = Field(default=None, max_length=400)
    importance_until: date | None = Field(default=None, sa_type=Date)
    urgency: enums.Urgency | None = Field(default=None, sa_type=Choice(enums.Urgency))
    key_account: bool = Field(default=False, sa_type=Boolean)
    pyramid_tier: enums.PyramidTier | None = Field(default=None, sa_type=Choice(enums.PyramidTier))
    value_tier: enums.ValueTier | None = Field(default=None, sa_type=Choice(enums.ValueTier))
    verified_at: str | None = Field(default=None, sa_type=Text)
    storage_tier: enums.StorageTier | None = Field(default=None, sa_type=Choice(enums.StorageTier))
    revenue_year: int | None = Field(default=0, sa_type=Integer)
    deals_weighted: int | None = Field(default=0, sa_type=Integer)
    rfm: str | None = Field(default=None, max_length=3)
    merged_into_id: int | None = Field(default=None, sa_type=Integer)  # its code finds that one
    # Kept by the file itself, by triggers on deals and cases: lists sort by them.
    open_feedback: int = Field(
        default=0, sa_type=Integer, sa_column_kwargs={"server_default": text("0")}
    )
    open_amount: int | None = Field(default=None, sa_type=Integer)
    open_odds: int | None = Field(default=None, sa_type=Integer)


class CustomerAddress(RecordBase, table=True):
    """One row of `customer_address` (requirements 13)."""

    __tablename__ = "customer_address"
    __table_args__ = checks(ADDRESS)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    kind: enums.AddressKind = Field(
        default=enums.AddressKind.BRANCH, sa_type=Choice(enums.AddressKind)
    )
    name: str | None = Field(default=None, max_length=120)
    country_region: str | None = Field(default=None, max_length=60)
    intl_dial_code: str | None = Field(default=None, max_length=8)
    province: str | None = Field(default=None, max_length=60)
    area_code: str | None = Field(default=None, max_length=8)
    city: str | None = Field(default=None, max_length=60)
    postcode: str | None = Field(default=None, max_length=12)
    address: str | None = Field(default=None, max_length=240)
    phone: str | None = Field(default=None, max_length=40)
    fax: str | None = Field(default=None, max_length=40)
    email: str | None = Field(default=None, max_length=120)
