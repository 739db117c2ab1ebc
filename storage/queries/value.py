"""What a customer is worth: the inputs as they stand, handed to the rules of 8.4.

Reads only, one customer at a time; `ranking.py` has the same figures for the whole book.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from models import enums
from models.explanation import Explanation, Reason
from models.fields.customer import VERIFIED_GROUPS
from models.policy_defaults import Policy
from models.rules import committee, data_quality, health, loyalty, ranking, value
from models.rules.loyalty import ChurnRisk
from models.rules.rounding import half_up_whole, percent
from models.values import BASE_CURRENCY
from models.views.value import Referrals, ValueSheet
from storage.queries import expressions as x
from storage.queries import figures
from storage.queries.context import ListContext
from storage.queries.ranking import YEAR, place_of
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date

_ORDERS = """
SELECT o.sale_date, COALESCE(o.amount, 0), o.currency FROM sales_order o
WHERE o.customer_id = :id AND o.deleted_at IS NULL AND o.status <> 'CANCELLED'
  AND o.sale_date <= :today ORDER BY o.sale_date, o.id
"""


@dataclass(frozen=True, slots=True)
class Bought:
    """The orders of a customer that are not cancelled, up to today."""

    orders: tuple[tuple[date, int, str], ...]  # day, minor units, currency
    first: date  # the first day of the last 365

    @property
    def days(self) -> tuple[date, ...]:
        """Days with an order."""
        return tuple(day for day, _amount, _currency in self.orders)

    @property
    def last(self) -> date | None:
        """Day of the last order."""
        return self.orders[-1][0] if self.orders else None

    @property
    def this_year(self) -> int:
        """Orders of the last 365 days, whatever their currency."""
        return sum(day >= self.first for day in self.days)

    @property
    def repeated(self) -> int | None:
        """Orders of the last 365 days without the very first one; None without any order."""
        if not self.orders:
            return None
        return self.this_year - (self.days[0] >= self.first)

    def within(self, currency: str, *, year: bool) -> tuple[int, int]:
        """(count, sum) of the orders in a currency, of the last 365 days or ever."""
        amounts = [
            amount
            for day, amount, held in self.orders
            if held == currency and (day >= self.first or not year)
        ]
        return len(amounts), sum(amounts)

    def others(self, currency: str) -> tuple[str, ...]:
        """Currencies of orders that are in none of the sums: there is no exchange rate."""
        return tuple(sorted({held for _day, _amount, held in self.orders} - {currency}))


def bought(reader: ReadConnection, customer_id: int, today: date) -> Bought:
    """The orders that value, RFM and loyalty rest on."""
    rows = reader.rows(_ORDERS, {"id": customer_id, "today": today.isoformat()})
    orders = tuple((date.fromisoformat(row[0]), int(row[1]), str(row[2])) for row in rows)
    return Bought(orders, today - timedelta(days=YEAR))


_INVITES = """
SELECT i.id, i.answered_on FROM survey_invite i WHERE i.customer_id = :id
  AND i.deleted_at IS NULL AND i.answered_on IS NOT NULL AND i.answered_on <= :today
