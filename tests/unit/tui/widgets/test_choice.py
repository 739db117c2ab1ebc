"""Which option letters mean."""

from __future__ import annotations

import pytest

from tui.widgets.choice import beginning

OPTIONS = (
    ("", "-"),
    ("industry", "Industry"),
    ("is_internal", "Internal"),
    ("need_status", "Need"),
    ("source", "来源"),
)


@pytest.mark.parametrize(
    ("place", "typed", "found"),
    [
        (0, "i", "industry"),
        (2, "i", "is_internal"),
        (3, "i", "industry"),  # round the end
        (1, "ind", "industry"),  # the one that stands already, as long as it fits
        (1, "int", "is_internal"),
        (2, "is", "is_internal"),  # by the constant, which a user may know better than the label
        (0, "s", "source"),
        (0, "来", "source"),
        (0, "x", None),
        (0, "-", None),  # nothing is chosen by its own key
    ],
)
def test_an_option_is_found_by_its_beginning(place: int, typed: str, found: str | None) -> None:
    assert beginning(OPTIONS, place, typed) == found


def test_there_may_be_no_options() -> None:
    assert beginning((), 0, "i") is None
