"""People at a customer, their dates and their ties."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, Integer

from models import enums
from models.fields.contact import CONTACT, CONTACT_LINK, SPECIAL_DATE
from models.records.base import Choice, Field, RecordBase, SealedText, Text, checks


class Contact(RecordBase, table=True):
    """One row of `contact` (requirements 13)."""

    __tablename__ = "contact"
    __table_args__ = checks(CONTACT)
    code: str | None = Field(default=None, max_length=8, unique=True)
    customer_id: int = Field(sa_type=Integer, foreign_key="customer.id")
    name: str = Field(max_length=120)
    salutation: str | None = Field(default=None, max_length=40)
    is_primary: bool = Field(default=False, sa_type=Boolean)
    department: str | None = Field(default=None, max_length=80)
    title: str | None = Field(default=None, max_length=80)
    office_phone: str | None = Field(default=None, max_length=40)
    mobile: str | None = Field(default=None, sa_type=SealedText("contact.mobile", 40))
    home_phone: str | None = Field(default=None, sa_type=SealedText("contact.home_phone", 40))
    fax: str | None = Field(default=None, max_length=40)
    email: str | None = Field(default=None, max_length=120)
    wechat: str | None = Field(default=None, max_length=60)
    whatsapp: str | None = Field(default=None, max_length=60)
    social_url: str | None = Field(default=None, max_length=200)
    country_region: str | None = Field(default=None, max_length=60)
    intl_dial_code: str | None = Field(default=None, max_length=8)
    province: str | None = Field(default=None, max_length=60)
    area_code: str | None = Field(default=None, max_length=8)
    city: str | None = Field(default=None, max_length=60)
    postcode: str | None = Field(default=None, max_length=12)
    address: str | None = Field(default=None, max_length=240)
    birth_date: date | None = Field(default=None, sa_type=Date)
    hobbies: str | None = Field(default=None, max_length=400)
    preference_note: str | None = Field(default=None, sa_type=Text)
    household_note: str | None = Field(default=None, sa_type=SealedText("contact.household_note"))
    role_note: str | None = Field(default=None, sa_type=Text)
    left_at: date | None = Field(default=None, sa_type=Date)
    mobile_hmac: str | None = Field(default=None, max_length=64)


class SpecialDate(RecordBase, table=True):
    """One row of `special_date` (requirements 13)."""

    __tablename__ = "special_date"
    __table_args__ = checks(SPECIAL_DATE)
    contact_id: int = Field(sa_type=Integer, foreign_key="contact.id")
    kind: enums.SpecialDateKind = Field(sa_type=Choice(enums.SpecialDateKind))
    label: str | None = Field(default=None, max_length=80)
    month: int = Field(sa_type=Integer)
    day: int = Field(sa_type=Integer)
    year: int | None = Field(default=None, sa_type=Integer)
    lead_days: int | None = Field(default=0, sa_type=Integer)
    calendar: enums.DateCalendar = Field(
        default=enums.DateCalendar.SOLAR, sa_type=Choice(enums.DateCalendar)
    )


class ContactLink(RecordBase, table=True):
    """One row of `contact_link` (requirements 13)."""

    __tablename__ = "contact_link"
    __table_args__ = checks(CONTACT_LINK)
    from_contact_id: int = Field(sa_type=Integer, foreign_key="contact.id")
    to_contact_id: int = Field(sa_type=Integer, foreign_key="contact.id")
    kind: enums.ContactLinkKind = Field(sa_type=Choice(enums.ContactLinkKind))