ORDER BY i.answered_on DESC, i.id DESC
"""
_ANSWERS = """
SELECT q.kind, a.score, q.experience_element, q.text, a.expected FROM survey_answer a
JOIN survey_question q ON q.id = a.question_id
WHERE a.invite_id = :invite AND a.deleted_at IS NULL AND a.score IS NOT NULL
ORDER BY q.number
"""


_MIDDLING = 3  # of 1 to 5


@dataclass(frozen=True, slots=True)
class Heard:
    """What the customer last answered in surveys; None where it never did."""

    on: date | None = None  # of the last survey
    scores: tuple[int, ...] = ()  # its SCORE_1_5 answers
    will_buy_again: int | None = None
    recommend: int | None = None
    touchpoints: tuple[health.TouchpointScore, ...] = ()  # of the last survey

    @property
    def satisfaction(self) -> Fraction | None:
        """Mean of the scores of the last survey."""
        return Fraction(sum(self.scores), len(self.scores)) if self.scores else None


def heard(reader: ReadConnection, customer_id: int, today: date) -> Heard:
    """The last answers of a customer; an answer that the last survey lacks comes from before."""
    found = Heard()
    for invite_id, on in reader.rows(_INVITES, {"id": customer_id, "today": today.isoformat()}):
        answers = reader.rows(_ANSWERS, {"invite": invite_id})
        if found.on is None:
            found = _last_survey(answers, date.fromisoformat(on))
        last = {row[0]: row[1] for row in answers}
        if found.will_buy_again is None:
            found = replace(found, will_buy_again=last.get(enums.SurveyKind.INTENT_0_10))
        if found.recommend is None:
            found = replace(found, recommend=last.get(enums.SurveyKind.NPS_0_10))
        if found.will_buy_again is not None and found.recommend is not None:
            break
    return found


def _last_survey(answers: Sequence[tuple[Any, ...]], on: date) -> Heard:
    """What an item was expected to be is how much it matters; without that it matters middling."""
    scored = (enums.SurveyKind.SCORE_1_5, enums.SurveyKind.GAP_EXPECT_PERCEIVE)
    return Heard(
        on=on,
        scores=tuple(row[1] for row in answers if row[0] == enums.SurveyKind.SCORE_1_5),
        touchpoints=tuple(
            health.TouchpointScore(row[3], Decimal(row[1]), row[4] or _MIDDLING, on)
            for row in answers
            if row[0] in scored and row[2]
        ),
    )


_CASES = f"""
SELECT count(*), COALESCE(sum(f.kind = 'COMPLAINT'), 0),
  COALESCE(sum(COALESCE(f.cost_handling, 0) + COALESCE(f.cost_repair, 0)), 0),
  COALESCE(sum(CASE WHEN f.received_at >= :since
    THEN COALESCE(f.cost_handling, 0) + COALESCE(f.cost_repair, 0) ELSE 0 END), 0),
  max(f.received_at),
  COALESCE(max(f.kind = 'COMPLAINT' AND f.round > 1 AND {x.CASE_OPEN}), 0)
FROM feedback f WHERE f.customer_id = :id AND f.deleted_at IS NULL
"""

# What tickets cost counts as handling and repair too, on the day they came in (R-CLV, 9.2).
_TICKETS = """
SELECT COALESCE(sum(cost), 0), COALESCE(sum(CASE WHEN received_at >= :since THEN cost END), 0)
FROM (
    SELECT received_at,
      COALESCE(cost_handling, 0) + COALESCE(cost_repair, 0) + COALESCE(travel_cost, 0) AS cost
    FROM ticket WHERE customer_id = :id AND deleted_at IS NULL
)
"""


@dataclass(frozen=True, slots=True)
class Complained:
    """The feedback of a customer and what it cost."""

    cases: int
    complaints: int
    costs: int  # ever
    costs_year: int  # of cases of the last 365 days
    last: date | None
    reopened: bool  # an open complaint in a later round


def complained(reader: ReadConnection, context: ListContext, customer_id: int) -> Complained:
    """Cases, complaints and costs; a case counts on the day it came in."""
    since = context.start_of(context.today - timedelta(days=YEAR))
    row = reader.one(_CASES, {"id": customer_id, "since": since})
    repaired = reader.one(_TICKETS, {"id": customer_id, "since": since})
    assert row is not None
    assert repaired is not None
    last = None if row[4] is None else context.day_of(row[4])
    costs, costs_year = row[2] + repaired[0], row[3] + repaired[1]
    return Complained(row[0], row[1], costs, costs_year, last, bool(row[5]))


_MARGIN = """
SELECT l.amount, CASE WHEN p.currency = o.currency THEN p.unit_cost END, l.qty
FROM sales_order o
JOIN sales_order_line l ON l.order_id = o.id AND l.deleted_at IS NULL
LEFT JOIN product p ON p.id = l.product_id
WHERE o.customer_id = :id AND o.deleted_at IS NULL AND o.status <> 'CANCELLED'
  AND o.sale_date BETWEEN :first AND :today AND o.currency = :currency
"""


def margin(
    reader: ReadConnection, customer_id: int, first: date, today: date, currency: str
) -> Decimal | None:
    """Margin percent of the order lines of the year; None where a product's cost is unknown."""
    given = {"first": first.isoformat(), "today": today.isoformat(), "currency": currency}
    rows = reader.rows(_MARGIN, {"id": customer_id, **given})
    sold = sum(row[0] or 0 for row in rows)
    if any(row[1] is None for row in rows):
        return None
    cost = sum((row[1] * Fraction(row[2]) for row in rows), Fraction(0))
    return percent(sold - cost, sold)


