"""What every rule answers, line by line, with every parameter that is put into words.

The cases stand here, their answers in `arithmetic.txt`, which is read anew at every difference.
A figure whose wording loses an input, a limit or a setting shows there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from models.enums import (
    AnswerScope,
    FeedbackActionType,
    FeedbackChannel,
    FeedbackEventKind,
    FeedbackKind,
    FeedbackState,
    Grade,
    Importance,
    Method,
    NeedState,
    NeedStatus,
    NsabcState,
    Pipeline,
    Stage,
)
from models.explanation import Explanation
from models.policy_defaults import Policy
from models.rules import (
    answers,
    cadence,
    clocks,
    expectations,
    feedback,
    feedback_clock,
    forecast,
    grading,
    orders,
    qualification,
    readings,
    satisfaction,
    segmentation,
    stages,
)
from models.rules.business_time import BusinessCalendar
from tests.battery import Case, text, written

TODAY = date(2026, 3, 2)
HOME = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=HOME)
P = Policy()
WRITTEN = Path(__file__).with_name("arithmetic.txt")


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def _answers(**states: NsabcState) -> list[answers.Answer]:
    return [
        answers.Answer(code.replace("_", "-"), state, day(-10)) for code, state in states.items()
    ]


def _cadence() -> Iterator[Case]:
    shifting = replace(P.cadence, shift_weekend=True)
    for grade in Grade:
        yield f"due {grade}", cadence.next_tracking_due(grade, day(-1), day(-30), P.cadence)
    yield "due from creation", cadence.next_tracking_due(Grade.C, None, day(-3), P.cadence)
    yield "due shifted", cadence.next_tracking_due(Grade.A, day(4), day(0), shifting)
    yield (
        "due shifted over a holiday",
        cadence.next_tracking_due(
            Grade.A, day(4), day(0), shifting, BusinessCalendar(closed=frozenset({day(7)}))
        ),
    )
    for late in (-1, 0, 1, 6, 7):
        yield f"late {late}", cadence.overdue(day(-late), Grade.B, P.cadence, TODAY)


def _forecast() -> Iterator[Case]:
    deal = forecast.ForecastDeal("O-1", Decimal("33.3"), 1001, day(30))
    yield "nothing", forecast.forecast([], TODAY)
    yield (
        "all kinds",
        forecast.forecast(
            [
                deal,
                replace(deal, code="O-2", expected_close=day(-1)),
                replace(deal, code="O-3", amount=None),
                replace(deal, code="O-4", expected_close=None),
                replace(deal, code="O-5", amount=None, currency_without_rate="XAU"),
                replace(deal, code="O-6", expected_close=day(29), amount=5),
            ],
            TODAY,
        ),
    )


def _readings() -> Iterator[Case]:
    given = [
        *_answers(P_B1=NsabcState.CONFIRMED, P_A1=NsabcState.ASSUMED, P_N1=NsabcState.ADVERSE),
        answers.Answer("P-N2", NsabcState.CONFIRMED, day(-91)),
    ]
    for method in Method:
        yield f"read as {method}", readings.read_as(method, given, P.odds, TODAY)


@dataclass(frozen=True)
class _Told:
    """A figure that is nothing but what explains it."""

    explanation: Explanation


def _clock() -> Iterator[Case]:
    step, notice = FeedbackEventKind.STEP, FeedbackEventKind.NOTICE
    Event, States = feedback_clock.CaseEvent, FeedbackState  # noqa: N806 - classes
    said = TEN + timedelta(hours=5)

    def told(
        facts: feedback_clock.CaseFacts, *events: feedback_clock.CaseEvent
    ) -> tuple[feedback_clock.CaseClocks, object]:
        found = feedback_clock.clocks(facts, events, P.feedback)
        return found, _Told(feedback_clock.explain_due(facts, found, P.feedback))

    for kind in FeedbackKind:
        for safety in (False, True):
            facts = feedback_clock.CaseFacts(kind, TEN, safety)
            yield f"due {kind} {safety}", told(facts)[1]
    facts = feedback_clock.CaseFacts(FeedbackKind.COMPLAINT, TEN)
    for state in FeedbackState:
        events = [Event(step, TEN, States.NEW)]
        bare = [*events, Event(step, TEN, state)] if state is not States.NEW else events
        promised = [*events, Event(step, TEN, state, said)] if bare is not events else events
        found, due = told(facts, *promised)
        yield f"due {state}", due
        yield f"due {state} without promise", told(facts, *bare)[1]
        for hours in (48, 49):
            now = TEN + timedelta(hours=hours)
            flag = feedback_clock.progress_due(state, found.progress, P.feedback, now)
            yield f"progress {state} {hours}", flag
    noticed = TEN + timedelta(hours=30)
    found, _due = told(facts, Event(step, TEN, States.ACKNOWLEDGED, said), Event(notice, noticed))
    late = noticed + timedelta(hours=49)
    flag = feedback_clock.progress_due(States.ACTING, found.progress, P.feedback, late)
    yield "progress after a notice", flag
    found, _due = told(facts)
    for minutes in (0, 179, 180, 239, 240, 241):
        now = TEN + timedelta(minutes=minutes)
        read, left = feedback_clock.explain_left(found, P.feedback, now)
        yield f"clock after {minutes}", read
        yield f"left after {minutes}", _Told(left)
    held = (
        Event(step, TEN, States.ACKNOWLEDGED, said),
        Event(FeedbackEventKind.PAUSE, TEN + timedelta(hours=1), note="样品"),
    )
    found, due = told(facts, *held)
    yield "due held", due
    now = TEN + timedelta(hours=3)
    read, left = feedback_clock.explain_left(found, P.feedback, now)
    yield "clock held", read
    yield "left held", _Told(left)
    yield "due held and let go", told(facts, *held, Event(FeedbackEventKind.RESUME, now))[1]
    for bits in (None, 0b101101111111):
        yield f"12 points {bits}", expectations.expectations(bits)
    yield from _queue(feedback_clock.QueueFacts(FeedbackKind.COMPLAINT, States.NEW, TEN))


def _queue(facts: feedback_clock.QueueFacts) -> Iterator[Case]:
    late = TEN + timedelta(hours=1)
    for kind in FeedbackKind:
        for more in (
            {},
            {"safety": True},
            {"due_at": TEN},
            {"due_at": late},
            {"round": 2},
            {"state": FeedbackState.CLOSED},
            {"state": FeedbackState.MERGED},
        ):
            one = replace(facts, kind=kind, **more)
            said = " ".join(f"{name} {text(value)}" for name, value in more.items())
            now = late.astimezone(UTC)
            yield f"place {kind} {said}", feedback_clock.queue_key(one, now)
            yield f"overdue {kind} {said}", feedback_clock.is_overdue(one, now)


def _feedback() -> Iterator[Case]:
    empty = feedback.FeedbackFacts()
    for kind in FeedbackKind:
        for state in FeedbackState:
            yield f"next {kind} {state}", feedback.allowed_next(state, kind)
            one = replace(empty, kind=kind, state=state)
            yield f"escalate {kind} {state}", feedback.escalation_objections(one)
            for target in FeedbackState:
                found = feedback.objections(target, one, P.feedback, TODAY)
                yield f"{kind} {state} to {target}", found
    yield "without a kind", feedback.objections(FeedbackState.MERGED, empty, P.feedback, TODAY)
    yield from _rounds()


def _rounds() -> Iterator[Case]:
    action = feedback.ActionFacts(next(iter(FeedbackActionType)), "换板子", True, day(3), False, 1)
    case = feedback.FeedbackFacts(
        kind=FeedbackKind.COMPLAINT,
        state=FeedbackState.ANALYSED,
        code="F-1",
        channel=FeedbackChannel.PHONE,
        round=2,
    )
    acting = FeedbackState.ACTING
    for said, actions in (
        ("only of an earlier round", (action,)),
        ("without owner", (replace(action, round=2, has_owner=False),)),
        ("without a day", (replace(action, round=2, due=None),)),
        ("the same again", (action, replace(action, round=2, text=" 换板子 "))),
        ("another", (action, replace(action, round=2, text="换整机"))),
    ):
        one = replace(case, actions=actions)
        yield f"act {said}", feedback.objections(acting, one, P.feedback, TODAY)
    doing = replace(case, state=acting, actions=(action, replace(action, done=True)))
    yield "check", feedback.objections(FeedbackState.TRACKING, doing, P.feedback, TODAY)
    closed = replace(case, state=FeedbackState.CLOSED)
    for days in (90, 91):
        one = replace(closed, closed_on=day(-days))
        found = feedback.objections(FeedbackState.REOPENED, one, P.feedback, TODAY)
        yield f"reopen after {days}", found
    new = replace(case, state=FeedbackState.NEW)
    for into in ("", "F-1", "F-2"):
        one = replace(new, merged_into=into)
        yield (
            f"merge into {into}",
            feedback.objections(FeedbackState.MERGED, one, P.feedback, TODAY),
        )
    grievance = replace(case, kind=FeedbackKind.GRIEVANCE, merged_into="F-2")
    for escalated in (False, True):
        one = replace(grievance, escalated=escalated)
        found = feedback.objections(FeedbackState.MERGED, one, P.feedback, TODAY)
        yield f"merge escalated {escalated}", found
    for number in (1, 2, 3):
        yield f"after round {number}", feedback.round_after_reopening(number)
        yield f"manager in round {number}", feedback.informs_manager(number)
    yield "after-care", feedback.aftercare_due(TODAY, P.feedback)


def _orders() -> Iterator[Case]:
    yield "line", orders.line_amount(1999, Decimal("2.5"), Decimal("0.15"))
    yield "objections", orders.line_objections(-1, Decimal(0), Decimal("1.01"))
    yield "no objections", orders.line_objections(0, Decimal("0.1"), Decimal(1))
    for entry in (
        "",
        "8折",
        "8.5折",
        "85折",
        "１０折",
        "100折",
        "20%",
        "101%",
        "0.2",
        "1",
        "2",
        "x",
    ):
        yield f"discount {entry}", orders.parse_discount(entry)
    yield "paid", orders.tenths_paid(Decimal("0.15"))


def _grading() -> Iterator[Case]:
    need = grading.NeedFacts(NeedStatus.NOW, day(20), code="O-1")
    deals = [
        need,
        replace(need, code="O-2", expected_close=day(-4), previous=Grade.B),
        replace(need, code="O-3", expected_close=day(-4)),
        replace(need, code="O-4", expected_close=None),
        replace(need, code="O-5", no_chance=True),
        replace(need, code="O-6", need=NeedStatus.LATENT),
        replace(need, code="O-7", need=NeedStatus.NONE, confirmed=False),
    ]
    for days in (0, 30, 31, 90, 91, 180, 181):
        one = replace(need, expected_close=day(days))
        yield f"grade in {days}", grading.grade_deal(one, P.grading, TODAY)
    for one in deals:
        yield f"grade of {one.code}", grading.grade_deal(one, P.grading, TODAY)
    yield "customer of all", grading.grade_customer(need, deals, P.grading, TODAY)
    closed = [replace(one, is_open=False) for one in deals]
    yield "customer by its own", grading.grade_customer(need, closed, P.grading, TODAY)
    for days in (-1, 0):
        override = grading.GradeOverride(Grade.C, day(days), "老板朋友")
        graded = grading.grade_customer(need, deals, P.grading, TODAY, override)
        yield f"override until {days}", graded
    graded = grading.grade_deal(need, P.grading, TODAY)
    for before in (None, Grade.A, Grade.B):
        yield f"proposal from {before}", grading.propose_regrade(before, graded)
    yield "until", grading.override_until(P.grading, TODAY)
    yield "without a reason", grading.override_objections(" ")
    for after in (
        deals[1],
        replace(deals[1], expected_close=day(0)),
        replace(deals[1], need=NeedStatus.LATENT),
        replace(deals[1], no_chance=True),
    ):
        yield "a touch", grading.touch_objections(deals[1], after, TODAY)
    yield "a touch in time", grading.touch_objections(need, need, TODAY)


def _segmentation() -> Iterator[Case]:
    for orders_, steps in (
        (0, ()),
        (1, (Pipeline.LEAD,)),
        (1, (Pipeline.PROPOSAL,)),
        (0, (Pipeline.WON, Pipeline.NEGOTIATION)),
        (0, (Pipeline.NEGOTIATION, Pipeline.LOST)),
    ):
        yield f"status {orders_} {text(steps)}", segmentation.deal_status(orders_, steps)
    for facts in (
        segmentation.ImportanceFacts(),
        segmentation.ImportanceFacts(50_000_000, 99_999_999),
        segmentation.ImportanceFacts(49_999_999, 100_000_000, ("XAU",)),
        segmentation.ImportanceFacts(500_000, minor_digits=0),
    ):
        yield "importance", segmentation.importance(facts, P.importance, TODAY)
    for days in (-1, 0):
        own = segmentation.ImportanceOverride(Importance.IMPORTANT, day(days), "战略")
        facts = segmentation.ImportanceFacts()
        yield f"own {days}", segmentation.importance(facts, P.importance, TODAY, own)
    yield "until", segmentation.importance_override_until(P.importance, TODAY)
    yield "no reason", segmentation.importance_override_objections("")
    for days in (-1, 0, 7, 8, 30, 31, 90, 91):
        handle = segmentation.HandleFacts(next_steps=(day(days), day(200)))
        yield f"urgency {days}", segmentation.urgency(handle, P.urgency, TODAY)
    for handle in (
        segmentation.HandleFacts(),
        segmentation.HandleFacts(close_dates=(day(9), day(5))),
        segmentation.HandleFacts((day(3),), (day(2),), (day(1),), (day(0),)),
        segmentation.HandleFacts((day(3),), (day(2),), (), (day(0),)),
        segmentation.HandleFacts((day(1),), (day(1),), (day(1),)),
    ):
        yield "handle by", segmentation.handle_by(handle)
    yield "need of an import", segmentation.need_when_missing()
    yield "wizard", segmentation.wizard_objections(None, None)
    for rows in ((), (NeedState.OPEN,), tuple(one for one in NeedState if one != NeedState.OPEN)):
        for need in (None, NeedStatus.NOW, NeedStatus.NONE):
            found = segmentation.need_prompts(need, need is NeedStatus.NOW, rows)
            yield f"prompts {need} {len(rows)}", found


def _stages() -> Iterator[Case]:
    none = stages.StageFacts()
    full = stages.StageFacts(2, 60, False, day(-9), True, 1, 3)
    for said, facts in (
        ("nothing", none),
        ("an order", replace(none, won_orders=1)),
        ("49", replace(none, won_orders=1, share_of_wallet=49)),
        ("50", replace(none, won_orders=1, share_of_wallet=50)),
        ("main", replace(none, won_orders=1, main_supplier=True)),
        ("all", full),
    ):
        for stage in Stage:
            yield f"tests {stage} {said}", stages.entry_tests(stage, facts, P.stages)
            yield f"proposal {stage} {said}", stages.propose_stage(stage, facts, P.stages)
            for target in Stage:
                move = stages.check_move(stage, target, facts, P.stages)
                yield f"move {stage} {target} {said}", move
    excused = stages.check_move(
        Stage.DEVELOPMENT, Stage.STRATEGIC, none, P.stages, "董事长之间已有约定"
    )
    yield "excused", excused


def _answering() -> Iterator[Case]:
    blocker = answers.Blocker("周工", 20, -1)
    for draft in (
        answers.AnswerDraft("P-C4", NsabcState.CONFIRMED),
        answers.AnswerDraft("P-C4", NsabcState.CONFIRMED, "n", True, day(0)),
        answers.AnswerDraft("P-N1", NsabcState.CONFIRMED, " ", False, day(1)),
        answers.AnswerDraft("P-N1", NsabcState.ASSUMED),
        answers.AnswerDraft("P-X1", NsabcState.CONFIRMED),
    ):
        found = answers.answer_objections(draft, P.qualification, TODAY, [blocker])
        yield f"answer {draft.code} {draft.state}", found
    for one in (
        blocker,
        replace(blocker, weight_pct=19),
        replace(blocker, stance=0),
        replace(blocker, counter_plan="先做样机"),
    ):
        yield "blockers", answers.unplanned_blockers([one], P.qualification)
    for facts in (
        answers.OfferFacts(),
        answers.OfferFacts(day(-30), -1, Decimal(20), 100, day(5)),
        answers.OfferFacts(day(-31), -1, Decimal("19.9")),
        answers.OfferFacts(day(-3), 0),
        answers.OfferFacts(day(-3)),
        answers.OfferFacts(incumbents=(answers.Incumbent("旧厂", None, day(-9)),)),
        answers.OfferFacts(
            incumbents=(
                answers.Incumbent("甲", 3, day(-5)),
                answers.Incumbent("乙", 2, day(-8)),
                answers.Incumbent("丙", 1, day(-7)),
                answers.Incumbent("丁", None, day(-6)),
            )
        ),
    ):
        yield "offers", answers.offers(facts, P.qualification, TODAY)


def _odds() -> Iterator[Case]:
    deal = qualification.DealFacts(Pipeline.QUALIFIED, 100, day(30))
    codes = [one.code for one in answers.questions_of(AnswerScope.OPPORTUNITY)]
    full = [answers.Answer(code, NsabcState.CONFIRMED, day(-1)) for code in codes]
    half = [replace(one, state=NsabcState.ASSUMED) for one in full]
    for said, given, facts in (
        ("nothing", [], deal),
        ("everything", full, deal),
        ("an old answer", [*full, answers.Answer("P-N1", NsabcState.CONFIRMED, day(-91))], deal),
        ("a rival against us", [*full, answers.Answer("P-C3", NsabcState.ADVERSE)], deal),
        ("no amount", full, replace(deal, expected_amount=None)),
        ("no date", full, replace(deal, expected_close=None)),
        ("late", full, replace(deal, expected_close=day(-1))),
        ("own odds", full, replace(deal, manual=Decimal(70), manual_reason="见过总经理")),
        ("as much as a cap", half, replace(deal, expected_amount=None)),
        ("won", [], replace(deal, pipeline=Pipeline.WON)),
        ("lost", full, replace(deal, pipeline=Pipeline.LOST)),
        ("decider unknown", [*full, answers.Answer("P-A1", NsabcState.UNKNOWN)], deal),
        ("thin", [one for one in full if one.code not in ("P-C1", "P-C2", "P-C3", "P-C4")], deal),
    ):
        yield f"odds with {said}", qualification.odds(given, facts, P.odds, TODAY)
        found = qualification.gaps(given, facts, P.odds, TODAY)
        yield f"gaps with {said}", found
        yield f"top gaps with {said}", qualification.top_gaps(found)
    for value in ("69.9", "70.0", "39.9", "40.0", "19.9", "20.0"):
        yield f"band {value}", qualification.band(Decimal(value), P.odds)
    for value in ("-0.1", "0", "100", "100.1"):
        yield f"own {value}", qualification.manual_objections(Decimal(value), " ")
    own = [
        answers.Answer("C-N1", NsabcState.CONFIRMED, day(-91)),
        *_answers(C_S1=NsabcState.ASSUMED),
    ]
    yield "fit", qualification.fit(own, P.odds, TODAY)
    for grade in Grade:
        yield f"gap due {grade}", qualification.gap_due(grade, P.qualification, P.cadence, TODAY)


def _satisfaction() -> Iterator[Case]:
    for pairs in ([], [(4, 4)], [(5, 3), (4, 4)], [(3, 5), (4, 3), (2, 2)]):
        yield f"mean gap {pairs}", satisfaction.mean_gap(pairs)
    surveys = [(1, "Quarter"), (2, "本季"), (3, "上季")]
    for name in ("Acme", "海天", "Acme 海天"):
        yield f"survey for {name}", satisfaction.survey_for(name, surveys)
    yield "survey of another script", satisfaction.survey_for("海天", surveys[:1])
    yield "no survey", satisfaction.survey_for("海天", [])


def hours(count: float) -> datetime:
    """So many hours after Monday ten o'clock."""
    return TEN + timedelta(hours=count)


