"""Five identity elements: the order of the checks, GB 11643, what matches, locks and grants."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import NOT_AUTHORISED, AccessPurpose, AccessResult, DocumentType, Sex
from models.policy_relations import IdentityPolicy
from models.rules import identity as rules
from models.rules.identity import Candidate, FiveElements

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
POLICY = IdentityPolicy()
R = AccessResult
LI = FiveElements("李秀英", "F", "1949-12-31", "RESIDENT_ID", "11010519491231002X")
ADA = FiveElements("ADA KING", "F", "1985-12-10", "PASSPORT", "E1234567")


def but(five: FiveElements, **other: str) -> FiveElements:
    values = {name: getattr(five, name) for name in rules.ELEMENTS}
    return FiveElements(**{**values, **other})


def found(five: FiveElements) -> tuple[str, str, object]:
    """(failure, code, field), or ("", "", "") where nothing is wrong."""
    wrong = rules.check(five, TODAY)
    if wrong is None:
        return "", "", ""
    return wrong.result, wrong.reason.code.removeprefix("identity."), wrong.reason.params["field"]


GOOD = ("", "", "")

provinces = st.sampled_from(sorted(rules._PROVINCES))
births = st.dates(date(1900, 1, 1), TODAY)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, date, Sex]:
    """A valid number with what it says."""
    born = draw(births)
    order = draw(st.integers(0, 999))
    place = draw(provinces) + f"{draw(st.integers(0, 9999)):04d}"
    first = f"{place}{born:%Y%m%d}{order:03d}"
    return first + rules.check_digit(first), born, Sex.M if order % 2 else Sex.F


def test_ac_160_a_valid_number() -> None:
    assert found(LI) == GOOD
    assert rules.check_digit("11010519491231002") == "X"


def test_a_check_digit_is_that_of_seventeen_digits() -> None:
    with pytest.raises(ValueError, match="zip"):
        rules.check_digit("1101051949123100")


def test_ac_161_the_checksum() -> None:
    wrong = but(LI, document_number="110105194912310021")
    assert found(wrong) == (R.E03, "checksum", "document_number")


def test_ac_162_birth_date_and_sex() -> None:
    assert found(but(LI, birth_date="1949-12-30")) == (R.E04, "birth_date", "birth_date")
    assert found(but(LI, sex="M")) == (R.E05, "sex", "sex")
    assert found(but(LI, birth_date="1949-12-30", sex="M"))[0] == R.E04


def test_ac_163_a_day_that_does_not_exist_and_an_old_number() -> None:
    number = "110105199902290021"
    assert rules.check_digit(number[:-1]) == number[-1]
    born = but(LI, document_number=number, birth_date="1999-02-28")
    assert found(born) == (R.E02, "number_date", "document_number")
    old = but(LI, document_number="110105491231002")
    assert found(old) == (R.E02, "old_number", "document_number")


@pytest.mark.parametrize("name", rules.ELEMENTS)
def test_each_element_is_needed(name: str) -> None:
    assert found(but(LI, **{name: ""})) == (R.E01, "missing", name)
    assert found(rules.normalised(but(LI, **{name: " \u3000\u200b"}))) == (R.E01, "missing", name)


def test_the_first_missing_one_is_named() -> None:
    assert found(FiveElements()) == (R.E01, "missing", "name")
    assert found(FiveElements("李", "X")) == (R.E01, "missing", "birth_date")


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"document_type": "LIBRARY_CARD", "sex": "X"}, "unknown_type", "document_type"),
        ({"sex": "X", "birth_date": "x"}, "unknown_sex", "sex"),
        ({"birth_date": "1949-02-30", "document_number": "1"}, "no_date", "birth_date"),
        ({"birth_date": "1949-W01-1"}, "no_date", "birth_date"),
        ({"birth_date": "31.12.1949"}, "no_date", "birth_date"),
        ({"birth_date": "2026-03-03"}, "future", "birth_date"),
        ({"birth_date": "2026-03-02", "document_number": "1"}, "length", "document_number"),
        ({"document_number": "1101051949123100"}, "length", "document_number"),
        ({"document_number": "11010519491231002XX"}, "length", "document_number"),
        ({"document_number": "11010549123100X"}, "length", "document_number"),
        ({"document_number": "1101051949123100XX"}, "digits", "document_number"),
        ({"document_number": "A1010519491231002X"}, "digits", "document_number"),
        ({"document_number": "11010519491231002A"}, "digits", "document_number"),
        ({"document_number": "1101051949123100²X"}, "digits", "document_number"),
        ({"document_number": "16010519491231002X"}, "province", "document_number"),
        ({"document_number": "110105194912320020"}, "number_date", "document_number"),
        ({"document_number": "110105000012310020"}, "number_date", "document_number"),
        ({"document_number": "110105202603030020"}, "number_future", "document_number"),
        ({"document_number": "110105202603020020"}, "checksum", "document_number"),
        ({"document_type": "PASSPORT", "document_number": "E123"}, "other_form", "document_number"),
        ({"document_type": "OTHER", "document_number": "E" * 21}, "other_form", "document_number"),
        ({"document_type": "OTHER", "document_number": "E12/45"}, "other_form", "document_number"),
        (
            {"document_type": "OTHER", "document_number": "护照12345"},
            "other_form",
            "document_number",
        ),
    ],
)
def test_the_form_of_each_element(other: dict[str, str], code: str, field: str) -> None:
    assert found(but(LI, **other))[1:] == (code, field)
    assert found(but(LI, **other))[0] == (R.E03 if code == "checksum" else R.E02)


@pytest.mark.parametrize("number", ["E1234", "E" * 20, "123456789", "00000"])
@pytest.mark.parametrize(
    "kind", [kind for kind in DocumentType if kind is not DocumentType.RESIDENT_ID]
)
def test_other_documents_have_letters_or_digits_and_no_checksum(kind: str, number: str) -> None:
    assert found(but(LI, document_type=kind, document_number=number)) == GOOD


def test_the_known_provinces() -> None:
    known = [f"{code:02d}" for code in range(100) if f"{code:02d}" in rules._PROVINCES]
    assert known == [
        *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36"),
        *("37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62"),
        *("63", "64", "65", "71", "81", "82", "83", "91"),
    ]


@given(numbers())
def test_a_number_made_by_the_rule_passes(made: tuple[str, date, Sex]) -> None:
    number, born, sex = made
    five = FiveElements("王", sex, born.isoformat(), "RESIDENT_ID", number)
    assert found(five) == GOOD
    other = Sex.F if sex is Sex.M else Sex.M
    assert found(but(five, sex=other))[0] == R.E05
    day = born - timedelta(days=1)
    assert found(but(five, birth_date=day.isoformat()))[0] == R.E04


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_other_character_fails(made: tuple[str, date, Sex], place: int, char: str) -> None:
    number, born, sex = made
    changed = number[:place] + char + number[place + 1 :]
    five = FiveElements("王", sex, born.isoformat(), "RESIDENT_ID", changed)
    assert (found(five)[0] in (R.E02, R.E03)) == (changed != number)


@given(numbers(), st.integers(0, 16))
def test_two_neighbours_changed_about_fail(made: tuple[str, date, Sex], place: int) -> None:
    number, born, sex = made
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    five = FiveElements("王", sex, born.isoformat(), "RESIDENT_ID", changed)
    assert (found(five)[0] in (R.E02, R.E03)) == (changed != number)


# ── normalising ─────────────────────────────────────────────────────────────────────────


@given(st.builds(FiveElements, *[st.text(max_size=30)] * 5))
def test_normalising_is_stable(five: FiveElements) -> None:
    once = rules.normalised(five)
    assert rules.normalised(once) == once


@given(st.text(max_size=60))
def test_a_check_answers_whatever_is_handed_in(text: str) -> None:
    for name in rules.ELEMENTS:
        wrong = rules.check(rules.normalised(but(LI, **{name: text})), TODAY)
        assert wrong is None or wrong.result in (R.E01, R.E02, R.E03, R.E04, R.E05)


@pytest.mark.parametrize(
    ("given_one", "wanted"),
    [
        (LI, LI),
        (
            FiveElements(
                " 李秀英\u3000", "女", "1949年12月31日", "resident id", "１１０１０５ 19491231-002x"
            ),
            LI,
        ),
        (FiveElements("ada  king", "female", "19851210", "Passport", "e 1234 567"), ADA),
        (FiveElements("Ａｄａ King", "f", "1985/12/10", "passport", "E-1234–567"), ADA),
        (but(ADA, birth_date="1985.12.10"), ADA),
        (but(ADA, document_type="hk-macao permit"), but(ADA, document_type="HK_MACAO_PERMIT")),
        (but(LI, sex="男"), but(LI, sex="M")),
        (but(LI, birth_date="soon"), but(LI, birth_date="soon")),
        (but(LI, birth_date="1949-2-3"), but(LI, birth_date="1949-02-03")),
    ],
)
def test_what_is_written_otherwise_is_the_same(
    given_one: FiveElements, wanted: FiveElements
) -> None:
    assert rules.normalised(given_one) == wanted


@pytest.mark.parametrize("dot", "·•‧∙⋅・･·")
def test_middle_dots_are_one(dot: str) -> None:
    assert rules.normal_name(f"阿卜杜拉{dot}买买提") == "阿卜杜拉·买买提"


# ── matching ────────────────────────────────────────────────────────────────────────────


def known(five: FiveElements, number: int = 1, *, alive: bool = True) -> Candidate:
    return Candidate(number, number * 10, alive, five.name, five.sex, five.birth_date)


def test_all_five_equal_is_a_match() -> None:
    assert rules.match(LI, [known(LI)]) == (R.OK, known(LI))
    retired = known(but(LI, name="李"), 2, alive=False)
    assert rules.match(LI, [retired, known(LI)]) == (R.OK, known(LI))


@pytest.mark.parametrize("other", [{"name": "李秀瑛"}, {"sex": "M"}, {"birth_date": "1949-12-30"}])
def test_ac_166_one_element_differs(other: dict[str, str]) -> None:
    assert rules.match(LI, [known(but(LI, **other))]) == (R.E07, None)


def test_ac_167_nobody_has_the_number() -> None:
    assert rules.match(LI, []) == (R.E06, None)
    assert rules.match(FiveElements(), []) == (R.E06, None)


@pytest.mark.parametrize("other", [LI, but(LI, name="王")])
def test_a_data_fault_and_what_is_over_match_nobody(other: FiveElements) -> None:
    assert rules.match(LI, [known(LI), known(other, 2)]) == (R.E08, None)
    assert rules.match(LI, [known(other, alive=False)]) == (R.E13, None)


def test_two_documents_of_one_identity_are_no_fault() -> None:
    assert rules.match(LI, [known(LI), known(LI)])[0] is R.OK


def test_failures_that_look_the_same() -> None:
    assert {R.E06, R.E07, R.E08, R.E13} == NOT_AUTHORISED


# ── locks and grants ────────────────────────────────────────────────────────────────────


def ago(*minutes: float) -> list[datetime]:
    return [NOW - timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(
    ("failures", "until"),
    [
        ([], None),
        (ago(3, 2, 1, 0), None),
        (ago(4, 3, 2, 1, 0), 30),
        (ago(0, 4, 1, 3, 2), 30),
        (ago(10, 3, 2, 1, 0), 30),  # ten minutes are within
        (ago(10.1, 3, 2, 1, 0), None),
        (ago(39, 38, 37, 36, 30), None),  # the thirty minutes are over
        (ago(39, 38, 37, 36, 29.9), 0.1),
        (ago(39, 38, 37, 36, 29, 1), 1),  # one more by another way does not end the lock
        (ago(-1, 1, 2, 3, 4), None),  # what is to come is none
    ],
)
def test_ac_168_five_failures_in_ten_minutes_lock_for_thirty(
    failures: list[datetime], until: float | None
) -> None:
    found_one = rules.locked_until(failures, NOW, POLICY)
    assert found_one == (None if until is None else NOW + timedelta(minutes=until))


@given(st.lists(st.integers(0, 4000), max_size=12), st.integers(1, 6))
def test_a_lock_is_five_within_the_window(seconds: list[int], tries: int) -> None:
    moments = sorted(NOW - timedelta(seconds=one) for one in seconds)
    policy = IdentityPolicy(tries=tries)
    closings = [
        last
        for first, last in zip(moments, moments[tries - 1 :], strict=False)
        if last - first <= timedelta(minutes=10) and last + timedelta(minutes=30) > NOW
    ]
    expected = max(closings) + timedelta(minutes=30) if closings else None
    assert rules.locked_until(moments, NOW, policy) == expected
    young = [one for one in moments if one > NOW - rules.memory(policy)]
    assert rules.locked_until(young, NOW, policy) == expected


def test_a_scope_is_kept_unless_the_relation_is_over() -> None:
    scope = rules.normal_scope([" Visits", "bills", "visits", ""])
    assert scope == ("bills", "visits")
    for purpose in AccessPurpose:
        assert rules.granted_scope(scope, purpose, ended=False) == scope
        legal = purpose is AccessPurpose.LEGAL
        assert rules.granted_scope(scope, purpose, ended=True) == (scope if legal else ())


def test_a_grant_lives_fifteen_minutes() -> None:
    assert rules.expires_at(NOW, POLICY) == NOW + timedelta(minutes=15)


# ── showing ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "masked", "ending"),
    [
        ("11010519491231002X", "1101**********002X", "002X"),
        ("E12345678", "E1*****78", "5678"),
        ("E1234", "E***4", "34"),
        ("", "", ""),
    ],
)
def test_a_mask(number: str, masked: str, ending: str) -> None:
    assert rules.mask(number) == masked
    assert rules.ending(number) == ending


@given(st.text(string.ascii_uppercase + string.digits, min_size=5, max_size=20))
def test_a_mask_hides_at_least_half(number: str) -> None:
    assert rules.mask(number).count("*") * 2 >= len(number)
    assert len(rules.ending(number)) * 2 <= len(number)


@pytest.mark.parametrize(
    "text",
    [
        "for 11010519491231002X please",
        "110105 19491231 002x",
        "E12345678",
        "１１０１０５19491231002X",
    ],
)
def test_a_text_of_the_log_holds_no_number(text: str) -> None:
    kept = rules.without_numbers(text)
    for number in ("11010519491231002X", "12345678", "19491231"):
        assert number not in kept.replace(" ", "").upper()


def test_a_plain_word_of_the_log_stays() -> None:
    assert rules.without_numbers("dr.wang (ward 12)") == "dr.wang (ward 12)"
