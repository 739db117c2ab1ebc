"""What the rules of feedback and service tickets answer, line by line (requirements 9.1, 9.2).

The cases stand here, their answers in `arithmetic_service.txt`, which is read anew at every
difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from models.enums import (
    ClockMark,
    FeedbackEventKind,
    FeedbackKind,
    FeedbackState,
    ImprovementState,
    TicketKind,
    TicketPartState,
    TicketPlace,
    TicketState,
)
from models.policy_defaults import Policy
from models.rules import (
    dispatch,
    feedback,
    feedback_clock,
    improvements,
    stock,
    ticket_clock,
    tickets,
)
from models.rules.business_time import BusinessCalendar
from models.rules.clocks import HoursOfWork
from tests.battery import Case, written

TODAY = date(2026, 3, 2)
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
P = Policy()
WRITTEN = Path(__file__).with_name("arithmetic_service.txt")
OFFICE = HoursOfWork(BusinessCalendar(), "Asia/Shanghai")  # Monday to Friday, 9 to 18


def after(hours: float) -> datetime:
    return TEN + timedelta(hours=hours)


def _feedback_events() -> Iterator[Case]:
    Kind, States = FeedbackEventKind, FeedbackState  # noqa: N806 - classes
    Event = feedback_clock.CaseEvent  # noqa: N806

    def step(
        state: FeedbackState, at: float, told: float | None = None
    ) -> feedback_clock.CaseEvent:
        return Event(Kind.STEP, after(at), state, None if told is None else after(told))

    new, answered = step(States.NEW, 0), step(States.ACKNOWLEDGED, 2, 60)
    hold, go_on = Event(Kind.PAUSE, after(5), note="等样品"), Event(Kind.RESUME, after(10))
    stories = {
        "received": [new],
        "answered": [new, answered],
        "answered without a time": [new, step(States.ACKNOWLEDGED, 2)],
        "answered for the very moment": [new, step(States.ACKNOWLEDGED, 2, 2)],
        "held": [new, answered, hold],
        "held and let go": [new, answered, hold, go_on],
        "held twice and let go": [new, answered, hold, Event(Kind.PAUSE, after(6)), go_on],
        "held and another time told": [new, answered, hold, Event(
            Kind.NOTICE, after(7), promised_at=after(70)
        )],
        "held and closed": [new, answered, hold, step(States.CLOSED, 9)],
        "merged unanswered": [new, step(States.MERGED, 1)],
        "a notice is no step": [new, answered, Event(Kind.NOTICE, after(3), States.CLOSED)],
        "a step to nowhere": [new, answered, Event(Kind.STEP, after(3))],
    }  # fmt: skip
    every = Policy().feedback
    every = replace(
        every,
        ack_in_hours_of_work=True,
        progress_in_hours_of_work=True,
        resolution_in_hours_of_work=True,
    )
    facts = feedback_clock.CaseFacts(FeedbackKind.OPINION, TEN)
    for said, working in (
        ("", feedback_clock.ELAPSED),
        (" in hours of work", feedback_clock.working(every, OFFICE)),
        (" answered in hours of work", feedback_clock.Working(ack=OFFICE)),
        (" solved in hours of work", feedback_clock.Working(resolution=OFFICE)),
    ):
        for name, events in stories.items():
            if working is not feedback_clock.ELAPSED and name not in (
                "received", "answered", "held", "held and let go",
            ):  # fmt: skip
                continue
            found = feedback_clock.clocks(facts, events, every, working)
            yield f"{name}{said}", found
            yield "due", feedback_clock.explain_due(facts, found, every, working)
            read, left = feedback_clock.explain_left(found, every, after(26.5), working)
            yield "clock", read
            yield "left", left
            yield (
                "progress",
                feedback_clock.progress_due(
                    found.state, found.progress, every, after(300), working.progress
                ),
            )
    for field in ("ack", "progress", "resolution"):
        one = replace(P.feedback, **{f"{field}_in_hours_of_work": True})
        yield f"by the settings {field}", feedback_clock.working(one, OFFICE)
    yield "by the settings none", feedback_clock.working(P.feedback, OFFICE)


def _feedback_acts() -> Iterator[Case]:
    case = feedback.FeedbackFacts(
        FeedbackKind.SUGGESTION, FeedbackState.ACTING, "F-1", ack_recorded=True,
        handling_time_told=True,
    )  # fmt: skip
    for said, facts in (
        ("an open case", case),
        ("a closed case", replace(case, state=FeedbackState.CLOSED)),
        ("an unanswered case", replace(case, ack_recorded=False)),
        ("a case without a time", replace(case, handling_time_told=False)),
        ("a held case", replace(case, is_paused=True)),
        ("a complaint", replace(case, kind=FeedbackKind.COMPLAINT)),
    ):
        for reason, told in (("等样品", True), (" ", True), ("等样品", False), ("", False)):
            found = feedback.pause_objections(facts, reason, told=told)
            yield f"hold {said} for {reason.strip()} told {told}", found
        yield f"let go {said}", feedback.resume_objections(facts)
        yield f"take up the idea of {said}", feedback.idea_objections(facts)
    for target in FeedbackState:
        merged = replace(
            case, state=FeedbackState.NEW, merged_into="F-2", merge_target_state=target
        )
        found = feedback.objections(FeedbackState.MERGED, merged, P.feedback, TODAY)
        yield f"merge into a case that is {target}", found


def _ticket_gates() -> Iterator[Case]:
    ticket = tickets.TicketFacts(TicketKind.REPAIR, TicketPlace.ONSITE)
    for kind in (TicketKind.REPAIR, TicketKind.DISPUTE):
        for state in TicketState:
            one = replace(ticket, kind=kind, state=state)
            for target in TicketState:
                yield f"{kind} {state} to {target}", tickets.objections(target, one)
    agreed = replace(ticket, visit_start=TEN, visit_end=after(2))
    for said, facts in (
        ("agreed", agreed),
        ("without an end", replace(agreed, visit_end=None)),
        ("without a start", replace(agreed, visit_start=None)),
        ("backwards", replace(agreed, visit_end=after(-1))),
    ):
        yield f"visit {said}", tickets.objections(TicketState.BOOKED, facts)
    working = replace(ticket, state=TicketState.IN_WORK, diagnosis="轴承", solution="换轴承")
    for parts in ((), (TicketPartState.ORDERED,), tuple(TicketPartState)):
        facts = replace(working, parts=parts)
        yield f"solve with {len(parts)}", tickets.objections(TicketState.RESOLVED, facts)
        yield f"wait with {len(parts)}", tickets.objections(TicketState.WAITING_PARTS, facts)
    for state in TicketState:
        facts = replace(ticket, state=state)
        yield f"pause {state}", tickets.pause_objections(facts, paused=False)
        yield f"pause {state} again", tickets.pause_objections(facts, paused=True)
    month = date(2025, 3, 2)
    for said, args in {
        "stated": (TODAY, month, 1),
        "stated and over": (TODAY - timedelta(days=3), None, None),
        "by the product": (None, month, 12),
        "over by the product": (None, month, 11),
        "of an unknown product": (None, month, None),
        "never delivered": (None, None, 12),
    }.items():
        yield f"warranty {said}", tickets.warranty(*args, TODAY)


def _ticket_clock() -> Iterator[Case]:
    Event, States = ticket_clock.ClockEvent, TicketState  # noqa: N806 - classes
    received = Event(TEN, States.RECEIVED)
    waiting = Event(after(4), States.WAITING_PARTS, ClockMark.PAUSE)
    going_on = Event(after(10.5), States.IN_WORK, ClockMark.RESUME)
    for said, events in {
        "received": [received],
        "paused": [received, waiting],
        "paused again": [received, waiting, going_on, Event(after(11), None, ClockMark.PAUSE)],
        "going on": [received, waiting, going_on],
        "in time": [received, waiting, going_on, Event(after(42.5), States.RESOLVED)],
        "too late": [received, Event(after(36.01), States.RESOLVED)],
        "cancelled in a pause": [received, waiting, Event(after(6), States.CANCELLED)],
        "paused after the end": [received, Event(after(6), States.RESOLVED), waiting],
    }.items():
        clock = ticket_clock.rebuild(events, P.tickets)
        yield said, clock
        assert clock is not None
        for hours in (27, 36):
            now = after(hours)
            yield f"at {hours}", ticket_clock.onsite_time(clock, P.tickets, P.feedback, now)


def _dispatch() -> Iterator[Case]:
    job = dispatch.Job(
        TicketKind.REPAIR, ("循环水泵漏水", "PUMP-7"), 7, ("中国", "江苏省", "苏州市")
    )
    for entry in ("", None, " Pump ;水泵、PUMP\n电机|泵，轴/封", "ＰＵＭＰ  7"):
        yield f"list {entry!r}", dispatch.listed(entry)
        yield f"fold {entry!r}", dispatch.folded(entry)
    for region in (
        "华东", "East", "华南", "south china", "华北", "华中", "西南", "西北", "东北", "江苏",
        "苏州市", "苏", "内蒙古自治区", "上海",
    ):  # fmt: skip
        places = {
            "Suzhou": job.places, "Shenzhen": ("Shenzhen",), "Beijing": ("北京市",),
            "Hohhot": ("内蒙古自治区", None), "Xi'an": ("Xi'an",), "Wuhan": ("武汉市", "江汉区"),
            "Chengdu": ("成都市",), "Dalian": ("大连市",), "Hong Kong": ("香港特别行政区",),
            "nowhere": (None, ""),
        }  # fmt: skip
        inside = [name for name, one in places.items() if dispatch.in_region(region, one)]
        yield f"in {region}", inside
    for region in ("沙市", "市"):  # too short to lose its ending
        yield f"in {region}", [dispatch.in_region(region, (one,)) for one in ("沙", "沙市", "")]
    span = dispatch.Span(TEN, after(2))
    early = dispatch.Span(after(-1), TEN)
    people = [
        dispatch.TechnicianFacts(1, "丁", "水泵、电机", "华东", (span, early)),
        dispatch.TechnicianFacts(2, "丙", "水泵", "华东", (early,)),
        dispatch.TechnicianFacts(3, "乙", "水泵", " ", ()),
        dispatch.TechnicianFacts(4, "甲", "电机", "华东", ()),
        dispatch.TechnicianFacts(5, "甲", "", "华南", ()),
        dispatch.TechnicianFacts(6, "甲", "", "华南", ()),
    ]
    for said, visit in (("a visit", span), ("no visit", None)):
        yield f"for {said}", dispatch.suggest(people, job, visit)
    slots = [span, dispatch.Span(after(2), after(4))]
    for said, some in (
        ("only the booked one", people[:1]),
        ("one without the skill too", [people[0], people[3]]),
        ("nobody with the skill", people[3:]),
        ("nobody", []),
    ):
        yield f"first visit by {said}", dispatch.first_visit(some, job, slots)
    yield "first visit in no slot", dispatch.first_visit(people, job, [])
    rules = [
        dispatch.RuleFacts(1, 11),
        dispatch.RuleFacts(2, 12, word=" "),
        dispatch.RuleFacts(3, 13, word="水泵"),
        dispatch.RuleFacts(4, 14, product_id=7),
        dispatch.RuleFacts(5, 15, word="水泵", region=" 华东 "),
        dispatch.RuleFacts(6, 16, word="水泵", region="华东", kind=TicketKind.REPAIR),
        dispatch.RuleFacts(7, 17, word="水泵", product_id=7, kind=TicketKind.DISPUTE),
    ]
    for rule in rules:
        yield f"conditions of rule {rule.id}", rule.asked
        yield f"rules from {rule.id} down", dispatch.choose_rule(rules[rule.id - 1 :: -1], job)


def _stock() -> Iterator[Case]:
    for shelf in (stock.Stock(5, 2, 3), stock.Stock(5, 2, 2), stock.Stock(5, 2), stock.Stock(2, 2)):
        yield f"free {shelf.on_hand} {shelf.reserved} {shelf.reorder_level}", stock.explained(shelf)
        for wanted in (0, 3, 4):
            yield f"put aside {wanted}", stock.objections(shelf, wanted, "SEAL")


def _improvements() -> Iterator[Case]:
    yield "priority", improvements.priority(5, 4, 3)
    for scores in ((), (0,), (2, 2, 2, 1, 1), (2, 2, 2, 1, 0), (2, 1)):
        yield f"audit {scores}", improvements.audit_result(scores, P.experience)
    day = timedelta(days=1)
    before = improvements.Range(TODAY - 9 * day, TODAY - 5 * day, (3, 3, 4))
    later = improvements.Range(TODAY - 4 * day, TODAY, (4, 4))
    for said, one, other in (
        ("better", before, later),
        ("worse", later, before),
        ("the same", before, replace(before, first=TODAY)),
        ("no answers after", before, replace(later, scores=())),
        ("no first day", replace(before, first=None, scores=()), later),
        ("no last day", before, replace(later, last=None, scores=())),
    ):
        yield f"effect {said}", improvements.effect(one, other)
    for change in ("0.7", "-0.7", "0.0"):
        yield f"signed {change}", improvements.signed(Decimal(change))
    for state in ImprovementState:
        yield f"after {state}", improvements.next_states(state)
    for days in (-1, 0, 1, 9):
        yield f"review {days}", improvements.review_due(TODAY - days * day, TODAY)


def battery() -> str:
    """Every case with its answer."""
    return written(
        _feedback_events, _feedback_acts, _ticket_gates, _ticket_clock, _dispatch, _stock,
        _improvements,
    )  # fmt: skip


def test_every_answer_is_as_it_was_read_against_the_requirements() -> None:
    assert battery().splitlines() == WRITTEN.read_text(encoding="utf-8").splitlines()
