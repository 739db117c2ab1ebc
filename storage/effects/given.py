"""What an act is given besides a form: a reason, a day. Checked in one place for all services."""

from __future__ import annotations

from datetime import date

from models.explanation import Reason
from models.fields.parsing import read_date
from storage.errors import Invalid

_LONGEST = 400


def reason_of(text: str, *, required: bool = True) -> str:
    """A reason as one line; Invalid where it is wanted and empty, or too long: never cut."""
    plain = " ".join(text.split())
    if not plain and required:
        raise Invalid([Reason("field.required", {"field": "reason"})])
    if len(plain) > _LONGEST:
        params = {"field": "reason", "limit": _LONGEST, "length": len(plain), "value": plain[:80]}
        raise Invalid([Reason("field.too_long", params)])
    return plain


def day_of(given: date | str, today: date, field: str) -> date:
    """A day as it was given (also "tomorrow", "+3"); Invalid where it is none."""
    day = given if isinstance(given, date) else read_date(given, today)
    if day is None:
        raise Invalid([Reason("field.not_a_date", {"field": field, "value": str(given)})])
    return day
