"""Value types that are no enumeration: money in minor units, human codes."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

BASE_CURRENCY = "CNY"

# ISO 4217 currencies whose minor unit is not a hundredth.
_EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "OMR": 3}


def exponent(currency: str) -> int:
    """Number of decimal places of a currency (ISO 4217); 2 where it is not known."""
    return _EXPONENTS.get(currency, 2)


def minor_units(amount: Decimal, currency: str = BASE_CURRENCY) -> int:
    """Amount in major units -> integer minor units, rounded half up (requirements 8)."""
    scaled = amount.scaleb(exponent(currency))
    return int(scaled.to_integral_value(rounding=ROUND_HALF_UP))


def major_units(minor: int, currency: str = BASE_CURRENCY) -> Decimal:
    """Integer minor units -> exact amount in major units with the currency's places."""
    return Decimal(minor).scaleb(-exponent(currency))


def code_of(prefix: str, number: int) -> str:
    """Human code such as C-000012 (S4-REQ-01); more than six digits where the count needs it."""
    return f"{prefix}-{number:06d}"
