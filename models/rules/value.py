"""What a customer is worth: RFM, lifetime value, what is at stake, tier, value card (8.4).

Pure and exact: amounts are integer minor units of one currency, already converted; revenue and
orders without further word are those of the last 365 days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.enums import Grade, RfmLabel, ValueMethod, ValueTier
from models.explanation import Explanation, Reason
from models.policy_relations import RfmPolicy, ValuePolicy
from models.rules.rounding import half_up, half_up_whole
from models.rules.spans import YEAR_DAYS
from models.values import BASE_CURRENCY

NO_ORDER = "–"  # shown instead of a code while there is no order (AC-077)
_HIGH, _LOW = 4, 2  # scores that make a segment of R-RFM


@dataclass(frozen=True, slots=True)
class RfmFacts:
    """Orders of a customer that are not cancelled."""

    last_order: date | None = None  # ever
    orders: int = 0  # of the last 365 days
    amount: int = 0
    minor_digits: int = 2  # decimals of the base currency


@dataclass(frozen=True, slots=True)
class Rfm:
    """The three scores; all None and the code a dash when there never was an order (R-RFM)."""

    code: str
    scores: tuple[int, int, int] | None
    label: RfmLabel | None
    days: int | None  # since the last order
    average: int | None  # per order; None without an order in 365 days
    explanation: Explanation


def rfm(facts: RfmFacts, policy: RfmPolicy, today: date) -> Rfm:
    """Recency, frequency and monetary score 1 to 5, with the segment they make (R-RFM)."""
    if facts.last_order is None:
        explanation = Explanation("rfm", "R-RFM", NO_ORDER, (Reason("rfm.no_order"),))
        return Rfm(NO_ORDER, None, None, None, None, explanation)
    days = (today - facts.last_order).days
    recency, frequency = _recency(days, policy), _frequency(facts.orders, policy)
    monetary = _monetary(facts.amount, policy, 10**facts.minor_digits)
    code = f"{recency}{frequency}{monetary}"
    label = _rfm_label(recency, frequency, monetary)
    average = half_up_whole(Fraction(facts.amount, facts.orders)) if facts.orders else None
    lines = list(_score_lines(facts, days, (recency, frequency, monetary)))
    if average is not None:
        params = {"amount": facts.amount, "orders": facts.orders, "average": average}
        lines.append(Reason("rfm.average", params))
    lines.append(Reason("rfm.segment", {"rfm": code, "segment": label}))
    explanation = Explanation("rfm", "R-RFM", code, tuple(lines))
    return Rfm(code, (recency, frequency, monetary), label, days, average, explanation)


def _score_lines(facts: RfmFacts, days: int, scores: tuple[int, int, int]) -> Iterator[Reason]:
    recency, frequency, monetary = scores
    yield Reason(
        "rfm.recency",
        {
            "date": facts.last_order,
            "days": days,
            "score": recency,
            "setting": f"rfm.r{max(recency, 2)}_days",
        },
    )
    yield Reason(
        "rfm.frequency",
        {
            "orders": facts.orders,
            "score": frequency,
            "setting": f"rfm.f{max(frequency, 3)}_orders",
        },
    )
    yield Reason(
        "rfm.monetary",
        {
            "amount": facts.amount,
            "score": monetary,
            "setting": f"rfm.m{max(monetary, 3)}_amount",
        },
    )


def _recency(days: int, policy: RfmPolicy) -> int:
    limits = (policy.r5_days, policy.r4_days, policy.r3_days, policy.r2_days)
    return 5 - sum(days > limit for limit in limits)


def _frequency(orders: int, policy: RfmPolicy) -> int:
    limits = (1, policy.f3_orders, policy.f4_orders, policy.f5_orders)
    return 1 + sum(orders >= limit for limit in limits)


def _monetary(amount: int, policy: RfmPolicy, scale: int) -> int:
    limits = (policy.m3_amount, policy.m4_amount, policy.m5_amount)
    return 1 + (amount > 0) + sum(amount >= limit * scale for limit in limits)


def _rfm_label(recency: int, frequency: int, monetary: int) -> RfmLabel:
    if min(recency, frequency, monetary) >= _HIGH:
        return RfmLabel.CHAMPION
    if recency <= _LOW and monetary >= _HIGH:
        return RfmLabel.WIN_BACK
    return RfmLabel.NEW if recency >= _HIGH and frequency <= _LOW else RfmLabel.OTHER


@dataclass(frozen=True, slots=True)
class ClvFacts:
    """What the orders say; `costs` are handling and repair of the last 365 days."""

    amount: int = 0
    orders: int = 0
    expected_years: int = 5
    margin_percent: Decimal | None = None  # None: no net line
    costs: int = 0


@dataclass(frozen=True, slots=True)
class EnteredClv:
    """Figures a person has entered with `:clv`."""

    amount: int  # per purchase
    per_year: Decimal
    years: Decimal
    currency: str = BASE_CURRENCY
    entered_on: date | None = None
    margin_percent: Decimal | None = None
    costs: int = 0


@dataclass(frozen=True, slots=True)
class Clv:
    """Lifetime value: a year, simple and net; None where there is no data (R-CLV)."""

    value: int | None
    yearly: int | None
    net: int | None
    explanation: Explanation


def clv(facts: ClvFacts) -> Clv:
    """Lifetime value from data: average order x orders in 365 days x expected years (AC-071)."""
    if not facts.orders:
        none = (Reason("clv.no_orders", {"limit": YEAR_DAYS}),)
        return Clv(None, None, None, Explanation("clv", "R-CLV", None, none))
    average = half_up_whole(Fraction(facts.amount, facts.orders))
    value = facts.amount * facts.expected_years
    params = {"amount": facts.amount, "orders": facts.orders, "average": average}
    lines = [
        Reason("clv.average", params),
        Reason(
            "clv.data",
            {"amount": facts.amount, "years": facts.expected_years, "clv": value},
        ),
    ]
    net, more = _net(Fraction(value), facts.margin_percent, facts.costs, BASE_CURRENCY)
    explanation = Explanation("clv", "R-CLV", value, (*lines, *more))
    return Clv(value, facts.amount, net, explanation)


def entered_clv(facts: EnteredClv) -> Clv:
    """Lifetime value from entered figures: amount x purchases a year x years (AC-072)."""
    yearly = facts.amount * Fraction(facts.per_year)
    exact = yearly * Fraction(facts.years)
    value = half_up_whole(exact)
    params = {
        "amount": facts.amount,
        "per_year": facts.per_year,
        "years": facts.years,
        "yearly": half_up_whole(yearly),
        "clv": value,
        "currency": facts.currency,
        "date": facts.entered_on,
    }
    net, more = _net(exact, facts.margin_percent, facts.costs, facts.currency)
    lines = (Reason("clv.entered", params), *more)
    return Clv(value, half_up_whole(yearly), net, Explanation("clv", "R-CLV", value, lines))


def _net(
    simple: Fraction, margin: Decimal | None, costs: int, currency: str
) -> tuple[int | None, tuple[Reason, ...]]:
    if margin is None:
        return None, ()
    net = half_up_whole(simple * Fraction(margin) / 100 - costs)
    params = {"clv": half_up_whole(simple), "margin": margin, "costs": costs, "net_value": net}
    return net, (Reason("clv.net", {**params, "currency": currency}),)


@dataclass(frozen=True, slots=True)
class AtStake:
    """What would be lost with the customer; None without a lifetime value (R-LOSS)."""

    value: int | None
    explanation: Explanation


def at_stake(
    entered: Clv | None, data: Clv, revenue: int, currency: str = BASE_CURRENCY
) -> AtStake:
    """Simple lifetime value, entered else from data, less all revenue so far; at least 0.

    Args:
        entered: Lifetime value from entered figures, in the currency given.
        data: Lifetime value from data, in that currency too.
        revenue: All revenue so far, in that currency.
        currency: What the amounts are in; only for the wording.
    """
    by_hand = entered is not None and entered.value is not None
    simple = entered.value if entered is not None and by_hand else data.value
    if simple is None:
        lines = (Reason("loss.no_data"),)
        return AtStake(None, Explanation("loss", "R-LOSS", None, lines))
    value = max(0, simple - revenue)
    code = "loss.entered" if by_hand else "loss.data"
    params = {"clv": simple, "revenue": revenue, "stake": value, "currency": currency}
    return AtStake(value, Explanation("loss", "R-LOSS", value, (Reason(code, params),)))


@dataclass(frozen=True, slots=True)
class TierFacts:
    """What decides the value tier; None is no data."""

    key_account: bool = False
    revenue: int = 0  # of the last 365 days, as in R-PARETO
    potential_volume_year: int | None = None
    open_deals: int = 0  # sum of the expected amounts
    grade: Grade | None = None
    minor_digits: int = 2


@dataclass(frozen=True, slots=True)
class Tier:
    """Value tier; its playbook is named after it (R-TIER)."""

    value: ValueTier
    playbook: str
    explanation: Explanation


def tier(facts: TierFacts, policy: ValuePolicy) -> Tier:
    """HIGH, POTENTIAL or LOW value (R-TIER); the lines name every test and how it came out."""
    scale = 10**facts.minor_digits
    key = Reason("tier.key_account" if facts.key_account else "tier.no_key_account")
    revenue = _tier_line("tier.revenue", facts.revenue, policy.high_revenue, "high_revenue", scale)
    if facts.key_account or revenue.params["reached"]:
        return _tier(ValueTier.HIGH, (key, revenue))
    volume = _tier_line(
        "tier.volume",
        facts.potential_volume_year,
        policy.potential_volume,
        "potential_volume",
        scale,
    )
    deals = _tier_line(
        "tier.deals", facts.open_deals, policy.potential_deals, "potential_deals", scale
    )
    good = facts.grade in (Grade.A, Grade.B)
    grade = Reason("tier.grade", {"grade": facts.grade, "reached": good})
    found = good or volume.params["reached"] or deals.params["reached"]
    value = ValueTier.POTENTIAL if found else ValueTier.LOW
    return _tier(value, (key, revenue, volume, deals, grade))


def _tier(value: ValueTier, lines: tuple[Reason, ...]) -> Tier:
    last = Reason("tier.result", {"tier": value})
    explanation = Explanation("value_tier", "R-TIER", value, (*lines, last))
    return Tier(value, f"TIER_{value}", explanation)


def _tier_line(code: str, amount: int | None, limit: int, setting: str, scale: int) -> Reason:
    threshold = limit * scale
    reached = amount is not None and amount >= threshold
    params = {"threshold": threshold, "reached": reached, "setting": f"value.{setting}"}
    if amount is None:
        return Reason(f"{code}_no_data", params)
    return Reason(code, {**params, "amount": amount})


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the four methods of assessment look at; None is no data."""

    revenue: int = 0  # ever
    orders: int = 0  # ever
    last_order: date | None = None
    survey_scores: Sequence[int] = ()  # SCORE_1_5 answers of the last survey
    survey_on: date | None = None
    clv: Clv | None = None
    clv_on: date | None = None  # day of the entry, or of the last order
    feedback_cases: int = 0
    feedback_complaints: int = 0
    feedback_costs: int = 0
    feedback_on: date | None = None  # last case


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One method of assessment: its figure (None is no data), its date, and the source."""

    method: ValueMethod
    figure: int | Decimal | None
    is_money: bool
    on: date | None
    source: Reason


def value_card(facts: CardFacts) -> tuple[ValueLine, ...]:
    """The four methods of value assessment, those without data named (S2-VAL-01..04, AC-070)."""
    return (_past(facts), _surveyed(facts), _lifetime(facts), _analysed(facts))


def _without(method: ValueMethod, code: str, *, is_money: bool) -> ValueLine:
    return ValueLine(method, None, is_money, None, Reason(code))


def _past(facts: CardFacts) -> ValueLine:
    method = ValueMethod.PAST_CONTRIBUTION
    if not facts.orders:
        return _without(method, "value.no_orders", is_money=True)
    params = {"orders": facts.orders, "revenue": facts.revenue, "date": facts.last_order}
    return ValueLine(method, facts.revenue, True, facts.last_order, Reason("value.past", params))


def _surveyed(facts: CardFacts) -> ValueLine:
    method = ValueMethod.MARKET_SURVEY
    if not facts.survey_scores:
        return _without(method, "value.no_survey", is_money=False)
    mean = half_up(Fraction(sum(facts.survey_scores), len(facts.survey_scores)))
    params = {"count": len(facts.survey_scores), "mean": mean, "date": facts.survey_on}
    return ValueLine(method, mean, False, facts.survey_on, Reason("value.survey", params))


def _lifetime(facts: CardFacts) -> ValueLine:
    method = ValueMethod.LIFETIME_VALUE
    if facts.clv is None or facts.clv.value is None:
        return _without(method, "value.no_clv", is_money=True)
    source = facts.clv.explanation.lines[0]
    if source.code == "clv.average":
        source = facts.clv.explanation.lines[1]
    return ValueLine(method, facts.clv.value, True, facts.clv_on, source)


def _analysed(facts: CardFacts) -> ValueLine:
    method = ValueMethod.FEEDBACK_ANALYSIS
    if not facts.feedback_cases:
        return _without(method, "value.no_feedback", is_money=False)
    params = {
        "count": facts.feedback_cases,
        "complaints": facts.feedback_complaints,
        "costs": facts.feedback_costs,
        "date": facts.feedback_on,
    }
    source = Reason("value.feedback", params)
    return ValueLine(method, facts.feedback_cases, False, facts.feedback_on, source)
