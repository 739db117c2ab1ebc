from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import FeedbackEventKind, FeedbackKind, FeedbackState
from models.explanation import Reason
from models.policy_defaults import FeedbackPolicy
from models.rules.feedback_clock import (
    CaseClocks,
    CaseEvent,
    CaseFacts,
    QueueFacts,
    clocks,
    explain_due,
    explain_left,
    is_overdue,
    progress_due,
    queue_key,
)

HOME = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=HOME)
POLICY = FeedbackPolicy()
S = FeedbackState
K = FeedbackKind
E = FeedbackEventKind


def step(
    state: FeedbackState, at: float, promised: float | None = None, note: str = ""
) -> CaseEvent:
    told = None if promised is None else TEN + hours(promised)
    return CaseEvent(E.STEP, TEN + hours(at), state, told, note)


def act(
    kind: FeedbackEventKind, at: float, promised: float | None = None, note: str = ""
) -> CaseEvent:
    told = None if promised is None else TEN + hours(promised)
    return CaseEvent(kind, TEN + hours(at), None, told, note)


def clocks_of(*events: CaseEvent, kind: FeedbackKind = K.COMPLAINT) -> CaseClocks:
    return clocks(CaseFacts(kind, TEN), [step(S.NEW, 0), *events], POLICY)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.mark.parametrize(
    ("kind", "safety", "due"),
    [
        pytest.param(K.COMPLAINT, False, TEN + hours(4), id="ac_194_complaint_14_00"),
        pytest.param(K.PRAISE, False, TEN + hours(24), id="ac_194_praise_next_day"),
        pytest.param(K.OPINION, True, TEN + hours(1), id="ac_095_safety_11_00"),
    ],
)
def test_ac_194_ac_095_answer_is_due_by_kind(
    kind: FeedbackKind, safety: bool, due: datetime
) -> None:
    facts = CaseFacts(kind, TEN, safety)
    found = clocks(facts, [step(S.NEW, 0)], POLICY)
    explained = explain_due(facts, found, POLICY)
    assert found.due_at == due == explained.value
    (line,) = explained.lines
    assert line.code == "feedback.due_acknowledge"
    assert TEN + hours(float(str(line.params["hours"]))) == due


def test_after_the_answer_the_promised_time_counts() -> None:
    found = clocks_of(step(S.ACKNOWLEDGED, 1, 30))
    assert (found.due_at, found.promised_at) == (TEN + hours(30), TEN + hours(30))
    assert (found.acknowledged_at, found.last_progress_at) == (TEN + hours(1), TEN + hours(1))
    nothing = clocks_of(step(S.ACKNOWLEDGED, 1), kind=K.PRAISE)
    assert nothing.due_at is None
    lines = explain_due(CaseFacts(K.PRAISE, TEN), nothing, POLICY).lines
    assert lines == (Reason("feedback.due_not_promised"),)


@pytest.mark.parametrize("state", [S.CLOSED, S.MERGED])
def test_an_ended_case_is_never_due(state: FeedbackState) -> None:
    found = clocks_of(step(S.ACKNOWLEDGED, 1, 30), step(state, 2))
    assert (found.due_at, found.amber_at) == (None, None)
    assert found.progress.stopped == TEN + hours(2)
    assert progress_due(state, found.progress, POLICY, TEN + hours(900)) is None
    assert not is_overdue(QueueFacts(K.COMPLAINT, state, TEN, due_at=TEN), TEN + hours(900))
    (line,) = explain_due(CaseFacts(K.COMPLAINT, TEN), found, POLICY).lines
    assert line == Reason("feedback.due_ended", {"state": state})
    assert explain_left(found, POLICY, TEN + hours(3))[0] is None


def test_reopening_keeps_the_old_clock_until_another_time_is_told() -> None:
    events = (step(S.ACKNOWLEDGED, 1, 30), step(S.CLOSED, 20), step(S.REOPENED, 100))
    assert clocks_of(*events).due_at == TEN + hours(30)
    again = clocks_of(*events, act(E.NOTICE, 101, 150))
    assert again.due_at == TEN + hours(150)
    assert again.amber_at == TEN + hours(101 + 49 * 0.75)


