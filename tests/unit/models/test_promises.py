"""Promises and remarks of a touch, a line each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import FeedbackKind
from models.fields.promises import Promise, read_promises, read_remarks

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("line", "promise"),
    [
        ("2026-03-05 send samples", Promise("send samples", date(2026, 3, 5))),
        ("寄样品 +3d @li", Promise("寄样品", date(2026, 3, 5), "", "li")),
        ("＠li 明天 ９:30 回电话", Promise("回电话", date(2026, 3, 3), "09:30", "li")),
        ("today call", Promise("call", TODAY)),
        ("tomorrow 15:00 visit @li @wang", Promise("visit @wang", date(2026, 3, 3), "15:00", "li")),
        ("2026-03-05 offer by 2026-04-01", Promise("offer by 2026-04-01", date(2026, 3, 5))),
        ("+1d write to a@b.cn @", Promise("write to a@b.cn @", date(2026, 3, 3))),
    ],
)
def test_a_line_is_a_promise(line: str, promise: Promise) -> None:
    assert read_promises(f"\n{line}\n\n", TODAY) == ([promise], [])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("send samples", "promise.no_day"),
        ("2026-03-01 send samples", "promise.passed"),
        ("2026-03-05 @li", "promise.no_words"),
        ("2026-03-05 " + "字" * 201, "promise.too_long"),
    ],
)
def test_a_line_that_cannot_be_kept_names_itself(line: str, code: str) -> None:
    found, problems = read_promises(f"+1d fine\n{line}", TODAY)
    assert [one.text for one in found] == ["fine"]
    assert [(one.code, one.params["line"]) for one in problems] == [(code, 2)]


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.text("abcdef字词", min_size=1, max_size=20)), max_size=6
    )
)
def test_what_is_written_down_is_read_again(made: list[tuple[int, str]]) -> None:
    lines = [f"{(TODAY + timedelta(days=days)).isoformat()} {text}" for days, text in made]
    found, problems = read_promises("\n".join(lines), TODAY)
    assert [((one.due - TODAY).days, one.text) for one in found] == made
    assert problems == []


def test_remarks_are_opinions_where_nothing_else_is_said() -> None:
    raw = "停车难\n\nsuggestion: more parking\n建议：夜间值班\nratio 1:2\nnonsense: x"
    words = {"建议": "SUGGESTION"}
    assert read_remarks(raw, words) == [
        (FeedbackKind.OPINION, "停车难"),
        (FeedbackKind.SUGGESTION, "more parking"),
        (FeedbackKind.SUGGESTION, "夜间值班"),
        (FeedbackKind.OPINION, "ratio 1:2"),
        (FeedbackKind.OPINION, "nonsense: x"),
    ]
    assert read_remarks("") == []
