"""What may be stored and what may be shown, character by character."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clean import (
    _CLEAN,
    MAX_MARKS,
    MAX_SHOWN,
    TextRefusedError,
    _shown_line,
    check_text,
    dropped,
    shown,
    stored,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
# Dense in everything that has a rule of its own, so that rules meet each other.
NASTY = st.text(
    st.sampled_from(
        "a张😀👍❤\x00\x07\x1b\t\n\r\x7f\x85\x9b\u00ad\u0301\u0323\u200b\u200d\u200e\u2028\u202e"
        "\u2066\u2069\u3164\ufe0f\ufeff\ufffd\U0001f3fb\U000e0041\ud800\udfff"
    ),
    max_size=24,
)
# Planes 4 to 13 hold nothing, 15 and 16 are private: their ends stand for them.
CODE_POINTS = (
    *range(0x33500),
    *range(0x3FFFE, 0x40002),
    *range(0xDFFFE, 0xE1001),
    *range(0xEFFFE, 0xF0002),
    *range(0x10FFF0, 0x110000),
)
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def is_harmful(character: str) -> bool:
    """Whether a terminal might act on the character, or reorder others because of it."""
    if character == "\u200d":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


@pytest.mark.parametrize(
    ("text", "multiline", "code_point", "position"),
    [
        ("a\x00b", False, "U+0000", 2),
        ("\x1b[31mred", False, "U+001B", 1),
        ("  \x1b]52;c;eA==\x07", False, "U+001B", 3),
        ("bell\x07", False, "U+0007", 5),
        ("ab\ncd", False, "U+000A", 3),
        ("ab\rcd", False, "U+000D", 3),
        ("ab\u2028cd", False, "U+2028", 3),
        ("line\x0bfeed", True, "U+000B", 5),
        ("del\x7f", True, "U+007F", 4),
        ("csi\x9b2J", True, "U+009B", 4),
        ("next\x85line", True, "U+0085", 5),
        ("lone\ud800", True, "U+D800", 5),
        ("李\u202e四", True, "U+202E", 2),
        ("李\u2066四", False, "U+2066", 2),
    ],
)
def test_refused_text_names_code_point_and_place(
    text: str, multiline: bool, code_point: str, position: int
) -> None:
    reason = check_text(text, multiline)
    assert reason is not None
    assert reason.code == "text_forbidden"
    assert reason.params == {"code_point": code_point, "position": position}
    with pytest.raises(TextRefusedError) as refusal:
        stored(text, multiline=multiline)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("character", [chr(c) for c in (*range(32), *range(127, 160))])
def test_no_control_is_stored_but_newline_in_notes(character: str) -> None:
    allowed_in_notes = character in "\t\n\r"
    assert (check_text(f"a{character}b", multiline=True) is None) is allowed_in_notes
    assert (check_text(f"a{character}b") is None) is (character == "\t")


@pytest.mark.parametrize("character", BIDI)
def test_bidi_controls_are_refused_and_dropped(character: str) -> None:
    assert check_text(f"a{character}b", multiline=True) is not None
    assert dropped(f"a{character}b") == "ab"


@pytest.mark.parametrize(
    ("text", "multiline", "expected"),
    [
        ("  Harbour Lane Foods \n", False, "Harbour Lane Foods"),
        ("\u3000中远物流\u00a0", False, "中远物流"),
        ("a\tb", False, "a b"),
        ("one\r\ntwo\rthree\u2029four\n\n", True, "one\ntwo\nthree\nfour"),
        ("Cafe\u0301", False, "Café"),
        ("\ufeff张\u200b三\u00ad", False, "张三"),
        ("👨\u200d👩\u200d👧", False, "👨\u200d👩\u200d👧"),
        ("葛\U000e0100", False, "葛\U000e0100"),
        ("", False, ""),
        ("[red]=cmd()[/x]", False, "[red]=cmd()[/x]"),
    ],
)
def test_stored_form(text: str, multiline: bool, expected: str) -> None:
    assert stored(text, multiline=multiline) == expected


def test_length_is_that_of_the_stored_form() -> None:
    assert stored(" " + "e\u0301" * 120 + " ", max_length=120) == "é" * 120
    reason = check_text("x" * 121, max_length=120)
    assert reason is not None
    assert reason.code == "text_too_long"
    assert reason.params == {"length": 121, "limit": 120}
    with pytest.raises(TextRefusedError):
        stored("x" * 121, max_length=120)


@pytest.mark.parametrize(
    ("text", "multiline", "expected"),
    [
        ("a\x1b[31m\x00b\u202ec", False, "a[31mbc"),
        ("\n  first\r\n\n second \n", False, "first second"),
        ("first\r\nsecond\x9b", True, "first\nsecond"),
        (" ", False, " "),
        ("a\tb", False, "a b"),
        ("\ud800x", False, "x"),
    ],
)
def test_dropped(text: str, multiline: bool, expected: str) -> None:
    assert dropped(text, multiline) == expected


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT | NASTY, st.booleans())
def test_what_was_dropped_clean_can_be_stored(text: str, multiline: bool) -> None:
    kept = dropped(text, multiline)
    assert dropped(kept, multiline) == kept
    saved = stored(kept, multiline=multiline)
    assert stored(saved, multiline=multiline) == saved
    saved.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x00\x07\x7f\t\r", "␀␇␡␉␍"),
        ("\x9b2J\x85", "\ufffd2J\ufffd"),
        ("a\nb", "a␊b"),
        ("abc\u202edef", "abc\ufffddef"),
        ("张\u200b三\ufeff\u00ad\u2028", "张\ufffd三\ufffd\ufffd\ufffd"),
        ("\U000e0041\uffff\ufdd0\u3164", "\ufffd" * 4),
        ("x\ud83d", "x\ufffd"),
        ("[red]张三[VIP][/x]", "[red]张三[VIP][/x]"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥", "👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥"),
        ("👍🏽", "👍🏽"),
        ("🏽a🏽", "\ufffda\ufffd"),
        ("👍🏽🏽", "👍🏽\ufffd"),
        ("a\u200db", "a\ufffdb"),
        ("😀\u200d", "😀\ufffd"),
        ("é" + "\u0323" * 60, "é" + "\u0323" * MAX_MARKS),
        ("\u0301a", "\ufffda"),
        ("\u0301\u0301", "\ufffd\u0301"),
    ],
)
def test_shown(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_shown_keeps_lines_where_asked() -> None:
    assert shown("one\n\u0301two\x1b\n", lines=True) == "one\n\ufffdtwo␛\n"


def test_no_harmful_code_point_survives_alone() -> None:
    everything = "".join(map(chr, CODE_POINTS))
    result = shown(everything, max_chars=len(everything))
    assert not [f"{ord(c):04X}" for c in set(result) if is_harmful(c)]


def test_fast_path_agrees_with_the_loop() -> None:
    clean = [c for c in map(chr, CODE_POINTS) if _CLEAN.fullmatch(c)]
    assert len(clean) > 50_000
    for character in clean:
        assert _shown_line(character) == character


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT | NASTY, st.booleans())
def test_shown_is_harmless_and_stable(text: str, lines: bool) -> None:
    result = shown(text, lines=lines)
    assert not any(is_harmful(c) and not (lines and c == "\n") for c in result)
    assert shown(result, lines=lines) == result
    assert len(result) <= len(text)
    result.encode()


@settings(max_examples=100, deadline=None)
@given(NASTY, st.integers(0, 12))
def test_shown_keeps_its_limit(text: str, limit: int) -> None:
    result = shown(text, max_chars=limit)
    assert len(result) <= limit
    assert shown(result, max_chars=limit) == result


def test_a_million_characters_cost_nothing() -> None:
    hostile = "\x1b张\u0301" * 400_000
    start = time.process_time()
    result = shown(hostile)
    assert time.process_time() - start < 0.5
    assert len(result) <= MAX_SHOWN
    assert result.endswith("...")
