"""Limits of gifts and meals, and what a loyalty fund holds (requirements 9.7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import CustomerKind, GiftDirection, GiftKind, GiftState
from models.policy_defaults import GiftPolicy
from models.rules.gifts import LIMITED, GiftFacts, approval, forbidden, fund_balance

POLICY = GiftPolicy()
K, D, S = GiftKind, GiftDirection, GiftState
FIRM, STATE = CustomerKind.ENTERPRISE, CustomerKind.GOVERNMENT


@pytest.mark.parametrize(
    ("kind", "value", "before", "state", "codes"),
    [
        (K.GIFT, 20_000, 0, S.FREE, ["gift.within_item", "gift.within_year"]),
        (K.GIFT, 20_001, 0, S.WAITING, ["gift.over_item", "gift.within_year"]),
        (K.MEAL, 20_000, 30_000, S.FREE, ["gift.within_item", "gift.within_year"]),
        (K.COUPON, 20_000, 30_001, S.WAITING, ["gift.within_item", "gift.over_year"]),
        (K.GIFT, 60_000, 0, S.WAITING, ["gift.over_item", "gift.over_year"]),
        (K.DISCOUNT, 99_999_999, 0, S.FREE, ["gift.not_limited"]),
        (K.LOYALTY_FUND, 99_999_999, 99, S.FREE, ["gift.not_limited"]),
    ],
)
def test_limits(
    kind: GiftKind, value: int, before: int, state: GiftState, codes: list[str]
) -> None:
    found = approval(GiftFacts(kind, D.GIVEN, value, FIRM, before), POLICY)
    assert (found.value, [line.code for line in found.lines]) == (state, codes)
    assert found.rule == "9.7"


@pytest.mark.parametrize("kind", GiftKind)
@pytest.mark.parametrize("direction", GiftDirection)
@pytest.mark.parametrize("customer", [*CustomerKind, None])
def test_public_bodies_are_given_nothing(
    kind: GiftKind, direction: GiftDirection, customer: CustomerKind | None
) -> None:
    found = forbidden(GiftFacts(kind, direction, 1, customer))
    expected = customer is STATE and direction is D.GIVEN and kind in LIMITED
    assert [line.code for line in found] == (["gift.government"] if expected else [])


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 900), st.integers(1, 900))
def test_more_is_never_freer(value: int, before: int, item: int, year: int) -> None:
    policy = GiftPolicy(item_limit=item, year_limit=max(item, year))
    here = approval(GiftFacts(K.GIFT, D.GIVEN, value, FIRM, before), policy).value
    more = approval(GiftFacts(K.GIFT, D.GIVEN, value + 1, FIRM, before), policy).value
    assert not (here is S.WAITING and more is S.FREE)
    assert (here is S.FREE) == (value <= item * 100 and before + value <= policy.year_limit * 100)


@given(st.lists(st.tuples(st.sampled_from(GiftDirection), st.integers(0, 10**9))))
def test_the_fund_is_the_sum_of_its_entries(entries: list[tuple[GiftDirection, int]]) -> None:
    found = fund_balance(entries)
    signed = [value if direction is D.GIVEN else -value for direction, value in entries]
    assert found.value == sum(signed) == found.lines[0].params["balance"]
