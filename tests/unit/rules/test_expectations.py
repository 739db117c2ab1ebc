from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import ExpectationGroup, ExpectationPoint
from models.rules.expectations import GROUPS, bits_of, expectations, points_of


def test_each_point_belongs_to_one_group_of_three() -> None:
    assert [point for points in GROUPS.values() for point in points] == list(ExpectationPoint)
    assert {len(points) for points in GROUPS.values()} == {3}
    assert tuple(GROUPS) == tuple(ExpectationGroup)


def test_ac_099_nine_of_twelve_by_group() -> None:
    missed = {ExpectationPoint.NOTICED, ExpectationPoint.ON_TIME, ExpectationPoint.GUARANTEED}
    found = expectations(bits_of(set(ExpectationPoint) - missed))
    assert found.total == found.explanation.value == 9
    assert list(found.groups.values()) == [2, 3, 3, 1]
    lines = found.explanation.lines
    assert [(line.params["held"], line.params["of"]) for line in lines] == [
        (2, 3), (3, 3), (3, 3), (1, 3),
    ]  # fmt: skip
    assert lines[3].params["points"] == (ExpectationPoint.COMPLETE,)


def test_an_unasked_check_has_no_score() -> None:
    found = expectations(None)
    assert (found.total, found.groups) == (None, {})
    assert [line.code for line in found.explanation.lines] == ["expectations.not_checked"]


@pytest.mark.parametrize(("bits", "total"), [(0, 0), (1, 1), (2048, 1), (3071, 11), (4095, 12)])
def test_bits_at_the_edges(bits: int, total: int) -> None:
    assert expectations(bits).total == total


@given(st.integers(0, 4095))
def test_bits_and_points_are_the_same_thing(bits: int) -> None:
    assert bits_of(points_of(bits)) == bits
