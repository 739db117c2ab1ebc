"""When two customers are the same one (requirements 11.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.rules.duplicates import (
    KEYS,
    Facts,
    allowed_edits,
    bare_city,
    bare_name,
    bare_number,
    e164_digits,
    home_host,
    likeness,
    match,
    name_keys,
    name_probes,
    same_person,
    take_loser,
    take_losers_consent,
)


@pytest.mark.parametrize(
    ("folded", "bare"),
    [
        ("海天科技有限公司", "海天科技"),
        ("海天科技", "海天科技"),
        ("海天科技股份有限公司", "海天科技"),
        ("海天集团有限公司", "海天"),
        ("harbour lane co., ltd.", "harbourlane"),
        ("harbour lane limited", "harbourlane"),
        ("osprey inc", "osprey"),
        ("cocoa", "cocoa"),  # a form is a word of its own
        ("有限公司", "有限公司"),  # never empty
        ("co ltd", "coltd"),
        ("!!!", "!!!"),
    ],
)
def test_a_name_without_its_company_form(folded: str, bare: str) -> None:
    assert bare_name(folded) == bare


@pytest.mark.parametrize(
    ("phone", "dial", "area", "digits"),
    [
        ("+86 755 8888 6666", "", "", "8675588886666"),
        ("0086-755-88886666", "", "", "8675588886666"),
        ("0755-88886666", "", "", "8675588886666"),
        ("0755-88886666 转 801", "+86", "", "8675588886666"),
        ("(0755) 88886666 ext. 8", "", "", "8675588886666"),
        ("88886666", "", "0755", "8675588886666"),
        ("86 755 8888 6666", "", "", "8675588886666"),
        ("13800138000", "", "", "8613800138000"),
        ("400-800-1234", "", "0755", "864008001234"),
        ("020 7946 0018", "+44", "", "442079460018"),
        ("+44 20 7946 0018", "", "", "442079460018"),
        ("10086", "", "", ""),
        ("+1 23", "", "", ""),
        ("0012", "", "", ""),
        ("", "", "0755", ""),
    ],
)
def test_phone_numbers_as_digits_with_their_dial_code(
    phone: str, dial: str, area: str, digits: str
) -> None:
    assert e164_digits(phone, dial, area) == digits


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.haitian.cn/about?x=1", "haitian.cn"),
        ("haitian.cn", "haitian.cn"),
        ("HTTP://Haitian.CN:8080", "haitian.cn"),
        ("shop.haitian.cn.", "shop.haitian.cn"),
        ("", ""),
    ],
)
def test_the_host_of_a_home_page(website: str, host: str) -> None:
    assert home_host(website) == host


def test_city_and_registration_number() -> None:
    assert bare_city("深圳市") == bare_city("深圳") == "深圳"
    assert bare_city("市") == "市"
    assert bare_city("new york") == "newyork"
    assert bare_number("91440300-mA5F x") == "91440300MA5FX"
    assert bare_number("n/a") == ""
    assert bare_number("12") == ""


# ── likeness and score ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("海天科技", "海天科技", Fraction(1)),
        ("", "", None),
        ("abcdefghi", "abcdefghx", None),  # 1 of 9 is more than a tenth
        ("abcdefghij", "abcdefghix", Fraction(9, 10)),  # the bound belongs to it
        ("abcdefghi", "abcdefghij", Fraction(9, 10)),
        ("abcdefghijk", "abcdefghij", Fraction(10, 11)),
        ("a" * 20, "a" * 18 + "bc", Fraction(9, 10)),
        ("a" * 20, "a" * 17 + "bcd", None),
        ("a" * 20, "a" * 17, None),
    ],
)
def test_likeness_of_names(first: str, second: str, alike: Fraction | None) -> None:
    assert likeness(first, second) == alike
    assert likeness(second, first) == alike


FULL = Facts("海天科技", "深圳", "C-000001", "8675588886666", "a@haitian.cn", "haitian.cn", "9144")


@pytest.mark.parametrize(
    ("equal", "score"), [(1, 80), (2, 85), (3, 90), (4, 95), (5, 100)], ids=str
)
def test_the_score_of_equal_keys(equal: int, score: int) -> None:
    names = list(KEYS)[:equal]
    other = replace(Facts(name="别的"), **{name: getattr(FULL, name) for name in names})
    found = match(FULL, other)
    assert found is not None
    assert found.score == score
    assert found.keys == tuple(names)
    assert [r.params["field"] for r in found.reasons if r.code == "duplicate.key"] == [
        KEYS[name] for name in names
    ]
    assert found.reasons[-1].params == {"further": equal - 1, "score": score}


@pytest.mark.parametrize(
    ("first", "second", "score"),
    [
        ("海天科技", "海天科技", 79),  # 60 + 190 x 0.10
        ("abcdefghij", "abcdefghix", 60),  # s = 0.90
        ("a" * 19 + "b", "a" * 20, 70),  # s = 0.95: 9.5 goes up to 10
        ("a" * 30, "a" * 29 + "b", 73),  # s = 0.9667: 12.67
    ],
)
def test_the_score_of_names_in_one_city(first: str, second: str, score: int) -> None:
    found = match(Facts(first, "深圳"), Facts(second, "深圳"))
    assert found is not None
    assert found.score == score
    assert [one.code for one in found.reasons] == ["duplicate.name", "duplicate.likely"]
    assert match(Facts(first, "深圳"), Facts(second, "广州")) is None
    assert match(Facts(first, ""), Facts(second, "")) is None  # an unknown city is not the same


def test_a_key_outweighs_the_name_which_is_told_nonetheless() -> None:
    found = match(FULL, replace(FULL, code="C-000002", phone="", email="", host=""))
    assert found is not None
    assert (found.score, found.likeness) == (80, Fraction(1))
    assert found.keys == ("registration_no",)
    assert [one.code for one in found.reasons] == [
        "duplicate.key",
        "duplicate.name",
        "duplicate.exact",
    ]


TEXT = st.text("ab海天", max_size=24)
FACTS = st.builds(
    Facts, TEXT, st.sampled_from(["", "x", "y"]), *([st.sampled_from("ab") | st.just("")] * 5)
)


@given(FACTS, FACTS)
def test_the_score_is_symmetric_and_in_its_bounds(first: Facts, second: Facts) -> None:
    one, other = match(first, second), match(second, first)
    assert (one is None) == (other is None)
    if one is None or other is None:
        return
    assert (one.score, one.keys, one.likeness) == (other.score, other.keys, other.likeness)
    assert (80 <= one.score <= 100) if one.keys else (60 <= one.score <= 79)
    assert one.reasons


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same after some edits."""
    name = draw(st.text("abcd", min_size=1, max_size=45))
    other = list(name)
    for _ in range(draw(st.integers(0, allowed_edits(len(name)) + 1))):
        at = draw(st.integers(0, len(other)))
        what = draw(st.sampled_from(["put", "drop", "turn"]))
        if what == "put" or at == len(other):
            other.insert(at, draw(st.sampled_from("abcd")))
        elif what == "drop" and len(other) > 1:
            del other[at]
        else:
            other[at] = draw(st.sampled_from("abcd"))
    return name, "".join(other)