_REFERRED = """
SELECT
  (SELECT count(*) FROM customer c WHERE c.referred_by_id = :id AND c.deleted_at IS NULL),
  (SELECT COALESCE(sum(s.amount), 0) FROM customer c
    JOIN sales_order s ON s.customer_id = c.id AND s.deleted_at IS NULL
    WHERE c.referred_by_id = :id AND c.deleted_at IS NULL AND s.status <> 'CANCELLED'
      AND s.currency = :base),
  (SELECT COALESCE(sum(o.expected_amount), 0) FROM customer c
    JOIN opportunity o ON o.customer_id = c.id AND o.deleted_at IS NULL
    WHERE c.referred_by_id = :id AND c.deleted_at IS NULL AND o.pipeline = 'WON'
      AND o.currency = :base AND NOT EXISTS (SELECT 1 FROM sales_order s
        WHERE s.customer_id = c.id AND s.opportunity_id = o.id AND s.deleted_at IS NULL
          AND s.status <> 'CANCELLED'))
"""
_REFERRED_CODES = """
SELECT c.code FROM customer c WHERE c.referred_by_id = :id AND c.deleted_at IS NULL ORDER BY c.code
"""


def referrals(reader: ReadConnection, customer_id: int) -> Referrals:
    """Customers it brought; their orders, and won deals that have no order (AC-012)."""
    row = reader.one(_REFERRED, {"id": customer_id, "base": BASE_CURRENCY})
    assert row is not None
    count, ordered, won = row
    lines: tuple[Reason, ...] = (Reason("referral.none"),)
    if count:
        codes = [one[0] for one in reader.rows(_REFERRED_CODES, {"id": customer_id})]
        lines = (
            Reason("referral.customers", {"count": count, "customers": codes}),
            Reason("referral.value", {"ordered": ordered, "won": won, "amount": ordered + won}),
        )
    return Referrals(count, ordered + won, Explanation("referrals", "S0-KEY-02", count, lines))


_ENTERED = """
SELECT max(s.at) FROM change_entry e JOIN change_set s ON s.id = e.change_id
WHERE e.entity = 'customer' AND e.record_id = :id AND (json_type(e.changed, '$.clv_amount')
  IS NOT NULL OR json_type(e.changed, '$.clv_per_year') IS NOT NULL)
"""
_OPEN_SUM = f"""
SELECT COALESCE(sum(o.expected_amount), 0) FROM opportunity o WHERE o.customer_id = :id
  AND o.deleted_at IS NULL AND {x.OPEN_DEAL} AND o.currency = :base
"""
_MAIN_CONTACT = """
SELECT k.name, k.title, k.office_phone, k.mobile, k.home_phone FROM contact k
WHERE k.customer_id = :id AND k.deleted_at IS NULL AND k.is_primary = 1 ORDER BY k.id LIMIT 1
"""


