"""What stands out in the audit trail: each limit, below and at it; the night over midnight."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import Anomaly
from models.policy_relations import TrustPolicy
from models.rules.anomalies import Act, anomalies, is_odd

NOON = datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001 - the time of the zone
POLICY = TrustPolicy()


def acts(counts: Anomaly | None, times: int, rows: int = 1, at: datetime = NOON) -> list[Act]:
    return [Act("陈思", at, counts, rows)] * times


@pytest.mark.parametrize(
    ("counts", "rows", "limit"),
    [
        (Anomaly.MASS_EXPORT, 100, 5),
        (Anomaly.MANY_REVEALS, 1, 20),
        (Anomaly.MANY_REFUSALS, 1, 10),
    ],
)
def test_a_limit_is_reached_by_its_own_number_and_not_by_one_less(
    counts: Anomaly, rows: int, limit: int
) -> None:
    assert anomalies(acts(counts, limit - 1, rows), POLICY) == ()
    (seen,) = anomalies(acts(counts, limit, rows), POLICY)
    assert (seen.user, seen.day, seen.anomaly) == ("陈思", "2026-03-02", counts)
    assert seen.count == seen.limit == limit * rows
    (line,) = seen.explanation.lines
    assert (line.params["count"], line.params["limit"]) == (seen.count, seen.limit)


def test_odd_hours_count_whatever_was_done() -> None:
    night = NOON.replace(hour=23)
    assert anomalies(acts(None, 4, at=night), POLICY) == ()
    (seen,) = anomalies(acts(None, 5, at=night), POLICY)
    assert (seen.anomaly, seen.count) == (Anomaly.ODD_HOURS, 5)


@pytest.mark.parametrize(
    ("hour", "odd"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False)]
)
def test_the_night_goes_over_midnight(hour: int, odd: bool) -> None:
    assert is_odd(hour, POLICY) is odd


@pytest.mark.parametrize(("hour", "odd"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_night_within_one_day(hour: int, odd: bool) -> None:
    assert is_odd(hour, TrustPolicy(odd_from=1, odd_until=5)) is odd


def test_users_and_days_are_counted_apart_and_the_newest_day_comes_first() -> None:
    mixed = [
        Act(who, NOON + timedelta(days=day), Anomaly.MANY_REFUSALS)
        for day in (0, 1)
        for who in ("b", "a")
        for _ in range(10)
    ]
    found = [(one.day[-2:], one.user) for one in anomalies(mixed, POLICY)]
    assert found == [("03", "a"), ("03", "b"), ("02", "a"), ("02", "b")]
    assert anomalies(mixed[:9] + mixed[20:29], POLICY) == ()


@given(st.integers(0, 60))
def test_a_limit_of_nought_is_switched_off(times: int) -> None:
    off = TrustPolicy(reveals=0)
    assert anomalies(acts(Anomaly.MANY_REVEALS, times), off) == ()