@given(_edited())
@example(("abcdefghij", "bcdefghij"))
@example(("a" * 45, "a" * 41))
def test_every_alike_name_is_found_by_its_pieces(names: tuple[str, str]) -> None:
    name, other = names
    if likeness(name, other) is None:
        return
    for kept, asked in ((name, other), (other, name)):
        assert set(name_keys(kept, "x")) & name_probes(asked, "x")
        if len(kept) <= len(asked):
            assert set(name_keys(kept, "x")) & name_probes(asked, "x", longest=len(asked))
    assert not set(name_keys(name, "x")) & name_probes(other, "y")
    assert name_keys(name, "") == []


# ── merging ─────────────────────────────────────────────────────────────────────────────

OLD, NEW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("winner", "loser", "winner_at", "loser_at", "taken"),
    [
        ("a", None, OLD, NEW, False),  # the fuller one
        (None, "b", NEW, OLD, True),
        ("LEAD", "ACTIVE", NEW, OLD, True),  # a default says no more than nothing
        ("ACTIVE", "LEAD", OLD, NEW, False),
        ("a", "b", OLD, NEW, True),  # the newer one
        ("a", "b", NEW, OLD, False),
        ("a", "b", OLD, OLD, False),
        ("a", "b", None, NEW, False),
        (None, None, OLD, NEW, False),
        (frozenset(), frozenset({"X"}), NEW, OLD, True),
        (0, None, OLD, NEW, False),
    ],
)
def test_the_fuller_or_newer_value_is_proposed(
    winner: object, loser: object, winner_at: datetime, loser_at: datetime, *, taken: bool
) -> None:
    found = take_loser(winner, loser, empty="LEAD", winner_at=winner_at, loser_at=loser_at)
    assert found is taken


@pytest.mark.parametrize(
    ("winner", "loser", "winner_told", "loser_told", "taken"),
    [
        (True, False, False, False, False),  # nobody asked on the other side
        (True, False, True, True, True),  # withdrawn there
        (False, True, False, False, True),
        (False, True, True, False, False),
        (True, True, True, True, False),
        (False, False, True, True, False),
    ],
)
def test_a_withdrawn_consent_stands(
    winner: bool, loser: bool, winner_told: bool, loser_told: bool, *, taken: bool
) -> None:
    assert take_losers_consent(winner, loser, winner_told, loser_told) is taken


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("王芳", "1", ""), ("王芳", "1", ""), True),
        (("王芳", "1", ""), ("王芳", "2", ""), False),
        (("王芳", "", "a"), ("王芳", "2", "a"), True),
        (("王芳", "1", "a"), ("王芳", "1", "b"), False),
        (("王芳", "", ""), ("王芳", "2", "b"), True),  # a bare name beside a full card
        (("王芳", "1", ""), ("王芳", "", "b"), False),
        (("王芳", "1", ""), ("李雷", "1", ""), False),
        (("", "1", ""), ("", "1", ""), False),
    ],
)
def test_one_person_on_both_sides(
    first: tuple[str, str, str], second: tuple[str, str, str], *, same: bool
) -> None:
    assert same_person(first, second) is same
    assert same_person(second, first) is same
