from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import PyramidTier
from models.explanation import Reason
from models.policy_relations import RankingPolicy
from models.rules.ranking import (
    BookEntry,
    Ranking,
    place_explanations,
    ranking,
    share_of,
    standing,
)

POLICY = RankingPolicy()


def book(revenues: list[int]) -> list[BookEntry]:
    return [BookEntry(f"C-{number:06}", revenue) for number, revenue in enumerate(revenues, 1)]


THOUSANDS = [500, 300, 60, 40, 30, 25, 20, 12, 8, 5]


def counts(found: Ranking) -> list[int]:
    return [found.count(tier) for tier in (*PyramidTier, None)]


def test_ac_010_key_accounts_and_how_many_bring_eighty_percent() -> None:
    found = ranking(book([one * 1000_00 for one in THOUSANDS]), POLICY)
    assert (found.ranked, found.key_count, found.reaches) == (10, 2, 2)
    assert found.revenue_share == Decimal("80.0") == found.explanation.value
    assert found.effort_share is None
    assert found.revenue == 1_000_000_00
    assert [place.key_account for place in found.places] == [True] * 2 + [False] * 8
    assert (found.explanation.figure, found.explanation.rule) == ("pareto", "R-PARETO")
    keys = {"count": 10, "silent": 0, "share": 20, "keys": 2, "setting": "ranking.key_percent"}
    value = {"amount": 800_000_00, "revenue": 1_000_000_00, "percent": Decimal("80.0")}
    reaches = {"count": 2, "share": 80, "setting": "ranking.value_percent"}
    assert found.explanation.lines == (
        Reason("rank.keys", keys),
        Reason("rank.value", value),
        Reason("rank.no_effort"),
        Reason("rank.reaches", reaches),
    )


def test_ac_011_effort_share_of_the_key_accounts() -> None:
    entries = [BookEntry("C-1", 500, minutes=1000), BookEntry("C-2", 300, minutes=600)]
    entries += [BookEntry(f"D-{one}", one, minutes=50) for one in THOUSANDS[2:]]
    found = ranking(entries, POLICY)
    assert (found.effort_share, found.minutes) == (Decimal("80.0"), 2000)
    effort = {"minutes": 1600, "total": 2000, "percent": Decimal("80.0")}
    assert found.explanation.lines[2:4] == (
        Reason("rank.effort", effort),
        Reason("rank.both", {"value": Decimal("80.0"), "effort": Decimal("80.0")}),
    )


def test_effort_counts_customers_without_revenue_as_well() -> None:
    found = ranking([BookEntry("a", 1, minutes=30), BookEntry("b", 0, minutes=90)], POLICY)
    assert found.effort_share == Decimal("25.0")
    nothing = ranking([BookEntry("a", 0, minutes=9)], POLICY)
    assert (nothing.revenue_share, nothing.effort_share) == (None, Decimal("0.0"))
    codes = [line.code for line in nothing.explanation.lines]
    assert codes == ["rank.keys", "rank.no_revenue", "rank.effort", "rank.reaches"]


def test_ac_078_two_hundred_customers_in_the_pyramid() -> None:
    assert counts(ranking(book(list(range(1, 201))), POLICY)) == [2, 38, 60, 100, 0]


def test_ac_191_seven_of_ten_with_revenue() -> None:
    found = ranking(book([7, 6, 5, 4, 3, 2, 1, 0, 0, 0]), POLICY)
    assert counts(found) == [1, 1, 2, 3, 3]
    assert (found.key_count, found.ranked) == (2, 7)
    assert [place.rank for place in found.places] == [1, 2, 3, 4, 5, 6, 7, None, None, None]
    assert found.explanation.lines[0].params["silent"] == 3


def test_an_empty_book_has_no_data() -> None:
    found = ranking([], POLICY)
    assert (found.ranked, found.key_count, found.reaches) == (0, 0, 0)
    assert (found.revenue_share, found.effort_share) == (None, None)
    assert found.places == ()
    assert [line.code for line in found.explanation.lines] == [
        "rank.keys",
        "rank.no_revenue",
        "rank.no_effort",
        "rank.reaches",
    ]


def test_ties_go_by_open_deals_and_then_by_code() -> None:
    entries = [
        BookEntry("C-3", 10),
        BookEntry("C-2", 10, Fraction(1, 3)),
        BookEntry("C-1", 10),
        BookEntry("C-4", 11),
        BookEntry("Z-9", 0, Fraction(9)),
        BookEntry("A-1", 0),
    ]
    found = ranking(entries, POLICY)
    order = [place.entry.code for place in found.places]
    assert order == ["C-4", "C-2", "C-1", "C-3", "A-1", "Z-9"]
    silent = found.places[-1]
    assert (silent.rank, silent.tier, silent.key_account) == (None, None, False)
    assert silent.share == 0


