"""States and gates of service tickets, their clock, dispatch and stock (requirements 9.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import ClockMark, TicketKind, TicketPartState, TicketPlace, TicketState
from models.policy_defaults import FeedbackPolicy, TicketPolicy
from models.rules.cadence import Severity
from models.rules.dispatch import (
    Job,
    RuleFacts,
    Span,
    TechnicianFacts,
    choose_rule,
    in_region,
    listed,
    suggest,
)
from models.rules.stock import Stock, explained, objections
from models.rules.ticket_clock import ClockEvent, onsite_time, rebuild
from models.rules.tickets import (
    TicketFacts,
    allowed_next,
    is_direct,
    is_open,
    missing_for,
    pause_objections,
    round_after_return,
    takes_parts,
    warranty,
)
from models.rules.tickets import objections as against

S, K, P = TicketState, TicketKind, TicketPlace
PARTS = TicketPartState
TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)
FACTS = TicketFacts(K.REPAIR, P.ONSITE)


def codes(target: TicketState, facts: TicketFacts) -> list[str]:
    return [reason.code for reason in against(target, facts)]


# ── states ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (S.RECEIVED, (S.BOOKED, S.CANCELLED)),
        (S.BOOKED, (S.DISPATCHED, S.CANCELLED)),
        (S.DISPATCHED, (S.IN_WORK, S.WAITING_PARTS, S.CANCELLED)),
        (S.WAITING_PARTS, (S.IN_WORK, S.DISPATCHED, S.CANCELLED)),
        (S.IN_WORK, (S.RESOLVED, S.WAITING_PARTS, S.CANCELLED)),
        (S.RESOLVED, (S.CONFIRMED, S.RECEIVED)),
        (S.CONFIRMED, (S.CLOSED, S.RECEIVED)),
        (S.CLOSED, ()),
        (S.CANCELLED, ()),
    ],
)
def test_the_moves_are_those_of_9_2(state: TicketState, following: tuple[TicketState, ...]) -> None:
    assert allowed_next(state, K.REPAIR, P.ONSITE) == following
    assert is_open(state) == bool(following)
    assert takes_parts(state) == (S.CANCELLED in following)


@pytest.mark.parametrize("kind", [*K])
@pytest.mark.parametrize("place", [*P])
def test_ac_198_only_some_tickets_go_to_work_at_once(kind: TicketKind, place: TicketPlace) -> None:
    direct = kind in (K.DISPUTE, K.ORDER_TRACE) or place is P.BROUGHT_IN
    assert is_direct(kind, place) == direct
    facts = TicketFacts(kind, place)
    assert codes(S.IN_WORK, facts) == ([] if direct else ["ticket.book_first"])
    assert S.BOOKED in allowed_next(S.RECEIVED, kind, place)


def test_a_move_that_is_not_allowed_names_those_that_are() -> None:
    (reason,) = against(S.CLOSED, FACTS)
    assert reason.code == "ticket.not_next"
    assert reason.params["allowed"] == (S.BOOKED, S.CANCELLED)


AGREED = replace(FACTS, visit_start=TEN, visit_end=TEN + timedelta(hours=2))
GATES: list[tuple[TicketState, TicketFacts, list[str]]] = [
    (S.BOOKED, FACTS, ["ticket.needs_visit"]),
    (S.BOOKED, replace(FACTS, visit_start=TEN, visit_end=TEN), ["ticket.visit_order"]),
    (S.BOOKED, AGREED, []),
    (S.DISPATCHED, FACTS, ["ticket.needs_visit", "ticket.needs_technician"]),
    (S.DISPATCHED, replace(AGREED, has_technician=True), []),
    (S.WAITING_PARTS, FACTS, ["ticket.needs_part"]),
    (S.WAITING_PARTS, replace(FACTS, parts=(PARTS.USED,)), ["ticket.needs_part"]),
    (S.WAITING_PARTS, replace(FACTS, parts=(PARTS.ORDERED,)), []),
    (S.WAITING_PARTS, replace(FACTS, parts=(PARTS.RESERVED,), pause_reason="x"), []),
    (
        S.WAITING_PARTS,
        replace(FACTS, parts=(PARTS.ORDERED,), pause_told=True, pause_reason=" "),
        ["ticket.needs_pause_reason"],
    ),
    (S.IN_WORK, FACTS, []),
    (S.RESOLVED, FACTS, ["ticket.needs_diagnosis", "ticket.needs_solution"]),
    (
        S.RESOLVED,
        replace(FACTS, diagnosis="a", solution="b", parts=(PARTS.ORDERED, PARTS.USED)),
        ["ticket.parts_missing"],
    ),
    (S.RESOLVED, replace(FACTS, diagnosis="a", solution="b", parts=(PARTS.RESERVED,)), []),
    (S.CONFIRMED, FACTS, ["ticket.needs_call", "ticket.needs_satisfaction"]),
    (S.CONFIRMED, replace(FACTS, call_answered=True, satisfaction=1), []),
    (S.CLOSED, FACTS, []),
    (S.RECEIVED, FACTS, ["ticket.needs_unsolved"]),
    (S.RECEIVED, replace(FACTS, reason="again"), []),
    (S.CANCELLED, replace(FACTS, reason="\n "), ["ticket.needs_reason"]),
    (S.CANCELLED, replace(FACTS, reason="sold"), []),
]


@pytest.mark.parametrize(("target", "facts", "lacking"), GATES)
def test_each_gate_names_what_is_missing(
    target: TicketState, facts: TicketFacts, lacking: list[str]
) -> None:
    assert [reason.code for reason in missing_for(target, facts)] == lacking


def test_a_pause_needs_a_reason_and_a_customer_who_knows() -> None:
    waiting = replace(FACTS, state=S.WAITING_PARTS, pause_reason="no stock", pause_told=True)
    assert pause_objections(waiting, paused=False) == ()
    (again,) = pause_objections(waiting, paused=True)
    assert again.code == "ticket.paused_already"
    bare = replace(waiting, pause_reason="", pause_told=False)
    assert [reason.code for reason in pause_objections(bare, paused=False)] == [
        "ticket.needs_pause_reason",
        "ticket.needs_pause_told",
    ]
    (elsewhere,) = pause_objections(replace(waiting, state=S.IN_WORK), paused=False)
    assert elsewhere.code == "ticket.pause_only_waiting"


def test_an_unsolved_ticket_begins_the_next_round() -> None:
    assert round_after_return(1) == 2


@pytest.mark.parametrize(
    ("stated", "delivered", "months", "until", "holds"),
    [
        (date(2026, 3, 2), None, None, date(2026, 3, 2), True),
        (date(2026, 3, 1), date(2026, 1, 1), 24, date(2026, 3, 1), False),
        (None, date(2024, 2, 29), 24, date(2026, 2, 28), False),
        (None, date(2024, 3, 31), 24, date(2026, 3, 31), True),
        (None, date(2024, 3, 31), None, None, None),
        (None, None, 24, None, None),
    ],
)
def test_ac_112_the_warranty_ends_with_its_last_day(
    stated: date | None,
    delivered: date | None,
    months: int | None,
    until: date | None,
    holds: bool | None,
) -> None:
    found = warranty(stated, delivered, months, date(2026, 3, 2))
    assert (found.until, found.holds, found.explanation.value) == (until, holds, until)
    assert found.explanation.lines


# ── the clock ───────────────────────────────────────────────────────────────────────────

POLICY, SHARED = TicketPolicy(), FeedbackPolicy()
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Shanghai


def hours(count: float) -> datetime:
    return NINE + timedelta(hours=count)


RECEIVED = ClockEvent(NINE, S.RECEIVED)


def test_ac_113_the_clock_is_due_36_hours_after_receipt() -> None:
    clock = rebuild([RECEIVED, ClockEvent(hours(2), S.BOOKED)], POLICY)
    assert clock is not None
    assert clock.due_at == datetime(2026, 3, 3, 13, tzinfo=UTC)  # 21:00
    assert rebuild([ClockEvent(NINE, S.BOOKED)], POLICY) is None


@pytest.mark.parametrize(
    ("after", "level"),
    [
        (0, Severity.NONE),
        (26.99, Severity.NONE),
        (27, Severity.AMBER),
        (35.99, Severity.AMBER),
        (36, Severity.RED),
        (50, Severity.RED),
    ],
)
def test_amber_from_three_quarters_red_from_the_whole(after: float, level: Severity) -> None:
    clock = rebuild([RECEIVED], POLICY)
    assert clock is not None
    found = onsite_time(clock, POLICY, SHARED, hours(after))
    assert found.level is level
    assert found.left == timedelta(hours=36) - (hours(after) - NINE)


def test_a_pause_moves_the_due_time_and_holds_the_clock() -> None:
    events = [
        RECEIVED,
        ClockEvent(hours(4), S.WAITING_PARTS, ClockMark.PAUSE),
        ClockEvent(hours(5), None, ClockMark.PAUSE),  # twice is once
    ]
    paused = rebuild(events, POLICY)
    assert paused is not None
    assert (paused.due_at, paused.paused_since) == (hours(36), hours(4))
    found = onsite_time(paused, POLICY, SHARED, hours(99))
    assert (found.left, found.level) == (timedelta(hours=32), Severity.NONE)
    assert [line.code for line in found.explanation.lines] == [
        "ticket.due",
        "ticket.clock_paused",
        "ticket.time_used",
    ]
    again = rebuild([*events, ClockEvent(hours(24.5), S.IN_WORK, ClockMark.RESUME)], POLICY)
    assert again is not None
    assert (again.due_at, again.paused_minutes) == (hours(56.5), 1230)
    assert again.paused_since is None


@pytest.mark.parametrize(("after", "code"), [(36, "clock_kept"), (36.1, "clock_missed")])
def test_the_clock_stops_when_it_is_resolved(after: float, code: str) -> None:
    events = [RECEIVED, ClockEvent(hours(after), S.RESOLVED), ClockEvent(hours(80), S.CONFIRMED)]
    clock = rebuild(events, POLICY)
    assert clock is not None
    assert clock.stopped_at == hours(after)
    found = onsite_time(clock, POLICY, SHARED, hours(500))
    assert found.left == timedelta(hours=36) - timedelta(hours=after)
    assert found.explanation.lines[1].code == f"ticket.{code}"


def test_a_new_round_has_a_clock_of_its_own() -> None:
    events = [
        RECEIVED,
        ClockEvent(hours(1), S.WAITING_PARTS, ClockMark.PAUSE),
        ClockEvent(hours(3), S.CANCELLED),
        ClockEvent(hours(40), S.RECEIVED),
    ]
    clock = rebuild(events, POLICY)
    assert clock is not None
    assert (clock.due_at, clock.paused_minutes, clock.stopped_at) == (hours(76), 0, None)
    ended = rebuild(events[:3], POLICY)
    assert ended is not None
    assert (ended.paused_minutes, ended.paused_since) == (120, None)


def test_moments_are_kept_and_told_in_utc() -> None:
    home = ZoneInfo("Asia/Shanghai")
    clock = rebuild([ClockEvent(NINE.astimezone(home), S.RECEIVED)], POLICY)
    assert clock is not None
    assert clock.started_at.tzinfo is clock.due_at.tzinfo is UTC
    said = onsite_time(clock, POLICY, SHARED, hours(1).astimezone(home)).explanation.lines[-1]
    assert getattr(said.params["at"], "tzinfo", None) is UTC


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from([*ClockMark, None])), max_size=8))
def test_the_due_time_is_the_promise_plus_all_pauses(
    steps: list[tuple[int, ClockMark | None]],
) -> None:
    moment, paused, since = NINE, timedelta(0), None
    events = [RECEIVED]
    for minutes, mark in steps:
        moment += timedelta(minutes=minutes)
        events.append(ClockEvent(moment, None, mark))
        if mark is ClockMark.PAUSE and since is None:
            since = moment
        elif mark is ClockMark.RESUME and since is not None:
            paused, since = paused + (moment - since), None
    clock = rebuild(events, POLICY)
    assert clock is not None
    assert clock.due_at == hours(36) + paused
    assert clock.paused_since == since


def test_the_explanation_shows_the_arithmetic() -> None:
    clock = rebuild([RECEIVED], POLICY)
    assert clock is not None
    found = onsite_time(clock, POLICY, SHARED, hours(9)).explanation
    assert (found.figure, found.rule, found.value) == ("due_at", "R-SLA", hours(36))
    assert found.lines[-1].params["used"] == Decimal("25.0")


# ── dispatch ────────────────────────────────────────────────────────────────────────────

JOB = Job(K.REPAIR, ("The PUMP leaks", "循环水泵"), 7, ("中国", "浙江省", "杭州市"))


@pytest.mark.parametrize(
    ("region", "inside"),
    [
        ("", True),
        ("杭州", True),
        ("浙江", True),
        ("上海, 浙江省", True),
        ("华东", True),
        ("EAST", True),
        ("华南、华中", False),
        ("中国", True),
        ("州", False),
    ],
)
def test_regions_hold_places(region: str, inside: bool) -> None:
    assert in_region(region, JOB.places) == inside


def test_a_region_is_nowhere_where_no_place_is_known() -> None:
    assert not in_region("华东", [None, ""])


def test_lists_are_read_in_both_scripts() -> None:
    assert listed("Pump, 输送带、电机;pump") == ("pump", "输送带", "电机")
    assert listed(None) == ()


@pytest.mark.parametrize(
    ("rules", "chosen"),
    [
        ([], None),
        ([RuleFacts(1, 10, word="pump", region="East")], 1),
        ([RuleFacts(1, 10, word="belt")], None),
        ([RuleFacts(1, 10, word="belt, 水泵")], 1),
        ([RuleFacts(1, 10, region="华南")], None),
        ([RuleFacts(1, 10, product_id=8)], None),
        ([RuleFacts(1, 10, product_id=7), RuleFacts(2, 11, word="pump")], 1),
        ([RuleFacts(1, 10, word="pump"), RuleFacts(2, 11, word="pump", region="East")], 2),
        ([RuleFacts(1, 10, kind=K.DISPUTE)], None),
        ([RuleFacts(1, 10, kind=K.REPAIR)], 1),
        ([RuleFacts(1, 10)], None),
    ],
)
def test_ac_109_the_closest_rule_assigns(rules: list[RuleFacts], chosen: int | None) -> None:
    found = choose_rule(rules, JOB)
    assert (found.id if found else None) == chosen


def test_ac_114_spans_are_half_open() -> None:
    ten, eleven = TEN, TEN + timedelta(hours=1)
    twelve, two = TEN + timedelta(hours=2), TEN + timedelta(hours=4)
    assert Span(ten, twelve).overlaps(Span(eleven, two))
    assert Span(eleven, two).overlaps(Span(ten, twelve))
    assert not Span(ten, twelve).overlaps(Span(twelve, two))
    assert not Span(twelve, two).overlaps(Span(ten, twelve))


def test_the_best_technician_stands_first() -> None:
    visit = Span(TEN, TEN + timedelta(hours=2))
    clash = Span(TEN + timedelta(hours=1), TEN + timedelta(hours=3))
    later = Span(visit.end, visit.end + timedelta(hours=1))
    people = [
        TechnicianFacts(1, "A", "水泵", "华东", (clash,)),
        TechnicianFacts(2, "B", "pump", "华南"),
        TechnicianFacts(3, "C", "pump", "华东", (later,)),
        TechnicianFacts(4, "D", "pump", "杭州"),
        TechnicianFacts(5, "E", "", ""),
    ]
    found = suggest(people, JOB, visit)
    assert [one.technician_id for one in found] == [4, 3, 2, 5, 1]
    assert [reason.code for reason in found[-1].reasons] == [
        "dispatch.skill",
        "dispatch.near",
        "dispatch.taken",
    ]
    assert [one.free for one in suggest(people, JOB, None)] == [True] * 5


# ── stock ───────────────────────────────────────────────────────────────────────────────


def test_ac_115_only_what_is_free_can_be_put_aside() -> None:
    assert objections(Stock(3, 1), 2, "SEAL") == ()
    (reason,) = objections(Stock(1, 0), 2, "SEAL")
    assert reason.params == {"item": "SEAL", "qty": 2, "free": 1, "offered": S.WAITING_PARTS}


@pytest.mark.parametrize(("free", "low"), [(5, False), (4, True), (0, True)])
def test_a_part_is_low_from_its_reorder_level_on(free: int, low: bool) -> None:
    stock = Stock(free + 2, 2, 4)
    assert (stock.free, stock.low) == (free, low)
    found = explained(stock)
    assert found.value == free
    assert found.lines[1].code == ("part.low" if low else "part.enough")
