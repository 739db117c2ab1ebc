"""What the calendar shows first: value at risk with its arithmetic, order, layers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import CalendarLayer, FollowUpKind, ValueTier
from models.rules.agenda import (
    EVERY_LAYER,
    KINDS,
    Late,
    OpenDeal,
    in_order,
    kinds_shown,
    value_at_risk,
)

TODAY = date(2026, 3, 2)


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("amount", "odds", "days", "value"),
    [
        (68_000_000, 350, 2, 47_600_000),  # ¥ 680,000 x 35.0 % x 2 days = ¥ 476,000
        (68_000_000, 350, 0, 0),
        (68_000_000, 350, -3, 0),  # not due yet
        (68_000_000, 0, 9, 0),
        (1, 500, 1, 1),  # half a fen, rounded up once, at the end
        (1, 500, 3, 2),
        (1, 499, 1, 0),
    ],
)
def test_value_at_risk_is_amount_times_odds_times_days_late(
    amount: int, odds: int, days: int, value: int
) -> None:
    found = value_at_risk([OpenDeal("O-1", amount, odds)], _ago(days), TODAY)
    assert found.value == value
    assert found.explanation.value == value
    assert found.explanation.figure == "value_at_risk"


def test_the_explanation_shows_each_deal_and_the_sum() -> None:
    deals = (
        OpenDeal("O-1", 10_000, 350),
        OpenDeal("O-2", None, 500),
        OpenDeal("O-3", 900, None),
        OpenDeal("O-4", 100, 500, "USD"),
        OpenDeal("O-5", 2_000, 125),
    )
    found = value_at_risk(deals, _ago(3), TODAY)
    assert [line.code for line in found.explanation.lines] == [
        "at_risk.deal",
        "at_risk.unqualified",
        "at_risk.unqualified",
        "at_risk.left_out",
        "at_risk.deal",
        "at_risk.sum",
    ]
    assert found.value == 3 * (3_500 + 250)
    last = found.explanation.lines[-1].params
    assert (last["weighted"], last["days"], last["stake"]) == (3_750, 3, 11_250)


def test_without_a_deal_nothing_is_at_risk_and_that_is_said() -> None:
    found = value_at_risk((), _ago(4), TODAY)
    assert found.value == 0
    assert [line.code for line in found.explanation.lines] == ["at_risk.no_deal", "at_risk.sum"]


def test_most_value_at_risk_stands_first_ties_go_by_tier_then_by_days() -> None:
    big = (OpenDeal("O-1", 100_000, 500),)
    small = (OpenDeal("O-2", 10_000, 500),)
    items = [
        Late(1, _ago(1), ValueTier.LOW),
        Late(2, _ago(9), None),
        Late(3, _ago(1), ValueTier.HIGH),
        Late(4, _ago(9), ValueTier.HIGH, small),
        Late(5, _ago(1), ValueTier.LOW, big),
        Late(6, _ago(2), ValueTier.HIGH),
    ]
    assert in_order(items, TODAY) == [5, 4, 6, 3, 1, 2]


_DEALS = st.lists(
    st.builds(
        OpenDeal,
        st.just("O"),
        st.none() | st.integers(0, 10**15),
        st.none() | st.integers(0, 1000),
        st.sampled_from(["", "USD"]),
    ),
    max_size=3,
).map(tuple)


@given(
    st.lists(
        st.tuples(st.integers(1, 400), st.none() | st.sampled_from(ValueTier), _DEALS), max_size=8
    )
)
def test_the_order_is_a_sorting_by_value_and_loses_nothing(
    some: list[tuple[int, ValueTier | None, tuple[OpenDeal, ...]]],
) -> None:
    items = {
        number: Late(number, _ago(days), tier, deals)
        for number, (days, tier, deals) in enumerate(some)
    }
    order = in_order(items.values(), TODAY)
    assert sorted(order) == sorted(items)
    values = [value_at_risk(items[one].deals, items[one].due, TODAY).exact for one in order]
    assert values == sorted(values, reverse=True)


@given(_DEALS, st.integers(0, 4000), st.integers(0, 4000))
def test_waiting_longer_never_lowers_what_is_at_risk(
    deals: tuple[OpenDeal, ...], days: int, more: int
) -> None:
    sooner = value_at_risk(deals, _ago(days), TODAY)
    later = value_at_risk(deals, _ago(days + more), TODAY)
    assert later.exact >= sooner.exact
    assert abs(later.exact - later.value) <= Fraction(1, 2)


def test_every_kind_belongs_to_exactly_one_layer() -> None:
    kinds = [kind for layer in CalendarLayer for kind in KINDS[layer]]
    assert sorted(kinds) == sorted(FollowUpKind)


def test_all_layers_are_no_filter_and_some_are_their_kinds() -> None:
    assert kinds_shown(EVERY_LAYER) is None
    assert kinds_shown([CalendarLayer.CADENCE]) == frozenset({FollowUpKind.TRACKING})
    assert kinds_shown([]) == frozenset()