@pytest.mark.parametrize(
    ("revenues", "count"),
    [([80, 20], 1), ([79, 21], 2), ([799, 201], 2), ([81, 19], 1), ([40, 40, 20], 2), ([1], 1)],
)
def test_the_smallest_count_that_reaches_eighty_percent(revenues: list[int], count: int) -> None:
    assert ranking(book(revenues), POLICY).reaches == count


@pytest.mark.parametrize(
    ("count", "share", "expected"),
    [(0, 20, 0), (1, 1, 1), (5, 20, 1), (6, 20, 2), (100, 1, 1), (101, 1, 2), (7, 100, 7)],
)
def test_shares_round_up_in_whole_numbers(count: int, share: int, expected: int) -> None:
    assert share_of(count, share) == expected


def test_ends_of_the_pyramid_are_included() -> None:
    found = ranking(book(list(range(100, 0, -1))), POLICY)
    tiers = [place.tier for place in found.places]
    assert tiers[0] is PyramidTier.VIP
    assert tiers[1] is tiers[19] is PyramidTier.SECONDARY
    assert tiers[20] is tiers[49] is PyramidTier.ORDINARY
    assert tiers[50] is tiers[99] is PyramidTier.SMALL


def test_each_place_has_its_exact_share_of_the_revenue() -> None:
    found = ranking(book([1, 2, 3, 0]), POLICY)
    assert [place.share for place in found.places] == [
        Fraction(1, 2),
        Fraction(1, 3),
        Fraction(1, 6),
        Fraction(0),
    ]


def test_a_policy_of_other_shares_moves_the_limits() -> None:
    policy = RankingPolicy(key_percent=50, value_percent=100, vip_percent=10)
    found = ranking(book([1] * 10), policy)
    assert (found.key_count, found.reaches, found.count(PyramidTier.VIP)) == (5, 10, 1)


def test_a_place_explains_its_tier_and_whether_it_is_key() -> None:
    found = ranking(book([500, 300, 60, 40, 30, 25, 20, 12, 8, 5, 0]), POLICY)
    tier, key = place_explanations(found.places[1], found, POLICY)
    at = Reason("rank.place", {"rank": 2, "count": 10, "amount": 300})
    ends = {"vip": 1, "secondary": 2, "ordinary": 5, "tier": PyramidTier.SECONDARY}
    assert tier.lines == (at, Reason("rank.tier", {**ends, "setting": "ranking.vip_percent"}))
    assert (tier.figure, tier.rule, tier.value) == ("pyramid_tier", "R-PYR", PyramidTier.SECONDARY)
    setting = {"keys": 2, "setting": "ranking.key_percent"}
    assert key.lines == (at, Reason("rank.is_key", setting))
    assert (key.figure, key.rule, key.value) == ("key_account", "R-PARETO", True)
    _, small = place_explanations(found.places[2], found, POLICY)
    assert (small.lines[1].code, small.value) == ("rank.is_no_key", False)
    none_tier, none_key = place_explanations(found.places[-1], found, POLICY)
    assert (none_tier.value, none_key.value) == ("–", False)
    assert none_tier.lines == none_key.lines == (Reason("rank.without_revenue"),)
    assert (none_tier.figure, none_tier.rule) == ("pyramid_tier", "R-PYR")
    assert (none_key.figure, none_key.rule) == ("key_account", "R-PARETO")


entries = st.builds(
    BookEntry,
    code=st.uuids().map(str),
    revenue=st.integers(0, 10**9),
    open_weighted=st.fractions(0, 10),
    minutes=st.integers(0, 10_000),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=40))
def test_shares_sum_to_one_and_tiers_to_the_book(customers: list[BookEntry]) -> None:
    found = ranking(customers, POLICY)
    assert sum(counts(found)) == len(customers) == len(found.places)
    assert sum(counts(found)[:-1]) == found.ranked
    shares = sum((place.share for place in found.places), Fraction(0))
    assert shares == (1 if found.ranked else 0)
    if found.ranked:
        assert 1 <= found.reaches <= found.ranked
        top = sum((place.share for place in found.places[: found.reaches]), Fraction(0))
        less = sum((place.share for place in found.places[: found.reaches - 1]), Fraction(0))
        assert top >= Fraction(80, 100) > less


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=40, unique_by=lambda one: one.code))
def test_one_place_counted_by_itself_is_that_of_the_book(customers: list[BookEntry]) -> None:
    book = ranking(customers, POLICY)
    for place in book.places:
        alone, sums = standing(place.entry, place.rank, book.ranked, book.revenue, POLICY)
        assert alone == place
        assert (sums.ranked, sums.key_count) == (book.ranked, book.key_count)
        assert place_explanations(alone, sums, POLICY) == place_explanations(place, book, POLICY)
