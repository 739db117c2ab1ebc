"""Marks against a plain set over a small list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.marks import EVERYTHING, NO_MARKS, Marks

ROWS = frozenset(range(12))
some_rows = st.frozensets(st.sampled_from(sorted(ROWS)))
steps = st.lists(
    st.one_of(st.sampled_from(sorted(ROWS)), some_rows, st.sampled_from(["all", "none"])),
    max_size=12,
)


@given(steps)
def test_marks_behave_like_a_set(steps: list[int | frozenset[int] | str]) -> None:
    marks, model = NO_MARKS, frozenset[int]()
    for step in steps:
        if isinstance(step, int):
            marks, model = marks.toggled(step), model ^ {step}
        elif isinstance(step, frozenset):
            marks, model = marks.including(step), model | step
        else:
            marks, model = (EVERYTHING, ROWS) if step == "all" else (NO_MARKS, frozenset())
        assert {row for row in ROWS if row in marks} == model
        assert marks.count(len(ROWS)) == len(model)
        assert marks.is_everything == (marks.all_but and model == ROWS)


def test_nothing_is_false_and_everything_true() -> None:
    assert not NO_MARKS
    assert EVERYTHING
    assert Marks(frozenset({1}))
    assert Marks(frozenset({1}), all_but=True)


def test_exceptions_that_have_left_the_list_never_make_a_negative_count() -> None:
    assert Marks(frozenset({1, 2, 3}), all_but=True).count(2) == 0
