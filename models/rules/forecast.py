"""Forecast of open deals by month of close date (R-ODDS, forecast).

Pure: calculated odds only, never a person's own; amounts in integer minor units of the base
currency, already converted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.explanation import Explanation, Reason
from models.rules.rounding import half_up_whole


@dataclass(frozen=True, slots=True)
class ForecastDeal:
    """An open deal: amount in minor units of the base currency and its calculated odds."""

    code: str
    odds: Decimal
    amount: int | None = None
    expected_close: date | None = None
    currency_without_rate: str = ""  # set where an amount exists that cannot be converted


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """Weighted amount of one month (its first day) or, with `month` None, of overdue deals."""

    month: date | None
    amount: int
    deals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Months in order, what is overdue, and the deals that could not be counted."""

    months: tuple[ForecastLine, ...]
    overdue: ForecastLine
    unqualified: tuple[str, ...]
    left_out: tuple[str, ...]  # deals in a currency without a rate
    explanation: Explanation


def forecast(deals: Iterable[ForecastDeal], today: date) -> Forecast:
    """Sum of amount x odds / 100 over the qualified open deals, by month (R-ODDS).

    A close date in the past goes to the overdue line; a deal without amount or close date is
    listed as unqualified. Each line is rounded half up once, on its sum.
    """
    by_month: dict[date | None, list[tuple[str, Fraction]]] = {}
    unqualified: list[str] = []
    left_out: list[str] = []
    lines: list[Reason] = []
    for deal in deals:
        no_amount = deal.amount is None and not deal.currency_without_rate
        if deal.expected_close is None or no_amount:
            unqualified.append(deal.code)
        elif deal.amount is None:
            left_out.append(deal.code)
            params = {"deal": deal.code, "currency": deal.currency_without_rate}
            lines.append(Reason("forecast.left_out", params))
        else:
            late = deal.expected_close < today
            month = None if late else deal.expected_close.replace(day=1)
            weighted = Fraction(deal.odds) * deal.amount / 100
            by_month.setdefault(month, []).append((deal.code, weighted))
            lines.append(_line(deal, month))
    if unqualified:
        lines.append(Reason("forecast.unqualified", {"deals": tuple(unqualified)}))
    overdue = _summed(None, by_month)
    months = tuple(_summed(month, by_month) for month in sorted(m for m in by_month if m))
    total = overdue.amount + sum(line.amount for line in months)
    explanation = Explanation("forecast", "R-ODDS", total, tuple(lines))
    return Forecast(months, overdue, tuple(unqualified), tuple(left_out), explanation)


def _line(deal: ForecastDeal, month: date | None) -> Reason:
    code = "forecast.overdue" if month is None else "forecast.deal"
    params = {"deal": deal.code, "amount": deal.amount, "odds": deal.odds, "month": month}
    return Reason(code, {**params, "date": deal.expected_close})


def _summed(
    month: date | None, by_month: Mapping[date | None, list[tuple[str, Fraction]]]
) -> ForecastLine:
    parts = by_month.get(month, [])
    amount = half_up_whole(sum((weighted for _, weighted in parts), Fraction(0)))
    return ForecastLine(month, amount, tuple(code for code, _ in parts))
