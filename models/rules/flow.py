"""Customers won and lost (R-LEAK), goals (R-GOAL), targets, and how odds came true (R-ODDS).

Pure and exact: counts and minor units of the base currency in, percentages half up out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from models.enums import Judgement, OddsBand
from models.explanation import Explanation, Reason
from models.policy_defaults import OddsPolicy
from models.policy_relations import FlowPolicy
from models.rules.qualification import band
from models.rules.rounding import half_up, half_up_whole, percent

_ALL = 100
_HOUR = 60
_Z = Decimal("1.96")  # of a 95 % interval
_COUNT_NAMES = ("part_count", "whole_count")
_MONEY_NAMES = ("amount", "revenue")
_DIGITS = 40  # enough that half up to one decimal is exact


@dataclass(frozen=True, slots=True)
class SpentFacts:
    """What one side of the bucket cost: campaigns in minor units, and minutes of activity."""

    campaigns: int = 0
    minutes: int = 0
    minor_digits: int = 2


@dataclass(frozen=True, slots=True)
class LeakFacts:
    """Customers of one period."""

    lost: int  # marked lost or terminated
    won: int  # first won order
    acquisition: SpentFacts = SpentFacts()  # before the first won order, campaigns to acquire
    retention: SpentFacts = SpentFacts()  # after it, campaigns to retain


@dataclass(frozen=True, slots=True)
class Leak:
    """The leaky bucket of a period (R-LEAK, D-29)."""

    lost: int
    won: int
    net: int
    ratio: Decimal | None  # lost / won in percent; None ("–") when nothing was won
    warns: bool
    acquisition_cost: int
    retention_cost: int
    explanation: Explanation


def leak(facts: LeakFacts, policy: FlowPolicy) -> Leak:
    """Lost against won, with what winning and keeping cost (R-LEAK, AC-079)."""
    net = facts.won - facts.lost
    ratio = percent(facts.lost, facts.won)
    # Compared exactly; with nothing won, any loss warns.
    warns = facts.lost > 0 and facts.lost * _ALL >= facts.won * policy.warn_percent
    counts = {"won": facts.won, "lost": facts.lost}
    lines = [Reason("leak.net", {**counts, "net": net})]
    if ratio is None:
        lines.append(Reason("leak.nothing_won", counts))
    else:
        limit = {"limit": policy.warn_percent, "setting": "flow.warn_percent"}
        lines.append(Reason("leak.ratio", {**counts, "percent": ratio, **limit}))
    if warns:
        lines.append(Reason("leak.warns"))
    acquisition, how = _spent("leak.acquisition", facts.acquisition, policy)
    lines.append(how)
    retention, how = _spent("leak.retention", facts.retention, policy)
    lines.append(how)
    explanation = Explanation("leak", "R-LEAK", net, tuple(lines))
    return Leak(facts.lost, facts.won, net, ratio, warns, acquisition, retention, explanation)


def _spent(code: str, facts: SpentFacts, policy: FlowPolicy) -> tuple[int, Reason]:
    rate = policy.hourly_rate * 10**facts.minor_digits
    cost = half_up_whole(facts.campaigns + Fraction(facts.minutes * rate, _HOUR))
    params = {"amount": facts.campaigns, "minutes": facts.minutes, "hour_rate": rate, "cost": cost}
    return cost, Reason(code, {**params, "setting": "flow.hourly_rate"})


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """Counts of the period and of the last 365 days (R-GOAL)."""

    won: int = 0  # deals by the day they were closed
    lost: int = 0
    buyers: int = 0  # customers with an order in 365 days
    repeat_buyers: int = 0  # with two or more
    revenue: int = 0
    repeat_revenue: int = 0  # of orders that are not the customer's first
    active_customers: int = 0
    complaints: int = 0


@dataclass(frozen=True, slots=True)
class Goals:
    """Four percentages, None where there is no data, each with its explanation (R-GOAL)."""

    conversion: Decimal | None
    repeat_rate: Decimal | None
    repeat_revenue: Decimal | None
    complaint_rate: Decimal | None
    in_band: bool | None  # repeat revenue within the band of S4-FIG-01
    explanations: tuple[Explanation, ...]  # in the order above


def goals(facts: GoalFacts, policy: FlowPolicy) -> Goals:
    """Conversion, repeat rate, repeat-revenue share and complaint rate (R-GOAL, AC-201)."""
    conversion = _goal("conversion", facts.won, facts.won + facts.lost)
    repeat = _goal("repeat_rate", facts.repeat_buyers, facts.buyers)
    share = _goal("repeat_revenue", facts.repeat_revenue, facts.revenue)
    rate = _goal("complaint_rate", facts.complaints, facts.active_customers)
    in_band = None
    if share[0] is not None:
        low, high = policy.repeat_low, policy.repeat_high
        in_band = low * facts.revenue <= _ALL * facts.repeat_revenue <= high * facts.revenue
        code = "goal.in_band" if in_band else "goal.out_of_band"
        line = Reason(code, {"low_end": low, "high_end": high, "setting": "flow.repeat_low"})
        lines = (*share[1].lines, line)
        share = share[0], Explanation("repeat_revenue", "R-GOAL", share[0], lines)
    return Goals(
        conversion[0],
        repeat[0],
        share[0],
        rate[0],
        in_band,
        (conversion[1], repeat[1], share[1], rate[1]),
    )


def _goal(figure: str, part: int, whole: int) -> tuple[Decimal | None, Explanation]:
    value = percent(part, whole)
    line = Reason("goal.no_data")
    if value is not None:
        names = _MONEY_NAMES if figure == "repeat_revenue" else _COUNT_NAMES
        params = {names[0]: part, names[1]: whole, "percent": value}
        line = Reason(f"goal.{figure}", params)
    return value, Explanation(figure, "R-GOAL", value, (line,))


@dataclass(frozen=True, slots=True)
class Deviation:
    """Actual less target, and the same in percent of the target (S0-CRM5-02)."""

    amount: int | Decimal
    percent: Decimal | None  # None when the target is 0
    explanation: Explanation


def deviation(target: int | Decimal, actual: int | Decimal, *, is_money: bool = True) -> Deviation:
    """How far a figure is from its target (AC-041); both in the same unit."""
    amount = actual - target
    share = percent(amount, target)
    params = {"actual": actual, "target": target, "deviation": amount}
    lines = [Reason("target.money" if is_money else "target.figure", params)]
    if share is None:
        lines.append(Reason("target.zero"))
    else:
        lines.append(Reason("target.percent", {"percent": share}))
    figure = "deviation" if is_money else "off_target"
    return Deviation(amount, share, Explanation(figure, "S0-CRM5-02", amount, tuple(lines)))


@dataclass(frozen=True, slots=True)
class ClosedDeal:
    """A closed deal: the odds calculated last before it was closed, and whether it was won."""

    odds: Decimal
    won: bool


@dataclass(frozen=True, slots=True)
class BandResult:
    """What became of the deals of one odds band (R-ODDS, learning)."""

    band: OddsBand
    deals: int
    won: int
    expected: Decimal | None  # mean of the odds, percent; None without a deal
    share: Decimal | None  # of deals really won, percent
    low: Decimal | None  # 95 % interval of the share (Wilson), percent
    high: Decimal | None
    few: bool  # too few deals to judge by
    explanation: Explanation

    @property
    def judgement(self) -> Judgement:
        """Do the odds lie in the interval of what came true; nothing is said of too few deals."""
        if self.few or self.expected is None or self.low is None or self.high is None:
            return Judgement.TOO_FEW
        if self.expected < self.low:
            return Judgement.TOO_LOW
        return Judgement.TOO_HIGH if self.expected > self.high else Judgement.FITS


def calibration(
    deals: Iterable[ClosedDeal], policy: OddsPolicy, flow: FlowPolicy
) -> tuple[BandResult, ...]:
    """Odds bands against the real win share, strongest first, so weights can be judged."""
    by_band: dict[OddsBand, list[ClosedDeal]] = {one: [] for one in OddsBand}
    for deal in deals:
        by_band[band(half_up(deal.odds), policy)].append(deal)
    return tuple(_band_result(one, found, flow) for one, found in by_band.items())


def _band_result(name: OddsBand, deals: Sequence[ClosedDeal], flow: FlowPolicy) -> BandResult:
    count = len(deals)
    won = sum(deal.won for deal in deals)
    few = count < flow.few_deals
    limit = {"limit": flow.few_deals, "setting": "flow.few_deals"}
    if not deals:
        nothing = Explanation("calibration", "R-ODDS", None, (Reason("learning.no_deals"),))
        return BandResult(name, 0, 0, None, None, None, None, few, nothing)
    expected = half_up(Fraction(sum(deal.odds for deal in deals)) / count)
    share = half_up(Fraction(_ALL * won, count))
    low, high = wilson(won, count)
    lines = [
        Reason("learning.share", {"won": won, "count": count, "percent": share}),
        Reason("learning.expected", {"percent": expected}),
        Reason("learning.interval", {"low_end": low, "high_end": high}),
    ]
    if few:
        lines.append(Reason("learning.few", {"count": count, **limit}))
    explanation = Explanation("calibration", "R-ODDS", share, tuple(lines))
    return BandResult(name, count, won, expected, share, low, high, few, explanation)


def wilson(won: int, count: int) -> tuple[Decimal, Decimal]:
    """Wilson 95 % interval of won out of count (> 0), in percent with one decimal."""
    with localcontext() as context:
        context.prec = _DIGITS
        n, p, square = Decimal(count), Decimal(won) / count, _Z * _Z
        middle = p + square / (2 * n)
        spread = _Z * (p * (1 - p) / n + square / (4 * n * n)).sqrt()
        below = (middle - spread) / (1 + square / n)
        above = (middle + spread) / (1 + square / n)
    return half_up(max(Decimal(0), below * _ALL)), half_up(min(Decimal(_ALL), above * _ALL))