class Asked:
    """One customer at one moment: reads each input once and asks the rules."""

    def __init__(
        self,
        reader: ReadConnection,
        context: ListContext,
        policy: Policy,
        values: Mapping[str, Any],
    ) -> None:
        self.reader = reader
        self.context = context
        self.policy = policy
        self.values = values
        self.id = int(values["id"])
        self.today = context.today
        self.currency = str(values["currency"] or BASE_CURRENCY)
        self.bought = bought(reader, self.id, self.today)
        self.heard = heard(reader, self.id, self.today)
        self.complained = complained(reader, context, self.id)

    def rfm(self) -> value.Rfm:
        """R-RFM; amounts in the base currency, others are left out and named."""
        _count, amount = self.bought.within(BASE_CURRENCY, year=True)
        facts = value.RfmFacts(self.bought.last, self.bought.this_year, amount)
        found = value.rfm(facts, self.policy.rfm, self.today)
        left = self.bought.others(BASE_CURRENCY)
        explanation = _naming(found.explanation, left)
        return replace(found, explanation=explanation)

    def clv_data(self) -> value.Clv:
        """R-CLV from the orders in the customer's currency."""
        orders, amount = self.bought.within(self.currency, year=True)
        years = int(self.values["expected_years"] or 5)
        costs = self.complained.costs_year
        facts = value.ClvFacts(amount, orders, years, self._margin(), costs)
        found = value.clv(facts)
        left = self.bought.others(self.currency)
        explanation = _naming(_in(found.explanation, self.currency), left)
        return replace(found, explanation=explanation)

    def clv_entered(self) -> value.Clv | None:
        """R-CLV from what a person entered; None where nobody did."""
        amount, per_year = self.values["clv_amount"], self.values["clv_per_year"]
        if amount is None or per_year is None:
            return None
        facts = value.EnteredClv(
            int(amount),
            Decimal(int(per_year)),
            Decimal(int(self.values["expected_years"] or 5)),
            self.currency,
            self._entered_on(),
            self._margin(),
            self.complained.costs_year,
        )
        return value.entered_clv(facts)

    def _margin(self) -> Decimal | None:
        """Margin percent; where costs are known but no margin, the whole amount stands."""
        found = margin(self.reader, self.id, self.bought.first, self.today, self.currency)
        if found is None and self.complained.costs_year:
            return Decimal(100)
        return found

    def _entered_on(self) -> date | None:
        row = self.reader.one(_ENTERED, {"id": self.id})
        at = row[0] if row else None
        return self.context.day_of(at or self.values["created_at"].isoformat())

    def loss(self) -> value.AtStake:
        """R-LOSS in the customer's currency."""
        _count, revenue = self.bought.within(self.currency, year=False)
        return value.at_stake(self.clv_entered(), self.clv_data(), revenue, self.currency)

    def tier(self) -> value.Tier:
        """R-TIER, from the figures that stand."""
        params = {"id": self.id, "base": BASE_CURRENCY}
        row = self.reader.one(_OPEN_SUM, params)
        volume = self.values["potential_volume_year"]
        facts = value.TierFacts(
            key_account=bool(self.values["key_account"]),
            revenue=int(self.values["revenue_year"] or 0),
            potential_volume_year=None if self.currency != BASE_CURRENCY else volume,
            open_deals=int(row[0]) if row else 0,
            grade=self.values["grade"],
        )
        return value.tier(facts, self.policy.value)

    def place(self) -> tuple[ranking.Place, ranking.Ranking]:
        """R-PARETO and R-PYR: the place of the customer in the book as it is stored."""
        return place_of(self.reader, self.policy, self.values)

    def loyalty(self) -> loyalty.Loyalty:
        """R-LOY."""
        facts = loyalty.LoyaltyFacts(
            self.bought.repeated,
            self.heard.will_buy_again,
            self.heard.recommend,
            self.heard.satisfaction,
            self.heard.on,
        )
        return loyalty.loyalty(facts, self.policy.loyalty)

    def churn(self) -> ChurnRisk:
        """R-CHURN."""
        due = self.values["next_tracking_due"]
        facts = loyalty.ChurnFacts(
            tracking_overdue=due is not None and due < self.today,
            complaint_reopened=self.complained.reopened,
            order_days=self.bought.days,
            recommend=self.heard.recommend,
            single_thread=self.threads().at_risk,
        )
        return loyalty.churn_risk(facts, self.policy.churn, self.today)

    def threads(self) -> committee.Threads:
        """R-THREAD."""
        policy = self.policy.committee
        facts = figures.thread_facts(self.reader, self.context, self.values, policy.thread_days)
        return committee.threads(facts, policy, self.today)

    def completeness(self) -> data_quality.Completeness:
        """R-DQ: how complete the record is."""
        main = self.reader.one(_MAIN_CONTACT, {"id": self.id}) or ("", "", "", "", "")
        text: dict[str, Any] = {
            name: str(self.values[name] or "")
            for name in (
                "name", "code", "industry", "source", "kind", "province", "city", "address",
                "phone", "owner",
            )
        }  # fmt: skip
        return data_quality.completeness(
            data_quality.CustomerData(
                **text,
                contact=main[0] or "",
                contact_title=main[1] or "",
                contact_phones=tuple(number or "" for number in main[2:]),
                need_confirmed=bool(self.values["need_confirmed"]),
                profile=str(self.values["profile_scope"] or ""),
            )
        )

    def freshness(self) -> data_quality.Freshness:
        """R-DQ: how long ago each group of fields was checked."""
        held = json.loads(str(self.values["verified_at"] or "{}"))
        days = {group: as_date(held.get(group)) for group in VERIFIED_GROUPS}
        facts = data_quality.CustomerData(verified=days)
        return data_quality.freshness(facts, self.policy.data, self.today)

    def gauges(self) -> tuple[health.Gauge, ...]:
        """The four gauges of the health card (S0-CRM5-01)."""
        worth = self.clv_entered() or self.clv_data()
        seen = health.experience(self.heard.touchpoints)
        return health.health(self.loyalty(), self.completeness(), worth, seen)

    def methods(self) -> tuple[value.ValueLine, ...]:
        """The four methods of value assessment (S2-VAL-01..04)."""
        orders, revenue = self.bought.within(self.currency, year=False)
        entered = self.clv_entered()
        facts = value.CardFacts(
            revenue=revenue,
            orders=orders,
            last_order=self.bought.last,
            survey_scores=self.heard.scores,
            survey_on=self.heard.on,
            clv=entered or self.clv_data(),
            clv_on=self._entered_on() if entered else self.bought.last,
            feedback_cases=self.complained.cases,
            feedback_complaints=self.complained.complaints,
            feedback_costs=self.complained.costs,
            feedback_on=self.complained.last,
        )
        return tuple(
            replace(line, source=_with(line.source, self.currency))
            for line in value.value_card(facts)
        )

    def figure(self, name: str) -> Explanation:
        """The explanation of one figure of the sheet, by its name."""
        return _FIGURES[name](self)

    def sheet(self) -> ValueSheet:
        """Everything the Value tab shows."""
        place, ranked = self.place()
        count, revenue = self.bought.within(self.currency, year=True)
        pyramid, key = ranking.place_explanations(place, ranked, self.policy.ranking)
        return ValueSheet(
            values=self.values,
            currency=self.currency,
            methods=self.methods(),
            rfm=self.rfm(),
            orders_year=self.bought.this_year,
            revenue_year=revenue,
            average_year=half_up_whole(Fraction(revenue, count)) if count else None,
            clv_data=self.clv_data(),
            clv_entered=self.clv_entered(),
            loss=self.loss(),
            tier=self.tier(),
            rank=place.rank,
            ranked=ranked.ranked,
            pyramid=pyramid,
            key_account=key,
            loyalty=self.loyalty(),
            churn=self.churn(),
            referrals=referrals(self.reader, self.id),
            costs=self.complained.costs_year,
            answered_on=self.heard.on,
        )


