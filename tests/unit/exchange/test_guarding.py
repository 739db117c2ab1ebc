from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.exchange.guarding import RISKY, guard, is_risky, unguard

START = st.text(st.sampled_from("=+-@＝＋－＠'\"“ \t\r\n\u3000\u200b\x00a1*"), max_size=6)
TEXTS = st.builds(str.__add__, START, st.text(max_size=6))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "\rx", "＝1", "＋1", "－1", "＠a", "  =1",
     '"=1', "'=1", "“=1", "\u3000=1", "\u200b=1", "\n=1", "\ufeff=1"],
)  # fmt: skip
def test_risky(text: str) -> None:
    assert is_risky(text)
    assert guard(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    ["", "*ST国华", "00012", "a=1", "'quoted'", "1-2", "(=1)", "'", "张三", "#N/A", "O'Neil"],
)
def test_harmless(text: str) -> None:
    assert not is_risky(text)
    assert guard(text) == text
    assert unguard(text) == text


@given(TEXTS)
def test_the_guard_comes_off_again(text: str) -> None:
    assert unguard(guard(text)) == text


@given(TEXTS)
def test_no_guarded_text_begins_riskily(text: str) -> None:
    guarded = guard(text)
    assert guarded[:1] not in RISKY
    assert not is_risky(guarded) or guarded[0] == "'"
