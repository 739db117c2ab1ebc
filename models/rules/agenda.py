"""What the calendar shows and what stands first in it: layers, value at risk, order.

Pure: amounts are whole minor units of the base currency, odds tenths of a percent; reads no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.enums import CalendarLayer, FollowUpKind, ValueTier
from models.explanation import Explanation, Reason
from models.rules.rounding import half_up_whole

KINDS: Mapping[CalendarLayer, frozenset[FollowUpKind]] = {
    CalendarLayer.CADENCE: frozenset({FollowUpKind.TRACKING}),
    CalendarLayer.COMMITMENTS: frozenset({FollowUpKind.COMMITMENT, FollowUpKind.CALLBACK}),
    CalendarLayer.PLAYBOOK_STEPS: frozenset({FollowUpKind.PLAYBOOK, FollowUpKind.LETTER_CALL}),
    CalendarLayer.CARE_DATES: frozenset({FollowUpKind.CARE}),
    CalendarLayer.SLA_TIMES: frozenset({FollowUpKind.SLA}),
    CalendarLayer.VISITS: frozenset({FollowUpKind.EXEC_VISIT}),
    CalendarLayer.SURVEYS: frozenset({FollowUpKind.SURVEY}),
    CalendarLayer.TASKS: frozenset({FollowUpKind.TASK, FollowUpKind.REVIEW}),
}
EVERY_LAYER = frozenset(CalendarLayer)
_TIERS = {tier: place for place, tier in enumerate(ValueTier)}


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """An open deal that waits: amount (None without one), calculated odds in tenths of a percent.

    `foreign` is the currency of an amount that is not in the base currency: it cannot be counted.
    """

    code: str
    amount: int | None
    odds: int | None
    foreign: str = ""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Value at risk: amount x odds x days late, in minor units (times days), rounded half up."""

    value: int
    exact: Fraction
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Late:
    """An overdue item as it is put in order."""

    id: int
    due: date
    tier: ValueTier | None
    deals: tuple[OpenDeal, ...] = ()


def kinds_shown(layers: Collection[CalendarLayer]) -> frozenset[FollowUpKind] | None:
    """Kinds of follow-ups that these layers show; None where that is every kind."""
    if frozenset(layers) >= EVERY_LAYER:
        return None
    return frozenset(kind for layer in layers for kind in KINDS[layer])


def value_at_risk(deals: Iterable[OpenDeal], due: date, today: date) -> AtRisk:
    """What waiting puts at risk: sum of amount x odds of the deals, times the days it is late.

    The deals are the one that the item is about, else all open deals of its customer. Deals
    without amount or odds, and amounts in another currency, count nothing and are named.
    """
    waiting = tuple(deals)
    days = max(0, (today - due).days)
    lines = [_line(deal) for deal in waiting]
    weighted = Fraction(_thousandths(waiting), 1000)
    exact = weighted * days
    value = half_up_whole(exact)
    if not lines:
        lines.append(Reason("at_risk.no_deal"))
    sums = {"weighted": half_up_whole(weighted), "days": days, "due": due, "stake": value}
    lines.append(Reason("at_risk.sum" if days else "at_risk.not_late", sums))
    explanation = Explanation("value_at_risk", "R-AT-RISK", value, tuple(lines))
    return AtRisk(value, exact, explanation)


def _thousandths(deals: Iterable[OpenDeal]) -> int:
    """Sum of amount x odds of the deals that can be counted, in thousandths of a minor unit."""
    return sum((deal.amount or 0) * (deal.odds or 0) for deal in deals if not deal.foreign)


def _line(deal: OpenDeal) -> Reason:
    params: dict[str, object] = {"deal": deal.code}
    if deal.foreign:
        return Reason("at_risk.left_out", {**params, "foreign": deal.foreign})
    if deal.amount is None or deal.odds is None:
        return Reason("at_risk.unqualified", params)
    odds = Decimal(deal.odds).scaleb(-1)
    return Reason("at_risk.deal", {**params, "amount": deal.amount, "odds": odds})


def in_order(items: Iterable[Late], today: date) -> list[int]:
    """Ids of overdue items, most value at risk first; ties by tier, then the longest overdue."""

    def key(item: Late) -> tuple[int, int, date, int]:
        tier = len(_TIERS) if item.tier is None else _TIERS[item.tier]
        at_risk = _thousandths(item.deals) * max(0, (today - item.due).days)
        return (-at_risk, tier, item.due, item.id)

    return [item.id for item in sorted(items, key=key)]