def _with(reason: Reason, currency: str) -> Reason:
    return Reason(reason.code, {**reason.params, "currency": currency})


def _in(explanation: Explanation, currency: str) -> Explanation:
    """The same lines, with the currency their amounts are in."""
    return replace(explanation, lines=tuple(_with(one, currency) for one in explanation.lines))


def _naming(explanation: Explanation, currencies: Sequence[str]) -> Explanation:
    """With a line that names the currencies left out for want of a rate (requirements 8)."""
    if not currencies:
        return explanation
    line = Reason("value.left_out", {"currencies": list(currencies)})
    return replace(explanation, lines=(*explanation.lines, line))


def _both(asked: Asked) -> Explanation:
    """The lifetime value that counts, and the other one beside it."""
    entered, data = asked.clv_entered(), asked.clv_data()
    if entered is None:
        return data.explanation
    return replace(entered.explanation, lines=(*entered.explanation.lines, *data.explanation.lines))


def _entered(asked: Asked) -> Explanation:
    entered = asked.clv_entered()
    if entered is None:
        return Explanation("clv_entered", "R-CLV", None, (Reason("clv.not_entered"),))
    return replace(entered.explanation, figure="clv_entered")


def _method(place: int, figure: str) -> Callable[[Asked], Explanation]:
    def explained(asked: Asked) -> Explanation:
        line = asked.methods()[place]
        return Explanation(figure, f"S2-VAL-0{place + 1}", line.figure, (line.source,))

    return explained


def _placed(which: int) -> Callable[[Asked], Explanation]:
    return lambda asked: ranking.place_explanations(*asked.place(), asked.policy.ranking)[which]


_FIGURES: Mapping[str, Callable[[Asked], Explanation]] = {
    "rfm": lambda asked: asked.rfm().explanation,
    "clv": _both,
    "clv_data": lambda asked: replace(asked.clv_data().explanation, figure="clv_data"),
    "clv_entered": _entered,
    "loss": lambda asked: asked.loss().explanation,
    "value_tier": lambda asked: asked.tier().explanation,
    "pyramid_tier": _placed(0),
    "key_account": _placed(1),
    "loyalty": lambda asked: asked.loyalty().explanation,
    "churn_risk": lambda asked: asked.churn().explanation,
    "referrals": lambda asked: referrals(asked.reader, asked.id).explanation,
    "past_revenue": _method(0, "past_revenue"),
    "survey_mean": _method(1, "survey_mean"),
    "feedback_cases": _method(3, "feedback_cases"),
    "freshness": lambda asked: asked.freshness().explanation,
    "completeness": lambda asked: asked.completeness().explanation,
    "experience": lambda asked: asked.gauges()[-1].explanation,
}
# Names of the figures of a customer's worth that explain themselves.
FIGURES = tuple(_FIGURES)
