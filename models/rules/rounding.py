"""Half-up rounding of results (requirements 8, conventions). Never used on the way to a result."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction


def half_up_whole(value: Exact) -> int:
    """The nearest whole number; a half goes away from zero."""
    exact = Fraction(value)
    size = (2 * abs(exact) + 1) // 2
    return size if exact >= 0 else -size


def half_up(value: Exact, digits: int = 1) -> Decimal:
    """The value with that many decimals, which it keeps even when they are zero."""
    shifted = half_up_whole(Fraction(value) * 10**digits)
    # From text, because arithmetic on decimals would round to the precision of the context.
    return Decimal(f"{shifted}E-{digits}")


def trimmed(value: Decimal) -> Decimal:
    """The same number without closing zeros behind the point, never in powers of ten."""
    text = f"{value:f}"
    return Decimal(text.rstrip("0")) if "." in text else Decimal(text)


def percent(part: Exact, whole: Exact, digits: int = 1) -> Decimal | None:
    """Part of whole in percent, half up; None ("no data") when the whole is zero."""
    if whole == 0:
        return None
    return half_up(100 * Fraction(part) / Fraction(whole), digits)
