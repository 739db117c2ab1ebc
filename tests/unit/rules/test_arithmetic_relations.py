"""What the rules of dates, value and loyalty answer, line by line (requirements 8.3, 8.4, 9).

The cases stand here, their answers in `arithmetic_relations.txt`, which is read anew at every
difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from models.enums import (
    CustomerKind,
    GiftDirection,
    GiftKind,
    Grade,
    JournalType,
    MatrixStatus,
    NeedState,
    PeriodLength,
    PlanArea,
    PlanState,
    SkipCause,
    StepBase,
    StepState,
    StepUnit,
    TouchTemplate,
    TrackingVerdict,
    ValueTier,
)
from models.policy_defaults import Policy
from models.rules import (
    account_plan,
    agenda,
    care_dates,
    data_quality,
    gifts,
    health,
    loyalty,
    monitoring,
    performance,
    periods,
    phrases,
    playbooks,
    ranking,
    response,
    touchpoints,
    tracking_journal,
    value,
)
from models.rules.business_time import BusinessCalendar
from tests.battery import Case, written

TODAY = date(2026, 3, 2)
P = Policy()
WRITTEN = Path(__file__).with_name("arithmetic_relations.txt")


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def span(hours: float) -> timedelta:
    return timedelta(hours=hours)


def _at_risk() -> Iterator[Case]:
    deals = [
        agenda.OpenDeal("O-1", 100_001, 355),
        agenda.OpenDeal("O-2", None, 500),
        agenda.OpenDeal("O-3", 900, None),
        agenda.OpenDeal("O-4", 900, 500, "USD"),
        agenda.OpenDeal("O-5", 10, 125),
    ]
    for said, some, late in (("nothing", [], 3), ("late", deals, 3), ("in time", deals, 0)):
        yield f"at risk {said}", agenda.value_at_risk(some, day(-late), TODAY)
    items = [
        agenda.Late(1, day(0), ValueTier.LOW, tuple(deals)),
        agenda.Late(2, day(-1), ValueTier.HIGH),
        agenda.Late(3, day(-2), None),
        agenda.Late(4, day(-2), ValueTier.LOW),
        agenda.Late(5, day(-3), ValueTier.LOW),
        agenda.Late(6, day(-1), None, (deals[4],)),
        agenda.Late(7, day(-3), ValueTier.LOW),
    ]
    yield "order", agenda.in_order(items, TODAY)


def _tracking() -> Iterator[Case]:
    for due, tracked in ((0, 0), (0, -1), (-1, 0), (-9, -2), (0, None), (1, None), (-3, None)):
        on = None if tracked is None else day(tracked)
        yield f"judge {due} {tracked}", tracking_journal.judge(day(due), on, TODAY)
    every = [verdict for verdict in TrackingVerdict for _ in range(3)]
    yield "kept", tracking_journal.kept(JournalType.WEEKLY, [*every, TrackingVerdict.MISSED])
    yield "not kept", tracking_journal.kept(JournalType.DAILY, [TrackingVerdict.MISSED])
    yield "nothing due", tracking_journal.kept(JournalType.YEARLY, [TrackingVerdict.DUE])


def _playbooks() -> Iterator[Case]:
    calendar = BusinessCalendar(closed=frozenset({day(1)}))
    Step, Base, Unit = playbooks.StepRule, StepBase, StepUnit  # noqa: N806 - classes
    for unit in Unit:
        for offset in (-25, 0, 1, 25):
            found = playbooks.offset_day(TODAY, offset, unit, calendar)
            yield f"{offset} {unit}", found
    for born, since in (
        (date(2000, 2, 29), TODAY), (date(2000, 2, 29), date(2026, 2, 28)),
        (date(2000, 2, 29), date(2027, 3, 1)), (date(1990, 3, 2), TODAY),
        (date(1990, 3, 1), TODAY),
    ):  # fmt: skip
        yield f"returns {born} {since}", playbooks.anniversary(born, since)
    steps = [
        Step("start"),
        Step("then", offset=2, after="start"),
        Step("agreed", Base.AGREED, offset=3, after="then"),
        Step("by hand", Base.NONE, after="then"),
        Step("undated", Base.AGREED, offset=1),
        Step("waits for it", offset=4, after="undated"),
        Step("a little late", offset=-3),
        Step("too late", offset=-4),
        Step("behind it", after="too late"),
        Step("left out", left_out=SkipCause.NO_CONSENT),
        Step("nothing to wait for", offset=1, after="left out"),
        Step("before it", offset=-2, after="start"),
        Step("worked", offset=4, unit=Unit.WORKING_DAYS),
        Step("worked after it", offset=1, unit=Unit.WORKING_DAYS, after="worked"),
    ]
    dates = {Base.START: TODAY, Base.AGREED: None}
    planned = playbooks.plan_steps(steps, dates, TODAY, calendar, 3)
    for one in planned:
        yield f"plan {one.key}", one
    for ahead in (7, 8):
        yield f"sets off {ahead}", playbooks.sets_off(planned, day(ahead))


def _steps() -> Iterator[Case]:
    Step, Base = playbooks.StepRule, StepBase  # noqa: N806 - classes
    calendar = BusinessCalendar()
    first, then, backwards = Step("first"), Step("then", offset=2), Step("before", offset=-2)
    agreed_on, by_hand = Step("agreed", Base.AGREED, offset=3), Step("by hand", Base.NONE)
    worked = Step("worked", offset=6, unit=StepUnit.WORKING_DAYS)
    for step in (first, worked):
        yield f"let go {step.key}", playbooks.release(step, TODAY, None, TODAY, calendar)
        yield f"shown {step.key}", playbooks.waiting_day(step, day(5), calendar)
    for step in (then, backwards, agreed_on, by_hand):
        for agreed in (None, day(-1), day(9)):
            found = playbooks.release(step, day(-1), agreed, TODAY, calendar)
            yield f"let go {step.key} agreed {agreed}", found
        for before in (None, day(5)):
            yield f"shown {step.key}", playbooks.waiting_day(step, before, calendar)
    for step, start, due in (
        (first, TODAY, None), (then, None, day(1)), (agreed_on, day(1), day(1)),
        (agreed_on, day(1), day(2)), (then, day(-4), day(-2)), (first, TODAY, TODAY),
    ):  # fmt: skip
        yield f"why {step.key} {due}", playbooks.explain(step, start, due, TODAY)
    for state in StepState:
        for required in (False, True):
            ended = playbooks.is_finished([(StepState.DONE, True), (state, required)])
            yield f"finished {state} {required}", ended


def _touchpoints() -> Iterator[Case]:
    services, channels = ["101", "102"], ["A", "B"]
    Status = MatrixStatus  # noqa: N806 - a class
    full = {
        (service, channel): Status.DEFINED for service in services for channel in channels
    }  # fmt: skip
    for said, cells in (
        ("empty", {}),
        ("full", full),
        ("mixed", {("101", "A"): Status.DEFINED, ("102", "B"): Status.GAP,
                   ("102", "A"): Status.NA, ("999", "A"): Status.DEFINED}),
    ):  # fmt: skip
        yield f"matrix {said}", touchpoints.matrix(services, channels, cells)
    Touch = touchpoints.TouchFacts  # noqa: N806
    yield "unsteered", touchpoints.unsteered([
        Touch("T-1", True, 0), Touch("T-2", True, 1), Touch("T-3", False, 0),
        Touch("T-4", True, 0, active=False),
    ])  # fmt: skip
    for template in (TouchTemplate.TEN_SERVICE, next(iter(TouchTemplate))):
        yield f"free places {template}", touchpoints.free_places(template, [2, 10, 11])


def _gifts() -> Iterator[Case]:
    for kind in GiftKind:
        for direction in GiftDirection:
            for customer in (None, CustomerKind.GOVERNMENT):
                facts = gifts.GiftFacts(kind, direction, 1, customer)
                yield f"forbidden {kind} {direction} {customer}", gifts.forbidden(facts)
        yield f"free {kind}", gifts.approval(facts, P.gifts)
    for amount, before in ((20_000, 30_000), (20_001, 0), (20_000, 30_001), (60_000, 1)):
        facts = gifts.GiftFacts(GiftKind.GIFT, GiftDirection.GIVEN, amount, None, before)
        yield f"gift {amount} {before}", gifts.approval(facts, P.gifts)
    given, received = GiftDirection.GIVEN, GiftDirection.RECEIVED
    entries = [(given, 500), (received, 120), (given, 7), (received, 3)]
    yield "fund", gifts.fund_balance(entries)
    yield "empty fund", gifts.fund_balance([])


def _queue_figures() -> Iterator[Case]:
    Record = monitoring.CaseRecord  # noqa: N806 - a class
    cases = [
        Record(span(4), span(30), is_reopened=True),
        Record(span(1), span(10), is_late=True),
        Record(span(2.01), None, is_late=True),
        Record(span(9), span(11)),
        Record(None, None),
    ]
    for count in (0, 1, 4, 5):
        found = monitoring.monitored(cases[:count])
        yield f"of {count}", found
        for one in found.explanations:
            yield "because", one
    for last in (None, day(0), day(-17)):
        yield f"complaint free {last}", monitoring.complaint_free(last, TODAY)
    times = [span(9), span(0.5), span(1), span(2.25)]
    for count in (0, 1, 3, 4):
        yield f"first response of {count}", response.first_response(times[:count])
        yield f"time to solve of {count}", performance.time_to_solve(times[:count])
    for scores in ([], [Fraction(50)], [Fraction(50), Fraction(75, 2), Fraction(100, 3)]):
        yield f"loyalty of {len(scores)}", performance.mean_loyalty(scores)
    yield "revenue brought", performance.revenue_brought(123_456, 7)


def _record() -> Iterator[Case]:
    data = data_quality.CustomerData(
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", ("l",), True, "m", "n"
    )
    empty = data_quality.CustomerData()
    yield "empty", data_quality.completeness(empty)
    yield "full", data_quality.completeness(data)
    texts = (
        "name", "code", "industry", "source", "kind", "address", "phone", "contact",
        "contact_title", "profile", "owner",
    )  # fmt: skip
    for name in texts:
        without: dict[str, Any] = {name: ""}
        blank: dict[str, Any] = {name: " "}
        only: dict[str, Any] = {name: "x"}
        yield f"without {name}", data_quality.completeness(replace(data, **without))
        yield f"blank {name}", data_quality.completeness(replace(data, **blank))
        yield f"only {name}", data_quality.completeness(replace(empty, **only))
    for said, one in {
        "no province": replace(data, province=""),
        "no city": replace(data, city=""),
        "no place": replace(data, province=" ", city=""),
        "no phone of the contact": replace(data, contact_phones=("", " ")),
        "one phone of the contact": replace(data, contact_phones=("", "1")),
        "need not confirmed": replace(data, need_confirmed=False),
    }.items():
        yield said, data_quality.completeness(one)
    for verified in (
        {}, {"BASIC": day(0)}, {"BASIC": day(-180), "NEED": day(-181)},
        {"BASIC": day(-5), "NEED": None},
    ):  # fmt: skip
        one = replace(data, verified=verified)
        yield f"fresh {len(verified)}", data_quality.freshness(one, P.data, TODAY)
    known = [("C-3", day(-400)), ("C-2", None), ("C-1", None), ("C-5", day(-180)),
             ("C-4", day(-181)), ("C-0", day(-181))]  # fmt: skip
    yield "to check", data_quality.stale_list(known, P.data, TODAY)


def _gauges() -> Iterator[Case]:
    Score = health.TouchpointScore  # noqa: N806 - a class
    scores = [Score("展厅", Decimal(5), 3, day(-3)), Score("热线", Decimal(2), 4)]
    seen = health.experience(scores)
    yield "experience", seen
    yield "no experience", health.experience([Score("热线", Decimal(2), 0)])
    known = loyalty.loyalty(loyalty.LoyaltyFacts(4, 9, 7, Fraction(4)), P.loyalty)
    filled = data_quality.completeness(data_quality.CustomerData("x"))
    facts = value.ClvFacts(90_001, 4, 5)
    for worth in (value.clv(facts), value.clv(replace(facts, margin_percent=Decimal("12.5")))):
        for gauge in health.health(known, filled, worth, seen):
            yield "gauge", gauge
    areas = dict(zip(PlanArea, PlanState, strict=False))
    for said, states in (("nothing", {}), ("some", areas)):
        yield f"plan {said}", account_plan.plan_coverage(states, P.plan)
    rows = [account_plan.NeedRow(f"{one}", one, count) for one in NeedState for count in (0, 1)]
    yield "unsolved", account_plan.unsolved_needs(rows)


def _loyalty() -> Iterator[Case]:
    Facts = loyalty.LoyaltyFacts  # noqa: N806 - a class
    on = day(-20)
    for facts in (
        Facts(),
        Facts(3, 7, 7, Fraction(4), on),
        Facts(2, 7, 7, Fraction(4), on),
        Facts(3, 6, 7, None, on),
        Facts(3, 6, 7, Fraction(4), on),
        Facts(3, 10, 4, Fraction(3), on),
        Facts(3, None, 4, None, on),
        Facts(3, None, 5, None, on),
        Facts(1, None, None, Fraction(4), on),
        Facts(2, None, None, Fraction(4), on),
        Facts(1, 1, 1, Fraction(399, 100), on),
        Facts(1, 1, 1, None, on),
        Facts(None, 10, 10, Fraction(5), on),
        Facts(5, 10, 9, Fraction(14, 3), on),
    ):
        yield "loyalty", loyalty.loyalty(facts, P.loyalty)
    calm = loyalty.ChurnFacts()
    orders = (day(-100), day(-60), day(-20), day(-20))
    for said, signs in {
        "no sign": calm,
        "overdue": replace(calm, tracking_overdue=True),
        "reopened": replace(calm, complaint_reopened=True),
        "detractor": replace(calm, recommend=6),
        "no detractor": replace(calm, recommend=7),
        "single thread": replace(calm, single_thread=True),
        "one day of orders": replace(calm, order_days=(day(-400), day(-400))),
        "silent no longer than twice": replace(calm, order_days=(day(-120), day(-80))),
        "silent longer": replace(calm, order_days=(day(-121), day(-81))),
        "often enough": replace(calm, order_days=orders),
        "warns": replace(calm, complaint_reopened=True, order_days=(day(-9), day(-7))),
        "all": loyalty.ChurnFacts(True, True, (day(-7), day(-5), day(-4)), 0, True),
    }.items():
        yield f"churn {said}", loyalty.churn_risk(signs, P.churn, TODAY)


def _book() -> Iterator[Case]:
    Entry = ranking.BookEntry  # noqa: N806 - a class
    book = [
        Entry("C-3", 500, Fraction(1), 10),
        Entry("C-2", 500, Fraction(2), 20),
        Entry("C-1", 500, Fraction(1), 30),
        Entry("C-5", 0, Fraction(9), 40),
        Entry("C-4", -5),
        Entry("C-6", 2500, minutes=7),
        *(Entry(f"C-9{number}", 100 - number, minutes=1) for number in range(8)),
    ]
    for said, entries in (
        ("nobody", []),
        ("nobody with revenue", book[3:5]),
        ("without minutes", [replace(one, minutes=0) for one in book[:3]]),
        ("all", book),
    ):
        found = ranking.ranking(entries, P.ranking)
        yield f"book of {said}", found
        for tier in (*{place.tier: None for place in found.places}, None):
            yield f"count {tier}", found.count(tier)
        for place in found.places:
            for one in ranking.place_explanations(place, found, P.ranking):
                yield place.entry.code, one
    for rank in (None, 1, 2, 3, 5, 9):
        place, rest = ranking.standing(book[0], rank, 9, 5000, P.ranking)
        yield f"standing {rank}", place
        yield "rest", rest
        for one in ranking.place_explanations(place, rest, P.ranking):
            yield "why", one
    for count in (0, 1, 5, 6, 100, 101):
        yield f"a fifth of {count}", ranking.share_of(count, 20)


def _rfm() -> Iterator[Case]:
    yield "rfm of nothing", value.rfm(value.RfmFacts(), P.rfm, TODAY)
    for last, orders, amount in (
        (0, 12, 100_000_000), (30, 11, 99_999_999), (31, 6, 30_000_000), (90, 5, 29_999_999),
        (91, 3, 10_000_000), (180, 2, 9_999_999), (181, 1, 1), (365, 1, 0), (366, 0, 0),
        (200, 6, 30_000_000), (10, 2, 50_000_000), (10, 3, 2), (100, 7, 40_000_000),
    ):  # fmt: skip
        facts = value.RfmFacts(day(-last), orders, amount)
        yield f"rfm {last} {orders} {amount}", value.rfm(facts, P.rfm, TODAY)
    yield "rfm in yen", value.rfm(value.RfmFacts(day(-1), 1, 300_000, 0), P.rfm, TODAY)


def _lifetime_value() -> Iterator[Case]:
    orders = value.ClvFacts(100_001, 2, 5)
    entered = value.EnteredClv(4000, Decimal(52), Decimal(30), "USD", day(-8))
    half = replace(entered, amount=1, per_year=Decimal("0.5"), years=Decimal(3))
    nothing, data = value.clv(value.ClvFacts()), value.clv(orders)
    by_hand = value.entered_clv(entered)
    margin = replace(orders, margin_percent=Decimal("12.5"), costs=777)
    yield "clv of no orders", nothing
    yield "clv of orders", data
    yield "clv with a margin", value.clv(margin)
    yield "clv entered", by_hand
    with_margin = replace(half, margin_percent=Decimal(50), costs=1)
    yield "clv entered with a margin", value.entered_clv(with_margin)
    yield "at stake without data", value.at_stake(None, nothing, 5)
    yield "at stake by hand", value.at_stake(by_hand, data, 5, "USD")
    yield "at stake by hand without a value", value.at_stake(nothing, data, 5)
    for revenue in (5, 500_004, 500_006):
        yield f"at stake by data {revenue}", value.at_stake(None, data, revenue)
    card = value.CardFacts(9, 2, day(-3), (5, 4, 4), day(-40), by_hand, day(-8), 6, 2, 300, day(-1))
    for said, facts in (
        ("full", card), ("empty", value.CardFacts()), ("by data", replace(card, clv=data)),
        ("no data", replace(card, clv=nothing)),
    ):  # fmt: skip
        for line in value.value_card(facts):
            yield f"card {said}", line


def _tiers() -> Iterator[Case]:
    low = value.TierFacts()
    for said, facts in {
        "nothing": low,
        "key": replace(low, key_account=True),
        "revenue": replace(low, revenue=100_000_000),
        "less revenue": replace(low, revenue=99_999_999),
        "volume": replace(low, potential_volume_year=50_000_000),
        "less volume": replace(low, potential_volume_year=49_999_999),
        "deals": replace(low, open_deals=50_000_000),
        "fewer deals": replace(low, open_deals=49_999_999),
        "A": replace(low, grade=Grade.A),
        "B": replace(low, grade=Grade.B),
        "C": replace(low, grade=Grade.C),
        "yen": replace(low, revenue=1_000_000, minor_digits=0),
    }.items():
        yield f"tier {said}", value.tier(facts, P.value)


def _periods() -> Iterator[Case]:
    for length in PeriodLength:
        for one in (TODAY, date(2026, 3, 15), date(2026, 3, 16), date(2025, 12, 31)):
            found = periods.period_of(length, one)
            yield f"{length} {one}", found
            for step in (-3, 1, 26):
                yield f"{step} on", periods.neighbour(length, found, step)
    quarter = periods.Period(date(2025, 12, 31), date(2026, 4, 1))
    yield "quarters", periods.quarters(quarter)
    yield "quarters of two years", periods.quarters(replace(quarter, last=date(2027, 9, 30)))
    held = [str(one) for one in (None, date(2025, 12, 30), quarter.first, quarter.last, day(99))
            if quarter.holds(one)]  # fmt: skip
    yield "held", held
    for month in range(1, 13):
        yield f"quarter of {month}", periods.quarter_name(date(987, month, 1))
    for entry in (" 2026-Q1 ", "2026q4", "2026-Q5", "2026-Q0", "26-Q1", "2026-Q1x", ""):
        yield f"read {entry}", periods.read_quarter(entry)


def _dates_to_remember() -> Iterator[Case]:
    Lunar = care_dates.LunarDay  # noqa: N806 - a class
    for said, on, lunar in (
        ("sun alone", TODAY, None),
        ("28 February", date(2026, 2, 28), None),
        ("28 February of a leap year", date(2028, 2, 28), None),
        ("28 March", date(2026, 3, 28), None),
        ("a month without a second", TODAY, Lunar(1, 14, False, False, 30)),
        ("the first of two", TODAY, Lunar(6, 9, False, True, 30)),
        ("the second of two", TODAY, Lunar(6, 9, True, True, 30)),
        ("the end of a short month", TODAY, Lunar(12, 29, False, False, 29)),
        ("the 29th of a long month", TODAY, Lunar(12, 29, False, False, 30)),
        ("the end of a long month", TODAY, Lunar(12, 30, False, False, 30)),
    ):
        yield said, list(care_dates.kept_on(on, lunar))

    def lunar_of(one: date) -> care_dates.LunarDay | None:
        return None if one == TODAY else Lunar(1, one.day, True, True, 30)

    for first, last in ((0, 1), (0, 0), (1, 0)):
        found = care_dates.kept_between(day(first), day(last), lunar_of)
        yield f"between {first} {last}", list(found.items())


def _phrases() -> Iterator[Case]:
    listed = [
        phrases.Phrase(("不可能", "no way"), "我们来想办法"),
        phrases.Phrase(("can't",), "what I can do"),
        phrases.Phrase(("it is  POLICY",), "here is why"),
    ]
    for entry in (
        "", "这不可能的", "No  WAY!", "noway", "no ways", "I can\u2019t", "ＮＯ　ＷＡＹ",
        "it is policy, no way", "it\nis policy",
    ):  # fmt: skip
        yield f"phrases {entry!r}", phrases.unfit(entry, listed)


def battery() -> str:
    """Every case with its answer."""
    return written(
        _at_risk, _tracking, _playbooks, _steps, _touchpoints, _gifts, _queue_figures, _record,
        _gauges, _loyalty, _book, _rfm, _lifetime_value, _tiers, _periods,
        _dates_to_remember, _phrases,
    )  # fmt: skip


def test_every_answer_is_as_it_was_read_against_the_requirements() -> None:
    assert battery().splitlines() == WRITTEN.read_text(encoding="utf-8").splitlines()