def test_a_pause_moves_the_due_time_and_counts_as_word_to_the_customer() -> None:
    held = clocks_of(step(S.ACKNOWLEDGED, 1, 31), act(E.PAUSE, 11, note="waits for the sample"))
    assert (held.due_at, held.paused_at) == (None, TEN + hours(11))
    assert (held.pause_reason, held.last_progress_at) == ("waits for the sample", TEN + hours(11))
    read, explained = explain_left(held, POLICY, TEN + hours(60))
    assert read is not None
    assert (read.left, read.is_paused) == (hours(20), True)
    assert explained.lines[-1].code == "feedback.paused"
    on = clocks_of(step(S.ACKNOWLEDGED, 1, 31), act(E.PAUSE, 11, note="sample"), act(E.RESUME, 16))
    assert (on.due_at, on.paused_at, on.pause_reason) == (TEN + hours(36), None, "")
    codes = [line.code for line in explain_due(CaseFacts(K.COMPLAINT, TEN), on, POLICY).lines]
    assert codes == ["feedback.due_promised", "feedback.was_paused", "feedback.due_moved"]


def test_any_step_lets_a_held_clock_run_again() -> None:
    found = clocks_of(
        step(S.ACKNOWLEDGED, 0, 30), act(E.PAUSE, 10), step(S.ANALYSED, 14), act(E.RESUME, 20)
    )
    assert (found.due_at, found.paused_at) == (TEN + hours(34), None)


def test_a_clock_change_neither_stretches_nor_shrinks_the_span() -> None:
    zone = ZoneInfo("America/New_York")
    received = datetime(2026, 3, 7, 12, 0, tzinfo=zone)  # clocks go forward that night
    found = clocks(CaseFacts(K.OPINION, received), [], POLICY).due_at
    assert found == datetime(2026, 3, 8, 13, 0, tzinfo=zone)
    assert found is not None
    assert found.astimezone(UTC) - received.astimezone(UTC) == hours(24)


@pytest.mark.parametrize(("after", "late"), [(-1, False), (0, False), (1, True)])
def test_overdue_begins_after_the_due_moment(after: int, late: bool) -> None:
    facts = QueueFacts(K.COMPLAINT, S.NEW, TEN, due_at=TEN + hours(4))
    assert is_overdue(facts, TEN + hours(4) + timedelta(seconds=after)) is late


def test_without_a_due_moment_nothing_is_overdue() -> None:
    assert not is_overdue(QueueFacts(K.COMPLAINT, S.ACTING, TEN), TEN + hours(900))


def test_ac_093_fifty_hours_without_notice_are_flagged() -> None:
    found = progress_due(S.ACTING, clocks_of().progress, POLICY, TEN + hours(50))
    params = {"since": TEN, "hours": 50, "limit": 48, "setting": "feedback.progress_hours"}
    assert found == Reason("feedback.tell_progress", params)


@pytest.mark.parametrize(
    ("notice", "now", "flagged"),
    [(None, 48, False), (None, 48.01, True), (20, 68, False), (20, 68.01, True), (60, 61, False)],
)
def test_progress_clock_runs_from_the_last_notice(
    notice: int | None, now: float, flagged: bool
) -> None:
    found = clocks_of(*(() if notice is None else (act(E.NOTICE, notice),)))
    said = progress_due(S.ACKNOWLEDGED, found.progress, POLICY, TEN + hours(now))
    assert (said is not None) is flagged


def test_a_pause_does_not_hold_the_word_to_the_customer() -> None:
    found = clocks_of(step(S.ACKNOWLEDGED, 1, 500), act(E.PAUSE, 10))
    assert progress_due(found.state, found.progress, POLICY, TEN + hours(58.5)) is not None


