"""Order lines: amount of a line and the discount as people write it (S4-FLD-03, D-41).

Pure and exact. A discount is stored as the fraction off: 0.20 for 8折 and for 20 %.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from models.explanation import Explanation, Reason
from models.rules.rounding import half_up_whole, trimmed

_WRITTEN = re.compile(r"([0-9]{0,6}(?:\.[0-9]{1,6})?)\s*(折|%)?")
_TENTHS_LIMIT = 10
_HUNDREDTHS_LIMIT = 100


@dataclass(frozen=True, slots=True)
class LineAmount:
    """Amount of an order line in minor units of its currency."""

    minor: int
    explanation: Explanation


def line_amount(unit_price: int, quantity: Decimal, discount: Decimal) -> LineAmount:
    """Price x quantity x (1 - discount), half up to the minor unit (AC-045, AC-183).

    Args:
        unit_price: In minor units of the currency.
        quantity: More than zero.
        discount: Fraction off, 0 to 1.
    """
    minor = half_up_whole(unit_price * Fraction(quantity) * (1 - Fraction(discount)))
    params = {"unit_price": unit_price, "quantity": quantity, "discount": discount}
    line = Reason("order.line", {**params, "amount": minor})
    return LineAmount(minor, Explanation("amount", "S4-FLD-03", minor, (line,)))


def line_objections(unit_price: int, quantity: Decimal, discount: Decimal) -> tuple[Reason, ...]:
    """Why an order line may not be saved: price >= 0, quantity > 0, discount 0 to 1 (13)."""
    found = []
    if unit_price < 0:
        found.append(Reason("order.price_negative", {"unit_price": unit_price}))
    if quantity <= 0:
        found.append(Reason("order.quantity_not_positive", {"quantity": quantity}))
    if not 0 <= discount <= 1:
        found.append(Reason("discount.out_of_range", {"text": str(discount)}))
    return tuple(found)


def parse_discount(text: str) -> Decimal | Reason:
    """The fraction off a person means (D-41), or why it cannot be read.

    `8折`, `8.5折` and `85折` pay that share; `20%` and `0.2` are off. Full-width forms are read
    as well. A bare number from 1 on could mean either and is refused.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return Reason("discount.empty")
    match = _WRITTEN.fullmatch(plain)
    if match is None or not match[1]:
        return Reason("discount.unreadable", {"text": text})
    number = Decimal(match[1])
    off = {"折": _off_by_share_paid, "%": _off_by_percent}.get(match[2], _off_bare)(number)
    if off is None:
        code = "discount.out_of_range" if match[2] else "discount.ambiguous"
        return Reason(code, {"text": text})
    return trimmed(off)


def _off_by_share_paid(number: Decimal) -> Decimal | None:
    if number <= _TENTHS_LIMIT:
        return 1 - number / _TENTHS_LIMIT
    return 1 - number / _HUNDREDTHS_LIMIT if number < _HUNDREDTHS_LIMIT else None


def _off_by_percent(number: Decimal) -> Decimal | None:
    return number / _HUNDREDTHS_LIMIT if number <= _HUNDREDTHS_LIMIT else None


def _off_bare(number: Decimal) -> Decimal | None:
    return number if number < 1 else None


def tenths_paid(discount: Decimal) -> Decimal:
    """What is paid in tenths, as 折 counts it: 8.5 for 0.15 off (D-41)."""
    return trimmed((1 - discount) * _TENTHS_LIMIT)