def held(*spans: tuple[float, float | None]) -> tuple[clocks.Pause, ...]:
    return tuple(clocks.Pause(hours(a), None if b is None else hours(b)) for a, b in spans)


def _clocks() -> Iterator[Case]:
    zone = "Asia/Shanghai"
    work = clocks.HoursOfWork(BusinessCalendar(), zone)  # 9 to 18 o'clock, Monday to Friday

    pauses = {
        "none": held(),
        "before work": held((21, 26)),
        "one": held((26, 28)),
        "two": held((2, 4), (26, 28)),
        "one inside another, then a third": held((1, 5), (2, 3), (6, 7)),
        "none that held": held((3, 3), (4, 2)),
        "open behind another": held((2, 4), (6, None)),
        "open, then one more": held((2, None), (3, 4)),
        "out of order": held((26, 28), (2, 4)),
    }
    for due in (8, 23, 32):  # 8 is closing time, 23 the next opening
        for said, some in pauses.items():
            for now in (3, 27):
                facts = clocks.ClockFacts(hours(0), hours(due), some)
                yield f"{due} held {said} at {now}", clocks.read_clock(facts, 75, hours(now), work)
    for span in (0, 1, 4):  # minutes
        facts = clocks.ClockFacts(hours(0), hours(span / 60), held((0, 1)))
        for now in (0, 1, 62, 63):
            yield f"{span} at {now}", clocks.read_clock(facts, 75, hours(now / 60))
    stopped = clocks.ClockFacts(hours(0), hours(8), held((2, 4)), hours(5))
    yield "stopped", clocks.read_clock(stopped, 75, hours(30), work)
    evening = clocks.ClockFacts(hours(0), hours(12), held((-2, 0)))  # held until it began
    yield "due after work", clocks.read_clock(evening, 75, hours(1), work)
    half = clocks.ClockFacts(hours(0), hours(0.5))  # amber at 22.5 minutes; work counts whole ones
    yield "half an hour", clocks.read_clock(half, 75, hours(0.25), work)
    for count in (-3, 0, 3, 23):
        yield f"passed {count}", clocks.passed(hours(0), hours(count), work)
        yield f"later {count}", clocks.later(hours(0), timedelta(hours=abs(count)), work)


def battery() -> str:
    """Every case with its answer."""
    return written(
        _cadence, _forecast, _readings, _clock, _feedback, _orders, _grading, _segmentation,
        _stages, _answering, _odds, _satisfaction, _clocks,
    )  # fmt: skip


def test_every_answer_is_as_it_was_read_against_the_requirements() -> None:
    assert battery().splitlines() == WRITTEN.read_text(encoding="utf-8").splitlines()