@pytest.mark.parametrize(
    ("minutes", "used", "level"),
    [
        (0, "0.0", "NONE"),
        (179, "74.6", "NONE"),
        (180, "75.0", "AMBER"),
        (239, "99.6", "AMBER"),
        (240, "100.0", "RED"),
        (480, "200.0", "RED"),
    ],
)
def test_time_left_is_amber_at_three_quarters_and_red_at_the_end(
    minutes: int, used: str, level: str
) -> None:
    read, explained = explain_left(clocks_of(), POLICY, TEN + timedelta(minutes=minutes))
    assert read is not None
    assert read.level == level
    assert read.left == timedelta(minutes=240 - minutes) == explained.value
    (line,) = explained.lines
    assert (line.code, line.params["used_percent"]) == ("feedback.time_left", Decimal(used))


_moves = st.lists(
    st.tuples(
        st.sampled_from([E.NOTICE, E.PAUSE, E.RESUME, E.STEP]),
        st.integers(0, 40),
        st.none() | st.integers(1, 60),
        st.sampled_from([S.ACKNOWLEDGED, S.ANALYSED, S.CLOSED, S.REOPENED]),
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(_moves, st.integers(0, 200))
def test_a_clock_told_twice_is_the_same_and_nothing_is_due_before_it_was_promised(
    moves: list[tuple[FeedbackEventKind, int, int | None, FeedbackState]], now: int
) -> None:
    events, at = [step(S.NEW, 0)], 0
    for kind, wait, promised, state in moves:
        at += wait
        told = None if promised is None or kind not in (E.NOTICE, E.STEP) else at + promised
        events.append(step(state, at, told) if kind is E.STEP else act(kind, at, told))
    found = clocks(CaseFacts(K.COMPLAINT, TEN), events, POLICY)
    assert clocks(CaseFacts(K.COMPLAINT, TEN), list(events), POLICY) == found
    if found.due_at is not None and found.resolution is not None and found.state is not S.NEW:
        assert found.due_at >= found.resolution.due
        assert found.amber_at is not None
        assert found.resolution.begun <= found.amber_at <= found.due_at
    if found.paused_at and found.due_at and found.state is not S.NEW:
        assert found.due_at <= found.paused_at  # over before it was held
    read, _explained = explain_left(found, POLICY, TEN + hours(at + now))
    if read is not None and not read.is_paused and read.due is not None:
        assert read.left == read.due - (TEN + hours(at + now))


def case(
    kind: FeedbackKind = K.COMPLAINT,
    due: float | None = 100,
    state: FeedbackState = S.ACTING,
    safety: bool = False,
    round_: int = 1,
) -> QueueFacts:
    due_moment = None if due is None else TEN + hours(due)
    return QueueFacts(kind, state, TEN, due_moment, safety, round_)


def test_ac_095_queue_order_with_safety_on_top() -> None:
    wanted = [
        case(K.PRAISE, due=900, safety=True),
        case(K.PRAISE, due=-2),
        case(K.COMPLAINT, due=-1),
        case(K.OPINION, state=S.REOPENED, round_=2),
        case(K.OPINION, due=101, state=S.ACTING, round_=2),
        case(K.COMPLAINT, due=50),
        case(K.COMPLAINT, due=60),
        case(K.COMPLAINT, due=None),
        case(K.GRIEVANCE),
        case(K.SUGGESTION),
        case(K.OPINION),
        case(K.PRAISE),
        case(K.COMPLAINT, state=S.CLOSED, safety=True, round_=3),
    ]
    wanted_backwards = wanted[::-1]
    assert sorted(wanted_backwards, key=lambda facts: queue_key(facts, TEN)) == wanted


def test_of_equal_dues_the_earlier_receipt_comes_first() -> None:
    later = replace(case(), received_at=TEN + hours(1))
    assert queue_key(case(), TEN) < queue_key(later, TEN)


cases = st.builds(
    case,
    kind=st.sampled_from(FeedbackKind),
    due=st.none() | st.integers(-100, 100),
    state=st.sampled_from(FeedbackState),
    safety=st.booleans(),
    round_=st.integers(1, 3),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(cases, max_size=8))
def test_no_ended_case_stands_before_an_open_one(found: list[QueueFacts]) -> None:
    ended = [
        facts.state in (S.CLOSED, S.MERGED)
        for facts in sorted(found, key=lambda facts: queue_key(facts, TEN))
    ]
    assert ended == sorted(ended)
