from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import FeedbackKind, FeedbackState
from models.explanation import Reason
from models.policy_defaults import FeedbackPolicy
from models.rules.feedback_clock import (
    QueueFacts,
    due_at,
    is_overdue,
    progress_due,
    queue_key,
    time_left,
)

HOME = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=HOME)
POLICY = FeedbackPolicy()
S = FeedbackState
K = FeedbackKind


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
    found = due_at(QueueFacts(kind, S.NEW, TEN, safety=safety), None, POLICY)
    assert found.at == due == found.explanation.value
    (line,) = found.explanation.lines
    assert line.code == "feedback.due_acknowledge"
    assert TEN + hours(float(str(line.params["hours"]))) == due


def test_after_the_answer_the_promised_time_counts() -> None:
    promised = TEN + hours(30)
    for state in (S.ACKNOWLEDGED, S.ANALYSED, S.ACTING, S.TRACKING, S.REOPENED):
        facts = QueueFacts(K.COMPLAINT, state, TEN)
        assert due_at(facts, promised, POLICY).at == promised
        nothing = due_at(facts, None, POLICY)
        assert nothing.at is None
        assert nothing.explanation.lines == (Reason("feedback.due_not_promised"),)


@pytest.mark.parametrize("state", [S.CLOSED, S.MERGED])
def test_an_ended_case_is_never_due(state: FeedbackState) -> None:
    facts = QueueFacts(K.COMPLAINT, state, TEN, due_at=TEN)
    assert due_at(facts, TEN, POLICY).at is None
    assert not is_overdue(facts, TEN + hours(900))
    assert progress_due(state, TEN, None, POLICY, TEN + hours(900)) is None


def test_a_clock_change_neither_stretches_nor_shrinks_the_span() -> None:
    zone = ZoneInfo("America/New_York")
    received = datetime(2026, 3, 7, 12, 0, tzinfo=zone)  # clocks go forward that night
    found = due_at(QueueFacts(K.OPINION, S.NEW, received), None, POLICY).at
    assert found == datetime(2026, 3, 8, 13, 0, tzinfo=zone)
    assert found is not None
    assert found.tzinfo is zone
    assert found.astimezone(UTC) - received.astimezone(UTC) == hours(24)


@pytest.mark.parametrize(("after", "late"), [(-1, False), (0, False), (1, True)])
def test_overdue_begins_after_the_due_moment(after: int, late: bool) -> None:
    facts = QueueFacts(K.COMPLAINT, S.NEW, TEN, due_at=TEN + hours(4))
    assert is_overdue(facts, TEN + hours(4) + timedelta(seconds=after)) is late


def test_without_a_due_moment_nothing_is_overdue() -> None:
    assert not is_overdue(QueueFacts(K.COMPLAINT, S.ACTING, TEN), TEN + hours(900))


def test_ac_093_fifty_hours_without_notice_are_flagged() -> None:
    found = progress_due(S.ACTING, TEN, None, POLICY, TEN + hours(50))
    params = {"since": TEN, "hours": 50, "limit": 48, "setting": "feedback.progress_hours"}
    assert found == Reason("feedback.tell_progress", params)


@pytest.mark.parametrize(
    ("notice", "now", "flagged"),
    [(None, 48, False), (None, 48.01, True), (20, 68, False), (20, 68.01, True), (60, 61, False)],
)
def test_progress_clock_runs_from_the_last_notice(
    notice: int | None, now: float, flagged: bool
) -> None:
    last = None if notice is None else TEN + hours(notice)
    found = progress_due(S.ACKNOWLEDGED, TEN, last, POLICY, TEN + hours(now))
    assert (found is not None) is flagged


@pytest.mark.parametrize(
    ("minutes", "used", "level"),
    [
        (-10, "-4.2", "NONE"),
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
    now = TEN + timedelta(minutes=minutes)
    found = time_left(TEN, TEN + hours(4), POLICY, now)
    assert (found.used_percent, found.level) == (Decimal(used), level)
    assert found.left == timedelta(minutes=240 - minutes)
    (line,) = found.explanation.lines
    assert (line.code, line.params["used_percent"]) == ("feedback.time_left", Decimal(used))


def test_an_empty_span_has_no_share_but_a_level() -> None:
    found = time_left(TEN, TEN, POLICY, TEN)
    assert (found.used_percent, found.level) == (None, "RED")
    assert time_left(TEN, TEN, POLICY, TEN - hours(1)).level == "NONE"


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
